"""Messages in which people marked what is there: what the marks are learnt from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

ALL, COMPANIES = "all", "companies"
"""How much of a message is marked: all that is learnt, or names of companies alone."""

CLAIMED = ("item", "sector", "contribution_type", "quantity")
"""Kinds of entities that lists and patterns find too often: which of their claims hold is learnt from what people marked."""

_BY_VALUE = ("sector", "contribution_type")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Mark:
    """What stands at a stretch of a text; `meaning` is its value as `meaning_of` gives it."""

    entity: str
    meaning: str
    start: int
    end: int

    @property
    def name(self) -> str:
        """What is learnt of its words: `company`, `item`, `sector VALUE`, `contribution_type VALUE` ..."""
        return f"{self.entity} {self.meaning}" if self.entity in _BY_VALUE else self.entity


@dataclass(frozen=True)
class MarkedMessage:
    """A message and its marks; `extent` is ALL or COMPANIES."""

    text: str
    marks: tuple[Mark, ...]
    extent: str

    def says(self, entity: str, value: object) -> bool:
        """Whether somebody marked an entity of this value."""
        return any(mark.entity == entity and mark.meaning == meaning_of(value) for mark in self.marks)


def marks_of(entities: Iterable[Mapping[str, Any]]) -> tuple[Mark, ...]:
    """The marks of a message's entities, which come in Rasa's form (`entity`, `value`, `start`, `end`)."""
    return tuple(Mark(str(e["entity"]), meaning_of(e["value"]), int(e["start"]), int(e["end"])) for e in entities)


def meaning_of(value: object) -> str:
    """A value as text, equal where two values are: in files of marks numbers are text ("3500"), in messages they are numbers."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {meaning_of(value[key])}" for key in sorted(value))
    text = str(value)
    return repr(float(text)) if _NUMBER.fullmatch(text) else text

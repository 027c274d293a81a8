"""Messages in which people marked what is there: what the marks are learnt from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

ALL, COMPANIES = "all", "companies"
"""How much of a message is marked: all that is learnt, or names of companies alone."""


_BY_VALUE = ("sector", "contribution_type")


@dataclass(frozen=True)
class Mark:
    """What stands at a stretch of a text: `company`, `item`, `sector VALUE` or `contribution_type VALUE`."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class MarkedMessage:
    """A message and its marks; `extent` is ALL or COMPANIES."""

    text: str
    marks: tuple[Mark, ...]
    extent: str


def marks_of(entities: Iterable[Mapping[str, Any]]) -> tuple[Mark, ...]:
    """The marks of a message's entities, which come in Rasa's form (`entity`, `value`, `start`, `end`)."""
    return tuple(Mark(_name(entity), int(entity["start"]), int(entity["end"])) for entity in entities)


def _name(entity: Mapping[str, Any]) -> str:
    kind = str(entity["entity"])
    return f"{kind} {entity['value']}" if kind in _BY_VALUE else kind

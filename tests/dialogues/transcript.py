"""Transcripts: what a company writes and what must come back, in YAML that a focal point can read and write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

EXPECTATIONS = (
    "understood",
    "kind",
    "about",
    "says",
    "never_says",
    "buttons",
    "desk",
    "status",
    "informed",
    "flags",
    "records",
    "also",
    "language",
    "items",
)

ACTS = ("claim", "reply", "ask_more", "accept_to_talk", "decline", "resolve", "hand_back")
"""What a person of the desk can do between two messages."""


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """A company's line (or the button it presses) and what is expected of the turn."""

    text: str
    press: str = ""
    expected: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Act:
    """What the main person of the request's desk does, with which words, and parts of what the company then reads."""

    name: str
    words: str = ""
    tells: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, kw_only=True)
class Transcript:
    """A dialogue with a name that is a sentence."""

    name: str
    steps: tuple[Exchange | Act, ...]


def read(folder: Path) -> Iterator[Transcript]:
    """Every dialogue of every file; raises ValueError for a line that is not understood."""
    for path in sorted(folder.glob("*.yml")):
        for entry in YAML(typ="safe").load(path):
            yield Transcript(name=entry["dialogue"], steps=tuple(_steps(entry["lines"], path)))


def _steps(lines: Sequence[Mapping[str, Any]], path: Path) -> Iterator[Exchange | Act]:
    following = iter(lines)
    for line in following:
        yield _act(line, path) if "person" in line else _exchange(line, next(following, {}), path)


def _act(line: Mapping[str, Any], path: Path) -> Act:
    if line["person"] not in ACTS:
        raise ValueError(f"{path}: a person cannot {line['person']}; say one of {', '.join(ACTS)}")
    return Act(name=line["person"], words=line.get("words", ""), tells=tuple(line.get("tells", ())))


def _exchange(company: Mapping[str, Any], bot: Mapping[str, Any], path: Path) -> Exchange:
    if not {"company", "presses"} & set(company) or "bot" not in bot:
        raise ValueError(f"{path}: after {company} there must be a bot line")
    expected = bot["bot"] if isinstance(bot["bot"], Mapping) else {"says": [bot["bot"]]}
    unknown = set(expected) - set(EXPECTATIONS)
    if unknown:
        raise ValueError(f"{path}: a transcript cannot expect {', '.join(sorted(unknown))}")
    return Exchange(text=company.get("company", ""), press=company.get("presses", ""), expected=expected)

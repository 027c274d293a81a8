"""Transcripts: what a company writes and what must come back, in YAML that a focal point can read and write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

EXPECTATIONS = (
    "kind",
    "about",
    "says",
    "never_says",
    "desk",
    "status",
    "informed",
    "flags",
    "records",
    "also",
    "language",
    "items",
)


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """A company's line (or the button it presses) and what is expected of the turn."""

    text: str
    press: str = ""
    expected: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Transcript:
    """A dialogue with a name that is a sentence."""

    name: str
    exchanges: tuple[Exchange, ...]


def read(folder: Path) -> Iterator[Transcript]:
    """Every dialogue of every file; raises ValueError for a line that is not understood."""
    for path in sorted(folder.glob("*.yml")):
        for entry in YAML(typ="safe").load(path):
            yield Transcript(name=entry["dialogue"], exchanges=tuple(_exchanges(entry["lines"], path)))


def _exchanges(lines: list[Mapping[str, Any]], path: Path) -> Iterator[Exchange]:
    for company, bot in zip(lines[::2], lines[1::2], strict=True):
        expected = bot["bot"] if isinstance(bot["bot"], Mapping) else {"says": [bot["bot"]]}
        unknown = set(expected) - set(EXPECTATIONS)
        if unknown:
            raise ValueError(f"{path}: a transcript cannot expect {', '.join(sorted(unknown))}")
        yield Exchange(text=company.get("company", ""), press=company.get("presses", ""), expected=expected)

"""Parts a message into sentences and clauses, each of which may ask something of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlu.components.text import plain

_ENDS = re.compile(r"(?<=[.!?;؟؛。！？；…])(?:\s+|(?=[\u4e00-\u9fff]))")
_JOINING_WORDS = (
    "and|also|plus|but|or|so|because|then|by the way|btw|et|aussi|mais|ou|donc|car|puis|au fait|y|además|también|pero|o|pues"
    "|porque|por cierto|e|também|mas|ou|então|pois|a propósito|а также|и|также|но|или|а|кстати|وكذلك|وأيضا|ولكن|أو|بس|كمان|وكمان"
)
_JOINTS = re.compile(
    rf"\s*[,،，、:：–—()（）]\s*(?:(?:{_JOINING_WORDS})\s+)?|\s+-\s+|\s+(?:{_JOINING_WORDS})\s+"
    "|(?:另外|还有|並且|并且|同时|而且|请问|顺便|還有|順便)",
    re.IGNORECASE,
)
_LONGEST = 1500
_MOST = 8
_SHORTEST_WORDS = 3
_SHORTEST_HAN = 4


@dataclass(frozen=True)
class Part:
    """A part that could stand alone; `is_sentence` where it is a whole one of several."""

    text: str
    is_sentence: bool


def parts_of(text: str) -> list[Part]:
    """The sentences and their clauses, at most eight, in their order; empty where the message is all one part."""
    found = list(_parts([plain(line) for line in text[:_LONGEST].splitlines()]))
    return found[:_MOST] if len(found) > 1 else []


def _parts(lines: list[str]) -> Iterator[Part]:
    sentences = [part.strip() for line in lines for part in _ENDS.split(line) if part.strip()]
    for sentence in sentences:
        if len(sentences) > 1 and _stands_alone(sentence):
            yield Part(sentence, is_sentence=True)
        clauses = _clauses(sentence)
        if len(clauses) > 1:
            yield from (Part(clause, is_sentence=False) for clause in clauses if _stands_alone(clause))


def _clauses(sentence: str) -> list[str]:
    """What is too short to stand alone stays with what is before it."""
    clauses: list[str] = []
    for piece in (piece.strip() for piece in _JOINTS.split(sentence)):
        if clauses and piece and not (_stands_alone(piece) and _stands_alone(clauses[-1])):
            clauses[-1] += f", {piece}"
        elif piece:
            clauses.append(piece)
    return clauses


def _stands_alone(part: str) -> bool:
    han = sum("\u4e00" <= character <= "\u9fff" for character in part)
    return han >= _SHORTEST_HAN or len(part.split()) >= _SHORTEST_WORDS

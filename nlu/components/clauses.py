"""Parts a message into sentences and clauses, each of which may ask something of its own."""

from __future__ import annotations

import re

from nlu.components.text import plain

_ENDS = re.compile(r"(?<=[.!?;؟؛。！？；…])(?:\s+|(?=[\u4e00-\u9fff]))|\n+")
_JOINING_WORDS = (
    "and|also|plus|but|by the way|btw|et|aussi|mais|y|además|también|pero|e|também|mas"
    "|а также|и|также|но|وكذلك|وأيضا|ولكن"
)
_JOINTS = re.compile(rf"(?:,|،)?\s+(?:{_JOINING_WORDS})\s+|(?:，|,)\s*(?:另外|还有|并且|同时|而且|请问)", re.IGNORECASE)
_MOST = 8
_SHORTEST_WORDS = 3
_SHORTEST_HAN = 4


def clauses(text: str) -> list[str]:
    """The parts that could each stand alone, at most eight, in their order; empty where the message is all one part."""
    message = plain(text, limit=1500)
    sentences = [part.strip() for part in _ENDS.split(message) if part and part.strip()]
    parts = [part for sentence in sentences for part in _parts(sentence)]
    return parts[:_MOST] if len(parts) > 1 else []


def _parts(sentence: str) -> list[str]:
    parts = [part.strip(" ,،，") for part in _JOINTS.split(sentence)]
    return parts if len(parts) > 1 and all(map(_stands_alone, parts)) else [sentence]


def _stands_alone(part: str) -> bool:
    han = sum("\u4e00" <= character <= "\u9fff" for character in part)
    return han >= _SHORTEST_HAN or len(part.split()) >= _SHORTEST_WORDS

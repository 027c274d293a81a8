"""Takes a message apart into the words that are judged one by one: words, single ideographs, signs and line ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

Span = tuple[int, int]

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# A name's own hyphens, dots and ampersands are part of its word: "J.-P.", "A&B", "solar-tech".
_WORD = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+(?:[’'\-.&·][^\W_{_HAN}]+)*|[^\w\s]|_|\n")

MOST = 600
"""Words that are judged; what stands after them is left unread so that time is bounded."""


def words_in(text: str) -> list[Span]:
    """Where each word stands, in order; `end` is exclusive."""
    found = (match.span() for match in _WORD.finditer(text))
    return [span for span, _ in zip(found, range(MOST), strict=False)]


def touched(words: Sequence[Span], start: int, end: int) -> range:
    """The places of the words that a stretch of the text touches."""
    first = next((place for place, (_, stop) in enumerate(words) if stop > start), len(words))
    last = next((place for place in range(first, len(words)) if words[place][0] >= end), len(words))
    return range(first, last)

"""How each word of a message looks: its letters, its place, the signs around it, and how common it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from nlu.components.lists import named
from nlu.components.marks.words import Span

Rows = NDArray[np.float32]

WIDTH = 27
"""Numbers for a word."""

_OPENING, _CLOSING, _EVEN = "«「《“„", "»」》”", "\"'‘’"
# Weights that bring counts and lengths to the size of the yes-and-no numbers beside them.
_LONG_WORD, _COMMON, _LONG_MESSAGE, _SHORT_MESSAGE = 10, 4, 40, 40


def looks(text: str, words: Sequence[Span], *, counts: Mapping[str, int]) -> Rows:
    """A row a word; `counts`: how often each word, in small letters, stands in ordinary messages outside of names."""
    forms = frozenset(named("company_forms")["forms"])
    rows = [_look(text, words, place, counts=counts, forms=forms) for place in range(len(words))]
    return np.asarray(rows, dtype=np.float32).reshape(len(words), WIDTH)


def _look(
    text: str, words: Sequence[Span], place: int, *, counts: Mapping[str, int], forms: frozenset[str]
) -> tuple[float, ...]:
    start, end = words[place]
    word = text[start:end]
    before, after = text[start - 1 : start], text[end : end + 1]
    previous = text[slice(*words[place - 1])] if place else "\n"
    letters, count = word[:1].isalpha(), counts.get(word.lower(), 0)
    return (
        *_letters(word),
        *_sign(word),
        not before or before.isspace(),
        previous in ".!?。\n",
        len(text) < _SHORT_MESSAGE,
        bool(before) and before in _OPENING + _EVEN,
        bool(after) and after in _CLOSING + _EVEN,
        word.lower().strip(".") in forms,
        np.log1p(count) / _COMMON,
        letters and count == 0,
        place / len(words),
        (len(words) - 1 - place) / len(words),
        len(words) / _LONG_MESSAGE,
    )


def _letters(word: str) -> tuple[float, ...]:
    capitals = sum(character.isupper() for character in word)
    return (
        word[:1].isupper(),
        word.isupper() and len(word) > 1,
        word[:1].isalpha() and word.islower(),
        capitals > word[:1].isupper() and not word.isupper(),
        any(character.isdigit() for character in word),
        any(sign in word for sign in ".-&") and len(word) > 1,
        min(len(word), 15) / _LONG_WORD,
    )


def _sign(word: str) -> tuple[float, ...]:
    kinds = (_OPENING + _EVEN, _CLOSING + _EVEN, ".。!?؟", ",،，;；", "&-/+", ":：", "()（）", "\n")
    return (not word[:1].isalnum(), *(word in kind for kind in kinds))

"""Joins words into whole names of companies: the likeliest way through a message, then the quotes put right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from nlu.components.lists import named
from nlu.components.marks.words import Span

Rows = NDArray[np.float32]

_PAIRS = {"«": "»", "“": "”", "„": "“", "「": "」", "《": "》", '"': '"', "(": ")"}
_AROUND = " ,;:\n"
_TINY = 1e-6
# The likeliest way may lead through words that are unlikely to be a name: the messages that are learnt from have many.
_LEAST = 0.6
_ARABIC_PREFIXES = ("ل", "ب", "و", "ف")


def company_spans(text: str, words: Sequence[Span], likely: Rows) -> Iterator[Span]:
    """Where each name stands; `likely` has a row a word: that a name begins there, and that one goes on."""
    for first, last in _runs(_path(likely)):
        if _mean(likely, first, last) < _LEAST:
            continue
        start, end = _with_whole_quotes(text, words[first][0], words[last][1])
        if _ends_in_an_abbreviation(text, words[last][0], end):
            end += 1
        start += _prefixed(text[start : words[first][1]])
        name = text[start:end]
        start += len(name) - len(name.lstrip(_AROUND))
        end -= len(name) - len(name.rstrip(_AROUND))
        if any(character.isalnum() for character in text[start:end]):
            yield start, end


def _path(likely: Rows) -> list[int]:
    """For each word 0 (no name), 1 (a name begins) or 2 (it goes on), never 2 behind 0: the likeliest of all such ways."""
    begins, goes_on = likely[:, 0], likely[:, 1]
    outside = np.clip(1 - begins - goes_on, _TINY, 1)
    scores = np.log(np.stack([outside, np.clip(begins, _TINY, 1), np.clip(goes_on, _TINY, 1)], axis=1))
    best, came_from = scores[0].astype(np.float64), []
    best[2] = -np.inf
    for score in scores[1:]:
        steps = np.repeat(best[:, None], 3, axis=1)
        steps[0, 2] = -np.inf
        came_from.append(steps.argmax(0))
        best = steps.max(0) + score
    path = [int(best.argmax())]
    for sources in reversed(came_from):
        path.append(int(sources[path[-1]]))
    return path[::-1]


def _runs(path: Sequence[int]) -> Iterator[tuple[int, int]]:
    for place, state in enumerate(path):
        if state == 1:
            last = place
            while last + 1 < len(path) and path[last + 1] == 2:
                last += 1
            yield place, last


def _mean(likely: Rows, first: int, last: int) -> float:
    """How likely the words of a name are, in the middle."""
    return float((likely[first, 0] + likely[first + 1 : last + 1, 1].sum()) / (last - first + 1))


def _prefixed(word: str) -> int:
    """Letters before an Arabic word for a firm that are no part of it: "for", "in", "and" in "لشركة", "بشركة", "وشركة"."""
    return int(word[:1] in _ARABIC_PREFIXES and word[1:] in named("company_forms")["arabic_firms"])


def _ends_in_an_abbreviation(text: str, start: int, end: int) -> bool:
    """Whether a full stop follows that belongs to the last word of a name: "Braun Ltd."."""
    return text[end : end + 1] == "." and text[start:end].lower() in named("company_forms")["dotted"]


def _with_whole_quotes(text: str, start: int, end: int) -> Span:
    """A name keeps the quotes inside it and none around it: ООО «Ромашка» whole, «Ромашка» without."""
    name = text[start:end]
    for opening, closing in _PAIRS.items():
        if name.startswith(opening) and (name.endswith(closing) or closing not in name[1:]):
            return start + 1, end - (name.endswith(closing) and len(name) > 1)
        if opening in name and closing not in name[name.index(opening) + 1 :]:
            return (start, end + 1) if text[end : end + 1] == closing else (start, start + name.index(opening))
        if closing in name and opening not in name and opening != closing:
            return start, start + name.index(closing)
    return start, end

"""How often people held for right what lists claim: by the words, by the value, and by both."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.components.entities.candidates import Candidate
from nlu.components.marks.marked import meaning_of

Rows = NDArray[np.float32]
Counts = Mapping[str, tuple[int, int]]

# Words that were claimed seldom count as their whole kind does: as if it had been claimed so often besides.
_PRIOR = 3
_TINY = 1e-3
_MANY = 3


@dataclass(frozen=True)
class Confirmed:
    """`counts`: by kind, and by kind with words and value, how often it was claimed and how often that was right."""

    counts: Counts

    @classmethod
    def of(cls, lots: Sequence[tuple[str, Sequence[Candidate], NDArray[np.bool_]]]) -> Confirmed:
        """From messages: the text, its claims, and which of them are right."""
        counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for text, candidates, right in lots:
            for candidate, yes in zip(candidates, right, strict=True):
                for key in (candidate.entity, *_keys(text, candidate)):
                    counts[key][0] += 1
                    counts[key][1] += bool(yes)
        return cls({key: (told, right) for key, (told, right) in sorted(counts.items())})

    def rows(self, text: str, candidates: Sequence[Candidate], *, without: NDArray[np.bool_] | None = None) -> Rows:
        """A row a claim. `without`: which of them are right, where these very claims were counted and are to be left out."""
        rows = np.zeros((len(candidates), 2 * len(_WAYS)), dtype=np.float32)
        for at, candidate in enumerate(candidates):
            usual = self._share(self.counts.get(candidate.entity, (0, 0)))
            for way, key in enumerate(_keys(text, candidate)):
                told, right = self.counts.get(key, (0, 0))
                if without is not None:
                    told, right = told - 1, right - int(without[at])
                share = (right + _PRIOR * usual) / (told + _PRIOR)
                odds = math.log(share / (1 - share + _TINY) + _TINY)
                rows[at, 2 * way : 2 * way + 2] = odds, math.log1p(told) / _MANY
        return rows

    @staticmethod
    def _share(counted: tuple[int, int]) -> float:
        told, right = counted
        return right / told if told else 0.5


_WAYS = ("words and value", "words", "value")


def _keys(text: str, candidate: Candidate) -> tuple[str, str, str]:
    """The keys of `_WAYS`; no two ways can be taken for one another, for words come before the value and a line end between."""
    words, value = text[candidate.start : candidate.end].lower().replace("\n", " "), meaning_of(candidate.value)
    kind = candidate.entity
    return f"{kind}\n{words}\n{value}", f"{kind}\n{words}\n", f"{kind}\n\n{value}"

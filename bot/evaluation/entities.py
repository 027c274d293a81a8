"""How many entities are found: precision, recall and F1 of each type, counted by exact type and value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.evaluation.cases import Case
from bot.evaluation.intervals import Score, middle_of, redrawn_sums, share
from bot.evaluation.progress import Progress, silently
from bot.evaluation.readings import Heard
from bot.evaluation.scores import groups

FEWEST = 20
"""Cases below which a type's F1 tells nothing."""

COMPANY = "company"
LISTS_AND_PATTERNS = "lists and patterns"
"""All types but `company`, as one."""


@dataclass(frozen=True)
class EntityScore:
    """How well a type is found; `cases` is how many there were to find."""

    f1: Score
    precision: Score
    recall: Score
    cases: int

    @property
    def is_too_few(self) -> bool:
        """Whether there were too few to tell."""
        return self.cases < FEWEST

    def as_dict(self) -> dict[str, Any]:
        """For JSON; what rests on too few cases has no figures."""
        if self.is_too_few:
            return {"cases": self.cases, "f1": "too few"}
        scores = {"f1": self.f1, "precision": self.precision, "recall": self.recall}
        return {"cases": self.cases, **{name: score.as_dict() for name, score in scores.items()}}


def entity_scores(
    cases: Sequence[Case], heard: Sequence[Heard], *, progress: Progress = silently
) -> dict[str, dict[str, EntityScore]]:
    """Each group's scores, by type; the same value twice in a message is two cases."""
    counted = [_counts(Counter(case.entities), Counter(read.entities)) for case, read in zip(cases, heard, strict=True)]
    types = sorted({entity for counts in counted for entity in counts})
    table = np.asarray([[counts.get(entity, (0, 0, 0)) for entity in types] for counts in counted], dtype=np.int64)
    table = table.reshape(len(cases), len(types), 3)
    found = groups(cases)
    return {name: _by_type(table[found[name]], types) for name in progress(list(found), "counting entities")}


def _counts(meant: Counter[tuple[str, str]], told: Counter[tuple[str, str]]) -> dict[str, tuple[int, int, int]]:
    """Of each type: how many were right, how many were told, how many were meant."""
    kinds = {entity for entity, _ in (*meant, *told)}
    return {kind: (_number(meant & told, kind), _number(told, kind), _number(meant, kind)) for kind in kinds}


def _number(counted: Counter[tuple[str, str]], kind: str) -> int:
    return sum(number for (entity, _), number in counted.items() if entity == kind)


def _by_type(table: NDArray[np.int64], types: Sequence[str]) -> dict[str, EntityScore]:
    listed = [place for place, kind in enumerate(types) if kind != COMPANY]
    table = np.concatenate([table[:, listed].sum(1, keepdims=True), table], axis=1)
    redrawn = redrawn_sums(table)
    named = enumerate((LISTS_AND_PATTERNS, *types))
    return {kind: _score(table[:, place].sum(0), redrawn[:, place]) for place, kind in named if table[:, place].any()}


def _score(counts: NDArray[np.int64], redrawn: NDArray[np.float64]) -> EntityScore:
    right, told, meant = map(int, counts)
    f1 = middle_of(_f1(redrawn), float(_f1(counts.astype(np.float64))), of=meant)
    return EntityScore(f1, share(right, told), share(right, meant), meant)


def _f1(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of counts of right, told and meant along the last axis; 0 where nothing was told nor meant."""
    return np.asarray(2 * counts[..., 0] / np.maximum(counts[..., 1] + counts[..., 2], 1))

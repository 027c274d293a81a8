"""Two models on the same messages: what got better and what worse beyond chance, and which messages changed.

Whether a difference is more than chance: if it made no difference which of the two models answers, each message's two answers
could be exchanged. For shares that is McNemar's exact test (McNemar 1947), for the rest the answers are exchanged at random
(Noreen 1989, approximate randomization). As several figures are looked at, the five per cent are shared among them (Holm
1979): of models that are as good as the live one, one in twenty is called worse in anything at all. A difference of less than
a point counts for nothing, however sure it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from bot.evaluation.cases import Case
from bot.evaluation.intervals import SEED
from bot.evaluation.outcomes import OUT_OF_SCOPE, Outcomes, auroc, ece, is_refused, macro_f1, outcomes_of
from bot.evaluation.scores import ALL, OTHERS, groups
from nlu.components.second_asks import Asks

LEVEL = 0.05
LEAST = 0.01
EXCHANGES = 999

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Change:
    """A figure before and after; `gain` is above 0 where it got better, the chances are how easily mere luck gives that."""

    measure: str
    group: str
    before: float
    after: float
    gain: float
    chance_if_worse: float
    chance_if_better: float
    verdict: str = "same"

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        figures = {name: round(float(getattr(self, name)), 6) for name in ("before", "after")}
        return {"measure": self.measure, "group": self.group, **figures, "verdict": self.verdict}


@dataclass(frozen=True)
class Comparison:
    """What changed from one model to another; messages that were `lost` were answered rightly before, `won` after."""

    changes: tuple[Change, ...]
    lost: tuple[dict[str, Any], ...]
    won: tuple[dict[str, Any], ...]

    @property
    def worse(self) -> tuple[Change, ...]:
        """What got worse by more than chance and a point."""
        return tuple(change for change in self.changes if change.verdict == "worse")

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        changes = [change.as_dict() for change in self.changes]
        return {"changes": changes, "lost": list(self.lost), "won": list(self.won)}


def compared(cases: Sequence[Case], *, before: Sequence[Asks], after: Sequence[Asks]) -> Comparison:
    """How `after` differs from `before`."""
    truth = [case.intent for case in cases]
    old, new = outcomes_of(truth, [asks.reading for asks in before], [asks.reading for asks in after])
    changes = [
        *_of_accuracy(cases, old, new),
        _of_share("oos_recall", old.refused, new.refused, ~old.inside, sign=1),
        _of_share("in_scope_refused", old.refused, new.refused, old.inside, sign=-1),
        _of_figure("macro_f1", macro_f1, old, new, sign=1),
        _of_figure("auroc", auroc, old, new, sign=1),
        _of_figure("ece", ece, old, new, sign=-1),
        _of_second_asks(cases, before, after),
    ]
    told = tuple(_judged([change for change in changes if not np.isnan(change.before)]))
    return Comparison(told, *_changed(cases, before, after))


def _of_accuracy(cases: Sequence[Case], old: Outcomes, new: Outcomes) -> list[Change]:
    changes = []
    for name, places in groups(cases).items():
        among = np.zeros(len(cases), dtype=np.bool_)
        among[places] = True
        if name != OTHERS and (among & old.inside).any():
            changes.append(_of_share("accuracy", old.right, new.right, among & old.inside, sign=1, group=name))
    return changes


def _of_share(measure: str, old: Flags, new: Flags, among: Flags, *, sign: int, group: str = ALL) -> Change:
    """`sign` is 1 where more is better, and -1 where less is."""
    before, after = old[among], new[among]
    if not len(before):
        return Change(measure, group, float("nan"), float("nan"), 0.0, 1.0, 1.0)
    up, down = int((after & ~before).sum()), int((before & ~after).sum())
    better, worse = (up, down) if sign > 0 else (down, up)
    return Change(
        measure,
        group,
        float(before.mean()),
        float(after.mean()),
        sign * float(after.mean() - before.mean()),
        _chance(worse, better),
        _chance(better, worse),
    )


def _chance(more: int, less: int) -> float:
    return float(binomtest(more, more + less, alternative="greater").pvalue) if more + less else 1.0


def _of_figure(measure: str, figure: Callable[[Outcomes], float], old: Outcomes, new: Outcomes, *, sign: int) -> Change:
    def both(where: Flags) -> tuple[float, float]:
        return figure(old.exchanged(new, where)), figure(new.exchanged(old, where))

    return _exchanged(measure, both, messages=len(old.truth), sign=sign)


def _of_second_asks(cases: Sequence[Case], before: Sequence[Asks], after: Sequence[Asks]) -> Change:
    old, new = (_second_asks(cases, asks) for asks in (before, after))

    def both(where: Flags) -> tuple[float, float]:
        picked = where[:, None]
        return _f1(np.where(picked, new, old)), _f1(np.where(picked, old, new))

    return _exchanged("second_ask_f1", both, messages=len(cases), sign=1)


def _second_asks(cases: Sequence[Case], asks: Sequence[Asks]) -> NDArray[np.int64]:
    """Of each message: second asks that are right, told, and meant."""
    pairs = zip(cases, asks, strict=True)
    return np.asarray([[len({*case.also} & {*read.also}), len(read.also), len(case.also)] for case, read in pairs])


def _f1(counts: NDArray[np.int64]) -> float:
    right, told, meant = counts.sum(0)
    return float(2 * right / (told + meant)) if told + meant else float("nan")


def _exchanged(measure: str, both: Callable[[Flags], tuple[float, float]], *, messages: int, sign: int) -> Change:
    """`both` gives the figure before and after, with the answers to some messages exchanged."""
    before, after = both(np.zeros(messages, dtype=np.bool_))
    chance = np.random.default_rng(SEED)
    by_luck = np.asarray([both(chance.random(messages) < 0.5) for _ in range(EXCHANGES)])
    gains, gain = sign * (by_luck[:, 1] - by_luck[:, 0]), sign * (after - before)
    worse, better = (gains <= gain).sum(), (gains >= gain).sum()
    return Change(
        measure, ALL, before, after, gain, (1 + float(worse)) / (1 + EXCHANGES), (1 + float(better)) / (1 + EXCHANGES)
    )


def _judged(changes: Sequence[Change]) -> list[Change]:
    worse = _beyond_chance([change.chance_if_worse for change in changes])
    better = _beyond_chance([change.chance_if_better for change in changes])
    return [_with_verdict(*judged) for judged in zip(changes, worse, better, strict=True)]


def _with_verdict(change: Change, is_worse: bool, is_better: bool) -> Change:
    verdict = (
        "worse" if is_worse and change.gain <= -LEAST else "better" if is_better and change.gain >= LEAST else "same"
    )
    return Change(**{**vars(change), "verdict": verdict})


def _beyond_chance(chances: Sequence[float]) -> list[bool]:
    """Which stay below the level when it is shared among all (Holm 1979)."""
    found, order = [False] * len(chances), np.argsort(chances, kind="stable")
    for rank, place in enumerate(order):
        if chances[place] > LEVEL / (len(chances) - rank):
            break
        found[place] = True
    return found


def _changed(
    cases: Sequence[Case], before: Sequence[Asks], after: Sequence[Asks]
) -> tuple[tuple[dict[str, Any], ...], tuple[dict[str, Any], ...]]:
    lost: list[dict[str, Any]] = []
    won: list[dict[str, Any]] = []
    for case, old, new in zip(cases, before, after, strict=True):
        was, is_now = _answer(old), _answer(new)
        if (was == case.intent) != (is_now == case.intent):
            told = {"language": case.language, "text": case.text, "meant": case.intent, "before": was, "after": is_now}
            (lost if was == case.intent else won).append(told)
    return tuple(lost), tuple(won)


def _answer(asks: Asks) -> str:
    """The intent by which a message is answered; out of scope where the model refuses."""
    return OUT_OF_SCOPE if is_refused(asks.reading) else asks.reading.best_inside

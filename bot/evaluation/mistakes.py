"""The worst mistakes: what the model was surest of and wrong, answered though it is out of scope, or refused though it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bot.evaluation.cases import Case
from bot.evaluation.outcomes import OUT_OF_SCOPE, is_refused
from nlu.components.intents.model import Reading

MOST = 20
"""Of each kind."""

Pair = tuple[Case, Reading]


def worst_mistakes(cases: Sequence[Case], readings: Sequence[Reading]) -> dict[str, list[dict[str, Any]]]:
    """The worst of three kinds, the worst first."""
    pairs = list(zip(cases, readings, strict=True))
    inside = [pair for pair in pairs if pair[0].intent != OUT_OF_SCOPE]
    outside = [pair for pair in pairs if pair[0].intent == OUT_OF_SCOPE]
    answered = (pair for pair in inside if not is_refused(pair[1]) and pair[1].best_inside != pair[0].intent)
    refused = (pair for pair in inside if is_refused(pair[1]))
    return {
        "surely_wrong": _first(answered, by=lambda pair: -pair[1].assurance),
        "out_of_scope_answered": _first(
            (p for p in outside if not is_refused(p[1])), by=lambda pair: -pair[1].assurance
        ),
        "in_scope_refused": _first(refused, by=lambda pair: pair[1].assurance),
    }


def _first(pairs: Iterable[Pair], *, by: Callable[[Pair], float]) -> list[dict[str, Any]]:
    return [_told(case, reading) for case, reading in sorted(pairs, key=by)[:MOST]]


def _told(case: Case, reading: Reading) -> dict[str, Any]:
    return {
        "language": case.language,
        "text": case.text,
        "meant": case.intent,
        "taken_for": reading.name,
        "confidence": round(reading.confidence, 6),
        "assurance": round(reading.assurance, 6),
    }

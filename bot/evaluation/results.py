"""An evaluation as one object: what `focalpoint evaluate --json` prints and the report is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.evaluation.cases import Case
from bot.evaluation.comparison import compared
from bot.evaluation.entities import entity_scores
from bot.evaluation.mistakes import worst_mistakes
from bot.evaluation.progress import Progress, silently
from bot.evaluation.readings import Heard
from bot.evaluation.scores import as_plain, intent_scores, joined, language_scores, second_ask_scores
from nlu.components.intents.model import Reading
from nlu.components.second_asks import Asks


def evaluation(
    cases: Sequence[Case],
    asks: Sequence[Asks],
    heard: Sequence[Heard],
    *,
    model: str,
    data: str,
    progress: Progress = silently,
) -> dict[str, Any]:
    """All scores of a model on some messages, and its worst mistakes."""
    readings = [each.reading for each in asks]
    intents = intent_scores(cases, readings, progress=progress)
    scores = joined(intents, second_ask_scores(cases, asks), language_scores(cases, heard))
    entities = entity_scores(cases, heard, progress=progress)
    return {
        "model": model,
        "data": data,
        "messages": len(cases),
        "scores": as_plain(scores),
        "entities": {
            name: {kind: score.as_dict() for kind, score in group.items()} for name, group in entities.items()
        },
        "worst": worst_mistakes(cases, readings),
    }


def cross_validation(
    cases: Sequence[Case], readings: Sequence[Reading], *, folds: int, progress: Progress = silently
) -> dict[str, Any]:
    """The scores of the intents on training examples that each model had not seen."""
    return {
        "model": f"cross-validation in {folds} folds",
        "data": "nlu",
        "messages": len(cases),
        "scores": as_plain(intent_scores(cases, readings, progress=progress)),
        "worst": worst_mistakes(cases, readings),
    }


def difference(cases: Sequence[Case], *, model: str, before: Sequence[Asks], after: Sequence[Asks]) -> dict[str, Any]:
    """What is different from another model. Entities and language are read by code and lists, the same for both."""
    return {"model": model, **compared(cases, before=before, after=after).as_dict()}

"""Whether a model may take the live one's place: not where it is worse by the evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.assistant import models
from bot.assistant.models import Model, ModelMissing
from bot.evaluation.cases import Case
from bot.evaluation.comparison import Change, Comparison, compared
from bot.evaluation.errors import WorseModel
from bot.evaluation.kept import readings_of
from bot.evaluation.progress import Progress, silently
from bot.evaluation.report import MEASURES
from bot.evaluation.scores import ALL


def compared_with_live(
    folder: Path, model: Model, cases: Sequence[Case], *, now: datetime, progress: Progress = silently
) -> Comparison | None:
    """How a model differs from the live one; None where none is live that still can be read. Raises ModelMissing."""
    after = readings_of(folder, model, cases, now=now, progress=progress)
    try:
        before = readings_of(folder, models.loadable(folder), cases, now=now, progress=progress)
    except ModelMissing:
        return None
    return compared(cases, before=before, after=after)


def require_not_worse(folder: Path, model: Model, comparison: Comparison | None) -> None:
    """Raises WorseModel, which says where the model is worse."""
    if comparison is None or not comparison.worse:
        return
    where = "; ".join(_told(change) for change in comparison.worse)
    raise WorseModel(
        f"The model {model.id} is worse than the live one ({where}): it goes live by "
        f'`focalpoint promote {model.id} --force "reason"` alone, and '
        f"`focalpoint evaluate --model {model.id} --against {models.standing(folder).id}` shows all that changed."
    )


def _told(change: Change) -> str:
    group = "" if change.group == ALL else f" [{change.group}]"
    return f"{MEASURES[change.measure]}{group} {100 * change.before:.1f} before, {100 * change.after:.1f} now"

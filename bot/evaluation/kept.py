"""A model's readings of the evaluation, kept beside it with its scores, so that no message is read twice by the same model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.assistant import models
from bot.assistant.fingerprints import fingerprint_of
from bot.assistant.models import Model
from bot.evaluation.cases import Case, fingerprint_of_cases
from bot.evaluation.outcomes import OUT_OF_SCOPE
from bot.evaluation.progress import Progress, silently
from bot.evaluation.readings import asks_of
from bot.evaluation.scores import values
from nlu.components.intents.model import Reading
from nlu.components.second_asks import Asks

READ_BY = (
    "nlu/components/intents",
    "nlu/components/encoders",
    "nlu/components/text.py",
    "nlu/components/second_asks",
    "nlu/components/languages.py",
    "nlu/components/lists.py",
    "nlu/lists/languages.yml",
    "nlu/lists/second_asks.yml",
)
"""What decides, besides a model, for which intents a message is taken."""

_MOST_IN_RANKING = 3


def basis_of(cases: Sequence[Case], root: Path = Path()) -> str:
    """A hash of the messages and of the code and lists that read them: only scores of the same basis can be compared."""
    return f"{fingerprint_of_cases(cases)[:16]}-{fingerprint_of(root, READ_BY)[:16]}"


def readings_of(
    folder: Path, model: Model, cases: Sequence[Case], *, now: datetime, progress: Progress = silently
) -> list[Asks]:
    """What a model takes the messages for: as it was kept, else read now and kept with its scores. Raises ModelMissing."""
    basis, path = basis_of(cases), folder / f"{model.id}.readings"
    known = _kept(path, basis)
    if known is not None:
        return known
    asks = [_shortened(each) for each in asks_of(models.file_of(folder, model), cases, progress=progress)]
    models.write(path, {"basis": basis, "asks": [_as_plain(each) for each in asks]})
    scores = values(cases, [each.reading for each in asks])
    kept = {"basis": basis, "messages": len(cases), "evaluated_at": now.isoformat(timespec="seconds"), "groups": scores}
    models.keep(folder, replace(model, scores=kept))
    return asks


def _kept(path: Path, basis: str) -> list[Asks] | None:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return [_from_plain(each) for each in data["asks"]] if data["basis"] == basis else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _shortened(asks: Asks) -> Asks:
    """The ranking's first places: enough for every figure, out of scope being one of them at most."""
    reading = asks.reading
    ranking = reading.ranking[:_MOST_IN_RANKING]
    return Asks(Reading(ranking, reading.assurance, reading.threshold, OUT_OF_SCOPE), asks.also)


def _as_plain(asks: Asks) -> dict[str, Any]:
    reading = asks.reading
    return {
        "ranking": reading.ranking,
        "assurance": reading.assurance,
        "threshold": reading.threshold,
        "also": asks.also,
    }


def _from_plain(data: dict[str, Any]) -> Asks:
    ranking = tuple((str(name), float(value)) for name, value in data["ranking"])
    return Asks(Reading(ranking, data["assurance"], data["threshold"], OUT_OF_SCOPE), tuple(data["also"]))

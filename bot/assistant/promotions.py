"""Changes of the live model, each written down: when, from which to which, how, and the reason where one was given."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Literal

from filelock import FileLock

from bot.assistant import models
from bot.assistant.models import Model, ModelMissing, Standing

How = Literal["trained", "promoted", "forced", "rolled back"]

HISTORY = "promotions.jsonl"


def make_live(folder: Path, model: Model, *, how: How, now: datetime, reason: str = "") -> None:
    """Make a model the live one, in one step; the one that was live is kept as the one before it."""
    with _alone(folder):
        before = _standing(folder)
        previous = before.previous if before.id == model.id else before.id
        _change(folder, before, Standing(id=model.id, previous=previous), how=how, now=now, reason=reason)


def roll_back(folder: Path, *, now: datetime, root: Path = Path()) -> Model:
    """Make the model live that was live before; once more goes forward again. Raises ModelMissing."""
    with _alone(folder):
        before = models.standing(folder)
        if not before.previous:
            raise ModelMissing("There is no model to go back to: none was live before this one.")
        model = models.with_id(folder, before.previous)
        models.require_loadable(model, root)
        after = Standing(id=model.id, previous=before.id)
        _change(folder, before, after, how="rolled back", now=now)
        return model


def _change(folder: Path, before: Standing, after: Standing, *, how: How, now: datetime, reason: str = "") -> None:
    models.write(folder / "live.json", asdict(after))
    line = {"at": now.isoformat(), "how": how, "from": before.id, "to": after.id, "reason": reason}
    with (folder / HISTORY).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _standing(folder: Path) -> Standing:
    """What was live; nothing, where that cannot be read: a new model is what mends it."""
    try:
        return models.standing(folder)
    except ModelMissing:
        return Standing()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "live.lock"):
        yield

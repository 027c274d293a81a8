"""Trained models on disk: what each is made of and how good it is, and which one is live. Imports nothing heavy.

In the folder of models: `<id>.tar.gz` as Rasa made it, `<id>.json` what is known of it, `live.json` the ids of the live one and
of the one before it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bot.assistant.fingerprints import fingerprint_of

CONFIG = "config.yml"
LEARNING = (
    "nlu/components/intents",
    "nlu/components/languages",
    "nlu/components/marks",
    "nlu/components/second_asks",
    "nlu/components/encoders",
    "nlu/components/text.py",
    "nlu/components/rasa_intents.py",
    "nlu/components/rasa_entities.py",
    "nlu/components/rasa_language.py",
    "nlu/components/rasa_examples.py",
    "nlu/components/sentences.py",
    CONFIG,
)
LANGUAGES = ("nlu/en", "nlu/fr", "nlu/es", "nlu/ar", "nlu/zh", "nlu/ru", "nlu/pt")
EXAMPLES = (*LANGUAGES, "nlu/marked", "stories", "domain")
TRAINED_ON = (*EXAMPLES, *LEARNING)
"""What a model is made of; records and lists are not: names are read when a message is."""

KEPT = 5
"""Models that stay when another is trained, besides the live one and the one before it."""

FORMS = (
    "nlu/components/intents/model.py",
    "nlu/components/languages/learnt.py",
    "nlu/components/marks/model.py",
)
"""Say in which form the learnt intents, languages and marks are kept."""

_PART = re.compile(r"\bname:\s*['\"]?([\w.]+)")
_FORM = re.compile(r"^VERSION = \d+$", re.MULTILINE)


class ModelMissing(Exception):
    """There is no trained model yet: run `make prepare`."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else str(self.__doc__)


class TrainingFailed(Exception):
    """No model came out of the training; the first argument says why."""


@dataclass(frozen=True, kw_only=True)
class Model:
    """A trained model: its id (also the file's name without its ending) and the fingerprint of what it was trained on.

    `pipeline` is the version of the parts that read it, `trained_at` an ISO time; `scores` tells how it did in its last
    evaluation, and on which messages; it is empty before that.
    """

    id: str
    fingerprint: str
    pipeline: str
    trained_at: str
    scores: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The ids of the live model and of the one that was live before it, "" where there is none."""

    id: str = ""
    previous: str = ""


def fingerprint(root: Path = Path()) -> str:
    """A hash of the contents of everything that training reads."""
    return fingerprint_of(root, TRAINED_ON)


def pipeline_version(root: Path = Path()) -> str:
    """A hash of what must be the same to load a model: the parts that config.yml names, and the form of the learnt intents.

    Not of the settings there: a model carries its own.
    """
    found = [*_found(_PART, root / CONFIG), *(form for path in FORMS for form in _found(_FORM, root / path))]
    return hashlib.sha256("\n".join(found).encode()).hexdigest()


def standing(folder: Path) -> Standing:
    """Which model is live, whether or not it is there; raises ModelMissing for a file that cannot be read."""
    path = folder / "live.json"
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Standing(id=str(kept["id"]), previous=str(kept.get("previous", "")))
    except FileNotFoundError:
        return Standing()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelMissing(f"{path} is damaged: run `make prepare`.") from error


def live(folder: Path) -> Model:
    """The model that is live; raises ModelMissing."""
    id = standing(folder).id
    if not id:
        raise ModelMissing
    if not (folder / f"{id}.tar.gz").exists():
        raise ModelMissing(f"The model {id} is not in {folder}: run `make prepare`.")
    try:
        return _read(folder / f"{id}.json")
    except (OSError, ValueError, TypeError) as error:
        raise ModelMissing(f"{folder / id}.json is missing or damaged: run `make prepare`.") from error


def loadable(folder: Path, root: Path = Path()) -> Model:
    """The live model; raises ModelMissing when there is none or another version of the pipeline made it."""
    model = live(folder)
    require_loadable(model, root)
    return model


def require_loadable(model: Model, root: Path = Path()) -> None:
    """Raises ModelMissing when another version of the pipeline made the model."""
    if model.pipeline != pipeline_version(root):
        raise ModelMissing(f"The model {model.id} was made by another version of the pipeline: run `make prepare`.")


def kept(folder: Path) -> tuple[Model, ...]:
    """All models that are whole, the newest first."""
    found = []
    for path in folder.glob("*.json"):
        try:
            found.append(_read(path))
        except (OSError, ValueError, TypeError):
            continue  # live.json, or what somebody else put there
    whole = (model for model in found if file_of(folder, model).exists())
    return tuple(sorted(whole, key=lambda model: (model.trained_at, model.id), reverse=True))


def with_id(folder: Path, id: str) -> Model:
    """The model of this id; raises ModelMissing."""
    for model in kept(folder):
        if model.id == id:
            return model
    raise ModelMissing(f"There is no model {id} in {folder}; `focalpoint models` lists those there are.")


def file_of(folder: Path, model: Model) -> Path:
    """Where a model lies."""
    return folder / f"{model.id}.tar.gz"


def keep(folder: Path, model: Model) -> None:
    """Write down what is known of a model, in one step."""
    write(folder / f"{model.id}.json", asdict(model))


def forget_old(folder: Path, *, most: int = KEPT) -> None:
    """Delete all but the newest models, never the live one nor the one before it."""
    now = standing(folder)
    for model in kept(folder)[most:]:
        if model.id not in (now.id, now.previous):
            for path in folder.glob(f"{model.id}.*"):
                path.unlink(missing_ok=True)


def is_stale(folder: Path, root: Path = Path()) -> bool:
    """Whether no live model can be loaded, or none that is kept was trained on the data as it is now.

    A model that was trained on it and is not live was judged worse, or rolled back: training again would make the same one.
    """
    try:
        loadable(folder, root)
    except ModelMissing:
        return True
    return fingerprint(root) not in {model.fingerprint for model in kept(folder)}


def write(path: Path, data: object) -> None:
    """Write JSON in one step: whoever reads meanwhile sees the old or the new, never a half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f"{path.name}.new")
    waiting.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    os.replace(waiting, path)


def _found(pattern: re.Pattern[str], path: Path) -> list[str]:
    return pattern.findall(path.read_text(encoding="utf-8")) if path.exists() else []


def _read(path: Path) -> Model:
    data = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or data.get("id") != path.stem:
        raise ValueError(f"{path} does not tell of a model")
    return Model(**data)

"""Trained models on disk: which one is live, and whether the training data has changed since. Imports nothing heavy."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

PIPELINE = ("config.yml",)
"""What a model must have been made with to be loaded; its parts check their own form when they are."""

LEARNING = (
    "nlu/components/intents",
    "nlu/components/encoders",
    "nlu/components/text.py",
    "nlu/components/rasa_intents.py",
    *PIPELINE,
)
EXAMPLES = ("nlu/en", "nlu/fr", "nlu/es", "nlu/ar", "nlu/zh", "nlu/ru", "nlu/pt", "stories", "domain")
TRAINED_ON = (*EXAMPLES, *LEARNING)
"""What a model is made of; records and lists are not: names are read when a message is."""

SUFFIXES = (".yml", ".py", ".json", ".onnx")


class ModelMissing(Exception):
    """There is no trained model yet: run `make prepare`."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else str(self.__doc__)


@dataclass(frozen=True, kw_only=True)
class Model:
    """A trained model: its id (also the file's name without its ending) and the fingerprint of what it was trained on."""

    id: str
    fingerprint: str
    pipeline: str


def fingerprint(root: Path = Path()) -> str:
    """A hash of the contents of everything that training reads."""
    return _hash(_files(root, TRAINED_ON))


def pipeline_version(root: Path = Path()) -> str:
    """A hash of the pipeline's code and settings: a model made by another cannot be loaded."""
    return _hash(_files(root, PIPELINE))


def live(folder: Path) -> Model:
    """The model that is live; raises ModelMissing."""
    try:
        kept = json.loads((folder / "live.json").read_text(encoding="utf-8"))
        model = Model(id=kept["id"], fingerprint=kept["fingerprint"], pipeline=kept["pipeline"])
    except FileNotFoundError as error:
        raise ModelMissing from error
    except (ValueError, KeyError) as error:
        raise ModelMissing(f"{folder / 'live.json'} is damaged: run `make prepare`.") from error
    if not file_of(folder, model).exists():
        raise ModelMissing(f"The model {model.id} is not in {folder}: run `make prepare`.")
    return model


def loadable(folder: Path, root: Path = Path()) -> Path:
    """The live model's file; raises ModelMissing when there is none or another version of the pipeline made it."""
    model = live(folder)
    if model.pipeline != pipeline_version(root):
        raise ModelMissing(f"The model {model.id} was made by another version of the pipeline: run `make prepare`.")
    return file_of(folder, model)


def file_of(folder: Path, model: Model) -> Path:
    """Where a model lies."""
    return folder / f"{model.id}.tar.gz"


def make_live(folder: Path, model: Model) -> None:
    """Make a model the live one, in one step."""
    folder.mkdir(parents=True, exist_ok=True)
    waiting = folder / "live.json.new"
    waiting.write_text(json.dumps(asdict(model)), encoding="utf-8")
    os.replace(waiting, folder / "live.json")


def is_stale(folder: Path, root: Path = Path()) -> bool:
    """Whether there is no live model, or one trained on other data."""
    try:
        return live(folder).fingerprint != fingerprint(root)
    except ModelMissing:
        return True


def _files(root: Path, names: Sequence[str]) -> Iterator[Path]:
    for name in names:
        path = root / name
        found = [path] if path.is_file() else path.rglob("*") if path.is_dir() else []
        yield from sorted(file for file in found if file.is_file() and file.suffix in SUFFIXES)


def _hash(files: Iterator[Path]) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(file.as_posix().encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()

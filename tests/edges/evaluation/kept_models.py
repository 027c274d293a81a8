"""Small models, packed as Rasa packs them, and messages to evaluate them on."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from bot.assistant import models
from bot.assistant.models import Model
from nlu.components.intents.model import IntentModel
from nlu.components.intents.settings import IntentSettings
from tests.edges.nlu.messages_for_training import LABELS, MESSAGES, TEXTS

READER = "nlu.components.rasa_intents.IntentReader"
RESOURCE = "train_nlu.components.rasa_intents.IntentReader2"

NEXT = dict(zip(MESSAGES, [*list(MESSAGES)[1:], next(iter(MESSAGES))], strict=True))
CONFUSED = tuple(NEXT[label] for label in LABELS)
"""Every message with the wrong intent: a model that learnt these is worse in everything."""


@lru_cache(maxsize=4)
def learnt(labels: Sequence[str] = tuple(LABELS)) -> bytes:
    """An intent model of a few messages."""
    return IntentModel.train_on(TEXTS, labels, settings=IntentSettings()).to_bytes()


def pack(path: Path, intents: bytes, *, others: Sequence[tuple[str, bytes]] = ()) -> None:
    """An archive as Rasa makes it, with this intent model."""
    node = {"uses": READER, "config": asdict(IntentSettings()), "resource": {"name": RESOURCE}}
    metadata = {"predict_schema": {"nodes": {"run_nlu.components.rasa_intents.IntentReader2": node}}}
    files = [("metadata.json", json.dumps(metadata).encode()), (f"components/{RESOURCE}/intents.npz", intents), *others]
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


def keep(folder: Path, id: str, intents: bytes = b"", *, day: int = 1, pipeline: str = "") -> Model:
    """A kept model, trained on that day of November."""
    model = Model(
        id=id,
        fingerprint=f"of {id}",
        pipeline=pipeline or models.pipeline_version(),
        trained_at=f"2026-11-{day:02}T09:00:00+00:00",
    )
    pack(models.file_of(folder, model), intents)
    models.keep(folder, model)
    return model


def write_cases(folder: Path) -> Path:
    """The messages of training as an evaluation in English and, said to be French, once more."""
    folder.mkdir(parents=True, exist_ok=True)
    messages = [{"text": text, "intent": label} for text, label in zip(TEXTS, LABELS, strict=True)]
    for language in ("en", "fr"):
        data = {"language": language, "at": "2026-11-23T09:00:00Z", "messages": messages}
        with (folder / f"{language}.yml").open("w", encoding="utf-8") as file:
            YAML(typ="safe").dump(data, file)
    return folder

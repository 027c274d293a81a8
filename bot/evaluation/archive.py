"""What is learnt, out of what Rasa packed and without Rasa: languages, intents, second asks and marks; the rest is code."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from bot.assistant.models import ModelMissing
from nlu.components.errors import UnderstandingError
from nlu.components.intents.model import IntentModel
from nlu.components.intents.settings import IntentSettings
from nlu.components.languages import LearntLanguages
from nlu.components.marks.model import Marks
from nlu.components.second_asks.chances import Chances

_INTENTS = "nlu.components.rasa_intents.IntentReader"
_LANGUAGES = "nlu.components.rasa_language.LanguageIdentifier"
_ENTITIES = "nlu.components.rasa_entities.EntityExtractor"


def intent_model(path: Path) -> tuple[IntentModel, IntentSettings, Chances | None]:
    """A packed model's intents, the settings they run with, and the chances of second asks.

    Raises ModelMissing for a model that cannot be read.
    """
    with _readable(path):
        files, config = _component(path, _INTENTS)
        chances = files.get("second_asks.json")
        told = None if chances is None else Chances.from_dict(json.loads(chances))
        return IntentModel.from_bytes(files["intents.npz"]), IntentSettings.of(config), told


def marks(path: Path) -> Marks | None:
    """What a packed model has learnt to tell of words, if it has; raises ModelMissing for one that cannot be read."""
    with _readable(path):
        content = _component(path, _ENTITIES)[0].get("marks.npz")
        return None if content is None else Marks.from_bytes(content)


def languages(path: Path) -> LearntLanguages | None:
    """What a packed model has learnt of languages, if it has; raises ModelMissing for one that cannot be read."""
    with _readable(path):
        content = _component(path, _LANGUAGES)[0].get("languages.npz")
        return None if content is None else LearntLanguages.from_bytes(content)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except UnderstandingError as error:
        raise ModelMissing(f"The model {_id(path)} cannot be read: {error}") from error
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise ModelMissing(
            f"The model {_id(path)} cannot be read ({type(error).__name__}); train another by `focalpoint train`."
        ) from error


def _component(path: Path, name: str) -> tuple[dict[str, bytes], dict[str, Any]]:
    """A component's files by name, and its settings; empty where the model has no such component, or it learnt nothing."""
    with tarfile.open(path, "r:gz") as archive:
        members = {member.name.lstrip("./"): member for member in archive.getmembers() if member.isfile()}
        nodes = json.loads(_content(archive, members["metadata.json"]))["predict_schema"]["nodes"].values()
        node = next((node for node in nodes if node["uses"] == name), None)
        if node is None or not node["resource"]:
            return {}, {}
        folder = f"components/{node['resource']['name']}/"
        files = {at.removeprefix(folder): _content(archive, m) for at, m in members.items() if at.startswith(folder)}
        return files, node["config"]


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = cast(Any, archive.extractfile(member))
    return bytes(file.read())


def _id(path: Path) -> str:
    return path.name.removesuffix(".tar.gz")

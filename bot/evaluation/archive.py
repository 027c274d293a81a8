"""The intent model out of what Rasa packed, without Rasa: it alone is learnt, the rest that understands is code and lists."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import Any, cast

from bot.assistant.models import ModelMissing
from nlu.components.errors import UnderstandingError
from nlu.components.intents.model import IntentModel
from nlu.components.intents.settings import IntentSettings

_READER = "nlu.components.rasa_intents.IntentReader"
_FILE = "intents.npz"


def intent_model(path: Path) -> tuple[IntentModel, IntentSettings]:
    """The intent model of a packed model and the settings it runs with; raises ModelMissing for one that cannot be read."""
    try:
        with tarfile.open(path, "r:gz") as archive:
            files = {member.name.lstrip("./"): member for member in archive.getmembers() if member.isfile()}
            nodes = json.loads(_content(archive, files["metadata.json"]))["predict_schema"]["nodes"].values()
            reader = next(node for node in nodes if node["uses"] == _READER)
            content = _content(archive, files[f"components/{reader['resource']['name']}/{_FILE}"])
            return IntentModel.from_bytes(content), IntentSettings.of(reader["config"])
    except UnderstandingError as error:
        raise ModelMissing(f"The model {_id(path)} cannot be read: {error}") from error
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError, TypeError, StopIteration) as error:
        raise ModelMissing(
            f"The model {_id(path)} cannot be read ({type(error).__name__}); train another by `focalpoint train`."
        ) from error


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = cast(Any, archive.extractfile(member))
    return bytes(file.read())


def _id(path: Path) -> str:
    return path.name.removesuffix(".tar.gz")

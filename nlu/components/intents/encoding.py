"""Turns texts into the vectors that the intent model reads: what each encoder says of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.components.encoders import e5, shared
from nlu.components.encoders.onnx import OnnxFiles, minilm
from nlu.components.intents.settings import IntentSettings
from nlu.components.languages import LanguageReader

Rows = NDArray[np.float32]


class TextEncoder:
    """One or two multilingual vectors of every text, and for English texts the mean and the maximum of an English encoder."""

    def __init__(self, settings: IntentSettings) -> None:
        self._sentence = e5.installed() if settings.sentence_encoder == "e5" else None
        self._english = _english_files(settings)
        self._languages = LanguageReader()

    def names(self, *, english: bool) -> tuple[str, ...]:
        """The encoders that there are, with or without the one that reads English alone."""
        there = (True, self._sentence is not None, english and self._english is not None)
        return tuple(name for name, yes in zip(("multilingual", "sentence", "english"), there, strict=True) if yes)

    def is_english(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """Which texts the English encoder shall read; none if there is no such encoder."""
        if self._english is None:
            return np.zeros(len(texts), dtype=np.bool_)
        return np.asarray([self._languages.read(text).language == "en" for text in texts], dtype=np.bool_)

    def multilingual(self, texts: Sequence[str]) -> list[Rows]:
        """What each multilingual encoder says, a row a text."""
        vectors = [shared.multilingual().encode(texts)]
        return vectors if self._sentence is None else [*vectors, shared.sentence(self._sentence).encode(texts)]

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

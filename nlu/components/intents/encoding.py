"""Turns texts into the vectors that the intent model reads: what each encoder says of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.components.encoders import e5, minilm, shared
from nlu.components.encoders.onnx import OnnxFiles
from nlu.components.intents.settings import IntentSettings
from nlu.components.languages import LanguageReader
from nlu.components.threads import one_thread

Rows = NDArray[np.float32]


@dataclass(frozen=True)
class Encoded:
    """What the encoders say of some texts.

    `common`: each multilingual encoder's rows, a row a text. `english`: which texts are English; `of_english`: the means and the
    maxima of the English encoder, a row for each of these, or nothing where it was not asked.
    """

    common: tuple[Rows, ...]
    english: NDArray[np.bool_]
    of_english: tuple[Rows, ...]


class TextEncoder:
    """One or two multilingual vectors of every text, and for English texts the mean and the maximum of an English encoder."""

    def __init__(self, settings: IntentSettings) -> None:
        self._sentence = e5.installed() if settings.sentence_encoder == "e5" else None
        self._english = _english_encoder(settings)
        self._languages = LanguageReader()

    def names(self, *, english: bool) -> tuple[str, ...]:
        """The encoders that there are, with or without the one that reads English alone."""
        there = (True, self._sentence is not None, english and self._english is not None)
        return tuple(name for name, yes in zip(("multilingual", "sentence", "english"), there, strict=True) if yes)

    def encode(self, texts: Sequence[str], *, ask_english: bool = True) -> Encoded:
        """What each encoder says; the second one works beside the others, on a core of its own where there is one."""
        with one_thread():
            return self._encoded(texts, ask_english=ask_english)

    def _encoded(self, texts: Sequence[str], *, ask_english: bool) -> Encoded:
        beside = None if self._sentence is None else _beside().submit(shared.sentence(self._sentence).encode, texts)
        english = self._which_are_english(texts) & np.bool_(ask_english)
        common = [shared.multilingual().encode(texts)]
        of_english = self._in_english([text for text, yes in zip(texts, english, strict=True) if yes])
        if beside is not None:
            common.append(beside.result())
        return Encoded(tuple(common), english, of_english)

    def _which_are_english(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        if self._english is None:
            return np.zeros(len(texts), dtype=np.bool_)
        return np.asarray([self._languages.read(text).language == "en" for text in texts], dtype=np.bool_)

    def _in_english(self, texts: Sequence[str]) -> tuple[Rows, ...]:
        if self._english is None or not texts:
            return ()
        vectors = self._english().encode(texts)
        middle = vectors.shape[1] // 2
        return vectors[:, :middle], vectors[:, middle:]


def _english_encoder(settings: IntentSettings) -> Callable[[], shared.Encoder] | None:
    if settings.english_encoder in ("", "none"):
        return None
    if settings.english_encoder == "minilm":
        path = minilm.installed()
        return None if path is None else lambda: shared.minilm(path)
    files = OnnxFiles(Path(settings.english_encoder), Path(settings.english_tokenizer), settings.english_sha256)
    return lambda: shared.onnx(files)


@lru_cache(maxsize=1)
def _beside() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="encoder")

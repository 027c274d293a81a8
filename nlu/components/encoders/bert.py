"""Runs texts that are cut into pieces through a BERT: one row of numbers a piece, whatever stands beside the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nlu.components.encoders.bert_network import BertWeights, Floats, network
from nlu.components.encoders.sessions import session_of
from nlu.components.threads import on_two_cores

MOST_PIECES = 128
"""Pieces of a text that are read; what stands after them is left unread so that time is bounded."""
# So many pieces go through the network at once: more takes memory and no less time.
_PIECES_AT_ONCE = 256


class PieceWeights(BertWeights, Protocol):
    """A network's numbers and what it begins with: a row for each piece of its vocabulary, and one for each place in a text."""

    def rows(self, pieces: NDArray[np.int64]) -> Floats:
        """The rows of these pieces."""

    def places(self) -> Floats:
        """What is added to a piece by where it stands."""


class Bert:
    """The network over some weights, opened at once; it tells what it makes of a text after each of the layers `shown`."""

    def __init__(self, weights: PieceWeights, *, shown: Sequence[int]) -> None:
        self._weights = weights
        self._places = weights.places()[:MOST_PIECES]
        self._session = session_of(network(weights, shown=shown))
        self.width = weights.shape.width

    def read(self, texts: Sequence[Sequence[int]]) -> Iterator[tuple[list[int], list[Floats]]]:
        """For lots of texts (each its pieces): their places among all, and for each layer shown a matrix of (text, piece, width).

        Only texts of equal length go together: none is filled up, so none changes another.
        """
        lots = list(_of_one_length(texts))
        pieces = (np.asarray([texts[place] for place in lot], dtype=np.int64) for lot in lots)
        yield from zip(lots, on_two_cores(self._run, pieces) if len(lots) > 1 else map(self._run, pieces), strict=True)

    def _run(self, pieces: NDArray[np.int64]) -> list[Floats]:
        words = self._weights.rows(pieces.ravel()).reshape(*pieces.shape, self.width)
        shown: list[Floats] = self._session.run(None, {"embeddings": words + self._places[: pieces.shape[1]]})
        return shown


def _of_one_length(texts: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    by_length: dict[int, list[int]] = defaultdict(list)
    for place, pieces in enumerate(texts):
        by_length[len(pieces)].append(place)
    for length, places in by_length.items():
        step = max(1, _PIECES_AT_ONCE // length)
        for start in range(0, len(places), step):
            yield places[start : start + step]

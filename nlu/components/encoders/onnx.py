"""An encoder in an ONNX file with a Hugging Face tokenizer file, named by their paths in config.yml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.components.encoders.sessions import session_of
from nlu.components.encoders.weights import checked

_BATCH = 32


@dataclass(frozen=True)
class OnnxFiles:
    """Where an encoder lies; an empty hash means that the administrator vouches for the file."""

    model: Path
    tokenizer: Path
    sha256: str = ""
    pieces: int = 128


class OnnxEncoder:
    """Mean and maximum over a text's pieces, side by side: both tell something the other does not."""

    name = "onnx"

    def __init__(self, files: OnnxFiles) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(checked(files.tokenizer, sha256="")))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(files.pieces)
        model = str(checked(files.model, sha256=files.sha256))
        self._session = session_of(model)
        self._inputs = {entry.name for entry in self._session.get_inputs()}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text: the mean over its pieces, then the maximum."""
        rows: dict[int, NDArray[np.float32]] = {}
        pieces = [self._tokenizer.encode(text or " ").ids for text in texts]
        for batch in _of_like_length(pieces):
            rows.update(zip(batch, self._vectors([pieces[place] for place in batch]), strict=True))
        return np.stack([rows[place] for place in range(len(texts))]) if rows else np.zeros((0, 1), dtype=np.float32)

    def _vectors(self, pieces: list[list[int]]) -> NDArray[np.float32]:
        longest = max(len(row) for row in pieces)
        ids = np.zeros((len(pieces), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for place, row in enumerate(pieces):
            ids[place, : len(row)], mask[place, : len(row)] = row, 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = self._session.run(None, {name: feed[name] for name in self._inputs})[0]
        return _pooled(hidden, mask)


def _pooled(hidden: NDArray[np.float32], mask: NDArray[np.int64]) -> NDArray[np.float32]:
    weights = mask[:, :, None].astype(np.float32)
    mean = (hidden * weights).sum(1) / weights.sum(1)
    highest = np.where(weights > 0, hidden, np.float32(-1e9)).max(1)
    return np.asarray(np.concatenate([mean, highest], axis=1), dtype=np.float32)


def _of_like_length(pieces: list[list[int]]) -> Iterator[list[int]]:
    order = sorted(range(len(pieces)), key=lambda place: len(pieces[place]))
    for start in range(0, len(order), _BATCH):
        yield order[start : start + _BATCH]

"""Word and letter n-grams of a text, weighted by how telling they are (tf-idf), as one sparse row."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

_MOST_NGRAMS = 60_000
_WORD_SHARE = 0.6


class NgramRows:
    """Unit rows: words and pairs of words on one side, letters two to five at a time on the other."""

    def __init__(self) -> None:
        self._words = TfidfVectorizer(
            sublinear_tf=True, ngram_range=(1, 2), token_pattern=r"(?u)\b\w+\b", dtype=np.float32
        )
        self._letters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, max_features=_MOST_NGRAMS, dtype=np.float32
        )

    def fit(self, texts: Sequence[str]) -> None:
        """Learns which n-grams there are and how rare each is."""
        self._letters.min_df = 2 if len(texts) > 200 else 1
        self._words.fit([*texts, "a"])
        self._letters.fit([*texts, "a"])

    def rows(self, texts: Sequence[str]) -> Any:
        """A sparse row a text whose product with another row is their likeness, 0 to 1."""
        words = self._words.transform(texts) * np.float32(np.sqrt(_WORD_SHARE))
        letters = self._letters.transform(texts) * np.float32(np.sqrt(1 - _WORD_SHARE))
        return sparse.hstack([words, letters], format="csr", dtype=np.float32)

    def scores(self, texts: Sequence[str], weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """The rows times `weights` (a line an n-gram), without the rows themselves: words and letters each for themselves."""
        count = len(self._words.vocabulary_)
        words = _times(self._words.transform(texts), weights[:count])
        letters = _times(self._letters.transform(texts), weights[count:])
        return np.asarray(words * np.sqrt(_WORD_SHARE) + letters * np.sqrt(1 - _WORD_SHARE), dtype=np.float32)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """For saving: vocabularies as JSON text in bytes, weights as numbers."""
        arrays: dict[str, NDArray[Any]] = {}
        for name, vectorizer in (("words", self._words), ("letters", self._letters)):
            ordered = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
            arrays[f"{name}_vocabulary"] = np.frombuffer(json.dumps(ordered).encode(), dtype=np.uint8)
            arrays[f"{name}_idf"] = vectorizer.idf_.astype(np.float32)
        return arrays

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> NgramRows:
        """What `to_arrays` gave."""
        ngrams = cls()
        for name, vectorizer in (("words", ngrams._words), ("letters", ngrams._letters)):
            ordered = json.loads(arrays[f"{name}_vocabulary"].tobytes())
            vectorizer.vocabulary = {ngram: place for place, ngram in enumerate(ordered)}
            vectorizer._validate_vocabulary()
            vectorizer.idf_ = arrays[f"{name}_idf"]
        return ngrams


def _times(rows: Any, weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """The product in the weights' own precision: else scipy would turn all weights into another one, message by message."""
    return np.asarray(rows.astype(np.float32, copy=False) @ weights)

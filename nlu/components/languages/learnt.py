"""Which of some languages a text is in, learnt from texts of which people told: short, mixed, in borrowed letters, misspelt."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from nlu.components.errors import ModelOfAnotherVersion
from nlu.components.languages.scripts import LATIN, scripts_in

VERSION = 1
# Chosen on messages of hands that were not learnt from (docs/decisions/0004).
_FEATURES, _LETTERS_TOGETHER, _ROUNDS, _DECAY = 2**15, (1, 4), 5, 1e-6
# What stands behind so many characters tells no more of a language, but may tell of another one.
_LEARNT_FROM, _READ = 100, 600
# One letter of another script than Latin is a sign that must not drown among fifty of a name.
_TIMES_A_SCRIPT = 3


@dataclass(frozen=True)
class LearntLanguages:
    """Letters one to four at a time, and the scripts, weighed for each language: a column of `weights` and a shift each."""

    languages: tuple[str, ...]
    weights: NDArray[np.float32]
    shifts: NDArray[np.float32]

    @classmethod
    def from_texts(cls, texts: Sequence[str], languages: Sequence[str]) -> LearntLanguages:
        """Learns from cleaned texts in small letters, a language each, of at least three; the order does not matter."""
        from sklearn.linear_model import SGDClassifier

        told = sorted(set(zip(texts, languages, strict=True)))
        learner = SGDClassifier(loss="log_loss", alpha=_DECAY, max_iter=_ROUNDS, tol=None, random_state=0)
        learner.fit(_rows([text[:_LEARNT_FROM] for text, _ in told]), [language for _, language in told])
        return cls(
            tuple(map(str, learner.classes_)), learner.coef_.T.astype(np.float32), learner.intercept_.astype(np.float32)
        )

    def chances(self, text: str) -> dict[str, float]:
        """How likely each language is, by a text that is cleaned and in small letters; together 1."""
        row = _rows([text[:_READ]])
        chances = expit(row.data @ self.weights[row.indices] + self.shifts)
        return dict(zip(self.languages, map(float, chances / chances.sum()), strict=True))

    def to_bytes(self) -> bytes:
        """As one file: arrays and JSON, nothing executable."""
        about = json.dumps({"version": VERSION, "languages": self.languages}).encode()
        file = io.BytesIO()
        np.savez(file, about=np.frombuffer(about, dtype=np.uint8), weights=self.weights, shifts=self.shifts)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> LearntLanguages:
        """What `to_bytes` gave. Raises ModelOfAnotherVersion."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as file:
                about = json.loads(file["about"].tobytes())
                weights, shifts = file["weights"], file["shifts"]
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise ModelOfAnotherVersion from error
        if about.get("version") != VERSION:
            raise ModelOfAnotherVersion
        return cls(tuple(about["languages"]), weights, shifts)


def _rows(texts: Sequence[str]) -> Any:
    """A sparse row a text, of length one."""
    return _letters().transform([text + _scripts(text) for text in texts])


def _scripts(text: str) -> str:
    """The scripts besides Latin, as words in large letters, which no text has."""
    return "".join(
        f" {name.upper() * 2}" for name in sorted(scripts_in(text)) if name != LATIN for _ in range(_TIMES_A_SCRIPT)
    )


@lru_cache(maxsize=1)
def _letters() -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        analyzer="char_wb", ngram_range=_LETTERS_TOGETHER, n_features=_FEATURES, alternate_sign=False, lowercase=False,
        dtype=np.float32,
    )  # fmt: skip

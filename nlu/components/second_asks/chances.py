"""How likely a message asks a second thing, learnt from messages of which people told all that they ask."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nlu.components.intents.model import Reading
from nlu.components.second_asks.parts import Part

# An intent that hardly any part is taken for is not looked at.
_LEAST_WHOLE, _LEAST_PART = 0.03, 0.15
_CERTAIN = 1e-4
_NEVER_SEEN_TOGETHER = -4.0
# Pairs of intents are counted as if each had come so often besides, so that rare ones are not taken at their word.
_PRIOR, _PRIOR_OF = 0.3, 10.0
_MANY_PARTS, _LONG = 5, 100


@dataclass(frozen=True)
class Read:
    """A message, its parts, and what each is taken for; `text` is as long as the message is."""

    text: str
    whole: Reading
    parts: Sequence[Part]
    readings: Sequence[Reading]


@dataclass(frozen=True)
class Told:
    """A message as it was read by a model that had not learnt from it, and all that it asks; `weight`: how many it stands for."""

    read: Read
    intents: Collection[str]
    weight: float


@dataclass(frozen=True)
class Chances:
    """A logistic regression on signs of the whole and of its parts; learnt by `learn_chances`."""

    weights: tuple[float, ...]
    bias: float
    together: Mapping[str, float]

    def of(self, read: Read, *, asks: Collection[str]) -> dict[str, float]:
        """How likely each of these intents is asked besides the first one; those that nothing speaks for are left out."""
        found = dict(_candidates(read, asks=asks, together=self.together))
        scores = {name: float(np.dot(signs, self.weights)) + self.bias for name, signs in found.items()}
        return {name: 1 / (1 + math.exp(-score)) for name, score in scores.items()}

    def as_dict(self) -> dict[str, Any]:
        """For saving."""
        return asdict(self)

    @classmethod
    def from_dict(cls, saved: Mapping[str, Any]) -> Chances:
        """What `as_dict` gave."""
        return cls(tuple(saved["weights"]), float(saved["bias"]), dict(saved["together"]))


def chances_in(path: Path) -> Chances | None:
    """The chances that are kept in a file, as JSON of `as_dict`; None where there is no such file."""
    return Chances.from_dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def learn_chances(messages: Sequence[Told], *, asks: Collection[str]) -> Chances | None:
    """The chances of second asks by these messages; None where they have none, or nothing else."""
    from sklearn.linear_model import LogisticRegression

    together = _together(messages)
    rows, labels, weights = [], [], []
    for told in messages:
        for name, signs in _candidates(told.read, asks=asks, together=together):
            rows.append(signs)
            labels.append(name in told.intents)
            weights.append(told.weight)
    if len(set(labels)) < 2:
        return None
    table = np.asarray(rows)
    spread = table.std(0) + 1e-6
    learner = LogisticRegression(max_iter=3000).fit(table / spread, labels, sample_weight=weights)
    return Chances(tuple(map(float, learner.coef_[0] / spread)), float(learner.intercept_[0]), together)


def _candidates(
    read: Read, *, asks: Collection[str], together: Mapping[str, float]
) -> Iterator[tuple[str, tuple[float, ...]]]:
    first = read.whole.name
    whole = dict(read.whole.ranking)
    parts = [dict(reading.ranking) for reading in read.readings]
    for name in sorted(asks):
        most = max((part.get(name, 0.0) for part in parts), default=0.0)
        if name != first and (whole.get(name, 0.0) >= _LEAST_WHOLE or most >= _LEAST_PART):
            pair = together.get(_pair(first, name), _NEVER_SEEN_TOGETHER)
            yield name, (*_signs(name, read, whole, parts, asks=asks), pair, first in asks)


def _signs(
    name: str,
    read: Read,
    whole: Mapping[str, float],
    parts: Sequence[Mapping[str, float]],
    *,
    asks: Collection[str],
) -> tuple[float, ...]:
    first = read.whole.name
    told = [part.get(name, 0.0) for part in parts]
    at = max(range(len(parts)), key=told.__getitem__) if parts else -1
    others = [part for place, part in enumerate(parts) if place != at]
    sentences = [chance for chance, part in zip(told, read.parts, strict=True) if part.is_sentence]
    here = read.parts[at].text if parts else ""
    return (
        _log_odds(whole.get(name, 0.0)),
        _log_odds(max(told, default=0.0)),
        _log_odds(max(sentences, default=0.0)),
        _log_odds(sorted(told)[-2] if len(told) > 1 else 0.0),
        bool(parts) and read.readings[at].name == name,
        _log_odds(max((part.get(first, 0.0) for part in others), default=0.0)),
        _log_odds(max((part.get(ask, 0.0) for part in others for ask in asks if ask != name), default=0.0)),
        _log_odds(whole.get(first, 0.0)),
        len(parts) / _MANY_PARTS,
        not parts,
        read.whole.assurance,
        read.readings[at].assurance if parts else 0.0,
        any(sign in here for sign in "?؟？"),
        at == len(parts) - 1,
        len(here) / max(1, len(read.text)),
        len(read.text) / _LONG,
    )


def _log_odds(chance: float) -> float:
    bounded = min(max(chance, _CERTAIN), 1 - _CERTAIN)
    return math.log(bounded / (1 - bounded))


def _pair(first: str, second: str) -> str:
    return f"{first} {second}"


def _together(messages: Sequence[Told]) -> dict[str, float]:
    """How usual it is that one intent is asked beside another, as a logarithm."""
    pairs: dict[str, float] = defaultdict(float)
    times: dict[str, float] = defaultdict(float)
    for told in messages:
        for name in told.intents:
            times[name] += told.weight
            for other in told.intents:
                if other != name:
                    pairs[_pair(name, other)] += told.weight
    return {
        pair: math.log((count + _PRIOR) / (sum(times[name] for name in pair.split(" ")) + _PRIOR_OF))
        for pair, count in sorted(pairs.items())
    }

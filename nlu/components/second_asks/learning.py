"""Learns the chances of second asks from messages of which people told all that they ask."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from nlu.components.intents.model import Reading
from nlu.components.second_asks.chances import Chances, Read, Told, learn_chances
from nlu.components.second_asks.parts import parts_of
from nlu.components.second_asks.reader import asks_listed

# Messages with one ask by which the chances are learnt, beside all those with two.
_ENOUGH = 500


@dataclass(frozen=True)
class Asking:
    """A message, its first ask, and what else it asks."""

    text: str
    intent: str
    also: tuple[str, ...]


@dataclass(frozen=True)
class SetAside:
    """Messages from which no intents are learnt, so that they are read as new ones are.

    Of all with one ask those here are a `share`.
    """

    two: tuple[Asking, ...]
    one: tuple[Asking, ...]
    share: float


def set_aside(messages: Iterable[Asking]) -> SetAside:
    """All that ask two things, and some of those that have parts and ask one; nothing where none asks two."""
    two, one = [], []
    for message in sorted(messages, key=_shuffled):
        if message.also:
            two.append(message)
        elif parts_of(message.text):
            one.append(message)
    chosen = one[:_ENOUGH] if two else []
    return SetAside(tuple(two), tuple(chosen), len(chosen) / max(1, len(one)))


def learn(aside: SetAside, predict: Callable[[Sequence[str]], list[Reading]]) -> Chances | None:
    """The chances by messages that `predict` has not learnt from; None where there are none."""
    parts = {message.text: parts_of(message.text) for message in (*aside.two, *aside.one)}
    texts = list(
        dict.fromkeys(text for message, there in parts.items() for text in (message, *(p.text for p in there)))
    )
    readings = dict(zip(texts, predict(texts), strict=True))

    def told(message: Asking, weight: float) -> Told:
        there = parts[message.text]
        read = Read(message.text, readings[message.text], there, [readings[part.text] for part in there])
        return Told(read, frozenset((message.intent, *message.also)), weight)

    everything = [told(message, 1.0) for message in aside.two] + [told(m, 1 / aside.share) for m in aside.one]
    return learn_chances(everything, asks=asks_listed())


def _shuffled(message: Asking) -> bytes:
    """An order that has nothing to do with what messages say, and is the same every time."""
    return hashlib.sha256(message.text.encode("utf-8", "replace")).digest()

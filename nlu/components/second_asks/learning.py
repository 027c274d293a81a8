"""Learns the chances of second asks from messages of which people told all that they ask."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from nlu.components.intents.model import Reading
from nlu.components.second_asks.chances import Chances, Read, Told, learn_chances
from nlu.components.second_asks.parts import parts_of
from nlu.components.second_asks.reader import asks_listed

# Messages with two asks by which the chances are learnt, and as many with one; a few signs are weighed, more tell nothing new.
_ENOUGH = 400


@dataclass(frozen=True)
class Asking:
    """A message, its first ask, and what else it asks."""

    text: str
    intent: str
    also: tuple[str, ...]


@dataclass(frozen=True)
class SetAside:
    """Messages from which no intents are learnt, so that they are read as new ones are.

    Each stands for so many of its kind: `weight_of_two`, `weight_of_one`.
    """

    two: tuple[Asking, ...]
    one: tuple[Asking, ...]
    weight_of_two: float
    weight_of_one: float


def set_aside(messages: Iterable[Asking]) -> SetAside:
    """Some that ask two things, and some of those that have parts and ask one; nothing where none asks two."""
    two, one = [], []
    for message in sorted(messages, key=_shuffled):
        if message.also:
            two.append(message)
        elif parts_of(message.text):
            one.append(message)
    some_two, some_one = two[:_ENOUGH], one[:_ENOUGH] if two else []
    weights = (len(all_) / max(1, len(some)) for all_, some in ((two, some_two), (one, some_one)))
    return SetAside(tuple(some_two), tuple(some_one), *weights)


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

    everything = [told(message, aside.weight_of_two) for message in aside.two]
    everything += [told(message, aside.weight_of_one) for message in aside.one]
    return learn_chances(everything, asks=asks_listed())


def _shuffled(message: Asking) -> bytes:
    """An order that has nothing to do with what messages say, and is the same every time."""
    return hashlib.sha256(message.text.encode("utf-8", "replace")).digest()

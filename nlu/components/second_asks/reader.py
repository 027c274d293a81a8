"""Finds a second ask in a message and puts the two in the order in which they are answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from nlu.components.intents.model import Reading
from nlu.components.lists import named
from nlu.components.second_asks.chances import Chances, Read
from nlu.components.second_asks.parts import Part, parts_of

_MOST = 2
# Without learnt chances a part must be as sure of itself as this.
_SURE = 0.7


def asks_listed() -> frozenset[str]:
    """The intents that can be a second ask."""
    return frozenset(named("second_asks")["asks"])


@dataclass(frozen=True)
class Asks:
    """The reading that a message is answered by, and the names of what else it asks."""

    reading: Reading
    also: tuple[str, ...]


class SecondAsks:
    """Reads each part of a message by itself; a second ask is one that is likely enough, another one than the first.

    How likely, the learnt `chances` tell, and `least` is how likely it must be: at 0.25 a second ask that is missed weighs three
    times as much as one that is answered without need. Without chances a part must be sure of itself.
    """

    def __init__(
        self,
        predict: Callable[[Sequence[str]], list[Reading]],
        *,
        least: float,
        chances: Chances | None = None,
        rules: dict[str, Any] | None = None,
    ) -> None:
        lists = named("second_asks") if rules is None else rules
        self._predict = predict
        self._least = least
        self._chances = chances
        self._asks = frozenset(lists["asks"])
        self._before = {(first, second) for first, second in lists["before"]}
        self._never = {frozenset(pair) for pair in lists["never_beside"]}

    def read(self, text: str) -> Asks:
        """What the message asks, first and also."""
        parts = parts_of(text)
        whole, *readings = self._predict([text, *(part.text for part in parts)])
        sure = self._sure(whole, parts, readings)
        first = whole
        if whole.is_unsure and sure:
            first = max(sure, key=lambda reading: reading.assurance)
        if first.name not in self._asks:
            return self._small_talk_first(first, sure) if first.is_unsure else Asks(first, ())
        torn = whole.is_unsure and self._asks_both(whole, sure)
        return self._ordered(first, self._likely(Read(text, first, parts, readings), sure, torn=torn), readings)

    def _likely(self, read: Read, sure: Sequence[Reading], *, torn: bool) -> list[str]:
        """What else is asked, the likeliest first; where the first ask is unsure or the whole is torn, what is sure of itself."""
        if self._chances is None or read.whole.is_unsure or torn:
            return list(dict.fromkeys(reading.name for reading in sure if reading.name != read.whole.name))
        chances = self._chances.of(read, asks=self._asks)
        likely = [name for name, chance in chances.items() if chance >= self._least]
        return sorted(likely, key=lambda name: -chances[name])

    def _small_talk_first(self, first: Reading, sure: Sequence[Reading]) -> Asks:
        return self._ordered(sure[0], [reading.name for reading in sure[1:]], sure) if sure else Asks(first, ())

    def _ordered(self, first: Reading, names: Sequence[str], parts: Sequence[Reading]) -> Asks:
        """The first ask by the rules, else by where in the message each is said."""
        earlier = next((name for name in names if self._comes_before(name, first.name, parts)), None)
        said = next((reading for reading in parts if reading.name == earlier), None)
        if said is not None:
            names, first = [first.name, *(name for name in names if name != earlier)], said
        also = [name for name in names if name != first.name and frozenset((first.name, name)) not in self._never]
        return Asks(first, tuple(also[:_MOST]))

    def _comes_before(self, name: str, first: str, parts: Sequence[Reading]) -> bool:
        if (name, first) in self._before or (first, name) in self._before:
            return (name, first) in self._before
        return _place_of(name, parts) < _place_of(first, parts)

    @staticmethod
    def _asks_both(whole: Reading, told: Sequence[Reading]) -> bool:
        """Whether the whole wavers between what these parts are sure of."""
        return {name for name, _ in whole.ranking[:2]} <= {reading.name for reading in told}

    def _sure(self, whole: Reading, parts: Sequence[Part], readings: Sequence[Reading]) -> list[Reading]:
        """The parts that can be taken at their word where the whole is unsure.

        Clauses alone are too short for that, unless the whole wavers between what two of them are sure of: it asks both.
        """
        told = [
            (reading, part)
            for reading, part in zip(readings, parts, strict=True)
            if reading.name in self._asks and not reading.is_unsure and reading.confidence >= _SURE
        ]
        asks_both = self._asks_both(whole, [reading for reading, _ in told])
        return [reading for reading, part in told if part.is_sentence or asks_both or self._chances is None]


def _place_of(name: str, parts: Sequence[Reading]) -> int:
    """The part that says it most clearly."""
    clearness = [dict(reading.ranking).get(name, 0.0) for reading in parts]
    return max(range(len(parts)), key=clearness.__getitem__, default=0)

"""Finds a second ask in a message and puts the two in the order in which they are answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from nlu.components.clauses import clauses
from nlu.components.intents.model import Reading
from nlu.components.lists import named


@dataclass(frozen=True)
class Asks:
    """The reading that a message is answered by, and the names of what else it asks."""

    reading: Reading
    also: tuple[str, ...]


class SecondAsks:
    """Reads each clause by itself; a second ask must be sure of itself and of another intent than the first."""

    def __init__(
        self, predict: Callable[[Sequence[str]], list[Reading]], *, least: float, rules: dict[str, Any] | None = None
    ) -> None:
        lists = named("second_asks") if rules is None else rules
        self._predict = predict
        self._least = least
        self._asks = frozenset(lists["asks"])
        self._before = {(first, second) for first, second in lists["before"]}
        self._never = {frozenset(pair) for pair in lists["never_beside"]}

    def read(self, text: str) -> Asks:
        """What the message asks, first and also."""
        parts = clauses(text)
        whole, *others = self._predict([text, *parts])
        sure = [reading for reading in others if self._is_sure(reading)]
        first = whole
        if whole.is_unsure and sure:
            first = max(sure, key=lambda reading: reading.assurance)
        names = list(dict.fromkeys(reading.name for reading in sure if reading.name != first.name))
        if first.name not in self._asks:
            return self._small_talk_first(first, sure) if first.is_unsure else Asks(first, ())
        return self._ordered(first, names, sure)

    def _small_talk_first(self, first: Reading, sure: list[Reading]) -> Asks:
        return self._ordered(sure[0], [reading.name for reading in sure[1:]], sure) if sure else Asks(first, ())

    def _ordered(self, first: Reading, names: list[str], sure: list[Reading]) -> Asks:
        for name in names:
            if (name, first.name) in self._before:
                names = [first.name, *(other for other in names if other != name)]
                first = next(reading for reading in sure if reading.name == name)
                break
        also = [name for name in names if name != first.name and frozenset((first.name, name)) not in self._never]
        return Asks(first, tuple(also[:2]))

    def _is_sure(self, reading: Reading) -> bool:
        return reading.name in self._asks and not reading.is_unsure and reading.confidence >= self._least

"""How far long work is: whoever calls may hand in a bar, nobody is shown one by default."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

Step = TypeVar("Step")


class Progress(Protocol):
    """Gives the steps one after the other, and shows how many are done."""

    def __call__(self, steps: Sequence[Step], what: str) -> Iterable[Step]:
        """The steps; `what` is said beside the bar."""


def silently(steps: Sequence[Step], what: str) -> Iterable[Step]:
    """No bar."""
    return steps

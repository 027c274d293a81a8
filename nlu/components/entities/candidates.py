"""What a reader of one subject proposes: an entity, its value, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Candidate:
    """One proposed entity; `start` and `end` count code points of the text as sent, `end` is exclusive."""

    entity: str
    value: Any
    start: int
    end: int


class Taken:
    """Stretches of the text that are already read; asked by the readers that come after."""

    def __init__(self, candidates: Iterable[Candidate] = (), *, beside: Taken | None = None) -> None:
        self._taken: bytearray = bytearray(beside._taken if beside else b"")
        for candidate in candidates:
            self._taken.extend(bytes(max(0, candidate.end - len(self._taken))))
            self._taken[candidate.start : candidate.end] = b"\x01" * (candidate.end - candidate.start)

    def __contains__(self, span: tuple[int, int]) -> bool:
        return 1 in self._taken[span[0] : span[1]]

    def with_more(self, candidates: Iterable[Candidate]) -> Taken:
        """These stretches and those of more candidates."""
        return Taken(candidates, beside=self)

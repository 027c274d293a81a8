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

    def overlaps(self, other: Candidate) -> bool:
        """Whether both share at least one character."""
        return self.start < other.end and other.start < self.end


class Taken:
    """Stretches of the text that are already read; asked by the readers that come after."""

    def __init__(self, candidates: Iterable[Candidate] = ()) -> None:
        self._spans = [(candidate.start, candidate.end) for candidate in candidates]

    def __contains__(self, span: tuple[int, int]) -> bool:
        return any(span[0] < end and start < span[1] for start, end in self._spans)

    def with_more(self, candidates: Iterable[Candidate]) -> Taken:
        """These stretches and those of more candidates."""
        more = Taken(candidates)
        more._spans.extend(self._spans)
        return more

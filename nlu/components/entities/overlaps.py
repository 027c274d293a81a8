"""Decides which of the proposed entities stay when several claim the same words: certain ones first, then the longest."""

from __future__ import annotations

from collections.abc import Iterable

from nlu.components.entities.candidates import Candidate

CERTAIN = ("reference", "email", "phone")
"""Read by their form alone; nothing inside them is anything else."""

PRECEDENCE = (
    *CERTAIN, "money", "date", "company_size", "quantity", "crisis", "company", "agency", "item", "cluster", "place",
    "country", "sector", "contribution_type", "term",
)  # fmt: skip
"""Of two candidates of the same length the earlier one stays."""

TOGETHER = frozenset(
    frozenset(pair)
    for pair in (
        ("place", "country"), ("crisis", "country"), ("crisis", "place"), ("item", "contribution_type"),
        ("sector", "country"), ("company_size", "sector"), ("money", "contribution_type"),
        ("quantity", "item"), ("quantity", "contribution_type"),
    )
)  # fmt: skip
"""Pairs that may share words: a city and its country, a crisis and its place, a service and its kind of contribution."""

ONLY_TOGETHER = frozenset(("contribution_type", "quantity"))
"""Entities that share words only when they share all of them: a service and its kind, an Arabic dual ("two nurses")."""

SAID_INSIDE = ("pro_bono", "in_kind")
"""Kinds of contribution that hold though they are said inside a good's name ("pro bono legal advice")."""


TOLD_ONCE = ("country", "place", "crisis", "cluster", "agency", "term")
"""Entities that are told once, however often a message names them in the same words."""

TOLD_ONCE_IN_ANY_WORDS = ("sector", "contribution_type")
"""A trade or a way to contribute is told where it is first named, in whatever words the message names it again."""


def told_once(candidates: Iterable[Candidate], text: str) -> list[Candidate]:
    """The candidates without later ones of the same value in the same words, or in any words."""
    told: set[tuple[str, str, str]] = set()
    kept = []
    for candidate in candidates:
        words = "" if candidate.entity in TOLD_ONCE_IN_ANY_WORDS else text[candidate.start : candidate.end].casefold()
        said = (candidate.entity, str(candidate.value), words)
        if candidate.entity not in (*TOLD_ONCE, *TOLD_ONCE_IN_ANY_WORDS) or said not in told:
            kept.append(candidate)
        told.add(said)
    return kept


def resolved(candidates: Iterable[Candidate]) -> list[Candidate]:
    """What stays, sorted by where it stands."""
    kept: list[Candidate] = []
    standing: dict[int, list[Candidate]] = {}
    for candidate in sorted(set_of(candidates), key=_rank):
        positions = range(candidate.start, candidate.end)
        if all(_may_stand_with(candidate, other) for at in positions for other in standing.get(at, ())):
            kept.append(candidate)
            for at in positions:
                standing.setdefault(at, []).append(candidate)
    return sorted(kept, key=lambda c: (c.start, -c.end, PRECEDENCE.index(c.entity)))


def set_of(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates without exact repeats, in their order."""
    return list({(c.entity, c.start, c.end): c for c in reversed(list(candidates))}.values())


def _rank(candidate: Candidate) -> tuple[int, int, int, int]:
    order = PRECEDENCE.index(candidate.entity)
    return (0 if candidate.entity in CERTAIN else 1, candidate.start - candidate.end, order, candidate.start)


def _may_stand_with(candidate: Candidate, other: Candidate) -> bool:
    if frozenset((candidate.entity, other.entity)) not in TOGETHER:
        return False
    amount = next((c.value["unit"] for c in (candidate, other) if c.entity == "quantity"), "piece")
    if amount not in ("piece", "person"):
        return False
    if not ONLY_TOGETHER.isdisjoint((candidate.entity, other.entity)):
        return (candidate.start, candidate.end) == (other.start, other.end) or candidate.value in SAID_INSIDE
    return True

"""The goods of a text as a number sees them: which begin, end and stand around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlu.components.entities.amounts.units import small_words
from nlu.components.entities.cues import phrases
from nlu.components.entities.spelling import Token, Writing
from nlu.components.entities.things import STAFF, Thing

CASH = "cash"
"""The contribution type of money, which is no good ("3000块捐款")."""

MOST_BETWEEN = 4
"""Words that may stand between a number and the thing that it counts."""


@dataclass(frozen=True)
class Goods:
    """Contribution types of the goods of a text, by the token where each begins and by the one behind it."""

    starts: Mapping[int, str]
    ends: Mapping[int, str]
    inside: frozenset[int]
    """Tokens of goods."""

    @classmethod
    def of(cls, things: Sequence[Thing]) -> Goods:
        things = [thing for thing in things if thing.contribution_type != CASH]
        starts = {thing.first: thing.contribution_type for thing in things}
        inside = frozenset(at for thing in things for at in range(thing.first, thing.end))
        return cls(starts, {thing.end: thing.contribution_type for thing in things}, inside)

    def beside(self, writing: Writing, first: int, after: int) -> bool:
        """Whether goods stand next to a Chinese number and measure word, or nothing else does ("200件")."""
        near = any(at in self.starts for at in range(after, after + MOST_BETWEEN + 1))
        return (
            near
            or any(at in self.ends for at in range(first - 2, first + 1))
            or len(writing.tokens) - after + first <= 3
        )


def unit_of(contribution_type: str) -> str:
    """The unit in which goods of a kind of contribution are counted."""
    return "person" if contribution_type == STAFF else "piece"


def describes_goods(writing: Writing, index: int) -> bool:
    """Whether a number is joined to the word behind it: "two 6-person tents"."""
    token = writing.tokens[index]
    return token.kind == "number" and writing.text[token.end : token.end + 1] in ("-", "‑")


def may_stand_between(token: Token) -> bool:
    """Whether a word may stand between a number and what it counts ("four *heated* rooms")."""
    return token.kind == "han" or (token.kind == "word" and token.norm not in small_words("stops"))


def behind_ours(writing: Writing, first: int) -> int:
    """The token behind "of our", "de nos", "из наших", or behind "or so"."""
    of = writing.norms(first, first + 2)
    if any(of[:size] in phrases("units", "or_so") for size in (1, 2)):
        return first + len(of)
    return first + 2 if len(of) == 2 and of[0] in small_words("of") and of[1] in small_words("ours") else first


def in_feet(writing: Writing, index: int) -> int:
    """The token behind "x 40ft" or "40 foot", which stand between a number and its containers; 0 when they do not."""
    at = index + (writing.norms(index, index + 1) in (("x",), ("×",)))
    said = writing.norms(at, at + 2)
    if len(said) == 2 and said[0] in ("20", "40") and said[1] in small_words("feet"):
        return at + 2
    spoken = ("".join(writing.norms(at, at + 2)), "".join(writing.norms(at + 2, at + 3)))
    return at + 3 if spoken[0] in ("四十", "二十") and spoken[1] in small_words("feet") else 0

"""A number and the words around it, asked for what tells a head count: the listed phrases, firms, names, brackets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from nlu.components.entities.amounts.durations import OF_TIME
from nlu.components.entities.amounts.numbers import Number
from nlu.components.entities.amounts.units import small_words, unit_at, worker_at
from nlu.components.entities.cues import has, phrases
from nlu.components.entities.spelling import Writing

NEAR = 6
"""Words around a number that tell whether people are in need."""

LONGEST = 3
"""Words of the longest phrase of the lists."""

COMMAS = frozenset(",，、،")
STOPS = frozenset(".,;:()[]!?。，；：（）、！？،؛؟—–-|/+\n")


@lru_cache(maxsize=1)
def firm_words() -> frozenset[str]:
    """The names for firms that are one word."""
    return frozenset(words[0] for words in phrases("company_sizes", "firms") if len(words) == 1)


@lru_cache(maxsize=8)
def is_in_danger(words: tuple[str, ...]) -> bool:
    """ "we are on the roof, send a boat": whether the words of a text are those of people in danger."""
    return has(words, "company_sizes", "in_danger")


@dataclass(frozen=True)
class AroundNumber:
    """A number and the words around it."""

    writing: Writing
    number: Number

    def _behind_sign(self) -> int:
        """The token behind the number and a plus ("300+")."""
        last = self.number.last
        return last + (
            self.writing.norms(last, last + 1) in (("+",), ("多",), ("余",), ("餘",), ("来",), ("來",), ("几",))
        )

    def _listed(self, at: int, name: str) -> int:
        """The token behind one of the listed phrases that stands at a token; 0 when none does."""
        listed = phrases("company_sizes", name)
        tokens = self.writing.tokens
        for size in range(LONGEST + 1, 0, -1):
            words = self.writing.norms(at, at + size)
            if len(words) == size and (
                words in listed or (size == 1 and any((f,) in listed for f in tokens[at].forms))
            ):
                return at + size
        return 0

    def _ends(self, end: int, name: str) -> int:
        """The size of a listed phrase that ends before a token; 0 when none does."""
        listed = phrases("company_sizes", name)
        for size in range(min(LONGEST + 1, end), 0, -1):
            words = self.writing.norms(end - size, end)
            if words in listed or (size == 1 and any((form,) in listed for form in self.writing.tokens[end - 1].forms)):
                return size
        return 0

    def _craft(self, at: int) -> int:
        """People named by their work ("5 traducteurs indépendants"), with one more word beside at most, and not their hours."""
        if unit_at(self.writing, at)[0] in OF_TIME:
            return 0
        for index in (at, at + 1):
            end = self._listed(index, "crafts") or worker_at(self.writing, index)
            if end or index >= len(self.writing.tokens) or self.writing.tokens[index].kind == "sign":
                return end
        return 0

    def _is_before_plural(self, at: int) -> bool:
        if at >= len(self.writing.tokens):
            return False
        token = self.writing.tokens[at]
        return token.kind != "sign" and (token.norm.endswith(("s", "x")) or not token.raw.isascii())

    def _is_in_brackets(self, first: int) -> bool:
        """ "(games, 45 devs, Florianópolis)"."""
        before = self.writing.norms(first - 2 * NEAR, first)
        opened = max((at for at, word in enumerate(before) if word in "(（"), default=-1)
        return opened >= 0 and not {")", "）"} & set(before[opened:])

    def _is_behind_name(self, comma: int) -> bool:
        """Whether the part before a comma ends with a name or tells a firm."""
        if not comma:
            return False
        token = self.writing.tokens[comma - 1]
        around = self.writing.tokens[max(0, comma - NEAR - 2) : comma]
        is_in_place = comma > 1 and self.writing.words[comma - 2] in small_words("of_places")
        return (token.raw[:1].isupper() and not is_in_place) or any(
            not firm_words().isdisjoint(t.forms) for t in around
        )

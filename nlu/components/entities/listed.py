"""Reads goods, clusters, organizations, terms, kinds of contribution and sectors, and decides which meaning holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.phrases import Found, Meaning
from nlu.components.entities.places import Place
from nlu.components.entities.spelling import Writing, words_of
from nlu.components.entities.wordlists import word_list

NEAR = 5
"""Words around an everyday word that decide whether it is a cluster."""

LONGEST_ALONE = 14
"""Words of a message in which a word may still stand alone."""

NEAREST_COUNT = 12
"""Characters between a quantity and the good that it counts."""


@dataclass(frozen=True)
class Thing:
    """A good or service in the text, with the kind of contribution it is."""

    first: int
    end: int
    key: str
    contribution_type: str


@dataclass(frozen=True)
class Listed:
    """Decides among the meanings of listed names. `item_types`: kind of contribution by item."""

    item_types: Mapping[str, str]

    def things(self, found: Sequence[Found]) -> list[Thing]:
        """All goods and services, the longest of overlapping names only, in order."""
        items = [(f, m) for f in found for m in f.meanings[:] if m.kind == "item"]
        items.sort(key=lambda pair: (pair[0].first - pair[0].end, pair[0].first))
        used: set[int] = set()
        things = []
        for name, meaning in items:
            tokens = set(range(name.first, name.end))
            if not tokens & used:
                used |= tokens
                things.append(Thing(name.first, name.end, meaning.value, self.item_types.get(meaning.value, "")))
        return sorted(things, key=lambda thing: thing.first)

    def read(
        self,
        writing: Writing,
        *,
        found: Sequence[Found],
        counted: Sequence[Candidate],
        places: Sequence[Place],
        taken: Taken,
    ) -> list[Candidate]:
        """The listed entities of the text. `counted`: quantities, beside which a word is a good and no cluster."""
        inside_places = frozenset(at for place in places for at in range(place.first, place.end))
        context = _Context(writing, frozenset(quantity.end for quantity in counted), inside_places)
        return [
            Candidate(kind, value, name.start_in(writing), name.end_in(writing))
            for name in found
            if (name.start_in(writing), name.end_in(writing)) not in taken
            for kind, value in self._meant(name, context)
        ]

    def _meant(self, name: Found, context: _Context) -> Iterator[tuple[str, str]]:
        raw = name.text_in(context.writing)
        fit = [meaning for meaning in name.meanings if not meaning.exact or meaning.exact == raw]
        by_kind: dict[str, Meaning] = {}
        for meaning in fit:
            by_kind.setdefault(meaning.kind, meaning)
        if "agency" in by_kind and _is_agency(raw, by_kind["agency"]):
            yield "agency", by_kind["agency"].value
            return
        if "cluster" in by_kind and context.is_cluster(name, raw, is_item="item" in by_kind):
            yield "cluster", by_kind["cluster"].value
            return
        if "term" in by_kind and context.is_term(name, raw, by_kind):
            yield "term", by_kind["term"].value
            return
        if "sector" in by_kind and ("item" not in by_kind or context.is_trade(name)):
            yield "sector", by_kind["sector"].value
        elif not ("item" in by_kind and context.is_where_things_are(name)):
            yield from self._goods(by_kind)

    def _goods(self, by_kind: Mapping[str, Meaning]) -> Iterator[tuple[str, str]]:
        if "contribution_type" in by_kind:
            yield "contribution_type", by_kind["contribution_type"].value
        if "item" in by_kind:
            item = by_kind["item"].value
            if item != "money":
                yield "item", item
            kind = self.item_types.get(item, "")
            if kind in word_list("contribution_types")["from_items"] and "contribution_type" not in by_kind:
                yield "contribution_type", kind
            if item == "money" and "contribution_type" not in by_kind:
                yield "contribution_type", "cash"


def _is_agency(raw: str, meaning: Meaning) -> bool:
    """Short Latin acronyms need capitals; names and known acronyms do not."""
    return bool(meaning.exact) or len(raw) > 3 or raw.isupper() or not raw.isascii()


@dataclass(frozen=True)
class _Context:
    writing: Writing
    counted_ends: frozenset[int]
    inside_places: frozenset[int]

    def is_trade(self, name: Found) -> bool:
        """ "we produce weapons", "our sector is textiles": a word of goods tells the company's trade."""
        return _has(self._near(name, NEAR, 2), "trade_words")

    def is_where_things_are(self, name: Found) -> bool:
        """ "in our warehouse in Izmir": a place of storage, not storage on offer."""
        if self.writing.norms(name.first, name.end) not in _phrases("storage"):
            return False
        return bool(set(self.writing.norms(name.first - 3, name.first)) & _singles("inside_words"))

    def is_cluster(self, name: Found, raw: str, *, is_item: bool) -> bool:
        """Whether a cluster's name means the cluster: an everyday word ("water") only in the right company or alone."""
        if not self._is_among(name, "everyday_clusters"):
            return True
        if self._is_counted(name) or self._is_a_trade(name):
            return False
        if raw.isupper() and len(raw) <= 4:
            return True
        if _has(self.writing.norms(name.end, name.end + 2), "beside") or self._is_alone(name):
            return True
        if self._is_among(name, "places_of_use"):
            return _has(self._near(name, 2, 2), "cluster")
        return _has(self._near(name, NEAR, NEAR), "cluster") or (not is_item and self._after_for(name))

    def is_term(self, name: Found, raw: str, by_kind: Mapping[str, Meaning]) -> bool:
        """Whether a glossary term is meant: everyday words only where their meaning is asked for."""
        if _has(self._near(name, NEAR + 1, NEAR), "definition"):
            return "item" not in by_kind or self._is_alone(name)
        if by_kind.keys() & {"contribution_type", "item", "sector", "company_size"}:
            return False
        if self._is_among(name, "everyday_terms") or len(raw) < 3:
            return False
        return name.end - name.first > 1 or sum(char.isupper() for char in raw) > 1 or not raw.isascii()

    def _near(self, name: Found, before: int, after: int) -> tuple[str, ...]:
        """The words around a name; the name itself as a sign between them."""
        return (
            *self.writing.norms(name.first - before, name.first),
            "|",
            *self.writing.norms(name.end, name.end + after),
        )

    def _is_among(self, name: Found, group: str) -> bool:
        plain = tuple(token.forms[-1] for token in self.writing.tokens[name.first : name.end])
        return self.writing.norms(name.first, name.end) in _phrases(group) or plain in _phrases(group)

    def _is_counted(self, name: Found) -> bool:
        start = self.writing.tokens[name.first].start
        return not self.counted_ends.isdisjoint(range(start - NEAREST_COUNT, start + 1))

    def _is_a_trade(self, name: Found) -> bool:
        """ "a water company": the word tells the company's trade."""
        after = self.writing.norms(name.end, name.end + 2)
        return bool(set(after[:2]) & _singles("trades"))

    def _is_alone(self, name: Found) -> bool:
        if self.writing.size > LONGEST_ALONE:
            return False
        rest = set(range(len(self.writing.tokens))) - set(range(name.first, name.end)) - self.inside_places
        return all(
            self.writing.tokens[at].kind == "sign" or self.writing.words[at] in _singles("fillers") for at in rest
        )

    def _after_for(self, name: Found) -> bool:
        return bool(set(self.writing.norms(name.first - 2, name.first)) & _singles("for_words"))


@lru_cache(maxsize=8)
def _phrases(name: str) -> frozenset[tuple[str, ...]]:
    return frozenset(words_of(str(entry)) for entry in word_list("contexts")[name])


@lru_cache(maxsize=8)
def _singles(name: str) -> frozenset[str]:
    return frozenset(word for entry in word_list("contexts")[name] for word in words_of(str(entry)))


def _has(words: Sequence[str], name: str) -> bool:
    phrases = _phrases(name)
    longest = max(map(len, phrases))
    return any(
        tuple(words[first : first + size]) in phrases
        for first in range(len(words))
        for size in range(1, min(longest, len(words) - first) + 1)
    )

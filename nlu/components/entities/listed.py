"""Reads goods, clusters, organizations, terms, kinds of contribution and sectors, and decides which meaning holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.contexts import Context
from nlu.components.entities.phrases import Found, Meaning
from nlu.components.entities.places.places import Place
from nlu.components.entities.spelling import Writing
from nlu.components.entities.things import STAFF, are_people
from nlu.components.entities.wordlists import word_list

MONEY = "money"
"""The catalogue's entry for money: said alone it is a kind of contribution, never a good."""


@dataclass(frozen=True)
class Listed:
    """Decides among the meanings of listed names. `item_types`: kind of contribution by item."""

    item_types: Mapping[str, str]

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
        context = Context(writing, frozenset(quantity.end for quantity in counted), inside_places)
        told = [
            Candidate(kind, value, name.start_in(writing), name.end_in(writing))
            for name in found
            if (name.start_in(writing), name.end_in(writing)) not in taken
            for kind, value in self._meant(name, context)
        ]
        return [candidate for candidate in told if not _repeats(writing, candidate, told)]

    def _meant(self, name: Found, context: Context) -> Iterator[tuple[str, str]]:
        raw = name.text_in(context.writing)
        if context.is_in_a_place(name):
            return
        is_small = context.is_said_small(name, raw)
        fit = [m for m in name.meanings if m.exact in ("", raw) or (is_small and m.kind == "agency")]
        by_kind: dict[str, Meaning] = {}
        for meaning in fit:
            by_kind.setdefault(meaning.kind, meaning)
        if explained := self._explained(name, by_kind, context):
            yield "term", explained
            return
        if "agency" in by_kind and _is_agency(raw, by_kind["agency"], is_small=is_small):
            yield "agency", by_kind["agency"].value
            return
        if "cluster" in by_kind and context.is_cluster(name, raw, is_item="item" in by_kind):
            yield "cluster", by_kind["cluster"].value
            return
        if "term" in by_kind and context.is_term(name, by_kind["term"], by_kind):
            yield "term", by_kind["term"].value
            return
        if trade := self._trade(name, by_kind, context):
            yield "sector", trade
        elif not ("item" in by_kind and context.is_where_things_are(name)):
            yield from self._goods(name, by_kind, context)
            # "follow-on milk": the goods stand before the trade that they tell, unless a judge knows better.
            if "sector" in by_kind:
                yield "sector", by_kind["sector"].value

    def _explained(self, name: Found, by_kind: Mapping[str, Meaning], context: Context) -> str:
        """The term that an organization's or cluster's name is where its meaning is asked for: "what is UNGM"."""
        terms = word_list("contexts")["terms_of_organizations"]
        told = (terms.get(by_kind[kind].value, "") for kind in ("agency", "cluster") if kind in by_kind)
        return next((term for term in told if term and context.is_explained(name)), "")

    def _trade(self, name: Found, by_kind: Mapping[str, Meaning], context: Context) -> str:
        """The sector that a name tells; a word of goods or of everyday use only beside words for a company."""
        named, made = by_kind.get("sector"), by_kind.get("made_by")
        if named and "item" not in by_kind:
            return named.value
        meaning = named or made
        told = meaning and (context.is_trade(name) or ("item" not in by_kind and context.is_alone(name)))
        return meaning.value if meaning and told else ""

    def _goods(self, name: Found, by_kind: Mapping[str, Meaning], context: Context) -> Iterator[tuple[str, str]]:
        item = (by_kind["item"].value or name.text_in(context.writing)) if "item" in by_kind else ""
        if self.item_types.get(item) == STAFF and context.is_about_a_job(name):
            return
        if item and item != MONEY:
            yield "item", item
        kind = (
            by_kind["contribution_type"].value if "contribution_type" in by_kind else self._kind_of(item, name, context)
        )
        if kind and self._is_meant(kind, name, context):
            yield "contribution_type", kind

    def _kind_of(self, item: str, name: Found, context: Context) -> str:
        """The kind of contribution that an item is besides; people at work are staff where their number is told."""
        if item == MONEY:
            return "cash"
        kind = self.item_types.get(item, "")
        if kind == "pro_bono" and context.is_counted(name) and are_people(context.writing, name.first, name.end):
            return STAFF
        return kind if kind in word_list("contribution_types")["from_items"] else ""

    def _is_meant(self, kind: str, name: Found, context: Context) -> bool:
        if kind == "cash":
            return not context.is_money_for_us(name)
        return kind not in word_list("contribution_types")["offered"] or context.is_offered(name, kind)


def _is_agency(raw: str, meaning: Meaning, *, is_small: bool) -> bool:
    """Short acronyms need capitals ("ВОЗ", not "воз"); names and known acronyms do not."""
    has_case = raw.upper() != raw.casefold()
    return bool(meaning.exact) or len(raw) > 3 or raw.isupper() or is_small or not has_case


def _repeats(writing: Writing, candidate: Candidate, told: Sequence[Candidate]) -> bool:
    """ "grupo de telecomunicaciones (ETC)": a short name right behind the long one."""
    return candidate.entity in ("cluster", "term", "agency") and any(
        other.entity == candidate.entity
        and other.value == candidate.value
        and other.end < candidate.start
        and writing.text[other.end : candidate.start] in (" ", " (")
        for other in told
    )

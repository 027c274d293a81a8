"""From what is likely of each word to what holds of a message: names of companies whole, goods, trades, ways to contribute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.components.entities.candidates import Candidate
from nlu.components.entities.proposal import Proposal
from nlu.components.marks.spans import company_spans
from nlu.components.marks.words import Span, touched

Rows = NDArray[np.float32]

# How likely a word must be what it is taken for; chosen on tests/development (docs/decisions/0013).
_ITEM_HOLDS, _SECTOR_HOLDS, _TYPE_HOLDS = 0.3, 0.45, 0.25
_SECTOR_ALONE, _TYPE_ALONE = 0.5, 0.45

# taxonomy.yml gives it wherever the words "goods" or "in kind" appear.
_BY_ITS_WORDS = "in_kind"


@dataclass(frozen=True)
class Probabilities:
    """Of each word: that a company's name begins there and that it goes on, and for each other mark how likely it is."""

    companies: Rows
    others: Mapping[str, Rows]

    def most(self, name: str, places: Sequence[int]) -> float:
        """The highest among some words."""
        return float(self.others[name][list(places)].max()) if places and name in self.others else 0.0


def judged(proposal: Proposal, words: Sequence[Span], told: Probabilities) -> list[Candidate]:
    """What the lists proposed and the marks confirm, and what only the marks tell."""
    text = proposal.writing.text
    goods = list(_goods_meant(proposal, words, told))
    holding = [
        c
        for c in proposal.candidates
        if _is_never_taken(c, proposal) or _holds(c, touched(words, c.start, c.end), told)
    ]
    holding = [c for c in holding if c.entity != "sector" or not any(_at_the_same_words(c, good) for good in goods)]
    firms = [
        Candidate("company", text[start:end], start, end) for start, end in company_spans(text, words, told.companies)
    ]
    return [*goods, *holding, *firms, *_unlisted(words, told, beside=[*goods, *holding])]


def _is_never_taken(candidate: Candidate, proposal: Proposal) -> bool:
    """What is never taken must never be overlooked: there the lists alone decide."""
    return candidate.entity == "item" and candidate.value in proposal.never_items


def _goods_meant(proposal: Proposal, words: Sequence[Span], told: Probabilities) -> Iterator[Candidate]:
    """Listed goods that are meant as such, though the lists alone took them for a trade ("20 pallets of infant formula")."""
    for name in proposal.names:
        start, end = name.start_in(proposal.writing), name.end_in(proposal.writing)
        places = touched(words, start, end)
        value = next((meaning.value for meaning in name.meanings if meaning.kind == "item" and meaning.value), "")
        trades = [meaning.value for meaning in name.meanings if meaning.kind in ("sector", "made_by")]
        if (
            value
            and trades
            and told.most("item", places) > max(told.most(f"sector {trade}", places) for trade in trades)
        ):
            yield Candidate("item", value, start, end)


def _at_the_same_words(one: Candidate, other: Candidate) -> bool:
    return one.start < other.end and other.start < one.end


def _holds(candidate: Candidate, places: Sequence[int], told: Probabilities) -> bool:
    if candidate.entity == "item":
        return told.most("item", places) >= _ITEM_HOLDS
    if candidate.entity == "sector":
        return told.most(f"sector {candidate.value}", places) >= _SECTOR_HOLDS
    if candidate.entity == "contribution_type" and candidate.value != _BY_ITS_WORDS:
        return told.most(f"contribution_type {candidate.value}", places) >= _TYPE_HOLDS
    return True


def _unlisted(words: Sequence[Span], told: Probabilities, *, beside: Sequence[Candidate]) -> Iterator[Candidate]:
    """Trades and ways to contribute that no list knows, unless the message tells the same elsewhere.

    A good that holds is no trade at the same words.
    """
    known = {(candidate.entity, str(candidate.value)) for candidate in beside}
    goods = [at for c in beside if c.entity == "item" for at in touched(words, c.start, c.end)]
    for name, all_likely in told.others.items():
        entity, _, value = name.partition(" ")
        least = {"sector": _SECTOR_ALONE, "contribution_type": _TYPE_ALONE}.get(entity)
        likely = all_likely.copy()
        if entity == "sector":
            likely[goods] = 0
        if least is None or (entity, value) in known or likely.max() < least:
            continue
        best = int(likely.argmax())
        first, last = best, best
        while first > 0 and likely[first - 1] >= least:
            first -= 1
        while last + 1 < len(words) and likely[last + 1] >= least:
            last += 1
        yield Candidate(entity, value, words[first][0], words[last][1])

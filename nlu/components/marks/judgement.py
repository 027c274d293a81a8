"""From what is likely to what holds of a message: names of companies whole, and of what the lists claim the likeliest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.components.entities.candidates import Candidate
from nlu.components.entities.proposal import Proposal
from nlu.components.marks.claims import Claims
from nlu.components.marks.marked import Mark, meaning_of
from nlu.components.marks.spans import company_spans
from nlu.components.marks.words import Span, touched

Rows = NDArray[np.float32]

# How likely it must be; chosen on messages that were not learnt from (docs/decisions/0013).
_HOLDS = {"item": 0.5, "sector": 0.5, "quantity": 0.5, "contribution_type": 0.4}
_SECTOR_ALONE, _TYPE_ALONE = 0.6, 0.6

# taxonomy.yml gives it wherever the words "goods" or "in kind" appear.
_BY_ITS_WORDS = "in_kind"

# A word is goods or tells a trade, not both.
_EITHER_OR = {"sector": "item"}


@dataclass(frozen=True)
class Probabilities:
    """Of each word: that a company's name begins there and that it goes on, and for each other mark how likely it is.

    `claims`: how likely each claim holds.
    """

    companies: Rows
    others: Mapping[str, Rows]
    claims: Rows

    def of_claim(self, at: int, candidate: Candidate, places: Sequence[int]) -> float:
        """How likely a claim holds, by itself and by what its words are likely to be; these two err on different messages."""
        name = Mark(candidate.entity, meaning_of(candidate.value), candidate.start, candidate.end).name
        itself = float(self.claims[at])
        return (itself + float(self.others[name][list(places)].max())) / 2 if name in self.others else itself


def judged(proposal: Proposal, words: Sequence[Span], claims: Claims, told: Probabilities) -> list[Candidate]:
    """The claims that hold, what nobody needs to judge, and what only the marks tell."""
    text = proposal.writing.text
    holding = list(_likeliest(proposal, words, claims, told))
    weighed = {(c.entity, c.start, c.end) for c in claims.candidates}
    beyond = [c for c in proposal.candidates if (c.entity, c.start, c.end) not in weighed]
    firms = [
        Candidate("company", text[start:end], start, end) for start, end in company_spans(text, words, told.companies)
    ]
    return [*holding, *beyond, *firms, *_unlisted(words, told, beside=holding)]


def _likeliest(proposal: Proposal, words: Sequence[Span], claims: Claims, told: Probabilities) -> Iterator[Candidate]:
    """The claims that are likely enough; of those that cannot hold together the likeliest, of equals the longest."""
    likely = [
        1.0
        if proposed and _needs_no_judge(candidate, proposal)
        else told.of_claim(at, candidate, touched(words, candidate.start, candidate.end))
        for at, (candidate, proposed) in enumerate(zip(claims.candidates, claims.proposed, strict=True))
    ]
    standing: dict[str, set[int]] = defaultdict(set)
    longer = [candidate.end - candidate.start for candidate in claims.candidates]
    for at in sorted(range(len(likely)), key=lambda at: (-likely[at], -longer[at])):
        candidate = claims.candidates[at]
        letters, taken = (
            range(candidate.start, candidate.end),
            standing[_EITHER_OR.get(candidate.entity, candidate.entity)],
        )
        if likely[at] >= _HOLDS[candidate.entity] and taken.isdisjoint(letters):
            taken.update(letters)
            yield candidate


def _needs_no_judge(candidate: Candidate, proposal: Proposal) -> bool:
    """What is never taken must never be overlooked, and goods in kind are told by their words: there the lists alone decide."""
    if candidate.entity == "contribution_type":
        return bool(candidate.value == _BY_ITS_WORDS)
    return candidate.entity == "item" and candidate.value in proposal.never_items


def _unlisted(words: Sequence[Span], told: Probabilities, *, beside: Sequence[Candidate]) -> Iterator[Candidate]:
    """Trades and ways to contribute that no list knows, unless the message tells the same elsewhere.

    A good that holds is no trade at the same words.
    """
    known = {(candidate.entity, str(candidate.value)) for candidate in beside}
    goods = [at for c in beside if c.entity == "item" for at in touched(words, c.start, c.end)]
    for name, all_likely in told.others.items():
        entity, _, value = name.partition(" ")
        least = {"sector": _SECTOR_ALONE, "contribution_type": _TYPE_ALONE}.get(entity)
        if least is None or (entity, value) in known or all_likely.max() < least:
            continue
        likely = all_likely.copy()
        if entity == "sector":
            likely[goods] = 0
        if likely.max() < least:
            continue
        best = int(likely.argmax())
        first, last = best, best
        while first > 0 and likely[first - 1] >= least:
            first -= 1
        while last + 1 < len(words) and likely[last + 1] >= least:
            last += 1
        yield Candidate(entity, value, words[first][0], words[last][1])

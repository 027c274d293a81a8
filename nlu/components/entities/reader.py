"""Reads all entities of a message: each subject proposes, the overlaps are settled, the rest is told with its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from threading import Lock
from typing import Any

from nlu.components.entities.amounts.amounts import quantities
from nlu.components.entities.amounts.company_sizes import company_sizes
from nlu.components.entities.amounts.giving import cash_given, shares_of_sales, sums_of_each_sale, unnamed_sums
from nlu.components.entities.amounts.money import sums_of_money
from nlu.components.entities.amounts.numbers import numbers_in
from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.contact_details import contact_details, local_phones
from nlu.components.entities.current import current
from nlu.components.entities.dates.dates import dates
from nlu.components.entities.dates.years import is_a_year
from nlu.components.entities.listed import Listed
from nlu.components.entities.lists import Lists
from nlu.components.entities.names import Names
from nlu.components.entities.overlaps import resolved, told_once
from nlu.components.entities.places import places
from nlu.components.entities.places.crises import Crises
from nlu.components.entities.proposal import Proposal
from nlu.components.entities.spelling import Writing
from nlu.components.entities.things import counted_goods, packed_goods, things_in
from nlu.components.entities.used_goods import used_goods

LONGEST = 20_000
"""Characters that are read; what stands after them is left unread so that time is bounded."""

OTHER_MONEY = frozenset(("cash", "cause_marketing", "payroll_giving"))
"""Kinds of contribution beside which a sum is not one more of its own."""


@dataclass(frozen=True)
class _Compiled:
    lists: Lists
    names: Names
    listed: Listed
    crises: Crises

    @classmethod
    def of(cls, lists: Lists) -> _Compiled:
        crises = Crises({emergency.key: emergency for emergency in lists.emergencies})
        return cls(lists, Names(lists), Listed(dict(lists.item_types)), crises)


class _Shared:
    """What was compiled last in this process: another model is loaded beside the one that serves, and reads the same names."""

    def __init__(self) -> None:
        self._last: _Compiled | None = None
        self._lock = Lock()

    def of(self, lists: Lists) -> _Compiled:
        """These lists compiled, anew only if they are others than the last."""
        with self._lock:
            if self._last is None or self._last.lists != lists:
                self._last = _Compiled.of(lists)
            return self._last


_shared = _Shared()

Judge = Callable[[Proposal], Sequence[Candidate]]
"""Looks at what is proposed for a message and gives the candidates that hold, and more of its own."""


class EntityReader:
    """Reads the entities of taxonomy's names out of a message; safe in threads.

    Without lists of its own it follows those in force (`use`), and compiles again when their version changes. A `judge` has
    learnt what the lists cannot tell, names of companies first of all (nlu/components/marks); without one all that they propose
    holds, and no company is read.
    """

    def __init__(self, lists: Lists | None = None, *, judge: Judge | None = None) -> None:
        self._own = lists
        self._judge = judge
        self._compiled: _Compiled | None = None
        self._lock = Lock()

    def read(self, text: str, *, language: str = "en", at: datetime | None = None) -> list[dict[str, Any]]:
        """The entities of a text, sorted by `start`.

        `start` and `end` count code points of the text as sent, `end` exclusive; `text` is what stands there.
        `language`: one of the seven, anything else is read as English; `at`: what "tomorrow" is relative to (default now).
        """
        proposal = self.propose(text, language=language, at=at or datetime.now(timezone.utc))
        candidates = self._judge(proposal) if self._judge else proposal.candidates
        return [
            {"entity": c.entity, "value": c.value, "text": text[c.start : c.end], "start": c.start, "end": c.end}
            for c in told_once(resolved(candidates), text)
        ]

    def propose(self, text: str, *, language: str, at: datetime) -> Proposal:
        """What the lists and patterns see in a text, overlaps and all; the judge learns from it, and judges it."""
        return _proposed(self._current(), text[:LONGEST], language=language, at=at)

    def _current(self) -> _Compiled:
        lists = self._own if self._own is not None else current()
        compiled = self._compiled
        if compiled is None or _is_other(compiled.lists, lists):
            with self._lock:
                compiled = self._compiled
                if compiled is None or _is_other(compiled.lists, lists):
                    self._compiled = compiled = _shared.of(lists)
        return compiled


def _is_other(compiled: Lists, lists: Lists) -> bool:
    return compiled is not lists and (not lists.version or compiled.version != lists.version)


def _proposed(compiled: _Compiled, text: str, *, language: str, at: datetime) -> Proposal:
    writing = Writing.of(text, language=language)
    certain = contact_details(text)
    taken = Taken(certain)
    names = compiled.names.find(writing, language=language)
    numbers = [number for number in numbers_in(writing) if (number.start, number.end) not in taken]
    told = dates(writing, numbers=numbers, language=language, at=at, taken=taken)
    taken = taken.with_more(told)
    where = places.places_in(writing, names, taken=taken)
    named = {place.country for place in where if place.country}
    phones = local_phones(text, countries=named, language=language, taken=taken)
    taken = taken.with_more(phones)
    numbers = [
        number for number in numbers if (number.start, number.end) not in taken and not is_a_year(writing, number)
    ]
    money = sums_of_money(writing, numbers=numbers, countries=[place.country for place in where], taken=taken)
    sizes = company_sizes(writing, found=names, numbers=numbers)
    taken = taken.with_more(money)
    known = frozenset(at for name in names for at in range(name.first, name.end))
    things = things_in(writing, names, item_types=compiled.listed.item_types)
    unlisted = list(counted_goods(writing, numbers=numbers, known=known, taken=taken.with_more(sizes)))
    amounts = quantities(writing, numbers=numbers, things=[*things, *unlisted], taken=taken.with_more(sizes))
    goods = [Candidate("item", thing.value, thing.start, thing.start + len(thing.value)) for thing in unlisted]
    goods += packed_goods(writing, amounts=amounts, known=known, taken=taken)
    money += unnamed_sums(writing, numbers=numbers, taken=taken.with_more([*sizes, *amounts]))
    taken = taken.with_more(money)
    listed = compiled.listed.read(writing, found=names, counted=amounts, places=where, taken=taken)
    listed += used_goods(writing, found=names, items=compiled.listed.item_types)
    listed += [*shares_of_sales(writing, numbers=numbers), *sums_of_each_sale(writing, money)]
    if OTHER_MONEY.isdisjoint(told.value for told in listed if told.entity == "contribution_type"):
        listed += cash_given(writing, money)
    crises = compiled.crises.read(writing, found=names, places=where)
    candidates = [
        *certain,
        *phones,
        *told,
        *money,
        *sizes,
        *amounts,
        *crises,
        *listed,
        *goods,
        *places.candidates(writing, where),
    ]
    return Proposal(writing, names, candidates, compiled.listed.item_types, compiled.lists.never_items)

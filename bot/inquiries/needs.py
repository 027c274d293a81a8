"""Needs: which may be shown to a company, and which an offer fits (S17, S63, S108)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.inquiries.directory import cluster_set_of, clusters_in_set
from bot.inquiries.ports import Records
from bot.inquiries.records import Item, Need, Quantity
from bot.inquiries.request import OfferedItem

_USED = re.compile(r"\b(?:used|second[- ]hand|refurbished|pre-owned)\b")
_MEASURES = re.compile(r"(\d+(?:\.\d+)?)\s*(?:m\s*)?[x×]\s*(\d+(?:\.\d+)?)")
"""A length by a width."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a company asks needs for; an empty field does not narrow."""

    country: str = ""
    emergency: str = ""
    cluster: str = ""
    agency: str = ""
    item: str = ""
    category: str = ""
    contribution_type: str = ""


def open_quantity(need: Need) -> float | None:
    """Requested less committed, never below zero; None when the need states no quantity."""
    if need.requested is None:
        return None
    return max(0.0, need.requested.value - (need.committed.value if need.committed else 0.0))


def is_cleared(need: Need, *, day: date) -> bool:
    """Whether a need may be shown, hinted at or counted for a company: public, for business, in date, open (behaviour 2)."""
    return (
        need.is_published
        and need.visibility == "public"
        and need.business == "yes"
        and need.is_valid_on(day)
        and (need.until is None or day <= need.until)
        and open_quantity(need) != 0.0
    )


def is_covered(need: Need, *, day: date) -> bool:
    """A public need for business that is covered or out of date: it may be called closed, no more."""
    return (
        need.is_published and need.visibility == "public" and need.business == "yes" and not is_cleared(need, day=day)
    )


def needs_for(records: Records, wanted: Wanted, *, day: date) -> Sequence[Need]:
    """The cleared needs that match, the most urgent (earliest end) first."""
    found = [
        need for need in records.all(Need) if is_cleared(need, day=day) and _matches(records, need, wanted, day=day)
    ]
    return sorted(found, key=lambda need: (need.until or date.max, need.key))


def closed_needs_for(records: Records, wanted: Wanted, *, day: date) -> Sequence[Need]:
    """The matching needs that may be called covered or closed."""
    return [
        need for need in records.all(Need) if is_covered(need, day=day) and _matches(records, need, wanted, day=day)
    ]


def need_that_fits(records: Records, item: OfferedItem, *, country: str, agency: str, day: date) -> Need | None:
    """The cleared need that an offered item fits: the same item, country and agency as far as they are stated."""
    if not item.item or not country:
        return None
    wanted = Wanted(country=country, agency=agency, item=item.item)
    fitting = (need for need in needs_for(records, wanted, day=day) if takes(need, item.contribution_type))
    return next(fitting, None)


def takes(need: Need, contribution_type: str) -> bool:
    """Whether the need accepts this type of contribution; a need that names none takes any."""
    return not need.contribution_types or contribution_type in need.contribution_types


def exceeds(need: Need, offered: Quantity | None) -> bool:
    """Whether more is offered than is open, where both are counted in the same unit."""
    left = open_quantity(need)
    return bool(
        offered and need.requested and left is not None and offered.unit == need.requested.unit and offered.value > left
    )


def differs_from_spec(need: Need, words: str) -> bool:
    """Whether a company's words contradict the specification: used for new, or other measures ("4 x 5 m" for "4 x 6 m")."""
    spec, said = need.spec.casefold(), words.casefold()
    if _USED.search(said) and re.search(r"\bnew\b", spec) and not _USED.search(spec):
        return True
    asked, told = (set(_MEASURES.findall(text.replace(",", "."))) for text in (spec, said))
    return bool(asked and told and not asked & told)


def _matches(records: Records, need: Need, wanted: Wanted, *, day: date) -> bool:
    return (
        wanted.country in ("", need.country)
        and wanted.emergency in ("", need.emergency)
        and wanted.agency in ("", need.agency)
        and wanted.item in ("", need.item)
        and (not wanted.category or _category(records, need) == wanted.category)
        and (not wanted.contribution_type or takes(need, wanted.contribution_type))
        and (not wanted.cluster or _same_cluster(records, need, wanted.cluster, day=day))
    )


def _same_cluster(records: Records, need: Need, cluster: str, *, day: date) -> bool:
    cluster_set = cluster_set_of(records, country=need.country, day=day)
    wanted, known = (set(clusters_in_set(records, code, cluster_set=cluster_set)) for code in (cluster, need.cluster))
    return need.cluster == cluster or bool(wanted & known)


def _category(records: Records, need: Need) -> str:
    item = records.get(Item, need.item)
    return item.category if item else ""

"""Every record against every other: names that lead nowhere, amounts that cannot be, desks that nobody backs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.inquiries import records as kinds
from bot.inquiries.needs import open_quantity
from bot.inquiries.ports import Records
from bot.inquiries.records import AcceptanceRule, Cluster, Desk, Need, Record

SYSTEM_AGENCY = "UN"
"""Stances of the whole system carry this name; it is no agency of its own."""

LEADS_TO: Mapping[type[Record], Mapping[str, type[Record]]] = {
    kinds.Emergency: {"lead_agency": kinds.Agency},
    kinds.Agency: {"desk": Desk},
    Need: {"agency": kinds.Agency, "emergency": kinds.Emergency, "owner_desk": Desk},
    AcceptanceRule: {"item": kinds.Item},
    kinds.CashChannel: {"emergency": kinds.Emergency, "agency": kinds.Agency},
    kinds.Agreement: {"agency": kinds.Agency, "owner_desk": Desk},
    Desk: {"fallback_desk": Desk, "escalates_to": Desk},
    kinds.DeskMember: {"desk": Desk},
    kinds.Contact: {"agency": kinds.Agency},
    kinds.SectorStance: {"agency": kinds.Agency},
    kinds.SectorContact: {"desk": Desk},
    kinds.RefusalEntry: {"agency": kinds.Agency},
    kinds.EntryPoint: {"desk": Desk},
    kinds.Item: {"rule": AcceptanceRule},
    kinds.RequestRecord: {"desk": Desk},
}
"""Fields that hold the key of another record."""


@dataclass(frozen=True, kw_only=True)
class Inconsistency:
    """One complaint: which record, which field, a sentence."""

    record: Record
    field: str
    sentence: str


def inconsistencies(records: Records) -> Iterator[Inconsistency]:
    """All complaints, kind by kind."""
    for kind, fields in LEADS_TO.items():
        for record in records.all(kind):
            for field, target in fields.items():
                yield from _leads_nowhere(records, record, field, target)
    codes = {cluster.code for cluster in records.all(Cluster)}
    for kind in (Need, kinds.Contact):
        for record in records.all(kind):
            code = getattr(record, "cluster", "")
            if code and code not in codes:
                yield Inconsistency(record=record, field="cluster", sentence=f'there is no cluster "{code}"')
    for need in records.all(Need):
        yield from _of_need(need)
    for rule in records.all(AcceptanceRule):
        yield from _of_rule(records, rule)
    if records.get(Desk, "front") is None and records.all(Desk):
        yield Inconsistency(
            record=records.all(Desk)[0],
            field="key",
            sentence='there is no desk "front", which takes what no other does',
        )


def _leads_nowhere(records: Records, record: Record, field: str, target: type[Record]) -> Iterator[Inconsistency]:
    key = getattr(record, field)
    if key and key != SYSTEM_AGENCY and records.get(target, key) is None:
        yield Inconsistency(record=record, field=field, sentence=f'{field}: there is no record "{key}"')


def _of_need(need: Need) -> Iterator[Inconsistency]:
    """S17: a need says what, how much, until when and who owns it, or it is not published; committed stays within requested."""
    if need.requested and need.committed and need.committed.value > need.requested.value:
        yield Inconsistency(record=need, field="committed", sentence="more is committed than requested")
    if need.requested and open_quantity(need) is None:
        yield Inconsistency(record=need, field="requested", sentence="the open quantity cannot be told")
    if need.visibility == "public" and need.is_published:
        for field in ("item", "owner_desk", "contribution_types", "until"):
            if not getattr(need, field):
                yield Inconsistency(
                    record=need, field=field, sentence=f"a public need must say its {field.replace('_', ' ')} (S17)"
                )


def _of_rule(records: Records, rule: AcceptanceRule) -> Iterator[Inconsistency]:
    layer, _, name = rule.scope.partition(":")
    target = {"agency": kinds.Agency, "emergency": kinds.Emergency}.get(layer)
    if target is not None and records.get(target, name) is None:
        yield Inconsistency(record=rule, field="scope", sentence=f'scope: there is no {layer} "{name}"')
    if rule.is_published and not rule.reason:
        yield Inconsistency(record=rule, field="reason", sentence="a published rule must give its reason")

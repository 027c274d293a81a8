"""Routing: which desk gets a request, who stands behind it, who is informed, by when, and why (S1, S18, S31, S37, S44)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.inquiries import directory
from bot.inquiries.ports import Calendar, Records
from bot.inquiries.records import Agency, Desk, Emergency, Item
from bot.inquiries.screening import screen
from bot.inquiries.service_level import due_at

TOPIC_OF_INTENT = {
    "report_fraud": "fraud",
    "manage_my_data": "data-protection",
    "unsubscribe": "data-protection",
    "media_inquiry": "communications",
    "ask_logo_use": "communications",
    "sell_to_un": "procurement",
}
"""Intents that have a desk of their own, whatever place or agency is named (2.6)."""

SMALL = ("micro", "small")
_COMPACT_INTENTS = ("ask_global_compact",)


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What is known of a message when it is routed; an empty field is not known."""

    intent: str = ""
    agency: str = ""
    cluster: str = ""
    country: str = ""
    emergency: Emergency | None = None
    context: str = ""
    phase: str = ""
    sector: str = ""
    part: str = ""
    company: str = ""
    company_size: str = ""
    language: str = "en"
    items: tuple[str, ...] = ()
    owner_desk: str = ""
    topic: str = ""


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One step of the decision: the rule's name and a sentence for the focal point."""

    rule: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Route:
    """Where a request goes: the desk, back-ups in order, desks to inform, the first reply's moment, the reasons in order."""

    desk: str
    backup: tuple[str, ...]
    cc: tuple[str, ...]
    due: datetime
    restricted: bool
    reasons: tuple[Reason, ...] = field(default_factory=tuple)


def route(records: Records, ask: Ask, *, now: datetime, calendar: Calendar) -> Route:
    """The right desk for an ask: the first rule of `_RULES` that names an existing desk; the front desk last (S2)."""
    reasons: list[Reason] = []
    desk = next(filter(None, (rule(records, ask, now, reasons) for rule in _RULES)), None)
    if desk is None:
        desk = directory.desk_with_key(records, directory.FRONT)
        reasons.append(Reason(rule="front", text="No desk covers this ask; the front desk takes it."))
    screening = screen(records, sector=ask.sector, part=ask.part, company=ask.company)
    cc = _copied(records, ask, desk, screening.informed)
    if screening.informed:
        told = ", ".join(screening.informed)
        reasons.append(
            Reason(rule="sector_contact", text=f"The sector {ask.sector} is sensitive; informed: {told} (S31).")
        )
    return Route(
        desk=desk.key,
        backup=backups(records, desk),
        cc=cc,
        due=due_at(now, working_hours=desk.first_reply_wh, desk=desk, calendar=calendar),
        restricted=desk.restricted == "yes",
        reasons=tuple(reasons),
    )


def _owner(records: Records, ask: Ask, now: datetime, reasons: list[Reason]) -> Desk | None:
    desk = records.get(Desk, ask.owner_desk) if ask.owner_desk else None
    return _because(desk, reasons, "owner", f"{ask.owner_desk} owns the agreement or need that this is about (S50).")


def _topic(records: Records, ask: Ask, now: datetime, reasons: list[Reason]) -> Desk | None:
    topic = ask.topic or TOPIC_OF_INTENT.get(ask.intent, "")
    if not topic:
        return None
    desk = _covering(records, ask, topic=topic) or records.get(Desk, topic)
    return _because(desk, reasons, "topic", f"The ask is about {topic.replace('-', ' ')}, which has a desk of its own.")


def _refugees(records: Records, ask: Ask, now: datetime, reasons: list[Reason]) -> Desk | None:
    context = ask.context or (ask.emergency.context if ask.emergency else "")
    if context != "refugee" or ask.agency not in ("", "UNHCR"):
        return None
    desk = _agency_desk(records, ask, "UNHCR")
    return _because(desk, reasons, "refugee_context", "Clusters do not apply to refugee situations; UNHCR leads there.")


def _agency(records: Records, ask: Ask, now: datetime, reasons: list[Reason]) -> Desk | None:
    if not ask.agency:
        return None
    return _because(_agency_desk(records, ask, ask.agency), reasons, "agency", f"{ask.agency} is named in the ask.")


def _named_cluster(records: Records, ask: Ask, now: datetime, reasons: list[Reason]) -> Desk | None:
    return _cluster_desk(records, ask, ask.cluster, now, reasons) if ask.cluster else None


def _small_local(records: Records, ask: Ask, now: datetime, reasons: list[Reason]) -> Desk | None:
    if ask.company_size not in SMALL or not ask.country:
        return None
    desk = _country_office(records, ask)
    text = f"A {ask.company_size} company asks about {ask.country}: its country office and local network (S44)."
    return _because(desk, reasons, "small_local_company", text)


def _compact(records: Records, ask: Ask, now: datetime, reasons: list[Reason]) -> Desk | None:
    if ask.intent not in _COMPACT_INTENTS:
        return None
    desk = _network(records, ask) or _agency_desk(records, ask, "UNGC")
    return _because(
        desk, reasons, "global_compact", "Questions on the Global Compact go to its local network or office (S20)."
    )


def _item_cluster(records: Records, ask: Ask, now: datetime, reasons: list[Reason]) -> Desk | None:
    known = filter(None, (records.get(Item, key) for key in ask.items))
    code = next((code for item in known for code in item.cluster), "")
    if code:
        reasons.append(Reason(rule="item_cluster", text=f"The things offered are those of the cluster {code}."))
    return _cluster_desk(records, ask, code, now, reasons) if code else None


def _country(records: Records, ask: Ask, now: datetime, reasons: list[Reason]) -> Desk | None:
    if not ask.country:
        return None
    text = f"Only the country {ask.country} is known: its Resident Coordinator's office takes it (S43)."
    return _because(_country_office(records, ask), reasons, "country", text)


def _sector(records: Records, ask: Ask, now: datetime, reasons: list[Reason]) -> Desk | None:
    desk = _covering(records, ask, sector=ask.sector) if ask.sector else None
    return _because(desk, reasons, "sector", f"A desk covers the sector {ask.sector}.")


_RULES: tuple[Callable[[Records, Ask, datetime, list[Reason]], Desk | None], ...] = (
    _owner,
    _topic,
    _refugees,
    _agency,
    _named_cluster,
    _compact,
    _small_local,
    _item_cluster,
    _country,
    _sector,
)
"""In the order of decision."""


def _cluster_desk(records: Records, ask: Ask, code: str, now: datetime, reasons: list[Reason]) -> Desk | None:
    """Country before global (S18); the country's configuration on the day says which clusters there are."""
    if not ask.country:
        return _because(
            _covering(records, ask, cluster=code),
            reasons,
            "global_cluster",
            f"No country is known: the global {code} desk.",
        )
    configured = directory.cluster_set_of(records, country=ask.country, day=now.date())
    if configured == "none":
        text = f"No clusters are activated in {ask.country}: the country's own office takes it."
        return _because(_country_office(records, ask), reasons, "no_clusters", text)
    codes = directory.clusters_in_set(records, code, cluster_set=configured)
    here = next((one for one in codes if _covering(records, ask, cluster=one, country=ask.country)), codes[0])
    if here != code:
        reasons.append(
            Reason(rule="cluster_configuration", text=f"{ask.country} uses {configured}, where {code} is {here}.")
        )
    desk = _covering(records, ask, cluster=here, country=ask.country) or _covering(
        records, ask, cluster=code, country=ask.country
    )
    if desk:
        return _because(
            desk, reasons, "country_cluster", f"The {here} desk of {ask.country} comes before the global one (S18)."
        )
    desk = _covering(records, ask, cluster=here) or _covering(records, ask, cluster=code)
    return _because(desk, reasons, "global_cluster", f"{ask.country} has no {here} desk of its own: the global one.")


def _agency_desk(records: Records, ask: Ask, agency: str) -> Desk | None:
    in_country = _covering(records, ask, agency=agency, country=ask.country) if ask.country else None
    record = records.get(Agency, agency)
    named = records.get(Desk, record.desk) if record and record.desk else None
    return (
        in_country or _covering(records, ask, agency=agency) or named or records.get(Desk, f"agency-{agency.lower()}")
    )


def _country_office(records: Records, ask: Ask) -> Desk | None:
    """The Resident Coordinator's office of the country, known by its key or as the desk that covers the country alone."""
    alone = replace(ask, agency="", cluster="")
    office = records.get(Desk, f"rco-{ask.country.lower()}") or _covering(records, alone, country=ask.country)
    return office or _network(records, ask)


def _network(records: Records, ask: Ask) -> Desk | None:
    """The Global Compact's local network of the country, likewise."""
    if not ask.country:
        return None
    network = records.get(Desk, f"gcln-{ask.country.lower()}")
    return network or _covering(records, ask, agency="UNGC", country=ask.country)


def _covering(records: Records, ask: Ask, **covers: str) -> Desk | None:
    """The desk that covers this, the one that names more of the ask before others; of several the company's language."""
    wanted = {name: value for name, value in covers.items() if value}
    beyond = {"agency": ask.agency, "cluster": ask.cluster, "country": ask.country, "sector": ask.sector}
    ranked = [(_narrowness(desk, wanted, beyond), desk) for desk in records.all(Desk) if desk.status != "withdrawn"]
    best = max((rank for rank, _ in ranked if rank is not None), default=None)
    found = [desk for rank, desk in ranked if rank is not None and rank == best]
    speaking = (desk for desk in found if ask.language == desk.language or _is_spoken(records, desk, ask.language))
    return next(speaking, found[0] if found else None)


def _narrowness(desk: Desk, wanted: Mapping[str, str], beyond: Mapping[str, str]) -> int | None:
    """How much more of the ask a desk names than is wanted; None for a desk that covers something else."""
    stated = {name: value for name, value in vars(desk.covers).items() if value}
    more = {name: value for name, value in stated.items() if name not in wanted}
    fits = all(stated.get(name) == value for name, value in wanted.items())
    return len(more) if fits and all(value == beyond.get(name) for name, value in more.items()) else None


def _is_spoken(records: Records, desk: Desk, language: str) -> bool:
    return any(language in member.languages for member in directory.desk_with_key(records, desk.key).members)


def _because(desk: Desk | None, reasons: list[Reason], rule: str, text: str) -> Desk | None:
    if desk:
        reasons.append(Reason(rule=rule, text=text))
    return desk


def _copied(records: Records, ask: Ask, desk: Desk, informed: Sequence[str]) -> tuple[str, ...]:
    network = _network(records, ask) if ask.company_size in SMALL else None
    local = (network.key,) if network else ()
    return tuple(key for key in dict.fromkeys((*informed, *local)) if key != desk.key)


def backups(records: Records, desk: Desk) -> tuple[str, ...]:
    """The chain of back-up desks, each once, the front desk last (S75)."""
    chain: list[str] = []
    key = desk.fallback_desk
    while key and key not in (*chain, desk.key):
        chain.append(key)
        following = records.get(Desk, key)
        key = following.fallback_desk if following else ""
    tail = [directory.FRONT] if desk.key != directory.FRONT and directory.FRONT not in chain else []
    return tuple(key for key in (*chain, *tail) if records.get(Desk, key))

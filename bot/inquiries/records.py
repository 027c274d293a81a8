"""The kinds of record that people maintain, as values: one dataclass a kind, one field a column.

The form is that of the import files: `KINDS` names each kind as the files do. Every record has a stable key, its
provenance and a publishing status; only what `is_published` may be told to a company.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

Texts = Mapping[str, str]
"""A text by language code."""


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """An amount of something; units as in the entity `quantity` (piece, kg, pallet, ...)."""

    value: float
    unit: str = "piece"


@dataclass(frozen=True, kw_only=True)
class Record:
    """What all records share: key, provenance, publishing status, validity; `note` is internal."""

    key: str
    source_title: str = ""
    source_url: str = ""
    source_kind: str = ""
    checked_on: date | None = None
    review_by: date | None = None
    verified_by: str = ""
    status: str = "published"
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""

    @property
    def is_published(self) -> bool:
        """Only a published record may be quoted to a company."""
        return self.status == "published"

    def is_valid_on(self, day: date) -> bool:
        """Whether the record's own validity covers the day (both ends inclusive)."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, kw_only=True)
class Emergency(Record):
    """A crisis in one country, with its context, phase and mode (S16, S50, S107)."""

    name: str
    aliases: tuple[str, ...] = ()
    country: str
    context: str = "disaster"
    phase: str = "response"
    mode: str = "normal"
    since: date | None = None
    lead_agency: str = ""
    clusters: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ClusterConfiguration(Record):
    """Which cluster set a country uses from one date until another (exclusive)."""

    country: str
    set: str = "none"
    from_: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Cluster(Record):
    """A cluster or area of responsibility of one set, with the words people use for it."""

    set: str
    code: str
    name: Texts = field(default_factory=dict)
    parent: str = ""
    aliases: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    needs: Texts = field(default_factory=dict)
    declines: Texts = field(default_factory=dict)
    replaced_by: tuple[str, ...] = ()
    page: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Agency(Record):
    """A UN entity or named partner organization; the key is its acronym."""

    name: Texts = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    unit: str = ""
    un_entity: str = "yes"
    desk: str = ""
    profile: Texts = field(default_factory=dict)
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Need(Record):
    """What a cluster or agency says it accepts (S17): open = requested - committed."""

    item: str
    country: str
    cluster: str = ""
    agency: str = ""
    emergency: str = ""
    requested: Quantity | None = None
    committed: Quantity | None = None
    delivered: Quantity | None = None
    visibility: str = "internal"
    business: str = "no"
    contribution_types: tuple[str, ...] = ()
    spec: str = ""
    place: str = ""
    until: date | None = None
    owner_desk: str = ""


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """When a rule speaks; an empty field means always."""

    mode: str = ""
    phase: str = ""
    context: str = ""
    agreement: str = ""
    cleared_need: str = ""
    relationship: str = ""


@dataclass(frozen=True, kw_only=True)
class AcceptanceRule(Record):
    """What may be given, by scope: system, or narrower (S14, S50-S54, S121)."""

    scope: str = "system"
    topic: str = ""
    item: str = ""
    category: str = ""
    contribution_type: str = ""
    when: Conditions = field(default_factory=Conditions)
    verdict: str = "person"
    alternative: str = ""
    reason: Texts = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CashChannel(Record):
    """A place where money can be given."""

    name: str
    country: str = ""
    emergency: str = ""
    agency: str = ""
    url: str = ""
    currencies: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ScopeItem:
    """One thing that an agreement covers; an empty field covers everything of the other."""

    contribution_type: str = ""
    item: str = ""
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class ActivationContact:
    """Whom to tell when an agreement is activated; internal."""

    member: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Agreement(Record):
    """A stand-by or other agreement of a company with an agency (S50, S54, S107)."""

    company: str
    aliases: tuple[str, ...] = ()
    agency: str = ""
    type: str = "stand_by"
    scope: tuple[ScopeItem, ...] = ()
    territory: tuple[str, ...] = ("worldwide",)
    valid: tuple[date | None, ...] = (None, None)
    owner_desk: str = ""
    activation_contact: ActivationContact = field(default_factory=ActivationContact)
    company_domain: str = ""


@dataclass(frozen=True, kw_only=True)
class Covers:
    """What a desk answers for; an empty field is no statement."""

    cluster: str = ""
    agency: str = ""
    country: str = ""
    topic: str = ""
    sector: str = ""


@dataclass(frozen=True, kw_only=True)
class Member:
    """A focal point at a desk; personal data, never shown to a company but the name of who replies."""

    key: str
    role: str = "main"
    slack_user: str = ""
    email: str = ""
    name: str = ""
    languages: tuple[str, ...] = ("en",)
    timezone: str = ""
    hours: str = ""


DAILY_LIST = "09:00"
"""When a desk's list of offers kept for later is posted, unless the desk says otherwise."""


@dataclass(frozen=True, kw_only=True)
class Desk(Record):
    """A queue with a Slack channel, members, hours, clock and back-up; clocks in working hours (wh)."""

    name: str = ""
    covers: Covers = field(default_factory=Covers)
    slack: str = ""
    timezone: str = "UTC"
    hours: str = "Mon-Fri 09:00-17:00"
    holidays: str = ""
    members: tuple[Member, ...] = ()
    first_reply_wh: float = 8
    resolve_wh: float = 40
    language: str = "en"
    restricted: str = "no"
    escalates_to: str = ""
    fallback_desk: str = "front"
    held_offers_digest: str = DAILY_LIST


@dataclass(frozen=True, kw_only=True)
class DeskMember(Record):
    """A focal point added to a desk by a record of its own, so that shipped desks stay untouched."""

    desk: str
    role: str = "main"
    slack_user: str = ""
    email: str = ""
    name: str = ""
    languages: tuple[str, ...] = ("en",)
    timezone: str = ""
    hours: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact(Record):
    """A contact detail; only verified and public ones may be told."""

    role: str = "main"
    name: str = ""
    value: str = ""
    cluster: str = ""
    agency: str = ""
    country: str = ""
    region: str = ""
    context: str = ""
    topic: str = ""
    status: str = "unverified"
    visibility: str = "internal"
    owner: str = ""

    @property
    def is_public(self) -> bool:
        """Behaviour rule 5: an unverified or internal contact never reaches a company."""
        return self.status in ("verified", "published") and self.visibility == "public"


@dataclass(frozen=True, kw_only=True)
class SectorStance(Record):
    """An agency's position on a sector in three separate answers (S32)."""

    agency: str
    sector: str
    part: str = ""
    no_partner: str = "not_stated"
    no_funds: str = "not_stated"
    no_dialogue: str = "not_stated"
    stance: str = ""
    public_wording: Texts = field(default_factory=dict)
    source: str = ""
    internal_note: str = ""


@dataclass(frozen=True, kw_only=True)
class SectorContact(Record):
    """The desk that is always informed when a sensitive sector is recognized (S31)."""

    sector: str
    part: str = ""
    desk: str = "front"


@dataclass(frozen=True, kw_only=True)
class RefusalEntry(Record):
    """A company refused by an agency, with evidence; internal, never shown to companies (S27, S123)."""

    company: str
    sector: str = ""
    agency: str = ""
    flags: tuple[str, ...] = ()
    reason_code: str = ""
    evidence: str = ""
    author: str = ""


@dataclass(frozen=True, kw_only=True)
class Company(Record):
    """What is known of a company that wrote before."""

    name: str
    aliases: tuple[str, ...] = ()
    country: str = ""
    sector: str = ""
    size: str = ""
    email: str = ""
    timezone: str = ""
    global_compact: str = ""


@dataclass(frozen=True, kw_only=True)
class Policy(Record):
    """A published policy, of the system or of one agency."""

    layer: str = "system"
    agency: str = ""
    topic: str = ""
    text: Texts = field(default_factory=dict)
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class GlossaryTerm(Record):
    """A term with its names and one plain explanation."""

    term: Texts = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    text: Texts = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Answer(Record):
    """A sentence or answer that companies read; a template whose values come from the rules.

    `cues` are words by language that mark a question as being about this answer among those of its topic.
    """

    topic: str = ""
    text: Texts = field(default_factory=dict)
    cues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    version: int = 1
    owner: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Case(Record):
    """A dated example of a partnership."""

    title: str
    agencies: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    theme: str = ""
    year: str = ""
    text: Texts = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class EntryPoint(Record):
    """The right door for a situation (S71)."""

    situation: str = ""
    door: str = ""
    topic: str = ""
    desk: str = ""
    text: Texts = field(default_factory=dict)
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class EmergencyNumber(Record):
    """A telephone number of an emergency service."""

    country: str
    service: str = "general"
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class Item(Record):
    """A good or service of the catalogue."""

    category: str
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    never: bool = False
    rule: str = ""
    cluster: tuple[str, ...] = ()
    contribution_type: str = "in_kind"


@dataclass(frozen=True, kw_only=True)
class Subscription(Record):
    """A wish to be told when something is needed."""

    email: str
    item: str = ""
    countries: tuple[str, ...] = ()
    cluster: str = ""
    since: date | None = None
    quiet_hours: str = ""


@dataclass(frozen=True, kw_only=True)
class RequestRecord(Record):
    """A request as a record, for tests and migration; the key is its reference."""

    company: str = ""
    email: str = ""
    desk: str = "front"
    status: str = "unclaimed"
    items: tuple[Mapping[str, object], ...] = ()
    created: datetime | None = None
    assignee: str = ""
    language: str = "en"


KINDS: Mapping[str, type[Record]] = {
    "emergencies": Emergency,
    "cluster_configuration": ClusterConfiguration,
    "clusters": Cluster,
    "agencies": Agency,
    "needs": Need,
    "acceptance_rules": AcceptanceRule,
    "cash_channels": CashChannel,
    "agreements": Agreement,
    "desks": Desk,
    "desk_members": DeskMember,
    "contacts": Contact,
    "sector_stances": SectorStance,
    "sector_contacts": SectorContact,
    "refusal_register": RefusalEntry,
    "companies": Company,
    "policies": Policy,
    "glossary": GlossaryTerm,
    "answers": Answer,
    "cases": Case,
    "entry_points": EntryPoint,
    "emergency_numbers": EmergencyNumber,
    "items": Item,
    "subscriptions": Subscription,
    "requests": RequestRecord,
}
"""Every kind by the name that files and folders use, in the order in which they are loaded."""

IMPLICIT_KEYS: Mapping[str, tuple[str, ...]] = {
    "cluster_configuration": ("country", "set", "from"),
    "sector_contacts": ("sector", "part"),
    "emergency_numbers": ("country", "service"),
}
"""Kinds whose key may be left out: it is then made of these fields, joined by a hyphen."""

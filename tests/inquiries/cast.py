"""The small cast of these tests: Blue River Textiles writes, Ana and Joao of the water cluster in Mozambique answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

from bot.inquiries.records import (
    AcceptanceRule,
    Agency,
    Agreement,
    Answer,
    Case,
    CashChannel,
    Cluster,
    ClusterConfiguration,
    Conditions,
    Contact,
    Covers,
    Desk,
    Emergency,
    EmergencyNumber,
    GlossaryTerm,
    Item,
    Member,
    Need,
    Policy,
    Quantity,
    Record,
    RefusalEntry,
    ScopeItem,
    SectorContact,
    SectorStance,
)

MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=timezone.utc)
"""A Monday, eight in the morning in Maputo."""

TODAY = MONDAY.date()
COMPANY = "Blue River Textiles"
COMPANY_EMAIL = "lena@blueriver.example.org"
ANA, JOAO, FATIMA, WANJIRU = "U0ANA", "U0JOAO", "U0FATIMA", "U0WANJIRU"
WATER_MOZ = "cluster-wsh-moz"


def on(hour: float, *, day: int = 0) -> datetime:
    """So many hours after Monday, eight in the morning in Maputo."""
    return MONDAY + timedelta(days=day, hours=hour)


@dataclass
class FakeCalendar:
    """A calendar with the holidays it is told."""

    holidays: set[tuple[str, date]] = field(default_factory=set)

    def is_holiday(self, day: date, *, country: str) -> bool:
        return (country, day) in self.holidays


@dataclass
class FakeWords:
    """A sentence is its key and its values; a key it is told to miss breaks."""

    broken: tuple[str, ...] = ()

    def text(self, key: str, *, language: str, values: Mapping[str, Any] | None = None) -> str:
        if key in self.broken:
            raise LookupError(key)
        return " ".join([f"[{language}:{key}]", *(f"{name}={value}" for name, value in (values or {}).items())])


def member(key: str, slack_user: str, *, role: str = "main", languages: tuple[str, ...] = ("en",)) -> Member:
    name = f"[Demo] {key.title()}"
    return Member(key=key, slack_user=slack_user, name=name, role=role, email=f"{key}@example.org", languages=languages)


def desk(key: str, *, covers: Covers | None = None, **changes: Any) -> Desk:
    plain: dict[str, Any] = {"name": f"[Demo] {key}", "timezone": "Africa/Maputo", "hours": "Mon-Fri 08:00-16:00"}
    return Desk(key=key, covers=covers or Covers(), **{**plain, **changes})


DESKS: tuple[Desk, ...] = (
    desk("front", timezone="Europe/Zurich", hours="Mon-Fri 09:00-17:00", members=(member("fatima", FATIMA),)),
    desk(
        WATER_MOZ,
        covers=Covers(cluster="WSH", country="MOZ"),
        holidays="MZ",
        members=(member("ana", ANA), member("joao", JOAO, role="backup", languages=("en", "pt"))),
        fallback_desk="cluster-wsh",
    ),
    desk("cluster-sls-moz", covers=Covers(cluster="SLS", country="MOZ"), fallback_desk="cluster-sls"),
    desk("cluster-shl-ken", covers=Covers(cluster="SHL", country="KEN"), fallback_desk="cluster-shl"),
    desk("cluster-wsh-ken", covers=Covers(cluster="WSH", country="KEN"), members=(member("wanjiru", WANJIRU),)),
    desk("cluster-wsh", covers=Covers(cluster="WSH"), timezone="Europe/Zurich"),
    desk("cluster-shl", covers=Covers(cluster="SHL"), timezone="Europe/Zurich"),
    desk("cluster-sls", covers=Covers(cluster="SLS"), timezone="Europe/Zurich"),
    desk("cluster-hea", covers=Covers(cluster="HEA"), timezone="Europe/Zurich"),
    desk("agency-wfp", covers=Covers(agency="WFP"), timezone="Europe/Rome"),
    desk("agency-who", covers=Covers(agency="WHO"), timezone="Europe/Zurich"),
    desk("agency-unicef", covers=Covers(agency="UNICEF"), timezone="Europe/Zurich"),
    desk("agency-unhcr", covers=Covers(agency="UNHCR"), timezone="Europe/Zurich"),
    desk("agency-unhcr-jor", covers=Covers(agency="UNHCR", country="JOR"), timezone="Asia/Amman", hours="Sun-Thu 08:00-16:00"),
    desk("agency-ungc", covers=Covers(agency="UNGC"), timezone="America/New_York"),
    *(desk(f"{office}-{country}") for office in ("rco", "gcln") for country in ("moz", "ken", "jor", "tun")),
    desk("fraud", restricted="yes"),
    desk("data-protection", restricted="yes"),
    desk("communications"),
    desk("procurement"),
)  # fmt: skip


def cluster(code: str, *, set: str, replaced_by: tuple[str, ...] = ()) -> Cluster:
    return Cluster(key=f"{set}-{code.lower()}", set=set, code=code, name={"en": code}, replaced_by=replaced_by)


CLUSTERS = (
    *(cluster(code, set="legacy-11") for code in ("WSH", "HEA", "NUT", "PRO", "FSC", "EDU")),
    *(cluster(code, set="legacy-11", replaced_by=("SLS",)) for code in ("SHL", "CCM", "HLP")),
    *(cluster(code, set="legacy-11", replaced_by=("PRO",)) for code in ("CPN", "GBV", "MIN")),
    *(cluster(code, set="legacy-11", replaced_by=("LTC",)) for code in ("LOG", "TEL")),
    *(cluster(code, set="reset-8") for code in ("WSH", "HEA", "NUT", "PRO", "FSC", "EDU", "SLS", "LTC")),
)


def configuration(country: str, set: str, *, from_: date | None = None, until: date | None = None) -> Record:
    return ClusterConfiguration(key=f"{country}-{set}", country=country, set=set, from_=from_, until=until)


CONFIGURATIONS = (
    configuration("MOZ", "legacy-11", from_=date(2019, 3, 1), until=date(2026, 7, 1)),
    configuration("MOZ", "reset-8", from_=date(2026, 7, 1)),
    configuration("KEN", "legacy-11", from_=date(2011, 1, 1)),
    configuration("JOR", "none"),
    configuration("TUN", "none"),
)

EMERGENCIES = (
    Emergency(
        key="moz-cyclone",
        name="[Demo] Cyclone Alda",
        country="MOZ",
        mode="emergency",
        since=date(2026, 11, 12),
        clusters=("WSH", "SLS"),
    ),
    Emergency(key="ken-drought", name="[Demo] Drought in Kenya", country="KEN", phase="preparedness"),
    Emergency(key="jor-refugees", name="[Demo] Refugees in Jordan", country="JOR", context="refugee", lead_agency="UNHCR"),
)  # fmt: skip


def item(key: str, category: str, **changes: Any) -> Item:
    return Item(key=key, category=category, names={"en": (key.replace("_", " "),)}, **changes)


ITEMS = (
    item("blanket", "shelter", cluster=("SHL",)),
    item("tent", "shelter", cluster=("SHL",)),
    item("water_pump", "water", cluster=("WSH",)),
    item("jerrycan", "water", cluster=("WSH",)),
    item("generator", "power"),
    item("infant_formula", "infant_feeding", cluster=("NUT",), never=True, rule="system-no-formula"),
    item("engineer", "staff", contribution_type="staff"),
)


def need(key: str = "wsh-moz-1", **changes: Any) -> Need:
    """A cleared need: 100 pumps for Mozambique of which 60 are open, checked three days ago."""
    plain: dict[str, Any] = {
        "item": "water_pump",
        "country": "MOZ",
        "cluster": "WSH",
        "requested": Quantity(value=100),
        "committed": Quantity(value=40),
        "visibility": "public",
        "business": "yes",
        "contribution_types": ("in_kind",),
        "until": date(2026, 12, 31),
        "owner_desk": WATER_MOZ,
        "checked_on": date(2026, 11, 20),
        "note": "internal: the river gauge in Beira is down",
    }
    return Need(key=key, **{**plain, **changes})


def rule(key: str, **changes: Any) -> AcceptanceRule:
    return AcceptanceRule(key=key, **{"reason": {"en": f"the reason of {key}"}, **changes})


RULES = (
    rule("system-no-formula", item="infant_formula", verdict="never", alternative="Give money to UNICEF."),
    rule(
        "system-emergency",
        when=Conditions(mode="emergency", agreement="no", cleared_need="no"),
        verdict="cash_instead",
        alternative="Give money now.",
    ),
)

CHANNELS = (
    CashChannel(
        key="moz-fund", name="[Demo] Mozambique Fund", country="MOZ", emergency="moz-cyclone", url="https://example.org/moz"
    ),
    CashChannel(key="world-fund", name="[Demo] World Fund", url="https://example.org/world"),
)  # fmt: skip


def agreement(key: str = "harbour-wfp", **changes: Any) -> Agreement:
    """Harbour Line's stand-by agreement with WFP for blankets and transport in Mozambique and Kenya."""
    plain: dict[str, Any] = {
        "company": "[Demo] Harbour Line Ltd",
        "aliases": ("HLL",),
        "agency": "WFP",
        "scope": (ScopeItem(contribution_type="in_kind", item="blanket"), ScopeItem(contribution_type="logistics")),
        "territory": ("MOZ", "KEN"),
        "valid": (date(2025, 1, 1), date(2027, 12, 31)),
        "owner_desk": "agency-wfp",
        "company_domain": "harbourline.example.org",
    }
    return Agreement(key=key, **{**plain, **changes})


AGREEMENTS = (
    agreement(),
    agreement(
        "north-star-wfp",
        company="[Demo] North Star Pumps",
        aliases=(),
        scope=(),
        territory=("worldwide",),
        valid=(date(2020, 1, 1), date(2025, 12, 31)),
        company_domain="northstar.example.org",
    ),
)

AGENCIES = (
    Agency(key="WFP", name={"en": "World Food Programme"}, desk="agency-wfp", profile={"en": "[Demo] WFP and companies."}),
    Agency(key="WHO", name={"en": "World Health Organization"}, desk="agency-who"),
    Agency(key="UNICEF", name={"en": "UNICEF"}, desk="agency-unicef"),
    Agency(key="UNHCR", name={"en": "UNHCR"}, desk="agency-unhcr"),
    Agency(key="UNGC", name={"en": "UN Global Compact"}, desk="agency-ungc"),
    Agency(key="WIPO", name={"en": "World Intellectual Property Organization"}),
)  # fmt: skip

SECTORS = (
    SectorStance(
        key="who-tobacco",
        agency="WHO",
        sector="tobacco",
        no_partner="yes",
        no_funds="yes",
        no_dialogue="yes",
        public_wording={"en": "[Demo] WHO does not work with the tobacco industry."},
        internal_note="internal: letter of 2019",
    ),
    SectorStance(
        key="unicef-tobacco",
        agency="UNICEF",
        sector="tobacco",
        no_partner="yes",
        no_funds="no",
        public_wording={"en": "[Demo] UNICEF has no partnerships with makers of tobacco."},
    ),
    SectorStance(
        key="wfp-alcohol",
        agency="WFP",
        sector="alcohol",
        no_partner="yes",
        status="draft",
        public_wording={"en": "[Demo] a sentence nobody has approved"},
    ),
    SectorContact(key="tobacco", sector="tobacco", desk="agency-who"),
    SectorContact(key="alcohol", sector="alcohol", desk="agency-wfp"),
    SectorContact(key="formula", sector="breast_milk_substitutes", desk="agency-unicef"),
    RefusalEntry(
        key="r1",
        company="[Demo] Grey Leaf Tobacco",
        sector="tobacco",
        agency="WHO",
        reason_code="front_group",
        evidence="https://example.org/e",
        author="ana",
    ),
)

TOPICS_TOLD = (
    "ask_how_to_partner",
    "ask_standby_agreement",
    "ask_due_diligence",
    "ask_how_it_works",
    "ask_logo_use",
    "ask_shipping",
    "ask_global_compact",
    "sell_to_un",
    "ask_job",
    "request_funding",
)

ANSWERS = (
    *(Answer(key=f"{topic}.general", topic=topic, text={"en": f"[Demo] {topic}"}) for topic in TOPICS_TOLD),
    Answer(key="ask_shipping.freight", topic="ask_shipping", text={"en": "[Demo] freight"}, cues={"en": ("who pays",)}),
    Answer(key="cues.destination", topic="cues", cues={"en": ("for", " to", " to the")}),
    Answer(key="cues.agreement", topic="cues", cues={"en": ("our agreement", "have a stand-by agreement")}),
    Answer(key="cues.withdraw", topic="cues", cues={"en": ("withdraw", "cancel our offer")}),
)

FACTS = (
    EmergencyNumber(key="MOZ-general", country="MOZ", value="112"),
    GlossaryTerm(key="cluster", term={"en": "Cluster"}, text={"en": "[Demo] groups that work on one sector"}),
    Case(key="case-1", title="[Demo] Soap for Sofala", agencies=("UNICEF",), year="2024", text={"en": "[Demo] a case"}),
    Policy(key="unicef-partnering", layer="agency", agency="UNICEF", topic="how_to_partner", text={"en": "[Demo] p"}),
    Contact(
        key="wsh-moz",
        cluster="WSH",
        country="MOZ",
        name="[Demo] Water cluster",
        value="wash@example.org",
        status="verified",
        visibility="public",
    ),
    Contact(
        key="hea-moz",
        cluster="HEA",
        country="MOZ",
        name="[Demo] Health cluster",
        value="health@example.org",
        status="unverified",
        visibility="public",
    ),
)  # fmt: skip

WORLD: tuple[Record, ...] = (
    *DESKS,
    *CLUSTERS,
    *CONFIGURATIONS,
    *EMERGENCIES,
    *ITEMS,
    need(),
    *RULES,
    *CHANNELS,
    *AGREEMENTS,
    *AGENCIES,
    *SECTORS,
    *ANSWERS,
    *FACTS,
)

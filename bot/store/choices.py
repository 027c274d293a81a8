"""What a field may say beyond its type: choices, codes, zones, hours. Each check returns a complaint, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pycountry
from email_validator import EmailNotValidError, validate_email

from bot.inquiries import records
from bot.inquiries.request import ITEM_STATES, STATUSES, OfferedItem
from bot.inquiries.service_level import HoursNotUnderstood, week_of

Check = Callable[[Any], str]
"""Takes a value of the right type; returns what is wrong with it, or ""."""

LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru", "pt")
CLUSTERS = (
    "CCM",
    "ERY",
    "EDU",
    "TEL",
    "FSC",
    "HEA",
    "LOG",
    "NUT",
    "PRO",
    "CPN",
    "GBV",
    "HLP",
    "MIN",
    "SHL",
    "WSH",
    "SLS",
    "LTC",
)
CONTRIBUTION_TYPES = (
    "cash",
    "in_kind",
    "pro_bono",
    "staff",
    "logistics",
    "technology",
    "data",
    "advocacy",
    "cause_marketing",
    "payroll_giving",
    "investment",
    "sponsorship",
)
SECTORS = (
    "tobacco",
    "alcohol",
    "arms",
    "gambling",
    "breast_milk_substitutes",
    "pornography",
    "fossil_fuels",
    "mining",
    "food_beverage",
    "pharmaceutical",
    "logistics",
    "telecom",
    "technology",
    "finance",
    "insurance",
    "hospitality",
    "fashion",
    "construction",
    "energy",
    "water",
    "education",
    "agriculture",
    "media",
    "retail",
    "other",
)
PUBLISHING = ("draft", "review", "published", "withdrawn")
CONTACT_STATUSES = ("verified", "unverified", *PUBLISHING)
CONTEXTS = ("disaster", "conflict_idp", "refugee", "development")
PHASES = ("preparedness", "response", "recovery", "development")
MODES = ("normal", "emergency")
STANCES = ("yes", "no", "not_stated", "case_by_case")
VERDICTS = ("yes", "agreement_only", "cash_instead", "never", "person")
VISIBILITIES = ("public", "internal")
YES_NO = ("yes", "no")
WORLDWIDE = "worldwide"

_REFERENCE = re.compile(r"FP-\d{4}-\d{5,}")
_KEY = re.compile(r"[^\s\x00-\x1f\x7f]{1,200}")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_SCOPES = ("agency", "cluster", "country", "emergency")
_USER_ASSIGNED = ("XKX",)


def one_of(*choices: str) -> Check:
    """One of these words."""

    def check(value: str) -> str:
        return "" if value in choices else f'"{value}" is not one of {", ".join(choices)}'

    return check


def maybe(check: Check) -> Check:
    """Empty, or what the check allows."""
    return lambda value: check(value) if value else ""


def each(check: Check) -> Check:
    """A list of what the check allows."""

    def check_all(values: Iterable[Any]) -> str:
        return "; ".join(filter(None, map(check, values)))

    return check_all


def country(value: str) -> str:
    """An ISO 3166-1 alpha-3 code."""
    return "" if value in _countries(3) else f'"{value}" is not a country code of three letters (ISO 3166-1 alpha-3)'


def holiday_country(value: str) -> str:
    """An ISO 3166-1 code of two letters, as calendars of holidays use."""
    return "" if value in _countries(2) else f'"{value}" is not a country code of two letters (ISO 3166-1 alpha-2)'


def territory(value: str) -> str:
    """A country, or worldwide."""
    return "" if value == WORLDWIDE else country(value)


def currency(value: str) -> str:
    """An ISO 4217 code."""
    return "" if value in _currencies() else f'"{value}" is not a currency code (ISO 4217)'


def zone(value: str) -> str:
    """A time zone of the IANA database."""
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        return f'"{value}" is not a time zone; write one such as Africa/Nairobi'
    return ""


def hours(value: str) -> str:
    """Working hours, as bot.inquiries.service_level reads them."""
    try:
        week_of(value)
    except HoursNotUnderstood as error:
        return f'"{value}" cannot be read; {str(error)[0].lower()}{str(error)[1:].rstrip(".")}'
    return ""


def clock(value: str) -> str:
    """A time of day."""
    return "" if _CLOCK.fullmatch(value) else f'"{value}" is not a time of day such as 09:00'


def email(value: str) -> str:
    """An e-mail address; whether it exists is not asked."""
    try:
        validate_email(value, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return "this is not an e-mail address"
    return ""


def address(value: str) -> str:
    """A web address."""
    return "" if re.fullmatch(r"https?://\S+", value) else f'"{value}" is not a web address that begins with https://'


def key(value: str) -> str:
    """A record's key: anything without spaces and control characters, up to 200 characters."""
    if not value:
        return "the key is empty"
    return "" if _KEY.fullmatch(value) else f'"{value}" holds a space or is too long for a key'


def reference(value: str) -> str:
    """A request's reference."""
    return "" if _REFERENCE.fullmatch(value) else f'"{value}" is not a reference such as FP-2026-00412'


def scope(value: str) -> str:
    """The scope of a rule: system, or one agency, cluster, country or emergency."""
    kind, _, name = value.partition(":")
    if value == "system" or (kind in _SCOPES and name):
        named: Mapping[str, Check] = {"cluster": one_of(*CLUSTERS), "country": country}
        return named.get(kind, _fine)(name)
    return f'"{value}" is not a scope; write system, agency:X, cluster:X, country:X or emergency:KEY'


def period(value: tuple[date | None, ...]) -> str:
    """Two dates, either may be open, in order."""
    if len(value) != 2:
        return "write two dates, [from, until]; either may be null"
    start, end = value
    return "it ends before it begins" if start and end and end < start else ""


def languages(value: Mapping[str, Any]) -> str:
    """Texts by codes of our seven languages."""
    unknown = [code for code in value if code not in LANGUAGES]
    return f"{', '.join(unknown)} is not one of the languages {', '.join(LANGUAGES)}" if unknown else ""


def positive(value: float) -> str:
    """A number above zero."""
    return "" if value > 0 else f"{value:g} is not above zero"


def not_negative(value: float) -> str:
    """Zero or more."""
    return "" if value >= 0 else f"{value:g} is below zero"


def _fine(value: Any) -> str:
    return ""


@cache
def _countries(letters: int) -> frozenset[str]:
    codes = {getattr(known, f"alpha_{letters}") for known in pycountry.countries}
    return frozenset(codes | (set(_USER_ASSIGNED) if letters == 3 else {"XK"}))


@cache
def _currencies() -> frozenset[str]:
    return frozenset(known.alpha_3 for known in pycountry.currencies)


YES_NO_FIELDS = ("business", "restricted", "un_entity")
"""Fields that say yes or no as words; true and false are understood, too."""

BY_NAME: Mapping[str, Check] = {
    "agreement": _fine,
    "business": one_of(*YES_NO),
    "cluster": maybe(one_of(*CLUSTERS)),
    "clusters": each(one_of(*CLUSTERS)),
    "context": maybe(one_of(*CONTEXTS)),
    "contribution_type": maybe(one_of(*CONTRIBUTION_TYPES)),
    "contribution_types": each(one_of(*CONTRIBUTION_TYPES)),
    "countries": each(country),
    "country": maybe(country),
    "currencies": each(currency),
    "email": maybe(email),
    "first_reply_wh": positive,
    "held_offers_digest": maybe(clock),
    "holidays": maybe(holiday_country),
    "hours": maybe(hours),
    "key": key,
    "language": one_of(*LANGUAGES),
    "languages": each(one_of(*LANGUAGES)),
    "mode": maybe(one_of(*MODES)),
    "no_dialogue": one_of(*STANCES),
    "no_funds": one_of(*STANCES),
    "no_partner": one_of(*STANCES),
    "page": maybe(address),
    "phase": maybe(one_of(*PHASES)),
    "resolve_wh": positive,
    "restricted": one_of(*YES_NO),
    "sector": maybe(one_of(*SECTORS)),
    "size": maybe(one_of("micro", "small", "medium", "large")),
    "source_url": maybe(address),
    "status": one_of(*PUBLISHING),
    "territory": each(territory),
    "timezone": maybe(zone),
    "un_entity": one_of(*YES_NO),
    "url": maybe(address),
    "valid": period,
    "verdict": one_of(*VERDICTS),
    "visibility": one_of(*VISIBILITIES),
}
"""The check of a field by its name, wherever it means the same."""

BY_FIELD: Mapping[tuple[type, str], Check] = {
    (records.Quantity, "value"): not_negative,
    (records.Emergency, "country"): country,
    (records.Emergency, "context"): one_of(*CONTEXTS),
    (records.Emergency, "phase"): one_of(*PHASES),
    (records.Emergency, "mode"): one_of(*MODES),
    (records.ClusterConfiguration, "country"): country,
    (records.ClusterConfiguration, "set"): one_of("legacy-11", "reset-8", "none"),
    (records.Cluster, "set"): one_of("legacy-11", "reset-8"),
    (records.Cluster, "code"): one_of(*CLUSTERS),
    (records.Cluster, "parent"): maybe(one_of(*CLUSTERS)),
    (records.Cluster, "replaced_by"): each(one_of(*CLUSTERS)),
    (records.Need, "country"): country,
    (records.AcceptanceRule, "scope"): scope,
    (records.Desk, "timezone"): zone,
    (records.Desk, "hours"): hours,
    (records.Member, "role"): one_of("main", "backup"),
    (records.DeskMember, "role"): one_of("main", "backup"),
    (records.Contact, "status"): one_of(*CONTACT_STATUSES),
    (records.SectorStance, "sector"): one_of(*SECTORS),
    (records.SectorContact, "sector"): one_of(*SECTORS),
    (records.Policy, "layer"): one_of("system", "agency"),
    (records.EmergencyNumber, "country"): country,
    (records.Item, "cluster"): each(one_of(*CLUSTERS)),
    (records.Subscription, "email"): email,
    (records.RequestRecord, "key"): reference,
    (records.RequestRecord, "status"): one_of(*STATUSES),
    (OfferedItem, "state"): one_of(*ITEM_STATES),
    (OfferedItem, "country"): _fine,
}
"""The checks that hold for one kind alone; they come before those by name."""


def check_of(owner: type, name: str) -> Check | None:
    """The check of a field, or None when its type says it all."""
    return BY_FIELD.get((owner, name)) or BY_NAME.get(name)

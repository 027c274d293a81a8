"""The published sentences, filled in: answers are records, so an edit is what the next company reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import pycountry
from babel import Locale
from babel.dates import format_date, format_datetime, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_decimal
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.inquiries.errors import UnknownRecord
from bot.inquiries.ports import Records
from bot.inquiries.records import Agency, Answer, Cluster, Desk, Emergency, Item

FALLBACK = "en"

LOCALES = {"en": "en_GB"}
"""English is written as the world writes days: 24 November 2026."""


class AnswerBroken(UnknownRecord):
    """An answer's text cannot be filled in; look at its placeholders."""


@dataclass(frozen=True)
class RecordWords:
    """Answers out of the records, in the company's language or else in English.

    `system` holds the few sentences that must be sayable when the records cannot be read: {key: {language: text}}.
    """

    records: Callable[[], Records]
    system: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def text(self, key: str, *, language: str, values: Mapping[str, Any] | None = None) -> str:
        """The answer with its values; raises UnknownRecord when it is not published, AnswerBroken when it cannot be filled."""
        return self.say(key, language=language, values=values)[0]

    def say(self, key: str, *, language: str, values: Mapping[str, Any] | None = None) -> tuple[str, str]:
        """The answer and the language it is in: the one asked for, or English where it is not written yet."""
        texts = self._texts(key)
        spoken = language if language in texts else FALLBACK
        template = _environment(spoken).from_string(texts[spoken])
        try:
            return template.render(**(values or {}), **self._names(spoken)).strip(), spoken
        except TemplateError as error:
            raise AnswerBroken(f'The answer "{key}" cannot be filled in ({spoken}): {error}.') from error

    def has(self, key: str) -> bool:
        """Whether there is a published answer under this key."""
        answer = self.records().get(Answer, key)
        return key in self.system or (answer is not None and answer.is_published)

    def _texts(self, key: str) -> Mapping[str, str]:
        if key in self.system:
            return self.system[key]
        answer = self.records().get(Answer, key)
        if answer is None or not answer.is_published or FALLBACK not in answer.text:
            raise UnknownRecord(f'There is no published answer "{key}"; add it to the records of answers.')
        return answer.text

    def _names(self, language: str) -> dict[str, Any]:
        """Functions by which an answer names records in its language."""
        return {
            "cluster_name": lambda code: self._cluster_name(code, language),
            "agency_name": lambda key: _in_language(self._field(Agency, key, "name"), language) or key,
            "item_name": lambda key: self._item_name(key, language),
            "emergency_name": lambda key: self._field(Emergency, key, "name") or key,
            "desk_name": lambda key: self._field(Desk, key, "name") or key,
        }

    def _field(self, kind: type[Any], key: str, name: str) -> Any:
        record = self.records().get(kind, key) if key else None
        return getattr(record, name) if record else None

    def _cluster_name(self, code: str, language: str) -> str:
        named = (cluster for cluster in self.records().all(Cluster) if cluster.code == code and cluster.name)
        return next((_in_language(cluster.name, language) for cluster in named), code)

    def _item_name(self, key: str, language: str) -> str:
        names = self._field(Item, key, "names") or {}
        known = names.get(language) or names.get(FALLBACK) or (key.replace("_", " "),)
        return str(known[0])


def _in_language(texts: Mapping[str, str] | None, language: str) -> str:
    return (texts or {}).get(language) or (texts or {}).get(FALLBACK) or ""


@lru_cache(maxsize=16)
def _environment(language: str) -> ImmutableSandboxedEnvironment:
    """Templates that administrators edit run in a sandbox."""
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(template_filters(language))
    return environment


def template_filters(language: str) -> dict[str, Any]:
    """The filters that write places, days, moments and numbers in a language."""
    locale = _locale(language)
    return {
        "country": lambda code: country_name(code, language=language),
        "day": lambda value: format_date(date.fromisoformat(str(value)[:10]), format="long", locale=locale),
        "moment": lambda value, zone="": moment(value, zone=zone, language=language),
        "number": lambda value: format_decimal(value, locale=locale),
        "listed": lambda values, style="standard": format_list(list(values), style=style, locale=locale),
        "told": lambda texts: _in_language(texts, language),
    }


def _locale(language: str) -> Locale:
    return Locale.parse(LOCALES.get(language, language))


def country_name(code: str, *, language: str) -> str:
    """A country's name in a language, by its ISO 3166 alpha-3 code; the code itself when it has no name."""
    country = pycountry.countries.get(alpha_3=code) if code else None
    name = _locale(language).territories.get(country.alpha_2) if country else None
    return str(name or (country.name if country else code))


def moment(value: str | datetime, *, zone: str, language: str) -> str:
    """A promise as a named moment in a named zone: "Tuesday, 24 November 2026, 16:00 (Geneva time)"."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    locale = _locale(language)
    local = at.astimezone(ZoneInfo(zone)) if zone else at
    day = format_date(local.date(), format="full", locale=locale)
    hour = format_datetime(local, format="HH:mm", locale=locale)
    place = get_timezone_location(zone, locale=locale, return_city=True) if zone else "UTC"
    return f"{day}, {hour} ({place})"

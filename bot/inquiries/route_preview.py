"""Where an ask would go, out of an intent and entities alone; nothing is opened (the routing simulator)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.inquiries import directory
from bot.inquiries.inquiry import Heard
from bot.inquiries.ports import Calendar, Records
from bot.inquiries.records import Emergency
from bot.inquiries.routing import Ask, Route, route


def routed(
    records: Records,
    *,
    intent: str,
    entities: Sequence[Mapping[str, Any]],
    context: str,
    phase: str,
    company_size: str,
    language: str,
    now: datetime,
    calendar: Calendar,
) -> Route:
    """The route of an ask whose entities are those of the interface `parse`."""
    heard = Heard(intent=intent, entities=tuple(entities), language=language)
    crisis = records.get(Emergency, heard.first("crisis")) if heard.first("crisis") else None
    country = heard.topical().get("country", "") or (crisis.country if crisis else "")
    ask = Ask(
        intent=intent,
        agency=heard.first("agency"),
        cluster=heard.first("cluster"),
        country=country,
        emergency=crisis or (directory.emergency_in(records, country=country, day=now.date()) if country else None),
        context=context,
        phase=phase,
        sector=heard.first("sector"),
        company=heard.first("company"),
        company_size=company_size or heard.first("company_size"),
        language=language,
        items=tuple(str(item) for item in heard.values("item")),
    )
    return route(records, ask, now=now, calendar=calendar)

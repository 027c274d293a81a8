"""`parse`, `reply` and `route`: what a message means, what it is answered, where it would go."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from bot.calendars import ClockNotUnderstood, aware
from bot.commands.lines import LineRefused, answer_lines, clean, text_of

if TYPE_CHECKING:
    from bot.assistant.turns import Assistant
    from bot.wiring import House


FIRST_YEAR, LAST_YEAR = 1970, 9000
NO_TIME = f'"at" is not an ISO time of the years {FIRST_YEAR} to {LAST_YEAR}, such as 2026-11-23T09:00:00+01:00.'


@click.command()
def parse() -> None:
    """What messages mean: JSON lines {"id", "text", "at"?} in, JSON lines out; touches no conversation."""
    from bot.settings import prepared
    from bot.wiring import House, build_assistant

    house = House(prepared())
    assistant = build_assistant(house)

    def answer(line: Mapping[str, Any]) -> Mapping[str, Any]:
        at = _at(line, house)
        return {"id": line["id"], **assistant.understood(clean(line["text"]), at=at)}

    answer_lines(answer, named_by="id", needs=("text",))


@click.command()
def reply() -> None:
    """Full turns: JSON lines {"conversation", "text", "at"?, "payload"?} in, JSON lines out, kept in the database."""
    from bot.assistant.outcomes import interface_of
    from bot.settings import prepared
    from bot.wiring import House, build_assistant

    house = House(prepared())
    assistant = build_assistant(house)
    loop = asyncio.new_event_loop()

    def answer(line: Mapping[str, Any]) -> Mapping[str, Any]:
        at = _at(line, house)
        payload = text_of(line, "payload") or None
        address = clean(str(line["conversation"]))
        conversation = house.open_conversation(channel="batch", address=address, at=at)
        turn = assistant.say(conversation=conversation, text=clean(line["text"]), at=at, payload=payload)
        return {**interface_of(loop.run_until_complete(turn)), "conversation": line["conversation"]}

    try:
        answer_lines(answer, named_by="conversation", needs=("text",))
    finally:
        loop.close()


@click.command()
def route() -> None:
    """Where a request would go and why: JSON lines {"id", "text"} or {"id", "intent", "entities", ...}; nothing is stored."""
    from bot.settings import prepared
    from bot.wiring import House, build_assistant

    house = House(prepared())
    house.works()
    loaded: list[Assistant] = []

    def answer(line: Mapping[str, Any]) -> Mapping[str, Any]:
        at = _at(line, house)
        if line.get("intent") is not None:
            return {"id": line["id"], **_routed(house, line, intent=text_of(line, "intent"), at=at)}
        if not isinstance(line.get("text"), str):
            raise LineRefused('it needs "text", or "intent" with "entities".')
        if not loaded:
            loaded.append(build_assistant(house))
        understood = loaded[0].understood(clean(line["text"]), at=at)
        facts = {**line, "entities": understood["entities"], "language": understood["language"]}
        return {"id": line["id"], **_routed(house, facts, intent=understood["intent"]["name"], at=at)}

    answer_lines(answer, named_by="id")


def _routed(house: House, line: Mapping[str, Any], *, intent: str, at: datetime) -> dict[str, Any]:
    from bot.inquiries.asks.verbs import ASKS, TURNS
    from bot.inquiries.route_preview import routed

    if intent not in (*ASKS, *TURNS, "inform"):
        raise LineRefused("there is no such intent; domain/domain.yml lists them.")
    with house.works() as work:
        found = routed(
            work.records,
            intent=intent,
            entities=_entities(line),
            context=text_of(line, "context"),
            phase=text_of(line, "phase"),
            company_size=text_of(line, "company_size"),
            language=text_of(line, "language") or "en",
            now=at,
            calendar=house.calendar,
        )
    return {**asdict(found), "due": found.due.isoformat()}


def _entities(line: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    entities = line.get("entities") or []
    if not isinstance(entities, list) or not all(
        isinstance(e, dict) and isinstance(e.get("entity"), str) and "value" in e for e in entities
    ):
        raise LineRefused('"entities" is a list of objects with "entity" and "value".')
    return entities


def _at(line: Mapping[str, Any], house: House) -> datetime:
    given = line.get("at")
    if given is None:
        return house.clock()
    if not isinstance(given, str):
        raise LineRefused(NO_TIME)
    try:
        at = aware(given).astimezone(ZoneInfo("UTC"))
    except (ClockNotUnderstood, OverflowError) as error:
        raise LineRefused(NO_TIME) from error
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise LineRefused(NO_TIME)
    return at

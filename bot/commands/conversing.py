"""`parse`, `reply` and `route`: what a message means, what it is answered, where it would go."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from bot.calendars import aware
from bot.commands.lines import LineRefused, answer_lines, clean

if TYPE_CHECKING:
    from bot.assistant.turns import Assistant
    from bot.wiring import House


@click.command()
def parse() -> None:
    """What messages mean: JSON lines {"id", "text", "at"?} in, JSON lines out; touches no conversation."""
    from bot.settings import from_environment
    from bot.wiring import House, build_assistant

    house = House(from_environment())
    assistant = build_assistant(house)

    def answer(line: Mapping[str, Any]) -> Mapping[str, Any]:
        at = _at(line, house)
        return {"id": line["id"], **assistant.understood(clean(line["text"]), at=at)}

    answer_lines(answer, needs=("id", "text"))


@click.command()
def reply() -> None:
    """Full turns: JSON lines {"conversation", "text", "at"?, "payload"?} in, JSON lines out, kept in the database."""
    from bot.assistant.outcomes import interface_of
    from bot.settings import from_environment
    from bot.wiring import House, build_assistant

    house = House(from_environment())
    assistant = build_assistant(house)
    loop = asyncio.new_event_loop()

    def answer(line: Mapping[str, Any]) -> Mapping[str, Any]:
        at = _at(line, house)
        conversation = house.open_conversation(channel="batch", address=line["conversation"], at=at)
        payload = line.get("payload") or None
        turn = assistant.say(conversation=conversation, text=clean(line["text"]), at=at, payload=payload)
        return {**interface_of(loop.run_until_complete(turn)), "conversation": line["conversation"]}

    try:
        answer_lines(answer, needs=("conversation", "text"))
    finally:
        loop.close()


@click.command()
def route() -> None:
    """Where a request would go and why: JSON lines {"id", "text"} or {"id", "intent", "entities", ...}; nothing is stored."""
    from bot.settings import from_environment
    from bot.wiring import House, build_assistant

    house = House(from_environment())
    loaded: list[Assistant] = []

    def answer(line: Mapping[str, Any]) -> Mapping[str, Any]:
        at = _at(line, house)
        if "intent" in line:
            return {"id": line["id"], **_routed(house, line, intent=str(line["intent"]), at=at)}
        if not isinstance(line.get("text"), str):
            raise LineRefused('it needs "text", or "intent" with "entities".')
        if not loaded:
            loaded.append(build_assistant(house))
        understood = loaded[0].understood(clean(line["text"]), at=at)
        facts = {**line, "entities": understood["entities"], "language": understood["language"]}
        return {"id": line["id"], **_routed(house, facts, intent=understood["intent"]["name"], at=at)}

    answer_lines(answer, needs=("id",))


def _routed(house: House, line: Mapping[str, Any], *, intent: str, at: datetime) -> dict[str, Any]:
    from bot.inquiries.route_preview import routed

    entities = line.get("entities") or []
    if not isinstance(entities, list) or not all(
        isinstance(e, dict) and "entity" in e and "value" in e for e in entities
    ):
        raise LineRefused('"entities" is a list of objects with "entity" and "value".')
    with house.works() as work:
        found = routed(
            work.records,
            intent=intent,
            entities=entities,
            context=str(line.get("context") or ""),
            phase=str(line.get("phase") or ""),
            company_size=str(line.get("company_size") or ""),
            language=str(line.get("language") or "en"),
            now=at,
            calendar=house.calendar,
        )
    return {**asdict(found), "due": found.due.isoformat()}


def _at(line: Mapping[str, Any], house: House) -> datetime:
    given = line.get("at")
    if given is None:
        return house.clock()
    if not isinstance(given, str):
        raise LineRefused('"at" is not an ISO time.')
    return aware(given).astimezone(ZoneInfo("UTC"))

"""Where goods are and where they go are two places: which of the places in a message is which (behaviour, order of rules)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class Emergencies(Protocol):
    """Tells whether a country has an emergency on record."""

    def __call__(self, country: str) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Places:
    """`located`: where things are, as written; `country`: where they are to go (ISO3)."""

    located: str = ""
    country: str = ""


def places_heard(
    entities: Sequence[Mapping[str, Any]],
    *,
    text: str,
    expected: str,
    destination_words: Sequence[str],
    has_emergency: Emergencies,
) -> Places:
    """Tell the two places apart: after "for" and the like, in a crisis or with an emergency, it is the destination.

    `destination_words` are those of the message's language, from the records of words. A place that is neither answers
    what was `expected`: "country" (where to) or "located" (where from).
    """
    places = [heard for heard in entities if heard["entity"] == "place"]
    countries = [heard for heard in entities if heard["entity"] == "country"]
    sent_to = countries_heard(entities)
    crises = [heard for heard in entities if heard["entity"] == "crisis"]
    goal = next((c for c in sent_to if _follows(c, text, destination_words)), None)
    goal = goal or next((c for c in sent_to if any(_within(c, crisis) for crisis in crises)), None)
    goal = goal or next((c for c in countries if has_emergency(str(c["value"]))), None)
    if goal is None and expected == "country" and countries:
        goal = countries[0]
    is_bare = expected == "located"
    here = next((p for p in places if not goal or _is_elsewhere(p, goal, text, destination_words, is_bare)), None)
    there = next((c for c in countries if goal is None or c["value"] != goal["value"]), None)
    located = str(here["text"]) if here else str(there["text"]) if there else ""
    return Places(located=located, country=str(goal["value"]) if goal else "")


def countries_heard(entities: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The countries of a message, those too that only a part of them tells ("northern Mozambique", "Gaza"), in order."""
    told = [heard for heard in entities if heard["entity"] == "country"]
    parts = [heard for heard in entities if heard["entity"] == "place" and (heard["value"] or {}).get("country")]
    implied = [
        {**part, "entity": "country", "value": part["value"]["country"]}
        for part in parts
        if not any(_within(country, part) or _within(part, country) for country in told)
    ]
    return sorted([*told, *implied], key=lambda heard: int(heard["start"]))


def _is_elsewhere(
    place: Mapping[str, Any], goal: Mapping[str, Any], text: str, words: Sequence[str], is_bare: bool
) -> bool:
    """Whether a place is where things are: in another country, or one to which no word sends them.

    The city alone ("tents in Nairobi") tells both where `is_bare` says that a bare place tells where things are.
    """
    if (place["value"] or {}).get("country") != goal["value"]:
        return True
    after_goal = " " * int(goal["end"]) + text[int(goal["end"]) :]
    if _follows(place, after_goal if goal["end"] <= place["start"] else text, words):
        return False
    return is_bare if _within(goal, place) else _follows(goal, text, words)


def _within(inner: Mapping[str, Any], outer: Mapping[str, Any]) -> bool:
    return int(outer["start"]) <= int(inner["start"]) and int(inner["end"]) <= int(outer["end"])


def _follows(heard: Mapping[str, Any], text: str, words: Sequence[str]) -> bool:
    before = text[max(0, int(heard["start"]) - 40) : int(heard["start"])].casefold().rstrip()
    return any(word in before.split()[-4:] or before.endswith(word) for word in words)

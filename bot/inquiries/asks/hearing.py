"""What a message tells of an offer: things, amounts, places, dates; corrections take the place of what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.inquiries import directory
from bot.inquiries.agreements import company_named_in
from bot.inquiries.inquiry import Asking
from bot.inquiries.offer import Draft, bare_amounts, free_answer, items_heard, named_as
from bot.inquiries.places import places_heard
from bot.inquiries.records import Answer, Emergency, Quantity
from bot.inquiries.request import OfferedItem


def heard_draft(asking: Asking, draft: Draft) -> Draft:
    """The draft with what this message tells; a free answer to an open question is taken as it stands."""
    heard = asking.heard
    places = places_heard(
        heard.entities,
        text=heard.text,
        expected=_expected_place(asking, draft),
        destination_words=cues(asking, "cues.destination"),
        has_emergency=lambda country: (
            directory.emergency_in(asking.work.records, country=country, day=asking.now.date()) is not None
        ),
    )
    items = items_heard(_without_old_amounts(asking, draft), contribution_type=heard.first("contribution_type"))
    named = [item for item in items if item.item or item.contribution_type == "cash"]
    is_first = not draft.asked
    is_goal = is_first and not (places.located and asking.inquiry.country in heard.values("country"))
    told = replace(
        draft,
        items=_merged(_without_replaced(asking, draft, named), named or (() if draft.items else items)),
        country=_crisis_country(asking)
        or places.country
        or draft.country
        or (asking.inquiry.country if is_goal else asking.inquiry.country_before if is_first else ""),
        located=places.located or draft.located,
        available=heard.first("date") or draft.available or _today(asking),
        company=asking.inquiry.company or draft.company or company_named_in(asking.work.records, heard.text),
        email=asking.inquiry.email or draft.email,
    )
    told = told if named else _with_quantity(told, asking)
    is_free = not is_first and heard.intent not in ("affirm", "deny")
    return free_answer(told, text=heard.text, entities=heard.entities) if is_free else told


def _without_old_amounts(asking: Asking, draft: Draft) -> list[Mapping[str, Any]]:
    """What was heard, without the amount of before where a new one stands beside it ("300, not 200 tents")."""
    known = {item.quantity.value for item in draft.items if item.quantity}
    told = {amount["value"] for amount in asking.heard.values("quantity")}
    old = known & told if len(told) > 1 and told - known else set()
    is_old = [heard["entity"] == "quantity" and heard["value"]["value"] in old for heard in asking.heard.entities]
    return [heard for heard, old_one in zip(asking.heard.entities, is_old, strict=True) if not old_one]


def _today(asking: Asking) -> str:
    """The day itself where things are ready now."""
    is_ready = any(cue in asking.heard.text.casefold() for cue in cues(asking, "cues.ready"))
    return asking.now.date().isoformat() if is_ready else ""


def _crisis_country(asking: Asking) -> str:
    """The country of the crisis on record that this message names."""
    crisis = asking.work.records.get(Emergency, asking.heard.first("crisis"))
    return crisis.country if crisis and crisis.is_published else ""


def _expected_place(asking: Asking, draft: Draft) -> str:
    """A bare place answers the question of the last turn; a correction ("no, Kenya") means where things go.

    Where both were asked, a country is where things go and a city where they are.
    """
    waiting = draft.unanswered()
    if is_corrected(asking) or ({"country", "located"} <= set(waiting) and not asking.heard.values("place")):
        return "country"
    waits_for_place = "located" in waiting or not draft.items or bool(draft.country and not draft.located)
    return "located" if waits_for_place else "country"


def is_corrected(asking: Asking) -> bool:
    """Whether the message puts something right: a no, or one of the words of a correction."""
    text = asking.heard.text.strip().casefold()
    starts = text.startswith(tuple(cues(asking, "cues.no")))
    return asking.heard.intent == "deny" or starts or any(cue in text for cue in cues(asking, "cues.instead"))


def claims_agreement(asking: Asking) -> bool:
    """Whether the company says that it has an agreement."""
    text = asking.heard.text.casefold()
    is_called_on = "activate_agreement" in (asking.heard.intent, asking.inquiry.ask)
    return is_called_on or any(cue in text for cue in cues(asking, "cues.agreement"))


def cues(asking: Asking, key: str) -> Sequence[str]:
    """Words of the message's language (and English) kept in the records under this key."""
    record = asking.work.records.get(Answer, key)
    return (*record.cues.get(asking.heard.language, ()), *record.cues.get("en", ())) if record else ()


def _merged(before: Sequence[OfferedItem], heard: Sequence[OfferedItem]) -> tuple[OfferedItem, ...]:
    """The items with what was heard of them; a thing named again is corrected, a new one added."""
    items = {item.item or item.text: item for item in before if item.item or item.text}
    for item in heard:
        known = items.get(item.item or item.text)
        told = named_as(item, before)
        items[item.item or item.text] = replace(told, quantity=told.quantity or (known.quantity if known else None))
    return tuple(items.values()) or tuple(before)


def _without_replaced(asking: Asking, draft: Draft, named: Sequence[OfferedItem]) -> tuple[OfferedItem, ...]:
    """The items of before; "actually generators" puts the new thing in the place of the only one, with its amount."""
    before = [item for item in draft.items if item.item or item.text]
    if (
        not draft.asked
        or not is_corrected(asking)
        or len(before) != 1
        or len(named) != 1
        or named[0].item == before[0].item
    ):
        return draft.items
    return (OfferedItem(item="", quantity=before[0].quantity, contribution_type=named[0].contribution_type),)


def _with_quantity(draft: Draft, asking: Asking) -> Draft:
    """A bare amount ("200 pieces") answers for the first item without one, or corrects the only item."""
    left = _without_old_amounts(asking, draft)
    amounts = [heard["value"] for heard in left if heard["entity"] == "quantity"] or bare_amounts(
        asking.heard, draft.items
    )
    wanted = [item for item in draft.items if item.state != "not_accepted"]
    lacking = [item for item in wanted if item.quantity is None] or wanted[:1]
    if not amounts or not lacking:
        return draft
    quantity = Quantity(value=float(amounts[0]["value"]), unit=str(amounts[0]["unit"]))
    return replace(draft, items=tuple(replace(i, quantity=quantity) if i is lacking[0] else i for i in draft.items))

"""One action as all of them are: read the message and the inquiry, ask the rules, say what they say."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.inquiries.asks import followups, verbs
from bot.inquiries.inquiry import Asking, Heard, Inquiry
from bot.inquiries.ports import Calendar, Work, Works
from bot.inquiries.spoken import Part, Spoken, plain

INQUIRY = "inquiry"
OFFER_STATE = "offer_state"
OFFER_COMPLETE = "offer_complete"
OFFER_FORM = "offer_form"
ANSWERED = "answered"
"""The identity of the message that was answered last: a form that opens looks at the same message once more."""

Verb = Callable[[Asking], Spoken]


@dataclass(frozen=True, kw_only=True)
class Desktop:
    """What every action needs from outside: the stores and the calendar."""

    works: Works
    calendar: Calendar

    def failed(self, call: Mapping[str, Any]) -> Mapping[str, Any]:
        """What is said and kept when an action has failed: a person takes the message. Raises what goes wrong again."""
        dispatcher = CollectingDispatcher()
        with self.works() as work:
            spoken = followups.failed(asking_of(Tracker.from_dict(call["tracker"]), work, self.calendar))
        say(dispatcher, spoken)
        events = [
            SlotSet(INQUIRY, spoken.inquiry.as_dict()),
            SlotSet(OFFER_STATE, "closed"),
            SlotSet(OFFER_COMPLETE, True),
        ]
        return {"events": events, "responses": dispatcher.messages}


class AnswerAction(Action):
    """Answers the latest message by one verb of the rules."""

    def __init__(self, desktop: Desktop, *, name: str, verb: Verb = verbs.answer) -> None:
        self._desktop = desktop
        self._name = name
        self._verb = verb

    def name(self) -> str:
        """The action's name in the domain."""
        return self._name

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """Read, one verb, say. The stores work in a thread, so that another conversation need not wait."""
        spoken = await asyncio.to_thread(self._spoken, tracker)
        say(dispatcher, spoken)
        return [*self.events(spoken), SlotSet(ANSWERED, self._identity(tracker))]

    def events(self, spoken: Spoken) -> list[EventType]:
        """What the conversation keeps: the inquiry, and whether an offer is being registered."""
        state = "open" if spoken.inquiry.pending == "offer" else "closed"
        return [SlotSet(INQUIRY, spoken.inquiry.as_dict()), SlotSet(OFFER_STATE, state), SlotSet(OFFER_COMPLETE, None)]

    def _identity(self, tracker: Tracker) -> str:
        return str(tracker.latest_message["metadata"]["identity"])

    def _spoken(self, tracker: Tracker) -> Spoken:
        with self._desktop.works() as work:
            return self._verb(asking_of(tracker, work, self._desktop.calendar))


class OfferFormAction(AnswerAction):
    """Takes a message while an offer is being registered; the form ends when nothing more is asked or it was left."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """Answer the message, unless the action that opened the form has answered it already."""
        if tracker.get_slot(ANSWERED) == self._identity(tracker):
            return []
        return await super().run(dispatcher, tracker, domain)

    def events(self, spoken: Spoken) -> list[EventType]:
        """The inquiry, and the form's one slot: set when the form is over."""
        is_over = spoken.inquiry.pending != "offer"
        return [SlotSet(INQUIRY, spoken.inquiry.as_dict()), SlotSet(OFFER_COMPLETE, True if is_over else None)]


def asking_of(tracker: Tracker, work: Work, calendar: Calendar) -> Asking:
    """The latest message as the rules take it; the channel's facts travel in its metadata."""
    message = tracker.latest_message
    facts = message["metadata"]
    conversation = work.conversations.get(tracker.sender_id)
    if conversation is None:
        raise LookupError(f"The conversation {tracker.sender_id} is not in the store; it must be opened before a turn.")
    return Asking(
        work=work,
        heard=Heard(
            intent=message["intent"]["name"],
            text=message.get("text") or "",
            language=facts["language"],
            entities=tuple(message.get("entities", ())),
            ranking=tuple(entry["name"] for entry in message.get("intent_ranking", ())),
            unsure=bool(message.get("unsure")),
        ),
        inquiry=Inquiry.from_dict(tracker.get_slot(INQUIRY)),
        conversation=conversation,
        now=datetime.fromisoformat(facts["at"]),
        calendar=calendar,
        identity=facts["identity"],
        is_second=bool(facts.get("is_second")),
        opened=facts.get("opened", ""),
    )


def say(dispatcher: CollectingDispatcher, spoken: Spoken) -> None:
    """Utter each part by the key of its answer, then hand the outcome to the channel."""
    for part in spoken.parts:
        _utter(dispatcher, part)
    request = spoken.request
    outcome = {
        "kind": spoken.kind,
        "about": spoken.about,
        "records": list(spoken.records),
        "request": request.reference if request else None,
        "informed": list(spoken.informed),
        "flags": list(spoken.flags),
    }
    dispatcher.utter_message(json_message={"outcome": outcome})


def _utter(dispatcher: CollectingDispatcher, part: Part) -> None:
    choices = [
        {"title": choice.title, "intent": choice.intent, "entities": plain(choice.entities)} for choice in part.buttons
    ]
    dispatcher.utter_message(response=part.key, values=plain(part.values), choices=choices, sources=plain(part.sources))

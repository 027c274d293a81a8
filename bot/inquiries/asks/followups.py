"""What refers to something before: status, changes, yes, no, details given, doubt (S66, S99)."""

from __future__ import annotations

from dataclasses import replace

from bot.inquiries import directory, intake
from bot.inquiries.asks import corrections, offers
from bot.inquiries.asks.ground import hand_over, said
from bot.inquiries.asks.hearing import cues
from bot.inquiries.asks.persons import talk_to_human
from bot.inquiries.inquiry import Asking, Inquiry
from bot.inquiries.intake import Intake
from bot.inquiries.offer import bare_amounts
from bot.inquiries.relay import relay
from bot.inquiries.request import Request
from bot.inquiries.routing import Ask
from bot.inquiries.spoken import Button, Part, Spoken

MOST_READINGS = 3
"""Likely readings offered as buttons when a message is not understood for sure."""

NO_READINGS = (
    "out_of_scope",
    "talk_to_human",
    "inform",
    "affirm",
    "deny",
    "abuse",
    "cancel",
    "thank",
    "goodbye",
    "bot_challenge",
    "greet",
)
"""Intents that are not worth a button, or have theirs anyhow."""

TWICE = 2
"""Unsure so many times in a row: a person."""


def status(asking: Asking) -> Spoken:
    """What became of a request: its own requester's alone; a foreign and an unknown reference get the same words."""
    named = asking.heard.first("reference").upper()
    own = _own(asking)
    if named and named not in {request.reference for request in own}:
        return said(asking, Part(key="check_status.not_seen", values={"reference": named}), about="check_status")
    shown = [request for request in own if not named or request.reference == named][-3:]
    if not shown:
        return said(
            asking, Part(key="check_status.none"), kind="ask", inquiry=replace(asking.inquiry, pending="reference")
        )
    part = Part(key="check_status.found", values={"requests": [_state(asking, request) for request in shown]})
    return replace(said(asking, part, about="check_status"), request=shown[-1])


def update(asking: Asking) -> Spoken:
    """Change, add to or take back a request of this conversation; without one, a person finds it."""
    named = asking.heard.first("reference").upper()
    own = _own(asking)
    if named and named not in {request.reference for request in own}:
        return said(asking, Part(key="check_status.not_seen", values={"reference": named}), about="update_request")
    candidates = [request for request in own if request.reference == named or (not named and request.is_open)]
    if not candidates:
        return hand_over(asking, key="handed_over", topic="update_request", text=asking.heard.text)
    return _changed(asking, candidates[-1])


def affirm(asking: Asking) -> Spoken:
    """A yes does what was proposed: a person, or the offer kept for later."""
    proposed = asking.inquiry.proposed
    if proposed == "register_later":
        return offers.register_later(asking)
    if proposed == "handover":
        return talk_to_human(asking)
    return said(asking, Part(key="affirm.nothing"), about="smalltalk.affirm")


def deny(asking: Asking) -> Spoken:
    """A no to what was proposed ends it kindly; a no without anything open asks what would be right."""
    key = "deny.proposed" if asking.inquiry.proposed else "deny.nothing"
    inquiry = replace(asking.inquiry, pending="", proposed="", offer={})
    part = Part(key=key, buttons=(Button(title="button.person", intent="talk_to_human"),))
    return said(asking, part, about="smalltalk.deny", inquiry=inquiry)


def noted(asking: Asking) -> Spoken:
    """Who asks has told about itself: kept for the conversation, and passed on where a request is open."""
    own = [request for request in _own(asking) if request.is_open]
    return _changed(asking, own[-1]) if own else said(asking, Part(key="inform.noted"), about="smalltalk.inform")


def answered(asking: Asking, request: Request) -> Spoken:
    """What a focal point has asked for: into the request's thread, and the request goes back to its person."""
    changed = relay(asking.work, request, text=asking.heard.text, now=asking.now, identity=asking.identity)
    return _route(asking, changed, "update_request.added")


def cancel(asking: Asking) -> Spoken:
    """Leave the form or the ask; what was already sent stays where it is, and that is said."""
    own = [request for request in _own(asking) if request.is_open]
    if own and asking.inquiry.pending != "offer" and _takes_back(asking):
        return _changed(asking, own[-1])
    inquiry = replace(asking.inquiry, ask="", text="", pending="", proposed="", offer={})
    part = Part(key="cancel", values={"references": [request.reference for request in own]})
    return said(asking, part, about="smalltalk.cancel", inquiry=inquiry)


def not_sure(asking: Asking) -> Spoken:
    """Doubt: the likeliest readings as buttons, free text still taken; unsure twice in a row: a person (S118)."""
    if not any(char.isprintable() and not char.isspace() for char in asking.heard.text):
        return said(asking, Part(key="system.empty"), kind="ask", about="not_sure")
    count = asking.inquiry.unsure_count + 1
    if count >= TWICE:
        spoken = hand_over(asking, key="handed_over_unsure", topic="talk_to_human", text=_both(asking))
        return spoken.knowing(unsure_count=0)
    readings = [name for name in asking.heard.ranking if name not in NO_READINGS]
    buttons = [
        Button(title=f"reading.{name}", intent=name, values={}, entities=asking.heard.entities)
        for name in readings[:MOST_READINGS]
    ]
    person = Button(title="button.person", intent="talk_to_human")
    doubtful = replace(asking.inquiry, unsure_count=count)
    is_in_form = asking.inquiry.pending == "offer"
    inquiry = doubtful if is_in_form else replace(doubtful, text=asking.heard.text, pending="", proposed="")
    return said(asking, Part(key="not_sure", buttons=(*buttons, person)), kind="ask", about="not_sure", inquiry=inquiry)


def bare_amount(asking: Asking) -> Spoken:
    """A number alone ("make it 5000") corrects the offer that is with a desk; any other bare detail is doubtful."""
    own = [request for request in _own(asking) if request.is_open and request.topic in corrections.OFFERS]
    if own and bare_amounts(asking.heard, own[-1].items):
        return _changed(asking, own[-1])
    return not_sure(asking)


def failed(asking: Asking) -> Spoken:
    """Something broke while answering: a person takes it, and the company is told so."""
    return hand_over(asking, key="failed", topic="talk_to_human", text=asking.heard.text)


def _own(asking: Asking) -> list[Request]:
    """The conversation's requests; of one that was deleted nothing is known any more."""
    own = asking.work.requests.of_conversation(asking.conversation.id)
    return [request for request in own if request.status != "deleted"]


def _changed(asking: Asking, request: Request) -> Spoken:
    text = asking.heard.text
    if _takes_back(asking):
        if not request.is_open:
            return status(asking)
        changed = intake.withdraw(asking.work, request, now=asking.now, identity=asking.identity)
        return _route(asking, changed, "update_request.withdrawn")
    if not request.is_open:
        changed = intake.reopen(
            asking.work, request, text=text, now=asking.now, calendar=asking.calendar, identity=asking.identity
        )
        return _route(asking, changed, "update_request.reopened")
    if request.status == "waiting_company":
        return answered(asking, request)
    revised = corrections.corrected(asking, request)
    if revised:
        spoken = _route(asking, revised[0], "update_request.added")
        return replace(spoken, parts=(*revised[1], *spoken.parts))
    added = Intake(
        ask=Ask(), topic=request.topic, text=text, company=asking.inquiry.company, email=asking.inquiry.email
    )
    changed = intake.add_to_request(asking.work, request, added, now=asking.now, identity=asking.identity)
    return _route(asking, changed, "update_request.added")


def _takes_back(asking: Asking) -> bool:
    """Whether the message takes back what was sent."""
    return any(cue in asking.heard.text.casefold() for cue in cues(asking, "cues.withdraw"))


def _route(asking: Asking, request: Request, key: str) -> Spoken:
    desk = directory.desk_with_key(asking.work.records, request.desk)
    values = {
        "reference": request.reference,
        "desk": desk.name or desk.key,
        "due": request.due_at,
        "zone": desk.timezone,
    }
    spoken = said(
        asking, Part(key=key, values=values), kind="route", about="update_request", inquiry=_closed(asking.inquiry)
    )
    return replace(spoken, request=request, flags=request.flags)


def _state(asking: Asking, request: Request) -> dict[str, object]:
    desk = directory.desk_with_key(asking.work.records, request.desk)
    return {
        "reference": request.reference,
        "status": request.status,
        "desk": desk.name or desk.key,
        "zone": desk.timezone,
        "person": request.assignee_name,
        "due": request.due_at,
        "created": request.created_at,
    }


def _both(asking: Asking) -> str:
    return "\n".join(dict.fromkeys(filter(None, (asking.inquiry.text, asking.heard.text))))


def _closed(inquiry: Inquiry) -> Inquiry:
    return replace(inquiry, pending="", proposed="")

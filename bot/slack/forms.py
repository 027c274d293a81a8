"""The forms that open over a card: reply, question, note, reassignment, decline, details."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.inquiries.records import Desk
from bot.slack import labels
from bot.slack.blocks import Block, plain_text

FIELD = "text"
DESK = "desk"
REASON = "reason"
LONGEST = 3000
OPTIONS = 100
TITLE = 24


@dataclass(frozen=True, kw_only=True)
class Place:
    """Which request a form is about, and the message from which it was opened."""

    reference: str
    channel: str = ""
    ts: str = ""

    def as_metadata(self) -> str:
        """The place in a form's private metadata."""
        return json.dumps({"reference": self.reference, "channel": self.channel, "ts": self.ts})


def place_of(view: Mapping[str, Any]) -> Place:
    """The place that a submitted form carries."""
    return Place(**json.loads(view["private_metadata"]))


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a form with one text asks for."""

    title: str
    label: str
    hint: str


QUESTIONS: Mapping[str, Question] = {
    "reply": Question(title="Reply", label="Reply to the company", hint="The company reads it, with your name."),
    "ask_more": Question(
        title="Ask for more", label="Question to the company", hint="The company reads it, with your name."
    ),
    "note": Question(
        title="Internal note", label="Note", hint="It stays in the request's history; the company never sees it."
    ),
    "decline": Question(title="Decline", label="Reason for the company", hint="The company reads the reason."),
}
"""The forms with one text, by the verb that they lead to."""


def text_form(verb: str, *, place: Place) -> dict[str, Any]:
    """A form that asks for one text; its callback_id is the verb."""
    question = QUESTIONS[verb]
    asked = _text_input(question.label, block=FIELD, hint=question.hint)
    return _form(verb, title=question.title, place=place, blocks=[asked])


def reassign_form(*, place: Place) -> dict[str, Any]:
    """A form that asks for another desk, found by typing a part of its name, and, if wished, why."""
    select = {
        "type": "external_select",
        "action_id": DESK,
        "placeholder": plain_text("Type a part of its name", 150),
        "min_query_length": 0,
    }
    which = {"type": "input", "block_id": DESK, "label": plain_text("New desk", 150), "element": select}
    why = {**_text_input("Why", block=REASON, hint="Internal; the new desk reads it."), "optional": True}
    return _form("reassign", title="Reassign", place=place, blocks=[which, why])


def details_form(blocks: Sequence[Block], *, place: Place) -> dict[str, Any]:
    """A form without questions that shows everything about a request."""
    return {
        "type": "modal",
        "title": plain_text(place.reference, TITLE),
        "close": plain_text(labels.CLOSE, TITLE),
        "blocks": list(blocks)[:100],
    }


def desk_options(desks: Iterable[Desk], *, query: str) -> list[Block]:
    """The desks whose name or key holds every word of the query, as options; Slack shows 100 at most."""
    wanted = query.casefold().split()
    found = [desk for desk in desks if all(word in f"{desk.name} {desk.key}".casefold() for word in wanted)]
    found.sort(key=lambda desk: desk.name or desk.key)
    return [{"text": plain_text(desk.name or desk.key, 75), "value": desk.key} for desk in found[:OPTIONS]]


def typed(view: Mapping[str, Any], block: str) -> str:
    """What a person typed or chose in a block of a submitted form; "" where it is empty."""
    states = view["state"]["values"].get(block, {}).values()
    state: Mapping[str, Any] = next(iter(states), {})
    chosen = state.get("selected_option") or {}
    return str(state.get("value") or chosen.get("value") or "")


def _text_input(label: str, *, block: str, hint: str) -> dict[str, Any]:
    field = {"type": "plain_text_input", "action_id": block, "multiline": True, "max_length": LONGEST}
    asked = {"type": "input", "block_id": block, "label": plain_text(label, 150), "element": field}
    return {**asked, "hint": plain_text(hint, 150)}


def _form(verb: str, *, title: str, place: Place, blocks: Sequence[Block]) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": verb,
        "private_metadata": place.as_metadata(),
        "title": plain_text(title, TITLE),
        "submit": plain_text(labels.SEND, TITLE),
        "close": plain_text(labels.CANCEL, TITLE),
        "blocks": list(blocks),
    }

"""A turn's outcome in the fields of the interface, and a turn as the store keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from bot.inquiries.ports import Work
from bot.inquiries.request import Request
from bot.inquiries.turn import KINDS, Outcome, Reply, Turn


def outcome_of(work: Work, conversation: str, said: Sequence[Mapping[str, Any]]) -> Outcome:
    """The outcome of what the verbs said in a turn: the kind that comes first names it, a second ask is beside it."""
    own = work.requests.of_conversation(conversation)
    outcomes = [_outcome(outcome, own) for outcome in said]
    first = min(outcomes, key=lambda outcome: KINDS.index(outcome.kind))
    others = [outcome for outcome in outcomes if outcome is not first]
    return replace(first, also_outcome=others[0] if others else None)


def request_fields(request: Request) -> dict[str, Any]:
    """A request as the interface shows it to its requester."""
    return {
        "reference": request.reference,
        "desk": request.desk,
        "due": request.due_at.isoformat(),
        "status": request.status,
        "items": [
            {
                "item": item.item or item.text,
                "quantity": asdict(item.quantity) if item.quantity else None,
                "contribution_type": item.contribution_type,
                "status": item.state,
            }
            for item in request.items
        ],
    }


def interface_of(turn: Turn) -> dict[str, Any]:
    """The turn as the command `reply` and the HTTP API give it."""
    return {
        "conversation": turn.conversation,
        "replies": [
            {
                "text": reply.text,
                "language": reply.language,
                "buttons": [dict(button) for button in reply.buttons],
                "sources": [
                    {"title": source["title"], "url": source["url"], "checked_on": source["checked_on"]}
                    for source in reply.sources
                ],
            }
            for reply in turn.replies
        ],
        "understood": dict(turn.understood),
        "outcome": _plain(turn.outcome),
    }


def turn_from(kept: Mapping[str, Any]) -> Turn:
    """The turn out of the store."""
    replies = tuple(
        Reply(
            text=reply["text"],
            language=reply["language"],
            buttons=tuple(reply["buttons"]),
            sources=tuple(reply["sources"]),
        )
        for reply in kept["replies"]
    )
    outcome = _from_plain(kept["outcome"])
    return Turn(conversation=kept["conversation"], replies=replies, understood=kept["understood"], outcome=outcome)


def _outcome(said: Mapping[str, Any], own: Sequence[Request]) -> Outcome:
    named = next((request for request in own if request.reference == said["request"]), own[-1] if own else None)
    return Outcome(
        kind=said["kind"],
        about=said["about"],
        records=tuple(said["records"]),
        request=request_fields(named) if named else None,
        informed=tuple(said["informed"]),
        flags=tuple(said["flags"]),
    )


def _plain(outcome: Outcome) -> dict[str, Any]:
    return {
        "kind": outcome.kind,
        "also_outcome": _plain(outcome.also_outcome) if outcome.also_outcome else None,
        "about": outcome.about,
        "records": list(outcome.records),
        "request": dict(outcome.request) if outcome.request else None,
        "informed": list(outcome.informed),
        "flags": list(outcome.flags),
    }


def _from_plain(kept: Mapping[str, Any]) -> Outcome:
    return Outcome(
        kind=kept["kind"],
        about=kept["about"],
        records=tuple(kept["records"]),
        request=kept["request"],
        informed=tuple(kept["informed"]),
        flags=tuple(kept["flags"]),
        also_outcome=_from_plain(kept["also_outcome"]) if kept["also_outcome"] else None,
    )

"""What desks get besides cards: their daily list of parked offers, and word of requests that others handle."""

from __future__ import annotations

from collections.abc import Sequence

from bot.inquiries.records import Desk
from bot.inquiries.request import Request
from bot.slack import labels
from bot.slack.blocks import Block, button, context, header, mrkdwn, plain_text, section, words
from bot.slack.card import item_line
from bot.slack.mrkdwn import escaped, moment, short_moment, shortened

LINE = 180


def digest(requests: Sequence[Request], *, desk: Desk, part: int, parts: int) -> list[Block]:
    """A desk's parked offers, a line and a button each; at most 30 fit into a message."""
    number = f" ({part} of {parts})" if parts > 1 else ""
    return [
        header(f"Parked offers{number} · {desk.name or desk.key}"),
        *(_line(request) for request in requests),
        context(mrkdwn("Nothing here waits for an answer; take up what can help now.")),
    ]


def information(request: Request, *, owner: Desk) -> list[Block]:
    """Word of a request that another desk handles."""
    desk = escaped(shortened(owner.name or owner.key, 100))
    handled = f"*For information* · {escaped(request.reference)} is handled by *{desk}*"
    flags = (
        [context(mrkdwn("*Flags*"), *(plain_text(flag, 100) for flag in request.flags[:9]))] if request.flags else []
    )
    due = f"First reply due {moment(request.due_at, zone=owner.timezone)}"
    return [section(handled), words(shortened(_summary(request), 1000)), *flags, context(mrkdwn(due))]


def word_of_inquiry(*, text: str, company: str, flags: Sequence[str]) -> list[Block]:
    """Word of an inquiry that was answered by rule, for the contact of a sensitive sector (S31)."""
    who = escaped(shortened(company, 100)) if company else "A company"
    marks = [context(mrkdwn("*Flags*"), *(plain_text(flag, 100) for flag in flags[:9]))] if flags else []
    told = context(mrkdwn("Answered by published rules; no request was opened and nothing is asked of you."))
    return [
        section(f"*For information* · {who} asked about something in your care"),
        words(shortened(text, 1000)),
        *marks,
        told,
    ]


def _line(request: Request) -> Block:
    take_up = button(labels.TAKE_UP, action="claim", value=request.reference)
    since = f"{escaped(request.reference)} · {escaped(shortened(request.company, 40) or 'no name')}"
    fields = [mrkdwn(f"*{since}*\nsince {short_moment(request.created_at)}"), plain_text(_summary(request), LINE)]
    return {"type": "section", "fields": fields, "accessory": take_up}


def _summary(request: Request) -> str:
    items = "; ".join(item_line(item) for item in request.items)
    return items or request.summary

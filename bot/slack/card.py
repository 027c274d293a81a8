"""A request's card: everything a focal point must know, and the moves its status allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.inquiries.records import Desk, Quantity
from bot.inquiries.request import MEMBER, MOVES, OfferedItem, Request
from bot.slack import labels
from bot.slack.blocks import (
    Block,
    actions,
    button,
    context,
    header,
    mrkdwn,
    plain_text,
    section,
    titled,
    whole_words,
    words,
)
from bot.slack.mrkdwn import escaped, moment, short_moment, shortened

Entry = Mapping[str, Any]
"""An audit entry: at, actor, action, detail."""

TEXT_SHOWN = 2000
ITEMS_SHOWN = 2900
ITEM_SHOWN = 400
FACTS_SHOWN = 700
ENTRIES_SHOWN = 8
ENTRY_SHOWN = 220
DETAILS_BLOCKS = 95
ROW = 5

CONFIRM_TALK = {
    "title": plain_text("Ready to talk?", 100),
    "text": plain_text("The company is told that a person is ready to talk about it. That accepts nothing yet.", 300),
    "confirm": plain_text("Tell the company", 30),
    "deny": plain_text("Not yet", 30),
}


def card(request: Request, *, desk: Desk, history: Sequence[Entry], remark: str = "") -> list[Block]:
    """The blocks of a request's card; `remark` is a line about the card itself (shown in another channel, say)."""
    return [
        header(f"{request.reference} · {request.summary}"),
        *([context(plain_text(remark, 300))] if remark else []),
        section(_state(request, desk)),
        _who(request),
        *_offered(request),
        *_flags(request),
        *_facts(request),
        context(mrkdwn("*In the company's words*")),
        words(shortened(request.text, TEXT_SHOWN)),
        *_history(history),
        *_buttons(request),
    ]


def moved_card(request: Request, *, desk: Desk) -> list[Block]:
    """What is left of the card in the channel that a request has left."""
    where = _named(desk.name or desk.key)
    return [
        header(f"{request.reference} · {request.summary}"),
        section(f"Reassigned to *{where}*; its card is there now."),
    ]


def details(request: Request, *, desk: Desk, history: Sequence[Entry]) -> list[Block]:
    """Everything, nothing shortened, for a form's 100 blocks; the latest history where even that is not enough."""
    top = [
        section(_state(request, desk)),
        *(block for item in request.items for block in whole_words(_item(item))),
        *_facts(request),
        *whole_words(request.text),
    ][: DETAILS_BLOCKS // 2]
    entries = [block for entry in history for block in _whole_entry(entry)]
    return [*top, {"type": "divider"}, *entries[-(DETAILS_BLOCKS - len(top)) :]]


def is_cut(request: Request) -> bool:
    """Whether the card cannot show all of the company's words."""
    return len(request.text.strip()) > TEXT_SHOWN


def allowed_buttons(status: str) -> tuple[str, ...]:
    """The buttons of a card in this status: what members may do by the table of moves, and the looks."""
    moves = {move.name for move in MOVES if move.actor == MEMBER and status in move.sources}
    looks = {"note", "details"} if status != "deleted" else set()
    return tuple(name for name in labels.BUTTONS if name in moves | looks)


def item_line(item: OfferedItem) -> str:
    """One item in a line: how much of what, from where to where, when, and which rule at which layer judged it."""
    return shortened(_item(item), ITEM_SHOWN)


def _state(request: Request, desk: Desk) -> str:
    status = f"*{labels.STATUS.get(request.status, request.status)}*"
    who = f" · {_named(request.assignee_name)}" if request.assignee_name else ""
    lines = [f"{status}{who}{' · *Priority*' if request.priority else ''} · {_named(desk.name or desk.key)}"]
    if request.is_open:
        lines.append(f"First reply due {moment(request.due_at, zone=desk.timezone)}")
    if request.linked_to:
        lines.append(f"Linked to {_named(request.linked_to)}")
    return "\n".join(lines)


def _who(request: Request) -> Block:
    known = {"Company": request.company or "not said", "E-mail": request.email, "Language": request.language}
    cells = [cell for title, value in known.items() if value for cell in titled(title, value, limit=300)]
    return {"type": "section", "fields": cells}


def _offered(request: Request) -> list[Block]:
    lines = "\n".join(f"• {item_line(item)}" for item in request.items)
    return [context(mrkdwn("*Items*")), words(shortened(lines, ITEMS_SHOWN))] if lines else []


def _item(item: OfferedItem) -> str:
    verdict = " at ".join(filter(None, (item.rule, item.layer)))
    parts = (
        " ".join(filter(None, (_amount(item.quantity), item.item.replace("_", " ")))),
        f'"{item.text}"' if item.text and item.text != item.item else "",
        f"located in {item.located}" if item.located else "",
        f"for {item.country}" if item.country else "",
        f"available {item.available}" if item.available else "",
        f"need {item.need}" if item.need else "",
        f"{item.state.replace('_', ' ')}{f' ({verdict})' if verdict else ''}",
    )
    return " · ".join(filter(None, parts))


def _amount(quantity: Quantity | None) -> str:
    if quantity is None:
        return ""
    unit = "" if quantity.unit == "piece" else f" {quantity.unit}"
    return f"{quantity.value:,.10g}{unit}"


def _flags(request: Request) -> list[Block]:
    flags = [plain_text(flag, 100) for flag in request.flags]
    return [context(mrkdwn("*Flags*"), *flags[:8], *([plain_text("…", 1)] if len(flags) > 8 else []))] if flags else []


def _facts(request: Request) -> list[Block]:
    facts = "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in request.facts.items())
    reasons = "; ".join(str(reason.get("text") or reason.get("rule", "")) for reason in request.reasons)
    known = {"Told besides": facts, "Why here": reasons}
    return [context(*titled(title, value, limit=FACTS_SHOWN)) for title, value in known.items() if value]


def _history(history: Sequence[Entry]) -> list[Block]:
    shown = [_entry(entry) for entry in history[-ENTRIES_SHOWN:]]
    earlier = len(history) - len(shown)
    return [*([context(mrkdwn(f"_{earlier} earlier entries: see Details_"))] if earlier else []), *shown]


def _entry(entry: Entry) -> Block:
    said = _said(entry)
    return context(mrkdwn(_what(entry)), *([plain_text(said, ENTRY_SHOWN)] if said else []))


def _whole_entry(entry: Entry) -> list[Block]:
    said = _said(entry)
    return [context(mrkdwn(_what(entry))), *(whole_words(said) if said else [])]


def _what(entry: Entry) -> str:
    detail = entry.get("detail") or {}
    by = f" by {_named(str(detail['name']))}" if detail.get("name") else ""
    to = f" to {_named(str(detail['to']))}" if detail.get("to") else ""
    action = str(entry["action"])
    return (
        f"*{labels.HISTORY.get(action, action.replace('_', ' ').capitalize())}*{by}{to} · {short_moment(entry['at'])}"
    )


def _said(entry: Entry) -> str:
    detail = entry.get("detail") or {}
    return str(detail.get("text") or detail.get("reason") or detail.get("error") or "").strip()


def _named(name: str) -> str:
    """Somebody's or something's name in our own markup."""
    return escaped(shortened(name, 100))


def _buttons(request: Request) -> list[Block]:
    made = [_button(name, request) for name in allowed_buttons(request.status)]
    return [actions(made[start : start + ROW]) for start in range(0, len(made), ROW)]


def _button(name: str, request: Request) -> Block:
    text = labels.TAKE_UP if name == "claim" and request.status == "parked" else labels.BUTTONS[name]
    looks: dict[str, Any] = {"style": "primary"} if name in ("claim", "reply") else {}
    if name == "decline":
        looks = {"style": "danger"}
    if name == "accept_to_talk":
        looks = {"confirm": CONFIRM_TALK}
    return button(text, action=name, value=request.reference, **looks)

"""What a company reads in its direct message: the assistant's replies with buttons and sources, a person's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.inquiries.conversation import PERSON, Message
from bot.inquiries.turn import Reply
from bot.slack.blocks import SECTION, Block, actions, button, context, in_messages, mrkdwn, plain_text, section
from bot.slack.mrkdwn import escaped, pieces, shortened

SAY = "say"
"""The action of a button whose press is a turn; its value is the turn's payload."""

BUTTONS = 25


def as_payload(reply: Reply) -> dict[str, Any]:
    """A reply as a notice carries it."""
    return {
        "text": reply.text,
        "buttons": [dict(one) for one in reply.buttons],
        "sources": [dict(source) for source in reply.sources],
    }


def turn_messages(replies: Iterable[Mapping[str, Any]]) -> list[list[Block]]:
    """The replies of one turn as Slack messages: one, unless Slack's limits need more."""
    blocks = [block for number, reply in enumerate(replies) for block in _reply(reply, number)]
    return in_messages(blocks) if blocks else []


def told(message: Message) -> list[Block]:
    """A message written elsewhere for this company: a person's words under the person's name, or a notice."""
    name = [context(plain_text(message.name, 150))] if message.sender == PERSON and message.name else []
    reply = {"text": message.text, "buttons": message.buttons, "sources": message.sources}
    return [*name, *_reply(reply, 0)]


def pressed(blocks: Sequence[Block], *, action_id: str) -> list[Block]:
    """The message after a press: its row of buttons gives way to the chosen one's title, so none is pressed twice."""
    return [_chosen(block, action_id) if _holds(block, action_id) else block for block in blocks]


def title_of(blocks: Sequence[Mapping[str, Any]], *, action_id: str) -> str:
    """The words on a button."""
    titles = (one["text"]["text"] for block in blocks for one in _buttons(block) if one.get("action_id") == action_id)
    return next(titles, "")


def _reply(reply: Mapping[str, Any], number: int) -> list[Block]:
    text = [section(piece) for piece in _safe_pieces(str(reply["text"]))]
    sources = [mrkdwn(_source(source)) for source in reply.get("sources", ())]
    made = [
        button(str(one["title"]), action=f"{SAY}:{number}:{index}", value=str(one["payload"]))
        for index, one in enumerate(reply.get("buttons", ()))
    ][:BUTTONS]
    return [*text, *([context(*sources)] if sources else []), *([actions(made)] if made else [])]


def _safe_pieces(text: str) -> list[str]:
    """The text escaped in pieces that fit, even where every character grows by escaping."""
    fitting = []
    for piece in pieces(text, SECTION):
        grown = escaped(piece)
        fitting += [grown] if len(grown) <= SECTION else [escaped(part) for part in pieces(piece, SECTION // 5)]
    return fitting or ["-"]


def _source(source: Mapping[str, Any]) -> str:
    title = escaped(shortened(str(source.get("title") or source.get("url", "")), 200))
    url = str(source.get("url", ""))
    linked = f"<{escaped(url)}|{title}>" if url.startswith(("https://", "http://")) and "|" not in url else title
    checked = source.get("checked_on")
    return f"{linked} · {escaped(str(checked))}" if checked else linked


def _buttons(block: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return block.get("elements", ()) if block.get("type") == "actions" else ()


def _holds(block: Mapping[str, Any], action_id: str) -> bool:
    return any(one.get("action_id") == action_id for one in _buttons(block))


def _chosen(block: Mapping[str, Any], action_id: str) -> Block:
    return context(plain_text(f"› {title_of([block], action_id=action_id)}", 150))

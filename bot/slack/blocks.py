"""The pieces that cards, forms and lists are made of, each within Slack's limits.

What a company wrote goes into `plain_text`, where no mention, link or markup works.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.mrkdwn import escaped, pieces, shortened

Block = dict[str, Any]

SECTION = 2900
HEADER = 150
BUTTON = 75
VALUE = 2000
FIELD = 2000
MESSAGE_BLOCKS = 50
MESSAGE_CHARACTERS = 12_000
"""Slack refuses messages whose blocks hold some 13,200 characters in all; this keeps a distance."""
FALLBACK = 300


def plain_text(text: str, limit: int) -> Block:
    """A text object in which nothing works but the words."""
    return {"type": "plain_text", "text": shortened(text, limit) or "-", "emoji": False}


def mrkdwn(text: str) -> Block:
    """A text object with Slack's markup; whatever others wrote must be escaped in it."""
    return {"type": "mrkdwn", "text": text or "-"}


def header(text: str) -> Block:
    """A large line."""
    return {"type": "header", "text": plain_text(text, HEADER)}


def words(text: str) -> Block:
    """A section of somebody else's words, inert."""
    return {"type": "section", "text": plain_text(text, SECTION)}


def section(markup: str) -> Block:
    """A section of our own markup."""
    return {"type": "section", "text": mrkdwn(markup)}


def context(*texts: Block) -> Block:
    """A small grey line of at most ten texts."""
    return {"type": "context", "elements": list(texts[:10])}


def titled(title: str, value: str, *, limit: int = FIELD) -> tuple[Block, Block]:
    """A title of ours and a value of somebody else's, for two cells of a section's fields."""
    return mrkdwn(f"*{title}*"), plain_text(value, limit)


def button(text: str, *, action: str, value: str, **more: Any) -> Block:
    """A button."""
    return {"type": "button", "text": plain_text(text, BUTTON), "action_id": action, "value": value, **more}


def actions(buttons: Sequence[Block]) -> Block:
    """A row of at most 25 buttons."""
    return {"type": "actions", "elements": list(buttons[:25])}


def whole_words(text: str) -> list[Block]:
    """As many inert sections as somebody's words need."""
    return [words(piece) for piece in pieces(text, SECTION)] or [words("-")]


def fallback(text: str) -> str:
    """The line of a notification, inert."""
    return escaped(shortened(text, FALLBACK))


def message(blocks: Sequence[Block], *, text: str) -> dict[str, Any]:
    """The arguments of a post: nothing unfurls, nothing in the fallback is parsed."""
    return {"text": text, "blocks": list(blocks), "unfurl_links": False, "unfurl_media": False}


def in_messages(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks dealt out to as few messages as Slack's limits allow, in order."""
    messages: list[list[Block]] = [[]]
    for block in blocks:
        full = len(messages[-1]) >= MESSAGE_BLOCKS or characters([*messages[-1], block]) > MESSAGE_CHARACTERS
        if messages[-1] and full:
            messages.append([])
        messages[-1].append(block)
    return messages


def characters(value: Any) -> int:
    """How many characters of text are in the blocks."""
    if isinstance(value, Mapping):
        own = value.get("text")
        return (len(own) if isinstance(own, str) else 0) + sum(
            characters(part) for part in value.values() if not isinstance(part, str)
        )
    return sum(characters(part) for part in value) if isinstance(value, list | tuple) else 0

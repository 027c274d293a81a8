"""Slack's control sequences: what a person's typing becomes, and whom a message alerts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from slack_standin.directory import Directory
from slack_standin.errors import SlackError
from slack_standin.records import Message

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_TYPED = re.compile(
    r"(?P<kept><[@#][A-Z0-9]+(?:\|[^<>]*)?>)"
    r"|(?P<url>https?://[^\s<>]*[^\s<>.,;:!?)\]'\"])"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w@.-])(?P<domain>(?:[a-z0-9-]+\.)+(?:org|com|net|int|info)\b)"
    r"|(?<![\w@])@(?P<user>[\w.-]*\w)"
    r"|(?<![\w#])#(?P<channel>[\w-]+)"
    r"|(?P<special>[&<>])"
)
_ALERT = re.compile(r"<(?:@(?P<user>[UW][A-Z0-9]+)|!(?P<group>channel|here|everyone|subteam\^\w+))(?:\|[^>]*)?>")


def escape(text: str) -> str:
    """The three characters that Slack escapes."""
    return re.sub("[&<>]", lambda found: _ESCAPES[found.group()], text)


def as_typed(text: str, *, directory: Directory) -> str:
    """What a person's typing becomes: &, < and > escaped, mentions and addresses as control sequences.

    Addresses turn into <mailto:ana@example.org|ana@example.org> and bare domains into links, as in Slack.
    """
    return _TYPED.sub(lambda found: _typed_piece(found, directory), text)


def _typed_piece(found: re.Match[str], directory: Directory) -> str:
    whole = found.group()
    if found["kept"]:
        return whole
    if found["url"]:
        return f"<{escape(whole)}>"
    if found["email"]:
        return f"<mailto:{whole}|{whole}>"
    if found["domain"]:
        return f"<http://{whole}|{whole}>"
    return escape(whole) if found["special"] else _mention(whole, directory)


def _mention(whole: str, directory: Directory) -> str:
    try:
        if whole.startswith("@"):
            return f"<@{directory.user(whole).id}>"
        channel = directory.channel(whole)
        return f"<#{channel.id}|{channel.name}>"
    except SlackError:
        return whole


def alerts(message: Message) -> list[str]:
    """Whom the message alerts: ids of people, and channel, here, everyone or a group.

    A message that relays a stranger's words should alert nobody by them.
    """
    found: list[str] = []
    for text in _texts([message.text, message.blocks]):
        for match in _ALERT.finditer(text):
            found.append(match["user"] or match["group"])
    return list(dict.fromkeys(found))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict) and value.get("type") != "plain_text":
        for item in value.values():
            yield from _texts(item)

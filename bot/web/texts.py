"""Brings a company's text into a form that every store and screen can take, without changing what it says."""

from __future__ import annotations

import re

from bot.web.problems import LONGEST_TEXT, Malformed, TooLong

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_IDENTITY = re.compile(r"[\x21-\x7e]{1,200}")
_LONGEST_PAYLOAD = 4_000


def told(text: str) -> str:
    """The text without control characters; half surrogate pairs become U+FFFD. Raises TooLong over 10,000 characters."""
    if len(text) > LONGEST_TEXT:
        raise TooLong
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", _LONE_SURROGATE.sub("\ufffd", lines))


def identity(client_message_id: str | None, *, conversation: str) -> str | None:
    """The message's identity; a client's own id counts within its conversation only. Raises Malformed."""
    if client_message_id is None:
        return None
    if not _IDENTITY.fullmatch(client_message_id):
        raise Malformed("client_message_id takes 1 to 200 letters, digits and signs of ASCII without spaces.")
    return f"web:{conversation}:{client_message_id}"


def pressed(payload: str | None) -> str | None:
    """A button's payload as it came. Raises Malformed when it is none of ours."""
    if payload and (len(payload) > _LONGEST_PAYLOAD or not payload.isascii() or _CONTROL.search(payload)):
        raise Malformed("This payload is not one of a button in this conversation; press the button again.")
    return payload or None

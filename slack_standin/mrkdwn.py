"""Slack's mark-up as safe HTML: everything is escaped first, and little is given back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from markupsafe import Markup, escape

EMOJI: Mapping[str, str] = {
    "+1": "👍",
    "-1": "👎",
    "bell": "🔔",
    "calendar": "📅",
    "clock1": "🕐",
    "email": "✉️",
    "envelope": "✉️",
    "exclamation": "❗",
    "eyes": "👀",
    "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳",
    "inbox_tray": "📥",
    "information_source": "ℹ️",
    "large_green_circle": "🟢",
    "large_yellow_circle": "🟡",
    "lock": "🔒",
    "memo": "📝",
    "no_entry": "⛔",
    "office": "🏢",
    "package": "📦",
    "pushpin": "📌",
    "question": "❓",
    "raised_hand": "✋",
    "red_circle": "🔴",
    "rotating_light": "🚨",
    "speech_balloon": "💬",
    "tada": "🎉",
    "thumbsup": "👍",
    "truck": "🚚",
    "warning": "⚠️",
    "wave": "👋",
    "white_check_mark": "✅",
    "heavy_check_mark": "✔️",
    "x": "❌",
}
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_PIECES = re.compile(r"```(?P<pre>.+?)```|`(?P<code>[^`\n]+)`|<(?P<control>[^<>\n]+)>", re.DOTALL)
_KEPT = re.compile("\x00(\\d+)\x00")
_EMPHASIS = (
    (re.compile(r"(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])"), r"<strong>\1</strong>"),
    (re.compile(r"(?<![\w_])_(\S(?:[^_\n]*\S)?)_(?![\w_])"), r"<em>\1</em>"),
    (re.compile(r"(?<![\w~])~(\S(?:[^~\n]*\S)?)~(?![\w~])"), r"<s>\1</s>"),
)
_QUOTE = re.compile(r"(?:^&gt; ?.*(?:\n|$))+", re.MULTILINE)
_SHORT_CODE = re.compile(r":([a-z0-9_+-]+):")

Names = Callable[[str], str]


def unescaped(text: str) -> str:
    """Slack's three entities as the characters that they stand for."""
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


def emoji(text: str) -> str:
    """Short codes that are known, as pictures."""
    return _SHORT_CODE.sub(lambda found: EMOJI.get(found[1], found[0]), text)


def plain(text: str) -> Markup:
    """A plain_text object's words."""
    return escape(emoji(text))


def to_html(text: str, *, names: Names) -> Markup:
    """Bold, italics, strike, code, quotes, links and mentions; `names` tells what an id is called."""
    kept: list[Markup] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(_piece(found, names))
        return f"\x00{len(kept) - 1}\x00"

    safe = str(escape(unescaped(_PIECES.sub(keep, text.replace("\x00", "")))))
    for pattern, replacement in _EMPHASIS:
        safe = pattern.sub(replacement, safe)
    safe = _QUOTE.sub(_quote, emoji(safe))
    return Markup(_KEPT.sub(lambda found: str(kept[int(found[1])]), safe))  # escaped above


def _quote(found: re.Match[str]) -> str:
    lines = [line.removeprefix("&gt;").removeprefix(" ") for line in found.group().rstrip("\n").split("\n")]
    return "<blockquote>" + "\n".join(lines) + "</blockquote>"


def _piece(found: re.Match[str], names: Names) -> Markup:
    if found["pre"] is not None:
        return Markup("<pre>{}</pre>").format(unescaped(found["pre"].strip("\n")))
    if found["code"] is not None:
        return Markup("<code>{}</code>").format(unescaped(found["code"]))
    return _control(found["control"], names)


def _control(content: str, names: Names) -> Markup:
    target, _, label = content.partition("|")
    if target.startswith("@"):
        return _mention("@" + names(target[1:]))
    if target.startswith("#"):
        return _mention("#" + (label or names(target[1:])))
    if target.startswith("!date^"):
        return escape(unescaped(label))
    if target.startswith("!"):
        return _mention("@" + (label or target[1:]).removeprefix("@"))
    if re.match(r"(?:https?://|mailto:)", target):
        link = Markup('<a href="{}" rel="noopener noreferrer nofollow" target="_blank">{}</a>')
        return link.format(unescaped(target), unescaped(label or target.removeprefix("mailto:")))
    return escape(unescaped(f"<{content}>"))


def _mention(name: str) -> Markup:
    return Markup('<bdi class="mention">{}</bdi>').format(name)

"""conversations.*: finding, reading and making conversations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from slack_standin.call import Call, Method
from slack_standin.errors import SlackError
from slack_standin.records import JSON, Channel, Message

READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_KINDS: Mapping[str, str] = {
    "public_channel": "public",
    "private_channel": "private",
    "im": "im",
    "mpim": "mpim",
}


def _shown(call: Call, channel: Channel) -> JSON:
    return channel.as_json(seen_by=call.workspace.app.bot_user)


def _info(call: Call) -> JSON:
    channel = call.channel()
    call.need_for(channel, "read")
    return {"channel": _shown(call, channel)}


def _wanted_kinds(call: Call) -> set[str]:
    words = [word.strip() for word in call.text("types", "public_channel").split(",")]
    if any(word not in _KINDS for word in words):
        raise SlackError("invalid_types")
    return {_KINDS[word] for word in words}


def _listing(call: Call, *, member: str = "") -> JSON:
    kinds = _wanted_kinds(call)
    bot = call.workspace.app.bot_user
    found = [
        channel
        for channel in call.workspace.directory.channels
        if channel.kind in kinds
        and (channel.kind == "public" or bot in channel.members)
        and (not member or member in channel.members)
        and not (channel.archived and call.flag("exclude_archived"))
    ]
    page, metadata = call.page(found)
    return {"channels": [_shown(call, channel) for channel in page], "response_metadata": metadata}


def _of_user(call: Call) -> JSON:
    user = call.user().id if call.text("user") else call.workspace.app.bot_user
    return _listing(call, member=user)


def _members(call: Call) -> JSON:
    channel = call.channel()
    call.need_for(channel, "read")
    page, metadata = call.page(channel.members)
    return {"members": page, "response_metadata": metadata}


def _history(call: Call) -> JSON:
    channel = _readable(call)
    messages = _within(call, call.workspace.messages.in_channel(channel.id))
    page, metadata = call.page(messages[::-1])
    return {
        "messages": _bodies(call, page),
        "has_more": bool(metadata["next_cursor"]),
        "pin_count": 0,
        "response_metadata": metadata,
    }


def _replies(call: Call) -> JSON:
    channel = _readable(call)
    thread = call.workspace.messages.thread(channel.id, call.text("ts"))
    root, replies = thread[0], _within(call, thread[1:])
    page, metadata = call.page([root, *replies])
    return {
        "messages": _bodies(call, page),
        "has_more": bool(metadata["next_cursor"]),
        "response_metadata": metadata,
    }


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.need_for(channel, "history")
    if call.workspace.app.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _within(call: Call, messages: Sequence[Message]) -> list[Message]:
    oldest, latest = _moment(call, "oldest", 0.0), _moment(call, "latest", float("inf"))
    with_ends = call.flag("inclusive")
    return [
        message
        for message in messages
        if oldest < float(message.ts) < latest or (with_ends and float(message.ts) in (oldest, latest))
    ]


def _moment(call: Call, name: str, default: float) -> float:
    try:
        return float(call.text(name) or default)
    except ValueError as error:
        raise SlackError(f"invalid_ts_{name}") from error


def _bodies(call: Call, messages: Sequence[Message]) -> list[JSON]:
    with_metadata = call.flag("include_all_metadata")
    return [call.workspace.messages.as_json(message, with_metadata=with_metadata) for message in messages]


def _open(call: Call) -> JSON:
    if call.text("channel"):
        channel = call.channel()
    else:
        users = [name for name in call.text("users").replace(" ", "").split(",") if name]
        if not users:
            raise SlackError("users_list_not_supplied")
        known = [call.workspace.directory.user(user).id for user in users]
        channel = call.workspace.directory.direct([*known, call.workspace.app.bot_user])
    whole = call.flag("return_im")
    return {"channel": _shown(call, channel) if whole else {"id": channel.id}}


METHODS: Mapping[str, Method] = {
    "conversations.info": Method(_info, scopes=READ),
    "conversations.list": Method(_listing, scopes=READ),
    "users.conversations": Method(_of_user, scopes=READ),
    "conversations.members": Method(_members, scopes=READ),
    "conversations.history": Method(_history, scopes=HISTORY),
    "conversations.replies": Method(_replies, scopes=HISTORY),
    "conversations.open": Method(_open, scopes=("im:write", "mpim:write")),
}

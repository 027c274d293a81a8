"""reactions.*: emoji that the app puts under messages."""

from __future__ import annotations

import re
from collections.abc import Mapping

from slack_standin.call import Call, Method
from slack_standin.errors import SlackError
from slack_standin.records import JSON, Message


def _add(call: Call) -> JSON:
    call.workspace.messages.react(_message(call), name=_name(call), user=call.workspace.app.bot_user)
    return {}


def _remove(call: Call) -> JSON:
    call.workspace.messages.unreact(_message(call), name=_name(call), user=call.workspace.app.bot_user)
    return {}


def _get(call: Call) -> JSON:
    message = _message(call)
    return {"type": "message", "channel": message.channel, "message": call.workspace.messages.as_json(message)}


def _message(call: Call) -> Message:
    channel = call.channel()
    if call.workspace.app.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    return call.workspace.messages.get(channel.id, call.text("timestamp"))


def _name(call: Call) -> str:
    name = call.text("name").strip(":")
    if not re.fullmatch(r"[\w+'-]+(::skin-tone-[2-6])?", name):
        raise SlackError("invalid_name")
    return name


METHODS: Mapping[str, Method] = {
    "reactions.add": Method(_add, scopes=("reactions:write",)),
    "reactions.remove": Method(_remove, scopes=("reactions:write",)),
    "reactions.get": Method(_get, scopes=("reactions:read",)),
}

"""conversations.*: making channels, and who is in them."""

from __future__ import annotations

from collections.abc import Mapping

from slack_standin.call import Call, Method
from slack_standin.errors import SlackError
from slack_standin.records import JSON, Channel


def _shown(call: Call, channel: Channel) -> JSON:
    return channel.as_json(seen_by=call.workspace.app.bot_user)


def _create(call: Call) -> JSON:
    private = call.flag("is_private")
    call.need("groups:write" if private else "channels:manage")
    bot = call.workspace.app.bot_user
    channel = call.workspace.directory.add_channel(
        name=call.text("name"), kind="private" if private else "public", members=[bot], creator=bot
    )
    return {"channel": _shown(call, channel)}


def _join(call: Call) -> JSON:
    channel = call.channel()
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    was_in = call.workspace.app.bot_user in channel.members
    joined = call.workspace.directory.join(channel, call.workspace.app.bot_user)
    return {"channel": _shown(call, joined), **({"warning": "already_in_channel"} if was_in else {})}


def _leave(call: Call) -> JSON:
    channel = call.channel()
    if call.workspace.app.bot_user not in channel.members:
        return {"not_in_channel": True}
    call.workspace.directory.leave(channel, call.workspace.app.bot_user)
    return {}


def _invite(call: Call) -> JSON:
    channel = _own_channel(call)
    users = [call.workspace.directory.user(key.strip()) for key in call.required("users").split(",")]
    if all(user.id in channel.members for user in users):
        raise SlackError("already_in_channel")
    for user in users:
        channel = call.workspace.directory.join(channel, user.id, inviter=call.workspace.app.bot_user)
    return {"channel": _shown(call, channel)}


def _set_topic(call: Call) -> JSON:
    channel = call.workspace.directory.change_channel(_own_channel(call), topic=call.text("topic"))
    return {"channel": _shown(call, channel)}


def _set_purpose(call: Call) -> JSON:
    channel = call.workspace.directory.change_channel(_own_channel(call), purpose=call.text("purpose"))
    return {"channel": _shown(call, channel)}


def _archive(call: Call) -> JSON:
    channel = _own_channel(call)
    if channel.archived:
        raise SlackError("already_archived")
    call.workspace.directory.change_channel(channel, archived=True)
    return {}


def _own_channel(call: Call) -> Channel:
    channel = call.channel()
    if call.workspace.app.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    return channel


MANAGE = ("channels:manage", "groups:write")
METHODS: Mapping[str, Method] = {
    "conversations.create": Method(_create, scopes=MANAGE),
    "conversations.join": Method(_join, scopes=("channels:join",)),
    "conversations.leave": Method(_leave, scopes=MANAGE),
    "conversations.invite": Method(_invite, scopes=(*MANAGE, "channels:write.invites", "groups:write.invites")),
    "conversations.setTopic": Method(_set_topic, scopes=MANAGE),
    "conversations.setPurpose": Method(_set_purpose, scopes=MANAGE),
    "conversations.archive": Method(_archive, scopes=MANAGE),
}

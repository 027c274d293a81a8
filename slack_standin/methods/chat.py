"""chat.*: posting, changing and deleting the app's messages."""

from __future__ import annotations

from collections.abc import Mapping

from slack_standin.call import Call, Method
from slack_standin.errors import SlackError
from slack_standin.posting import content, signature_of
from slack_standin.records import JSON, Channel, Message


def _post_message(call: Call) -> JSON:
    channel = _target(call)
    message = call.workspace.messages.post(
        channel,
        thread_ts=call.text("thread_ts"),
        broadcast=call.flag("reply_broadcast"),
        client_msg_id=call.text("client_msg_id"),
        **_look(call),
        **signature_of(call.workspace),
        **content(call.arguments),
    )
    return {"channel": channel.id, "ts": message.ts, "message": _shown(call, message)}


def _post_ephemeral(call: Call) -> JSON:
    channel = _target(call)
    person = call.user()
    if person.id not in channel.members:
        raise SlackError("user_not_in_channel")
    message = call.workspace.messages.post(
        channel,
        thread_ts=call.text("thread_ts"),
        only_for=person.id,
        **signature_of(call.workspace),
        **content(call.arguments),
    )
    return {"message_ts": message.ts}


def _update(call: Call) -> JSON:
    message = _own_message(call, refused="cant_update_message")
    replaced = {name: value for name, value in content(call.arguments).items() if _given(call, name)}
    edited = call.workspace.messages.edit(message, by=call.workspace.app.bot_user, **replaced)
    return {
        "channel": message.channel,
        "ts": message.ts,
        "text": edited.text,
        "message": _shown(call, edited),
    }


def _delete(call: Call) -> JSON:
    message = _own_message(call, refused="cant_delete_message")
    call.workspace.messages.delete(message)
    return {"channel": message.channel, "ts": message.ts}


def _permalink(call: Call) -> JSON:
    channel = call.channel()
    message = call.workspace.messages.get(channel.id, call.text("message_ts"))
    address = f"{call.web_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        address += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": address}


def _target(call: Call) -> Channel:
    """Where to post: a conversation that the bot is in, by id or name, or a person's direct message by user id."""
    key = call.text("channel")
    if key.startswith(("U", "W")):
        try:
            return call.workspace.app_direct(call.workspace.directory.user(key).id)
        except SlackError as error:
            raise SlackError("channel_not_found") from error
    channel = call.workspace.visible_channel(key or "?", by_name=True)
    may_from_outside = channel.kind == "public" and "chat:write.public" in call.workspace.app.scopes
    if call.workspace.app.bot_user not in channel.members and not may_from_outside:
        raise SlackError("not_in_channel")
    return channel


def _look(call: Call) -> JSON:
    name, emoji = call.text("username"), call.text("icon_emoji")
    if not name and not emoji:
        return {}
    call.need("chat:write.customize")
    return {"username": name, "icon_emoji": emoji, "subtype": "bot_message"}


def _own_message(call: Call, *, refused: str) -> Message:
    message = call.workspace.messages.get(call.channel().id, call.text("ts"))
    if message.only_for:
        raise SlackError("message_not_found")
    if message.bot_id != call.workspace.app.bot_id:
        raise SlackError(refused)
    return message


def _given(call: Call, name: str) -> bool:
    return call.raw(name) is not None


def _shown(call: Call, message: Message) -> JSON:
    body = call.workspace.messages.as_json(message, with_metadata=True)
    return {**body, "bot_profile": call.workspace.bot_profile()}


METHODS: Mapping[str, Method] = {
    "chat.postMessage": Method(_post_message, scopes=("chat:write",)),
    "chat.postEphemeral": Method(_post_ephemeral, scopes=("chat:write",)),
    "chat.update": Method(_update, scopes=("chat:write",)),
    "chat.delete": Method(_delete, scopes=("chat:write",)),
    "chat.getPermalink": Method(_permalink),
}

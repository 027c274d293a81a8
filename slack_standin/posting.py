"""What the app posts: the content of a message checked, and the answers that come by response_url."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_standin.blocks import TEXT_CHARACTERS, message_blocks, parsed
from slack_standin.errors import SlackError
from slack_standin.records import JSON, Message
from slack_standin.state import Workspace

ATTACHMENTS = 100
METADATA_CHARACTERS = 8000


def content(arguments: Mapping[str, Any]) -> JSON:
    """Text, blocks, attachments and metadata of a message, checked.

    Raises SlackError no_text, msg_too_long, invalid_blocks, invalid_attachments, metadata_too_large.
    """
    text = "" if arguments.get("text") is None else str(arguments["text"])
    if len(text) > TEXT_CHARACTERS:
        raise SlackError("msg_too_long")
    blocks = message_blocks(arguments.get("blocks"))
    attachments = _attachments(arguments.get("attachments"))
    if not (text.strip() or blocks or attachments):
        raise SlackError("no_text")
    return {
        "text": text,
        "blocks": blocks,
        "attachments": attachments,
        "metadata": _metadata(arguments.get("metadata")),
    }


def _attachments(value: Any) -> tuple[JSON, ...]:
    attachments = parsed(value, word="invalid_attachments") or []
    if not isinstance(attachments, list) or not all(isinstance(one, dict) for one in attachments):
        raise SlackError("invalid_attachments")
    if len(attachments) > ATTACHMENTS:
        raise SlackError("too_many_attachments")
    return tuple(attachments)


def _metadata(value: Any) -> JSON | None:
    metadata = parsed(value, word="invalid_metadata_format")
    if metadata in (None, "", {}):
        return None
    known = isinstance(metadata, dict) and isinstance(metadata.get("event_type"), str)
    if not known or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_schema")
    if len(str(metadata)) > METADATA_CHARACTERS:
        raise SlackError("metadata_too_large")
    return dict(metadata)


def signature_of(workspace: Workspace) -> JSON:
    """What marks a message as the app's own."""
    return {"user": workspace.app.bot_user, "bot_id": workspace.app.bot_id, "app_id": workspace.app.id}


def respond(workspace: Workspace, *, key: str, arguments: Mapping[str, Any]) -> Message | None:
    """Answer by a response address: replace or delete the message that was acted on, or post a new one.

    Raises SlackError expired_url, used_url, invalid_url and those of `content`.
    """
    target = workspace.response_urls.take(key)
    if arguments.get("delete_original"):
        workspace.messages.delete(workspace.messages.get(target.channel, target.message_ts))
        return None
    checked = content(arguments)
    if arguments.get("replace_original") and target.message_ts:
        original = workspace.messages.get(target.channel, target.message_ts)
        return workspace.messages.edit(original, by=workspace.app.bot_user, **checked)
    return say_after(
        workspace, channel=target.channel, user=target.user, arguments=arguments, thread_ts=target.thread_ts
    )


def say_after(
    workspace: Workspace, *, channel: str, user: str, arguments: Mapping[str, Any], thread_ts: str = ""
) -> Message:
    """Post an answer to an interaction: to that person alone, or to all with response_type in_channel."""
    to_all = arguments.get("response_type") == "in_channel"
    thread = str(arguments.get("thread_ts") or thread_ts)
    return workspace.messages.post(
        workspace.directory.channel(channel),
        thread_ts=thread,
        only_for="" if to_all else user,
        **signature_of(workspace),
        **content(arguments),
    )

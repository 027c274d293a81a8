"""The payloads of interactions: buttons and selects, modals, shortcuts and slash commands."""

from __future__ import annotations

from slack_standin.records import JSON, Channel, Message, User, View
from slack_standin.state import Workspace


def _common(workspace: Workspace, user: User) -> JSON:
    return {
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": workspace.team_id},
        "team": {"id": workspace.team_id, "domain": workspace.domain},
        "api_app_id": workspace.app.id,
        "token": workspace.app.verification_token,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _channel(channel: Channel) -> JSON:
    return {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name}


def view_json(workspace: Workspace, view: View) -> JSON:
    """The view object with the app's ids."""
    return view.as_json(team_id=workspace.team_id, app_id=workspace.app.id, bot_id=workspace.app.bot_id)


def action(workspace: Workspace, *, block: JSON, element: JSON, state: JSON | None) -> JSON:
    """The entry of `actions`: a button's text and value, or what was chosen."""
    named = {"action_id": element["action_id"], "block_id": block["block_id"], "type": element["type"]}
    kept: JSON = {name: element[name] for name in ("text", "value", "style", "placeholder") if name in element}
    return {**kept, **(state or {}), **named, "action_ts": workspace.timestamps.next()}


def message_action(
    workspace: Workspace, *, user: User, message: Message, act: JSON, values: JSON, response_url: str
) -> JSON:
    """block_actions on a message; an ephemeral message is not included, as in Slack."""
    channel = workspace.directory.channel(message.channel)
    container: JSON = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(message.only_for),
    }
    if message.is_reply:
        container["thread_ts"] = message.thread_ts
    body = {
        **_common(workspace, user),
        "type": "block_actions",
        "container": container,
        "channel": _channel(channel),
        "trigger_id": workspace.triggers.issue(user.id),
        "state": {"values": values},
        "response_url": response_url,
        "actions": [act],
    }
    if not message.only_for:
        body["message"] = workspace.messages.as_json(message, with_metadata=True)
    return body


def view_action(workspace: Workspace, *, user: User, view: View, act: JSON) -> JSON:
    """block_actions in a modal or an App Home."""
    return {
        **_common(workspace, user),
        "type": "block_actions",
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": workspace.triggers.issue(user.id),
        "view": view_json(workspace, view),
        "actions": [act],
    }


def submission(workspace: Workspace, *, user: User, view: View) -> JSON:
    """view_submission with everything that was filled in."""
    return {
        **_common(workspace, user),
        "type": "view_submission",
        "trigger_id": workspace.triggers.issue(user.id),
        "view": view_json(workspace, view),
        "response_urls": [],
    }


def closing(workspace: Workspace, *, user: User, view: View, is_cleared: bool) -> JSON:
    """view_closed."""
    return {
        **_common(workspace, user),
        "type": "view_closed",
        "view": view_json(workspace, view),
        "is_cleared": is_cleared,
    }


def suggestion(workspace: Workspace, *, user: User, block: JSON, element: JSON, query: str, place: JSON) -> JSON:
    """block_suggestion: what an external select asks the app for."""
    return {
        **_common(workspace, user),
        "type": "block_suggestion",
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "value": query,
        **place,
    }


def global_shortcut(workspace: Workspace, *, user: User, callback_id: str) -> JSON:
    """A shortcut from the search bar."""
    return {
        **_common(workspace, user),
        "type": "shortcut",
        "callback_id": callback_id,
        "trigger_id": workspace.triggers.issue(user.id),
        "action_ts": workspace.timestamps.next(),
    }


def message_shortcut(
    workspace: Workspace, *, user: User, message: Message, callback_id: str, response_url: str
) -> JSON:
    """A shortcut on a message."""
    return {
        **_common(workspace, user),
        "type": "message_action",
        "callback_id": callback_id,
        "trigger_id": workspace.triggers.issue(user.id),
        "action_ts": workspace.timestamps.next(),
        "message_ts": message.ts,
        "channel": _channel(workspace.directory.channel(message.channel)),
        "message": workspace.messages.as_json(message, with_metadata=True),
        "response_url": response_url,
    }


def slash_command(
    workspace: Workspace, *, user: User, channel: Channel, command: str, text: str, response_url: str
) -> JSON:
    """A slash command typed in a channel."""
    return {
        "token": workspace.app.verification_token,
        "team_id": workspace.team_id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": _channel(channel)["name"],
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": workspace.app.id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": workspace.triggers.issue(user.id),
    }

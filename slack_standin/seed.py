"""The people, channels and app that a workspace begins with, from a YAML or JSON file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import yaml

from slack_standin.errors import SeedError, SlackError
from slack_standin.records import JSON, App, User
from slack_standin.settings import Settings
from slack_standin.state import ALL_SCOPES, Workspace

USER_FIELDS = frozenset(field.name for field in fields(User)) - {"is_bot", "bot_id", "app_id"}
APP_FIELDS = frozenset(field.name for field in fields(App))
CHANNEL_FIELDS = frozenset({"id", "name", "private", "members", "topic", "purpose"})


def read(path: Path) -> JSON:
    """The content of a seed or manifest file; raises SeedError."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SeedError(f"{path}: cannot be read as YAML or JSON ({type(error).__name__}); check the file.") from error
    if not isinstance(content, dict):
        raise SeedError(f"{path}: must hold a mapping with workspace, app, users or channels.")
    return content


def app_of_manifest(manifest: Mapping[str, Any]) -> JSON:
    """What a Slack app manifest says of name, scopes, events, commands and shortcuts."""
    features = manifest.get("features") or {}
    settings = manifest.get("settings") or {}
    scopes = ((manifest.get("oauth_config") or {}).get("scopes") or {}).get("bot") or []
    events = (settings.get("event_subscriptions") or {}).get("bot_events") or []
    display = manifest.get("display_information") or {}
    name = (features.get("bot_user") or {}).get("display_name") or display.get("name") or "App"
    return {
        "name": name,
        "scopes": list(scopes),
        "events": list(events),
        "commands": list(features.get("slash_commands") or ()),
        "shortcuts": list(features.get("shortcuts") or ()),
    }


def planted(seed: Mapping[str, Any], *, settings: Settings, clock: Callable[[], float]) -> Workspace:
    """A workspace with everything that the seed names; raises SeedError with the first thing that is wrong.

    In a channel's `members`, `app` is the bot user and `all` everybody. Without channels there is #general.
    """
    about = seed.get("workspace") or {}
    workspace = Workspace(
        settings=settings,
        clock=clock,
        app=_app(seed.get("app") or {}),
        name=about.get("name", "Stand-in workspace"),
        domain=about.get("domain", "stand-in"),
    )
    for entry in seed.get("users") or ():
        _planted_user(workspace, entry)
    for entry in seed.get("channels") or ({"name": "general", "members": ["all"]},):
        _planted_channel(workspace, entry)
    return workspace


def _app(entry: Mapping[str, Any]) -> App:
    _known(entry, APP_FIELDS, "app")
    given = dict(entry)
    given["scopes"] = frozenset(given["scopes"]) if "scopes" in given else ALL_SCOPES
    given["events"] = frozenset(given.get("events") or ())
    for name in ("commands", "shortcuts"):
        given[name] = tuple(given.get(name) or ())
    return replace(App(), **given)


def _planted_user(workspace: Workspace, entry: Mapping[str, Any]) -> None:
    _known(entry, USER_FIELDS, "users")
    if not entry.get("name"):
        raise SeedError("users: every user needs a name, the handle.")
    try:
        workspace.directory.add_user(**entry)
    except SlackError as error:
        raise SeedError(f"users: {entry['name']}: {error.word}; correct or remove it.") from error


def _planted_channel(workspace: Workspace, entry: Mapping[str, Any]) -> None:
    _known(entry, CHANNEL_FIELDS, "channels")
    try:
        channel = workspace.directory.add_channel(
            id=entry.get("id", ""),
            name=entry.get("name", ""),
            kind="private" if entry.get("private") else "public",
            members=members(workspace, entry.get("members") or ()),
        )
    except SlackError as error:
        raise SeedError(f"channels: {entry.get('name', '')}: {error.word}; correct or remove it.") from error
    workspace.directory.change_channel(channel, topic=entry.get("topic", ""), purpose=entry.get("purpose", ""))


def members(workspace: Workspace, keys: Any) -> list[str]:
    """Ids of the members: handles, ids, `app` for the bot user, `all` for everybody; raises user_not_found."""
    found: list[str] = []
    for key in [keys] if isinstance(keys, str) else keys:
        if key == "all":
            found += [user.id for user in workspace.directory.users]
        elif key == "app":
            found.append(workspace.app.bot_user)
        else:
            found.append(workspace.directory.user(str(key)).id)
    return found


def _known(entry: Any, allowed: frozenset[str], where: str) -> None:
    if not isinstance(entry, Mapping):
        raise SeedError(f"{where}: every entry must be a mapping.")
    unknown = sorted(set(entry) - allowed)
    if unknown:
        raise SeedError(f"{where}: unknown field {unknown[0]}; known are {', '.join(sorted(allowed))}.")

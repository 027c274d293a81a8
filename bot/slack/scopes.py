"""What the app may do in a workspace and why: the scope that each of Slack's methods and events needs."""

from __future__ import annotations

from collections.abc import Mapping

METHODS: Mapping[str, tuple[str, ...]] = {
    "auth.test": (),
    "apps.connections.open": (),
    "chat.postMessage": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.update": ("chat:write",),
    "views.open": (),
    "conversations.list": ("channels:read", "groups:read"),
    "conversations.join": ("channels:join",),
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.replies": ("channels:history", "groups:history", "im:history"),
}
"""Every method that is called, with the scopes for the kinds of channel in which it is called."""

EVENTS: Mapping[str, tuple[str, ...]] = {"message.im": ("im:history",)}
"""Every event that is listened to."""

SCOPES: tuple[str, ...] = tuple(sorted({scope for needed in (*METHODS.values(), *EVENTS.values()) for scope in needed}))
"""The bot token's scopes; manifest.yml asks for just these."""

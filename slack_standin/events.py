"""Which happenings the app hears of, and the Events API payload it gets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from slack_standin.errors import SlackError
from slack_standin.records import JSON
from slack_standin.state import Workspace

MESSAGE_EVENTS: Mapping[str, tuple[str, str]] = {
    "im": ("message.im", "im:history"),
    "mpim": ("message.mpim", "mpim:history"),
    "channel": ("message.channels", "channels:history"),
    "group": ("message.groups", "groups:history"),
}
SCOPES: Mapping[str, str] = {
    "app_mention": "app_mentions:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
}


class Events:
    """Listens to the workspace and hands on what the app subscribed to and may see."""

    def __init__(self, *, workspace: Workspace, hand_on: Callable[[JSON], None]) -> None:
        self._workspace = workspace
        self._hand_on = hand_on
        workspace.listen(self._heard)

    def _heard(self, event: JSON) -> None:
        for name, scope, content in self._deliverable(event):
            subscribed = self._workspace.app.events
            if scope and scope not in self._workspace.app.scopes:
                continue
            if not subscribed or name in subscribed:
                self._hand_on(self._payload(content))

    def _deliverable(self, event: JSON) -> Iterator[tuple[str, str, JSON]]:
        channel = event.get("item", event).get("channel", event.get("channel", ""))
        if channel and not self._bot_is_in(channel, event):
            return
        if event["type"] == "message":
            yield *MESSAGE_EVENTS[event["channel_type"]], self._with_bot_profile(event)
            if self._mentions_bot(event):
                yield "app_mention", SCOPES["app_mention"], _mention(event)
        else:
            yield event["type"], SCOPES.get(event["type"], ""), event

    def _bot_is_in(self, channel: str, event: JSON) -> bool:
        bot = self._workspace.app.bot_user
        if event["type"].startswith("member_") and event["user"] == bot:
            return True
        try:
            return bot in self._workspace.directory.channel(channel).members
        except SlackError:
            return False

    def _with_bot_profile(self, event: JSON) -> JSON:
        if event.get("bot_id"):
            return {**event, "bot_profile": self._workspace.bot_profile()}
        return event

    def _mentions_bot(self, event: JSON) -> bool:
        mentioned = f"<@{self._workspace.app.bot_user}>" in event.get("text", "")
        by_person = not event.get("bot_id") and event.get("subtype", "") in ("", "thread_broadcast")
        return mentioned and by_person and event["channel_type"] != "im"

    def _payload(self, event: JSON) -> JSON:
        workspace = self._workspace
        return {
            "token": workspace.app.verification_token,
            "team_id": workspace.team_id,
            "api_app_id": workspace.app.id,
            "event": {**event, "event_ts": event.get("event_ts") or workspace.timestamps.next()},
            "type": "event_callback",
            "event_id": workspace.identifiers.unique("Ev"),
            "event_time": int(workspace.clock()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": workspace.team_id,
                    "user_id": workspace.app.bot_user,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{workspace.identifiers.unique('')}",
        }


def _mention(event: JSON) -> JSON:
    left_out = ("channel_type", "parent_user_id", "subtype")
    return {**{name: value for name, value in event.items() if name not in left_out}, "type": "app_mention"}

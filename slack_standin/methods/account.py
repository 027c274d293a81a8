"""api.test, auth.test, apps.connections.open, team.info and bots.info."""

from __future__ import annotations

from collections.abc import Mapping

from slack_standin.call import Call, Method
from slack_standin.errors import SlackError
from slack_standin.records import JSON


def _api_test(call: Call) -> JSON:
    if call.text("error"):
        raise SlackError(call.text("error"))
    return {"args": {name: value for name, value in call.arguments.items() if name != "token"}}


def _auth_test(call: Call) -> JSON:
    workspace = call.workspace
    return {
        "url": call.web_url + "/",
        "team": workspace.name,
        "user": workspace.bot.name,
        "team_id": workspace.team_id,
        "user_id": workspace.app.bot_user,
        "bot_id": workspace.app.bot_id,
        "is_enterprise_install": False,
    }


def _connections_open(call: Call) -> JSON:
    return {"url": call.socket_url()}


def _team_info(call: Call) -> JSON:
    workspace = call.workspace
    return {"team": {"id": workspace.team_id, "name": workspace.name, "domain": workspace.domain, "icon": {}}}


def _bots_info(call: Call) -> JSON:
    if call.text("bot", call.workspace.app.bot_id) != call.workspace.app.bot_id:
        raise SlackError("bot_not_found")
    return {"bot": call.workspace.bot_profile()}


METHODS: Mapping[str, Method] = {
    "api.test": Method(_api_test, token="none"),
    "auth.test": Method(_auth_test, token="any"),
    "apps.connections.open": Method(_connections_open, token="app"),
    "team.info": Method(_team_info, scopes=("team:read",)),
    "bots.info": Method(_bots_info, scopes=("users:read",)),
}

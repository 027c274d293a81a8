"""views.*: modals and App Homes."""

from __future__ import annotations

from collections.abc import Mapping

from slack_standin.blocks import view_payload
from slack_standin.call import Call, Method
from slack_standin.errors import SlackError
from slack_standin.records import JSON, View


def _shown(call: Call, view: View) -> JSON:
    app = call.workspace.app
    return {"view": view.as_json(team_id=call.workspace.team_id, app_id=app.id, bot_id=app.bot_id)}


def _open(call: Call) -> JSON:
    payload = view_payload(call.raw("view"), kind="modal")
    user = call.workspace.triggers.take(_trigger(call))
    return _shown(call, call.workspace.views.open(user, payload))


def _push(call: Call) -> JSON:
    payload = view_payload(call.raw("view"), kind="modal")
    user = call.workspace.triggers.take(_trigger(call))
    return _shown(call, call.workspace.views.push(user, payload))


def _update(call: Call) -> JSON:
    views = call.workspace.views
    view = views.find(view_id=call.text("view_id"), external_id=call.text("external_id"))
    payload = view_payload(call.raw("view"), kind=view.kind)
    return _shown(call, views.update(view, payload, expected_hash=call.text("hash")))


def _publish(call: Call) -> JSON:
    payload = view_payload(call.raw("view"), kind="home")
    user = call.user("user_id")
    return _shown(call, call.workspace.views.publish(user.id, payload, expected_hash=call.text("hash")))


def _trigger(call: Call) -> str:
    trigger = call.text("trigger_id") or call.text("interactivity_pointer")
    if not trigger:
        raise SlackError("invalid_arguments", response_metadata={"messages": ["[ERROR] missing trigger_id"]})
    return trigger


METHODS: Mapping[str, Method] = {
    "views.open": Method(_open),
    "views.push": Method(_push),
    "views.update": Method(_update),
    "views.publish": Method(_publish),
}

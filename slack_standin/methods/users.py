"""users.*: who is in the workspace."""

from __future__ import annotations

from collections.abc import Mapping

from slack_standin.call import Call, Method
from slack_standin.records import JSON, User

EMAIL = "users:read.email"


def _shown(call: Call, user: User) -> JSON:
    body = user.as_json(team_id=call.workspace.team_id, with_email=EMAIL in call.workspace.app.scopes)
    return body | ({"locale": user.locale} if call.flag("include_locale") else {})


def _info(call: Call) -> JSON:
    return {"user": _shown(call, call.user())}


def _list(call: Call) -> JSON:
    page, metadata = call.page(call.workspace.directory.users)
    return {
        "members": [_shown(call, user) for user in page],
        "cache_ts": int(call.workspace.clock()),
        "response_metadata": metadata,
    }


def _lookup_by_email(call: Call) -> JSON:
    return {"user": _shown(call, call.workspace.directory.user_by_email(call.text("email")))}


def _profile(call: Call) -> JSON:
    user = call.user() if call.text("user") else call.workspace.bot
    return {"profile": user.profile(with_email=EMAIL in call.workspace.app.scopes)}


METHODS: Mapping[str, Method] = {
    "users.info": Method(_info, scopes=("users:read",)),
    "users.list": Method(_list, scopes=("users:read",)),
    "users.lookupByEmail": Method(_lookup_by_email, scopes=(EMAIL,)),
    "users.profile.get": Method(_profile, scopes=("users.profile:read", "users:read")),
}

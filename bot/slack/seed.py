"""The desks and their members as the stand-in Slack's first content: a channel a desk, a user a member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.inquiries import directory
from bot.inquiries.ports import Records
from bot.inquiries.records import Desk, Member
from bot.slack.scopes import EVENTS, SCOPES


def stand_in_seed(records: Records, *, companies: Sequence[str] = ("company",)) -> dict[str, Any]:
    """A seed for the stand-in: the app as manifest.yml has it, every desk's channel and members.

    `companies` are handles of people who belong to no desk and can write to the app as a company.
    """
    desks = [directory.desk_with_key(records, desk.key) for desk in records.all(Desk) if desk.status != "withdrawn"]
    members = {member.slack_user: member for desk in desks for member in desk.members if member.slack_user}
    return {
        "app": {"name": "Focal Point", "scopes": list(SCOPES), "events": list(EVENTS)},
        "users": [
            *(_user(member) for member in members.values()),
            *({"name": name, "real_name": name} for name in companies),
        ],
        "channels": list(_channels(desks).values()),
    }


def _user(member: Member) -> dict[str, Any]:
    known = {"email": member.email, "tz": member.timezone}
    return {
        "id": member.slack_user,
        "name": member.email.partition("@")[0] or member.slack_user.lower(),
        "real_name": member.name or member.key,
        **{name: value for name, value in known.items() if value},
    }


def _channels(desks: Sequence[Desk]) -> Mapping[str, dict[str, Any]]:
    """Desks that share a channel share its entry; one restricted desk makes it private."""
    channels: dict[str, dict[str, Any]] = {}
    for desk in desks:
        name = desk.slack.removeprefix("#").lower()
        if not name:
            continue
        entry = channels.setdefault(
            name, {"name": name, "purpose": desk.name or desk.key, "private": False, "members": ["app"]}
        )
        entry["private"] = entry["private"] or desk.restricted == "yes"
        present = (member.slack_user for member in desk.members if member.slack_user)
        entry["members"] = list(dict.fromkeys([*entry["members"], *present]))
    return channels

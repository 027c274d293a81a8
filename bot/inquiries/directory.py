"""Who is where: desks with their members, desks by what they cover, the country's cluster configuration."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.inquiries.errors import UnknownRecord
from bot.inquiries.ports import Records
from bot.inquiries.records import Cluster, ClusterConfiguration, Covers, Desk, DeskMember, Emergency, Member

FRONT = "front"


def desk_with_key(records: Records, key: str) -> Desk:
    """The desk with all its members, those of records of their own included; raises UnknownRecord."""
    desk = records.get(Desk, key)
    if desk is None:
        raise UnknownRecord(f'There is no desk "{key}"; add it to the records of desks.')
    return replace(desk, members=(*desk.members, *_added_members(records, key)))


def desk_covering(records: Records, covers: Covers) -> Desk | None:
    """The desk that covers exactly this (cluster and country, agency and country, topic, ...), or None."""
    found = (desk for desk in records.all(Desk) if desk.covers == covers and desk.status != "withdrawn")
    return next(found, None)


def member_at(records: Records, *, desk: str, slack_user: str) -> Member | None:
    """The desk's member with this Slack user, or None."""
    members = desk_with_key(records, desk).members
    return next((member for member in members if member.slack_user == slack_user), None)


def emergency_in(records: Records, *, country: str, day: date) -> Emergency | None:
    """The emergency that rules in a country on a day: one in emergency mode before any other, the latest first."""
    found = [
        emergency
        for emergency in records.all(Emergency)
        if emergency.country == country and emergency.is_published and emergency.is_valid_on(day)
    ]
    found.sort(key=lambda emergency: (emergency.mode == "emergency", emergency.since or date.min), reverse=True)
    return found[0] if found else None


def cluster_set_of(records: Records, *, country: str, day: date) -> str:
    """The country's cluster set on a day: legacy-11, reset-8, none; "" when no configuration is on record."""
    for configuration in records.all(ClusterConfiguration):
        starts = configuration.from_ or date.min
        if (
            configuration.country == country
            and starts <= day
            and (configuration.until is None or day < configuration.until)
        ):
            return configuration.set
    return ""


def clusters_in_set(records: Records, code: str, *, cluster_set: str) -> tuple[str, ...]:
    """The codes by which a cluster goes in a set: SHL is SLS in reset-8, SLS is CCM, HLP and SHL in legacy-11; never none."""
    codes = {cluster.code for cluster in records.all(Cluster) if cluster.set == cluster_set}
    if code in codes or not cluster_set:
        return (code,)
    news = [
        new for cluster in records.all(Cluster) if cluster.code == code for new in cluster.replaced_by if new in codes
    ]
    olds = [cluster.code for cluster in records.all(Cluster) if code in cluster.replaced_by and cluster.code in codes]
    return tuple(dict.fromkeys((*news, *olds))) or (code,)


def _added_members(records: Records, desk: str) -> tuple[Member, ...]:
    return tuple(
        Member(
            key=added.key,
            role=added.role,
            slack_user=added.slack_user,
            email=added.email,
            name=added.name,
            languages=added.languages,
            timezone=added.timezone,
            hours=added.hours,
        )
        for added in records.all(DeskMember)
        if added.desk == desk and added.status != "withdrawn"
    )

"""The stand-in's first content is made of the desks and their members."""

from __future__ import annotations

import time

from bot.inquiries.records import Desk, DeskMember, Member
from bot.slack.seed import stand_in_seed
from bot.store.memory import InMemoryWorks
from slack_standin import Settings
from slack_standin.seed import planted


def _seed(*records):
    with InMemoryWorks(records)() as work:
        return stand_in_seed(work.records)


def test_every_desk_has_its_channel_and_every_member_is_in_it():
    ana = Member(key="ana", slack_user="U0ANA", name="[Demo] Ana", email="ana@example.org", timezone="Africa/Maputo")
    added = DeskMember(key="front-noor", desk="front", slack_user="U0NOOR", email="noor@example.org")
    seed = _seed(
        Desk(key="front", slack="#front", members=(ana,)), Desk(key="fraud", slack="#fraud", restricted="yes"), added
    )

    workspace = planted(seed, settings=Settings(), clock=time.time)

    front, fraud = workspace.directory.channel("front"), workspace.directory.channel("fraud")
    assert set(front.members) == {"U0ANA", "U0NOOR", workspace.app.bot_user} and front.kind == "public"
    assert fraud.kind == "private"
    assert workspace.directory.user("ana").tz == "Africa/Maputo"
    assert workspace.directory.user("company")


def test_a_member_of_two_desks_is_one_person_and_desks_may_share_a_channel():
    ana = Member(key="ana", slack_user="U0ANA", email="ana@example.org")
    seed = _seed(Desk(key="a", slack="#same", members=(ana,)), Desk(key="b", slack="#same", members=(ana,)))

    assert [user["id"] for user in seed["users"] if "id" in user] == ["U0ANA"]
    assert len(seed["channels"]) == 1

"""The same road on a real database."""

from __future__ import annotations

import asyncio

from bot.inquiries.ports import Notice
from slack_standin.client import words_of


async def test_of_two_who_claim_at_once_one_wins_on_a_real_database_too(sqlite_house):
    request = sqlite_house.request()
    card = await sqlite_house.card(request)

    await asyncio.gather(*(sqlite_house.person(name).press("claim", card) for name in ("ana", "luis")))

    await sqlite_house.shows(request, "Claimed")
    loser = "luis" if sqlite_house.read(request.reference).assignee == "U0ANA" else "ana"
    await sqlite_house.person(loser).sees("already taken", channel="health-moz")
    await sqlite_house.delivered()
    assert len(sqlite_house.told(request.conversation)) == 1


async def test_the_whole_road_from_a_direct_message_to_the_reply(sqlite_house):
    tamar, ana = sqlite_house.person("tamar"), sqlite_house.person("ana")
    await tamar.tell_app("we have tents")
    direct = (await tamar.sees("You said: we have tents"))["channel"]
    request = sqlite_house.request(conversation=f"slack-{direct}")

    await ana.press("reply", await sqlite_house.card(request))
    await ana.submit(await ana.modal(), {"text": "How many?"})
    await tamar.sees("How many?")
    payload = {"text": "Two hundred", "name": "Lumen"}
    sqlite_house.put(Notice(key="thread:1", kind="thread", reference=request.reference, payload=payload))
    sqlite_house.worker.poke()

    card = await sqlite_house.card(request)
    await ana.sees("Two hundred", channel="health-moz", thread=card)
    assert "How many?" in words_of(await sqlite_house.shows(request, "How many?"))


async def test_forty_cards_at_once_all_arrive_once(sqlite_house):
    requests = [sqlite_house.request(summary=f"offer {number}") for number in range(40)]

    await sqlite_house.shows(requests[-1], "offer 39")
    await sqlite_house.delivered()

    assert [len(await sqlite_house.cards(request)) for request in requests] == [1] * 40

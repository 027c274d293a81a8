"""A request's card in its desk's channel."""

from __future__ import annotations

import pytest

from bot.inquiries.ports import Notice
from bot.inquiries.request import STATUSES
from bot.slack.card import allowed_buttons
from slack_standin.client import words_of


async def test_a_request_appears_as_a_card_in_its_desks_channel(house):
    request = house.request(flags=("sensitive:tobacco", "urgent"), facts={"delivery": "by ship"})

    await house.worker.run_once()

    shown = words_of(await house.card(request))
    for words in (
        request.reference,
        "Offers 4,000 blankets",
        "4,000 blanket",
        "located in Rotterdam",
        "for MOZ",
        "needs-first at cluster HEA",
        "[Demo] Lumen Tents",
        "sales@example.org",
        "sensitive:tobacco",
        "delivery: by ship",
        "Unclaimed",
        "Mon 23 Nov 2026, 18:00 (Africa/Maputo)",
        "We have 4000 blankets in Rotterdam",
        "Opened",
    ):
        assert words in shown


async def test_a_card_offers_only_the_moves_that_its_status_allows():
    assert allowed_buttons("unclaimed")[:3] == ("claim", "reply", "ask_more")
    assert "claim" not in allowed_buttons("claimed")
    assert "hand_back" not in allowed_buttons("unclaimed")
    assert allowed_buttons("resolved") == ("note", "details")
    assert all(set(allowed_buttons(status)) for status in STATUSES if status != "deleted")


@pytest.mark.parametrize(
    "attack",
    [
        "<!channel> <!here> <@U0ANA>",
        "@channel",
        "<https://evil.example|click here>",
        "*bold* _it_ `code` :tada:",
        "&lt;!channel&gt;",
    ],
)
async def test_what_a_company_wrote_is_inert_on_the_card(house, attack):
    request = house.request(company=attack, summary=attack, text=attack, facts={"note": attack}, flags=(attack[:20],))

    await house.worker.run_once()

    card = await house.card(request)
    assert card["alerts"] == []
    assert "<" not in card["text"]
    marked = [text["text"] for text in _texts(card["blocks"]) if text["type"] == "mrkdwn"]
    assert not any(attack in text for text in marked if attack != "@channel")


async def test_a_very_long_text_is_whole_in_the_cards_thread(house):
    text = "word " * 2000
    request = house.request(text=text, items=tuple(house.request().items * 60), facts={"long": "x" * 3000})

    await house.worker.run_once()

    card = await house.card(request)
    thread = await house.workspace.messages("health-moz", thread_ts=card["ts"])
    assert words_of(card).count("word") < 500
    assert sum(words_of(message["blocks"]).count("word") for message in thread[1:]) == 2000


async def test_the_card_redraws_itself_when_something_changed_elsewhere(house):
    request = house.request()
    await house.worker.run_once()

    house.handling.claim(reference=request.reference, by="U0ANA", identity="from the web", now=house.now)
    await house.worker.run_once()

    shown = words_of(await house.card(request))
    assert "Claimed" in shown and "[Demo] Ana Reyes" in shown
    assert len(await house.cards(request)) == 1


async def test_what_the_company_writes_later_comes_into_the_cards_thread_and_is_inert(house):
    request = house.request()
    house.put(
        Notice(
            key="thread:1",
            kind="thread",
            reference=request.reference,
            payload={"text": "They are <!here> in Delft now", "name": "Lumen"},
        )
    )

    await house.worker.run_once()

    card = await house.card(request)
    reply = (await house.workspace.messages("health-moz", thread_ts=card["ts"]))[1]
    assert "They are <!here> in Delft now" in words_of(reply["blocks"]) and "Lumen" in words_of(reply)
    assert reply["alerts"] == []


async def test_a_parked_offer_is_no_card(house):
    house.now = house.now.replace(hour=6)
    request = house.request(status="parked")
    house.put(Notice(key="thread:1", kind="thread", reference=request.reference, payload={"text": "more", "name": ""}))

    await house.worker.run_once()

    assert await house.workspace.messages("health-moz") == []
    assert house.waiting() == 0


async def test_a_card_that_somebody_deleted_is_posted_again(house):
    request = house.request()
    await house.worker.run_once()
    card = await house.card(request)
    await house.client.chat_delete(channel=card["channel"], ts=card["ts"])

    house.handling.claim(reference=request.reference, by="U0ANA", identity="claim", now=house.now)
    await house.worker.run_once()

    assert "Claimed" in words_of(await house.card(request))


async def test_another_desk_is_told_of_a_request_that_it_does_not_own(house):
    request = house.request(flags=("sensitive:alcohol",))
    house.put(Notice(key="inform:1", kind="inform", reference=request.reference, desk="cluster-wsh-moz"))

    await house.worker.run_once()

    told = words_of(await house.card(request, channel="water-moz"))
    assert "For information" in told and "Health Mozambique" in told and "sensitive:alcohol" in told


async def test_a_desk_without_a_channel_is_served_in_the_front_desks_with_a_line_that_says_so(house):
    house.desk_changed("cluster-hea-moz", slack="#no-such-channel")
    request = house.request()

    await house.worker.run_once()
    house.handling.claim(reference=request.reference, by="U0ANA", identity="claim", now=house.now)
    await house.worker.run_once()

    cards = await house.cards(request, channel="front-desk")
    assert len(cards) == 1
    assert "#no-such-channel" in words_of(cards[0]) and "Claimed" in words_of(cards[0])


async def test_the_bot_joins_a_public_channel_that_it_is_not_in(house):
    await house.workspace.ask("POST", "/channels/health-moz/members", remove=["app"])
    request = house.request()

    await house.worker.run_once()

    assert len(await house.cards(request)) == 1


async def test_an_archived_channel_leads_to_the_front_desk(house):
    await house.workspace.ask("POST", "/channels/health-moz", archived=True)
    request = house.request()

    await house.worker.run_once()

    assert len(await house.cards(request, channel="front-desk")) == 1


def _texts(value):
    if isinstance(value, dict):
        if value.get("type") in ("mrkdwn", "plain_text"):
            yield value
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)

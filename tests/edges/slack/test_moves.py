"""What focal points do on a card, with real presses and forms."""

from __future__ import annotations

import asyncio

import pytest

from bot.inquiries.conversation import PERSON
from bot.inquiries.records import Desk
from slack_standin.client import ControlError, words_of


async def test_of_two_who_claim_at_once_one_wins_and_the_other_is_told(busy_house):
    request = busy_house.request()
    card = await busy_house.card(request)

    await asyncio.gather(*(busy_house.person(name).press("claim", card) for name in ("ana", "luis")))

    await busy_house.shows(request, "Claimed")
    winner = busy_house.read(request.reference).assignee
    loser = "luis" if winner == "U0ANA" else "ana"
    told = await busy_house.person(loser).sees("already taken", channel="health-moz")
    assert told["only_for"] == ("U0LUIS" if loser == "luis" else "U0ANA")
    await busy_house.delivered()
    assert len([message for message in busy_house.told(request.conversation) if "notice.claimed" in message.text]) == 1


async def test_a_reply_typed_in_the_form_reaches_the_company_with_the_persons_name(busy_house):
    request = busy_house.request()
    ana = busy_house.person("ana")

    await ana.press("reply", await busy_house.card(request))
    answer = await ana.submit(await ana.modal(callback_id="reply"), {"text": "Which size are they?"})

    assert answer["closed"]
    (message,) = busy_house.told(request.conversation)
    assert (message.text, message.sender, message.name) == ("Which size are they?", PERSON, "[Demo] Ana Reyes")
    await busy_house.shows(request, "Which size are they?")


async def test_the_reply_comes_back_into_the_direct_message_of_whoever_asked(busy_house):
    tamar = busy_house.person("tamar")
    await tamar.tell_app("tents")
    await tamar.sees("You said: tents")
    direct = (await tamar.messages())[0]["channel"]
    request = busy_house.request(conversation=f"slack-{direct}")
    ana = busy_house.person("ana")

    await ana.press("reply", await busy_house.card(request))
    await ana.submit(await ana.modal(), {"text": "Please hold them <!channel>"})

    told = await tamar.sees("Please hold them")
    assert "[Demo] Ana Reyes" in words_of(told) and told["alerts"] == []


async def test_what_is_typed_in_a_thread_never_reaches_the_company(busy_house):
    request = busy_house.request()
    card = await busy_house.card(request)

    await busy_house.person("ana").say("health-moz", "I do not trust them", thread=card)
    await busy_house.person("ana").say("health-moz", "really not")
    await busy_house.person("luis").press("claim", card)
    await busy_house.shows(request, "Claimed")
    await busy_house.delivered()

    assert all("trust" not in message.text for message in busy_house.told(request.conversation))
    assert busy_house.say.heard == []


async def test_somebody_of_another_desk_is_told_so_and_nothing_happens(busy_house):
    request = busy_house.request()
    card = await busy_house.card(request)
    await busy_house.workspace.add_members("health-moz", "noor")

    await busy_house.person("noor").press("claim", card)

    assert "Only members" in words_of(await busy_house.person("noor").sees("Only members", channel="health-moz"))
    assert busy_house.read(request.reference).status == "unclaimed"


async def test_a_non_members_reply_stays_in_the_form_with_the_reason(busy_house):
    request = busy_house.request()
    card = await busy_house.card(request)
    await busy_house.workspace.add_members("health-moz", "noor")
    noor = busy_house.person("noor")

    await noor.press("reply", card)
    answer = await noor.submit(await noor.modal(), {"text": "Hello"})

    assert not answer["closed"] and "Only members" in answer["errors"]["text"]
    assert busy_house.told(request.conversation) == []


@pytest.mark.parametrize("nothing", ["", "   "])
async def test_a_decline_needs_a_reason(busy_house, nothing):
    request = busy_house.request()
    ana = busy_house.person("ana")

    await ana.press("decline", await busy_house.card(request))
    answer = await ana.submit(await ana.modal(), {"text": nothing})

    assert answer["errors"] and not answer["closed"]
    assert busy_house.read(request.reference).status == "unclaimed"


async def test_a_decline_tells_the_company_why(busy_house):
    request = busy_house.request()
    ana = busy_house.person("ana")

    await ana.press("decline", await busy_house.card(request))
    await ana.submit(await ana.modal(), {"text": "Winter is over there"})

    await busy_house.shows(request, "Declined")
    assert "Winter is over there" in busy_house.told(request.conversation)[-1].text
    assert "claim" not in _actions(await busy_house.card(request))


async def test_a_question_waits_for_the_company(busy_house):
    request = busy_house.request()
    ana = busy_house.person("ana")

    await ana.press("ask_more", await busy_house.card(request))
    await ana.submit(await ana.modal(), {"text": "Where exactly?"})

    await busy_house.shows(request, "Waiting for the company")
    assert busy_house.told(request.conversation)[-1].text == "Where exactly?"


async def test_a_note_stays_inside(busy_house):
    request = busy_house.request()
    ana = busy_house.person("ana")

    await ana.press("note", await busy_house.card(request))
    await ana.submit(await ana.modal(), {"text": "They paid late last year"})

    await busy_house.shows(request, "They paid late last year")
    assert busy_house.told(request.conversation) == []


async def test_a_reassigned_request_moves_to_the_other_desks_channel(busy_house):
    request = busy_house.request()
    ana = busy_house.person("ana")

    await ana.press("reassign", await busy_house.card(request))
    form = await ana.modal(callback_id="reassign")
    offered = await ana.suggestions("desk", "water", form)
    await ana.submit(form, {"desk": offered[0]["value"], "reason": "It is about wells"})

    new = await busy_house.card(request, channel="water-moz")
    old = await busy_house.shows(request, "Reassigned to")
    assert "claim" in _actions(new) and "It is about wells" in words_of(new)
    assert _actions(old) == [] and "Water Mozambique" in words_of(old)


async def test_the_form_for_another_desk_offers_neither_its_own_nor_more_than_slack_shows(busy_house):
    busy_house.works.keep(*(Desk(key=f"agency-{number}", name=f"Agency {number}") for number in range(150)))
    request = busy_house.request()
    ana = busy_house.person("ana")
    await ana.press("reassign", await busy_house.card(request))
    form = await ana.modal()

    everything = await ana.suggestions("desk", "", form)
    some = await ana.suggestions("desk", "agency 14", form)

    assert len(everything) == 100
    assert request.desk not in [option["value"] for option in everything]
    assert some and all("14" in option["value"] for option in some)


async def test_accepting_to_talk_accepts_nothing_yet_and_says_so_first(busy_house):
    request = busy_house.request()
    card = await busy_house.card(request)
    button = next(one for one in _elements(card) if one["action_id"] == "accept_to_talk")

    await busy_house.person("ana").press("accept_to_talk", card)

    assert "accepts nothing" in button["confirm"]["text"]["text"]
    await busy_house.shows(request, "Ready to talk")


async def test_hand_back_gives_the_request_back_to_the_desk_and_resolve_closes_it(busy_house):
    request = busy_house.request()
    ana = busy_house.person("ana")
    await ana.press("claim", await busy_house.card(request))
    await ana.press("hand_back", await busy_house.shows(request, "Claimed"))
    await busy_house.shows(request, "Handed back")
    assert busy_house.read(request.reference).assignee == ""

    await ana.press("resolve", await busy_house.card(request))

    assert _actions(await busy_house.shows(request, "Resolved")) == ["note", "details"]


async def test_a_button_of_an_old_card_is_answered_with_a_sentence(busy_house):
    request = busy_house.request()
    card = await busy_house.card(request)
    busy_house.handling.resolve(reference=request.reference, by="U0ANA", identity="elsewhere", now=busy_house.now)

    await busy_house.client.chat_postMessage(channel=card["channel"], text="as it was", blocks=card["blocks"])
    old = (await busy_house.workspace.messages("health-moz"))[-1]
    await busy_house.person("ana").press("claim", old)

    await busy_house.person("ana").sees("cannot claim", channel="health-moz")


async def test_details_show_everything_that_the_card_shortens(busy_house):
    request = busy_house.request(text="x " * 2500)
    ana = busy_house.person("ana")

    await ana.press("details", await busy_house.card(request))

    assert words_of((await ana.modal())["blocks"]).count("x ") >= 2400


async def test_a_form_that_opens_too_late_is_told(busy_house):
    request = busy_house.request()
    card = await busy_house.card(request)
    await busy_house.workspace.fail("error", method="views.open", word="expired_trigger_id")

    await busy_house.person("ana").press("reply", card)

    await busy_house.person("ana").sees("press the button again", channel="health-moz")


async def test_a_store_that_fails_is_told_to_the_person_alone(house, monkeypatch):
    request = house.request()
    await house.worker.run_once()
    card = await house.card(request)
    monkeypatch.setattr(house.works, "begin", _gone)

    await house.person("ana").press("claim", card)

    told = await house.person("ana").sees("did not work", channel="health-moz")
    assert "nothing was changed" in words_of(told) and told["only_for"] == "U0ANA"


async def test_nobody_outside_the_channel_can_press(busy_house):
    request = busy_house.request()
    card = await busy_house.card(request)

    with pytest.raises(ControlError):
        await busy_house.person("tamar").press("claim", {**card, "channel": "unknown"})


def _gone():
    raise OSError("disk I/O error")


def _elements(card):
    return [one for block in card["blocks"] if block["type"] == "actions" for one in block["elements"]]


def _actions(card):
    return [one["action_id"] for one in _elements(card)]

"""Companies write to the bot by direct message."""

from __future__ import annotations

import asyncio

import pytest

from slack_standin.client import eventually, words_of


async def test_a_direct_message_is_answered_with_buttons(busy_house):
    tamar = busy_house.person("tamar")

    await tamar.tell_app("we have tents & <blankets>")

    answer = await tamar.sees("You said")
    assert busy_house.say.heard == [("we have tents & <blankets>", None)]
    assert [one["text"]["text"] for one in _buttons(answer)] == ["Yes, tents", "No"]
    assert answer["alerts"] == []


async def test_a_press_of_a_button_is_a_turn_with_its_payload(busy_house):
    tamar = busy_house.person("tamar")
    await tamar.tell_app("tents")
    answer = await tamar.sees("You said: tents")

    await tamar.press("say:0:0", answer)

    await tamar.sees("You said: Yes, tents")
    assert busy_house.say.heard[-1] == ("Yes, tents", "yes-1")


async def test_a_double_click_is_one_choice(busy_house):
    tamar = busy_house.person("tamar")
    await tamar.tell_app("tents")
    answer = await tamar.sees("You said: tents")

    await asyncio.gather(tamar.press("say:0:0", answer), tamar.press("say:0:0", answer))

    await tamar.sees("You said: Yes, tents")
    await busy_house.delivered()
    assert len([message for message in await tamar.messages() if "You said: Yes, tents" in words_of(message)]) == 1


async def test_a_pressed_button_gives_way_to_the_choice(busy_house):
    tamar = busy_house.person("tamar")
    await tamar.tell_app("tents")
    answer = await tamar.sees("You said: tents")

    await tamar.press("say:0:0", answer)

    async def look():
        first = next(message for message in await tamar.messages() if message["ts"] == answer["ts"])
        return not _buttons(first) and "› Yes, tents" in words_of(first)

    await eventually(look, what="the choice in place of the buttons")


async def test_messages_that_follow_one_another_are_answered_in_order(busy_house):
    tamar = busy_house.person("tamar")

    for number in range(5):
        await tamar.tell_app(f"message {number}")
    await tamar.sees("You said: message 4")

    assert [text for text, _ in busy_house.say.heard] == [f"message {number}" for number in range(5)]


async def test_an_answer_waits_while_slack_is_down_and_comes_once(busy_house):
    tamar = busy_house.person("tamar")
    await busy_house.workspace.fail("drop_answer", method="chat.postMessage")

    await tamar.tell_app("tents")

    await tamar.sees("You said: tents", within=10)
    await busy_house.delivered()
    assert len([message for message in await tamar.messages() if "You said" in words_of(message)]) == 1


async def test_edits_deletions_and_the_bots_own_messages_are_left_alone(busy_house):
    tamar = busy_house.person("tamar")
    message = await tamar.tell_app("tents")
    await tamar.sees("You said: tents")

    await tamar.edit(message, "ten tents")
    await tamar.delete(message)
    await asyncio.sleep(0.3)

    assert busy_house.say.heard == [("tents", None)]


async def test_while_a_person_holds_the_conversation_the_bot_is_silent(busy_house):
    busy_house.say.is_silent = True

    await busy_house.person("tamar").tell_app("are you there?")
    await eventually(_heard(busy_house), what="the message")
    await busy_house.delivered()

    assert len(await busy_house.person("tamar").messages()) == 1


async def test_a_message_beyond_all_measure_is_refused_with_a_sentence(busy_house):
    tamar = busy_house.person("tamar")

    await tamar.tell_app("x" * 10_001)

    await tamar.sees("[system.too_long] limit=10000")
    assert busy_house.say.heard == []


async def test_when_everything_fails_the_company_still_gets_an_answer(busy_house, caplog):
    busy_house.say.fails = True

    await busy_house.person("tamar").tell_app("secret tents")

    await busy_house.person("tamar").sees("Sorry, that did not work")
    assert "secret tents" not in caplog.text


@pytest.mark.parametrize("text", ["🙂", "\u0645\u0631\u062d\u0628\u0627", "/intent{}", "<!channel>", "a" * 3900])
async def test_odd_messages_come_back_inert(busy_house, text):
    tamar = busy_house.person("tamar")

    await tamar.tell_app(text)

    answer = await tamar.sees("You said:")
    assert answer["alerts"] == []


async def test_focal_points_direct_messages_are_treated_the_same(busy_house):
    await busy_house.person("ana").tell_app("what do you need?")

    await busy_house.person("ana").sees("You said: what do you need?")


def _heard(house):
    async def look():
        return house.say.heard

    return look


def _buttons(message):
    return [one for block in message["blocks"] if block["type"] == "actions" for one in block["elements"]]

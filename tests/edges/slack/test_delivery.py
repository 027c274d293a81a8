"""Nothing is lost and nothing comes twice, whatever Slack or the process does."""

from __future__ import annotations

import pytest

from bot.inquiries.conversation import Message
from bot.inquiries.errors import RetryLater, Undeliverable
from bot.inquiries.ports import Notice
from bot.slack.delivery import SlackMessenger
from slack_standin.client import eventually, words_of


async def test_while_slack_is_down_a_card_waits_and_is_then_posted_once(house):
    request = house.request()
    await house.workspace.fail("server_error", times=5)
    await house.worker.run_once()
    assert house.waiting() == 1

    await house.workspace.heal()
    await _until_delivered(house)

    assert len(await house.cards(request)) == 1


async def test_a_slack_that_cannot_be_reached_at_all_costs_nothing(house):
    request = house.request()
    house.client.base_url = "http://127.0.0.1:9/api/"
    await house.worker.run_once()
    assert house.waiting() == 1

    house.client.base_url = house.slack.api_url
    await _until_delivered(house)

    assert len(await house.cards(request)) == 1


async def test_killed_between_the_post_and_the_moment_it_is_saved_it_is_posted_once(house, monkeypatch):
    request = house.request()
    monkeypatch.setattr(SlackMessenger, "_placed", _killed)
    with pytest.raises(KeyboardInterrupt):
        await SlackMessenger(posting=house.posting).deliver(_card(request))
    monkeypatch.undo()

    await SlackMessenger(posting=house.posting).deliver(_card(request))

    assert len(await house.cards(request)) == 1
    with house.works() as work:
        assert work.cards.place(request.reference)


@pytest.mark.parametrize("fault", ["drop_answer", "late_answer"])
async def test_an_answer_that_gets_lost_on_the_way_does_not_double_the_card(house, fault):
    request = house.request()
    house.client.timeout = 1
    await house.workspace.fail(fault, method="chat.postMessage", seconds=2.0)
    await house.worker.run_once()
    assert house.waiting() == 1

    await _until_delivered(house)

    assert len(await house.cards(request)) == 1


async def test_a_thread_message_whose_answer_gets_lost_is_not_doubled(house):
    request = house.request()
    await house.worker.run_once()
    house.put(Notice(key="t", kind="thread", reference=request.reference, payload={"text": "more of it", "name": "L"}))
    await house.workspace.fail("drop_answer", method="chat.postMessage")
    await house.worker.run_once()

    await _until_delivered(house)

    card = await house.card(request)
    assert len(await house.workspace.messages("health-moz", thread_ts=card["ts"])) == 2


async def test_a_storm_of_429_is_waited_out_and_everything_arrives_in_order(house):
    request = house.request()
    await house.worker.run_once()
    for number in range(6):
        payload = {"text": f"line {number}", "name": "L"}
        house.put(Notice(key=f"t{number}", kind="thread", reference=request.reference, payload=payload))
    await house.workspace.fail("ratelimited", method="chat.postMessage", times=4, retry_after=1)

    await _until_delivered(house, within=15)

    card = await house.card(request)
    thread = await house.workspace.messages("health-moz", thread_ts=card["ts"])
    assert [words_of(message["blocks"])[-6:] for message in thread[1:]] == [f"line {number}" for number in range(6)]


async def test_the_time_that_slack_asks_to_wait_is_honoured(house):
    request = house.request()
    await house.workspace.fail("ratelimited", method="chat.postMessage", retry_after=17)

    with pytest.raises(RetryLater) as refusal:
        await SlackMessenger(posting=house.posting).deliver(_card(request))

    assert refusal.value.seconds == 17


async def test_a_message_that_slack_will_never_take_is_kept_for_inspection_with_an_entry_and_a_line(house, caplog):
    request = house.request()
    await house.workspace.fail("error", method="chat.postMessage", word="invalid_blocks")

    await house.worker.run_once()

    with house.works() as work:
        assert [entry["action"] for entry in work.audit.of(request.reference)][-1] == "undeliverable"
    assert "given up" in caplog.text and request.reference in caplog.text and "Rotterdam" not in caplog.text


@pytest.mark.parametrize("word", ["invalid_auth", "missing_scope", "internal_error", "some_new_error"])
async def test_an_error_that_may_pass_is_tried_again(house, word):
    request = house.request()
    await house.workspace.fail("error", method="chat.postMessage", word=word)

    with pytest.raises(RetryLater):
        await SlackMessenger(posting=house.posting).deliver(_card(request))


async def test_a_request_that_is_gone_is_not_tried_for_ever(house):
    with pytest.raises(Undeliverable):
        await SlackMessenger(posting=house.posting).deliver(Notice(key="x", kind="thread", reference="FP-2026-09999"))


async def test_a_desk_whose_channel_and_front_desk_are_both_missing_waits(house):
    house.desk_changed("cluster-hea-moz", slack="#gone")
    house.desk_changed("front", slack="#gone-too")
    request = house.request()

    with pytest.raises(RetryLater):
        await SlackMessenger(posting=house.posting).deliver(_card(request))


async def test_a_message_to_a_company_that_wrote_elsewhere_counts_as_arrived(house):
    conversation = house.open_conversation(channel="web", address="page-9", at=house.now)
    with house.works() as work:
        message = work.conversations.add_message(
            Message(conversation=conversation, at=house.now, sender="person", name="Ana", text="hello")
        )
    house.put(Notice(key="company:1", kind="company", conversation=conversation, payload={"message": message.id}))

    assert await house.worker.run_once() == 1
    assert house.waiting() == 0


def _card(request):
    return Notice(key=f"card:{request.reference}:opened", kind="card", reference=request.reference)


def _killed(*_, **__):
    raise KeyboardInterrupt


async def _until_delivered(house, within=10.0):
    house.work()

    async def look():
        return house.waiting() == 0

    await eventually(look, what="an empty outbox", within=within)

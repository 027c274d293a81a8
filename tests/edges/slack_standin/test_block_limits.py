"""Block Kit's limits, at the edge and one over it."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from slack_standin.blocks import message_blocks, view_payload
from slack_standin.errors import SlackError

Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def section(text: str = "x", **more: Any) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def button(text: str = "Claim", **more: Any) -> Block:
    return {"type": "button", "text": plain(text), **more}


def options(number: int, *, words: int = 1) -> list[Block]:
    return [{"text": plain("x" * words), "value": str(index)} for index in range(number)]


def select(number: int, *, words: int = 1) -> Block:
    return {"type": "static_select", "placeholder": plain("Desk"), "options": options(number, words=words)}


def modal(*blocks: Block, **more: Any) -> Block:
    return {"type": "modal", "title": plain("Reply"), "submit": plain("Send"), "blocks": list(blocks), **more}


def entry(element: Block, label: str = "Words") -> Block:
    return {"type": "input", "label": plain(label), "element": element}


AT_THE_EDGE: list[list[Block]] = [
    [section() for _ in range(50)],
    [section("x" * 3000)],
    [{"type": "header", "text": plain("x" * 150)}],
    [{"type": "section", "fields": [plain("x" * 1300) for _ in range(10)]}],
    [actions(*(button(action_id=str(index)) for index in range(25)))],
    [{"type": "context", "elements": [plain("x") for _ in range(10)]}],
    [actions(button("x" * 75, value="x" * 2000, action_id="x" * 255))],
    [actions(select(100, words=75))],
    [section(block_id="x" * 255)],
    [{"type": "divider"}, {"type": "rich_text", "elements": []}],
    [section(f"{index}" + "x" * 2639, block_id=str(index)) for index in range(5)],
]

ONE_OVER: list[tuple[list[Block], str]] = [
    ([section() for _ in range(51)], "no more than 50 items allowed [json-pointer:/blocks]"),
    ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ([{"type": "header", "text": plain("x" * 151)}], "must be less than 151 characters"),
    ([{"type": "section", "fields": [plain("x")] * 11}], "no more than 10 items allowed"),
    ([{"type": "section", "fields": [plain("x" * 2001)]}], "must be less than 2001 characters"),
    ([actions(*(button(action_id=str(index)) for index in range(26)))], "no more than 25 items allowed"),
    ([{"type": "context", "elements": [plain("x")] * 11}], "no more than 10 items allowed"),
    ([actions(button("x" * 76))], "must be less than 76 characters"),
    ([actions(button(value="x" * 2001))], "must be less than 2001 characters"),
    ([actions(button(action_id="x" * 256))], "must be less than 256 characters"),
    ([actions(select(101))], "no more than 100 items allowed"),
    ([actions(select(1, words=76))], "must be less than 76 characters"),
    ([section(block_id="same"), section(block_id="same")], "block_id must be unique: same"),
    ([section(block_id="x" * 256)], "must be less than 256 characters"),
    ([{"type": "carousel"}], "unsupported type: carousel"),
    ([actions({"type": "knob"})], "unsupported type: knob"),
    ([actions({"type": "plain_text_input"})], "unsupported type: plain_text_input"),
    ([{"type": "section"}], "must provide one of: text, fields"),
    ([section(colour="red")], "invalid additional property: colour"),
    ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "must be one of: plain_text"),
    ([actions()], "no fewer than 1 items allowed"),
]

WRONG_VIEWS: list[tuple[Block, str]] = [
    (modal(*(section() for _ in range(101))), "no more than 100 items allowed"),
    (modal(section(), title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
    (modal(section(), submit=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
    (modal(section(), close=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/close/text]"),
    (modal(section(), private_metadata="x" * 3001), "must be less than 3001 characters"),
    (modal(entry({"type": "plain_text_input"}, label="x" * 2001)), "must be less than 2001 characters"),
    (modal(entry({"type": "plain_text_input", "max_length": 3001})), "must be between 1 and 3000"),
    (modal(entry(button())), "unsupported type: button for an input element"),
    ({"type": "modal", "title": plain("Reply"), "blocks": [entry({"type": "plain_text_input"})]}, "submit"),
    ({"type": "modal", "blocks": []}, "missing required field: title"),
    ({"type": "home", "blocks": []}, "must be a view of type modal"),
]


@pytest.mark.parametrize("blocks", AT_THE_EDGE)
def test_what_fits_passes_and_gets_its_ids(blocks: list[Block]) -> None:
    checked = message_blocks(blocks)

    assert len({block["block_id"] for block in checked}) == len(blocks)


@pytest.mark.parametrize(("blocks", "complaint"), ONE_OVER)
def test_what_does_not_fit_is_named_with_its_place(blocks: list[Block], complaint: str) -> None:
    with pytest.raises(SlackError) as caught:
        message_blocks(blocks)

    assert caught.value.word == "invalid_blocks"
    assert any(complaint in message for message in caught.value.details["response_metadata"]["messages"])


@pytest.mark.parametrize(("view", "complaint"), WRONG_VIEWS)
def test_a_faulty_view_is_refused(view: Block, complaint: str) -> None:
    with pytest.raises(SlackError) as caught:
        view_payload(view, kind="modal")

    assert caught.value.word == "invalid_arguments"
    assert any(complaint in message for message in caught.value.details["response_metadata"]["messages"])


def test_all_blocks_together_have_a_limit_too() -> None:
    with pytest.raises(SlackError) as caught:
        message_blocks([section("x" * 2641) for _ in range(5)])

    assert caught.value.word == "msg_blocks_too_long"


async def test_the_official_client_shows_the_complaints(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="#water", text="x", blocks=[section("x" * 3001)])

    assert caught.value.response["error"] == "invalid_blocks"
    [message] = caught.value.response["response_metadata"]["messages"]
    assert message == "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"

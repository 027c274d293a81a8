"""Clients written for Rasa's REST channel work unchanged."""

from __future__ import annotations

import json

import httpx
import pytest

from tests.edges.web.house import World, client_of

WEBHOOK = "/webhooks/rest/webhook"


async def test_a_client_of_rasas_channel_gets_replies_in_its_form(client: httpx.AsyncClient) -> None:
    response = await client.post(WEBHOOK, json={"sender": "ana", "message": "Can we help?"})

    assert response.status_code == 200
    assert response.json() == [
        {
            "recipient_id": "ana",
            "text": "With money or with goods?",
            "buttons": [{"title": "With money", "payload": "p-money"}],
        }
    ]


async def test_a_payload_sent_as_the_message_is_a_press(client: httpx.AsyncClient, world: World) -> None:
    await client.post(WEBHOOK, json={"sender": "ana", "message": "Can we help?"})

    pressed = await client.post(WEBHOOK, json={"sender": "ana", "message": "p-money"})
    foreign = await client.post(WEBHOOK, json={"sender": "luis", "message": "p-money"})

    assert pressed.json()[0]["text"] == "Here is how to give money."
    assert world.say.heard[1] == {"text": "With money", "payload": "p-money", "identity": None}
    assert foreign.json()[0]["text"] == "You wrote: p-money"


async def test_facts_show_when_they_were_checked(client: httpx.AsyncClient) -> None:
    response = await client.post(WEBHOOK, json={"sender": "ana", "message": "What do you need for water?"})

    text = response.json()[0]["text"]
    assert text.splitlines()[1] == "Report of the 2010 meeting · https://example.org/report · 2026-10-01"


async def test_what_a_person_wrote_meanwhile_comes_with_the_next_reply_once(
    client: httpx.AsyncClient, world: World
) -> None:
    await client.post(WEBHOOK, json={"sender": "ana", "message": "Hi"})
    with world.works() as work:
        conversation = work.conversations.at_address(channel="rest", address="ana").id
    world.person_replies(conversation, "We will call you.")

    first = await client.post(WEBHOOK, json={"sender": "ana", "message": "Anything new?"})
    second = await client.post(WEBHOOK, json={"sender": "ana", "message": "And now?"})

    assert [reply["text"] for reply in first.json()] == [
        "[Demo] Ana Reyes: We will call you.",
        "You wrote: Anything new?",
    ]
    assert [reply["text"] for reply in second.json()] == ["You wrote: And now?"]


async def test_a_client_without_a_sender_is_alone(client: httpx.AsyncClient) -> None:
    first = await client.post(WEBHOOK, json={"message": "Hi"})
    second = await client.post(WEBHOOK, json={"message": "Hi"})

    assert first.json()[0]["recipient_id"] != second.json()[0]["recipient_id"]


async def test_curl_without_a_content_type_and_streaming_clients(client: httpx.AsyncClient) -> None:
    body = json.dumps({"sender": "ana", "message": "Hi"})
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    plain = await client.post(WEBHOOK, content=body, headers=headers)
    stream = await client.post(f"{WEBHOOK}?stream=true", content=body)

    assert plain.json() == [{"recipient_id": "ana", "text": "You wrote: Hi"}]
    assert json.loads(stream.text) == plain.json()[0]
    assert (await client.get("/webhooks/rest/")).json() == {"status": "ok"}


@pytest.mark.parametrize("body", ["", "{", "[]", '{"sender": "a"}', '{"message": 7}', '{"sender": 7, "message": "a"}'])
async def test_a_body_of_another_form(client: httpx.AsyncClient, body: str) -> None:
    response = await client.post(WEBHOOK, content=body)

    assert response.status_code == 422 and response.headers["content-type"] == "application/problem+json"


async def test_a_token_when_one_is_set_is_needed(world: World) -> None:
    async with client_of(world.app(rest_token="t0ken")) as client:
        message = {"sender": "ana", "message": "Hi"}
        missing = await client.post(WEBHOOK, json=message)
        wrong = await client.post(WEBHOOK, json=message, headers={"Authorization": "Bearer other"})
        right = await client.post(WEBHOOK, json=message, headers={"Authorization": "Bearer t0ken"})

    assert [answer.status_code for answer in (missing, wrong, right)] == [401, 401, 200]
    assert missing.headers["www-authenticate"] == "Bearer"


async def test_outside_this_machine_the_channel_is_closed_without_a_token(world: World) -> None:
    async with client_of(world.app(is_on_loopback=False)) as client:
        response = await client.post(WEBHOOK, json={"sender": "ana", "message": "Hi"})

    assert response.status_code == 403 and "FOCALPOINT_REST_TOKEN" in response.json()["detail"]


async def test_a_web_page_of_somebody_else_cannot_use_it(client: httpx.AsyncClient) -> None:
    for headers in ({"Origin": "https://evil.example.org"}, {"Sec-Fetch-Site": "cross-site"}):
        response = await client.post(WEBHOOK, json={"sender": "ana", "message": "Hi"}, headers=headers)
        assert response.status_code == 403


async def test_while_the_model_is_loaded_the_client_is_told(client: httpx.AsyncClient, world: World) -> None:
    world.is_ready = False

    assert (await client.post(WEBHOOK, json={"sender": "ana", "message": "Hi"})).status_code == 503

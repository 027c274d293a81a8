"""A company's client writes, reads and asks how its request stands."""

from __future__ import annotations

import hashlib

import httpx
import pytest

from tests.edges.web.house import GETTING_READY, SOURCE, Company, World, a_company, client_of


async def test_a_new_conversation_gives_a_token_of_which_only_the_hash_is_kept(
    client: httpx.AsyncClient, world: World
) -> None:
    response = await client.post("/api/v1/conversations")

    given = response.json()
    with world.works() as work:
        kept = work.conversations.get(given["id"])
    assert response.status_code == 201 and set(given) == {"id", "token"}
    assert kept.token_hash == hashlib.sha256(given["token"].encode()).hexdigest()
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie


async def test_a_message_is_answered_in_the_form_of_reply(client: httpx.AsyncClient, company: Company) -> None:
    response = await client.post(
        company.messages, json={"text": "What do you need for water?"}, headers=company.headers
    )

    given = response.json()
    assert response.status_code == 200
    assert set(given) == {"conversation", "replies", "understood", "outcome"}
    assert given["conversation"] == company.id
    assert given["replies"] == [
        {
            "text": "[Demo] 300 water tanks are needed in Mozambique.",
            "language": "en",
            "buttons": [],
            "sources": [SOURCE],
        }
    ]
    assert given["outcome"]["also_outcome"] is None


async def test_the_same_message_twice_is_answered_alike_and_acts_once(
    client: httpx.AsyncClient, company: Company, world: World
) -> None:
    message = {"text": "Can we help?", "client_message_id": "m-1"}

    first = await client.post(company.messages, json=message, headers=company.headers)
    again = await client.post(company.messages, json=message, headers=company.headers)

    assert first.json() == again.json()
    assert len(world.say.heard) == 1


async def test_the_same_identity_with_another_text_is_a_conflict(client: httpx.AsyncClient, company: Company) -> None:
    await client.post(company.messages, json={"text": "One", "client_message_id": "m-1"}, headers=company.headers)

    other = await client.post(
        company.messages, json={"text": "Two", "client_message_id": "m-1"}, headers=company.headers
    )

    assert other.status_code == 409


async def test_two_companies_may_use_the_same_message_id(client: httpx.AsyncClient, world: World) -> None:
    for text in ("One", "Two"):
        company = await a_company(client)
        message = {"text": text, "client_message_id": "m-1"}
        response = await client.post(company.messages, json=message, headers=company.headers)
        assert response.status_code == 200

    assert [heard["text"] for heard in world.say.heard] == ["One", "Two"]


async def test_a_pressed_button_brings_its_payload(client: httpx.AsyncClient, company: Company, world: World) -> None:
    message = {"text": "With money", "payload": "p-money"}

    await client.post(company.messages, json=message, headers=company.headers)

    assert world.say.heard[0]["payload"] == "p-money"


async def test_messages_are_read_in_order_and_after_one_that_is_known(
    client: httpx.AsyncClient, company: Company, world: World
) -> None:
    await client.post(company.messages, json={"text": "Can we help?"}, headers=company.headers)
    world.person_replies(company.id, "Yes, gladly.")

    messages = (await client.get(company.messages, headers=company.headers)).json()
    later = await client.get(f"{company.messages}?after={messages[1]['id']}", headers=company.headers)

    assert [message["from"] for message in messages] == ["company", "assistant", "person"]
    assert messages[1]["buttons"] == [{"title": "With money", "payload": "p-money"}]
    assert "name" not in messages[0]
    assert [(message["name"], message["text"]) for message in later.json()] == [("[Demo] Ana Reyes", "Yes, gladly.")]


async def test_the_cookie_opens_its_own_conversation_only(client: httpx.AsyncClient) -> None:
    mine = (await client.post("/api/v1/conversations")).json()["id"]
    my_cookie = client.cookies["focalpoint_conversation"]
    client.cookies.clear()
    other = await a_company(client)
    client.cookies.set("focalpoint_conversation", my_cookie)

    assert (await client.get(f"/api/v1/conversations/{mine}/messages")).status_code == 200
    assert (await client.get(other.messages)).status_code == 404


async def test_wrong_missing_and_foreign_tokens_and_unknown_things_get_the_same_words(
    client: httpx.AsyncClient, company: Company, world: World
) -> None:
    world.open_request(company.id)
    stranger = await a_company(client)
    reference = "/api/v1/requests/FP-2026-00001"
    calls = [
        ("GET", company.messages, {}),
        ("GET", company.messages, {"Authorization": "Bearer wrong"}),
        ("GET", company.messages, {"Authorization": f"Basic {company.token}"}),
        ("GET", company.messages, stranger.headers),
        ("POST", company.messages, stranger.headers),
        ("GET", f"/api/v1/conversations/{company.id}/events", stranger.headers),
        ("GET", "/api/v1/conversations/none/messages", company.headers),
        ("GET", "/api/v1/conversations/%00%ff/messages", company.headers),
        ("GET", reference, {}),
        ("GET", reference, stranger.headers),
        ("GET", "/api/v1/requests/FP-2026-99999", company.headers),
        ("GET", "/api/v1/requests/nonsense", company.headers),
    ]

    answers = [
        await client.request(method, path, headers=headers, json={"text": "Hello"} if method == "POST" else None)
        for method, path, headers in calls
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert {answer.headers["content-type"] for answer in answers} == {"application/problem+json"}


async def test_a_request_is_shown_to_its_requester_without_anything_internal(
    client: httpx.AsyncClient, company: Company, world: World
) -> None:
    world.open_request(company.id)

    response = await client.get("/api/v1/requests/fp-2026-00001", headers=company.headers)

    given = response.json()
    assert (given["reference"], given["desk"], given["status"]) == ("FP-2026-00001", "front", "unclaimed")
    assert given["items"][0]["item"] == "water_tank"
    assert "ntern" not in response.text


async def test_while_the_model_is_loaded_a_message_is_asked_for_again(
    client: httpx.AsyncClient, company: Company, world: World
) -> None:
    world.is_ready = False

    early = await client.post(company.messages, json={"text": "Hi", "client_message_id": "1"}, headers=company.headers)
    world.is_ready = True
    late = await client.post(company.messages, json={"text": "Hi", "client_message_id": "1"}, headers=company.headers)

    assert (early.status_code, late.status_code) == (503, 200)
    assert int(early.headers["retry-after"]) > 0
    assert early.json()["detail"] == GETTING_READY


@pytest.mark.parametrize(
    "text", ["", "   ", "🎪🎪", "/greet", "/intent{}", "\u202eabc", "a" * 10_000, "👩‍👩‍👧‍👦 مرحبا hello"]
)
async def test_odd_texts_are_answered(client: httpx.AsyncClient, company: Company, text: str) -> None:
    response = await client.post(company.messages, json={"text": text}, headers=company.headers)

    assert response.status_code == 200
    assert response.json()["replies"][0]["text"].endswith(text)


async def test_what_no_store_can_keep_is_taken_out_of_a_text(
    client: httpx.AsyncClient, company: Company, world: World
) -> None:
    body = b'{"text": "a\\u0000b \\ud83d c\\u0007\\r\\nd"}'

    response = await client.post(
        company.messages, content=body, headers={**company.headers, "Content-Type": "application/json"}
    )

    assert response.status_code in (200, 422)
    assert [heard["text"] for heard in world.say.heard] in ([], ["ab \ufffd c\nd"])


async def test_behind_https_the_cookie_is_for_https_only(world: World) -> None:
    async with client_of(world.app(base_url="https://help.example.org")) as client:
        response = await client.post("/api/v1/conversations")

    assert "Secure" in response.headers["set-cookie"]
    assert "max-age" in response.headers["strict-transport-security"]


async def test_the_description_names_every_call(client: httpx.AsyncClient) -> None:
    described = (await client.get("/api/openapi.json")).json()

    assert set(described["paths"]) == {
        "/api/v1/conversations",
        "/api/v1/conversations/{id}/messages",
        "/api/v1/conversations/{id}/events",
        "/api/v1/requests/{reference}",
        "/webhooks/rest/webhook",
    }
    assert {"ProblemOut", "RestMessage", "TurnOut"} <= set(described["components"]["schemas"])

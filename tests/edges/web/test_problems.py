"""Whatever goes wrong, the caller gets one clear sentence, and the log gets no words of a company."""

from __future__ import annotations

import logging

import httpx
import pytest

from bot.inquiries.errors import StaleTime
from bot.store.errors import StoreUnavailable
from tests.edges.web.house import Company, World, client_of

SECRET = "our secret offer of 40 tents"


def assert_is_problem(response: httpx.Response, status: int) -> None:
    given = response.json()
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert given["status"] == status and given["title"] and given["type"] == "about:blank"
    assert given["detail"].endswith((".", "Bearer <token>`.")) and "\n" not in given["detail"]
    assert "Traceback" not in response.text


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        "7",
        '{"text": null}',
        '{"text": 7}',
        '{"text": ["a"]}',
        '{"words": "our secret offer of 40 tents"}',
        '{"text": "a", "client_message_id": ""}',
        '{"text": "a", "client_message_id": "with spaces"}',
        '{"text": "a", "client_message_id": 7}',
        '{"text": "a", "payload": "ü"}',
        "[" * 100_000,
    ],
)
async def test_a_body_of_another_form(client: httpx.AsyncClient, company: Company, body: str) -> None:
    response = await client.post(
        company.messages, content=body, headers={**company.headers, "Content-Type": "application/json"}
    )

    assert_is_problem(response, 422)
    assert SECRET not in response.text


async def test_bytes_that_are_no_text(client: httpx.AsyncClient, company: Company) -> None:
    headers = {**company.headers, "Content-Type": "application/json"}

    response = await client.post(company.messages, content=b"\xff\xfe\x00{", headers=headers)

    assert_is_problem(response, 422)


async def test_a_text_over_ten_thousand_characters(client: httpx.AsyncClient, company: Company) -> None:
    response = await client.post(company.messages, json={"text": "ه" * 10_001}, headers=company.headers)

    assert_is_problem(response, 413)


async def test_a_body_of_a_megabyte(client: httpx.AsyncClient, company: Company) -> None:
    response = await client.post(company.messages, content=b"x" * 1_000_000, headers=company.headers)

    assert_is_problem(response, 413)


@pytest.mark.parametrize("after", ["-1", "x", "9" * 40])
async def test_a_place_in_the_messages_that_cannot_be(client: httpx.AsyncClient, company: Company, after: str) -> None:
    response = await client.get(f"{company.messages}?after={after}", headers=company.headers)

    assert_is_problem(response, 422)


async def test_another_address_and_another_method(client: httpx.AsyncClient) -> None:
    assert_is_problem(await client.get("/nowhere"), 404)
    assert_is_problem(await client.delete("/api/v1/conversations"), 405)


async def test_a_clock_that_went_back(client: httpx.AsyncClient, company: Company, world: World) -> None:
    world.say.failure = StaleTime()

    response = await client.post(company.messages, json={"text": "Hi"}, headers=company.headers)

    assert_is_problem(response, 409)


async def test_a_store_that_is_away(client: httpx.AsyncClient, company: Company, world: World) -> None:
    world.store_is_away = True

    answers = [
        await client.post("/api/v1/conversations"),
        await client.post(company.messages, json={"text": "Hi"}, headers=company.headers),
        await client.get(company.messages, headers=company.headers),
    ]

    for response in answers:
        assert_is_problem(response, 503)
        assert int(response.headers["retry-after"]) > 0
        assert "FOCALPOINT" not in response.text


async def test_a_fault_of_ours_is_admitted_and_logged_without_the_companys_words(
    client: httpx.AsyncClient, company: Company, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.say.failure = RuntimeError(f"parameters: {SECRET}")

    with caplog.at_level(logging.DEBUG):
        response = await client.post(company.messages, json={"text": SECRET}, headers=company.headers)

    assert_is_problem(response, 500)
    assert "RuntimeError" in caplog.text and "house.py" in caplog.text
    assert SECRET not in caplog.text + response.text


async def test_the_log_holds_neither_words_nor_tokens_nor_ids(
    client: httpx.AsyncClient, company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="bot"):
        await client.post(f"{company.messages}?note=private", json={"text": SECRET}, headers=company.headers)

    lines = [record.getMessage() for record in caplog.records if record.name == "bot.web.access"]
    assert lines and lines[0].startswith("POST /api/v1/conversations/{id}/messages 200 ")
    said = "".join(record.getMessage() for record in caplog.records if record.name.startswith("bot"))
    assert not any(word in said for word in (SECRET, company.token, company.id, "private"))


async def test_the_store_failing_inside_the_assistant_is_said_too(
    client: httpx.AsyncClient, company: Company, world: World
) -> None:
    world.say.failure = StoreUnavailable()

    assert_is_problem(await client.post(company.messages, json={"text": "Hi"}, headers=company.headers), 503)


async def test_every_answer_forbids_foreign_scripts_and_frames(client: httpx.AsyncClient, world: World) -> None:
    for path in ("/", "/api/openapi.json", "/nowhere", "/static/page.js", "/healthz"):
        headers = (await client.get(path)).headers
        policy = headers["content-security-policy"]
        assert "script-src 'self'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
        assert "access-control-allow-origin" not in headers


async def test_other_sites_may_not_read_the_api(world: World) -> None:
    async with client_of(world.app()) as client:
        asked = await client.options(
            "/api/v1/conversations",
            headers={"Origin": "https://evil.example.org", "Access-Control-Request-Method": "POST"},
        )

    assert asked.status_code == 405 and "access-control-allow-origin" not in asked.headers

"""Those who watch the service see whether it lives, what is missing, and what it counts."""

from __future__ import annotations

import httpx

from tests.edges.web.house import Company, World


async def test_alive_and_ready(client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz")).status_code == 200
    assert (await client.get("/readyz")).json() == {"status": "ready"}


async def test_what_is_not_ready_is_named(client: httpx.AsyncClient, world: World) -> None:
    world.is_ready = False
    world.not_ready["slack"] = "Slack refuses the token at /secret/place."

    response = await client.get("/readyz")

    assert response.status_code == 503 and response.headers["content-type"] == "application/problem+json"
    assert response.json()["not_ready"] == ["model", "slack"]
    assert "/secret" not in response.text


async def test_a_check_that_breaks_is_not_ready(client: httpx.AsyncClient, world: World) -> None:
    del world.not_ready["outbox"]

    assert (await client.get("/readyz")).json()["not_ready"] == ["outbox"]


async def test_the_counters_hold_no_ids_and_no_words(client: httpx.AsyncClient, company: Company, world: World) -> None:
    await client.post(company.messages, json={"text": "our secret"}, headers=company.headers)
    await client.get("/what/ever/our/secret")

    counters = (await client.get("/metrics")).text

    assert 'focalpoint_messages_total{channel="web",kind="answer"} 1.0' in counters
    assert 'route="/api/v1/conversations/{id}/messages",status="200"' in counters
    assert "focalpoint_outbox_waiting 0.0" in counters
    assert "secret" not in counters and company.id not in counters


async def test_the_counters_answer_without_a_store(client: httpx.AsyncClient, world: World) -> None:
    world.store_is_away = True

    assert "focalpoint_outbox_waiting NaN" in (await client.get("/metrics")).text

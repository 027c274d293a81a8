"""What goes wrong on purpose goes wrong as it does in Slack, and a careful client survives it."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from slack_standin import Settings, StandIn
from slack_standin.client import Workspace
from tests.edges.slack_standin.conftest import SEED


def careful(slack: StandIn) -> AsyncWebClient:
    """A client that repeats nothing on its own but 429."""
    handlers = [AsyncRateLimitErrorRetryHandler(max_retry_count=2)]
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, timeout=1, retry_handlers=handlers)


async def test_the_sdks_own_handler_waits_as_long_as_it_is_told(slack: StandIn, workspace: Workspace) -> None:
    await workspace.fail("ratelimited", method="chat.postMessage", retry_after=1)
    began = time.monotonic()

    await careful(slack).chat_postMessage(channel="#water", text="Patience")

    assert time.monotonic() - began >= 1
    assert len(await workspace.messages("#water")) == 1
    assert [entry["error"] for entry in await workspace.log("api")] == ["ratelimited", ""]


async def test_without_patience_429_says_when_to_come_back(client: AsyncWebClient, workspace: Workspace) -> None:
    await workspace.fail("ratelimited", retry_after=7, times=2)

    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            await client.auth_test()
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "7"
    assert (await client.auth_test())["ok"]


async def test_posting_faster_than_once_a_second_is_refused_when_so_configured() -> None:
    strict = Settings(rate_limits="posts", post_burst=2)
    async with StandIn(seed=SEED, settings=strict) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        results = await asyncio.gather(
            *(client.chat_postMessage(channel="#water", text=str(n)) for n in range(4)), return_exceptions=True
        )

        refused = [one for one in results if isinstance(one, SlackApiError)]
        assert len(refused) == 2
        assert {one.response.headers["Retry-After"] for one in refused} == {"1"}
        assert (await client.chat_postMessage(channel="U0STANDBOT", text="Elsewhere"))["ok"]


async def test_an_answer_may_be_lost_after_the_deed(slack: StandIn, workspace: Workspace) -> None:
    await workspace.fail("drop_answer", method="chat.postMessage")

    with pytest.raises(aiohttp.ClientError):
        await careful(slack).chat_postMessage(channel="#water", text="Was it posted?")

    assert [message["text"] for message in await workspace.messages("#water")] == ["Was it posted?"]


async def test_the_sdks_default_repeats_a_lost_post(client: AsyncWebClient, workspace: Workspace) -> None:
    await workspace.fail("drop_answer", method="chat.postMessage")

    await client.chat_postMessage(channel="#water", text="Twice")

    assert [message["text"] for message in await workspace.messages("#water")] == ["Twice", "Twice"]


@pytest.mark.parametrize(("kind", "posted"), [("time_out", 0), ("late_answer", 1), ("drop_request", 0)])
async def test_silence_leaves_the_caller_in_doubt(slack: StandIn, workspace: Workspace, kind: str, posted: int) -> None:
    await workspace.fail(kind, method="chat.postMessage", seconds=0.5)
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, timeout=0.3, retry_handlers=[])  # type: ignore[arg-type]

    with pytest.raises((aiohttp.ClientError, asyncio.TimeoutError)):
        await client.chat_postMessage(channel="#water", text="Hello?")

    assert len(await workspace.messages("#water")) == posted


async def test_server_errors_and_chosen_words_can_be_ordered(client: AsyncWebClient, workspace: Workspace) -> None:
    await workspace.fail("server_error", method="chat.*")
    await workspace.fail("error", method="chat.update", word="edit_window_closed")

    with pytest.raises(SlackApiError) as broken:
        await client.chat_postMessage(channel="#water", text="x")
    with pytest.raises(SlackApiError) as closed:
        await client.chat_update(channel="C1", ts="1.000001", text="x")

    assert broken.value.response.status_code == 500
    assert closed.value.response["error"] == "edit_window_closed"
    await workspace.fail("server_error", times=50)
    await workspace.heal()
    assert (await client.auth_test())["ok"]

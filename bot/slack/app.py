"""The Bolt app: which listener hears what. It reads no settings and opens no connection by itself."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.inquiries.handling import Handling
from bot.inquiries.ports import Clock, Words, Works
from bot.inquiries.turn import OpenConversation, Say
from bot.slack.bubbles import SAY
from bot.slack.direct import Direct
from bot.slack.forms import DESK, QUESTIONS
from bot.slack.presses import AT_ONCE, Presses
from bot.slack.seen import remembering

_log = logging.getLogger(__name__)

CALL_SECONDS = 10
"""How long a call of Slack's API may take; well within the time for which the worker holds a notice."""


def slack_client(*, bot_token: str, base_url: str) -> AsyncWebClient:
    """The client of Slack's Web API. It never repeats a call by itself: a repeated post could show a message twice."""
    logger = logging.getLogger("bot.slack.api")
    logger.setLevel(max(logger.getEffectiveLevel(), logging.INFO))  # below that the library logs what people write
    return AsyncWebClient(token=bot_token, base_url=base_url, timeout=CALL_SECONDS, retry_handlers=[], logger=logger)


def build_app(
    *,
    client: AsyncWebClient,
    handling: Handling,
    works: Works,
    say: Say,
    open_conversation: OpenConversation,
    words: Words,
    clock: Clock,
    poke: Callable[[], None],
    apology: str,
    executor: Executor | None = None,
    signing_secret: str = "",
) -> AsyncApp:
    """The app with all its listeners, for Socket Mode (`connection.py`) or any HTTP adapter of Bolt's.

    `poke` wakes the worker after something was written into the outbox; `apology` is said in a direct message when
    everything else failed; store verbs run on `executor`.
    """
    logger = logging.getLogger("bot.slack.bolt")
    logger.setLevel(max(logger.getEffectiveLevel(), logging.INFO))
    app = AsyncApp(client=client, signing_secret=signing_secret, logger=logger, name="focalpoint")
    app.use(remembering(works=works, clock=clock, executor=executor))
    direct = Direct(
        works=works,
        say=say,
        open_conversation=open_conversation,
        words=words,
        clock=clock,
        poke=poke,
        apology=apology,
        executor=executor,
    )
    _hear(app, direct)
    _handle(app, Presses(handling=handling, clock=clock, poke=poke, executor=executor))
    _leave_the_rest(app)
    return app


def _hear(app: AsyncApp, direct: Direct) -> None:
    app.event("message")(direct.heard)
    app.action(re.compile(rf"{SAY}:.*"))(direct.pressed)


def _handle(app: AsyncApp, presses: Presses) -> None:
    for name in AT_ONCE:
        app.action(name)(presses.act)
    for name in QUESTIONS:
        app.action(name)(presses.ask)
        app.view(name)(presses.submitted)
    app.action("reassign")(presses.ask_desk)
    app.options(DESK)(presses.offer_desks)
    app.view("reassign")(presses.submitted)
    app.action("details")(presses.show)


def _leave_the_rest(app: AsyncApp) -> None:
    app.event(re.compile(".*"))(_nothing)
    app.action(re.compile(".*"))(_acknowledged)
    app.error(_failed)


async def _nothing() -> None:
    """An event that is not ours is acknowledged, so that Slack does not send it again."""


async def _acknowledged(ack: AsyncAck) -> None:
    await ack()


async def _failed(error: Exception, **_: Any) -> None:
    _log.error("A Slack listener failed.", exc_info=error)

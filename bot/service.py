"""The running service: web, API, Slack and worker on one asyncio loop; the page opens while the model is still loading."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import uvicorn

from bot.assistant.serving import Serving
from bot.inquiries.digest import Digests
from bot.inquiries.errors import InquiryError, RetryLater
from bot.inquiries.ports import Messenger, Notice
from bot.inquiries.turn import Turn
from bot.slack.app import build_app, slack_client
from bot.slack.channels import Channels
from bot.slack.check import slack_complaints
from bot.slack.connection import SocketConnection
from bot.slack.delivery import SlackMessenger
from bot.slack.posting import Posting
from bot.slack.seed import stand_in_seed
from bot.store.errors import StoreError
from bot.web.delivery import PageMessenger
from bot.web.server import build_server
from bot.web.signals import Signals
from bot.wiring import House, assistant_with, build_site, load_dialogue
from bot.worker.worker import Worker

if TYPE_CHECKING:
    from bot.assistant.turns import Assistant, Dialogue

log = logging.getLogger(__name__)

STANDIN_PORT = 8001
"""Where the stand-in for Slack listens unless told otherwise."""

WITHOUT_SLACK_SECONDS = 60


class PortTaken(InquiryError):
    """The port is in use; choose another with --port."""


class NotReadyYet(InquiryError):
    """The assistant is getting ready; try again in a minute."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """How the service is started."""

    host: str = "127.0.0.1"
    port: int = 8000
    with_web: bool = True
    with_worker: bool = True
    with_standin: bool = False
    standin_port: int = STANDIN_PORT


@dataclass
class Speaking:
    """`say` for the channels: the assistant once its model is loaded; the worker hears of each turn."""

    poke: Callable[[], None]
    serving: Serving

    async def __call__(
        self, *, conversation: str, text: str, at: datetime, payload: str | None = None, identity: str | None = None
    ) -> Turn:
        """Answer one message; raises NotReadyYet while the model is being loaded."""
        assistant = self.serving.assistant
        if assistant is None:
            raise NotReadyYet
        try:
            return await assistant.say(conversation=conversation, text=text, at=at, payload=payload, identity=identity)
        finally:
            self.poke()


@dataclass
class Reaching:
    """Delivers, and remembers whether Slack could be reached the last time: companies are told while it cannot."""

    messenger: Messenger
    is_cut_off: bool = False

    async def deliver(self, notice: Notice) -> None:
        """Deliver the notice; raises what the messenger raises."""
        try:
            await self.messenger.deliver(notice)
        except RetryLater:
            self.is_cut_off = True
            raise
        self.is_cut_off = False


@dataclass(frozen=True)
class Delivering:
    """Every notice to where it belongs: a company's message wakes its page, and goes out by Slack if it wrote there."""

    page: Messenger
    slack: Messenger

    async def deliver(self, notice: Notice) -> None:
        """Deliver the notice; raises RetryLater and Undeliverable."""
        if notice.kind == "company":
            await self.page.deliver(notice)
        await self.slack.deliver(notice)


class NoSlack:
    """Without a Slack workspace what is meant for it waits in the outbox."""

    async def deliver(self, notice: Notice) -> None:
        """Later, when a workspace is configured; a company's message is on its page already."""
        if notice.kind == "company":
            return
        raise RetryLater(
            "No Slack workspace is configured (SLACK_BOT_TOKEN, SLACK_APP_TOKEN).", seconds=WITHOUT_SLACK_SECONDS
        )


@dataclass
class _Running:
    """What has been started, for the checks of /readyz."""

    reaching: Reaching
    slack_failure: str = ""
    connection: SocketConnection | None = None
    stop: asyncio.Event = field(default_factory=asyncio.Event)


async def run(house: House, options: Options, *, announce: Callable[[str], None]) -> None:
    """Serve until a signal comes. Raises PortTaken, StoreUnavailable, ClockNotUnderstood before anything is started."""
    house.works()
    house.clock()
    listening = _listen(options) if options.with_web else None
    loop = asyncio.get_running_loop()
    loop.set_default_executor(house.executor)
    async with AsyncExitStack() as stack:
        if options.with_standin and not house.settings.has_slack:
            house = await stack.enter_async_context(_standin(house, options.standin_port, announce))
        await _run_parts(house, options, listening, announce=announce)


async def _run_parts(
    house: House, options: Options, listening: socket.socket | None, *, announce: Callable[[str], None]
) -> None:
    loop = asyncio.get_running_loop()
    signals = Signals()
    reaching = Reaching(Delivering(page=PageMessenger(signals=signals), slack=_messenger(house)))
    worker = Worker(
        works=house.works,
        messenger=reaching,
        handling=house.handling,
        digests=Digests(works=house.works, calendar=house.calendar),
        clock=house.clock,
        executor=house.executor,
    )
    running = _Running(reaching=reaching)
    serving = _serving(house, running, announce)
    speaking = Speaking(poke=worker.poke, serving=serving)
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, running.stop.set)
    tasks = [asyncio.create_task(serving.follow(running.stop))] if options.with_web else []
    if options.with_worker:
        tasks.append(asyncio.create_task(worker.run(running.stop)))
    if house.settings.has_slack and options.with_web:
        tasks.append(asyncio.create_task(_talk_to_slack(house, running, speaking)))
    if listening is not None:
        tasks.append(asyncio.create_task(_serve_web(house, options, running, speaking, signals, listening)))
    await running.stop.wait()
    await asyncio.wait(tasks, timeout=10)
    for task in tasks:
        task.cancel()


def _serving(house: House, running: _Running, announce: Callable[[str], None]) -> Serving:
    """The model is loaded in a thread, so that the page opens at once; a failure is told on /readyz and stops nothing else."""

    def build(dialogue: Dialogue) -> Assistant:
        assistant = assistant_with(dialogue, house=house)
        assistant.is_cut_off = partial(_is_cut_off, house, running)
        return assistant

    load = partial(load_dialogue, house=house)
    return Serving(folder=house.settings.model_dir, load=load, build=build, announce=announce)


async def _is_cut_off(house: House, running: _Running) -> bool:
    """Whether a request would not reach its desk at this moment."""
    if not house.settings.has_slack or running.reaching.is_cut_off:
        return True
    return running.connection is None or not await running.connection.is_connected()


async def _talk_to_slack(house: House, running: _Running, speaking: Speaking) -> None:
    settings = house.settings
    client = slack_client(bot_token=settings.slack_bot_token, base_url=settings.slack_api_url)
    complaints = await slack_complaints(client, app_token=settings.slack_app_token)
    for complaint in complaints:
        log.error("%s", complaint)
    running.slack_failure = " ".join(complaints)
    app = build_app(
        client=client,
        handling=house.handling,
        works=house.works,
        say=speaking,
        open_conversation=house.open_conversation,
        words=house.words,
        clock=house.clock,
        poke=speaking.poke,
        apology=house.words.text("system.failed", language="en"),
        executor=house.executor,
    )
    running.connection = SocketConnection(app, app_token=settings.slack_app_token)
    await running.connection.run(running.stop)


async def _serve_web(
    house: House,
    options: Options,
    running: _Running,
    speaking: Speaking,
    signals: Signals,
    listening: socket.socket,
) -> None:
    model = speaking.serving
    site = build_site(
        house,
        say=lambda: speaking if model.assistant is not None else None,
        signals=signals,
        host=options.host,
        checks={
            "database": lambda: _database_check(house),
            "model": lambda: "" if model.assistant else model.failure or "it is being loaded",
            "slack": lambda: running.slack_failure,
            "outbox": lambda: _outbox_check(house),
        },
    )
    server = build_server(site, host=options.host, port=options.port)
    with contextlib.suppress(asyncio.CancelledError):
        serving = asyncio.create_task(_without_signals(server, listening))
        await running.stop.wait()
        signals.close()
        server.should_exit = True
        await serving


async def _without_signals(server: uvicorn.Server, listening: socket.socket) -> None:
    """Serve, with the signals left to this module."""
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    with contextlib.suppress(asyncio.CancelledError):
        await server._serve(sockets=[listening])


def _messenger(house: House) -> Messenger:
    if not house.settings.has_slack:
        return NoSlack()
    client = slack_client(bot_token=house.settings.slack_bot_token, base_url=house.settings.slack_api_url)
    posting = Posting(
        client=client, channels=Channels(client), works=house.works, clock=house.clock, executor=house.executor
    )
    return SlackMessenger(posting=posting)


@asynccontextmanager
async def _standin(house: House, port: int, announce: Callable[[str], None]) -> AsyncIterator[House]:
    """A stand-in for Slack with the desks' channels and people, and the house that talks to it."""
    from slack_standin.server import StandIn

    try:
        async with StandIn(port=port, seed=stand_in_seed(house.records())) as standin:
            announce(f"Stand-in for Slack (not Slack):  {standin.web_url}/")
            settings = replace(
                house.settings,
                slack_bot_token=standin.bot_token,
                slack_app_token=standin.app_token,
                slack_api_url=standin.api_url,
            )
            yield House(settings)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise PortTaken(
            f"The port {port} of the stand-in Slack is in use; choose another with --standin-port."
        ) from error


def _listen(options: Options) -> socket.socket:
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((options.host, options.port))
    except OSError as error:
        listening.close()
        raise PortTaken(
            f"The port {options.port} on {options.host} cannot be used ({error.strerror}); choose another with --port."
        ) from error
    return listening


def _database_check(house: House) -> str:
    try:
        with house.works() as work:
            work.outbox.waiting()
    except StoreError as error:
        return str(error)
    return ""


def _outbox_check(house: House) -> str:
    """The outbox is not ready when it cannot be read; waiting notices are normal while Slack is away."""
    return _database_check(house)

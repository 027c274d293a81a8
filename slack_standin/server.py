"""The web server: everything mounted together, and a way to run it inside a test or program."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import socket
from collections.abc import AsyncIterator, Iterator, Mapping
from types import TracebackType
from typing import Any, Literal

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.types import ASGIApp
from starlette.websockets import WebSocket

from slack_standin.control import Control
from slack_standin.installation import Installation
from slack_standin.page import Page
from slack_standin.people import People
from slack_standin.protection import CutConnections, SameOrigin
from slack_standin.settings import Settings
from slack_standin.state import Workspace
from slack_standin.web_api import WebApi

EVERYWHERE = ("0.0.0.0", "::", "")  # compared with, not bound to


def web_application(*, installation: Installation, hosts: list[str]) -> ASGIApp:
    """The ASGI application: /api, /link, /response, /_control and the pages."""
    web_api = WebApi(installation=installation)

    async def link(websocket: WebSocket) -> None:
        await installation.now.socket_mode.serve(websocket)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        await installation.now.close()

    control = [*Control(installation=installation).routes, *People(installation=installation).routes]
    app = Starlette(
        routes=[
            Route("/api/{method}", web_api.method, methods=["GET", "POST"]),
            Route("/response/{key}", web_api.response_url, methods=["POST"]),
            WebSocketRoute("/link/", link),
            Mount("/_control", routes=control),
            *Page(installation=installation).routes,
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=hosts), Middleware(SameOrigin)],
        lifespan=lifespan,
    )
    return CutConnections(app)


class _Server(uvicorn.Server):
    """A server that leaves the signals of the surrounding program alone and stops at once when told."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._leaving = asyncio.Event()

    def leave(self) -> None:
        """Stop serving."""
        self.should_exit = True
        self._leaving.set()

    async def main_loop(self) -> None:
        """Once a second, as uvicorn does, but without its delay at the end."""
        while not await self.on_tick(0):
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._leaving.wait(), 1.0)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class StandIn:
    """A stand-in that runs in this event loop.

        async with StandIn(port=0) as slack:
            client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)

    `seed` is the content of a seed file (README.md). Raises OSError when the port is taken, SeedError.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        seed: Mapping[str, Any] | None = None,
        settings: Settings | None = None,
    ) -> None:
        self._host = host
        self._port = port
        self._seed = dict(seed or {})
        self._settings = settings or Settings()
        self._serving: asyncio.Task[None] | None = None

    async def __aenter__(self) -> StandIn:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def web_url(self) -> str:
        """Where the pages and the control API are, without a slash at the end."""
        host = "127.0.0.1" if self._host in EVERYWHERE else self._host
        return f"http://{f'[{host}]' if ':' in host else host}:{self._port}"

    @property
    def api_url(self) -> str:
        """What to give a Slack client as base_url."""
        return f"{self.web_url}/api/"

    @property
    def workspace(self) -> Workspace:
        """The workspace itself, to look at."""
        return self._installation.now.workspace

    @property
    def bot_token(self) -> str:
        """The app's bot token."""
        return self.workspace.app.bot_token

    @property
    def app_token(self) -> str:
        """The app's token for Socket Mode."""
        return self.workspace.app.app_token

    @property
    def signing_secret(self) -> str:
        """What requests in HTTP mode are signed with."""
        return self.workspace.app.signing_secret

    async def start(self) -> None:
        """Bind and serve; returns when calls are answered."""
        listener = self._bound()
        self._port = listener.getsockname()[1]
        self._installation = Installation(seed=self._seed, settings=self._settings, web_url=self.web_url)
        config = uvicorn.Config(
            web_application(installation=self._installation, hosts=self._hosts()),
            log_config=None,
            log_level="error",
            access_log=False,
            lifespan="on",
            ws=_websocket_protocol(),
            timeout_graceful_shutdown=1,
            proxy_headers=False,
        )
        self._server = _Server(config)
        self._serving = asyncio.create_task(self._server.serve(sockets=[listener]))
        while not self._server.started:
            if self._serving.done():
                await self._serving
                raise RuntimeError("The web server ended before it began to serve.")
            await asyncio.sleep(0.005)

    async def stop(self) -> None:
        """Stop serving and close every connection."""
        if self._serving is not None:
            self._server.leave()
            await self._serving
            self._serving = None

    async def wait(self) -> None:
        """Serve until the surrounding task is cancelled."""
        try:
            if self._serving is not None:
                await asyncio.wait({self._serving})
        finally:
            await self.stop()

    def _bound(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((self._host, self._port))
        except OSError:
            listener.close()
            raise
        listener.set_inheritable(True)
        return listener

    def _hosts(self) -> list[str]:
        return ["*"] if self._host in EVERYWHERE else ["127.0.0.1", "localhost", "[::1]", self._host]


def _websocket_protocol() -> Literal["wsproto", "auto"]:
    """wsproto where it is installed: uvicorn's other choice needs a newer websockets than some programs allow."""
    return "wsproto" if importlib.util.find_spec("wsproto") is not None else "auto"

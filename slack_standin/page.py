"""The plain web view: choose a person, see what that person sees, do what that person could do."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from slack_standin.errors import SlackError
from slack_standin.installation import Installation
from slack_standin.page_forms import PageForms
from slack_standin.people import place_of
from slack_standin.records import Channel
from slack_standin.screen import Screen

HERE = Path(__file__).parent
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Page:
    """Routes of the web view."""

    def __init__(self, *, installation: Installation) -> None:
        self._installation = installation
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    @property
    def routes(self) -> list[BaseRoute]:
        """The pages, their forms and their static files."""
        return [
            Route("/", self._people),
            Route("/as/{user}", self._first_channel),
            Route("/as/{user}/home", self._home),
            Route("/as/{user}/suggest", self._suggest),
            Route("/as/{user}/c/{channel}", self._channel),
            Route("/archives/{channel}/{message}", self._permalink),
            *PageForms(installation=self._installation).routes,
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ]

    async def _people(self, request: Request) -> Response:
        workspace = self._installation.now.workspace
        return self._rendered("people.html", workspace=workspace, people=workspace.people, notice=_notice(request))

    async def _first_channel(self, request: Request) -> Response:
        return RedirectResponse(f"/as/{request.path_params['user']}/c/app", 303)

    async def _channel(self, request: Request) -> Response:
        try:
            screen = Screen(running=self._installation.now, user_key=request.path_params["user"])
            channel = self._visible(screen, request.path_params["channel"])
            thread = screen.thread(channel, request.query_params.get("thread", ""))
        except SlackError as error:
            return self._missing(error)
        return self._rendered(
            "channel.html", screen=screen, channel=channel, thread=thread, notice=_notice(request), path=_path(request)
        )

    async def _home(self, request: Request) -> Response:
        try:
            screen = Screen(running=self._installation.now, user_key=request.path_params["user"])
        except SlackError as error:
            return self._missing(error)
        if not request.query_params.get("quiet"):
            self._installation.now.operating.open_home(screen.user)
        return self._rendered("home.html", screen=screen, notice=_notice(request), path=_path(request))

    async def _suggest(self, request: Request) -> Response:
        """Options of an external select as JSON, for the page's script."""
        running = self._installation.now
        query = request.query_params
        try:
            user = running.workspace.directory.user(request.path_params["user"])
            found = await running.operating.suggestions(
                user,
                place=place_of(running, user, dict(query)),
                action_id=query.get("action_id", ""),
                query=query.get("query", ""),
            )
        except SlackError as error:
            return JSONResponse(error.as_json(), 400)
        return JSONResponse(found)

    async def _permalink(self, request: Request) -> Response:
        """A permalink has no person in it: offer to open it as somebody."""
        digits = request.path_params["message"].removeprefix("p")
        workspace = self._installation.now.workspace
        try:
            channel = workspace.directory.channel(request.path_params["channel"])
            message = workspace.messages.get(channel.id, f"{digits[:-6]}.{digits[-6:]}")
        except SlackError as error:
            return self._missing(error)
        readers = [user for user in workspace.people if user.id in channel.members or channel.kind == "public"]
        thread = message.thread_ts or message.ts
        return self._rendered("permalink.html", workspace=workspace, readers=readers, channel=channel, thread=thread)

    def _visible(self, screen: Screen, key: str) -> Channel:
        workspace = screen.workspace
        channel = workspace.app_direct(screen.user.id) if key == "app" else workspace.directory.channel(key)
        if channel.kind != "public" and screen.user.id not in channel.members:
            raise SlackError("channel_not_found")
        return channel

    def _missing(self, error: SlackError) -> Response:
        return self._rendered("missing.html", status=404, workspace=self._installation.now.workspace, word=error.word)

    def _rendered(self, template: str, *, status: int = 200, **context: object) -> Response:
        return HTMLResponse(self._templates.get_template(template).render(**context), status, HEADERS)


def _notice(request: Request) -> str:
    return request.query_params.get("notice", "")[:300]


def _path(request: Request) -> str:
    thread = request.query_params.get("thread", "")
    return request.url.path + (f"?thread={thread}" if thread else "")

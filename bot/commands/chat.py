"""`chat`: a conversation in the terminal, through a running server if there is one, else in this process."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import uuid4

import click
import httpx

from bot.commands.failures import MENDABLE
from bot.commands.lines import LONGEST, clean
from bot.settings import Settings, from_environment

Send = Callable[[str, str | None], Mapping[str, Any]]
POLL_SECONDS = 1.0
LEAVE = ("/quit", "/exit")


@click.command()
@click.option("--url", default="", help="The server to talk through; by default the one of this machine, if it runs.")
def chat(url: str) -> None:
    """A conversation in the terminal; leave with Ctrl-D or /quit."""
    settings = from_environment()
    address = url or settings.base_url
    if _is_serving(address):
        click.echo(f"Talking through the server at {address}; a person's reply arrives here.")
        _through_server(address)
    elif url:
        raise click.ClickException(f"No server answers at {url}; start one with `make run`.")
    else:
        click.echo("No server runs, so this process answers; requests wait in the outbox until one runs.")
        _in_process(settings)


def _is_serving(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz", timeout=3).status_code == 200
    except httpx.HTTPError:
        return False


def _through_server(address: str) -> None:
    with httpx.Client(base_url=address, timeout=60) as client:
        line = _Line(client=client)
        stop = threading.Event()
        threading.Thread(target=line.listen, args=(stop,), daemon=True).start()
        try:
            _talk(line.send)
        finally:
            stop.set()


class _Line:
    """A conversation with a running server: turns, and what comes of itself between them."""

    def __init__(self, *, client: httpx.Client) -> None:
        opened = client.post("/api/v1/conversations").raise_for_status().json()
        client.headers["Authorization"] = f"Bearer {opened['token']}"
        self._client = client
        self._path = f"/api/v1/conversations/{opened['id']}/messages"
        self._one_at_a_time = threading.Lock()
        self._shown: Counter[str] = Counter()

    def send(self, text: str, payload: str | None) -> Mapping[str, Any]:
        """One turn; raises ClickException in the server's words."""
        body = {"text": text, "client_message_id": uuid4().hex, **({"payload": payload} if payload else {})}
        with self._one_at_a_time:
            try:
                response = self._client.post(self._path, json=body)
            except httpx.HTTPError as error:
                raise click.ClickException(
                    f"The server does not answer any more ({type(error).__name__}); send it again when it runs."
                ) from error
            answer = _json(response)
            if response.is_error:
                raise click.ClickException(str(answer.get("detail") or response.reason_phrase))
            self._shown.update(reply["text"] for reply in answer["replies"])
        return answer

    def listen(self, stop: threading.Event) -> None:
        """Show what people write, and the notices that come of themselves; the turns' own replies are shown already."""
        after = 0
        while not stop.wait(POLL_SECONDS):
            with self._one_at_a_time:
                messages = self._messages(after)
            for message in messages:
                after = max(after, int(message["id"]))
                if message["from"] != "company" and not self._is_shown(message["text"]):
                    name = message.get("name") or ("A person" if message["from"] == "person" else "Assistant")
                    click.echo(f"\n{name}: {message['text']}\n> ", nl=False)

    def _messages(self, after: int) -> list[dict[str, Any]]:
        try:
            return list(self._client.get(self._path, params={"after": after}).raise_for_status().json())
        except (httpx.HTTPError, ValueError):
            return []

    def _is_shown(self, text: str) -> bool:
        """Whether it was printed as a turn's reply; each is asked about once."""
        shown = self._shown[text] > 0
        self._shown[text] -= int(shown)
        return shown


def _json(response: httpx.Response) -> dict[str, Any]:
    try:
        return dict(response.json())
    except ValueError:
        return {}


def _in_process(settings: Settings) -> None:
    from bot.assistant.outcomes import interface_of
    from bot.wiring import House, build_assistant

    house = House(settings)
    assistant = build_assistant(house)
    conversation = house.open_conversation(channel="terminal", address="", at=house.clock())

    def send(text: str, payload: str | None) -> Mapping[str, Any]:
        turn = assistant.say(conversation=conversation, text=text, at=house.clock(), payload=payload)
        return interface_of(asyncio.run(turn))

    _talk(send)


def _talk(send: Send) -> None:
    """Lines in, replies out; a number presses the button with that number."""
    buttons: Sequence[Mapping[str, str]] = ()
    while True:
        try:
            line = click.prompt("", prompt_suffix="> ", default="", show_default=False)
        except (EOFError, click.Abort):
            click.echo("")
            return
        if line.strip() in LEAVE:
            return
        if len(line) > LONGEST:
            click.echo(f"That is longer than {LONGEST} characters; please send a shorter message.")
            continue
        number = int(line) if line.strip().isdecimal() and len(line) < 4 else 0
        chosen = buttons[number - 1] if 0 < number <= len(buttons) else None
        try:
            answer = send(chosen["title"], chosen["payload"]) if chosen else send(clean(line), None)
        except (*MENDABLE, click.ClickException) as error:
            click.echo(f"{error.message if isinstance(error, click.ClickException) else error}\n")
            continue
        buttons = _shown(answer)


def _shown(answer: Mapping[str, Any]) -> Sequence[Mapping[str, str]]:
    """Print the replies; returns the buttons, numbered through the turn."""
    buttons: list[Mapping[str, str]] = []
    for reply in answer["replies"]:
        click.echo(f"\n{reply['text']}")
        for source in reply["sources"]:
            checked = f", checked {source['checked_on']}" if source["checked_on"] else ""
            click.echo(f"  Source: {source['title']} {source['url']}".rstrip() + checked)
        for button in reply["buttons"]:
            buttons.append(button)
            click.echo(f"  [{len(buttons)}] {button['title']}")
    if not answer["replies"]:
        click.echo("(Your message was passed on to the person who is writing with you.)")
    click.echo("")
    return buttons

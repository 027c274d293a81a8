"""`chat`: a conversation in the terminal, through a running server if there is one, else in this process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import uuid4

import click
import httpx

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
        opened = client.post("/api/v1/conversations").raise_for_status().json()
        client.headers["Authorization"] = f"Bearer {opened['token']}"
        path = f"/api/v1/conversations/{opened['id']}/messages"
        stop = threading.Event()
        listener = threading.Thread(target=_listen, args=(client, path, stop), daemon=True)
        listener.start()

        def send(text: str, payload: str | None) -> Mapping[str, Any]:
            body = {"text": text, "client_message_id": uuid4().hex, **({"payload": payload} if payload else {})}
            response = client.post(path, json=body)
            if response.is_error:
                raise click.ClickException(str(response.json().get("detail", response.reason_phrase)))
            return dict(response.json())

        try:
            _talk(send)
        finally:
            stop.set()


def _listen(client: httpx.Client, path: str, stop: threading.Event) -> None:
    """Show what people write, and the notices that come of themselves; the turns' own replies are shown already."""
    after = 0
    while not stop.wait(POLL_SECONDS):
        try:
            messages = client.get(path, params={"after": after}).raise_for_status().json()
        except (httpx.HTTPError, ValueError):
            continue
        for message in messages:
            after = max(after, int(message["id"]))
            if message["from"] == "person":
                click.echo(f"\n{message.get('name') or 'A person'}: {message['text']}\n> ", nl=False)


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
        chosen = buttons[int(line) - 1] if line.strip().isdecimal() and 0 < int(line) <= len(buttons) else None
        answer = send(chosen["title"], chosen["payload"]) if chosen else send(clean(line), None)
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

"""`serve`, `worker`, `slack-standin`: what runs until it is stopped."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bot.settings import from_environment


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port of page, API and administration.")
@click.option("--no-worker", is_flag=True, help="Leave the outbox to another process (`focalpoint worker`).")
@click.option("--with-standin", is_flag=True, help="Without Slack tokens, start the stand-in Slack as well.")
@click.option("--standin-port", default=8001, show_default=True, help="Port of the stand-in Slack; 0 takes a free one.")
def serve(host: str, port: int, no_worker: bool, with_standin: bool, standin_port: int) -> None:
    """Web, API, administration, Slack and worker in one process."""
    from bot.service import Options, run
    from bot.wiring import House

    settings = from_environment(host=host, port=port)
    options = Options(
        host=host, port=port, with_worker=not no_worker, with_standin=with_standin, standin_port=standin_port
    )
    click.echo(f"Company chat:    {settings.base_url}/")
    click.echo(f"Administration:  {settings.base_url}/admin   (name admin, password {_password(settings)})")
    click.echo(f"API:             {settings.base_url}/api/openapi.json")
    click.echo("From a terminal: .venv/bin/focalpoint chat")
    asyncio.run(run(House(settings), options, announce=click.echo))


@click.command()
def worker() -> None:
    """Only the worker: delivers the outbox, runs the clocks."""
    from bot.service import Options, run
    from bot.wiring import House

    asyncio.run(run(House(from_environment()), Options(with_web=False), announce=click.echo))


@click.command("slack-standin")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8001, show_default=True, help="Port.")
@click.option(
    "--seed",
    type=click.Path(exists=True, path_type=Path),
    help="A seed file; by default the desks' channels and people.",
)
def standin(host: str, port: int, seed: Path | None) -> None:
    """The stand-in Slack server."""
    from bot.slack.seed import stand_in_seed
    from bot.wiring import House
    from slack_standin.seed import read
    from slack_standin.server import StandIn

    content = read(seed) if seed else stand_in_seed(House(from_environment()).records())

    async def run() -> None:
        async with StandIn(host=host, port=port, seed=content) as slack:
            click.echo(f"Stand-in for Slack (not Slack): {slack.web_url}/")
            click.echo(
                f"SLACK_API_URL={slack.api_url}\nSLACK_BOT_TOKEN={slack.bot_token}\nSLACK_APP_TOKEN={slack.app_token}"
            )
            await slack.wait()

    try:
        asyncio.run(run())
    except OSError as error:
        raise click.ClickException(
            f"Cannot listen on {host}:{port} ({error.strerror}); choose another --port."
        ) from error


def _password(settings: object) -> str:
    generated = getattr(settings, "admin_password_is_generated", False)
    return getattr(settings, "admin_password", "") if generated else "as set in FOCALPOINT_ADMIN_PASSWORD"

"""The command line: python -m slack_standin --port 8001 --seed people.yml."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from pathlib import Path
from typing import Any

import click

from slack_standin.errors import SeedError
from slack_standin.seed import app_of_manifest, read
from slack_standin.server import StandIn
from slack_standin.settings import Settings

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8001, show_default=True, help="Port; 0 takes a free one.")
@click.option("--seed", type=FILE, help="YAML or JSON with workspace, app, users and channels.")
@click.option("--manifest", type=FILE, help="The app's manifest: its name, scopes, events, commands, shortcuts.")
@click.option(
    "--rate-limits",
    type=click.Choice(["off", "posts", "tiers"]),
    default="off",
    show_default=True,
    help="posts: one message a second in each channel; tiers: Slack's limits per method as well.",
)
@click.option("--ack-seconds", default=3.0, show_default=True, help="How long the app has to acknowledge.")
@click.option("--trigger-seconds", default=3.0, show_default=True, help="How long a trigger_id is good.")
def main(
    host: str,
    port: int,
    seed: Path | None,
    manifest: Path | None,
    rate_limits: Any,
    ack_seconds: float,
    trigger_seconds: float,
) -> None:
    """A stand-in for Slack: real Slack clients talk to it when no workspace is at hand."""
    settings = dataclasses.replace(
        Settings(), rate_limits=rate_limits, ack_seconds=ack_seconds, trigger_seconds=trigger_seconds
    )
    try:
        standin = StandIn(host=host, port=port, seed=_seed(seed, manifest), settings=settings)
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_run(standin))
    except SeedError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        sentence = f"Cannot listen on {host}:{port} ({error.strerror}); choose another --port."
        raise click.ClickException(sentence) from error


async def _run(standin: StandIn) -> None:
    await standin.start()
    click.echo(f"Stand-in for Slack (not Slack): {standin.web_url}/")
    click.echo(f"SLACK_API_URL={standin.api_url}")
    click.echo(f"SLACK_BOT_TOKEN={standin.bot_token}")
    click.echo(f"SLACK_APP_TOKEN={standin.app_token}")
    await standin.wait()


def _seed(seed: Path | None, manifest: Path | None) -> dict[str, Any]:
    content = read(seed) if seed is not None else {}
    if manifest is not None:
        content["app"] = {**app_of_manifest(read(manifest)), **(content.get("app") or {})}
    return content


if __name__ == "__main__":
    main(prog_name="slack_standin")

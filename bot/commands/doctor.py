"""`doctor`: what is configured, reachable, stale; exit 1 if the service cannot work."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import click

from bot.assistant import models
from bot.assistant.models import ModelMissing
from bot.settings import Settings, from_environment
from bot.store.errors import StoreError
from bot.wiring import House


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing looked at: ok, warning (works without) or failed (does not work)."""

    what: str
    state: str
    told: str


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The findings as JSON.")
def doctor(as_json: bool) -> None:
    """What is configured, reachable, stale; exit 1 if the service cannot work."""
    findings = list(_findings(from_environment()))
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            click.echo(f"{finding.state:8} {finding.what:10} {finding.told}")
    if any(finding.state == "failed" for finding in findings):
        sys.exit(1)


def _findings(settings: Settings) -> Iterator[Finding]:
    house = House(settings)
    yield from _database(house)
    yield _model(settings)
    yield _slack(settings)


def _database(house: House) -> Iterator[Finding]:
    try:
        records = house.records()
        from bot.inquiries.records import KINDS

        kinds = [kind for name, kind in KINDS.items() if name != "requests"]
        number = sum(len(records.all(kind)) for kind in kinds)
        with house.works() as work:
            waiting = work.outbox.waiting()
    except StoreError as error:
        yield Finding(what="database", state="failed", told=str(error))
        return
    yield Finding(what="database", state="ok", told=f"{number} records")
    state = "ok" if waiting < 100 else "warning"
    yield Finding(what="outbox", state=state, told=f"{waiting} notices wait for delivery")
    today = house.clock().date()
    overdue = [r for kind in kinds for r in records.all(kind) if r.review_by and r.review_by < today]
    yield Finding(
        what="records", state="warning" if overdue else "ok", told=f"{len(overdue)} are past their review date"
    )


def _model(settings: Settings) -> Finding:
    try:
        models.loadable(settings.model_dir)
    except ModelMissing as error:
        return Finding(what="model", state="failed", told=str(error))
    stale = models.is_stale(settings.model_dir)
    told = (
        "trained on other data than is here now; run `make prepare`"
        if stale
        else f"{models.live(settings.model_dir).id}"
    )
    return Finding(what="model", state="warning" if stale else "ok", told=told)


def _slack(settings: Settings) -> Finding:
    if not settings.has_slack:
        return Finding(what="slack", state="warning", told="no tokens are set; `make run` uses the stand-in")
    from bot.slack.app import slack_client
    from bot.slack.check import slack_complaints
    from bot.slack.scopes import SCOPES

    async def look() -> tuple[str, ...]:
        client = slack_client(bot_token=settings.slack_bot_token, base_url=settings.slack_api_url)
        return tuple(await slack_complaints(client, app_token=settings.slack_app_token, scopes=SCOPES))

    complaints = asyncio.run(look())
    return Finding(
        what="slack", state="failed" if complaints else "ok", told=" ".join(complaints) or "tokens and scopes are right"
    )

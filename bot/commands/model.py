"""`train` and `prepare`: the model, and everything that `make run` and `make test` need before they start."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path

import click
from filelock import FileLock

from bot.assistant import models
from bot.assistant.models import Model
from bot.inquiries.records import Desk
from bot.settings import VAR, Settings, from_environment
from bot.wiring import KNOWLEDGE, House


@click.command()
def train() -> None:
    """Train a model on all of nlu/ and stories/ and make it the live one."""
    train_model(from_environment())


@click.command()
def prepare() -> None:
    """Make the database with its records if there is none, and train if the training data changed."""
    settings = from_environment()
    with _alone():
        prepare_database(House(settings))
        if models.is_stale(settings.model_dir):
            train_model(settings)


@contextmanager
def _alone() -> Iterator[None]:
    """Two that prepare the same folder wait for each other, and the second finds the work done."""
    VAR.mkdir(parents=True, exist_ok=True)
    with FileLock(VAR / "prepare.lock"):
        yield


def prepare_database(house: House) -> None:
    """Bring the tables to this release; a new database gets the shipped and the demonstration records."""
    from bot.store.migrate import migrate
    from bot.store.shipped import load_demo, load_shipped

    migrate(house.engine)
    is_new = not house.records().all(Desk)
    now, calendar = house.clock(), house.calendar
    release = load_shipped(house.engine, KNOWLEDGE, now=now, calendar=calendar)
    for conflict in release.conflicts:
        click.echo(
            f"{conflict.kind} {conflict.key}: edited here and changed in this release; the edited one stays.", err=True
        )
    if is_new:
        load_demo(house.engine, KNOWLEDGE, now=now, calendar=calendar)
        click.echo(
            f"A new database with the shipped and the demonstration records: {house.engine.url.render_as_string()}"
        )


def train_model(settings: Settings) -> None:
    """Train, and make the new model live only when it is whole."""
    click.echo("Training on nlu/ and stories/; this takes a minute or two.")
    began = time.monotonic()
    from bot.assistant.engine import train as train_rasa

    fingerprint = models.fingerprint()
    id = f"{datetime.now(timezone.utc):%Y%m%d-%H%M%S}-{fingerprint[:8]}"
    train_rasa(root=Path(), folder=settings.model_dir, name=id)
    models.make_live(settings.model_dir, Model(id=id, fingerprint=fingerprint, pipeline=models.pipeline_version()))
    click.echo(f"The model {id} is live ({time.monotonic() - began:.0f} s).")

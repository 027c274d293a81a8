"""`train` and `prepare`: the model, and everything that `make run` and `make test` need before they start."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path

import click
from filelock import FileLock

from bot.assistant import models, promotions
from bot.assistant.models import Model
from bot.commands.evaluating import data_option
from bot.commands.progress import shown
from bot.evaluation.cases import STANDARD, Case, cases_in
from bot.evaluation.errors import CasesMissing, WorseModel
from bot.inquiries.records import Desk
from bot.settings import VAR, Settings, from_environment
from bot.wiring import KNOWLEDGE, House


@click.command()
@data_option
def train(data: Path | None) -> None:
    """Train a model on all of nlu/ and stories/, evaluate it, and make it live unless it is worse than the live one."""
    settings = from_environment()
    cases = _cases(data)
    with _alone():
        model = train_model(settings)
        judge(settings.model_dir, model, cases)
        models.forget_old(settings.model_dir)


@click.command()
def prepare() -> None:
    """Make the database with its records if there is none, and train if the training data changed."""
    settings = from_environment()
    with _alone():
        prepare_database(House(settings))
        if models.is_stale(settings.model_dir):
            make_live(settings.model_dir, train_model(settings))
            models.forget_old(settings.model_dir)


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


def train_model(settings: Settings) -> Model:
    """Train, and keep the model when it is whole."""
    click.echo("Training on nlu/ and stories/; this takes a minute or two.", err=True)
    began = time.monotonic()
    from bot.assistant.spared import spare_tensorflow

    spare_tensorflow(Path(models.CONFIG))
    from bot.assistant.engine import train as train_rasa

    fingerprint, pipeline = models.fingerprint(), models.pipeline_version()
    id = f"{_now():%Y%m%d-%H%M%S}-{fingerprint[:8]}"
    train_rasa(root=Path(), folder=settings.model_dir, name=id)
    model = Model(id=id, fingerprint=fingerprint, pipeline=pipeline, trained_at=_now().isoformat(timespec="seconds"))
    models.keep(settings.model_dir, model)
    click.echo(f"The model {id} is trained ({time.monotonic() - began:.0f} s).", err=True)
    return model


def judge(folder: Path, model: Model, cases: Sequence[Case]) -> None:
    """Make a model live if it is not worse than the live one, and say so; without messages to judge by, in any case."""
    from bot.evaluation.judgement import compared_with_live, require_not_worse

    if cases:
        comparison = compared_with_live(folder, model, cases, now=_now(), progress=shown)
        try:
            require_not_worse(folder, model, comparison)
        except WorseModel as error:
            click.echo(f"The live model stays. {error}")
            return
    make_live(folder, models.with_id(folder, model.id))


def make_live(folder: Path, model: Model) -> None:
    """Make a model that was just trained the live one, and say so."""
    promotions.make_live(folder, model, how="trained", now=_now())
    click.echo(f"The model {model.id} is live.")


def _cases(data: Path | None) -> Sequence[Case]:
    """The messages to judge by; an installation without the held-out ones trains without. Raises CasesFaulty."""
    try:
        return cases_in(data or STANDARD)
    except CasesMissing as error:
        if data:
            raise
        click.echo(f"The model will not be evaluated: {error}", err=True)
        return ()


def _now() -> datetime:
    return datetime.now(timezone.utc)

"""`evaluate`: how good a model is on messages that nobody trained on, or the pipeline on its own examples."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table

from bot.assistant import models
from bot.commands.progress import shown
from bot.commands.tables import table_of, tell
from bot.evaluation.cases import STANDARD, Case, cases_in
from bot.settings import VAR, Settings, prepared

if TYPE_CHECKING:
    from nlu.components.intents.model import Reading

REPORTS = VAR / "evaluation"

data_option = click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=f"Another folder of messages than {STANDARD}.",
)


@click.command()
@click.option("--model", "id", metavar="ID", help="Another model than the live one.")
@data_option
@click.option("--against", metavar="ID", help="A model to compare with: what got better, what got worse.")
@click.option("--cross-validate", is_flag=True, help="Instead: the intents of nlu/, each read by a model without it.")
@click.option("--folds", type=click.IntRange(2, 20), help="Parts for --cross-validate.  [default: 5]")
@click.option("--report", type=click.Path(file_okay=False, path_type=Path), help=f"Not to {REPORTS}/<model>.")
@click.option("--json", "as_json", is_flag=True, help="All figures as one JSON object.")
def evaluate(
    id: str | None,
    data: Path | None,
    against: str | None,
    cross_validate: bool,
    folds: int | None,
    report: Path | None,
    as_json: bool,
) -> None:
    """How good a model is, by language and with 95 % intervals; writes a report with pictures and the worst mistakes."""
    if cross_validate and (id or data or against):
        raise click.UsageError(
            "--cross-validate trains models of its own on nlu/; leave out --model, --data, --against."
        )
    if folds and not cross_validate:
        raise click.UsageError("--folds goes with --cross-validate.")
    if cross_validate:
        _cross_validate(folds, report or REPORTS / "cross-validation", as_json=as_json)
    else:
        _evaluate(prepared(), id, data, against, report, as_json=as_json)


def _evaluate(
    settings: Settings, id: str | None, data: Path | None, against: str | None, report: Path | None, *, as_json: bool
) -> None:
    folder = settings.model_dir
    model = models.with_id(folder, id) if id else models.live(folder)
    other = models.with_id(folder, against) if against else None
    from bot.evaluation.kept import readings_of
    from bot.evaluation.readings import heard
    from bot.evaluation.results import difference, evaluation
    from bot.wiring import House, name_entities_from

    cases, house = cases_in(data or STANDARD), House(settings)
    house.works()
    name_entities_from(house)
    now = house.clock()
    asks = readings_of(folder, model, cases, now=now, progress=shown)
    read = heard(models.file_of(folder, model), cases, progress=shown)
    told = evaluation(cases, asks, read, model=model.id, data=str(data or STANDARD), progress=shown)
    if other is not None:
        before = readings_of(folder, other, cases, now=now, progress=shown)
        told["against"] = difference(cases, model=other.id, before=before, after=asks)
    _tell(told, report or REPORTS / model.id, cases, [each.reading for each in asks], as_json=as_json)


def _cross_validate(folds: int | None, report: Path, *, as_json: bool) -> None:
    from bot.evaluation.cross_validation import FOLDS, cross_validated, examples_in, settings_in
    from bot.evaluation.results import cross_validation

    cases, parts = examples_in(Path()), folds or FOLDS
    readings = cross_validated(cases, settings_in(Path()), folds=parts, progress=shown)
    _tell(cross_validation(cases, readings, folds=parts, progress=shown), report, cases, readings, as_json=as_json)


def _tell(
    result: dict[str, Any], report: Path, cases: Iterable[Case], readings: Iterable[Reading], *, as_json: bool
) -> None:
    from bot.evaluation.report import write_report

    result["report"] = str(report / "report.html")
    try:
        write_report(report, result, cases=list(cases), readings=list(readings))
    except OSError as error:
        raise click.ClickException(
            f"{report} cannot be written ({error.strerror}); choose another folder with --report."
        ) from error
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False))
        return
    for table in _tables(result):
        tell(table)
    click.echo(f"Pictures, intervals, worst mistakes: {result['report']}")


def _tables(result: Mapping[str, Any]) -> Iterable[Table]:
    from bot.evaluation.report import MEASURES

    scores = result["scores"]
    intents = table_of("", *scores, title=f"{result['model']} on {result['messages']:,} messages of {result['data']}")
    for measure in scores["all"]:
        intents.add_row(MEASURES[measure], *(_about(group[measure]) for group in scores.values()))
    yield intents
    if "entities" in result:
        entities = table_of("F1", *result["entities"], title="Entities by exact type and value")
        for kind in result["entities"]["all"]:
            entities.add_row(kind, *(_of_type(group.get(kind)) for group in result["entities"].values()))
        yield entities
    if "against" in result:
        changes = table_of("", "", "before", "now", "", title=f"Against {result['against']['model']}")
        for change in result["against"]["changes"]:
            before, after = (f"{100 * change[name]:.1f}" for name in ("before", "after"))
            changes.add_row(MEASURES[change["measure"]], change["group"], before, after, change["verdict"])
        yield changes


def _of_type(score: Mapping[str, Any] | None) -> str:
    if score is None:
        return "-"
    return "too few" if score["f1"] == "too few" else _about(score["f1"])


def _about(score: Mapping[str, Any]) -> str:
    """Points of a hundred, give or take half the interval; the report has its ends."""
    if score["value"] is None:
        return "-"
    told = f"{100 * score['value']:.1f}"
    return told if score["low"] is None else f"{told} ±{50 * (score['high'] - score['low']):.1f}"

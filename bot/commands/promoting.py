"""`models`, `promote`, `rollback`: which models there are, how good they are, and which one answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from bot.assistant import models, promotions
from bot.assistant.models import Model, ModelMissing, Standing
from bot.commands.evaluating import data_option
from bot.commands.progress import shown
from bot.commands.tables import table_of, tell
from bot.evaluation.cases import STANDARD, cases_in
from bot.settings import prepared

_FIGURES = (("accuracy", "en"), ("accuracy", "others"), ("oos_recall", "all"))
SWITCHED = "a running assistant takes it within seconds."


@click.command("models")
@click.option("--json", "as_json", is_flag=True, help="The models as JSON.")
def list_models(as_json: bool) -> None:
    """The models that are kept, the newest first, with the scores of their last evaluation."""
    folder = prepared().model_dir
    standing = models.standing(folder)
    found = [_told(model, standing) for model in models.kept(folder)]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    elif not found:
        click.echo("There are no models yet: `make prepare` trains one.")
    else:
        tell(_table(found))


@click.command()
@click.argument("id")
@click.option("--force", metavar="REASON", help="Also if it is worse; the reason is written down.")
@data_option
@click.option("--json", "as_json", is_flag=True, help="What changed as JSON.")
def promote(id: str, force: str | None, data: Path | None, as_json: bool) -> None:
    """Make a model the live one, unless the evaluation finds it worse than the one that is."""
    if force is not None and not force.strip():
        raise click.UsageError("Say why: --force needs a reason.")
    folder = prepared().model_dir
    model = models.with_id(folder, id)
    models.require_loadable(model)
    told = {"model": id, "forced": force is not None, "changes": []}
    if force is None:
        told["changes"] = _judged(folder, model, data)
    promotions.make_live(folder, model, how="forced" if force else "promoted", now=_now(), reason=force or "")
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else f"The model {id} is live; {SWITCHED}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The model that is live now as JSON.")
def rollback(as_json: bool) -> None:
    """Make the model live again that was live before; once more goes forward again."""
    model = promotions.roll_back(prepared().model_dir, now=_now())
    click.echo(json.dumps({"model": model.id}) if as_json else f"The model {model.id} is live again; {SWITCHED}")


def _judged(folder: Path, model: Model, data: Path | None) -> list[dict[str, Any]]:
    """What changes with the model; raises WorseModel."""
    from bot.evaluation.judgement import compared_with_live, require_not_worse

    if model.id == models.standing(folder).id:
        return []
    comparison = compared_with_live(folder, model, cases_in(data or STANDARD), now=_now(), progress=shown)
    require_not_worse(folder, model, comparison)
    return [] if comparison is None else [change.as_dict() for change in comparison.changes]


def _told(model: Model, standing: Standing) -> dict[str, Any]:
    return {
        "id": model.id,
        "trained_at": model.trained_at,
        "live": model.id == standing.id,
        "previous": model.id == standing.previous,
        "loadable": _is_loadable(model),
        "scores": dict(model.scores),
    }


def _is_loadable(model: Model) -> bool:
    try:
        models.require_loadable(model)
    except ModelMissing:
        return False
    return True


def _table(found: list[dict[str, Any]]) -> Table:
    basis = next((model["scores"].get("basis") for model in found if model["live"]), None)
    table = table_of("model", "", "accuracy en", "accuracy others", "out-of-scope recall", "evaluated")
    for model in found:
        state = "live" if model["live"] else "previous" if model["previous"] else ""
        scores = model["scores"]
        table.add_row(
            model["id"],
            state if model["loadable"] else f"{state} (of another pipeline)".strip(),
            *(_figure(scores, measure=measure, group=group) for measure, group in _FIGURES),
            _evaluated(scores, basis=basis),
        )
    return table


def _figure(scores: Mapping[str, Any], *, measure: str, group: str) -> str:
    value = scores.get("groups", {}).get(group, {}).get(measure)
    return "-" if value is None else f"{100 * value:.1f}"


def _evaluated(scores: Mapping[str, Any], *, basis: str | None) -> str:
    if not scores:
        return "not yet"
    told = f"{scores['messages']:,} messages"
    return told if scores["basis"] == basis else f"{told}, others than the live one or read by another program"


def _now() -> datetime:
    return datetime.now(timezone.utc)

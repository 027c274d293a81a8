"""An evaluation as a folder: a page to read, the two pictures, and the same figures as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.evaluation.cases import Case
from bot.evaluation.pictures import draw_confusion, draw_reliability
from nlu.components.intents.model import Reading

MEASURES = {
    "accuracy": "accuracy (best guess, in scope)",
    "macro_f1": "macro F1",
    "accuracy_at_threshold": "accuracy, refusals being wrong",
    "oos_recall": "out-of-scope recall",
    "in_scope_refused": "in scope, asked back or refused",
    "in_scope_sent_away": "in scope, sent away for sure",
    "auroc": "AUROC, in against out of scope",
    "ece": "calibration error",
    "second_ask_precision": "second ask, precision",
    "second_ask_recall": "second ask, recall",
    "second_ask_f1": "second ask, F1",
    "language": "language told rightly",
}
"""What the figures are called where people read them."""

MISTAKES = {
    "surely_wrong": "Wrong, and sure of it",
    "out_of_scope_answered": "Out of scope, and answered",
    "in_scope_refused": "In scope, and refused",
}


def write_report(
    folder: Path, result: Mapping[str, Any], *, cases: Sequence[Case], readings: Sequence[Reading]
) -> None:
    """Write the report, over the one that was there."""
    folder.mkdir(parents=True, exist_ok=True)
    draw_confusion(folder / "confusion.png", cases, readings)
    draw_reliability(folder / "reliability.png", cases, readings)
    (folder / "results.json").write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
    environment = Environment(
        loader=PackageLoader("bot.evaluation", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters |= {"points": points, "interval": interval}
    page = environment.get_template("report.html").render(result=result, measures=MEASURES, mistakes=MISTAKES)
    (folder / "report.html").write_text(page, encoding="utf-8")


def points(score: Mapping[str, Any]) -> str:
    """A figure in points of a hundred."""
    return "-" if score["value"] is None else f"{100 * score['value']:.1f}"


def interval(score: Mapping[str, Any]) -> str:
    """Its interval, where it has one."""
    return f"{100 * score['low']:.1f} to {100 * score['high']:.1f}"

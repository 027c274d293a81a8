"""Trains and tests our intent pipeline and Rasa's stock pipeline on the same data, and prints them side by side."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.data import DataFaulty, data_set
from benchmarks.processes import ProcessFailed
from benchmarks.run import CONFIG, benchmark, configuration
from benchmarks.speed import MESSAGES, with_a_batch

BATCH = "batch_per_second"
_COLUMNS = {
    "ours": "ours, bare",
    "ours_in_rasa": "ours in Rasa",
    "stock_in_rasa": "stock in Rasa",
}
_FORMS = {
    "train": "{:,}",
    "test": "{:,}",
    "intents": "{:,}",
    "accuracy": "{:.1%}",
    "accuracy_at_threshold": "{:.1%}",
    "macro_f1": "{:.1%}",
    "mcc": "{:.3f}",
    "oos_recall": "{:.1%}",
    "in_scope_refused": "{:.1%}",
    "auroc": "{:.3f}",
    "fpr95": "{:.3f}",
    "ece": "{:.3f}",
    "threshold": "{:.2f}",
    "train_seconds": "{:,.1f}",
    "parse_p50_ms": "{:.1f}",
    "parse_p95_ms": "{:.1f}",
    "rss_mb": "{:,.0f}",
    BATCH: "{:,.0f}",
}
_NOTES = """
ours, bare: the intents alone (nlu.components.pipeline), without Rasa.
ours in Rasa: config.yml through Rasa's Agent, as in the service: it reads language and entities too.
stock in Rasa: Rasa's own default configuration through the same Agent; epochs: {epochs}.
Times and memory: each in a fresh process, one message a call. Training in Rasa counts reading and packing, too.
Batches: all messages in one call of one process; Rasa's Agent takes one message a call."""


def side_by_side(*, data: Path, stock_epochs: int, timed: int = MESSAGES) -> dict[str, Any]:
    """All fields of a benchmark and batch_per_second for each; what a pipeline cannot do is None. Tells its steps on stderr.

    Raises DataFaulty, UnderstandingError, ProcessFailed.
    """
    from benchmarks.in_rasa import benchmark_in_rasa, stock_config

    found, (config, _), stock = data_set(data), configuration(CONFIG), stock_config(epochs=stock_epochs)
    _tell(f"1 of 3: our pipeline on {len(found.train.texts):,} examples")
    ours = benchmark(data=data, timed=timed, speed=with_a_batch)
    _tell("2 of 3: our pipeline as a Rasa model")
    ours_in_rasa = benchmark_in_rasa(found, config=config, timed=timed)
    _tell(f"3 of 3: Rasa's stock pipeline, {stock_epochs} epochs; this may take long")
    stock_in_rasa = benchmark_in_rasa(found, config=stock, timed=timed)
    return {
        "data": found.name,
        "stock_epochs": stock_epochs,
        "ours": ours,
        "ours_in_rasa": {**ours_in_rasa, BATCH: None},
        "stock_in_rasa": {**stock_in_rasa, BATCH: None},
    }


def table(result: Mapping[str, Any]) -> Table:
    """The result for people: a line a field, a column a pipeline."""
    drawn = Table("", *_COLUMNS.values(), title=result["data"])
    for column in drawn.columns[1:]:
        column.justify = "right"
    for name, form in _FORMS.items():
        drawn.add_row(name, *(_written(result[pipeline][name], form) for pipeline in _COLUMNS))
    return drawn


def main(arguments: list[str] | None = None) -> int:
    """The command line; exit 1 with one sentence if the data, the weights or a process are at fault."""
    from nlu.components.errors import UnderstandingError

    parser = argparse.ArgumentParser(prog="benchmarks.side_by_side", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder with train.csv and test.csv (text,label)")
    parser.add_argument("--stock-epochs", type=_epochs, default=100, metavar="N", help="of DIETClassifier (100)")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    chosen = parser.parse_args(arguments)
    try:
        result = side_by_side(data=chosen.data, stock_epochs=chosen.stock_epochs)
    except (DataFaulty, ProcessFailed, UnderstandingError) as error:
        print(error, file=sys.stderr)
        return 1
    if chosen.json:
        print(json.dumps(result))
    else:
        Console().print(table(result))
        print(_NOTES.format(epochs=result["stock_epochs"]))
    return 0


def _epochs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be a whole number, at least 1")
    return int(text)


def _written(value: float | None, form: str) -> str:
    return "-" if value is None else form.format(value)


def _tell(step: str) -> None:
    print(step, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

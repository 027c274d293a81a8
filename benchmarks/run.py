"""Trains an intent pipeline on DIR/train.csv, tests it on DIR/test.csv and prints one JSON object."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from benchmarks.data import OUT_OF_SCOPE, DataFaulty, DataSet, data_set
from benchmarks.processes import ProcessFailed
from benchmarks.speed import MESSAGES, in_a_fresh_process

if TYPE_CHECKING:
    from nlu.components.intents.model import Reading

CONFIG = Path(__file__).resolve().parents[1] / "config.yml"
_CLASSIFIER = "nlu.components.rasa_intents.IntentReader"


def benchmark(
    *,
    data: Path,
    pipeline: Path = CONFIG,
    timed: int = MESSAGES,
    speed: Callable[..., Mapping[str, float]] = in_a_fresh_process,
) -> dict[str, Any]:
    """The figures of one pipeline on one data set; nothing is chosen on the test. `timed`: messages to time, by `speed`.

    Raises DataFaulty, UnderstandingError, ProcessFailed.
    """
    from nlu.components.intents.settings import IntentSettings
    from nlu.components.pipeline import Pipeline

    found = data_set(data)
    _, classifier = configuration(pipeline)
    start = time.perf_counter()
    trained = Pipeline.train_on(found.train.texts, found.train.labels, settings=IntentSettings.of(classifier))
    seconds = time.perf_counter() - start
    readings = trained.predict(found.test.texts)
    with tempfile.TemporaryDirectory() as name:
        model = Path(name) / "model.npz"
        trained.save(model)
        times = speed(model, texts=found.test.texts, folder=Path(name), count=timed)
    return report(found, readings=readings, train_seconds=seconds, speed=times)


def report(
    data: DataSet, *, readings: Sequence[Reading], train_seconds: float, speed: Mapping[str, float]
) -> dict[str, Any]:
    """All fields of a benchmark, from what the test's messages were taken for."""
    from nlu.components.intents.figures import figures

    counts = {"data": data.name, "train": len(data.train.texts), "test": len(data.test.texts)}
    counts["intents"] = len(set(data.train.labels) - {OUT_OF_SCOPE})
    quality = figures(readings, data.test.labels, out_of_scope=OUT_OF_SCOPE, threshold=readings[0].threshold)
    return {**counts, **quality, "train_seconds": train_seconds, **speed}


def configuration(pipeline: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """A Rasa configuration, and in it the step of our classifier, which is told this benchmark's name of out of scope.

    Raises DataFaulty.
    """
    try:
        config = yaml.safe_load(pipeline.read_text(encoding="utf-8"))
        steps = [step for step in config["pipeline"] if isinstance(step, dict) and step.get("name") == _CLASSIFIER]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        raise DataFaulty(f"{pipeline} cannot be read; it should be a Rasa configuration with a pipeline.") from error
    if not steps:
        raise DataFaulty(f"{pipeline} has no step {_CLASSIFIER}; only pipelines with this classifier can be measured.")
    steps[0]["out_of_scope"] = OUT_OF_SCOPE
    return config, steps[0]


def main(arguments: list[str] | None = None) -> int:
    """The command line; exit 1 with one sentence if the data or the weights are at fault."""
    from nlu.components.errors import UnderstandingError

    parser = argparse.ArgumentParser(prog="focalpoint benchmark", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder with train.csv and test.csv (text,label)")
    parser.add_argument("--pipeline", type=Path, default=CONFIG, help="another config.yml")
    chosen = parser.parse_args(arguments)
    try:
        result = benchmark(data=chosen.data, pipeline=chosen.pipeline)
    except (DataFaulty, ProcessFailed, UnderstandingError) as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())

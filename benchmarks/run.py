"""Trains an intent pipeline on DIR/train.csv, tests it on DIR/test.csv and prints one JSON object."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

from benchmarks.data import OUT_OF_SCOPE, DataFaulty, messages
from benchmarks.speed import MESSAGES, in_a_fresh_process

CONFIG = Path(__file__).resolve().parents[1] / "config.yml"
_CLASSIFIER = "nlu.components.rasa_intents.IntentReader"


def benchmark(*, data: Path, pipeline: Path = CONFIG, timed: int = MESSAGES) -> dict[str, Any]:
    """The figures of one pipeline on one data set; nothing is chosen on the test. `timed`: single messages to time.

    Raises DataFaulty, UnderstandingError.
    """
    from nlu.components.intents.figures import figures
    from nlu.components.pipeline import Pipeline

    train, test = messages(data / "train.csv"), messages(data / "test.csv")
    start = time.perf_counter()
    trained = Pipeline.train_on(train.texts, train.labels, settings=_settings(pipeline))
    seconds = time.perf_counter() - start
    readings = trained.predict(test.texts)
    counts = {"data": data.name, "train": len(train.texts), "test": len(test.texts)}
    counts["intents"] = len(set(train.labels) - {OUT_OF_SCOPE})
    quality = figures(readings, test.labels, out_of_scope=OUT_OF_SCOPE, threshold=trained.model.threshold)
    return {**counts, **quality, "train_seconds": seconds, **_speed(trained, list(test.texts), count=timed)}


def main(arguments: list[str] | None = None) -> int:
    """The command line; exit 1 with one sentence if the data or the weights are at fault."""
    from nlu.components.errors import UnderstandingError

    parser = argparse.ArgumentParser(prog="focalpoint benchmark", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder with train.csv and test.csv (text,label)")
    parser.add_argument("--pipeline", type=Path, default=CONFIG, help="another config.yml")
    chosen = parser.parse_args(arguments)
    try:
        result = benchmark(data=chosen.data, pipeline=chosen.pipeline)
    except (DataFaulty, UnderstandingError) as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(result))
    return 0


def _settings(pipeline: Path) -> Any:
    from nlu.components.intents.settings import IntentSettings

    try:
        config = yaml.safe_load(pipeline.read_text(encoding="utf-8"))
        steps = config["pipeline"]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise DataFaulty(f"{pipeline} cannot be read; it should be a Rasa configuration with a pipeline.") from error
    step = next((step for step in steps if isinstance(step, dict) and step.get("name") == _CLASSIFIER), None)
    if step is None:
        raise DataFaulty(f"{pipeline} has no step {_CLASSIFIER}; only pipelines with this classifier can be measured.")
    return IntentSettings.of({**step, "out_of_scope": OUT_OF_SCOPE})


def _speed(trained: Any, texts: list[str], *, count: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        trained.save(folder / "model.npz")
        return in_a_fresh_process(folder / "model.npz", texts=texts, folder=folder, count=count)


if __name__ == "__main__":
    sys.exit(main())

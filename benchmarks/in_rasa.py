"""Measures a configuration as Rasa runs it: the project's config.yml, or the one that Rasa itself gives to a new assistant."""

from __future__ import annotations

import importlib.util
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from benchmarks.data import OUT_OF_SCOPE, DataSet, Messages
from benchmarks.processes import ProcessFailed, answer
from benchmarks.run import report
from benchmarks.speed import MESSAGES, sample
from nlu.components.intents.model import Reading

_PROCESS = "benchmarks.rasa_process"
_REFUSALS = ("nlu_fallback", OUT_OF_SCOPE)
# Rasa reads a label with a slash as two names, so it travels as another sign.
_SLASH = "\N{DIVISION SLASH}"


def benchmark_in_rasa(data: DataSet, *, config: Mapping[str, Any], timed: int = MESSAGES) -> dict[str, Any]:
    """The figures of one configuration on one data set, its policies left out. `timed`: single messages to time.

    Raises ProcessFailed.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config.yml").write_text(yaml.safe_dump({**config, "policies": []}), encoding="utf-8")
        (folder / "examples.json").write_text(json.dumps(examples(data.train)), encoding="utf-8")
        sample(data.test.texts, folder=folder)
        trained = answer(_PROCESS, "train", folder)
        tested = answer(_PROCESS, "test", folder, timed)
    readings = [reading(parsed, threshold=_fallback_threshold(config)) for parsed in tested["readings"]]
    return report(data, readings=readings, train_seconds=trained["train_seconds"], speed=tested["speed"])


def stock_config(*, epochs: int) -> dict[str, Any]:
    """Rasa's default configuration, as the installed Rasa has it, with this many epochs. Raises ProcessFailed."""
    package = importlib.util.find_spec("rasa")
    if package is None or package.origin is None:
        raise ProcessFailed("Rasa is not installed; it needs Python 3.10: run `make prepare`.")
    path = Path(package.origin).parent / "engine/recipes/config_files/default_config.yml"
    config = dict(yaml.safe_load(path.read_text(encoding="utf-8")))
    config["pipeline"] = [{**step, "epochs": epochs} if "epochs" in step else step for step in config["pipeline"]]
    return config


def reading(parsed: Mapping[str, Any], *, threshold: float) -> Reading:
    """What Rasa took a message for.

    FallbackClassifier puts nlu_fallback before the intents when it refuses, too unsure or between two: that is out of scope here.
    Our components tell their own assurance and threshold; else assurance is the confidence of the best intent.
    """
    ranking = tuple(
        (OUT_OF_SCOPE if guess["name"] in _REFUSALS else guess["name"].replace(_SLASH, "/"), float(guess["confidence"]))
        for guess in parsed["intent_ranking"]
    )
    confidence = next((value for name, value in ranking if name != OUT_OF_SCOPE), 0.0)
    return Reading(ranking, parsed.get("assurance", confidence), parsed.get("threshold", threshold), OUT_OF_SCOPE)


def examples(train: Messages) -> dict[str, Any]:
    """Rasa's older JSON form: unlike its YAML it takes every text as it stands, brackets and line breaks too."""
    rows = [(text, label) for text, label in zip(train.texts, train.labels, strict=True) if text.strip()]
    return {
        "rasa_nlu_data": {
            "common_examples": [{"text": text, "intent": label.replace("/", _SLASH)} for text, label in rows]
        }
    }


def _fallback_threshold(config: Mapping[str, Any]) -> float:
    """Below this confidence FallbackClassifier refuses; 0 where there is none."""
    thresholds = [step["threshold"] for step in config["pipeline"] if step["name"] == "FallbackClassifier"]
    return float(thresholds[0]) if thresholds else 0.0

"""What the tests of the benchmarks share: the fields of the interface, and a small data folder."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.edges.nlu.messages_for_training import LABELS, TEXTS

FIELDS = [
    "data",
    "train",
    "test",
    "intents",
    "accuracy",
    "accuracy_at_threshold",
    "macro_f1",
    "mcc",
    "oos_recall",
    "in_scope_refused",
    "auroc",
    "fpr95",
    "ece",
    "threshold",
    "train_seconds",
    "parse_p50_ms",
    "parse_p95_ms",
    "rss_mb",
]


def small_folder(folder: Path) -> Path:
    """train.csv with 24 messages of four intents; test.csv with half of them and six that are out of scope."""
    rows = [(text, label) for text, label in zip(TEXTS, LABELS, strict=True) if label != "out_of_scope"]
    strange = [(text, "oos") for text, label in zip(TEXTS, LABELS, strict=True) if label == "out_of_scope"]
    written(folder / "train.csv", rows)
    written(folder / "test.csv", rows[::2] + strange)
    return folder


def written(path: Path, rows: list[tuple[str, str]]) -> None:
    """A file of messages and their labels."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("text", "label"), *rows])

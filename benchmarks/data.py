"""Reads the data of a benchmark: two CSV files with the columns text and label."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

OUT_OF_SCOPE = "oos"


class DataFaulty(Exception):
    """The benchmark's data cannot be read; it needs train.csv and test.csv with the columns text and label."""


@dataclass(frozen=True)
class Messages:
    """Texts and their labels, in the order of the file."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class DataSet:
    """What to learn from and what to be tested on; `name` is the folder's."""

    name: str
    train: Messages
    test: Messages


def data_set(folder: Path) -> DataSet:
    """The data of a folder. Raises DataFaulty, naming the file and the line."""
    return DataSet(folder.resolve().name, messages(folder / "train.csv"), messages(folder / "test.csv"))


def messages(path: Path) -> Messages:
    """The messages of a file. Raises DataFaulty, naming the file and the line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _messages(csv.DictReader(file), name=path.name)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataFaulty(
            f"{path} cannot be read; it should be a CSV file in UTF-8 with the columns text and label."
        ) from error


def _messages(rows: csv.DictReader[str], *, name: str) -> Messages:
    if not {"text", "label"} <= set(rows.fieldnames or ()):
        raise DataFaulty(f"{name} lacks a column text or label; its first line should be: text,label")
    found: list[tuple[str, str]] = []
    for row in rows:
        text, label = row.get("text"), row.get("label")
        if text is None or not label:
            raise DataFaulty(f"{name}, line {rows.line_num}: has no label; every line needs text,label")
        found.append((text, label))
    if not found:
        raise DataFaulty(f"{name} holds no messages.")
    return Messages(tuple(text for text, _ in found), tuple(label for _, label in found))

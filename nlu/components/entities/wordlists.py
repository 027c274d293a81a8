"""Reads the word lists in nlu/lists: countries, cities, units, number words and the like."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru", "pt")
FOLDER = Path(__file__).resolve().parents[2] / "lists"


@dataclass(frozen=True)
class City:
    """A city or port: its country (ISO3), whether it is the capital, and all its names, the first in English."""

    country: str
    capital: bool
    inhabitants: int
    names: tuple[str, ...]


@lru_cache(maxsize=32)
def word_list(subject: str) -> Mapping[str, Any]:
    """One file of nlu/lists by its name without the ending, read once."""
    loaded: Mapping[str, Any] = YAML(typ="safe").load((FOLDER / f"{subject}.yml").read_text(encoding="utf-8"))
    return loaded


@lru_cache(maxsize=1)
def cities() -> Sequence[City]:
    """The cities of nlu/lists/cities.csv, read once."""
    return tuple(
        City(row[0], row[1] == "1", int(row[2]), (row[3], *filter(None, row[4].split("|")))) for row in _rows("cities")
    )


def provinces() -> Iterator[tuple[str, Sequence[str]]]:
    """The parts of countries of nlu/lists/provinces.csv: the country (ISO3), and all names of one of its parts."""
    return ((row[0], row[1].split("|")) for row in _rows("provinces"))


def _rows(name: str) -> Iterator[list[str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.reader(line for line in lines if not line.startswith("#"))

"""The names that records give to goods, clusters, organizations, terms and emergencies, as one value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

Records = Mapping[str, Sequence[Mapping[str, Any]]]
"""Plain records by kind: items, clusters, agencies, glossary, emergencies."""

KINDS = ("items", "clusters", "agencies", "glossary", "emergencies")
KNOWLEDGE = Path(__file__).resolve().parents[3] / "knowledge"


@dataclass(frozen=True)
class Name:
    """One name of one record; `language` is empty where a record does not say."""

    text: str
    value: str
    language: str = ""


@dataclass(frozen=True)
class Emergency:
    """What the reader must know of an emergency: key, country (ISO3), and its names."""

    key: str
    country: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Lists:
    """All names by kind; `never_items` are goods that no need opens.

    `version` tells two states of the records apart; equal lists compile once.
    """

    items: tuple[Name, ...] = ()
    item_types: tuple[tuple[str, str], ...] = ()
    never_items: frozenset[str] = frozenset()
    clusters: tuple[Name, ...] = ()
    agencies: tuple[Name, ...] = ()
    terms: tuple[Name, ...] = ()
    emergencies: tuple[Emergency, ...] = ()
    version: str = ""

    @classmethod
    def from_records(cls, records: Records, *, version: str = "") -> Lists:
        """Build the lists from plain records as they stand in the files or in the database.

        Closed and archived records must be left out by the caller. `version` should change whenever a record does.
        """
        return cls(
            items=tuple(_items(records.get("items", ()))),
            item_types=tuple((str(r["key"]), str(r.get("contribution_type", ""))) for r in records.get("items", ())),
            never_items=frozenset(str(r["key"]) for r in records.get("items", ()) if r.get("never")),
            clusters=tuple(_clusters(records.get("clusters", ()))),
            agencies=tuple(_named(records.get("agencies", ()), field="name")),
            terms=tuple(_named(records.get("glossary", ()), field="term")),
            emergencies=tuple(_emergencies(records.get("emergencies", ()))),
            version=version,
        )

    @classmethod
    def from_files(cls, knowledge: Path = KNOWLEDGE, *, demonstration: bool = True) -> Lists:
        """Build the lists from the shipped records; `demonstration`: with the emergencies invented for it."""
        folders = [knowledge / "reference", knowledge / "items", *([knowledge / "demo"] if demonstration else [])]
        gathered: dict[str, list[Mapping[str, Any]]] = {kind: [] for kind in KINDS}
        for path in (path for folder in folders for path in sorted(folder.glob("*.yml"))):
            if path.parent.name != "items" and path.stem not in KINDS:
                continue
            loaded = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
            for kind in KINDS:
                gathered[kind].extend(loaded.get(kind, ()))
        return cls.from_records(gathered, version=f"files:{knowledge}:{demonstration}")


def _items(records: Sequence[Mapping[str, Any]]) -> Iterable[Name]:
    for record in records:
        key = str(record["key"])
        yield Name(key.replace("_", " "), key, "en")
        for language, names in (record.get("names") or {}).items():
            yield from (Name(str(name), key, str(language)) for name in names)


def _clusters(records: Sequence[Mapping[str, Any]]) -> Iterable[Name]:
    """A name that two sets share stands for the cluster of the older set, which most countries still use."""
    taken: set[str] = set()
    for record in sorted(records, key=lambda record: str(record.get("set", "")) != "legacy-11"):
        code = str(record["code"])
        for text in dict.fromkeys([code, *(record.get("name") or {}).values(), *(record.get("aliases") or ())]):
            if str(text).casefold() not in taken:
                taken.add(str(text).casefold())
                yield Name(str(text), code)


def _named(records: Sequence[Mapping[str, Any]], *, field: str) -> Iterable[Name]:
    for record in records:
        key = str(record["key"])
        for language, text in (record.get(field) or {}).items():
            yield Name(str(text), key, str(language))
            bare, _, acronym = str(text).partition(" (")
            if acronym:
                yield Name(bare, key, str(language))
                yield Name(acronym.rstrip(")"), key)
        yield from (Name(str(alias), key) for alias in record.get("aliases") or ())


def _emergencies(records: Sequence[Mapping[str, Any]]) -> Iterable[Emergency]:
    for record in records:
        name = str(record.get("name", "")).removeprefix("[Demo]").strip()
        names = tuple(str(alias) for alias in record.get("aliases") or ())
        yield Emergency(str(record["key"]), str(record.get("country", "")), (*((name,) if name else ()), *names))

"""Makes records of files: one record of the parts that several files hold, checked, with every complaint at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_type_hints

from bot.inquiries.records import IMPLICIT_KEYS, KINDS, Record
from bot.store.codec import record_of
from bot.store.csv_files import parse_csv
from bot.store.errors import Complaint, Fault, FaultyFiles, FaultyRecord
from bot.store.files import Part, read_files
from bot.store.forms import is_mapping


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A record, and the parts of files that it was made of."""

    record: Record
    parts: Sequence[Part]

    def complaint(self, sentence: str, *, path: tuple[str | int, ...] = ()) -> Complaint:
        """A complaint about this record, or one of its fields, at its place."""
        part = max(self.parts, key=lambda part: _depth(part.data, path))
        line = part.source.line_of((*part.steps, *path))
        return Complaint(path=part.source.path, line=line, sentence=f"{part.steps[0]} {self.record.key}: {sentence}")


@dataclass(frozen=True, kw_only=True)
class Load:
    """All that some files hold: the records, and what is wrong."""

    loaded: Sequence[Loaded]
    complaints: Sequence[Complaint]

    def records(self) -> Sequence[Record]:
        """The records. Raises FaultyFiles when there is any complaint."""
        if self.complaints:
            raise FaultyFiles(self.complaints)
        return tuple(loaded.record for loaded in self.loaded)


def load(paths: Iterable[Path]) -> Load:
    """The records of these files and folders; texts of one key in several languages' files become one record."""
    reading = read_files(paths, parse_csv=parse_csv)
    complaints = list(reading.complaints)
    loaded = []
    for kind, parts in reading.parts.items():
        for key, same in _by_key(kind, parts).items():
            draft = _Draft(kind=kind, key=key)
            complaints.extend(complaint for part in same for complaint in draft.add(part))
            try:
                loaded.append(Loaded(record=record_of(KINDS[kind], draft.data), parts=draft.parts))
            except FaultyRecord as error:
                complaints.extend(draft.complaint(fault) for fault in error.faults)
    return Load(
        loaded=loaded, complaints=sorted(complaints, key=lambda found: (found.path, found.line, found.sentence))
    )


@dataclass(kw_only=True)
class _Draft:
    """A record that grows from its parts."""

    kind: str
    key: str
    data: dict[Any, Any] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)

    def add(self, part: Part) -> Iterator[Complaint]:
        """Take in one more part; what contradicts the former ones is a complaint."""
        if self.parts and not _texts_of(self.kind):
            yield self._complaint(part, (), f"the key is used twice, first at {self.parts[0].place}")
            return
        for name, value in part.data.items():
            yield from self._join(part, name, value)
        self.parts.append(part)

    def complaint(self, fault: Fault) -> Complaint:
        """A fault of the whole record, at the part that has it."""
        part = max(self.parts, key=lambda part: _depth(part.data, fault.path))
        return self._complaint(part, fault.path, str(fault))

    def _join(self, part: Part, name: Any, value: Any) -> Iterator[Complaint]:
        known = self.data.get(name)
        if known is None or known == value:
            self.data[name] = value if known is None else known
        elif name in _texts_of(self.kind):
            known, more = _by_language(known), _by_language(value)
            for language in sorted(set(known) & set(more), key=str):
                if known[language] != more[language]:
                    yield self._complaint(part, (name, language), f"{name}.{language}: another file says it otherwise")
            self.data[name] = {**more, **known}
        elif isinstance(known, list) and isinstance(value, list):
            self.data[name] = [*known, *(entry for entry in value if entry not in known)]
        elif value is not None:
            yield self._complaint(part, (name,), f"{name}: {self.parts[0].place} says it otherwise")

    def _complaint(self, part: Part, path: tuple[str | int, ...], sentence: str) -> Complaint:
        line = part.source.line_of((*part.steps, *path))
        return Complaint(path=part.source.path, line=line, sentence=f"{self.kind} {self.key}: {sentence}")


def _by_key(kind: str, parts: Iterable[Part]) -> Mapping[str, list[Part]]:
    """The parts by key; those without one each stand alone, under a number."""
    found: dict[str, list[Part]] = {}
    for number, part in enumerate(parts, start=1):
        found.setdefault(_key(kind, part.data) or f"number {number}", []).append(part)
    return found


def _key(kind: str, data: Mapping[Any, Any]) -> str:
    if data.get("key") not in (None, ""):
        return str(data["key"])
    return "-".join(str(data[name]) for name in IMPLICIT_KEYS.get(kind, ()) if data.get(name))


def _texts_of(kind: str) -> frozenset[str]:
    """The fields of a kind that hold texts by language."""
    return frozenset(name for name, hint in get_type_hints(KINDS[kind]).items() if is_mapping(hint))


def _by_language(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {"en": value}


def _depth(data: Any, path: Sequence[str | int]) -> int:
    """How many steps of the path the data has."""
    for depth, step in enumerate(path):
        if not isinstance(data, Mapping) or step not in data:
            return depth
        data = data[step]
    return len(path)

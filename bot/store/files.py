"""Reads YAML and CSV files of records as plain mappings, each with the place where it stands."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from bot.inquiries.records import KINDS
from bot.store.errors import Complaint

ENDINGS = (".yml", ".yaml", ".csv")
"""The files that hold records; all others in a folder are passed over."""

Steps = tuple[str | int, ...]
"""A way into a file: kind, number of the record, field, ..."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """One file, and the lines in it; lines are asked for only when something is wrong."""

    path: str
    text: str = ""
    rows: Mapping[int, int] = field(default_factory=dict)

    def line_of(self, steps: Steps) -> int:
        """The line (from 1) of the deepest step that the file has."""
        if self.rows:
            return self.rows.get(int(steps[1]), 1) if len(steps) > 1 else 1
        return _line(self._tree, steps) + 1

    @cached_property
    def _tree(self) -> Any:
        return _parsed(self.text, "compose")


@dataclass(frozen=True, kw_only=True)
class Part:
    """A record as it stands in one file."""

    source: Source
    steps: Steps
    data: Mapping[Any, Any]

    @property
    def place(self) -> str:
        """Where it stands, for people."""
        return f"{self.source.path}:{self.source.line_of(self.steps)}"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was read, and what could not be."""

    parts: Mapping[str, Sequence[Part]]
    complaints: Sequence[Complaint]


def read_files(paths: Iterable[Path], *, parse_csv: Callable[..., Any]) -> Reading:
    """Every record of these files and folders, by kind; whatever can't be read becomes a complaint."""
    parts: dict[str, list[Part]] = {kind: [] for kind in KINDS}
    complaints: list[Complaint] = []
    for path in _files(paths, complaints):
        text = _text(path, complaints)
        if text is None:
            continue
        read = parse_csv if path.suffix == ".csv" else _yaml
        for kind, part in read(path, text, complaints):
            parts[kind].append(part)
    return Reading(parts=parts, complaints=complaints)


def unknown_kind(name: str) -> str:
    """The sentence about a name that is no kind of record."""
    close = difflib.get_close_matches(name, list(KINDS), n=1)
    return f'"{name}" is not a kind of record' + (f"; do you mean {close[0]}?" if close else "")


def _files(paths: Iterable[Path], complaints: list[Complaint]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.suffix in ENDINGS and file.is_file())
        elif not path.exists():
            complaints.append(Complaint(path=str(path), sentence="there is no such file or folder"))
        elif path.suffix not in ENDINGS:
            complaints.append(
                Complaint(path=str(path), sentence=f"only {', '.join(ENDINGS)} files and folders are read")
            )
        else:
            yield path


def _text(path: Path, complaints: list[Complaint]) -> str | None:
    try:
        raw = path.read_bytes()
    except OSError as error:
        complaints.append(Complaint(path=str(path), sentence=f"the file cannot be read ({error.strerror})"))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        complaints.append(Complaint(path=str(path), line=line, sentence="this is not text in UTF-8"))
        return None


def _yaml(path: Path, text: str, complaints: list[Complaint]) -> Iterator[tuple[str, Part]]:
    source = Source(path=str(path), text=text)
    try:
        content = _parsed(text, "load")
    except (YAMLError, ValueError, RecursionError) as error:
        complaints.append(_broken(source, error))
        return
    if content is None:
        return
    if not isinstance(content, Mapping):
        complaints.append(
            Complaint(path=str(path), line=1, sentence="a file is a mapping from kinds to lists of records")
        )
        return
    for kind, listed in content.items():
        yield from _records(source, kind=str(kind), listed=listed, complaints=complaints)


def _parsed(text: str, how: str) -> Any:
    """Loaded or composed by the fast parser; what it refuses, by the slow one, which knows all of YAML 1.2."""
    try:
        return getattr(YAML(typ="safe"), how)(StringIO(text))
    except YAMLError:
        return getattr(YAML(typ="safe", pure=True), how)(StringIO(text))


def _records(source: Source, *, kind: str, listed: Any, complaints: list[Complaint]) -> Iterator[tuple[str, Part]]:
    def complain(steps: Steps, sentence: str) -> None:
        complaints.append(Complaint(path=source.path, line=source.line_of(steps), sentence=sentence))

    if kind not in KINDS:
        return complain((kind,), unknown_kind(kind))
    if not isinstance(listed, (list, type(None))):
        return complain((kind,), f"{kind} must be a list of records")
    for index, data in enumerate(listed or ()):
        if isinstance(data, Mapping):
            yield kind, Part(source=source, steps=(kind, index), data=data)
        else:
            complain((kind, index), f"{kind}: a record is a mapping of fields")


def _broken(source: Source, error: Exception) -> Complaint:
    if isinstance(error, MarkedYAMLError) and error.problem_mark is not None:
        line = error.problem_mark.line + 1
    elif isinstance(error, ReaderError):
        line = source.text[: int(error.position)].count("\n") + 1
    else:
        line = 1
    said = str(
        getattr(error, "problem", None) or getattr(error, "reason", None) or "it is nested too deeply or is no value"
    )
    return Complaint(path=source.path, line=line, sentence=f"this is not valid YAML: {said.split(' with value')[0]}")


def _line(node: Any, steps: Steps) -> int:
    line = 0
    for step in steps:
        found = _inside(node, step)
        if found is None:
            break
        line, node = found
    return line


def _inside(node: Any, step: str | int) -> tuple[int, Any] | None:
    """The line and the node that a step leads to."""
    children = getattr(node, "value", None)
    if not isinstance(children, list):
        return None
    if isinstance(step, int):
        inner = children[step] if step < len(children) and not isinstance(children[step], tuple) else None
        return (inner.start_mark.line, inner) if inner is not None else None
    named = (pair for pair in children if isinstance(pair, tuple) and str(pair[0].value) == step)
    return next(((name.start_mark.line, inner) for name, inner in named), None)

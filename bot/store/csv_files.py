"""Reads a CSV file of records: the file is named for its kind, a row is a record, nested fields are written with dots.

Several texts in one cell are separated by semicolons: `aliases` may hold `Acme; Acme Ltd`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from bot.inquiries.records import KINDS
from bot.store.errors import Complaint
from bot.store.files import Part, Source, unknown_kind
from bot.store.forms import is_list, is_mapping

_SEPARATOR = ";"


def parse_csv(path: Path, text: str, complaints: list[Complaint]) -> Iterator[tuple[str, Part]]:
    """The records of a CSV file; faults are added to the complaints."""
    kind = path.stem
    if kind not in KINDS:
        complaints.append(Complaint(path=str(path), sentence=f"{unknown_kind(kind)}; the file's name is the kind"))
        return
    rows = list(_rows(path, text, complaints))
    if not rows:
        return
    names = [name.strip() for name in rows[0][1]]
    if len(set(names)) != len(names) or not all(names):
        complaints.append(Complaint(path=str(path), line=1, sentence="each column needs a name of its own"))
        return
    lines = {index: line for index, (line, _) in enumerate(rows[1:])}
    source = Source(path=str(path), rows={-1: 1, **lines})
    for index, (line, cells) in enumerate(rows[1:]):
        data = _record(kind, names=names, cells=cells)
        if isinstance(data, str):
            complaints.append(Complaint(path=str(path), line=line, sentence=data))
        else:
            yield kind, Part(source=source, steps=(kind, index), data=data)


def _rows(path: Path, text: str, complaints: list[Complaint]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        complaints.append(Complaint(path=str(path), line=reader.line_num, sentence=f"this is not valid CSV: {error}"))


def _record(kind: str, *, names: list[str], cells: list[str]) -> dict[str, Any] | str:
    """The row as a mapping, or the sentence that says what is wrong with it."""
    if len(cells) != len(names):
        return f"the row has {len(cells)} cells, the first one {len(names)}"
    data: dict[str, Any] = {}
    for name, cell in zip(names, cells, strict=True):
        steps = name.split(".")
        if cell.strip() and not _put(data, steps, _value(kind, steps, cell.strip())):
            return f"the column {name} contradicts another one"
    return {name: _with_lists(inner) for name, inner in data.items()}


def _put(data: dict[str, Any], steps: list[str], value: Any) -> bool:
    for step in steps[:-1]:
        inner = data.setdefault(step, {})
        if not isinstance(inner, dict):
            return False
        data = inner
    if steps[-1] in data:
        return False
    data[steps[-1]] = value
    return True


def _with_lists(value: Any) -> Any:
    """`members.0.key` is the key of the first member; gaps are closed."""
    if not isinstance(value, dict):
        return value
    inner = {name: _with_lists(part) for name, part in value.items()}
    return [inner[name] for name in sorted(inner, key=int)] if all(map(str.isdecimal, inner)) else inner


def _value(kind: str, steps: list[str], cell: str) -> Any:
    if is_list(_hint(KINDS[kind], steps)):
        return [part.strip() for part in cell.split(_SEPARATOR) if part.strip()]
    return cell


def _hint(hint: Any, steps: list[str]) -> Any:
    """The type of a field named with dots, as far as it is known."""
    for step in steps:
        if get_origin(hint) in (Union, UnionType):
            hint = get_args(hint)[0]
        if is_mapping(hint):
            hint = get_args(hint)[1]
        elif is_list(hint):
            hint = get_args(hint)[0]
        elif is_dataclass(hint):
            hint = _hints(hint).get(step)
    return hint


def _hints(owner: Any) -> Mapping[str, Any]:
    hints = get_type_hints(owner)
    return {**hints, **{name.rstrip("_"): hint for name, hint in hints.items()}}

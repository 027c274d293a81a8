"""Writes every record into a folder: one file a kind, sorted by key, the same bytes for the same records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.inquiries.records import KINDS, Record
from bot.store.codec import plain_of
from bot.store.engine import READ_ONLY
from bot.store.errors import FolderNotEmpty, StoreError
from bot.store.keeping import read_from
from bot.store.request_records import request_record
from bot.store.tables import RequestRow
from bot.store.transfer import rows_by_key

_HEAD = """\
# How this file works: each entry is one record of the kind {kind}, found by its key.
# Fields that are not written have their default. Change, add or translate entries and bring them back by
# `focalpoint import`; an entry that you leave out stays in the database as it is.

"""
_WIDTH = 110


def export_folder(engine: Engine, folder: Path) -> Mapping[str, int]:
    """Write all records; returns how many of each kind.

    Raises FolderNotEmpty, StoreError when the folder cannot be written, StoreUnavailable.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise FolderNotEmpty(f"The folder {folder} is not empty; name a new folder or an empty one.")
        with engine.connect().execution_options(**{READ_ONLY: True}) as connection, Session(connection) as session:
            return {kind: _write(folder / f"{kind}.yml", kind, session=session) for kind in KINDS}
    except OSError as error:
        raise StoreError(f"The folder {folder} cannot be written ({error.strerror}); name another one.") from error


def _write(path: Path, kind: str, *, session: Session) -> int:
    rows = rows_by_key(session, KINDS[kind])
    entries = [plain_of(_record(rows[key])) for key in sorted(rows)]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_HEAD.format(kind=kind))
        _yaml().dump({kind: _blocks(entries)}, file)
    return len(entries)


def _record(row: Any) -> Record:
    return request_record(row) if isinstance(row, RequestRow) else read_from(row)


def _yaml() -> Any:
    yaml: Any = YAML()
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.ignore_aliases = lambda _: True
    return yaml


def _blocks(value: Any) -> Any:
    """Texts of several lines as blocks, which people can read; the writer quotes what no block can hold."""
    if isinstance(value, Mapping):
        return {name: _blocks(inner) for name, inner in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_blocks(inner) for inner in value]
    return LiteralScalarString(value) if isinstance(value, str) and "\n" in value else value

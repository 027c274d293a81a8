"""Column types that behave alike on SQLite and PostgreSQL, and the columns that follow from a record's fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from datetime import date, datetime, timezone
from typing import Any, get_type_hints

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Float, Integer, String, Text
from sqlalchemy.types import TypeDecorator

from bot.inquiries.records import Record

LONG_TEXTS = ("note", "spec", "alternative", "evidence", "internal_note", "situation", "door")
"""Fields that get a large box on the administration's forms."""

_SIMPLE = {bool: Boolean, int: Integer, float: Float}


class Moment(TypeDecorator):
    """An aware point in time; kept and given back in UTC. A naive one raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """What the database keeps."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without its zone cannot be kept; give an aware one.")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """What the program gets; SQLite forgets the zone, which is always UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


class ForeignText(TypeDecorator):
    """Text from outside: what no database can keep (NUL, half a surrogate pair) becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """What the database keeps."""
        return value if value is None else keepable(value)


def keepable(text: str) -> str:
    """The text with every character that a database refuses replaced by U+FFFD."""
    return text.replace("\x00", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def nested() -> JSON:
    """The type of columns that hold lists and mappings."""
    return JSON(none_as_null=True)


def as_json(value: Any) -> Any:
    """The value as JSON keeps it: mappings, lists, texts, numbers; dates as text."""
    return json.loads(json.dumps(value, default=lambda moment: moment.isoformat()))


def columns_of(record: type[Record]) -> Mapping[str, Column]:
    """One column for each field of the dataclass: key, its own, then what all records share.

    Lists, mappings and nested values become JSON. A required field has no default.
    """
    hints = get_type_hints(record)
    shared = {field.name for field in fields(Record)} - {"key"}
    ordered = sorted(fields(record), key=lambda field: (field.name != "key", field.name in shared))
    return {field.name: _column(field, hint=hints[field.name]) for field in ordered}


def _column(field: Field[Any], *, hint: Any) -> Column:
    if hint == date | None:
        return Column(field.name, Date, nullable=True)
    kind = (Text if field.name in LONG_TEXTS else String) if hint is str else _SIMPLE.get(hint)
    if kind is None:
        return Column(field.name, nested(), nullable=True)
    default = None if field.default is MISSING else field.default
    return Column(field.name, kind(), nullable=False, default=default, unique=field.name == "key")

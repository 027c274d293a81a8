"""Between records and plain mappings, strictly: what breaks the form is named, all of it at once."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, cast, get_args, get_type_hints

import pycountry
from cattrs import Converter
from cattrs.errors import AttributeValidationNote, BaseValidationError, ForbiddenExtraKeysError, IterableValidationNote
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from bot.inquiries import records
from bot.inquiries.records import IMPLICIT_KEYS, KINDS, Record
from bot.inquiries.request import OfferedItem
from bot.store.choices import YES_NO_FIELDS, Check, check_of, languages
from bot.store.errors import Fault, FaultyRecord
from bot.store.forms import Hook, Unfit, is_mapping, teach

T = TypeVar("T")

_SHARED = frozenset(field.name for field in fields(Record)) - {"key"}

_NESTED = (
    records.Quantity,
    records.Conditions,
    records.ScopeItem,
    records.ActivationContact,
    records.Covers,
    records.Member,
    OfferedItem,
)


def record_of(kind: type[T], data: Mapping[str, Any]) -> T:
    """The record, or nested value, that a mapping from a file or a form describes.

    Raises FaultyRecord with every fault: unknown and missing fields, wrong types, wrong choices.
    """
    try:
        return _strict().structure(data, kind)
    except Unfit as error:
        raise FaultyRecord([Fault(path=(), sentence=str(error))]) from error
    except BaseValidationError as error:
        raise FaultyRecord(list(_faults(error, path=(), owner=kind))) from error


def plain_of(record: Any) -> dict[str, Any]:
    """The mapping for a file: key, own fields, then what all records share; what says nothing is left out."""
    plain = _tidy(_strict().unstructure(record))
    return {name: plain[name] for name in sorted(plain, key=lambda name: (name != "key", name in _SHARED))}


def columns_from(record: Record) -> dict[str, Any]:
    """The values of a row's columns: every field by its own name; nested ones in the form of JSON."""
    return {field.name: _column(getattr(record, field.name)) for field in fields(record)}


def record_from(kind: type[T], values: Mapping[str, Any]) -> T:
    """The record kept in a row; what a row holds was checked when it was written. Raises FaultyRecord."""
    try:
        return _trusting().structure({field.name: values[field.name] for field in fields(cast(Any, kind))}, kind)
    except (BaseValidationError, TypeError, ValueError, KeyError) as error:
        raise FaultyRecord([Fault(path=(), sentence="the row breaks the form of its kind")]) from error


def json_of(value: Any) -> Any:
    """A nested value in the form of JSON."""
    return _column(value, nested=True)


def from_json(hint: Any, value: Any) -> Any:
    """A nested value from the form of JSON."""
    return _trusting().structure(value, hint)


def content_hash(record: Record) -> str:
    """What two records with the same content share."""
    content = json.dumps(plain_of(record), sort_keys=True, ensure_ascii=False, default=lambda day: day.isoformat())
    return hashlib.sha256(content.encode()).hexdigest()


@cache
def _trusting() -> Converter:
    converter = Converter()
    converter.register_structure_hook(date, lambda day, _: day if isinstance(day, date) else date.fromisoformat(day))
    converter.register_structure_hook(datetime, lambda value, _: value)
    converter.register_structure_hook_func(lambda hint: hint is object, lambda value, _: value)
    return converter


@cache
def _strict() -> Converter:
    converter = Converter(forbid_extra_keys=True, unstruct_collection_overrides={tuple: list})
    teach(converter)
    converter.register_structure_hook_func(_is_offered_item, _offered_item)
    for owner in (*_NESTED, *KINDS.values()):
        converter.register_structure_hook(owner, _class_hook(converter, owner))
        renamed = {name: override(rename=_outside(name)) for name in get_type_hints(owner) if _outside(name) != name}
        tidy: Any = make_dict_unstructure_fn(owner, converter, _cattrs_omit_if_default=True, **renamed)
        converter.register_unstructure_hook(owner, tidy)
    return converter


def _class_hook(converter: Converter, owner: type) -> Hook:
    hints = get_type_hints(owner)
    overrides = {
        field.name: override(rename=_outside(field.name), struct_hook=_field_hook(converter, field, owner=owner))
        for field in fields(owner)
    }
    structure: Any = make_dict_structure_fn(
        owner, converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True, **overrides
    )

    short = _SHORT.get(owner)

    def hook(value: Any, hint: Any) -> Any:
        if short and isinstance(value, (str, int, float)) and not isinstance(value, bool):
            value = {short: value}
        if not isinstance(value, Mapping):
            raise Unfit("must be a mapping of fields")
        prepared = _PREPARE.get(owner, dict)(value)
        return structure(_with_key(owner, prepared, known=hints), hint)

    return hook


def _field_hook(converter: Converter, field: Field[Any], *, owner: type) -> Hook:
    check: Check | None = check_of(owner, field.name)
    required = field.default is MISSING and field.default_factory is MISSING

    def hook(value: Any, hint: Any) -> Any:
        read = converter.structure(value, hint)
        if field.name in YES_NO_FIELDS:
            read = {"true": "yes", "false": "no"}.get(read.lower(), read.lower())
        if required and read == "":
            raise Unfit("is empty")
        complaint = (languages(read) if is_mapping(hint) else "") or (check(read) if check else "")
        if complaint:
            raise Unfit(complaint)
        return read

    return hook


def _is_offered_item(hint: Any) -> bool:
    return bool(get_args(hint)) and get_args(hint)[-1] is object


def _offered_item(value: Any, _: Any) -> dict[str, Any]:
    """An item of a request: kept as a mapping in the record, but of no other form than OfferedItem's."""
    return plain_of(_strict().structure(value, OfferedItem))


def _outside(name: str) -> str:
    """A field's name in files: `from` is no name for a field in Python."""
    return name.rstrip("_")


def _with_key(owner: type, data: dict[str, Any], *, known: Mapping[str, Any]) -> dict[str, Any]:
    """The data with `from_` as `from`, and with the key that may be left out."""
    named = {_outside(str(name)) if str(name) in known else str(name): value for name, value in data.items()}
    parts = next((parts for kind, parts in IMPLICIT_KEYS.items() if KINDS[kind] is owner), ())
    if parts and not named.get("key"):
        named["key"] = "-".join(str(named[part]) for part in parts if named.get(part)) or None
    return named


def _need(data: Mapping[str, Any]) -> dict[str, Any]:
    """A plain number, or a quantity without its unit, is counted in the unit of what was requested."""
    need = dict(data)
    requested = need.get("requested")
    unit = requested.get("unit") if isinstance(requested, Mapping) else None
    for name in ("committed", "delivered"):
        given = need.get(name)
        if unit and given not in (None, "") and not isinstance(given, (list, tuple)):
            need[name] = {"unit": unit, **(given if isinstance(given, Mapping) else {"value": given})}
    return need


def _desk(data: Mapping[str, Any]) -> dict[str, Any]:
    """Holidays by two letters, as calendars know countries; the daily list's time alone, or yes and no for it."""
    desk = dict(data)
    found = pycountry.countries.get(alpha_3=desk["holidays"]) if isinstance(desk.get("holidays"), str) else None
    daily = desk.get("held_offers_digest")
    if isinstance(daily, bool):
        desk["held_offers_digest"] = records.DAILY_LIST if daily else ""
    elif isinstance(daily, str) and daily.lower().startswith("daily "):
        desk["held_offers_digest"] = daily.split(None, 1)[1].strip()
    return {**desk, "holidays": found.alpha_2} if found else desk


def _agreement(data: Mapping[str, Any]) -> dict[str, Any]:
    """The dates may be written by name, and an agreement without an end with its beginning alone."""
    agreement = dict(data)
    valid = agreement.get("valid")
    if isinstance(valid, Mapping) and not set(valid) - {"from", "until"}:
        agreement["valid"] = [valid.get("from"), valid.get("until")]
    elif isinstance(valid, (list, tuple)) and len(valid) == 1:
        agreement["valid"] = [valid[0], None]
    return agreement


_PREPARE: Mapping[type, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    records.Need: _need,
    records.Desk: _desk,
    records.Agreement: _agreement,
}

_SHORT: Mapping[type, str] = {records.Quantity: "value", OfferedItem: "item"}
"""What may be written as one value: `committed: 100`, `items: [blanket]`."""


def _column(value: Any, *, nested: bool = False) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _column(getattr(value, field.name), nested=True) for field in fields(value)}
    if isinstance(value, Mapping):
        return {name: _column(inner, nested=True) for name, inner in value.items()}
    if isinstance(value, (tuple, list)):
        return [_column(inner, nested=True) for inner in value]
    return value.isoformat() if nested and isinstance(value, (date, datetime)) else value


def _tidy(value: Any) -> Any:
    """Whole numbers without a point, times as text: as a person would write them."""
    if isinstance(value, dict):
        return {name: _tidy(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_tidy(inner) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _faults(error: BaseException, *, path: tuple[str | int, ...], owner: Any) -> Iterator[Fault]:
    here = (*path, *_steps(error))
    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            yield from _faults(inner, path=here, owner=getattr(error, "cl", owner))
    elif isinstance(error, ForbiddenExtraKeysError):
        for name in sorted(map(str, error.extra_fields)):
            yield Fault(path=(*here, name), sentence=f"there is no field of this name{_meant(name, owner=error.cl)}")
    elif isinstance(error, KeyError):
        yield Fault(path=here, sentence="is missing")
    else:
        yield Fault(path=here, sentence=str(error) if isinstance(error, Unfit) else "cannot be read")


def _steps(error: BaseException) -> tuple[str | int, ...]:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return (_outside(note.name),)
        if isinstance(note, IterableValidationNote):
            return (note.index,)
    return ()


def _meant(name: str, *, owner: Any) -> str:
    known = [_outside(field.name) for field in fields(owner)] if is_dataclass(owner) else []
    close = difflib.get_close_matches(name, known, n=1)
    return f"; do you mean {close[0]}?" if close else ""

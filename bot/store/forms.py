"""The forms in which a value may be written in a file, each turned into the one that records keep.

`business: yes` or `true`, one text where a list is expected, a date as a date or as text, a plain text where texts by
language are expected. What cannot be meant is refused with a sentence.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date, datetime, time, timezone
from types import UnionType
from typing import Any, Union, get_args, get_origin

from cattrs import Converter

from bot.store.choices import LANGUAGES
from bot.store.columns import keepable

Hook = Callable[[Any, Any], Any]
"""Takes what was written and the type that is wanted."""

_YES = ("yes", "true", "on", "1")
_NO = ("no", "false", "off", "0")


class Unfit(ValueError):
    """What was written cannot be meant; the message is the sentence."""


def teach(converter: Converter) -> None:
    """Give the converter every form of a simple value, a list, a mapping and a choice of nothing."""
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(bool, _truth)
    converter.register_structure_hook(int, _whole)
    converter.register_structure_hook(float, _number)
    converter.register_structure_hook(date, _day)
    converter.register_structure_hook(datetime, _moment)
    converter.register_structure_hook_func(is_list, _list(converter))
    converter.register_structure_hook_func(is_mapping, _mapping(converter))
    converter.register_structure_hook_func(_is_optional, _optional(converter))


def is_list(hint: Any) -> bool:
    """Whether the type is a tuple of any length."""
    return get_origin(hint) is tuple


def is_mapping(hint: Any) -> bool:
    """Whether the type is a mapping by name or language."""
    return get_origin(hint) is Mapping and get_args(hint)[1] is not object


def _is_optional(hint: Any) -> bool:
    return get_origin(hint) in (Union, UnionType)


def _text(value: Any, _: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (str, int, float)):
        return keepable(str(value))
    raise Unfit(f"must be a text, not {_name_of(value)}")


def _truth(value: Any, _: Any) -> bool:
    word = str(value).strip().lower()
    if isinstance(value, (bool, str, int)) and word in (*_YES, *_NO):
        return word in _YES
    raise Unfit(f"must be true or false, not {_shown(value)}")


def _number(value: Any, _: Any) -> float:
    try:
        number = float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else math.nan
    except (ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise Unfit(f"must be a number, not {_shown(value)}")
    return number


def _whole(value: Any, hint: Any) -> int:
    number = _number(value, hint)
    if number != int(number):
        raise Unfit(f"must be a whole number, not {_shown(value)}")
    return int(number)


def _day(value: Any, _: Any) -> date:
    if isinstance(value, datetime):
        value = value.date() if value.time() == time.min else value
    elif isinstance(value, str):
        value = _parsed(date.fromisoformat, value.strip())
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise Unfit(f"must be a date such as 2026-03-01, not {_shown(value)}")


def _moment(value: Any, _: Any) -> datetime:
    if isinstance(value, str):
        value = _parsed(datetime.fromisoformat, value.strip().replace("Z", "+00:00").replace("z", "+00:00"))
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time.min)
    if not isinstance(value, datetime):
        raise Unfit(f"must be a time such as 2026-03-01T09:00:00Z, not {_shown(value)}")
    aware = value if value.tzinfo else value.replace(tzinfo=timezone.utc)
    return aware.astimezone(timezone.utc)


def _parsed(parse: Callable[[str], Any], text: str) -> Any:
    try:
        return parse(text)
    except ValueError:
        return text


def _optional(converter: Converter) -> Hook:
    def hook(value: Any, hint: Any) -> Any:
        if value is None or value == "":
            return None
        return converter.structure(value, next(kind for kind in get_args(hint) if kind is not type(None)))

    return hook


def _list(converter: Converter) -> Hook:
    def hook(value: Any, hint: Any) -> tuple[Any, ...]:
        kind = get_args(hint)[0]
        if value is None or value == "":
            return ()
        if isinstance(value, Mapping) and not (is_dataclass(kind) or get_origin(kind) is Mapping):
            raise Unfit("must be a list, not a mapping")
        values = list(value) if isinstance(value, (list, tuple)) else [value]
        return tuple(converter.structure(values, list[kind]))  # type: ignore[valid-type]

    return hook


def _mapping(converter: Converter) -> Hook:
    def hook(value: Any, hint: Any) -> dict[str, Any]:
        kind = get_args(hint)[1]
        if value is None or value == "":
            return {}
        values = dict(value) if isinstance(value, Mapping) else {LANGUAGES[0]: value}
        return in_order(converter.structure(values, dict[str, kind]))  # type: ignore[valid-type]

    return hook


def in_order(texts: Mapping[str, Any]) -> dict[str, Any]:
    """The texts in the order of our languages, without empty ones."""
    return {language: texts[language] for language in sorted(texts, key=_rank) if texts[language]}


def _rank(language: str) -> tuple[int, str]:
    return (LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES), language)


def _shown(value: Any) -> str:
    return f'"{value}"' if isinstance(value, (str, int, float, date)) else _name_of(value)


def _name_of(value: Any) -> str:
    if value is None:
        return "nothing"
    return "a mapping" if isinstance(value, Mapping) else "a list" if isinstance(value, (list, tuple)) else f'"{value}"'

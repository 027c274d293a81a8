"""Small checks that compose into the shapes of Block Kit; each yields complaints in Slack's wording."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Check = Callable[[Any, str], Iterator[str]]


def complaint(sentence: str, at: str) -> str:
    """One complaint with the place in the document, as Slack writes it."""
    return f"{sentence} [json-pointer:{at}]"


def anything(value: Any, at: str) -> Iterator[str]:
    """No demand at all."""
    return iter(())


def string(maximum: int, *, minimum: int = 0) -> Check:
    """A string of `minimum` to `maximum` characters."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield complaint("must be a string", at)
        elif len(value) < minimum:
            yield complaint(f"must be more than {minimum - 1} characters", at)
        elif len(value) > maximum:
            yield complaint(f"must be less than {maximum + 1} characters", at)

    return check


def matching(pattern: str, sentence: str) -> Check:
    """A string that matches the pattern from end to end."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield complaint(sentence, at)

    return check


def boolean(value: Any, at: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield complaint("must be a boolean", at)


def integer(minimum: int, maximum: int) -> Check:
    """A whole number within bounds."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield complaint("must be an integer", at)
        elif not minimum <= value <= maximum:
            yield complaint(f"must be between {minimum} and {maximum}", at)

    return check


def one_of(*allowed: str) -> Check:
    """One of the words."""

    def check(value: Any, at: str) -> Iterator[str]:
        if value not in allowed:
            yield complaint("must be one of: " + ", ".join(allowed), at)

    return check


def items(each: Check, maximum: int, *, minimum: int = 1) -> Check:
    """A list of `minimum` to `maximum` things that each pass."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list | tuple):
            yield complaint("must be an array", at)
            return
        if len(value) < minimum:
            yield complaint(f"no fewer than {minimum} items allowed", at)
        if len(value) > maximum:
            yield complaint(f"no more than {maximum} items allowed", at)
        for index, item in enumerate(value[: maximum + 1]):
            yield from each(item, f"{at}/{index}")

    return check


def shape(fields: Mapping[str, Check], *, required: Sequence[str] = (), any_of: Sequence[str] = ()) -> Check:
    """An object with these fields and no others; `any_of`: at least one of them must be there."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield complaint("must provide an object", at)
            return
        for name in required:
            if name not in value:
                yield complaint(f"missing required field: {name}", at)
        if any_of and not any(name in value for name in any_of):
            yield complaint("must provide one of: " + ", ".join(any_of), at)
        for name, content in value.items():
            if name not in fields:
                yield complaint(f"invalid additional property: {name}", at)
            elif content is not None or name in required:
                yield from fields[name](content, f"{at}/{name}")

    return check


def typed(shapes: Mapping[str, Check], what: str) -> Check:
    """An object whose `type` chooses its shape."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield complaint("must provide an object", at)
        elif "type" not in value:
            yield complaint("missing required field: type", at)
        elif value["type"] not in shapes:
            yield complaint(f"unsupported type: {value['type']} for {what}", at)
        else:
            yield from shapes[value["type"]](value, at)

    return check

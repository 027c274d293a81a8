"""JSON lines in, JSON lines out: one line of answer for each valid line, in order, flushed at once."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import click

from bot.commands.failures import MENDABLE

LONGEST = 10_000
"""Characters of a company's message."""


class LineRefused(Exception):
    """A line that cannot be answered; its message says why."""


def answer_lines(
    answer: Callable[[Mapping[str, Any]], Mapping[str, Any]],
    *,
    needs: Iterable[str],
    lines: Iterable[bytes] | None = None,
) -> None:
    """Answer each line; a bad one is reported on stderr with its number, the rest goes on, exit 1 at the end."""
    bad = 0
    for number, line in enumerate(lines if lines is not None else sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        try:
            result = answer(_mapping(line, needs))
        except (LineRefused, *MENDABLE) as error:
            bad += 1
            click.echo(f"line {number}: {error}", err=True)
            continue
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    if bad:
        sys.exit(1)


def _mapping(line: bytes, needs: Iterable[str]) -> Mapping[str, Any]:
    try:
        data = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise LineRefused("this is not UTF-8; send JSON in UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise LineRefused("this is not JSON; send one JSON object a line.") from error
    if not isinstance(data, dict):
        raise LineRefused("this is not a JSON object; send one object a line.")
    for name in needs:
        if not isinstance(data.get(name), str):
            raise LineRefused(f'"{name}" is missing or not a text.')
    if len(data.get("text") or "") > LONGEST:
        raise LineRefused(f"the text is longer than {LONGEST} characters; send a shorter one.")
    return data


def clean(text: str) -> str:
    """A text that every part can store: lone surrogates become the replacement character, NUL is left out."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "")

"""JSON lines in, JSON lines out: one line of answer for each valid line, in order, flushed at once."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import click

from bot.commands.failures import MENDABLE

log = logging.getLogger(__name__)

LONGEST = 10_000
"""Characters of a company's message."""

_UNKEEPABLE = re.compile("\x00|[\ud800-\udfff]")


class LineRefused(Exception):
    """A line that cannot be answered; its message says why."""


def answer_lines(
    answer: Callable[[Mapping[str, Any]], Mapping[str, Any]],
    *,
    named_by: str,
    needs: Iterable[str] = (),
    lines: Iterable[bytes] | None = None,
) -> None:
    """Answer each line; a bad one is reported on stderr with its number, the rest goes on, exit 1 at the end.

    `named_by` is the field that names a line or its conversation, a text or a number; `needs` are texts that must be there.
    """
    bad = 0
    for number, line in enumerate(lines if lines is not None else sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        try:
            _print(answer(_mapping(line, named_by=named_by, needs=needs)))
        except (LineRefused, *MENDABLE) as error:
            bad += 1
            click.echo(f"line {number}: {error}", err=True)
        except BrokenPipeError:
            raise
        except Exception as error:  # a fault of ours must not cost the lines that follow
            bad += 1
            log.exception("Line %d could not be answered.", number)
            told = "the program has a fault there, which its log shows; report it and send the line again later"
            click.echo(f"line {number}: {type(error).__name__}: {told}.", err=True)
    if bad:
        sys.exit(1)


def text_of(line: Mapping[str, Any], name: str) -> str:
    """An optional text of a line, "" when it is not there; raises LineRefused for anything else."""
    value = line.get(name)
    if value is not None and not isinstance(value, str):
        raise LineRefused(f'"{name}" is not a text.')
    return value or ""


def clean(text: str) -> str:
    """A text that every part can store, as long as before: NUL and halves of pairs become the replacement character."""
    return _UNKEEPABLE.sub("\ufffd", text)


def _print(result: Mapping[str, Any]) -> None:
    try:
        told = json.dumps(result, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:  # half a pair in the line's own name goes back as it came
        told = json.dumps(result).encode("ascii")
    sys.stdout.buffer.write(told + b"\n")
    sys.stdout.buffer.flush()


def _mapping(line: bytes, *, named_by: str, needs: Iterable[str]) -> Mapping[str, Any]:
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise LineRefused("this is not UTF-8; send JSON in UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise LineRefused("this is not JSON; send one JSON object a line.") from error
    if not isinstance(data, dict):
        raise LineRefused("this is not a JSON object; send one object a line.")
    name = data.get(named_by)
    if isinstance(name, bool) or not isinstance(name, (str, int, float)) or name == "":
        raise LineRefused(f'"{named_by}" is missing or not a text.')
    for need in needs:
        if not isinstance(data.get(need), str):
            raise LineRefused(f'"{need}" is missing or not a text.')
    if isinstance(data.get("text"), str) and len(data["text"]) > LONGEST:
        raise LineRefused(f"the text is longer than {LONGEST} characters; send a shorter one.")
    return data

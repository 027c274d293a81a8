"""The messages of the evaluation, out of YAML files: `language` and `at` on top, and under `messages` what each means."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.assistant.readable import says_something
from bot.calendars import ClockNotUnderstood, aware
from bot.evaluation.errors import CasesFaulty, CasesMissing
from bot.inquiries.asks.verbs import ASKS, TURNS

STANDARD = Path("tests/evaluation")
"""The held-out messages: nothing is trained on them, and nothing is chosen by them."""

LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru", "pt")
INTENTS = frozenset((*ASKS, *(name for name in TURNS if name != "not_sure"), "inform"))


@dataclass(frozen=True, kw_only=True)
class Case:
    """A message and what it means: its intent, what else it asks, and its entities as (type, canonical value).

    `at` is what "tomorrow" is relative to.
    """

    text: str
    language: str
    intent: str
    at: datetime | None = None
    also: tuple[str, ...] = ()
    entities: tuple[tuple[str, str], ...] = ()


def cases_in(folder: Path) -> tuple[Case, ...]:
    """The messages of all files of a folder, in the order of their names. Raises CasesMissing, CasesFaulty."""
    paths = sorted(folder.glob("*.yml"))
    if not paths:
        raise CasesMissing(f"{folder} holds no messages to evaluate on; name a folder with --data.")
    return tuple(case for path in paths for case in _cases_of(path))


def canonical(value: object) -> str:
    """A value as text, equal exactly where two values are: 3 and 3.0 are the same, and the order of keys tells nothing."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True)


def fingerprint_of_cases(cases: Sequence[Case]) -> str:
    """A hash of the messages and what they mean."""
    return hashlib.sha256(repr(cases).encode("utf-8", "backslashreplace")).hexdigest()


def _cases_of(path: Path) -> Iterator[Case]:
    try:
        data = YAML(typ="safe").load(path)
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise CasesFaulty(f"{path} cannot be read: {_first_line(error)}.") from error
    if not isinstance(data, dict) or not isinstance(data.get("messages"), list):
        raise CasesFaulty(f"{path}: it needs `language`, `at` and a list of `messages`.")
    if data.get("language") not in LANGUAGES:
        raise CasesFaulty(f"{path}: `language` is one of {', '.join(LANGUAGES)}.")
    at = _moment(data.get("at"), path)
    for number, message in enumerate(data["messages"], start=1):
        yield _case(message, language=data["language"], at=at, where=f"{path}, message {number}")


def _case(message: object, *, language: str, at: datetime, where: str) -> Case:
    if not isinstance(message, dict):
        raise CasesFaulty(f"{where}: a message has the fields text, intent, also and entities.")
    text, also = message.get("text"), message.get("also") or []
    if not isinstance(text, str) or not says_something(text):
        raise CasesFaulty(f"{where}: it has no `text`; put it in quotes.")
    if not isinstance(also, list):
        raise CasesFaulty(f"{where}: `also` is a list of intents.")
    unknown = [str(name) for name in (message.get("intent"), *also) if name not in INTENTS]
    if unknown:
        raise CasesFaulty(f"{where}: there is no intent {unknown[0]}; domain/domain.yml lists them.")
    return Case(
        text=text,
        language=language,
        intent=message["intent"],
        at=at,
        also=tuple(also),
        entities=tuple(_entities(message.get("entities") or [], where=where)),
    )


def _entities(entities: object, *, where: str) -> Iterator[tuple[str, str]]:
    if not isinstance(entities, list):
        raise CasesFaulty(f"{where}: `entities` is a list.")
    for entity in entities:
        if not isinstance(entity, Mapping) or not isinstance(entity.get("entity"), str) or "value" not in entity:
            raise CasesFaulty(f"{where}: an entity has `entity` and `value`.")
        yield entity["entity"], canonical(entity["value"])


def _moment(value: object, path: Path) -> datetime:
    """The parser gives a time with a zone in UTC, without one."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=timezone.utc)
    try:
        return aware(str(value))
    except ClockNotUnderstood as error:
        raise CasesFaulty(f"{path}: `at` is an ISO time such as 2026-11-23T09:00:00Z.") from error


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]

"""Reads the files of nlu/marked: messages with their intent, second asks, and what people marked in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlu.components.errors import ListFaulty
from nlu.components.lists import read
from nlu.components.marks.marked import ALL, COMPANIES


@dataclass(frozen=True)
class Example:
    """A marked message; `entities` in Rasa's form (`entity`, `value`, `start`, `end`), `extent` is ALL or COMPANIES."""

    text: str
    language: str
    intent: str
    also: tuple[str, ...]
    entities: tuple[Mapping[str, Any], ...]
    extent: str


def examples_in(folder: Path) -> Iterator[Example]:
    """The messages of all files of a folder, in the order of the files' names. Raises ListFaulty at the first fault."""
    for path in sorted(folder.glob("*.yml")):
        for found in _found(path):
            if isinstance(found, str):
                raise ListFaulty(f"{path.name}: {found}")
            yield found


def faults_in(path: Path) -> Iterator[str]:
    """All that is wrong in a file, a sentence each."""
    return (found for found in _found(path) if isinstance(found, str))


def intents_in(path: Path) -> set[str]:
    """The intents that the messages of a file name, first or also."""
    examples = [found for found in _found(path) if isinstance(found, Example)]
    return {name for example in examples for name in (example.intent, *example.also)}


def _found(path: Path) -> Iterator[Example | str]:
    """Each message of a file, or what is wrong with it."""
    try:
        content = read(path)
    except ListFaulty as error:
        yield str(error)
        return
    extent, language, messages = (content.get(name) for name in ("marked", "language", "messages"))
    if extent not in (ALL, COMPANIES) or not isinstance(messages, list):
        yield f"it needs `language`, `marked: {ALL}` or `marked: {COMPANIES}`, and a list of `messages`"
        return
    for number, message in enumerate(messages, start=1):
        try:
            yield _example(message, language=str(language), extent=str(extent))
        except (KeyError, TypeError, ValueError):
            yield f"message {number} needs a text, an intent, and entities whose text stands in it, each as often as it is marked"


def _example(message: Mapping[str, Any], *, language: str, extent: str) -> Example:
    text = message["text"]
    entities = tuple(_placed(text, message.get("entities") or ()))
    return Example(text, language, message["intent"], tuple(message.get("also") or ()), entities, extent)


def _placed(text: str, entities: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The entities with their places: of equal texts of a kind the first is the first in the message."""
    used: set[tuple[str, int]] = set()
    for entity in entities:
        kind, words = entity["entity"], entity["text"]
        start = text.index(words)
        while (kind, start) in used:
            start = text.index(words, start + 1)
        used.add((kind, start))
        yield {"entity": kind, "value": entity["value"], "start": start, "end": start + len(words)}

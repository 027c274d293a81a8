"""Reads the files of nlu/<language>/: sentences as people write them, by intent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlu.components.lists import read

_LANGUAGE = re.compile("[a-z]{2}")
_MARK = re.compile(r"\[[^\]]*\][({]")


@dataclass(frozen=True)
class Sentence:
    """What somebody might write, what it asks, and the language it is in."""

    text: str
    intent: str
    language: str


@dataclass(frozen=True)
class SentenceFile:
    """The plain sentences of a file; `holds_more`: also what only Rasa reads, such as marks in brackets or synonyms."""

    sentences: tuple[Sentence, ...]
    holds_more: bool


def paths_in(folder: Path) -> list[Path]:
    """The files of a folder such as nlu/, by language and name."""
    return sorted(path for path in folder.glob("*/*.yml") if _LANGUAGE.fullmatch(path.parent.name))


def opened(path: Path) -> SentenceFile:
    """A file in Rasa's form for training data; its folder is named after the language. Raises ListFaulty."""
    content = read(path)
    blocks = content.get("nlu")
    whole = [block for block in blocks if _is_plain(block)] if isinstance(blocks, list) else []
    sentences = tuple(
        Sentence(text, block["intent"], path.parent.name) for block in whole for text in _lines(block["examples"])
    )
    holds_more = not isinstance(blocks, list) or len(whole) < len(blocks) or not set(content) <= {"nlu", "version"}
    return SentenceFile(sentences, holds_more or any(_MARK.search(sentence.text) for sentence in sentences))


def _is_plain(block: Any) -> bool:
    return isinstance(block, Mapping) and set(block) == {"intent", "examples"} and isinstance(block["examples"], str)


def _lines(examples: str) -> Iterator[str]:
    for line in examples.splitlines():
        if text := line.strip().removeprefix("-").strip():
            yield text

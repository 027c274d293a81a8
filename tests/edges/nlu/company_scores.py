"""Scores how company names are read: precision, recall and F1 by exact value, in each language and pooled.

Run as a program (`python -m tests.edges.nlu.company_scores [language ...]`) it prints a table.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from nlu.components.entities import EntityReader, Lists
from nlu.components.entities.wordlists import LANGUAGES
from tests.edges.nlu.entity_scores import Score

MESSAGES = Path(__file__).parent / "company_messages"
_MARKED = re.compile(r"\[([^\]]+)\]\(company\)")


def messages(language: str) -> Iterator[tuple[str, Counter[str]]]:
    """Each message without its marks, and the company names in it."""
    lines = YAML(typ="safe").load((MESSAGES / f"{language}.yml").read_text(encoding="utf-8"))["messages"].splitlines()
    for line in (line.removeprefix("- ").replace(r"\n", "\n") for line in lines):
        yield _MARKED.sub(r"\1", line), Counter(_MARKED.findall(line))


def scored(reader: EntityReader, languages: Iterable[str]) -> Score:
    """What was read rightly, too much and not at all."""
    score = Score()
    for language in languages:
        for text, told in messages(language):
            found = reader.read(text, language=language)
            read = Counter(str(entity["value"]) for entity in found if entity["entity"] == "company")
            score.right += (read & told).total()
            score.wrong += (read - told).total()
            score.missed += (told - read).total()
    return score


@cache
def reader() -> EntityReader:
    """The reader with the names that ship with the project; compiled once."""
    return EntityReader(Lists.from_files())


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("languages", nargs="*", default=list(LANGUAGES))
    languages = parser.parse_args().languages
    for name, chosen in [*((language, [language]) for language in languages), ("all", languages)]:
        score = scored(reader(), chosen)
        print(f"{name:5} P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}")


if __name__ == "__main__":
    main()

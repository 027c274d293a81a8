"""Scores the entity reader on annotated messages: precision, recall and F1 by entity and pooled.

An entity counts as read when its name and its canonical value are right; where it stands does not matter.
Run as a program (`python -m tests.edges.nlu.entity_scores [--errors] [language ...]`) it prints a table.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from nlu.components.entities import EntityReader, Lists
from nlu.components.entities.wordlists import LANGUAGES

MESSAGES = Path(__file__).parent / "entity_messages"
USUAL_DAY = "2026-11-23"
"""The day of a message that names none in `at`."""

LEFT_OUT = ("company", "item", "sector", "contribution_type")
"""What is learnt or judged by what is learnt: `focalpoint evaluate --data tests/development` tells how well."""

Key = tuple[str, str]


@dataclass
class Score:
    """What was read rightly, what was read though it is not there, and what was missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of what was read that is right; 1 when nothing was read."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of what is there that was read; 1 when nothing is there."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / both if both else 1.0


@dataclass
class Scores:
    """Scores by entity and over all of them, and every message with an error."""

    pooled: Score = field(default_factory=Score)
    by_entity: dict[str, Score] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def add(self, text: str, told: Counter[Key], read: Counter[Key]) -> None:
        """Count one message."""
        wrong, missed = read - told, told - read
        for counted, name in ((read & told, "right"), (wrong, "wrong"), (missed, "missed")):
            for (entity, _), times in counted.items():
                for score in (self.pooled, self.by_entity.setdefault(entity, Score())):
                    setattr(score, name, getattr(score, name) + times)
        if wrong or missed:
            signs = [f"    - {e}: {v}" for e, v in missed.elements()] + [f"    + {e}: {v}" for e, v in wrong.elements()]
            self.errors.append("\n".join([text, *signs]))


def messages(language: str) -> Iterator[Mapping[str, Any]]:
    """The annotated messages of one language."""
    yield from YAML(typ="safe").load((MESSAGES / f"{language}.yml").read_text(encoding="utf-8"))["messages"]


def scored(reader: EntityReader, languages: Iterable[str]) -> Scores:
    """The scores over all messages of some languages."""
    scores = Scores()
    for language in languages:
        for message in messages(language):
            day = datetime.fromisoformat(message.get("at", USUAL_DAY)).replace(hour=9, tzinfo=timezone.utc)
            read = reader.read(message["text"], language=language, at=day)
            scores.add(f"[{language}] {message['text']}", keys(message["entities"]), keys(read))
    return scores


def keys(entities: Sequence[Mapping[str, Any]]) -> Counter[Key]:
    """The entities by name and canonical value."""
    return Counter(
        (str(entity["entity"]), json.dumps(entity["value"], sort_keys=True, ensure_ascii=False))
        for entity in entities
        if entity["entity"] not in LEFT_OUT
    )


def table(scores: Scores) -> str:
    """The scores as lines of text, the pooled ones last."""
    rows = [*sorted(scores.by_entity.items()), ("all", scores.pooled)]
    return "\n".join(
        f"{name:18} P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}  ({score.right + score.missed})"
        for name, score in rows
    )


def main() -> None:
    """Print the table, and with --errors what was read wrongly (+) or missed (-)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("languages", nargs="*", default=list(LANGUAGES))
    parser.add_argument("--errors", action="store_true", help="print every message with an error")
    options = parser.parse_args()
    reader = EntityReader(Lists.from_files())
    for language in options.languages:
        score = scored(reader, [language]).pooled
        print(f"{language:18} P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}")
    scores = scored(reader, options.languages)
    print(table(scores))
    if options.errors:
        print("\n".join(scores.errors))


if __name__ == "__main__":
    main()

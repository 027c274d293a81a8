"""`focalpoint check`: the shipped records, the dialogue and the training examples against one another, without a database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from ruamel.yaml import YAML

from bot.assistant.words import template_filters
from bot.inquiries.asks.verbs import ASKS, TURNS
from bot.inquiries.consistency import inconsistencies
from bot.inquiries.records import Answer
from bot.store.errors import Complaint
from bot.store.loading import Load, load
from bot.store.memory import InMemoryWorks
from bot.store.shipped import DEMO_FOLDER, shipped_paths
from nlu.components.errors import ListFaulty
from nlu.components.marks.files import faults_in, intents_in
from nlu.components.sentences import opened, paths_in

LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru", "pt")
INTENTS = (*ASKS, *(name for name in TURNS if name != "not_sure"), "inform")
"""The intents that people's messages have; doubt is none of theirs."""


def complaints(root: Path) -> Sequence[Complaint]:
    """All complaints about the files below the project's root, in the order of paths."""
    knowledge = root / "knowledge"
    found = load([*shipped_paths(knowledge), knowledge / DEMO_FOLDER])
    everything = [*found.complaints, *_of_records(found), *_of_answers(found), *_of_dialogue(root), *_of_examples(root)]
    return sorted(everything, key=lambda complaint: (complaint.path, complaint.line, complaint.sentence))


def _of_records(found: Load) -> Iterator[Complaint]:
    places = {(type(loaded.record), loaded.record.key): loaded for loaded in found.loaded}
    with InMemoryWorks(loaded.record for loaded in found.loaded)() as work:
        for wrong in inconsistencies(work.records):
            yield places[type(wrong.record), wrong.record.key].complaint(wrong.sentence, path=(wrong.field,))


def _of_answers(found: Load) -> Iterator[Complaint]:
    environment = ImmutableSandboxedEnvironment()
    environment.filters.update(template_filters("en"))
    for loaded in found.loaded:
        if not isinstance(loaded.record, Answer):
            continue
        for language, text in loaded.record.text.items():
            try:
                environment.from_string(text)
            except TemplateSyntaxError as error:
                yield loaded.complaint(f"text.{language}: {error.message}", path=("text", language))
            if language not in LANGUAGES:
                yield loaded.complaint(f'text.{language}: there is no language "{language}"', path=("text", language))


def _of_dialogue(root: Path) -> Iterator[Complaint]:
    """Each intent has a verb, a rule and an action in the domain, and no other has."""
    domain = _yaml(root / "domain" / "domain.yml")
    listed = set(domain.get("intents", ()))
    for name in sorted({*INTENTS, "not_sure"} ^ listed):
        yield Complaint(
            path="domain/domain.yml", sentence=f"the intent {name} is here or among the verbs, but not in both"
        )
    ruled = {
        step["intent"] for path in (root / "stories").glob("*.yml") for step in _steps(_yaml(path)) if "intent" in step
    }
    for name in sorted(listed - ruled):
        yield Complaint(path="stories", sentence=f"no rule says what happens after the intent {name}")
    for name in sorted(ruled - listed):
        yield Complaint(path="stories", sentence=f"a rule names the intent {name}, which the domain does not have")


def _of_examples(root: Path) -> Iterator[Complaint]:
    for _, paths in groupby(paths_in(root / "nlu"), key=lambda path: path.parent):
        seen: dict[str, str] = {}
        for path in paths:
            yield from _of_example_file(path, seen)
    for path in sorted((root / "nlu" / "marked").glob("*.yml")):
        yield from (Complaint(path=str(path), sentence=fault) for fault in faults_in(path))
        yield from _of_unknown(intents_in(path), path)


def _of_example_file(path: Path, seen: dict[str, str]) -> Iterator[Complaint]:
    try:
        sentences = opened(path).sentences
    except ListFaulty as error:
        yield Complaint(path=str(path), sentence=str(error))
        return
    yield from _of_unknown({sentence.intent for sentence in sentences}, path)
    for sentence in sentences:
        example = " ".join(sentence.text.casefold().split())
        if seen.setdefault(example, sentence.intent) != sentence.intent:
            yield Complaint(path=str(path), sentence=f'"{example}" is an example of {seen[example]}, too')


def _of_unknown(intents: set[str], path: Path) -> Iterator[Complaint]:
    for name in sorted(intents - set(INTENTS)):
        yield Complaint(path=str(path), sentence=f'there is no intent "{name}"')


def _steps(stories: Any) -> Iterator[dict[str, Any]]:
    for block in (*stories.get("rules", ()), *stories.get("stories", ())):
        yield from (step for step in block.get("steps", ()) if isinstance(step, dict))


def _yaml(path: Path) -> Any:
    return YAML(typ="safe").load(path) or {}

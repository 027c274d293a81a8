"""The training sentences: every intent is there, often enough, each sentence once, and none made by a template."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
NLU = ROOT / "nlu"
CONTRACT_EXAMPLES = Path(__file__).with_name("contract_examples.yml")

COMPANY_INTENTS = frozenset(
    {
        "ask_needs",
        "ask_contact",
        "ask_acceptance",
        "offer_contribution",
        "ask_cash_channels",
        "ask_how_to_partner",
        "ask_standby_agreement",
        "activate_agreement",
        "ask_eligibility",
        "ask_due_diligence",
        "ask_agency_profile",
        "ask_term",
        "ask_how_it_works",
        "ask_logo_use",
        "ask_shipping",
        "ask_case_studies",
        "ask_global_compact",
        "sell_to_un",
        "report_fraud",
        "check_status",
        "update_request",
        "report_wrong_information",
        "complain",
        "talk_to_human",
        "subscribe_alerts",
        "unsubscribe",
        "manage_my_data",
        "media_inquiry",
    }
)
OTHER_INTENTS = frozenset(
    {
        "seek_help",
        "ask_job",
        "request_funding",
        "inform",
        "affirm",
        "deny",
        "greet",
        "goodbye",
        "thank",
        "help",
        "cancel",
        "bot_challenge",
        "abuse",
        "out_of_scope",
    }
)
INTENTS = COMPANY_INTENTS | OTHER_INTENTS


class Floor(NamedTuple):
    """The fewest examples that a language may have, per kind of intent."""

    company: int
    other: int
    inform: int
    out_of_scope: int

    def for_intent(self, intent: str) -> int:
        """Return the number of examples that this intent needs."""
        if intent in ("inform", "out_of_scope"):
            return int(getattr(self, intent))
        return self.company if intent in COMPANY_INTENTS else self.other


FLOORS = {
    "en": Floor(company=60, other=30, inform=60, out_of_scope=260),
    "fr": Floor(company=20, other=10, inform=20, out_of_scope=60),
    "es": Floor(company=20, other=10, inform=20, out_of_scope=60),
    "ar": Floor(company=20, other=10, inform=20, out_of_scope=60),
    "zh": Floor(company=20, other=10, inform=20, out_of_scope=60),
    "ru": Floor(company=20, other=10, inform=20, out_of_scope=60),
    "pt": Floor(company=20, other=10, inform=20, out_of_scope=60),
}
LANGUAGES = sorted(folder.name for folder in NLU.iterdir() if folder.name in FLOORS) if NLU.is_dir() else ["en"]

SAME_OPENING_ALLOWED = 4
OPENING_WORDS = 4
SHORTEST_SKELETON = 3
NEARLY_THE_SAME = 0.8
_UNSPACED_SCRIPT = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED_SCRIPT}]|[^\W{_UNSPACED_SCRIPT}_]+(?:['’][^\W_]+)?")
_ENTITY_MARK = re.compile(r"[\[\]{}\\]")

Sentence = tuple[str, str]


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, without punctuation; scripts without spaces give one per sign."""
    return tuple(_WORD.findall(text.casefold()))


def plain(text: str) -> str:
    """Return a text reduced to what a repeat has in common; a text without any word is its own key."""
    return " ".join(words(text)) or text.strip()


def skeleton(text: str) -> tuple[str, ...]:
    """Return the words of a text without its names and numbers, so that two sentences from one template are equal."""
    found = _WORD.findall(text)
    kept = [word for place, word in enumerate(found) if place == 0 or word == word.lower()]
    return tuple(word.casefold() for word in kept if not any(sign.isdigit() for sign in word))


def likeness(first: Iterable[str], second: Iterable[str]) -> float:
    """Return the share of words, 0 to 1, that two sentences have in common."""
    one, other = set(first), set(second)
    return len(one & other) / max(len(one | other), 1)


def content_of(path: Path) -> dict[str, Any]:
    """Return what a YAML file holds; fails on anything that is not plain YAML."""
    return dict(YAML(typ="safe").load(path.read_text(encoding="utf-8")))


def examples_of(path: Path) -> list[str]:
    """Return the sentences of one intent's file, without their dashes."""
    (block,) = content_of(path)["nlu"]
    return [line.removeprefix("- ").strip() for line in block["examples"].splitlines()]


def sentences_of(language: str) -> Iterator[Sentence]:
    """Yield (intent, sentence) for every training sentence of a language."""
    for path in files_of(language):
        yield from ((path.stem, text) for text in examples_of(path))


def files_of(language: str) -> list[Path]:
    """Return the intents' files of a language."""
    return sorted((NLU / language).glob("*.yml"))


def contract_examples() -> list[str]:
    """Return the examples that define the intents and are held out of the training data."""
    return [str(text) for text in content_of(CONTRACT_EXAMPLES)["examples"]]


def repeated(keys: Iterable[str]) -> list[str]:
    """Return the keys that come more than once."""
    return sorted(key for key, times in Counter(keys).items() if times > 1)


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Give each language that has training sentences, one after the other."""
    return str(request.param)


def test_forty_two_intents_are_asked_for() -> None:
    assert (len(COMPANY_INTENTS), len(OTHER_INTENTS)) == (28, 14)


def test_english_is_there() -> None:
    assert "en" in LANGUAGES


def test_every_intent_has_its_own_file_and_no_other_file_is_there(language: str) -> None:
    assert {path.stem for path in files_of(language)} == INTENTS


def test_every_intent_has_enough_sentences(language: str) -> None:
    counts = Counter(intent for intent, _ in sentences_of(language))

    few = {intent: counts[intent] for intent in INTENTS if counts[intent] < FLOORS[language].for_intent(intent)}

    assert few == {}


def test_every_file_is_plain_training_data_of_its_own_intent(language: str) -> None:
    for path in files_of(language):
        content = content_of(path)
        (block,) = content["nlu"]

        assert (set(content), content["version"]) == ({"version", "nlu"}, "3.1"), path
        assert (set(block), block["intent"]) == ({"intent", "examples"}, path.stem), path


def test_every_file_opens_with_how_it_works_in_three_lines(language: str) -> None:
    for path in files_of(language):
        opening = path.read_text(encoding="utf-8").splitlines()[:4]

        assert opening[0].startswith("# How this file works"), path
        assert [line[:1] for line in opening[:3]] == ["#"] * 3, path
        assert opening[3] == 'version: "3.1"', path


def test_every_example_is_one_dashed_line_of_text(language: str) -> None:
    for path in files_of(language):
        (block,) = content_of(path)["nlu"]

        assert [line for line in block["examples"].splitlines() if not re.match(r"- \S", line)] == [], path


def test_no_sentence_marks_entities_or_looks_like_a_command(language: str) -> None:
    marked = [text for _, text in sentences_of(language) if _ENTITY_MARK.search(text) or text.startswith("/")]

    assert marked == []


def test_no_sentence_comes_twice_in_a_language_whatever_its_intent(language: str) -> None:
    assert repeated(plain(text) for _, text in sentences_of(language)) == []


def test_no_two_sentences_of_an_intent_differ_only_in_names_and_numbers(language: str) -> None:
    series: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for intent, text in sentences_of(language):
        series[intent, skeleton(text)].append(text)

    twins = [texts for (_, kept), texts in series.items() if len(texts) > 1 and len(kept) >= SHORTEST_SKELETON]

    assert twins == []


def test_no_two_sentences_of_an_intent_are_nearly_the_same(language: str) -> None:
    pairs = []
    for path in files_of(language):
        split = [(text, words(text)) for text in examples_of(path) if len(words(text)) > OPENING_WORDS]
        for place, (text, parts) in enumerate(split):
            pairs += [(text, twin) for twin, others in split[:place] if likeness(parts, others) >= NEARLY_THE_SAME]

    assert pairs == []


def test_few_sentences_of_an_intent_open_with_the_same_words(language: str) -> None:
    openings = Counter(
        (intent, words(text)[:OPENING_WORDS]) for intent, text in sentences_of(language) if len(words(text)) > 4
    )

    assert {key: times for key, times in openings.items() if times > SAME_OPENING_ALLOWED} == {}


def test_no_sentence_repeats_an_example_that_defines_an_intent(language: str) -> None:
    held_out = [(example, words(example)) for example in contract_examples()]

    copies = [
        (text, example)
        for _, text in sentences_of(language)
        for parts in [words(text)]
        for example, defining in held_out
        if parts == defining or (len(defining) > 2 and likeness(parts, defining) >= NEARLY_THE_SAME)
    ]

    assert copies == []

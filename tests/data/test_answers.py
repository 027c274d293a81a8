"""The sentences that companies read: every key that the rules name is there, fills in, is short, and promises nothing."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from jinja2 import Environment, meta
from ruamel.yaml import YAML

from bot.assistant.words import RecordWords, template_filters
from bot.inquiries.acceptance import STATE_OF
from bot.inquiries.asks.ground import answer_about
from bot.inquiries.asks.persons import LEADING
from bot.inquiries.asks.verbs import ASKS
from bot.inquiries.inquiry import Asking, Heard
from bot.inquiries.offer import QUESTIONS
from bot.inquiries.ports import Records
from bot.inquiries.records import Answer
from bot.inquiries.request import STATUSES

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = ROOT / "knowledge" / "answers"
REFERENCE = ROOT / "knowledge" / "reference"
HERE = Path(__file__).parent

LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru", "pt")
WRITTEN = tuple(language for language in LANGUAGES if (ANSWERS / language).is_dir())
"""The languages that have a folder of answers."""

CUES = ("cues.destination", "cues.agreement", "cues.withdraw")
GUIDED = "how_to_partner standby_agreement due_diligence how_it_works logo_use shipping global_compact"
GUIDANCE = tuple(f"ask_{topic}" for topic in GUIDED.split())
CHOSEN = (*GUIDANCE, "ask_acceptance", "ask_eligibility", "sell_to_un", "ask_job", "request_funding")
"""Topics of which one answer is chosen by the words of the question, the one without cues being the general answer."""

SMALL_TALK = ("greet", "goodbye", "thank", "help", "bot_challenge", "abuse")
NEVER_A_READING = ("out_of_scope", "inform", "affirm", "deny")
NOTICES = ("claimed", "handed_back", "accepted_to_talk", "declined", "resolved", "reassigned", "idle")
SYSTEM = ("getting_ready", "kept", "failed", "too_long", "empty")
LISTS = ("ask_needs.found", "ask_needs.related", "ask_contact.found", "check_status.found", "smalltalk.help")

LONGEST_ANSWER, LONGEST_LIST, LONGEST_TITLE = 95, 160, 60
NAMING = {"text", "item", "item_name", "contribution_type"}
"""Values that name the thing, which a language may do without."""

WORDS_MORE = 1.25
"""Other languages say the same with up to a quarter more words than English."""

_KEY = re.compile(
    r"(?:ask_[a-z_]+|check_status|update_request|offer|affirm|deny|cues|button|notice|system|language)"
    r"\.[a-z_]+"
)
_QUOTED = re.compile(r'"[^"]*"|«[^»]*»')
_SITE = re.compile(r"\b(?:[a-z0-9-]+\.)+(?:org|int|net|com|info)\b")


@dataclass(frozen=True)
class Shelf:
    """Records of one kind only: the answers. Names of other records fall back to their keys."""

    answers: Mapping[str, Answer]

    def get(self, kind: type[Any], key: str) -> Any:
        return self.answers.get(key) if kind is Answer else None

    def all(self, kind: type[Any]) -> Sequence[Any]:
        return tuple(self.answers.values()) if kind is Answer else ()


def read(path: Path) -> Any:
    """Return what a YAML file holds."""
    return YAML(typ="safe").load(path)


def raw_answers() -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Yield every answer of every language with the file that it is in."""
    for path in sorted(ANSWERS.glob("*/*.yml")):
        for answer in read(path)["answers"]:
            yield path, answer


def merged() -> dict[str, Answer]:
    """Return the answers by key, the texts and cues of all languages together, as the loader makes them."""
    known: dict[str, dict[str, Any]] = {}
    for _, raw in raw_answers():
        kept = known.setdefault(raw["key"], {"text": {}, "cues": {}})
        kept["text"] |= raw["text"]
        kept["cues"] |= {language: tuple(words) for language, words in (raw.get("cues") or {}).items()}
        kept |= {name: value for name, value in raw.items() if name not in ("text", "cues")}
    return {key: Answer(**values) for key, values in known.items()}


def never_said() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    """Return, by subject and language, what no answer may hold."""
    return {
        subject: {language: re.compile("|".join(found), re.IGNORECASE) for language, found in patterns.items()}
        for subject, patterns in read(HERE / "never_said.yml").items()
    }


ALL = merged()
NEVER = never_said()
VALUES: Mapping[str, Sequence[Mapping[str, Any]]] = read(HERE / "answer_values.yml")["values"]


def keys_in_the_code() -> set[str]:
    """Return every key of an answer that is written out in the program."""
    found: set[str] = set()
    for path in (*(ROOT / "bot").rglob("*.py"), *(ROOT / "actions").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _KEY.fullmatch(node.value):
                found.add(node.value)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Part", "hand_over"):
                found |= {ast.literal_eval(word.value) for word in node.keywords if _is_key(word)}
    return found


def keys_made_of_parts() -> set[str]:
    """Return the keys that the program puts together: rulings, readings, small talk, notices."""
    readings = (name for name in (*ASKS, "greet", "goodbye", "thank", "help", "cancel", "bot_challenge", "abuse"))
    return {
        *(f"verdict.{ruling}" for ruling in STATE_OF),
        *(f"smalltalk.{intent}" for intent in SMALL_TALK),
        *(f"reading.{intent}" for intent in readings if intent not in NEVER_A_READING),
        *(f"notice.{act}" for act in NOTICES),
        *(f"system.{name}" for name in SYSTEM),
        *LEADING,
    }


def _is_key(word: ast.keyword) -> bool:
    return word.arg == "key" and isinstance(word.value, ast.Constant)


def values_of(key: str) -> Sequence[Mapping[str, Any]]:
    """Return the values to try an answer with: its own, else those of its topic, else none."""
    topic = ALL[key].topic
    return VALUES.get(key) or VALUES.get(topic) or VALUES.get(f"{key.partition('.')[0]}.*") or ({},)


def spoken(key: str, language: str = "en") -> list[str]:
    """Return an answer filled in with each of its representative values."""
    words = RecordWords(lambda: cast(Records, Shelf(ALL)))
    return [words.text(key, language=language, values=values) for values in values_of(key)]


def own_words(key: str, language: str) -> Iterator[str]:
    """Yield what an answer says, without what it quotes as the company's words or as a record's."""
    yield from (_QUOTED.sub("", text) for text in spoken(key, language))


def values_asked_for(text: str, language: str) -> set[str]:
    """Return the names of the values and functions that a template uses."""
    environment = Environment()
    environment.filters.update(template_filters(language))
    return meta.find_undeclared_variables(environment.parse(text))


SPOKEN = sorted(
    (language, key)
    for key, answer in ALL.items()
    if answer.topic != "cues"
    for language in WRITTEN
    if language in answer.text
)
TITLES = [(language, key) for language, key in SPOKEN if ALL[key].topic in ("button", "reading")]
SENTENCES = sorted(set(SPOKEN) - set(TITLES))


def test_every_key_that_the_program_names_has_a_published_answer() -> None:
    wanted = keys_in_the_code() | keys_made_of_parts()

    missing = sorted(key for key in wanted if key not in ALL or not ALL[key].is_published)

    assert missing == []


def test_a_key_is_written_once_in_a_language() -> None:
    written = Counter((path.parent.name, answer["key"]) for path, answer in raw_answers())

    assert [key for key, times in written.items() if times > 1] == []


def test_every_file_opens_with_how_it_works_in_three_lines() -> None:
    for path in ANSWERS.glob("*/*.yml"):
        opening = path.read_text(encoding="utf-8").splitlines()[:4]

        assert opening[0].startswith("# How this file works"), path
        assert [line[:2] for line in opening[:3]] == ["# "] * 3 and opening[3] == "", path


def test_every_answer_has_its_fields_and_was_checked() -> None:
    known = {field.name for field in fields(Answer)}
    for path, answer in raw_answers():
        assert set(answer) <= known and {"key", "text"} <= set(answer), (path, answer["key"])
        if path.parent.name != "en":
            assert set(answer["text"]) == {path.parent.name} >= set(answer.get("cues") or ()), (path, answer["key"])
            continue
        assert {"key", "topic", "text", "status", "version", "owner", "checked_on", "review_by"} <= set(answer)
        assert answer["topic"] and answer["owner"] == "front" and set(answer["text"]) <= set(LANGUAGES), answer["key"]


@pytest.mark.parametrize("language", WRITTEN)
def test_a_language_that_is_written_has_every_answer_and_its_cues(language: str) -> None:
    wanted = {key for key, answer in ALL.items() if answer.topic != "cues"}

    assert sorted(wanted - {key for key, answer in ALL.items() if language in answer.text}) == []
    assert [key for key, answer in ALL.items() if answer.cues.get("en") and not answer.cues.get(language)] == []
    assert [key for key, answer in ALL.items() if "en" not in answer.text or not answer.topic] == []


@pytest.mark.parametrize(("language", "key"), SPOKEN)
def test_an_answer_can_be_filled_in(language: str, key: str) -> None:
    stray = NEVER["stray"].get(language, NEVER["stray"]["en"])
    for text in spoken(key, language):
        assert text and "{" not in text and "None" not in text and "  " not in text, text
        assert "\n\n\n" not in text and not stray.search(text), text


@pytest.mark.parametrize(("language", "key"), SPOKEN)
def test_a_translation_tells_the_same_values(language: str, key: str) -> None:
    texts = ALL[key].text

    assert values_asked_for(texts[language], language) ^ values_asked_for(texts["en"], "en") <= NAMING


def test_every_entry_of_the_representative_values_is_used() -> None:
    names = {*ALL, *(answer.topic for answer in ALL.values()), *(f"{key.partition('.')[0]}.*" for key in ALL)}

    assert [name for name in VALUES if name not in names] == []


@pytest.mark.parametrize(("language", "key"), [pair for pair in SENTENCES if pair[0] in NEVER["promise"]])
def test_an_answer_promises_nothing_and_does_not_speak_as_the_un(language: str, key: str) -> None:
    for text in own_words(key, language):
        assert not NEVER["promise"][language].search(text), text
        assert not NEVER["we"][language].search(text), text


@pytest.mark.parametrize(("language", "key"), SENTENCES)
def test_an_answer_is_short(language: str, key: str) -> None:
    for text in spoken(key, language):
        limit = LONGEST_LIST if key in LISTS or "\n- " in text or "\n1. " in text or "(1)" in text else LONGEST_ANSWER

        assert len(text.split()) <= limit * (1 if language == "en" else WORDS_MORE), (len(text.split()), text)


@pytest.mark.parametrize(("language", "key"), TITLES)
def test_a_title_fits_on_a_button(language: str, key: str) -> None:
    assert all(0 < len(text) <= LONGEST_TITLE for text in spoken(key, language))


def test_titles_of_readings_can_be_told_apart() -> None:
    apart = [(language, key) for language, key in TITLES if key not in ("reading.abuse", "reading.talk_to_human")]
    titles = Counter((language, ALL[key].text[language]) for language, key in apart)

    assert [title for title, times in titles.items() if times > 1] == []


@pytest.mark.parametrize("topic", CHOSEN)
def test_a_topic_has_exactly_one_general_answer(topic: str) -> None:
    general = [answer.key for answer in ALL.values() if answer.topic == topic and not answer.cues]

    assert len(general) == 1


def test_ways_to_give_money_have_details_only_since_the_list_is_the_general_answer() -> None:
    details = [answer for answer in ALL.values() if answer.topic == "ask_cash_channels"]

    assert details and all(answer.cues for answer in details)


def test_cues_are_lower_case_and_written_once() -> None:
    for answer in ALL.values():
        for language, words in answer.cues.items():
            assert all(word == word.casefold() and word.strip() for word in words), (answer.key, language)
            assert len(set(words)) == len(words), (answer.key, language, Counter(words).most_common(2))


@pytest.mark.parametrize("key", CUES)
def test_words_that_the_rules_listen_for_are_there_in_seven_languages(key: str) -> None:
    assert set(ALL[key].cues) == set(LANGUAGES)


def test_that_answers_are_english_is_said_in_seven_languages() -> None:
    assert set(ALL["language.english_only"].text) == set(LANGUAGES)


def questions() -> Iterator[Mapping[str, str]]:
    """Yield every question with the answer that it must lead to, each in the language of its file."""
    for found in map(read, sorted(HERE.glob("chosen_answers*.yml"))):
        yield from ({"language": found.get("language", "en"), **case} for case in found["questions"])


@pytest.mark.parametrize("case", questions(), ids=lambda case: case["says"])
def test_a_question_gets_the_answer_that_its_words_point_at(case: Mapping[str, str]) -> None:
    work = SimpleNamespace(records=Shelf(ALL))
    heard = Heard(intent=case["topic"], text=case["says"], language=case["language"])
    asking = SimpleNamespace(work=work, heard=heard)

    chosen = answer_about(cast(Asking, asking), case["topic"])

    assert (chosen.key if chosen else "") == case.get("gets", "")


def test_every_source_of_an_answer_is_a_published_record() -> None:
    published = {
        f"{path.stem}:{record['key']}"
        for path in REFERENCE.glob("*.yml")
        for record in next(iter(read(path).values()))
        if record.get("key") and record.get("status", "published") == "published"
    }

    assert sorted({name for answer in ALL.values() for name in answer.sources} - published) == []


def test_every_address_in_an_answer_is_one_of_the_records() -> None:
    known = "\n".join(path.read_text(encoding="utf-8") for path in REFERENCE.glob("*.yml"))
    named = {site for language, key in SENTENCES for site in _SITE.findall(ALL[key].text[language])}

    assert sorted(site for site in named if site not in known) == []


@pytest.mark.parametrize("language", WRITTEN)
def test_every_status_of_a_request_is_told_in_words(language: str) -> None:
    told = "\n".join(spoken("check_status.found", language))

    assert [status for status in STATUSES if "_" in status and status in told] == []
    assert not re.search(r": (?:unclaimed|claimed|parked|declined|resolved|withdrawn|linked)\.", told)


@pytest.mark.parametrize("language", WRITTEN)
def test_every_question_of_the_offer_form_can_be_asked(language: str) -> None:
    words = RecordWords(lambda: cast(Records, Shelf(ALL)))

    asked = [
        words.text("offer.ask", language=language, values={"questions": [name], "items": []}) for name in QUESTIONS
    ]

    assert len(set(asked)) == len(QUESTIONS) and all(text[-1] in "?？؟" for text in asked)

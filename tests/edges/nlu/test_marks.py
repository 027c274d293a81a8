"""Marks: what is learnt from marked messages, how it judges what the lists propose, and that it can be kept."""

from __future__ import annotations

import time
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlu.components.encoders import e5, shared
from nlu.components.entities import EntityReader, Lists
from nlu.components.entities.candidates import Candidate
from nlu.components.errors import ListFaulty, ModelOfAnotherVersion
from nlu.components.marks.claims import Claims
from nlu.components.marks.confirmed import Confirmed
from nlu.components.marks.files import examples_in
from nlu.components.marks.judgement import Probabilities, judged
from nlu.components.marks.learning import learn
from nlu.components.marks.marked import ALL, COMPANIES, Mark, MarkedMessage, marks_of, meaning_of
from nlu.components.marks.model import Marks
from nlu.components.marks.reader import reader_with
from nlu.components.marks.spans import company_spans
from nlu.components.marks.words import words_in

LISTS = Lists.from_files()
ODD = (
    "Acme",
    "«",
    "»",
    "(",
    "ООО",
    "有限公司",
    "\u200b",
    "\ud800",
    "\x00",
    "\n",
    "FP-2026-00001",
    "a@b.org",
    "e\u0301",
    "\ufb01",
)
DAY = datetime(2026, 11, 25, tzinfo=timezone.utc)
PLACES = ("Lyon", "Porto", "Accra", "Lima", "Delhi", "Cairo", "Osaka", "Quito", "Riga", "Perth")
FIRMS = (
    "Ovantia",
    "Kelbrook Mills",
    "Zafiro",
    "Tindal & Ross",
    "Norrvik AB",
    "Bluepeak",
    "Marosa",
    "Hexwell",
    "Ulmen",
    "Ditta",
)


def marked(template: str, firm: str, place: str, extent: str = ALL) -> MarkedMessage:
    text = template.format(firm=firm, place=place)
    marks = [Mark("company", firm, start := text.index(firm), start + len(firm))] if firm in text else []
    if "trucks" in text and "my son" not in text:
        marks.append(Mark("item", "truck", start := text.index("trucks"), start + len("trucks")))
    return MarkedMessage(text, tuple(marks), extent)


TEMPLATES = (
    "this is {firm} from {place}, we can lend trucks",
    "my son loves trucks and {place}",
    "{firm} would like to help",
    "who is your contact in {place}?",
)


@pytest.fixture(scope="module")
def lists_alone() -> EntityReader:
    return EntityReader(LISTS)


@pytest.fixture(scope="module")
def marks(lists_alone: EntityReader) -> Marks:
    messages = [marked(t, firm, place) for t in TEMPLATES for firm, place in zip(FIRMS, PLACES, strict=True)]
    messages += [marked("we are {firm} in {place}", f, p, COMPANIES) for f, p in zip(FIRMS, PLACES, strict=True)]
    return learnt_from(messages, lists_alone)


def learnt_from(messages: list[MarkedMessage], reader: EntityReader) -> Marks:
    marks = learnt_or_not(messages, reader)
    assert marks is not None
    return marks


def learnt_or_not(messages: list[MarkedMessage], reader: EntityReader) -> Marks | None:
    path = e5.installed()
    assert path is not None
    return learn(
        messages,
        ordinary=["we can help", "who is your contact"],
        propose=lambda text: reader.propose(text, language="en", at=DAY),
        see_all=shared.sentence(path).see_all,
    )


def read(marks: Marks | None, text: str) -> list[tuple[str, str]]:
    found = reader_with(marks, LISTS).read(text, language="en", at=DAY)
    return [(entity["entity"], entity["value"]) for entity in found if entity["entity"] in ("company", "item")]


def test_a_name_that_no_list_holds_is_learnt(marks: Marks) -> None:
    assert ("company", "Vandreka") in read(marks, "this is Vandreka from Lyon, we can lend trucks")


def test_goods_hold_where_they_are_offered_and_not_in_passing(marks: Marks) -> None:
    assert ("item", "truck") in read(marks, "this is Zafiro from Quito, we can lend trucks")
    assert ("item", "truck") not in read(marks, "my son loves trucks and Perth")


def test_names_of_companies_alone_teach_nothing_of_what_the_lists_claim(lists_alone: EntityReader) -> None:
    messages = [marked("we are {firm} in {place}", "Ovantia", "Lyon", COMPANIES)]

    assert learnt_or_not(messages, lists_alone) is None


def test_where_the_lists_claim_nothing_nothing_is_learnt(lists_alone: EntityReader) -> None:
    assert learnt_or_not([MarkedMessage("good day", (), ALL)], lists_alone) is None


def test_what_people_confirmed_speaks_for_the_same_claim_elsewhere() -> None:
    truck, mug = Candidate("item", "truck", 0, 5), Candidate("item", "cup", 0, 3)
    right, wrong = np.asarray([True]), np.asarray([False])
    confirmed = Confirmed.of([("truck", [truck], right)] * 4 + [("mug", [mug], wrong)] * 4)

    for_trucks, for_mugs = confirmed.rows("truck", [truck])[0], confirmed.rows("mug", [mug])[0]

    assert (for_trucks[::2] > for_mugs[::2]).all()


def test_a_claim_that_was_counted_does_not_vouch_for_itself() -> None:
    truck = Candidate("item", "truck", 0, 5)
    alone = Confirmed.of(
        [("truck", [truck], np.asarray([True])), ("mug", [Candidate("item", "cup", 0, 3)], np.asarray([False]))]
    )

    left_out = alone.rows("truck", [truck], without=np.asarray([True]))
    unknown = Confirmed({"item": alone.counts["item"]}).rows("truck", [truck])

    assert np.allclose(left_out, unknown)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3500", 3500),
        ({"unit": "t", "value": "2.5"}, {"value": 2.5, "unit": "t"}),
        ("tent", "tent"),
        ({"name": "Goma", "country": "null"}, {"country": "null", "name": "Goma"}),
    ],
)
def test_a_value_means_the_same_in_a_file_and_in_a_message(one: object, other: object) -> None:
    assert meaning_of(one) == meaning_of(other)


def test_values_that_only_look_like_numbers_stay_as_they_are() -> None:
    assert meaning_of("1e999999") == "1e999999"
    assert meaning_of("3500") != meaning_of("3501")


def test_without_marks_the_lists_alone_are_read() -> None:
    assert ("item", "truck") in read(None, "my son loves trucks and Perth")


def test_marks_can_be_kept_and_are_the_same_again(marks: Marks) -> None:
    again = Marks.from_bytes(marks.to_bytes())

    assert np.array_equal(again.companies.inner, marks.companies.inner)
    assert read(again, "this is Vandreka from Lyon") == read(marks, "this is Vandreka from Lyon")


def test_the_same_messages_in_another_order_give_the_same_marks(lists_alone: EntityReader) -> None:
    messages = [marked(template, "Ovantia", "Lyon") for template in TEMPLATES]

    one, other = (learnt_from(some, lists_alone) for some in (messages, messages[::-1]))

    assert one.to_bytes() == other.to_bytes()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=200), st.lists(st.sampled_from(ODD), max_size=20).map(" ".join)))
def test_any_text_at_all_is_judged(marks: Marks, text: str) -> None:
    last = 0
    for entity in reader_with(marks, LISTS).read(text, language="en", at=DAY):
        assert 0 <= last <= entity["start"] < entity["end"] <= len(text)
        assert text[entity["start"] : entity["end"]] == entity["text"]
        last = entity["start"]


@pytest.mark.parametrize(
    "text",
    ["Acme & " * 1_500, "«" * 10_000, "我们是一家公司" * 1_400, "\ud800" * 10_000, "a\n" * 5_000],
    ids=lambda text: repr(text[:8]),
)
def test_ten_thousand_characters_are_judged_in_bounded_time(marks: Marks, text: str) -> None:
    reader = reader_with(marks, LISTS)
    reader.read("warm", language="en", at=DAY)
    began = time.process_time()

    reader.read(text, language="en", at=DAY)

    assert time.process_time() - began < 3


@pytest.mark.parametrize("content", [b"", b"not a file of arrays", b"PK\x03\x04"])
def test_marks_of_another_form_are_refused(content: bytes) -> None:
    with pytest.raises(ModelOfAnotherVersion):
        Marks.from_bytes(content)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("от ООО «Ромашка» и друзей", "ООО «Ромашка»"),
        ("die Firma «Ромашка» grüßt", "Ромашка"),
        ("we (Kelbrook Mills) can", "Kelbrook Mills"),
        ("Regards, Kelbrook Mills, Lyon", "Kelbrook Mills"),
        ("此致 恒信公司，敬上", "恒信公司"),
    ],
)
def test_a_name_keeps_the_quotes_inside_it_and_none_around_it(text: str, name: str) -> None:
    assert names_where(text, likely=name.strip("«»")) == [name]


@pytest.mark.parametrize(
    ("text", "likely", "name"),
    [
        ("From Braun Ltd. It is new.", "Braun Ltd", "Braun Ltd."),
        ("Horizonte Verde, Lda.", "Horizonte Verde, Lda", "Horizonte Verde, Lda."),
        ("We are Kelbrook Mills.", "Kelbrook Mills", "Kelbrook Mills"),
        ("Tasadora Sol SAS.", "Tasadora Sol SAS", "Tasadora Sol SAS"),
        ("طلب لشركة نور الشمال", "لشركة نور الشمال", "شركة نور الشمال"),
    ],
)
def test_a_name_keeps_the_full_stop_and_the_word_for_a_firm_that_are_part_of_it(
    text: str, likely: str, name: str
) -> None:
    assert names_where(text, likely=likely) == [name]


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("هل تقبلون حليب الأطفال المجفف كتبرع لغزة؟", "infant_formula"),
        ("do you take baby milk powder", "infant_formula"),
        ("we have used clothes", "used_clothing"),
    ],
)
def test_what_is_never_taken_holds_as_the_longest_name_has_it_however_unlikely(text: str, item: str) -> None:
    proposal = EntityReader(LISTS).propose(text, language="en" if text.isascii() else "ar", at=DAY)
    words, found = words_in(text), [candidate for candidate in proposal.candidates if candidate.entity == "item"]
    claims = Claims(found, np.ones(len(found), dtype=np.bool_), np.zeros((len(found), 1), dtype=np.float32))
    nothing = np.zeros((len(words), 2), dtype=np.float32)
    told = Probabilities(nothing, {"item": nothing[:, 0]}, np.zeros(len(found), dtype=np.float32))

    held = [c.value for c in judged(proposal, words, claims, told) if c.entity == "item"]

    assert held == [item]


def names_where(text: str, *, likely: str) -> list[str]:
    """The names found where these words of a text are likely to be one."""
    words = words_in(text)
    first, last = text.index(likely), text.index(likely) + len(likely)
    rows = np.full((len(words), 2), 0.01, dtype=np.float32)
    inside = [place for place, (start, end) in enumerate(words) if start < last and end > first]
    rows[inside, 1] = 0.9
    rows[inside[0]] = (0.9, 0.05)
    return [text[start:end] for start, end in company_spans(text, words, rows)]


def test_a_name_never_begins_in_the_middle() -> None:
    words = words_in("one two three")
    likely = np.asarray([[0.1, 0.1], [0.1, 0.8], [0.1, 0.8]], dtype=np.float32)

    spans = list(company_spans("one two three", words, likely))

    assert spans in ([], [(0, 13)], [(4, 13)])


def test_a_kind_with_values_is_marked_with_its_value() -> None:
    entities = [
        {"entity": "sector", "value": "mining", "start": 0, "end": 4},
        {"entity": "item", "value": "tent", "start": 5, "end": 9},
    ]

    assert [mark.name for mark in marks_of(entities)] == ["sector mining", "item"]


def test_a_marked_file_tells_where_each_entity_stands(tmp_path: Path) -> None:
    (tmp_path / "en.yml").write_text(
        "language: en\nmarked: all\nmessages:\n"
        '  - text: "no tents, but tents later"\n    intent: inform\n    also: [ask_needs]\n    entities:\n'
        "      - {entity: item, text: tents, value: tent}\n      - {entity: item, text: tents, value: tent}\n",
        encoding="utf-8",
    )

    (example,) = examples_in(tmp_path)

    assert [(entity["start"], entity["end"]) for entity in example.entities] == [(3, 8), (14, 19)]
    assert (example.intent, example.also, example.extent) == ("inform", ("ask_needs",), ALL)


@pytest.mark.parametrize(
    "content",
    [
        "messages: []\n",
        "language: en\nmarked: some\nmessages: []\n",
        "language: en\nmarked: all\nmessages:\n  - intent: greet\n",
        "language: en\nmarked: all\nmessages:\n"
        '  - text: "hi"\n    intent: greet\n    entities: [{entity: item, text: tent, value: tent}]\n',
        "language: en\nmarked: all\nmessages: [hello]\n",
    ],
)
def test_a_faulty_file_is_named_in_one_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / "en.yml").write_text(content, encoding="utf-8")

    with pytest.raises(ListFaulty, match=r"^en\.yml"):
        list(examples_in(tmp_path))

"""Whatever people send, the reader answers in bounded time and with positions that hold."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlu.components.entities import EntityReader, Lists

SUNDAY = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)
LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru", "pt", "und", "xx")
NAMES = "Haiti|haití|هايتي|للسودان|海地|Гаити|Georgia|WHO|Acme Ltd|ООО «|شركة|有限公司|blankets|earthquake|water|cash"
AMOUNTS = "4000|٥٠٠٠|5万|two|million|EUR|$|€|R$|20 pallets|²|½|０|一百|万|15 March|tomorrow|下周|FP-2026-00412"
JOINTS = "in|the|for|from|to|-|.|,|/|:|»|'|’|«"
ODDITIES = ("\u200b", "\u202e", "\ufeff", "\ud800", "\U0001f69a", "\x00", "\n", "é", "e\u0301", "ß", "İ", "ﬁ")
PIECES = (
    *NAMES.split("|"),
    *AMOUNTS.split("|"),
    *JOINTS.split("|"),
    *ODDITIES,
    "+44 20 7946 0018",
    "me@acme.com",
    "United Nations",
)


@pytest.fixture(scope="module")
def reader() -> EntityReader:
    return EntityReader(Lists.from_files())


def holds(reader: EntityReader, text: str, language: str) -> None:
    last = 0
    for entity in reader.read(text, language=language, at=SUNDAY):
        assert 0 <= last <= entity["start"] < entity["end"] <= len(text)
        assert text[entity["start"] : entity["end"]] == entity["text"]
        assert set(entity) == {"entity", "value", "text", "start", "end"}
        last = entity["start"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200), language=st.sampled_from(LANGUAGES))
def test_any_text_at_all(reader: EntityReader, text: str, language: str) -> None:
    holds(reader, text, language)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(st.sampled_from(PIECES), max_size=25),
    joint=st.sampled_from((" ", "", "\u200b", "-", ", ")),
    language=st.sampled_from(LANGUAGES),
)
def test_any_mixture_of_what_is_looked_for(reader: EntityReader, pieces: list[str], joint: str, language: str) -> None:
    holds(reader, joint.join(pieces), language)


@pytest.mark.parametrize(
    "text",
    [
        "we have 20 tents in Beira for Haiti until 15 March, call +44 20 7946 0018. " * 140,
        "1" * 10_000,
        "1,000 " * 2_000,
        "a" * 10_000,
        "A " * 5_000,
        "Acme & " * 1_500,
        "@" * 10_000,
        "a@b." * 2_500,
        "+1 " * 3_300,
        "我们是一家公司" * 1_400,
        "公司叫" * 3_300,
        "شركة الأمل " * 900,
        "one hundred " * 800,
        "\u200b" * 10_000,
        "\ud800" * 10_000,
        "-/." * 3_300,
        "10-14 " * 1_600,
        "«" * 10_000,
        "from May to " * 800,
    ],
    ids=lambda text: repr(text[:16]),
)
def test_ten_thousand_characters_take_bounded_time(reader: EntityReader, text: str) -> None:
    reader.read("warm", language="en", at=SUNDAY)
    began = time.process_time()

    holds(reader, text, "en")

    assert time.process_time() - began < 2


def test_a_short_message_takes_milliseconds(reader: EntityReader) -> None:
    messages = [
        "we have 4000 blankets in Rotterdam for Haiti",
        "who is the WASH contact in Bangladesh",
        "10k USD",
        "hello",
    ]
    for message in messages:
        reader.read(message, language="en", at=SUNDAY)
    took = []
    for message in messages * 25:
        began = time.process_time()
        reader.read(message, language="en", at=SUNDAY)
        took.append(time.process_time() - began)

    assert sorted(took)[len(took) // 2] < 0.003


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ha\u200biti", "HTI"),
        ("Hаiti with a Cyrillic letter", "HTI"),
        ("ＨＡＩＴＩ", "HTI"),
        ("Hai\u0308ti", "HTI"),
        ("السـودان", "SDN"),
    ],
)
def test_unseen_characters_and_lookalikes_do_not_hide_a_name(reader: EntityReader, text: str, value: str) -> None:
    assert [
        entity["value"] for entity in reader.read(text, language="en", at=SUNDAY) if entity["entity"] == "country"
    ] == [value]


def test_many_threads_read_the_same(reader: EntityReader) -> None:
    text = "20 tents in Beira for Haiti until 15 March"
    alone = reader.read(text, language="en", at=SUNDAY)

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda _: reader.read(text, language="en", at=SUNDAY), range(40)))

    assert all(found == alone for found in together)

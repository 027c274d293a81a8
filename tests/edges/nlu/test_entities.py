"""What is read out of a message, in seven languages: the cases are data, in entity_cases/."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from nlu.components.entities import EntityReader, Lists

SUNDAY = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)
CASES = Path(__file__).parent / "entity_cases"
LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru", "pt")


def cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.yml")):
        for case in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["cases"]:
            found.append(pytest.param(path.stem, case, id=f"{path.stem}: {case['text']}"))
    return found


def told(entity: dict[str, Any]) -> str:
    value = entity["value"]
    if entity["entity"] == "quantity":
        value = f"{value['value']} {value['unit']}"
    elif entity["entity"] == "money":
        value = f"{value['amount']} {value['currency']}"
    elif entity["entity"] == "place":
        value = f"{value['name']}, {value['country'] or '-'}"
    return f"{entity['entity']}: {value}"


def is_judged(one: str) -> bool:
    return one.startswith(("item: ", "sector: ", "contribution_type: "))


@pytest.fixture(scope="module")
def reader() -> EntityReader:
    return EntityReader(Lists.from_files())


@pytest.mark.parametrize(("language", "case"), cases())
def test_a_message_tells_this_and_nothing_else(reader: EntityReader, language: str, case: dict[str, Any]) -> None:
    """Goods, trades and ways to contribute are proposed by the lists and judged by what is learnt: here more may be proposed."""
    found = reader.read(case["text"], language=language, at=SUNDAY)

    read = [told(entity) for entity in found]
    assert [one for one in read if not is_judged(one)] == [one for one in case["told"] if not is_judged(one)]
    assert {one for one in case["told"] if is_judged(one)} <= set(read)
    assert all(case["text"][entity["start"] : entity["end"]] == entity["text"] for entity in found)
    assert [entity["start"] for entity in found] == sorted(entity["start"] for entity in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_cases(language: str) -> None:
    written = YAML(typ="safe").load((CASES / f"{language}.yml").read_text(encoding="utf-8"))["cases"]

    assert len(written) >= 25
    assert len({case["text"] for case in written}) == len(written)


def test_a_city_is_a_place_and_its_country_at_the_same_words(reader: EntityReader) -> None:
    place, country = reader.read("stored in Beira", language="en", at=SUNDAY)

    assert (place["start"], place["end"]) == (country["start"], country["end"]) == (10, 15)
    assert place["value"] == {"name": "Beira", "country": "MOZ"}
    assert country["value"] == "MOZ"


def test_a_country_inside_a_crisis_keeps_its_own_words(reader: EntityReader) -> None:
    crisis, country = reader.read("floods in Sri Lanka", language="en", at=SUNDAY)

    assert crisis["text"] == "floods in Sri Lanka"
    assert country["text"] == "Sri Lanka"


def test_arabic_prefixes_are_not_part_of_a_name(reader: EntityReader) -> None:
    (country,) = reader.read("وهايتي", language="ar", at=SUNDAY)

    assert country["text"] == "هايتي"
    assert (country["start"], country["end"]) == (1, 6)


def test_positions_count_code_points_behind_emoji(reader: EntityReader) -> None:
    text = "🙏🏽🇭🇹 Haiti 🚚 20 tents"

    found = {
        entity["entity"]: text[entity["start"] : entity["end"]]
        for entity in reader.read(text, language="en", at=SUNDAY)
    }

    assert found == {"country": "Haiti", "quantity": "20", "item": "tents"}


def test_an_unknown_language_is_read_with_english_names(reader: EntityReader) -> None:
    found = reader.read("20 tents for Kenya", language="und", at=SUNDAY)

    assert [told(entity) for entity in found] == ["quantity: 20 piece", "item: tent", "country: KEN"]


@pytest.mark.parametrize(
    ("text", "at", "date"),
    [
        ("tomorrow", "2027-12-31", "2028-01-01"),
        ("15 March", "2027-03-14", "2027-03-15"),
        ("15 March", "2027-03-16", "2027-03-15"),
        ("free from 15 March", "2027-05-16", "2028-03-15"),
        ("in two months", "2026-12-31", "2027-02-28"),
        ("next month", "2026-12-31", "2027-01-01/2027-02-01"),
        ("29 February 2028", "2026-12-31", "2028-02-29"),
        ("Monday", "2026-11-23", "2026-11-30"),
        ("from November to February", "2026-11-22", "2026-11-01/2027-03-01"),
    ],
)
def test_dates_are_relative_to_the_moment_of_the_message(reader: EntityReader, text: str, at: str, date: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=timezone.utc)

    (found,) = reader.read(text, language="en", at=moment)

    assert (found["entity"], found["value"]) == ("date", date)


@pytest.mark.parametrize("text", ["30 February 2027", "for six months", "99.99.9999", "we may march on"])
def test_what_only_looks_like_a_date_is_none(reader: EntityReader, text: str) -> None:
    assert not [entity for entity in reader.read(text, language="en", at=SUNDAY) if entity["entity"] == "date"]

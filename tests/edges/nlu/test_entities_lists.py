"""Names come from records, and a changed record is known at the next message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

import pycountry
import pytest

from nlu.components.entities import EntityReader, Lists, current, use
from nlu.components.entities.spelling import words_of
from nlu.components.entities.wordlists import LANGUAGES, cities, provinces, word_list

SUNDAY = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)
STOVE = {"key": "stove", "contribution_type": "in_kind", "names": {"en": ["stove", "stoves"], "fr": ["réchaud"]}}
QUAKE = {
    "key": "npl-earthquake-2026",
    "name": "[Demo] Nepal earthquake",
    "aliases": ["the valley quake"],
    "country": "NPL",
}


def lists(*, version: str, **records: list[dict[str, Any]]) -> Lists:
    return Lists.from_records(records, version=version)


def values(reader: EntityReader, text: str, *, language: str = "en") -> list[Any]:
    return [entity["value"] for entity in reader.read(text, language=language, at=SUNDAY)]


@pytest.fixture
def shipped_again() -> Iterator[None]:
    yield
    use(None)


def test_a_record_gives_its_names_in_the_messages_language_and_in_english() -> None:
    reader = EntityReader(lists(version="1", items=[STOVE]))

    assert values(reader, "stoves", language="fr") == ["stove"]
    assert values(reader, "un réchaud", language="fr") == ["stove"]
    assert values(reader, "un réchaud", language="en") == []


def test_an_emergency_answers_to_its_aliases_and_to_hazard_and_place() -> None:
    reader = EntityReader(lists(version="1", emergencies=[QUAKE]))

    assert values(reader, "after the Valley quake") == ["npl-earthquake-2026"]
    assert values(reader, "séisme au Népal", language="fr") == ["npl-earthquake-2026", "NPL"]
    assert values(reader, "earthquake in Peru") == ["earthquake in Peru", "PER"]


def test_a_bare_alias_is_its_emergency_only_while_no_other_country_is_named() -> None:
    reader = EntityReader(lists(version="1", emergencies=[{**QUAKE, "aliases": ["earthquake"]}]))

    assert values(reader, "after the earthquake") == ["npl-earthquake-2026"]
    assert values(reader, "the earthquake, and what of Chile") == ["CHL"]


def test_a_name_shared_by_two_cluster_sets_is_the_older_cluster() -> None:
    clusters = [
        {
            "key": "reset-8.SLS",
            "set": "reset-8",
            "code": "SLS",
            "name": {"en": "Site Coordination"},
            "aliases": ["shelter cluster"],
        },
        {
            "key": "legacy-11.SHL",
            "set": "legacy-11",
            "code": "SHL",
            "name": {"en": "Shelter"},
            "aliases": ["shelter cluster"],
        },
    ]

    reader = EntityReader(lists(version="1", clusters=clusters))

    assert values(reader, "the shelter cluster") == ["SHL"]
    assert values(reader, "site coordination") == ["SLS"]


@pytest.mark.usefixtures("shipped_again")
def test_a_changed_record_is_known_at_the_next_message() -> None:
    state = {"lists": lists(version="1", items=[STOVE])}
    use(lambda: state["lists"])
    reader = EntityReader()
    assert values(reader, "20 samovars") == [{"value": 20, "unit": "piece"}]

    state["lists"] = lists(version="2", items=[{**STOVE, "names": {"en": ["samovar", "samovars"]}}])

    assert values(reader, "20 samovars") == [{"value": 20, "unit": "piece"}, "stove"]


@pytest.mark.usefixtures("shipped_again")
def test_the_same_version_is_compiled_once() -> None:
    asked: list[Lists] = []

    def ask() -> Lists:
        asked.append(lists(version="same", items=[STOVE]))
        return asked[-1]

    use(ask)
    reader = EntityReader()

    reader.read("stoves", at=SUNDAY)
    compiled = reader._compiled
    reader.read("stoves", at=SUNDAY)

    assert len(asked) == 2
    assert reader._compiled is compiled


@pytest.mark.usefixtures("shipped_again")
def test_without_a_provider_the_shipped_records_are_in_force() -> None:
    use(None)

    assert current() is current()
    assert any(name.value == "blanket" for name in current().items)


def test_every_list_file_says_how_it_works() -> None:
    from nlu.components.entities.wordlists import FOLDER

    for path in FOLDER.iterdir():
        head = path.read_text(encoding="utf-8").splitlines()[:3]
        assert all(line.startswith("#") for line in head), path.name
        assert head[0].startswith("# How this file works"), path.name


def test_cities_have_a_country_and_names() -> None:
    assert len(cities()) > 3000
    assert all(len(city.country) == 3 and city.country.isupper() and city.names[0] for city in cities())


def test_provinces_have_a_country_and_names() -> None:
    told = list(provinces())

    assert len(told) > 1000
    assert all(len(country) == 3 and country.isupper() and all(names) for country, names in told)


def test_provinces_that_pycountry_knows_are_of_the_country_that_it_says() -> None:
    countries = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    known: dict[tuple[str, ...], set[str]] = {}
    for part in pycountry.subdivisions:
        known.setdefault(words_of(part.name), set()).add(countries[part.country_code])

    told = [(country, name, known.get(words_of(name), set())) for country, names in provinces() for name in names]

    assert sum(bool(of) for *_, of in told) > 200
    assert [(country, name) for country, name, of in told if of and country not in of] == []


def test_words_told_by_language_exist_in_all_seven() -> None:
    for subject, entry in (
        ("place_words", "prepositions"),
        ("dates", "weekdays"),
    ):
        assert set(word_list(subject)[entry]) == set(LANGUAGES), subject

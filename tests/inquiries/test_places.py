"""Where goods are and where they go are two places."""

from __future__ import annotations

import pytest

from bot.inquiries.places import places_heard

from .talk import heard, place

FOR = ("for", " to")
MOZAMBIQUE, KENYA = ("country", "Mozambique", "MOZ"), ("country", "Kenya", "KEN")
ROTTERDAM = (place("Rotterdam", "NLD"), ("country", "Rotterdam", "NLD"))


def told_apart(text, *entities, expected="located", with_emergency=()):
    message = heard("offer_contribution", text, *entities)
    found = places_heard(
        message.entities,
        text=text,
        expected=expected,
        destination_words=FOR,
        has_emergency=lambda country: country in with_emergency,
    )
    return found.located, found.country


@pytest.mark.parametrize(
    ("text", "entities", "expected"),
    [
        ("blankets in Rotterdam for Mozambique", (*ROTTERDAM, MOZAMBIQUE), ("Rotterdam", "MOZ")),
        ("blankets for Mozambique, in Rotterdam", (*ROTTERDAM, MOZAMBIQUE), ("Rotterdam", "MOZ")),
        ("from Kenya to Mozambique", (KENYA, MOZAMBIQUE), ("Kenya", "MOZ")),
        ("blankets for Mozambique", (MOZAMBIQUE,), ("", "MOZ")),
        ("blankets in Rotterdam", ROTTERDAM, ("Rotterdam", "")),
        ("blankets", (), ("", "")),
    ],
)
def test_the_place_after_for_or_to_is_where_things_go(text, entities, expected):
    assert told_apart(text, *entities) == expected


def test_a_country_with_an_emergency_is_where_things_go_though_no_word_says_so():
    assert told_apart("Mozambique: tents in Rotterdam", MOZAMBIQUE, *ROTTERDAM, with_emergency=("MOZ",)) == (
        "Rotterdam",
        "MOZ",
    )


def test_a_bare_country_answers_what_was_asked():
    assert told_apart("Kenya", KENYA, expected="country") == ("", "KEN")
    assert told_apart("Kenya", KENYA, expected="located") == ("Kenya", "")


def test_a_city_where_things_go_is_not_taken_for_where_they_are():
    beira = (place("Beira", "MOZ"), ("country", "Beira", "MOZ"))

    assert told_apart("for Beira", *beira) == ("", "MOZ")

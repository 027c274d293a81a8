"""Cleaning a message never loses where a character stood in the text as sent."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nlu.components.text import clean, plain, wording


def test_digits_of_every_script_become_plain_ones() -> None:
    assert plain("٥٠٠٠ دولار و ۱۲ و ４０") == "5000 دولار و 12 و 40"


def test_invisible_characters_go_and_lookalike_letters_are_folded_inside_latin_words() -> None:
    assert plain("bl\u200bankets") == "blankets"
    assert plain("bl\u0430nkets") == "blankets"
    assert plain("одеяла") == "одеяла"


def test_lone_surrogates_and_control_characters_are_harmless() -> None:
    assert plain("a\ud800b\x00c") == "a\ufffdb c"


def test_an_address_in_the_middle_of_chinese_ends_where_it_does() -> None:
    assert wording("请联系li@example.cn我们想捐毛毯") == "请联系name@example.org我们想捐毛毯"


def test_addresses_and_references_are_all_alike_to_the_intent_reader() -> None:
    assert wording("write to Jane.Doe@acme.com about fp-2026-00412") == "write to name@example.org about FP-2026-00001"


@given(st.text(st.characters(), max_size=200))
def test_every_place_points_into_the_text_as_sent(text: str) -> None:
    cleaned = clean(text)

    assert len(cleaned.offsets) == len(cleaned.text) + 1
    assert all(0 <= place <= len(text) for place in cleaned.offsets)
    assert list(cleaned.offsets) == sorted(cleaned.offsets)

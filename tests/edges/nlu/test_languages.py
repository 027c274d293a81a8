"""Which language a message is taken for: short ones, mixed ones, borrowed letters, and languages that are not ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlu.components.errors import ModelOfAnotherVersion
from nlu.components.languages import SUPPORTED, UNDECIDED, LanguageReader, LearntLanguages
from nlu.components.sentences import opened, paths_in
from nlu.components.text import plain

NLU = Path(__file__).resolve().parents[3] / "nlu"


@pytest.fixture(scope="module")
def learnt() -> LearntLanguages:
    """What a training learns of languages, from the sentences alone."""
    sentences = [sentence for path in paths_in(NLU) for sentence in opened(path).sentences]
    return LearntLanguages.from_texts(
        [plain(sentence.text).lower() for sentence in sentences], [sentence.language for sentence in sentences]
    )


@pytest.fixture(scope="module", params=["by lists", "learnt"])
def reader(request: pytest.FixtureRequest, learnt: LearntLanguages) -> LanguageReader:
    """One that has learnt nothing, as in another project, and ours."""
    return LanguageReader(learnt if request.param == "learnt" else None)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("we have 4000 blankets in Rotterdam", "en"),
        ("do u accept bitcoin", "en"),
        ("hi", "en"),
        ("ok", "en"),
        ("who is the WASH contact in Bangladesh", "en"),
        ("bonjour, nous avons des tentes", "fr"),
        ("merci", "fr"),
        ("oui", "fr"),
        ("quiero donar ropa", "es"),
        ("hola", "es"),
        ("precisamos de ajuda", "pt"),
        ("obrigado", "pt"),
        ("لدينا خيام", "ar"),
        ("我们有帐篷", "zh"),
        ("我們有帳篷", "zh"),
        ("нужна помощь", "ru"),
        ("Гранд Палм Резорт отдаёт кухню", "ru"),
    ],
)
def test_our_seven_languages_are_told_apart_even_in_one_word(reader: LanguageReader, text: str, language: str) -> None:
    assert reader.read(text).language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("necesitamos saber quien nos recibe la mercaderia", "es"),
        ("Somos 30 familias incomunicadas arriba de Chalatenango por el deslave", "es"),
        ("¿Financia startups?", "es"),
        ("voces tambem aceitam ate amanha", "pt"),
        ("Só até amanhã", "pt"),
        ("allez-y, c'est deja fait", "fr"),
    ],
)
def test_sisters_are_told_apart_by_their_words_and_signs_and_without_accents_too(
    reader: LanguageReader, text: str, language: str
) -> None:
    assert reader.read(text).language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("kayf momken netbara3", "ar"),
        ("mi7taj musa3ada", "ar"),
        ("my khotim pomoch", "ru"),
        ("u nas est palatki", "ru"),
        ("kto platit za dostavku", "ru"),
        ("bghina n3arfo chkoun kaykhallas", "ar"),
        ("3ayzeen nesa3ed", "ar"),
    ],
)
def test_borrowed_latin_letters_do_not_make_arabic_or_russian_english(
    reader: LanguageReader, text: str, language: str
) -> None:
    assert reader.read(text).language == language


@pytest.mark.parametrize(
    "text",
    [
        "Wir haben 4000 Decken in Hamburg und möchten helfen",
        "vogliamo donare coperte",
        "biz çadır bağışlamak istiyoruz",
        "необхідна допомога",
        "テントがあります",
        "سلام چطور می توانم کمک کنم",
    ],
)
def test_languages_that_are_not_ours_are_undecided(reader: LanguageReader, text: str) -> None:
    assert reader.read(text).language == UNDECIDED


@pytest.mark.parametrize("text", ["Kenya", "acme ltd", "FP-2026-00412", "me@acme.com", "🎉", "", "   "])
def test_names_and_numbers_tell_no_language_and_say_so(reader: LanguageReader, text: str) -> None:
    guess = reader.read(text)

    assert guess.language == "en"
    assert guess.confidence < 0.5


def test_the_majority_language_counts_in_a_mixed_message(reader: LanguageReader) -> None:
    assert reader.read("Nous voulons donner des blankets pour Haïti").language == "fr"


def test_hidden_characters_and_lookalikes_do_not_deceive(reader: LanguageReader) -> None:
    assert reader.read("h\u0435ll\u043e, we have te\u200bnts").language == "en"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(), max_size=300))
def test_any_text_gives_a_language_and_a_confidence(reader: LanguageReader, text: str) -> None:
    guess = reader.read(text)

    assert guess.language in (*SUPPORTED, UNDECIDED)
    assert 0 <= guess.confidence <= 1


def test_what_is_learnt_is_kept_and_read_again(learnt: LearntLanguages) -> None:
    again = LearntLanguages.from_bytes(learnt.to_bytes())

    assert again.chances("quem paga o frete") == learnt.chances("quem paga o frete")
    assert again.chances("quem paga o frete")["pt"] > 0.5


def test_a_file_that_is_none_of_ours_is_refused() -> None:
    with pytest.raises(ModelOfAnotherVersion):
        LearntLanguages.from_bytes(b"PK\x03\x04 something else")


def test_the_order_of_examples_does_not_matter(learnt: LearntLanguages) -> None:
    texts = ["who pays", "qui paie", "quién paga", "quem paga", "who is it", "c'est qui", "quién es", "quem é"]
    languages = ["en", "fr", "es", "pt"] * 2
    one = LearntLanguages.from_texts(texts, languages)
    other = LearntLanguages.from_texts(texts[::-1], languages[::-1])

    assert one.chances("quem") == other.chances("quem")

"""The words of nlu/lists/place_words.yml, ready for comparison."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from nlu.components.entities.spelling import STEM, normal, spellings_of, words_of
from nlu.components.entities.wordlists import word_list


@lru_cache(maxsize=64)
def place_words(name: str) -> frozenset[str]:
    """The words of one entry of place_words.yml, as they are compared; `demonyms` are those of countries.yml."""
    if name == "demonyms":
        tables = word_list("countries")["demonyms"].values()
        written = (str(word) for table in tables for names in table.values() for word in names)
        words = (form for word in written for form in (word, f"{word}s", f"{word}es"))
    else:
        words = iter(word_list("place_words")[name])
    told = frozenset(" ".join(words_of(str(word))) for word in words)
    return told | _stems(told) if name == "demonyms" else told


def _stems(words: Iterable[str]) -> frozenset[str]:
    """Russian words without their endings: "белорусск" stands for "белорусских" as well."""
    spelled = (spelling for word in words if " " not in word for spelling in spellings_of((word,)))
    return frozenset(spelling[0].lstrip(STEM) for spelling in spelled)


@lru_cache(maxsize=1)
def direction_words() -> frozenset[str]:
    """The words that make a country a part of it ("northern"), in every language."""
    tables = word_list("place_words")["directions"].values()
    return frozenset(" ".join(words_of(str(word))) for words in tables for word in words)


@lru_cache(maxsize=8)
def prepositions(language: str) -> frozenset[str]:
    """The words that places stand behind, of a language and of English."""
    table = word_list("place_words")["prepositions"]
    return frozenset(normal(str(word)) for code in {language, "en"} for word in table.get(code, ()))


@lru_cache(maxsize=8)
def inside(language: str) -> frozenset[str]:
    """The prepositions that nothing but a place has, of a language and of English."""
    table = word_list("place_words")["inside"]
    return frozenset(normal(str(word)) for code in {language, "en"} for word in table.get(code, ()))


@lru_cache(maxsize=1)
def titles() -> frozenset[str]:
    """Words before a person's name ("Ms")."""
    return frozenset(normal(str(word)) for word in word_list("place_words")["person_titles"])

"""The words for units of nlu/lists/units.yml, ready for comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from nlu.components.entities.amounts.numbers import Number, written
from nlu.components.entities.candidates import Candidate
from nlu.components.entities.cues import phrases, singles
from nlu.components.entities.spelling import Token, Writing, words_of
from nlu.components.entities.wordlists import word_list

Words = tuple[str, ...]

SPOKEN = ("en", "fr", "es", "pt")
"""Languages in Latin script: a word for a unit in one of them may be any word in another ("par")."""

_TRADES = ("ists", "istes", "istas", "ologue", "ologues", "ologo", "ologos", "ologas", "ologist", "icians", "iciens", "iciennes",
           "ологов", "ологи", "истов")  # fmt: skip
SHORTEST_TRADE = 8
"""Letters of a plural that may name people by its ending alone."""

AS_SAID = ""
"""Stands for a unit whose value is the word as it is written."""


def unit_at(writing: Writing, index: int) -> tuple[str, int]:
    """The unit that starts at a token and the token after it; an empty unit when there is none."""
    return _at(writing, index, _units(writing.language), _longest_unit())


def measure_at(writing: Writing, index: int) -> tuple[str, int]:
    """As `unit_at`, for measures that mostly describe a thing ("20 GB"); they are told as they are spelled."""
    unit, end = _at(writing, index, _measures(), 2)
    return (writing.slice(index, end), end) if unit else ("", index)


def _at(writing: Writing, index: int, table: Mapping[Words, str], longest: int) -> tuple[str, int]:
    for size in range(min(longest, len(writing.tokens) - index), 0, -1):
        for words in _spellings(writing.tokens[index : index + size]):
            is_word = words == ("an",) and writing.language != "fr"
            if words in table and not is_word and not _is_elided(writing, index):
                return table[words] or _as_said(writing, index, index + size), index + size
    return "", index


def _is_elided(writing: Writing, index: int) -> bool:
    """ "on est 3 à l'atelier": an article, and no litre."""
    token = writing.tokens[index]
    return token.end - token.start == 1 and writing.text[token.end : token.end + 1] in ("'", "’")


def _as_said(writing: Writing, first: int, end: int) -> str:
    """The unit as it is written, without the "of" that makes it one ("tins of")."""
    end -= end - first > 1 and writing.words[end - 1] in small_words("of")
    return writing.slice(first, end).lower()


@lru_cache(maxsize=64)
def small_words(name: str) -> frozenset[str]:
    """The words of one of the lists beside the units."""
    return frozenset(word for entry in word_list("units")[name] for word in words_of(str(entry)))


@lru_cache(maxsize=16)
def articles(language: str) -> frozenset[str]:
    """The words for "a" and "one" of a language."""
    return frozenset(word for entry in word_list("units")["a"].get(language, ()) for word in words_of(str(entry)))


@lru_cache(maxsize=1)
def people_names() -> frozenset[Words]:
    """The names of people at work, as compared words."""
    return frozenset(words_of(str(name)) for name in word_list("people")["work"])


@lru_cache(maxsize=1)
def _persons() -> tuple[frozenset[Words], int]:
    names = people_names() | {words_of(str(name)) for name in word_list("people")["persons"]}
    return names, max(map(len, names))


def worker_at(writing: Writing, index: int) -> int:
    """The token behind a name of people at work that starts at a token ("lab technicians"); 0 when none does."""
    return _name_at(writing, index, people_names())


def person_at(writing: Writing, index: int) -> int:
    """As `worker_at`, for people of any kind: children, refugees, and whoever has a trade's ending ("hydrologues")."""
    end = _name_at(writing, index, _persons()[0])
    if end or index >= len(writing.tokens):
        return end
    word = writing.words[index]
    is_trade = len(word) >= SHORTEST_TRADE and word.endswith(_TRADES) and word not in singles("people", "no_persons")
    return index + 1 if is_trade else 0


def _name_at(writing: Writing, index: int, names: frozenset[Words]) -> int:
    if writing.norms(index, index + 1) in phrases("people", "no_persons"):
        return 0
    for size in range(min(_persons()[1], len(writing.tokens) - index), 0, -1):
        if any(words in names for words in _spellings(writing.tokens[index : index + size])):
            return index + size
    return 0


def _spellings(tokens: Sequence[Token]) -> Iterator[Words]:
    yield tuple(token.norm for token in tokens)
    if len(tokens) == 1:
        yield from ((form,) for form in tokens[0].forms[1:])


@lru_cache(maxsize=16)
def _units(language: str) -> Mapping[Words, str]:
    """Units by their words: those of every language, then the ones that keep their own word in this language."""
    lists = word_list("units")
    table = {words_of(str(name)): str(unit) for unit, names in lists["units"].items() for name in names}
    said = lists["as_said"]
    languages = ("any", language) if language in SPOKEN else ("any", *SPOKEN)
    for name in (*(name for code in languages for name in said[code]), *lists["minutes"]):
        table.setdefault(words_of(str(name)), AS_SAID)
    return table


@lru_cache(maxsize=1)
def _longest_unit() -> int:
    return max(map(len, _units("en")))


@lru_cache(maxsize=1)
def _measures() -> Mapping[Words, str]:
    return {words_of(str(name)): AS_SAID for name in word_list("units")["measures"]}


def quantity_of(number: Number, unit: str, start: int, end: int) -> Candidate:
    """The quantity told by a number and a unit, from `start` to `end`; parts of years are told in months."""
    if unit == "year" and number.value != int(number.value):
        return Candidate("quantity", {"value": written(number.value * 12), "unit": "month"}, start, end)
    return Candidate("quantity", {"value": written(number.value), "unit": unit}, start, end)

"""Reads the words that make a name a part of something, or a harbour: "northern Nigeria", "Lagos State", "吉布提港"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from nlu.components.entities.phrases import Found
from nlu.components.entities.places.place_words import place_words
from nlu.components.entities.spelling import Writing, normal, words_of
from nlu.components.entities.wordlists import word_list

LONGEST_DIRECTION = 4
"""Words in "au sud-est de la"."""


@dataclass(frozen=True)
class Part:
    """What a name means with the words beside it, and the characters that belong to it."""

    kind: str
    country: str
    start: int
    stop: int


def part_of(writing: Writing, found: Found, *, kind: str, country: str, is_town: bool) -> Part:
    """A part of a country, a province of a city's name, a harbour, or what the name alone means.

    `is_town`: a country whose capital has the same name ("Djibouti").
    """
    start, stop = found.start_in(writing), found.end_in(writing)
    if kind == "country":
        if country in word_list("place_words")["city_states"] or (is_town and _is_a_harbour(writing, found)):
            return Part("city", country, start, _with_sign(writing, found))
        direction = None if _is_an_adjective(writing, found) else _direction(writing, found)
        return Part("region", country, *direction) if direction else Part(kind, country, start, stop)
    if province := _province(writing, found, kind, country):
        return province
    return Part(kind, country, start, _with_sign(writing, found) if kind == "city" else stop)


def _direction(writing: Writing, found: Found) -> tuple[int, int] | None:
    """The characters of "northern Nigeria", "nord du Tchad", "شمال سوريا", "乍得东部"; None where no direction is told."""
    stop = found.end_in(writing)
    if writing.norms(found.end, found.end + 1) and found.end < len(writing.tokens):
        behind = writing.text[stop : stop + 2]
        if behind in _directions("zh"):
            return found.start_in(writing), stop + 2
    longest = word_list("place_words")["directions"]
    for size in range(min(LONGEST_DIRECTION, found.first), 0, -1):
        first = found.first - size
        if any(
            words in _directions(language) for words in _readings(writing, first, found.first) for language in longest
        ):
            return _start_of(writing, first), stop
    return None


def _readings(writing: Writing, first: int, end: int) -> Iterator[str]:
    """The words before a name; in Arabic also without what is written onto the first ("بشرق تشاد")."""
    rest = writing.norms(first + 1, end)
    forms = writing.tokens[first].forms if writing.tokens[first].raw > "\u0600" else writing.norms(first, first + 1)
    yield from (" ".join((form, *rest)) for form in forms)


def _is_an_adjective(writing: Writing, found: Found) -> bool:
    return " ".join(writing.norms(found.first, found.end)) in place_words("demonyms")


def _start_of(writing: Writing, first: int) -> int:
    """Where a direction begins: in Arabic behind what is written onto it."""
    token = writing.tokens[first]
    for form in token.forms:
        if form in _directions("ar") and token.norm.endswith(form):
            return token.start + len(token.norm) - len(form)
    return token.start


@lru_cache(maxsize=8)
def _directions(language: str) -> frozenset[str]:
    table: Mapping[str, list[str]] = word_list("place_words")["directions"]
    links = [str(link) for link in word_list("place_words")["direction_links"].get(language, ("",))]
    if language == "zh":
        return frozenset(map(str, table[language]))
    return frozenset(
        " ".join((*words_of(str(word)), *words_of(link))) for word in table.get(language, ()) for link in links
    )


def _province(writing: Writing, found: Found, kind: str, country: str) -> Part | None:
    """ "province de Nampula" tells no city; neither does "Lagos State", which is the name."""
    start, stop = found.start_in(writing), found.end_in(writing)
    after = writing.norms(found.end, found.end + 1)
    if after and after[0] in place_words("provinces_after") and _adjoins(writing, found):
        end = writing.tokens[found.end].end
        return Part("region", _country_of_province(writing, found, country), start, end)
    if kind == "city" and _follows_province(writing, found):
        return Part("region", _country_of_province(writing, found, country), start, stop)
    if kind == "region" and _follows_province(writing, found):
        return Part(kind, _country_of_province(writing, found, country), start, stop)
    return None


def _adjoins(writing: Writing, found: Found) -> bool:
    gap = writing.text[writing.tokens[found.end - 1].end : writing.tokens[found.end].start]
    return gap in ("", " ")


def _follows_province(writing: Writing, found: Found) -> bool:
    at = found.first - 1
    while at >= 0 and writing.tokens[at].norm in place_words("province_links"):
        at -= 1
    return at >= 0 and not place_words("provinces").isdisjoint(writing.tokens[at].forms)


def _country_of_province(writing: Writing, found: Found, country: str) -> str:
    return other_province(writing, found) or country


def other_province(writing: Writing, found: Found) -> str:
    """The other country in which a name is a province's ("Gaza", in Mozambique), or ""."""
    name = " ".join(writing.norms(found.first, found.end))
    return {normal(str(k)): str(v) for k, v in word_list("place_words")["other_provinces"].items()}.get(name, "")


def _is_a_harbour(writing: Writing, found: Found) -> bool:
    if _with_sign(writing, found) > found.end_in(writing):
        return True
    around = (*writing.norms(found.first - 2, found.first), *writing.norms(found.end, found.end + 1))
    return not place_words("harbours").isdisjoint(around)


def _with_sign(writing: Writing, found: Found) -> int:
    """Where a Chinese name ends with its sign for a harbour or city: "宁波港", "胡志明市"."""
    stop = found.end_in(writing)
    is_han = "\u4e00" <= writing.text[stop - 1] <= "\u9fff"
    is_other = writing.text[stop : stop + 2] in word_list("place_words")["not_signs"]
    return stop + 1 if is_han and writing.text[stop : stop + 1] in ("港", "市") and not is_other else stop

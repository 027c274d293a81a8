"""Tells countries, cities and regions apart from words and persons of the same name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.phrases import Found, Meaning
from nlu.components.entities.spelling import Writing, normal
from nlu.components.entities.wordlists import word_list

KNOWN_TO_ALL = 1_000_000
"""Inhabitants from which a city is read in small letters too; capitals always are."""


@dataclass(frozen=True)
class Place:
    """A name of a place: tokens `first` to `end`, characters `start` to `stop`; a country, city or region; its country or ""."""

    first: int
    end: int
    kind: str
    country: str
    start: int
    stop: int


def places_in(writing: Writing, found: Sequence[Found], *, taken: Taken) -> list[Place]:
    """The places of a text without overlaps, the longest names first; a city's country follows from the others."""
    named = [place for place in found if _place_meanings(place) and _is_free(writing, place, taken)]
    named.sort(key=lambda place: (place.first - place.end, place.first))
    chosen: list[Found] = []
    used: set[int] = set()
    for place in named:
        tokens = set(range(place.first, place.end))
        if not tokens & used and _is_a_place(writing, place):
            chosen.append(place)
            used |= tokens
    countries = {m.value for place in chosen for m in place.meanings if m.kind == "country"}
    return [_read(writing, place, countries) for place in sorted(chosen, key=lambda place: place.first)]


def candidates(writing: Writing, places: Iterable[Place]) -> list[Candidate]:
    """The entities of places: a city is a place and its country, a region a place only."""
    found = []
    for place in places:
        start, end = place.start, place.stop
        if place.kind != "country":
            value = {"name": writing.text[start:end], "country": place.country or None}
            found.append(Candidate("place", value, start, end))
        if place.kind != "region":
            found.append(Candidate("country", place.country, start, end))
    return found


def _place_meanings(found: Found) -> list[Meaning]:
    return [meaning for meaning in found.meanings if meaning.kind in ("country", "city", "region")]


def _is_free(writing: Writing, found: Found, taken: Taken) -> bool:
    return (found.start_in(writing), found.end_in(writing)) not in taken


def _read(writing: Writing, found: Found, countries: set[str]) -> Place:
    kind, country = _country_of(writing, found, countries)
    return Place(found.first, found.end, kind, country, found.start_in(writing), found.end_in(writing))


def _country_of(writing: Writing, found: Found, countries: set[str]) -> tuple[str, str]:
    """What kind of place it is and in which country: of two cities of one name the one whose country is named, then
    the one that most people mean, then the bigger one."""
    meanings = _place_meanings(found)
    country = next((m for m in meanings if m.kind == "country"), None)
    if country and not any(m.kind == "city" and m.weight > 100_000_000 and m.value != country.value for m in meanings):
        return "country", country.value
    region = next((m for m in meanings if m.kind == "region"), None)
    if region:
        return "region", region.value
    usual = word_list("place_words")["meant"].get(" ".join(writing.norms(found.first, found.end)), "")
    cities = (m for m in meanings if m.kind == "city")
    return "city", max(cities, key=lambda m: (m.value in countries, m.value == usual, m.weight)).value


def _is_a_place(writing: Writing, found: Found) -> bool:
    meanings = _place_meanings(found)
    raw = writing.slice(found.first, found.end)
    if all(m.exact and m.exact != raw for m in meanings):
        return False
    tokens = writing.tokens[found.first : found.end]
    if not any(char.isupper() or char.islower() for char in raw):
        return _stands_apart(writing, found, meanings)
    if _is_a_person(writing, found):
        return False
    word = normal(raw.replace(" ", "")) if len(tokens) == 1 else ""
    if word in _ambiguous():
        return _is_meant(writing, found, meanings)
    if raw[:1].isupper() or any(char.isupper() for char in raw):
        return len(raw) > 2 or raw.isupper() and _after_preposition(writing, found)
    if any(m.kind in ("country", "region") for m in meanings):
        return len(raw) > 3 or _after_preposition(writing, found)
    known = any(m.weight >= KNOWN_TO_ALL for m in meanings)
    return len(raw) > 3 and (known or _is_whole(writing, found)) or _after_preposition(writing, found) and len(raw) > 4


def _stands_apart(writing: Writing, found: Found, meanings: Sequence[Meaning]) -> bool:
    """Names in scripts without capitals: short ones of small places are left to chance, so they are not read."""
    if any(m.kind != "city" for m in meanings) or found.end - found.first > 2:
        return True
    raw = writing.slice(found.first, found.end)
    return normal(raw) not in _ambiguous() and (any(m.weight >= 500_000 for m in meanings) or len(raw) > 3)


def _is_meant(writing: Writing, found: Found, meanings: Sequence[Meaning]) -> bool:
    """Whether an ordinary word stands as a place: after a preposition, alone, or written large inside a sentence."""
    if _after_preposition(writing, found) or _is_whole(writing, found):
        return True
    if not writing.tokens[found.first].raw[:1].isupper():
        return False
    begins = found.first == 0 or writing.tokens[found.first - 1].norm in (".", "!", "?")
    return not begins or any(m.kind == "country" for m in meanings) or _before_comma(writing, found)


def _before_comma(writing: Writing, found: Found) -> bool:
    """ "Lima, Peru"."""
    after = writing.tokens[found.end : found.end + 2]
    return len(after) == 2 and after[0].norm == "," and after[1].raw[:1].isupper()


def _after_preposition(writing: Writing, found: Found) -> bool:
    return found.first > 0 and writing.tokens[found.first - 1].norm in _prepositions()


def _is_whole(writing: Writing, found: Found) -> bool:
    return sum(token.kind != "sign" for token in writing.tokens) - (found.end - found.first) <= 1


def _is_a_person(writing: Writing, found: Found) -> bool:
    """ "my name is Jordan Smith", "Ms Chad": a first name before a family name, or after a title."""
    before = writing.tokens[found.first - 1] if found.first else None
    if before and before.norm in _titles() and before.raw.rstrip(".") not in ("m", "d", "sr"):
        return before.raw[:1].isupper()
    words = writing.norms(found.first - 3, found.first)
    introduced = any(" ".join(words[-n:]) in _introductions() for n in (1, 2, 3))
    after = writing.tokens[found.end] if found.end < len(writing.tokens) else None
    first_name = writing.tokens[found.first].norm in _first_names() and found.end - found.first == 1
    if introduced and first_name:
        return True
    following = after is not None and after.kind == "word" and after.raw[:1].isupper() and not after.raw.isupper()
    return first_name and following and not _after_preposition(writing, found)


@lru_cache(maxsize=8)
def _words(name: str) -> frozenset[str]:
    return frozenset(normal(str(word)) for word in word_list("place_words")[name])


def _ambiguous() -> frozenset[str]:
    return _words("ambiguous")


def _prepositions() -> frozenset[str]:
    return _words("prepositions")


def _first_names() -> frozenset[str]:
    return _words("first_names")


def _introductions() -> frozenset[str]:
    return _words("introductions")


def _titles() -> frozenset[str]:
    return frozenset(normal(str(word)) for word in word_list("companies")["person_titles"])

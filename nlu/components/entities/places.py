"""Tells countries, cities and regions apart from words and persons of the same name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.phrases import Found, Meaning
from nlu.components.entities.spelling import STEM, Writing, normal, words_of
from nlu.components.entities.wordlists import word_list

KNOWN_TO_ALL = 1_000_000
"""Inhabitants from which a city is read in small letters too; capitals always are."""

SMALL = 150_000
"""Inhabitants under which a city's name must stand where a place can: many are also words and family names."""


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
    if country and "\u064f" in found.text_in(writing):
        return "country", country.value
    if country and not any(m.kind == "city" and m.weight > 100_000_000 and m.value != country.value for m in meanings):
        return "country", country.value
    region = next((m for m in meanings if m.kind == "region"), None)
    if region:
        return "region", region.value
    usual = word_list("place_words")["meant"].get(" ".join(writing.norms(found.first, found.end)), "")
    cities = (m for m in meanings if m.kind == "city")
    return "city", max(cities, key=lambda m: (m.value in countries, m.value == usual, m.weight)).value


def _is_a_place(writing: Writing, found: Found) -> bool:
    meanings, raw = _place_meanings(found), found.text_in(writing)
    if all(meaning.exact and meaning.exact != raw for meaning in meanings):
        return False
    if not any(char.isupper() or char.islower() for char in raw):
        return _stands_apart(writing, found, meanings)
    if not found.as_listed and (raw.isascii() or (len(raw) <= 4 and raw.islower())):
        return False
    if _is_a_person(writing, found) or _is_a_language(writing, found):
        return False
    if _is_one_of(writing, found, "ambiguous"):
        return _is_meant(writing, found, meanings)
    if any(char.isupper() for char in raw):
        if all(meaning.kind == "city" and meaning.weight < SMALL for meaning in meanings):
            return _stands_as_a_place(writing, found)
        return len(raw) > 2 or (raw.isupper() and _after_preposition(writing, found))
    if any(meaning.kind in ("country", "region") for meaning in meanings):
        return len(raw) > 3 or _after_preposition(writing, found)
    known = any(meaning.weight >= KNOWN_TO_ALL for meaning in meanings) or _is_whole(writing, found)
    return len(raw) > 3 and known or (len(raw) > 4 and _after_preposition(writing, found))


def _is_one_of(writing: Writing, found: Found, group: str) -> bool:
    last = " ".join(token.forms[-1].lstrip(STEM) for token in writing.tokens[found.first : found.end])
    return not _words(group).isdisjoint((" ".join(writing.norms(found.first, found.end)), last))


def _is_a_language(writing: Writing, found: Found) -> bool:
    """ "in English", "a French speaker", "translated into Polish": a language, not a country."""
    if not _is_one_of(writing, found, "languages"):
        return False
    before, after = writing.norms(found.first - 1, found.first), writing.norms(found.end, found.end + 1)
    led = bool(before) and before[0] in _words("language_before")
    return led or not after or after[0] in _words("language_after") or not after[0].isalpha()


def _stands_apart(writing: Writing, found: Found, meanings: Sequence[Meaning]) -> bool:
    """Names in scripts without capitals: a word of everyday only after a preposition, a small town only by a long name."""
    raw = found.text_in(writing)
    attached = writing.tokens[found.first].raw[: found.skip]
    is_known = any(meaning.weight >= KNOWN_TO_ALL for meaning in meanings)
    if attached and ("ك" in attached or ("ال" not in attached and len(raw) < 4 and not is_known)):
        return False
    if _is_one_of(writing, found, "ambiguous") or normal(raw) in _words("ambiguous"):
        is_city = all(meaning.kind == "city" for meaning in meanings)
        led = _after_preposition(writing, found) or attached in ("ل", "ب")
        return led and (is_city == raw.startswith("ال") or raw[:1] > "\u0700")
    if any(meaning.kind != "city" for meaning in meanings) or found.end - found.first > 2:
        return True
    return any(meaning.weight >= 500_000 for meaning in meanings) or len(raw) > 3


def _is_meant(writing: Writing, found: Found, meanings: Sequence[Meaning]) -> bool:
    """Whether an ordinary word stands as a place: after a preposition, alone, or written large inside a sentence."""
    large = all(token.raw[:1].isupper() for token in writing.tokens[found.first : found.end])
    if _after_preposition(writing, found) or _is_whole(writing, found):
        return large or (writing.language in ("en", "und") and found.end - found.first == 1)
    if not large:
        return False
    begins = found.first == 0 or writing.tokens[found.first - 1].norm in (".", "!", "?")
    return not begins or any(m.kind == "country" for m in meanings) or _before_comma(writing, found)


def _stands_as_a_place(writing: Writing, found: Found) -> bool:
    """Behind a preposition or sign, before a comma and a name, or alone."""
    if found.end - found.first > 1 or _after_preposition(writing, found) or _before_comma(writing, found):
        return True
    before = writing.norms(found.first - 1, found.first)
    return _is_whole(writing, found) or (bool(before) and before[0] in ",:(/;-")


def _before_comma(writing: Writing, found: Found) -> bool:
    """ "Lima, Peru"."""
    after = writing.tokens[found.end : found.end + 2]
    return len(after) == 2 and after[0].norm == "," and after[1].raw[:1].isupper()


def _after_preposition(writing: Writing, found: Found) -> bool:
    return found.first > 0 and writing.tokens[found.first - 1].norm in _prepositions(writing.language)


def _is_whole(writing: Writing, found: Found) -> bool:
    return writing.size - (found.end - found.first) <= 1


def _is_a_person(writing: Writing, found: Found) -> bool:
    """ "my name is Jordan Smith", "Ms Chad": a first name before a family name, or after a title."""
    before = writing.tokens[found.first - 1] if found.first else None
    if before and before.norm in _titles() and before.raw.rstrip(".") not in ("m", "d", "sr"):
        return before.raw[:1].isupper()
    words = writing.norms(found.first - 3, found.first)
    introduced = any(" ".join(words[-n:]) in _words("introductions") for n in (1, 2, 3))
    after = writing.tokens[found.end] if found.end < len(writing.tokens) else None
    first_name = writing.tokens[found.first].norm in _words("first_names") and found.end - found.first == 1
    if introduced and first_name:
        return True
    following = after is not None and after.kind == "word" and after.raw[:1].isupper() and not after.raw.isupper()
    return first_name and following and not _after_preposition(writing, found)


@lru_cache(maxsize=8)
def _words(name: str) -> frozenset[str]:
    return frozenset(" ".join(words_of(str(word))) for word in word_list("place_words")[name])


@lru_cache(maxsize=8)
def _prepositions(language: str) -> frozenset[str]:
    table = word_list("place_words")["prepositions"]
    return frozenset(normal(str(word)) for code in {language, "en"} for word in table.get(code, ()))


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    return frozenset(normal(str(word)) for word in word_list("companies")["person_titles"])

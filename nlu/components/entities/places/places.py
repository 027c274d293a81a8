"""Tells countries, cities and regions apart from words and persons of the same name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.phrases import Found, Meaning
from nlu.components.entities.places.no_places import is_a_language, is_a_person, is_a_surname, is_no_place
from nlu.components.entities.places.place_contexts import KNOWN_TO_ALL, Surroundings
from nlu.components.entities.places.place_parts import other_province, part_of
from nlu.components.entities.places.place_words import place_words
from nlu.components.entities.spelling import Writing, normal
from nlu.components.entities.wordlists import word_list

KINDS = ("country", "city", "region")

CAPITAL = 100_000_000
"""Weight from which a city is a capital."""

SMALL = 150_000
"""Inhabitants under which a city's name must stand where a place can: many are also words and family names."""

LONG_IN_ARABIC = 6
"""Letters from which an Arabic word with "ف" on its front is a city behind "in"."""

BIG_IN_ARABIC = 100_000
"""Inhabitants from which a name of three Arabic letters is a city right behind "ب"."""


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
    around = Surroundings(writing, found)
    chosen: list[Found] = []
    used: set[int] = set()
    for place in named:
        tokens = set(range(place.first, place.end))
        if not tokens & used and _is_a_place(around, place):
            chosen.append(place)
            used |= tokens
    chosen += [
        place for place in named if used.isdisjoint(range(place.first, place.end)) and _is_near(around, place, chosen)
    ]
    countries = {m.value for place in chosen for m in place.meanings if m.kind == "country"}
    return [_read(writing, place, countries) for place in sorted(chosen, key=lambda place: place.first)]


def _is_near(around: Surroundings, found: Found, chosen: Sequence[Found]) -> bool:
    """ "parados na beira, para cabo delgado": an everyday word in small letters is a city where its country is told besides."""
    if not around.is_one_of(found, "ambiguous") or around.is_one_of(found, "only_inside") or not found.as_listed:
        return False
    if not around.is_written_small or not around.follows_a_preposition(found) or not around.ends(found.end):
        return False
    told = {m.value for place in chosen for m in place.meanings if m.kind in ("country", "region")}
    return any(m.kind == "city" and m.weight >= SMALL and m.value in told for m in found.meanings)


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
    return [meaning for meaning in found.meanings if meaning.kind in KINDS]


def _is_free(writing: Writing, found: Found, taken: Taken) -> bool:
    return (found.start_in(writing), found.end_in(writing)) not in taken


def _read(writing: Writing, found: Found, countries: set[str]) -> Place:
    kind, country = _country_of(writing, found, countries)
    is_town = kind == "country" and _is_town_too(found, country)
    part = part_of(writing, found, kind=kind, country=country, is_town=is_town)
    first = min(found.first, writing.index_at(part.start))
    end = max(found.end, writing.index_at(part.stop - 1) + 1)
    return Place(first, end, part.kind, part.country, part.start, part.stop)


def _is_town_too(found: Found, country: str) -> bool:
    return any(m.kind == "city" and m.value == country for m in found.meanings)


def _country_of(writing: Writing, found: Found, countries: set[str]) -> tuple[str, str]:
    """What kind of place it is and in which country: of two cities of one name the one whose country is named, then
    the one that most people mean, then the bigger one."""
    meanings = _place_meanings(found)
    country = next((m for m in meanings if m.kind == "country"), None)
    if (elsewhere := other_province(writing, found)) in countries and not countries & {m.value for m in meanings}:
        return "region", elsewhere
    if country and "\u064f" in found.text_in(writing):
        return "country", country.value
    if country and not any(m.kind == "city" and m.weight > CAPITAL and m.value != country.value for m in meanings):
        return "country", country.value
    regions = [m for m in meanings if m.kind == "region"]
    cities = [m for m in meanings if m.kind == "city"]
    if regions and not _is_rather_a_city(writing, found, regions, cities, countries):
        return "region", max(regions, key=lambda m: m.value in countries).value
    usual = _meant(writing, found)
    return "city", max(cities, key=lambda m: (m.value in countries, m.value == usual, m.weight)).value


def _is_rather_a_city(
    writing: Writing, found: Found, regions: Sequence[Meaning], cities: Sequence[Meaning], countries: set[str]
) -> bool:
    """Whether a region has a city's name, and the city is meant: "Gaza", "Santiago" where Cape Verde is not named."""
    if cities and not place_words("towns_too").isdisjoint((_name_of(writing, found), normal(found.text_in(writing)))):
        return True
    usual = _meant(writing, found)
    if not cities or not usual or any(region.value in countries for region in regions):
        return False
    return usual not in {region.value for region in regions} and not _is_an_island(writing, found)


def _is_an_island(writing: Writing, found: Found) -> bool:
    return not place_words("islands").isdisjoint(writing.norms(found.first - 2, found.first))


def _meant(writing: Writing, found: Found) -> str:
    """The country of the city that most people mean by its name, in their language."""
    lists, name = word_list("place_words"), _name_of(writing, found)
    in_language = lists["meant_in"].get(writing.language, {})
    return str(in_language.get(name) or lists["meant"].get(name, ""))


def _name_of(writing: Writing, found: Found) -> str:
    return " ".join(writing.norms(found.first, found.end))


def _is_a_place(around: Surroundings, found: Found) -> bool:
    meanings, raw = _place_meanings(found), found.text_in(around.writing)
    if all(meaning.exact and meaning.exact != raw for meaning in meanings):
        return False
    if is_no_place(around, found):
        return False
    if not any(char.isupper() or char.islower() for char in raw):
        return _stands_apart(around, found, meanings)
    is_russian = raw[0] > "\u0400" or around.is_latin_russian
    if not found.as_listed and (not is_russian or _is_no_case_of(found, raw, meanings)):
        return False
    if is_a_person(around, found) or is_a_language(around, found):
        return False
    if (len(raw) < 3 and raw.isupper()) or raw.casefold() in place_words("short"):
        return _is_a_short_name(around, found, meanings, raw)
    if around.is_beside_its_country(found):
        return True
    if around.is_one_of(found, "ambiguous"):
        return _is_meant(around, found, meanings)
    if any(char.isupper() for char in raw):
        return _stands_large(around, found, meanings)
    return _stands_small(around, found, meanings)


def _is_a_short_name(around: Surroundings, found: Found, meanings: Sequence[Meaning], raw: str) -> bool:
    """ "UK", "the US", "no RS" (a Brazilian state); "uae", "сша" in small letters too."""
    if all(meaning.kind == "region" for meaning in meanings):
        return raw.isupper() and around.writing.language == "pt" and around.is_led(found)
    if raw.casefold() in place_words("short"):
        return raw.isupper() or around.is_written_small
    return raw.isupper() and (around.follows_a_preposition(found) or around.is_whole(found) or around.is_of_one(found))


def _is_no_case_of(found: Found, raw: str, meanings: Sequence[Meaning]) -> bool:
    """Whether a Russian word has an adjective's ending, which no town's name has ("Белая" is no case of "Белем")."""
    if not all(meaning.kind == "city" for meaning in meanings):
        return False
    return raw.casefold().endswith(("ый", "ий", "ая", "яя", "ое", "ые", "ие", "ого", "ому", "ых", "ую", "ою"))


def _stands_large(around: Surroundings, found: Found, meanings: Sequence[Meaning]) -> bool:
    if around.is_part_of_a_name(found, is_country=any(m.kind == "country" for m in meanings)):
        return False
    if any(meaning.kind == "country" or meaning.weight >= SMALL for meaning in meanings):
        return True
    if around.continues_a_name(found):
        return False
    return any(m.kind == "region" for m in meanings) or around.is_where_a_place_stands(found)


def _stands_small(around: Surroundings, found: Found, meanings: Sequence[Meaning]) -> bool:
    """A name in small letters: countries, what everybody knows, and others where the whole message is written small."""
    raw = found.text_in(around.writing)
    led = around.follows_a_preposition(found)
    if any(meaning.kind == "country" for meaning in meanings):
        return len(raw) > 3 or (not raw.isascii() and (led or around.is_set_off(found)))
    if any(meaning.kind == "region" for meaning in meanings):
        told = led or around.is_set_off(found) or around.is_all(found)
        return len(raw) > 3 and (found.end - found.first > 1 or (around.is_written_small and told))
    if not found.as_listed:
        capital = any(meaning.weight > CAPITAL for meaning in meanings)
        told = around.is_inside(found) or (capital and led)
        return len(raw) > 4 and around.is_written_small and told
    known = any(meaning.weight >= KNOWN_TO_ALL for meaning in meanings) or around.is_one_of(found, "well_known")
    known |= around.is_whole(found)
    if len(raw) > 3 and known:
        return True
    return len(raw) > 4 and (led or around.is_set_off(found))


def _stands_apart(around: Surroundings, found: Found, meanings: Sequence[Meaning]) -> bool:
    """Names in scripts without capitals: a word of everyday only after a preposition, a small town only by a long name."""
    raw, attached = found.text_in(around.writing), around.attached(found)
    is_known = any(meaning.weight >= KNOWN_TO_ALL for meaning in meanings)
    is_city = all(meaning.kind == "city" for meaning in meanings)
    if "ك" in attached or is_a_language(around, found) or is_a_surname(around, found):
        return False
    if attached and _is_short_in_arabic(raw, attached, meanings):
        return False
    if around.is_one_of(found, "ambiguous") or around.is_ambiguous(raw):
        led = around.follows_a_preposition(found) or attached in ("ل", "ب") or around.is_set_off(found)
        led |= around.is_in_its_province(found)
        if around.is_behind(found, "town_words"):
            return True
        is_region = all(meaning.kind == "region" for meaning in meanings)
        return led and (is_region or is_city == raw.startswith("ال") or raw[:1] > "\u0700")
    if not is_city or around.is_beside_its_country(found):
        return True
    if raw[:1] > "\u0700":
        return (
            found.end - found.first > 2
            or any(meaning.weight >= 300_000 for meaning in meanings)
            or around.is_led(found)
            or around.is_behind(found, "chinese_is")
        )
    return _is_an_arabic_city(around, found, is_known=is_known)


def _is_short_in_arabic(raw: str, attached: str, meanings: Sequence[Meaning]) -> bool:
    """Whether three letters with something written onto them may be any word; behind "in" a big city may be as short."""
    if len(raw) > 3 or "ل" in attached[-2:-1] or "ال" in attached or any(m.kind != "city" for m in meanings):
        return False
    least = BIG_IN_ARABIC if attached == "ب" else KNOWN_TO_ALL
    return all(meaning.weight < least for meaning in meanings)


def _is_an_arabic_city(around: Surroundings, found: Found, *, is_known: bool) -> bool:
    if found.end - found.first > 1:
        return True
    if not found.as_listed and found.skip == 0 and not around.attached(found):
        return False
    # In the Maghreb "ف" is "in"; before a short word it is rather "and", or a part of it.
    is_attached = around.attached(found) == "ف" and len(found.text_in(around.writing)) < LONG_IN_ARABIC
    is_told = around.is_led(found) or around.is_before(found, "needing")
    return is_known or (is_told and not is_attached)


def _is_meant(around: Surroundings, found: Found, meanings: Sequence[Meaning]) -> bool:
    """Whether an ordinary word stands as a place: after a preposition, alone, or written large inside a sentence."""
    large = all(token.raw[:1].isupper() for token in around.writing.tokens[found.first : found.end])
    if around.is_one_of(found, "only_inside"):
        is_no_word = around.is_one_of(found, "latin_in_arabic") and around.writing.language in ("ar", "fr")
        return (is_no_word or (large and not around.is_shouted(found))) and around.is_inside(found)
    is_country = any(m.kind == "country" for m in meanings)
    is_known = is_country or any(m.weight >= KNOWN_TO_ALL for m in meanings)
    if not large and around.leads_to_a_place(found) and any(m.weight >= SMALL for m in meanings):
        return True
    if not large:
        told = (around.is_inside(found) and found.as_listed) or around.is_set_off(found) or around.is_all(found)
        is_struck = is_country and found.as_listed and around.stands_before_a_hazard(found)
        return is_known and around.is_written_small and (told or is_struck)
    if around.follows_a_preposition(found) or around.is_whole(found):
        return is_country or not around.goes_on_as_a_name(found)
    if around.is_part_of_a_name(found, is_country=is_country):
        return False
    if around.begins_a_sentence(found) and not found.as_listed:
        return False
    if is_country or around.is_where_a_place_stands(found) or around.follows_a_small_word(found):
        return True
    return is_known and not around.begins_a_sentence(found)

"""Finds hazards and the places they struck: "drought-hit Mozambique", "séisme de 2010 en Haïti", "فيضانات ليبيا"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlu.components.entities import cues
from nlu.components.entities.phrases import Found
from nlu.components.entities.places.place_words import place_words
from nlu.components.entities.places.places import Place
from nlu.components.entities.spelling import Token, Writing, spellings_of, words_of
from nlu.components.entities.wordlists import word_list

MOST_JOINING = 6
"""Words that may stand between a hazard and its place."""

_ANDS = frozenset({("and",), ("et",), ("y",), ("e",), ("и",), ("و",), ("和",), ("&",)})
_POSSESSIVES = frozenset({("s",), ("的",), ("大",)})
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BEHIND = re.compile(
    r"\s*,?\s*(?:(?:of|in|de|del|do|em|en|от|في|عام|لعام|سنة)\s+)?((?:19|20)\d\d)(?!\d|\s*[-/.]\d)"
    r"(?:\s*(?:года|году|г\.|年))?"
)
_BEFORE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s*年)?\s*$")


@dataclass(frozen=True)
class Hazard:
    """Names of hazards in a row ("mpox outbreak"): tokens `first` to `end`, where it starts, and its kinds."""

    first: int
    end: int
    start: int
    kinds: frozenset[str]
    is_of_people: bool
    """Whether it tells people only ("refugees"): a crisis where one is on record, else people."""


def hazards_in(writing: Writing, found: Sequence[Found]) -> list[Hazard]:
    """The hazards of a text, the longest names first, those in a row joined."""
    named = [name for name in found if any(m.kind == "hazard" for m in name.meanings)]
    # "مفوضية اللاجئين", "gender-based violence": people or a hazard in the name of an organization or cluster are no crisis.
    around = [*named, *(name for name in found if any(m.kind in ("agency", "cluster") for m in name.meanings))]
    longest = [name for name in named if not any(_is_within(name, other) for other in around)]
    hazards: list[Hazard] = []
    for name in sorted(longest, key=lambda name: name.first):
        kinds = frozenset(m.value for m in name.meanings if m.kind == "hazard")
        hazard = Hazard(name.first, name.end, name.start_in(writing), kinds, _is_of_people(writing, name))
        if (hazards and name.first < hazards[-1].end) or _is_a_season(writing, name):
            continue
        if hazards and _are_joined(writing, hazards[-1], hazard):
            before = hazards.pop()
            people = before.is_of_people and hazard.is_of_people
            hazard = Hazard(before.first, hazard.end, before.start, before.kinds | hazard.kinds, people)
        hazards.append(hazard)
    return hazards


def _is_a_season(writing: Writing, name: Found) -> bool:
    """ "hurricane season", "颱風季"."""
    return not cues.singles("hazards", "seasons").isdisjoint(writing.norms(name.end, name.end + 1))


def year_in(text: str) -> str:
    """The year that a text tells; "" without one."""
    year = _YEAR.search(text)
    return year.group() if year else ""


def _is_within(name: Found, other: Found) -> bool:
    return other.first <= name.first and name.end <= other.end and (other.end - other.first) > (name.end - name.first)


def _is_of_people(writing: Writing, name: Found) -> bool:
    plain = tuple(token.forms[-1] for token in writing.tokens[name.first : name.end])
    return not _people().isdisjoint((writing.norms(name.first, name.end), plain))


@lru_cache(maxsize=1)
def _people() -> frozenset[tuple[str, ...]]:
    return frozenset(spelling for words in cues.phrases("hazards", "people") for spelling in spellings_of(words))


def _are_joined(writing: Writing, before: Hazard, hazard: Hazard) -> bool:
    """ "mpox outbreak", "epidemia de cólera", "riposte Ebola"; people and what they fled from are two."""
    between = writing.norms(before.end, hazard.first)
    if before.is_of_people and not hazard.is_of_people:
        return False
    if not between and hazard.start > writing.tokens[hazard.first].start:
        return False
    return len(between) <= 2 and all(word in cues.singles("hazards", "links") for word in between)


@dataclass(frozen=True)
class Around:
    """The places of a text by the token where each begins and by the one behind it."""

    starts: Mapping[int, Place]
    ends: Mapping[int, Place]

    @classmethod
    def of(cls, places: Sequence[Place]) -> Around:
        """The places of a text."""
        return cls({place.first: place for place in places}, {place.end: place for place in places})

    def place_of(self, writing: Writing, hazard: Hazard) -> Place | None:
        """The place of a hazard: after it with joining words between, or right before it ("Haiti earthquake")."""
        if _is_of_something(writing, hazard):
            return None
        if hazard.first in self.ends and not hazard.is_of_people and _are_beside(writing, hazard):
            return self._host_before(writing, hazard) or self.ends[hazard.first]
        begin = self._behind_people(writing, hazard)
        for at in range(begin, begin + MOST_JOINING + 1):
            if at in self.starts:
                if self._is_joined(writing, begin, hazard, self.starts[at]):
                    return self.starts[at]
                break
        if "refugees" in hazard.kinds and self._are_people_of(writing, hazard):
            return self.starts.get(hazard.end) or self.ends.get(hazard.first)
        return self._before(writing, hazard)

    def _before(self, writing: Writing, hazard: Hazard) -> Place | None:
        if hazard.is_of_people and writing.tokens[hazard.first].kind != "han":
            return self._home_of(writing, hazard)
        if hazard.first in self.ends:
            return self._host_before(writing, hazard) or self.ends[hazard.first]
        between, place = writing.norms(hazard.first - 1, hazard.first), self.ends.get(hazard.first - 1)
        if place and between == (",",):
            return place if place.kind == "country" else None
        return place if between in _POSSESSIVES else None

    def _host_before(self, writing: Writing, hazard: Hazard) -> Place | None:
        """ "约旦的叙利亚难民": in Chinese the country that took people in stands before the one that they come from."""
        if "refugees" not in hazard.kinds or writing.tokens[hazard.first].kind != "han":
            return None
        at = self.ends[hazard.first].first
        return self.ends.get(at - 1 if writing.norms(at - 1, at) == ("的",) else at)

    def _home_of(self, writing: Writing, hazard: Hazard) -> Place | None:
        """ "jordan refugees": the country that took them in, where no adjective tells their origin."""
        place = self.ends.get(hazard.first)
        return place if place and place.kind == "country" and not _is_an_adjective(writing, place) else None

    def _behind_people(self, writing: Writing, hazard: Hazard) -> int:
        """Where the joining words begin: behind the people's origin in "refugiados sirios en Jordania"."""
        origin = self.starts.get(hazard.end)
        if "refugees" not in hazard.kinds or origin is None or not _is_an_adjective(writing, origin):
            return hazard.end
        return origin.end

    def _are_people_of(self, writing: Writing, hazard: Hazard) -> bool:
        """ "иорданским беженцам"."""
        return any(place and _is_an_adjective(writing, place) for place in self._beside(hazard))

    def _beside(self, hazard: Hazard) -> Iterator[Place | None]:
        yield self.starts.get(hazard.end)
        yield self.ends.get(hazard.first)

    def _is_joined(self, writing: Writing, begin: int, hazard: Hazard, place: Place) -> bool:
        between = writing.tokens[begin : place.first]
        if not all(_joins(token) for token in between):
            return False
        attached = place.start > writing.tokens[place.first].start
        if between or attached or _is_an_adjective(writing, place):
            return True
        return _is_caseless(writing, hazard.end - 1) and not hazard.is_of_people

    def span_of(self, writing: Writing, hazard: Hazard, place: Place) -> tuple[int, int]:
        """The characters of a hazard and its places, with the year that is told before or behind them."""
        last = self._last_of(writing, place)
        first = self._first_of(writing, place) if place.end <= hazard.first else place
        start, end = min(hazard.start, first.start), max(writing.tokens[hazard.end - 1].end, last.stop)
        if year := _BEFORE.search(writing.text[:start]):
            start = year.start(1)
        if behind := _BEHIND.match(writing.text, end):
            end = behind.end()
        return start, end

    def is_behind_a_comma(self, writing: Writing, hazard: Hazard, place: Place) -> bool:
        """ "Судан, война": one crisis only where it is on record, and only of a country."""
        return place.end == hazard.first - 1 and writing.norms(place.end, hazard.first) == (",",)

    def is_followed_by_its_country(self, writing: Writing, place: Place) -> bool:
        """ "Guerrero, México"."""
        at = place.end + (writing.norms(place.end, place.end + 1) in ((",",), ("(",), ("،",)))
        following = self.starts.get(at)
        return following is not None and following.country == place.country

    def _first_of(self, writing: Writing, place: Place) -> Place:
        """The first of places joined before a hazard: "Turkey-Syria earthquake", "Turkey and Syria earthquake"."""
        while True:
            joined = self.ends.get(place.first - 1) if writing.norms(place.first - 1, place.first) in _ANDS else None
            gap = writing.text[writing.tokens[place.first - 1].end : place.start] if place.first else ""
            hyphened = self.ends.get(place.first) if gap in ("-", "–", "/") else None
            before = joined or hyphened
            if before is None or before.kind != place.kind:
                return place
            place = before

    def _last_of(self, writing: Writing, place: Place) -> Place:
        """The last of places joined by "and": "earthquake in Turkey and Syria"."""
        while True:
            end = place.end
            attached = self.starts.get(end)
            joined = self.starts.get(end + 1) if writing.norms(end, end + 1) in _ANDS else None
            following = joined or (attached if attached and attached.start > writing.tokens[end].start else None)
            if following is None or following.kind != place.kind:
                return place
            place = following


def _are_beside(writing: Writing, hazard: Hazard) -> bool:
    """ "Syria quake": only a space is between, or nothing in Chinese, and nothing is written onto the hazard."""
    gap = writing.text[writing.tokens[hazard.first - 1].end : hazard.start]
    return gap in (" ", "")


def _is_of_something(writing: Writing, hazard: Hazard) -> bool:
    """ "kits de emergencia en Haití": no crisis, but what is kept for one."""
    return hazard.kinds == {"crisis"} and writing.norms(hazard.first - 1, hazard.first) in (("de",), ("d",))


def _joins(token: Token) -> bool:
    return not set(token.forms).isdisjoint(_joining()) or (token.kind == "number" and bool(_YEAR.fullmatch(token.norm)))


def _is_an_adjective(writing: Writing, place: Place) -> bool:
    """ "haitiano", "soudanaise": known by the lists of people and adjectives, in any case and number."""
    tokens = writing.tokens[place.first : place.end]
    return place.kind == "country" and any(form in _adjectives() for token in tokens for form in token.forms)


@lru_cache(maxsize=1)
def _adjectives() -> frozenset[str]:
    return frozenset(words[0] for name in place_words("demonyms") for words in spellings_of((name,)))


@lru_cache(maxsize=1)
def _joining() -> frozenset[str]:
    return frozenset(word for entry in word_list("hazards")["joining"] for word in words_of(str(entry)))


def _is_caseless(writing: Writing, index: int) -> bool:
    raw = writing.tokens[index].raw
    return raw.casefold() == raw.upper()

"""Reads emergencies: by a record's names, by hazard and place ("floods in Sri Lanka"), or by a name of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlu.components.entities.candidates import Candidate
from nlu.components.entities.lists import Emergency
from nlu.components.entities.phrases import Found
from nlu.components.entities.places import Place
from nlu.components.entities.spelling import Writing, words_of
from nlu.components.entities.wordlists import word_list

MOST_JOINING = 4
"""Words that may stand between a hazard and its place."""

_ANDS = frozenset({("and",), ("et",), ("y",), ("e",), ("и",), ("و",), ("和",), ("&",)})
_POSSESSIVES = frozenset({("s",), ("的",), ("大",)})


@dataclass(frozen=True)
class Crises:
    """The emergencies on record, with what tells their bare names ("the earthquake") from full ones."""

    emergencies: Mapping[str, Emergency]

    def read(self, writing: Writing, *, found: Sequence[Found], places: Sequence[Place]) -> list[Candidate]:
        """Every crisis of the text: on record, by hazard and place, or named."""
        return [
            *self._on_record(writing, found, places),
            *self._by_place(writing, found, places),
            *_named(writing, found, places),
            *self._own(writing, found),
        ]

    def _on_record(self, writing: Writing, found: Sequence[Found], places: Sequence[Place]) -> Iterator[Candidate]:
        countries = {place.country for place in places if place.country and place.kind == "country"}
        for name in found:
            for meaning in name.meanings:
                if meaning.kind != "emergency":
                    continue
                emergency, words = self.emergencies[meaning.value], writing.norms(name.first, name.end)
                bare = all(
                    any(form in _bare_words() for form in t.forms) for t in writing.tokens[name.first : name.end]
                )
                if not bare or (countries <= {emergency.country} and words in map(words_of, emergency.names)):
                    yield Candidate("crisis", meaning.value, name.start_in(writing), name.end_in(writing))
                    break

    def _by_place(self, writing: Writing, found: Sequence[Found], places: Sequence[Place]) -> Iterator[Candidate]:
        around = _Around.of(places)
        for name in found:
            kind = next((meaning.value for meaning in name.meanings if meaning.kind == "hazard"), "")
            place = around.place_of(writing, name, kind) if kind else None
            if place:
                last = writing.tokens[max(name.end, around.last_of(writing, place)) - 1]
                start = min(name.start_in(writing), place.start)
                key = self._key(kind, place.country)
                yield Candidate("crisis", key or writing.text[start : last.end], start, last.end)

    def _key(self, kind: str, country: str) -> str:
        """The key of the record of this country and kind of hazard; "" when there is none."""
        return next(
            (e.key for e in self.emergencies.values() if country and e.country == country and kind in e.key), ""
        )

    def _own(self, writing: Writing, found: Sequence[Found]) -> Iterator[Candidate]:
        for name in found:
            if any(meaning.kind == "own_name" for meaning in name.meanings):
                raw = writing.slice(name.first, name.end)
                if raw[:1].isupper() or not raw.isascii() or name.end - name.first > 1 or len(raw) > 7:
                    yield _crisis(writing, name.first, name.end, self._own_key(name, writing) or raw)

    def _own_key(self, name: Found, writing: Writing) -> str:
        words = set(writing.norms(name.first, name.end))
        for hint, spellings in word_list("hazards")["own_keys"].items():
            if words & {words_of(str(spelling))[0] for spelling in spellings}:
                return next((key for key in self.emergencies if str(hint) in key), "")
        return ""


def _crisis(writing: Writing, first: int, end: int, value: str) -> Candidate:
    return Candidate("crisis", value, writing.tokens[first].start, writing.tokens[end - 1].end)


@lru_cache(maxsize=1)
def _joining() -> frozenset[str]:
    return frozenset(word for entry in word_list("hazards")["joining"] for word in words_of(str(entry)))


@lru_cache(maxsize=1)
def _bare_words() -> frozenset[str]:
    """Words of hazards and articles: a name made of them alone says nothing of the country."""
    hazards = (
        word for names in word_list("hazards")["kinds"].values() for name in names for word in words_of(str(name))
    )
    return frozenset(hazards) | {"the", "el", "la", "le", "a", "o", "los", "preparedness", "nino"}


@dataclass(frozen=True)
class _Around:
    """The places of a text by the token where each begins and by the one behind it."""

    starts: Mapping[int, Place]
    ends: Mapping[int, Place]

    @classmethod
    def of(cls, places: Sequence[Place]) -> _Around:
        return cls({place.first: place for place in places}, {place.end: place for place in places})

    def place_of(self, writing: Writing, name: Found, kind: str) -> Place | None:
        """The place of a hazard: after it with joining words between, or right before it ("Haiti earthquake")."""
        begin = self.starts[name.end].end if kind == "refugees" and name.end in self.starts else name.end
        for at in range(begin, begin + MOST_JOINING + 1):
            if at in self.starts:
                if self._is_joined(writing, begin, kind, self.starts[at]):
                    return self.starts[at]
                break
        if kind == "refugees" and writing.tokens[name.first].kind != "han":
            return None
        if name.first in self.ends:
            return self.ends[name.first]
        return self.ends.get(name.first - 1) if writing.norms(name.first - 1, name.first) in _POSSESSIVES else None

    def _is_joined(self, writing: Writing, end: int, kind: str, place: Place) -> bool:
        between = writing.tokens[end : place.first]
        if any(not set(token.forms) & _joining() for token in between):
            return False
        attached = place.start > writing.tokens[place.first].start
        return bool(between) or attached or (_is_caseless(writing, end - 1) and kind != "refugees")

    def last_of(self, writing: Writing, place: Place) -> int:
        """The token behind the last of places joined by "and": "earthquake in Turkey and Syria"."""
        end = place.end
        while True:
            attached = self.starts.get(end)
            joined = self.starts.get(end + 1) if writing.norms(end, end + 1) in _ANDS else None
            following = joined or (attached if attached and attached.start > writing.tokens[end].start else None)
            if following is None:
                return end
            end = following.end


def _is_caseless(writing: Writing, index: int) -> bool:
    raw = writing.tokens[index].raw
    return raw.casefold() == raw.upper()


def _named(writing: Writing, found: Sequence[Found], places: Sequence[Place]) -> Iterator[Candidate]:
    """ "cyclone Pam", "typhoon Haiyan", "ураган «Мария»", "éruption du Nyiragongo", "erupción del volcán de Fuego"."""
    inside = {at for place in places if place.kind == "country" for at in range(place.first, place.end)}
    hazards = {name.end: name.first for name in found if any(m.kind == "hazard" for m in name.meanings)}
    for name in found:
        if not any(meaning.kind == "named_hazard" for meaning in name.meanings):
            continue
        at = _own_name_at(writing, name)
        if at and at not in inside:
            first = next((hazards[end] for end in (name.first - 1, name.first) if end in hazards), name.first)
            yield _crisis(writing, first, at + 1, writing.slice(first, at + 1))


def _own_name_at(writing: Writing, name: Found) -> int:
    """The token of a hazard's own name, right behind the hazard or, for volcanoes, behind "de" or the like; 0 without one."""
    links = word_list("hazards")["links"] if _is_volcanic(writing, name) else ()
    at = name.end + (writing.norms(name.end, name.end + 1) in map(words_of, links))
    token = writing.tokens[at] if at < len(writing.tokens) else None
    if token is None or token.kind != "word" or token.norm in _joining():
        return 0
    return at if token.raw[:1].isupper() and not token.raw.isupper() else 0


def _is_volcanic(writing: Writing, name: Found) -> bool:
    volcanic = {words_of(str(word)) for word in word_list("hazards")["volcanic"]}
    return writing.norms(name.first, name.end) in volcanic

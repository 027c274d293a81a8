"""Reads emergencies: by a record's names, by hazard and place ("floods in Sri Lanka"), or by a name of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlu.components.entities import cues
from nlu.components.entities.candidates import Candidate
from nlu.components.entities.lists import Emergency
from nlu.components.entities.phrases import Found
from nlu.components.entities.places.hazards import Around, Hazard, hazards_in, year_in
from nlu.components.entities.places.named_hazards import named_hazards, own_names
from nlu.components.entities.places.places import Place
from nlu.components.entities.spelling import Writing, words_of
from nlu.components.entities.wordlists import word_list

SHORTEST = 3
"""Words of a message in which a bare hazard ("earthquake?") is the emergency on record."""

_YEAR_OF_KEY = re.compile(r"\d{4}$")


@dataclass(frozen=True)
class Crises:
    """The emergencies on record, with what tells their bare names ("the earthquake") from full ones."""

    emergencies: Mapping[str, Emergency]

    def read(self, writing: Writing, *, found: Sequence[Found], places: Sequence[Place]) -> list[Candidate]:
        """Every crisis of the text: on record, by hazard and place, or named; and the country of a part that it struck."""
        around = Around.of(places)
        return [
            *self._on_record(writing, found, places),
            *self._by_place(writing, found, around),
            *named_hazards(writing, found, places),
            *self._own(writing, found),
        ]

    def _on_record(self, writing: Writing, found: Sequence[Found], places: Sequence[Place]) -> Iterator[Candidate]:
        """Names of records: full ones always, bare ones ("the earthquake") once, where no other country's is meant."""
        told: set[str] = set()
        for name in found:
            for emergency in self._recorded(name):
                words = writing.norms(name.first, name.end)
                if _is_only_a_place(writing, name, places):
                    continue
                if not _is_bare(writing, name):
                    yield Candidate("crisis", emergency.key, name.start_in(writing), name.end_in(writing))
                    break
                if words not in map(words_of, emergency.names) and not _is_definite(writing, name):
                    continue
                if emergency.key not in told and _is_meant(writing, name, emergency, places):
                    told.add(emergency.key)
                    yield Candidate("crisis", emergency.key, name.start_in(writing), name.end_in(writing))
                    break

    def _recorded(self, name: Found) -> Iterator[Emergency]:
        """The emergencies that a name may mean: by their names, or by the kind of hazard where one record has it."""
        yield from (self.emergencies[meaning.value] for meaning in name.meanings if meaning.kind == "emergency")
        for kind in (meaning.value for meaning in name.meanings if meaning.kind == "hazard"):
            of_kind = [e for e in self.emergencies.values() if kind in e.key]
            if len(of_kind) == 1 and kind not in word_list("hazards")["never_bare"]:
                yield of_kind[0]

    def _by_place(self, writing: Writing, found: Sequence[Found], around: Around) -> Iterator[Candidate]:
        for hazard in hazards_in(writing, found):
            place = around.place_of(writing, hazard)
            if place is None:
                continue
            start, end = around.span_of(writing, hazard, place)
            key = self._key(hazard, place.country, writing.text[start:end])
            if not key and (hazard.is_of_people or around.is_behind_a_comma(writing, hazard, place)):
                continue
            yield Candidate("crisis", key or writing.text[start:end], start, end)
            if place.kind == "region" and place.country and not around.is_followed_by_its_country(writing, place):
                yield Candidate("country", place.country, place.start, place.stop)

    def _key(self, hazard: Hazard, country: str, text: str) -> str:
        """The key of the record of this country and kind of hazard, of no other year; "" when there is none."""
        there = [e for e in self.emergencies.values() if country and e.country == country]
        year = year_in(text)
        there = [e for e in there if not year or year in (_YEAR_OF_KEY.findall(e.key) or [year])]
        found = next((e.key for e in there if any(kind in e.key for kind in hazard.kinds)), "")
        if not found and len(there) == 1 and not hazard.kinds.isdisjoint(word_list("hazards")["any_kind"]):
            return there[0].key
        return found

    def _own(self, writing: Writing, found: Sequence[Found]) -> Iterator[Candidate]:
        for name in own_names(writing, found):
            raw = name.text_in(writing)
            key = self._own_key(name, writing)
            yield Candidate("crisis", key or raw, name.start_in(writing), name.end_in(writing))

    def _own_key(self, name: Found, writing: Writing) -> str:
        words = set(writing.norms(name.first, name.end))
        for hint, spellings in word_list("hazards")["own_keys"].items():
            if words & {words_of(str(spelling))[0] for spelling in spellings}:
                return next((key for key in self.emergencies if str(hint) in key), "")
        return ""


def _is_only_a_place(writing: Writing, name: Found, places: Sequence[Place]) -> bool:
    """Whether a record's name is a camp or town ("مخيم الزعتري", "zaatari"), and no word says that the crisis is meant."""
    standing = {at for place in places for at in range(place.first, place.end)}
    camps = cues.singles("hazards", "camps")
    rest = [at for at in range(name.first, name.end) if at not in standing]
    if len(rest) == name.end - name.first or any(camps.isdisjoint(writing.tokens[at].forms) for at in rest):
        return False
    sentence = cues.sentence_around(writing, name.start_in(writing), name.end_in(writing))
    return not cues.has(sentence, "hazards", "crisis_meant")


def _is_bare(writing: Writing, name: Found) -> bool:
    tokens = writing.tokens[name.first : name.end]
    return all(any(form in _bare_words() for form in token.forms) for token in tokens)


def _is_meant(writing: Writing, name: Found, emergency: Emergency, places: Sequence[Place]) -> bool:
    """Whether a bare hazard is the one on record: its country is named, or no other is and it is spoken of as known."""
    codes = {place.country for place in places if place.country}
    if emergency.country in codes:
        return not _is_of_old(writing, name)
    told = {place.country for place in places if place.country and place.kind != "city"}
    aliased = any(meaning.kind == "emergency" for meaning in name.meanings)
    return aliased and not told and (_is_definite(writing, name) or writing.size <= SHORTEST)


def _is_of_old(writing: Writing, name: Found) -> bool:
    """ "séisme de 2010": another year is told right behind it."""
    return bool(year_in(" ".join(writing.norms(name.end, name.end + 3))))


def _is_definite(writing: Writing, name: Found) -> bool:
    """ "the earthquake", "الزلزال", "al terremoto"."""
    if "ال" in writing.tokens[name.first].raw[:3] or "لل" in writing.tokens[name.first].raw[:3]:
        return True
    before = writing.norms(name.first - 1, name.first)
    return not cues.singles("hazards", "definite").isdisjoint((*before, writing.words[name.first]))


@lru_cache(maxsize=1)
def _bare_words() -> frozenset[str]:
    """Words of hazards and articles: a name made of them alone says nothing of the country."""
    hazards = (
        word for names in word_list("hazards")["kinds"].values() for name in names for word in words_of(str(name))
    )
    return frozenset(hazards) | {"the", "el", "la", "le", "a", "o", "los", "preparedness", "nino"}

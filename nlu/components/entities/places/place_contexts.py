"""What stands around a name and tells whether a place is meant: prepositions, signs, countries, longer names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from nlu.components.entities.latin_russian import is_latin_russian
from nlu.components.entities.phrases import Found, Meaning
from nlu.components.entities.places.place_words import direction_words, inside, place_words, prepositions
from nlu.components.entities.spelling import STEM, Token, Writing, normal

KNOWN_TO_ALL = 1_000_000
"""Inhabitants from which a city is read in small letters too; capitals always are."""

LENGTHENED = "\u0640"
"""The Arabic lengthening stroke, which stands in "بـصيدا"."""

MOST_LARGE = 0.75
"""Share of words written large above which large letters tell nothing (a title)."""

PLACES = ("country", "city", "region")

BIG = 150_000
"""Inhabitants from which a city written large is no other word."""

_KNOWN_NAMES = frozenset(("agency", "cluster", "emergency", "hazard", "country", "region", "own_name"))
_OF_ONE = frozenset(("a", "an", "the", "our", "your", "this"))
_ANDS = frozenset((("and",), ("et",), ("y",), ("e",), ("и",), ("&",), ("i",), ("or",), ("ou",), ("или",)))
_STOPS = frozenset(".!?¿¡:;\n")
_ENDS = frozenset(".,;:!?)،؛؟。，；：！？）、")


@dataclass(frozen=True)
class Surroundings:
    """One text, its names, and what can be asked of any of them."""

    writing: Writing
    found: Sequence[Found]

    def is_one_of(self, found: Found, group: str) -> bool:
        """Whether the name stands in a list, as written or without its ending."""
        last = " ".join(token.forms[-1].lstrip(STEM) for token in self.writing.tokens[found.first : found.end])
        written = {" ".join(self.writing.norms(found.first, found.end)), normal(found.text_in(self.writing))}
        if self.is_latin_russian:
            written.update(form.lstrip(STEM) for form in self.writing.tokens[found.first].forms)
        return not place_words(group).isdisjoint(written if found.as_listed else {*written, last})

    def is_ambiguous(self, raw: str) -> bool:
        """Whether a word is an everyday one, whatever is written onto it."""
        return normal(raw) in place_words("ambiguous")

    def attached(self, found: Found) -> str:
        """What is written onto the front of the name, in Arabic: "and", "in", "for"."""
        return self.writing.tokens[found.first].raw[: found.skip].replace(LENGTHENED, "")

    def is_all(self, found: Found) -> bool:
        """Whether the name is the message."""
        return self.writing.size == found.end - found.first

    def is_whole(self, found: Found) -> bool:
        """Whether the name is the message, but for a word."""
        return self.writing.size - (found.end - found.first) <= 1

    def begins_a_sentence(self, found: Found) -> bool:
        """Whether no word stands before it in its sentence."""
        return found.first == 0 or self.writing.tokens[found.first - 1].norm in _STOPS

    def is_before_a_comma(self, found: Found) -> bool:
        """ "Lima, Peru"."""
        after = self.writing.tokens[found.end : found.end + 2]
        return len(after) == 2 and after[0].norm == "," and after[1].raw[:1].isupper()

    def follows_a_preposition(self, found: Found) -> bool:
        """ "in Lima", "in the UK"."""
        at = found.first - 1
        if at > 0 and (self.writing.tokens[at].norm == "." or self.writing.tokens[at].raw in place_words("articles")):
            at -= 1
        before = self.writing.norms(found.first - 1, found.first)
        known = prepositions(self.writing.language)
        return at >= 0 and (self.writing.tokens[at].norm in known or before[0] in known)

    def follows_a_comma(self, found: Found) -> bool:
        """ "..., polokwane" """
        return found.first > 0 and self.writing.tokens[found.first - 1].norm in ",(،"

    def is_behind(self, found: Found, group: str) -> bool:
        """Whether the word right before it stands in a list, and nothing but "in" is written onto the name."""
        before = self.writing.norms(found.first - 1, found.first)
        return self.attached(found) in ("", "ب") and not place_words(group).isdisjoint(before)

    def is_before(self, found: Found, group: str) -> bool:
        """ "الفاشر محتاجة": whether the word right behind it stands in a list."""
        return not place_words(group).isdisjoint(self.writing.norms(found.end, found.end + 1))

    def is_of_one(self, found: Found) -> bool:
        """ "a US company"."""
        return not _OF_ONE.isdisjoint(self.writing.norms(found.first - 1, found.first))

    def follows_a_small_word(self, found: Found) -> bool:
        """ "troquem Faro por Sines": behind a word in small letters that is no article, and before another."""
        tokens = self.writing.tokens
        beside = (*tokens[max(0, found.first - 1) : found.first], *tokens[found.end : found.end + 1])
        small = all(token.kind == "word" and token.raw.islower() for token in beside)
        return len(beside) == 2 and small and beside[0].norm not in place_words("articles")

    def is_shouted(self, found: Found) -> bool:
        """ "DESDE CASA!!!": in capitals behind a word in capitals, where they tell nothing."""
        tokens = self.writing.tokens[max(0, found.first - 1) : found.end]
        return len(tokens) > 1 and all(token.raw.isupper() for token in tokens)

    def is_set_off(self, found: Found) -> bool:
        """ "Limpopo Drilling, polokwane", "(lima)": between a comma or bracket and a sign or the end."""
        return self.follows_a_comma(found) and self.ends(found.end)

    def is_inside(self, found: Found) -> bool:
        """Behind a preposition that only places have: "in Natal", not "antes do Natal"; or "ilha do Sal"."""
        before = self.writing.norms(found.first - 2, found.first)
        if not place_words("islands").isdisjoint(before):
            return True
        return bool(before) and before[-1] in inside(self.writing.language)

    def is_led(self, found: Found) -> bool:
        """Behind a preposition, a sign, or alone: for scripts without capitals."""
        if self.follows_a_preposition(found) or self.is_whole(found):
            return True
        if any(letter in self.attached(found) for letter in "بل") or self.attached(found) == "ف":
            return True
        if found.first == 0:
            return self.ends(found.end)
        before = self.writing.text[: found.start_in(self.writing)].rstrip()[-1:]
        return before in "،,(/:;；，（：。-–—؛|" or self._lists_on(found) or self._is_hit(found)

    def _is_hit(self, found: Found) -> bool:
        """ "فيضان درنة": behind a hazard."""
        return any(name.end == found.first and any(m.kind == "hazard" for m in name.meanings) for name in self.found)

    def stands_before_a_hazard(self, found: Found) -> bool:
        """ "Asheville floods", "jordan refugees"."""
        return any(name.first == found.end and any(m.kind == "hazard" for m in name.meanings) for name in self.found)

    def ends(self, at: int) -> bool:
        """Whether a sign or the end stands there."""
        return at >= len(self.writing.tokens) or self.writing.tokens[at].norm in _ENDS

    def _lists_on(self, found: Found) -> bool:
        """ "في سواكن وبورسودان": behind another place, joined by "and"."""
        return self.attached(found).startswith("و") and any(
            other.end == found.first and any(m.kind == "city" for m in other.meanings) for other in self.found
        )

    def is_where_a_place_stands(self, found: Found) -> bool:
        """Behind a preposition or sign, before a comma and a name, between two signs, or alone."""
        if found.end - found.first > 1 or self.follows_a_preposition(found) or self.is_before_a_comma(found):
            return True
        before, after = self.writing.norms(found.first - 1, found.first), self.writing.norms(found.end, found.end + 1)
        if self.is_whole(found) or (bool(before) and before[0] in ",:(/;-"):
            return True
        if bool(after) and after[0] in place_words("sites"):
            return True
        if self._is_joined_to_a_place(found):
            return True
        if self._is_hit(found) or self.stands_before_a_hazard(found) or self._is_named_as_a_town(found):
            return True
        return self._is_on_a_way(found) or (not before or before[0] == ".") and self.ends(found.end)

    def _is_joined_to_a_place(self, found: Found) -> bool:
        """ "entre Gand et Mons", "Кишинёв и Бельцы": "and" stands between it and another place."""
        before, after = self.writing.norms(found.first - 1, found.first), self.writing.norms(found.end, found.end + 1)
        end, first = found.first - 1 if before in _ANDS else -1, found.end + 1 if after in _ANDS else -1
        return any(self._is_surely_a_place(name) for name in self.found if name.end == end or name.first == first)

    def _is_surely_a_place(self, found: Found) -> bool:
        """A country or big city written large, or a city behind a preposition; no first name or everyday word."""
        if not found.text_in(self.writing)[:1].isupper():
            return False
        if self.is_one_of(found, "ambiguous") or self.is_one_of(found, "first_names"):
            return False
        led = self.follows_a_preposition(found)
        return any(m.kind == "country" or (m.kind == "city" and (led or m.weight >= BIG)) for m in found.meanings)

    def leads_to_a_place(self, found: Found) -> bool:
        """ "de belém até o haiti", "from mobile to port-au-prince": where a way begins that ends at another place."""
        before, after = self.writing.norms(found.first - 1, found.first), self.writing.norms(found.end, found.end + 1)
        if place_words("way_from").isdisjoint(before) or place_words("way_to").isdisjoint(after):
            return False
        behind = self.writing.tokens[found.end + 1 : found.end + 2]
        at = found.end + 1 + any(token.raw in place_words("articles") for token in behind)
        return any(name.first == at and any(m.kind in PLACES for m in name.meanings) for name in self.found)

    def _is_named_as_a_town(self, found: Found) -> bool:
        """ "la ciudad es Lugo"."""
        return not place_words("town_named").isdisjoint(self.writing.norms(found.first - 2, found.first))

    def _is_on_a_way(self, found: Found) -> bool:
        """ "Ostende–Nairobi"."""
        return self.writing.text[found.end_in(self.writing) :].lstrip()[:1] in ("–", "—", "→")

    def is_beside_its_country(self, found: Found) -> bool:
        """ "córdoba (argentina)", "kingston jamaica", "Haïti, Jacmel", "马里加奥"."""
        codes = {m.value for m in found.meanings if m.kind in ("city", "region")}
        if not codes or self.writing.words[found.first] in prepositions(self.writing.language):
            return False
        signs = (",", "،", "(", "/", "，", "（")
        after = found.end + (self.writing.norms(found.end, found.end + 1) in {(sign,) for sign in signs})
        if codes & self._beginning.get(after, frozenset()):
            return True
        behind = self.writing.norms(found.first - 1, found.first) in {(sign,) for sign in signs}
        if self.writing.tokens[found.first].kind == "han" and codes & self._ending.get(found.first, frozenset()):
            return True
        return behind and bool(codes & self._ending.get(found.first - 1, frozenset()))

    def is_in_its_province(self, found: Found) -> bool:
        """ "河北保定": right behind the name of a part of its country."""
        codes = {m.value for m in found.meanings if m.kind == "city"}
        return any(
            name.end == found.first and any(m.kind == "region" and m.value in codes for m in name.meanings)
            for name in self.found
        )

    def is_part_of_a_name(self, found: Found, *, is_country: bool) -> bool:
        """ "Froid Service Thiès", "Paraná Guazú": inside a longer name, of a company or person."""
        if self._is_a_title:
            return False
        return self._continues_a_name(found) or (not is_country and self.goes_on_as_a_name(found))

    def continues_a_name(self, found: Found) -> bool:
        """ "Moagem Sete Rios": behind a word written large that is no name of its own."""
        before = self._large_word(found.first - 1, joins=found.first)
        if before is None or found.first - 1 in self._known or before.norm in prepositions(self.writing.language):
            return False
        return before.norm not in place_words("parts_of_names") and before.norm not in direction_words()

    def _continues_a_name(self, found: Found) -> bool:
        is_within = found.first >= 2 and self.writing.tokens[found.first - 2].norm not in _STOPS
        return is_within and self.continues_a_name(found)

    def goes_on_as_a_name(self, found: Found) -> bool:
        """ "Porto Carrelages": before a word written large that is no name of its own."""
        after = self._large_word(found.end, joins=found.end)
        if after is None or found.end in self._known:
            return False
        return after.norm not in place_words("after_places")

    def _large_word(self, at: int, *, joins: int) -> Token | None:
        """The word at a token, where it is written large and nothing but a space is between it and its neighbour."""
        if not 0 <= at < len(self.writing.tokens) or not 0 < joins < len(self.writing.tokens):
            return None
        token = self.writing.tokens[at]
        is_large = token.kind == "word" and token.raw[:1].isupper() and not token.raw.isupper()
        gap = self.writing.text[self.writing.tokens[joins - 1].end : self.writing.tokens[joins].start]
        return token if is_large and gap == " " else None

    @cached_property
    def is_latin_russian(self) -> bool:
        """Whether it is Russian in Latin letters: its names have case endings, as in its own."""
        return is_latin_russian(self.writing.text, self.writing.language)

    @cached_property
    def is_written_small(self) -> bool:
        """Whether no word of the message but acronyms is written large."""
        return not any(t.kind == "word" and t.raw[0].isupper() and not t.raw.isupper() for t in self.writing.tokens)

    @cached_property
    def _is_a_title(self) -> bool:
        words = [t for t in self.writing.tokens if t.kind == "word" and len(t.raw) > 3]
        return len(words) > 7 and sum(t.raw[0].isupper() for t in words) > MOST_LARGE * len(words)

    @cached_property
    def _known(self) -> frozenset[int]:
        return frozenset(
            at
            for name in self.found
            if any(m.kind in _KNOWN_NAMES or _is_known_to_all(m) for m in name.meanings)
            for at in range(name.first, name.end)
        )

    @cached_property
    def _beginning(self) -> Mapping[int, frozenset[str]]:
        return self._countries_at(lambda name: name.first)

    @cached_property
    def _ending(self) -> Mapping[int, frozenset[str]]:
        return self._countries_at(lambda name: name.end)

    def _countries_at(self, where: Callable[[Found], int]) -> Mapping[int, frozenset[str]]:
        at: dict[int, frozenset[str]] = {}
        for name in self.found:
            codes = frozenset(m.value for m in name.meanings if m.kind == "country" and not m.exact)
            if codes:
                at[where(name)] = at.get(where(name), frozenset()) | codes
        return at


def _is_known_to_all(meaning: Meaning) -> bool:
    """ "vuelos Madrid Bogotá": a big city stands beside another, and is no longer name with it."""
    return meaning.kind == "city" and meaning.weight >= KNOWN_TO_ALL

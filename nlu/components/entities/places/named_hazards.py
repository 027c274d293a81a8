"""Reads crises by a name of their own: "cyclone Pam", "ураган «Мария»", "إعصار فريدي", "飓风梅丽莎", "the Rohingya camps"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from nlu.components.entities import cues
from nlu.components.entities.candidates import Candidate
from nlu.components.entities.chinese_characters import simplified
from nlu.components.entities.phrases import Found
from nlu.components.entities.places.places import Place
from nlu.components.entities.spelling import Writing
from nlu.components.entities.wordlists import word_list

LONGEST_UNKNOWN = 7
"""Letters of a name in small Latin letters up to which it may be another word ("idai")."""

_CLOSING = '»”"’』」'


def own_names(writing: Writing, found: Sequence[Found]) -> Iterator[Found]:
    """Names of crises that stand without a hazard: the longest of each place."""
    named = [name for name in found if any(meaning.kind == "own_name" for meaning in name.meanings)]
    for name in named:
        raw = writing.slice(name.first, name.end)
        if raw[:1].isupper() or not raw.isascii() or name.end - name.first > 1 or len(raw) > LONGEST_UNKNOWN:
            yield name


def named_hazards(writing: Writing, found: Sequence[Found], places: Sequence[Place]) -> Iterator[Candidate]:
    """ "typhoon Haiyan", "éruption du Nyiragongo", "erupción del volcán de Fuego"."""
    yield from _in_chinese(writing, places)
    inside = {at for place in places if place.kind == "country" for at in range(place.first, place.end)}
    standing = {at for place in places for at in range(place.first, place.end)}
    hazards = {name.end: name.first for name in found if any(m.kind == "hazard" for m in name.meanings)}
    for name in found:
        if not any(meaning.kind == "named_hazard" for meaning in name.meanings):
            continue
        at = _own_name_at(writing, name)
        if at and at not in inside and not (at in standing and _is_caseless(writing, at)):
            first = _first_of(writing, name, hazards)
            start = name.start_in(writing) if first == name.first else writing.tokens[first].start
            end = _end_of(writing, first, at)
            yield Candidate("crisis", writing.text[start:end], start, end)


def _first_of(writing: Writing, name: Found, hazards: dict[int, int]) -> int:
    """ "éruption du volcan X" begins with the eruption."""
    if name.first in hazards:
        return hazards[name.first]
    linked = name.first - 1 in hazards and not cues.singles("hazards", "links").isdisjoint(
        writing.norms(name.first - 1, name.first)
    )
    return hazards[name.first - 1] if linked else name.first


def _end_of(writing: Writing, first: int, at: int) -> int:
    """Where the name ends, with the quotation mark that closes it."""
    end = writing.tokens[at].end
    opened = any(sign in writing.text[writing.tokens[first].start : end] for sign in '«“"『「')
    return end + 1 if opened and writing.text[end : end + 1] in _CLOSING else end


def _own_name_at(writing: Writing, name: Found) -> int:
    """The token of a hazard's own name, right behind the hazard or, for volcanoes, behind "de" or the like; 0 without one."""
    volcanic = writing.norms(name.first, name.end) in cues.phrases("hazards", "volcanic")
    linked = volcanic and not cues.singles("hazards", "links").isdisjoint(writing.norms(name.end, name.end + 1))
    at = name.end + linked
    token = writing.tokens[at] if at < len(writing.tokens) else None
    if token is None or token.kind != "word" or token.norm in cues.singles("hazards", "joining"):
        return 0
    if "\u0600" <= token.raw[0] <= "\u06ff":
        return at if _is_an_arabic_name(writing, at) else 0
    if volcanic and linked and token.norm in cues.singles("hazards", "small_names"):
        return at
    return at if token.raw[:1].isupper() and not token.raw.isupper() else 0


def _is_an_arabic_name(writing: Writing, at: int) -> bool:
    """A word without article that is none of those that follow a storm in a sentence."""
    token = writing.tokens[at]
    follows = writing.text[writing.tokens[at - 1].end : token.start].strip(' «"“')
    others = cues.singles("hazards", "not_storms")
    return (
        not follows
        and not token.raw.startswith(("ال", "وال"))
        and len(token.norm) > 2
        and not others & set(token.forms)
    )


def _is_caseless(writing: Writing, at: int) -> bool:
    return not writing.tokens[at].raw[:1].isupper()


def _in_chinese(writing: Writing, places: Sequence[Place]) -> Iterator[Candidate]:
    """Storms in Chinese: a known name, or signs with which foreign names are written, and no place."""
    if not any(token.kind == "han" for token in writing.tokens):
        return
    plain = "".join(map(simplified, writing.text))
    begins = {place.start for place in places}
    for match in _chinese_storm().finditer(plain):
        if match.start("name") not in begins:
            yield Candidate("crisis", writing.text[match.start() : match.end()], match.start(), match.end())


@lru_cache(maxsize=1)
def _chinese_storm() -> re.Pattern[str]:
    lists = word_list("hazards")
    hazards = "|".join(map(str, lists["chinese_storms"]))
    known = "|".join(sorted(map(str, lists["chinese_storm_names"]), key=len, reverse=True))
    name = f"(?P<name>{known}|[{lists['chinese_name_signs']}]{{2,5}})"
    return re.compile(f'(?:{hazards})[“"「『]?{name}[”"」』]?')

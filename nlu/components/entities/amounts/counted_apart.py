"""Tells whether a number without a unit counts something: a good named elsewhere, or one that no list holds."""

from __future__ import annotations

from nlu.components.entities.amounts.numbers import Number
from nlu.components.entities.amounts.units import small_words
from nlu.components.entities.cues import has, phrases, singles
from nlu.components.entities.spelling import Token, Writing

SHORTEST = 3
"""Letters of an unlisted word that may be counted."""

PAUSES = frozenset(",،，.;!?)")

_PLURALS = ("s", "x")
"""Endings of plurals in Latin script."""


def is_apart(writing: Writing, number: Number, *, named: bool) -> bool:
    """Whether a number counts goods that are not beside it. `named`: whether goods are named before it.

    "we have about 600", "9 libres hasta el 20", "les bidons passent à 7 000", "make it 950".
    """
    following = writing.tokens[number.last] if number.last < len(writing.tokens) else None
    if named and (_stands_between_pauses(writing, number) or _is_carried(writing, number)):
        return True
    behind = writing.norms(number.last, number.last + 2)
    told_apart = any(behind[:size] in phrases("counting", "apart") for size in (1, 2))
    if following and not told_apart and following.kind != "sign" and following.norm not in small_words("stops"):
        return False
    first = _without_nearly(writing, number.first)
    before, right_before = writing.norms(first - 3, first), writing.norms(number.first - 3, number.first)
    if told_apart and (named or _is_changed(writing)) and not number.written:
        return True
    had = bool(before) and before[-1] in small_words("have_words")
    if named and (_ends(before, "became") or _ends(right_before, "became")):
        return True
    becomes = (_ends(before, "become") or _ends(right_before, "become")) and _is_changed(writing)
    return (named and had and (not following or following.kind == "sign" or told_apart)) or (
        becomes and not number.written
    )


def _stands_between_pauses(writing: Writing, number: Number) -> bool:
    """ "stock de tendas aqui em Joanesburgo, umas 250, ready": about so many, told apart."""
    first, last = _without_nearly(writing, number.first), writing.norms(number.last, number.last + 1)
    pause = writing.norms(first - 1, first) in ((",",), ("،",), ("，",), ("(",), (":",))
    behind = bool(last) and last[0] in small_words("near")
    last = writing.norms(number.last + 1, number.last + 2) if behind else last
    return pause and (first < number.first or behind) and (not last or last[0] in PAUSES)


def _is_carried(writing: Writing, number: Number) -> bool:
    """ "a gente pode levar 3 pra Pemba", "que les done 50 para una escuela": handed on to somebody."""
    before, behind = writing.norms(number.first - 1, number.first), writing.norms(number.last, number.last + 1)
    return before in phrases("counting", "carrying") and behind in phrases("counting", "towards")


def _without_nearly(writing: Writing, first: int) -> int:
    while first and writing.words[first - 1] in small_words("near"):
        first -= 1
    return first


def _is_changed(writing: Writing) -> bool:
    return has(writing.words, "counting", "changing")


def _ends(words: tuple[str, ...], name: str) -> bool:
    return any(words[first:] in phrases("counting", name) for first in range(len(words)))


def counts_unlisted(writing: Writing, number: Number) -> bool:
    """ "60 folding chairs", "8 encarts", "3 000 доступов": a plural behind a number, where something is offered or changed."""
    return looks_counted(writing, number) and _is_told(writing)


def looks_counted(writing: Writing, number: Number) -> bool:
    """Whether a plural stands behind a number and neither says that it is no amount."""
    token = writing.tokens[number.last] if number.last < len(writing.tokens) else None
    if token is None or number.value < 2 or token.kind != "word" or len(token.norm) < SHORTEST:
        return False
    further = writing.words[number.last + 1 : number.last + 2]
    if further in phrases("counting", "uncounted"):
        return False
    return _may_be_counted(writing, token) and _is_plural(writing, number.last) and not _describes(writing, number)


def _describes(writing: Writing, number: Number) -> bool:
    """ "a 60-second spot", "75 canadiennes 6 places", "tres cuartos": a number that tells what a thing is like."""
    if "-" in writing.text[number.end : writing.tokens[number.last].start]:
        return True
    if number.written and writing.words[number.last] in singles("counting", "quarters"):
        return True
    holds = writing.words[number.last] in singles("counting", "held")
    if holds and writing.norms(number.first - 1, number.first) in phrases("counting", "holding"):
        return True
    before = writing.tokens[max(0, number.first - 2) : number.first]
    return (
        len(before) == 2
        and before[0].kind == "number"
        and before[1].kind == "word"
        and before[1].norm not in small_words("stops")
    )


def _may_be_counted(writing: Writing, token: Token) -> bool:
    if token.norm in singles("counting", "countable"):
        return True
    others = ("not_goods", "stops", "specifications", "near")
    if any((token.norm,) in phrases("counting", name) for name in ("uncounted", "near_numbers")):
        return False
    return all(token.norm not in small_words(name) for name in others) and (
        not token.raw[:1].isupper() or writing.text.isupper()
    )


def _is_plural(writing: Writing, index: int) -> bool:
    """Whether a word or the one behind it looks like a plural; in Russian and Arabic any noun may be counted."""
    if writing.words[index][:1] >= "\u0400":
        return True
    words = [token.norm for token in writing.tokens[index : index + 2] if token.kind == "word"]
    return any(word.endswith(_PLURALS) and len(word) > SHORTEST for word in words)


def _is_told(writing: Writing) -> bool:
    """Whether something is offered or changed in the message."""
    cues = (("units", "offering"), ("durations", "given"), ("counting", "telling"), ("counting", "changing"))
    return any(has(writing.words, subject, name) for subject, name in cues)

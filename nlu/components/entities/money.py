"""Reads sums of money: signs, codes and words for currencies around a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
import re

from babel import Locale

from nlu.components.entities.amounts import plain
from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.numbers import Number
from nlu.components.entities.spelling import Writing, words_of
from nlu.components.entities.wordlists import word_list

_BEFORE = re.compile(r"(?P<sign>[A-Za-z]{0,3}[$€£¥￥₽₹₦₺₴₱₫₩฿₪₵]|Rs\.?|KSh|Ksh|S/\.?|Fr\.|[A-Z]{3})[ \u00a0\u202f]?$")
_AFTER = re.compile(r"[ \u00a0\u202f]?(?P<sign>US\$|[$€£¥￥₽₹₦₺₴₱₫₩฿₪₵]|zł)")
_RANGE = 4


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    return frozenset(code for code in Locale("en").currencies if code not in word_list("money")["codes_that_are_words"])


@lru_cache(maxsize=1)
def _words() -> tuple[Mapping[tuple[str, ...], str], int]:
    lists = word_list("money")["words"]
    table = {words_of(str(name)): str(code) for code, names in lists.items() for name in names}
    table |= {(code.casefold(),): code for code in _codes() if (code.casefold(),) not in table}
    return table, max(map(len, table))


def sums_of_money(
    writing: Writing, *, numbers: Sequence[Number], countries: Sequence[str], taken: Taken
) -> list[Candidate]:
    """Every number beside a currency. `countries` named in the message decide what a bare "$" or "pesos" is."""
    found = []
    for number in numbers:
        if (number.start, number.end) in taken:
            continue
        currency, start, end = _currency(writing, number)
        if currency:
            value = {"amount": plain(number.value), "currency": _local(currency, writing.text[start:end], countries)}
            found.append(Candidate("money", value, start, end))
    return found


def _currency(writing: Writing, number: Number) -> tuple[str, int, int]:
    signs: Mapping[str, str] = word_list("money")["signs"]
    before = _BEFORE.search(writing.text[max(0, number.start - 6) : number.start])
    after = _AFTER.match(writing.text, number.end)
    word, last = _word_at(writing, number.last)
    if before:
        sign = before.group("sign")
        code = signs.get(sign) or signs.get(sign[-1:]) or (sign if sign in _codes() else "")
        start = number.start - (len(before.group()))
        if code:
            end = writing.tokens[last - 1].end if word == code else number.end
            return code, start, end
    if after:
        return signs[after.group("sign")], number.start, after.end("sign")
    if word:
        return word, number.start, writing.tokens[last - 1].end
    word, first = _word_before(writing, number.first)
    return (word, writing.tokens[first].start, number.end) if word else ("", 0, 0)


def _word_at(writing: Writing, index: int) -> tuple[str, int]:
    """The currency word behind a number; "of" and the like may stand between ("2 millones de euros")."""
    table, longest = _words()
    tokens = writing.tokens
    if index < len(tokens) and tokens[index].norm in ("de", "d", "of"):
        index += 1
    for size in range(min(longest, len(tokens) - index), 0, -1):
        words = writing.norms(index, index + size)
        if words in table:
            return table[words], index + size
    if index < len(tokens):
        for form in tokens[index].forms[1:]:
            if (form,) in table:
                return table[(form,)], index + 1
    return "", index


def _word_before(writing: Writing, index: int) -> tuple[str, int]:
    """A code or word directly before a number: "USD 75000", "долларов 500"."""
    table, _ = _words()
    words = writing.norms(index - 1, index)
    return (table[words], index - 1) if index > 0 and words in table and len(words[0]) == 3 and writing.tokens[index - 1].raw.isupper() else ("", index)


def _local(currency: str, text: str, countries: Sequence[str]) -> str:
    """A bare dollar sign or peso is that of the country named; the dollar of the United States otherwise."""
    local: Mapping[str, str] = word_list("money")["country_currency"]
    if "$" in text and "US" not in text.upper() and currency == "USD":
        return next((local[country] for country in countries if country in ("AUS", "CAN")), currency) if False else currency
    return currency

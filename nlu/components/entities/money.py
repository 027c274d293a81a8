"""Reads sums of money: signs, codes and words for currencies around a number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from babel import Locale

from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.numbers import Number, written
from nlu.components.entities.spelling import Writing, words_of
from nlu.components.entities.wordlists import word_list

_BEFORE = re.compile(r"(?P<sign>[A-Za-z]{0,3}[$€£¥￥₽₹₦₺₴₱₫₩฿₪₵]|Rs\.?|KSh|Ksh|S/\.?|Fr\.|[A-Z]{3})[ \u00a0\u202f]?$")
_AFTER = re.compile(r"[ \u00a0\u202f]?(?P<sign>US\$|[$€£¥￥₽₹₦₺₴₱₫₩฿₪₵]|zł)")


_WEIGHTS = (("pounds", "of"), ("pound", "of"))
"""Pounds of something are a weight."""


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    words = word_list("money")["codes_that_are_words"]
    return frozenset(str(code) for code in Locale("en").currencies if code not in words)


@lru_cache(maxsize=1)
def _words() -> tuple[Mapping[tuple[str, ...], str], int]:
    lists = word_list("money")["words"]
    table = {words_of(str(name)): str(code) for code, names in lists.items() for name in names}
    table |= {(code.casefold(),): code for code in _codes() if (code.casefold(),) not in table}
    return table, max(map(len, table))


def sums_of_money(
    writing: Writing, *, numbers: Sequence[Number], countries: Sequence[str], taken: Taken
) -> list[Candidate]:
    """Every number beside a currency. `countries`: those named in the message; they decide what "pesos" are."""
    found = []
    for number in numbers:
        if (number.start, number.end) not in taken:
            currency, start, end = _currency(writing, number)
            if currency:
                value = {"amount": written(number.value), "currency": _local(currency, countries)}
                found.append(Candidate("money", value, start, end))
    return found


def _currency(writing: Writing, number: Number) -> tuple[str, int, int]:
    """The currency beside a number and where the sum begins and ends; an empty code when there is none."""
    return _sign_before(writing, number) or _sign_after(writing, number) or _word(writing, number) or ("", 0, 0)


def _sign_before(writing: Writing, number: Number) -> tuple[str, int, int] | None:
    match = _BEFORE.search(writing.text[max(0, number.start - 6) : number.start])
    if not match:
        return None
    signs: Mapping[str, str] = word_list("money")["signs"]
    sign = match.group("sign")
    code = signs.get(sign) or (sign if sign in _codes() else signs.get(sign[-1:], ""))
    word, last = _word_at(writing, number.last)
    end = writing.tokens[last - 1].end if word and word == code else number.end
    return (code, number.start - len(match.group()), end) if code else None


def _sign_after(writing: Writing, number: Number) -> tuple[str, int, int] | None:
    match = _AFTER.match(writing.text, number.end)
    return (word_list("money")["signs"][match.group("sign")], number.start, match.end("sign")) if match else None


def _word(writing: Writing, number: Number) -> tuple[str, int, int] | None:
    """A code or word behind the number ("10k USD", "2 millones de euros"), or a code before it ("EUR 500")."""
    code, last = _word_at(writing, number.last)
    if code:
        return code, number.start, writing.tokens[last - 1].end
    before = writing.tokens[number.first - 1] if number.first else None
    if before and before.raw.isupper() and len(before.raw) == 3 and before.raw in _codes():
        return before.raw, before.start, number.end
    return _chinese_before(writing, number)


def _chinese_before(writing: Writing, number: Number) -> tuple[str, int, int] | None:
    """ "港币30万", "人民币5万"."""
    for size in (3, 2):
        words = writing.norms(number.first - size, number.first)
        if number.first >= size and words in _words()[0] and writing.tokens[number.first - 1].kind == "han":
            return _words()[0][words], writing.tokens[number.first - size].start, number.end
    return None


def _word_at(writing: Writing, index: int) -> tuple[str, int]:
    table, longest = _words()
    tokens = writing.tokens
    if index < len(tokens) and tokens[index].norm in ("de", "d", "of"):
        index += 1
    for size in range(min(longest, len(tokens) - index), 0, -1):
        words = writing.norms(index, index + size)
        if words in table and writing.norms(index, index + 2) not in _WEIGHTS:
            return table[words], index + size
    if writing.norms(index, index + 2) in _WEIGHTS:
        return "", index
    forms = tokens[index].forms[1:] if index < len(tokens) else ()
    code = next((table[(form,)] for form in forms if (form,) in table), "")
    return code, index + 1


def is_currency(words: tuple[str, ...]) -> bool:
    """Whether these compared words name a currency."""
    return words in _words()[0]


def _local(currency: str, countries: Sequence[str]) -> str:
    """Pesos are those of the country named, of Mexico when none is; so with dinars, shillings and the like."""
    local: Mapping[str, str] = word_list("money")["local"].get(currency, {})
    return next((local[country] for country in countries if country in local), next(iter(local.values()), currency))

"""Reads sums of money: signs, codes and words for currencies around a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlu.components.entities.amounts.alternatives import count_the_same
from nlu.components.entities.amounts.currencies import (
    PENCE,
    codes,
    countries_of_currencies,
    countries_of_speech,
    currency_at,
    currency_words,
    local_currency,
)
from nlu.components.entities.amounts.numbers import Number, written
from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.cues import has, singles
from nlu.components.entities.spelling import Writing
from nlu.components.entities.wordlists import word_list

_BEFORE = re.compile(
    r"(?P<sign>[A-Za-z]{0,4}[$€£¥￥₽₹₨₦₺₴₱₫₩฿₪₵₲₡৳₸₼₾֏₮₭៛﷼¢]U?|(?<![A-Za-z])[A-Za-z][A-Za-z.]{0,4}/?\.?)[ \u00a0\u202f]?$"
)
_AFTER = re.compile(r"[ \u00a0\u202f]?(?P<sign>US\$|R\$|[$€£¥￥₽₹₨₦₺₴₱₫₩฿₪₵₲₡৳₸₼₾֏₮₭៛﷼]|zł)")
_LETTERS = re.compile(r"[ \u00a0\u202f]?([^\W\d_]{1,4}\.?)(?![^\W\d_])")
_HAN = re.compile(r"[刀欧歐镑鎊铢銖]")

LONGEST_BEFORE = 6
"""Characters of a sign before the amount."""

FOR_EACH = 4
"""Words behind one of a currency, in which something tells for what ("un euro al mes")."""

MOST_APART = 100
"""Of two sums told with one currency, how many times the greater may be the smaller."""

Sum = tuple[str, int, int]
"""A currency and where the sum begins and ends."""


def sums_of_money(
    writing: Writing, *, numbers: Sequence[Number], countries: Sequence[str], taken: Taken
) -> list[Candidate]:
    """Every number beside a currency. `countries`: those named in the message; they decide what "pesos" are."""
    free = [number for number in numbers if (number.start, number.end) not in taken]
    found = {number.start: told for number in free if (told := _currency(writing, number))}
    if any(currency in word_list("money")["local"] for currency, _, _ in found.values()):
        countries = [*countries, *countries_of_currencies(writing), *countries_of_speech(writing)]
        found = {start: told for start, told in found.items() if _may_be(writing, told, countries)}
    sums = [_candidate(number, found[number.start], countries) for number in free if number.start in found]
    for number, beside in count_the_same(writing, free, told={start: end for start, (_, _, end) in found.items()}):
        if _are_alike(number, beside):
            sums.append(_candidate(number, (found[beside.start][0], number.start, number.end), countries))
    return [*sums, *_single(writing, countries=countries, taken=taken.with_more(sums))]


def _may_be(writing: Writing, told: Sum, countries: Sequence[str]) -> bool:
    """ "L 4,500" is in lempiras where Honduras is named or money is spoken of before it; elsewhere it may be a size."""
    currency, start, _ = told
    if currency not in word_list("money")["only_told"]:
        return True
    is_named = not set(word_list("money")["local"][currency]).isdisjoint(countries)
    at = writing.index_at(start)
    return is_named or has(writing.norms(at - FOR_EACH, at), "giving", "of_money")


def _candidate(number: Number, told: Sum, countries: Sequence[str]) -> Candidate:
    currency, start, end = told
    part = word_list("money")["parts"].get(currency)
    thousand = word_list("money")["thousands"].get(currency)
    if part:
        currency, amount = part[0], number.value / part[1]
    elif thousand:
        currency, amount = thousand, number.value * 1000
    else:
        amount = number.value
    return Candidate("money", {"amount": written(amount), "currency": local_currency(currency, countries)}, start, end)


def _are_alike(number: Number, beside: Number) -> bool:
    """ "between 15 000 and 20 000 euros", and not "the 3 trucks and 20 000 euros"."""
    low, high = sorted((number.value, beside.value))
    return not number.written and low > 0 and high <= low * MOST_APART


def _currency(writing: Writing, number: Number) -> Sum | None:
    """The currency beside a number and where the sum begins and ends."""
    return (
        _chinese_before(writing, number)
        or _sign_before(writing, number)
        or _sign_after(writing, number)
        or _word(writing, number)
    )


def _sign_before(writing: Writing, number: Number) -> Sum | None:
    match = _BEFORE.search(writing.text[max(0, number.start - LONGEST_BEFORE) : number.start])
    code = _signed(match.group("sign"), number) if match else ""
    if not match or not code:
        return None
    word, last = currency_at(writing, number.last)
    start = number.start - len(match.group())
    if word and (word == code or match.group("sign").endswith("$")):
        return word, start, writing.tokens[last - 1].end
    return code, start, number.end


def _signed(sign: str, number: Number) -> str:
    """The currency of a sign or of letters before an amount."""
    lists = word_list("money")
    if sign in lists["signs"]:
        return str(lists["signs"][sign])
    if not sign[-1:].isalpha() and sign[-1:] not in "./U":
        return str(lists["signs"].get(sign[-1:], ""))
    if sign in lists["before"]:
        return str(lists["before"][sign]) if number.value >= lists["least_before"] and not number.written else ""
    if sign in codes():
        return sign if sign not in lists["never_codes"] else ""
    code = sign.upper()
    plain = code in codes() and code not in lists["codes_that_are_words"] and number.value >= lists["least_before"]
    return code if plain else ""


def _sign_after(writing: Writing, number: Number) -> Sum | None:
    match = _AFTER.match(writing.text, number.end)
    if not match:
        return _letters_after(writing, number)
    sign = match.group("sign")
    other = _LETTERS.match(writing.text, match.end()) if sign == "$" else None
    whose = word_list("money")["other_dollars"].get(other.group(1)) if other else None
    if other and whose:
        return str(whose), number.start, other.end()
    return str(word_list("money")["signs"][sign]), number.start, match.end("sign")


def _letters_after(writing: Writing, number: Number) -> Sum | None:
    """ "50 000 DH", "50p", "5万欧"."""
    lists = word_list("money")
    if _HAN.match(writing.text, number.end):
        return str(lists["behind"][writing.text[number.end]]), number.start, number.end + 1
    match = _LETTERS.match(writing.text, number.end)
    if not match or number.written:
        return None
    letters = match.group(1)
    if letters == PENCE and match.start(1) == number.end and writing.language == "en":
        return PENCE, number.start, match.end()
    code = lists["behind"].get(letters) or lists["behind"].get(letters.rstrip("."))
    if letters == "F" and writing.norms(number.last + 1, number.last + 2) == ("cfa",):
        return None
    return (str(code), number.start, match.end()) if code else None


def _word(writing: Writing, number: Number) -> Sum | None:
    """A code or word behind the number ("10k USD", "2 millones de euros")."""
    code, last = currency_at(writing, number.last)
    return (code, number.start, writing.tokens[last - 1].end) if code else None


def _chinese_before(writing: Writing, number: Number) -> Sum | None:
    """ "港币30万", "人民币5万元整"."""
    if not number.first or writing.tokens[number.first - 1].kind != "han":
        return None
    for size in (3, 2):
        words = writing.norms(number.first - size, number.first)
        if number.first >= size and words in currency_words()[0]:
            end = number.last
            while writing.norms(end, end + 1) in (("元",), ("圆",), ("块",), ("整",)):
                end += 1
            return currency_words()[0][words], writing.tokens[number.first - size].start, writing.tokens[end - 1].end
    return None


def _single(writing: Writing, *, countries: Sequence[str], taken: Taken) -> Iterator[Candidate]:
    """One of a currency for each of something ("un euro al mes"), and half of one ("نص جنيه")."""
    for index, token in enumerate(writing.tokens):
        is_half = token.norm in singles("money", "half")
        if not is_half and token.norm not in singles("money", "one"):
            continue
        code, end = currency_at(writing, index + 1)
        if not code or (token.start, writing.tokens[end - 1].end) in taken:
            continue
        if is_half or has(writing.norms(end, end + FOR_EACH), "money", "for_each"):
            value = {"amount": 0.5 if is_half else 1, "currency": local_currency(code, countries)}
            yield Candidate("money", value, token.start, writing.tokens[end - 1].end)


def is_currency(words: tuple[str, ...]) -> bool:
    """Whether these compared words name a currency."""
    return words in currency_words()[0]

"""Reads numbers in a text: digits of any script, grouped thousands, number words of seven languages, Chinese numerals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from nlu.components.entities.spelling import Token, Writing, normal, words_of
from nlu.components.entities.wordlists import word_list

_DIGITS = re.compile(
    r"(?<![\d.,])\d{1,3}(?:(?P<sep>[ ,.'’\u00a0\u202f\u2009])\d{3}(?!\d))(?:(?P=sep)\d{3}(?!\d))*(?:[.,]\d{1,2}(?!\d))?"
    r"|(?<![\d.,])\d{1,2}(?:,\d{2})+(?P<lakh>,)\d{3}(?!\d)"
    r"|\d+(?:[.,]\d+)?"
)
_CODE_BEFORE = re.compile(r"(?:[$€£¥₽₹₦₺₴₱]|\b[A-Z]{3}) ?$")
_MONEY_BEHIND = re.compile(
    r" ?(?:[$€£¥]|[A-Z]{3}\b|(?:de )?(?:F ?)?CFA\b|(?:d['’]|de |of )?(?:euros?|dollars?|francs?|dinars?|dirhams?|pesos?)\b)"
)
"""What makes "2m" and "60 M" millions and no length."""

_SIGNS = ("€", "$", "£")
"""What makes the "k" of "20 k€" thousands."""

_SEPARATORS = str.maketrans({"٫": ".", "٬": ",", "，": ",", "．": "."})
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")

_NO_NUMBERS = frozenset(("مية", "ميه", "المية", "الميه", "فين"))
"""Spoken Arabic for water and where, which are a hundred and two thousand once their letters are brought to one form."""

_CHINESE_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_FORMAL_DIGITS = {char: value for value, char in enumerate("壹贰叁肆伍陆柒捌玖", start=1)} | {"参": 3, "弍": 2, "弐": 2}
_FORMAL_TIMES = {"拾": 10, "佰": 100, "仟": 1000}
"""Numerals as cheques have them. Some are names and other words ("大陆"): a number begins with one only before a power of ten."""

_CHINESE_SHORT = "百千万萬亿億"
"""Behind one of them a last digit counts its tenths: "四万八" is 48,000."""

_CHINESE_TENS = {"廿": 20, "卅": 30}
_CHINESE_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}


@dataclass(frozen=True)
class Number:
    """A number in a text: characters `start` to `end`, tokens `first` up to `last`. `written`: in words, not digits."""

    value: float
    start: int
    end: int
    first: int
    last: int
    written: bool = False


@dataclass(frozen=True)
class _Words:
    alone: Mapping[str, float]
    joined: Mapping[str, float]
    times: Mapping[str, float]
    shortened: frozenset[str]
    of_money: frozenset[str]
    skipped: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    lists = word_list("numbers")

    def table(name: str) -> dict[str, float]:
        return {words[0]: float(v) for v, names in lists[name].items() for n in names if len(words := words_of(n)) == 1}

    words = table("words")
    return _Words(
        alone=words | table("alone"),
        joined=words | table("joined"),
        times=table("times"),
        shortened=frozenset(normal(word) for word in lists["shortened"]),
        of_money=frozenset(normal(word) for word in lists["of_money"]),
        skipped=frozenset(normal(word) for word in lists["skipped"]),
    )


@lru_cache(maxsize=16)
def _other_words(language: str) -> frozenset[str]:
    """Words that are no numbers in a language, though they are in another one: Portuguese "dos", English "once"."""
    return frozenset(normal(word) for word in word_list("numbers")["not_in"].get(language, ()))


def written(value: float) -> int | float:
    """A number as values are written: whole as int, anything else with at most six places."""
    return int(value) if value == int(value) else round(value, 6)


def european(text: str) -> str:
    """The text with digits and separators of every script as European ones; the length stays the same."""
    if text.isascii():
        return text
    text = text.translate(_SEPARATORS)
    return _OTHER_DIGIT.sub(lambda match: str(unicodedata.decimal(match.group())), text)


def numbers_in(writing: Writing) -> list[Number]:
    """Every number of the text, with its multiplier ("10k", "2 millones", "5万") taken in, in order."""
    plain = european(writing.text)
    found = [_in_digits(match, writing) for match in _DIGITS.finditer(plain)]
    taken = {index for number in found for index in range(number.first, number.last)}
    found += [number for number in _in_words(writing) if not taken & set(range(number.first, number.last))]
    return list(_joined(sorted(found, key=lambda number: number.start)))


def _joined(found: Sequence[Number]) -> Iterator[Number]:
    """ "2万1千": two Chinese numbers side by side, the latter smaller than what multiplies the former, are one."""
    pending: Number | None = None
    for number in found:
        if (
            pending
            and number.start == pending.end
            and 0 < number.value < _last_factor(pending.value)
            and pending.value >= 10_000
        ):
            pending = replace(pending, value=pending.value + number.value, end=number.end, last=number.last)
            continue
        if pending:
            yield pending
        pending = number
    if pending:
        yield pending


def _last_factor(value: float) -> float:
    return next((factor for factor in (10**8, 10_000) if value % factor == 0), 0)


def _in_digits(match: re.Match[str], writing: Writing) -> Number:
    value, start, end = _value(match.group(), match.group("sep") or match.group("lakh")), match.start(), match.end()
    first, last = writing.index_at(start), writing.index_at(end - 1) + 1
    return _multiplied(Number(value, start, end, first, max(first, last)), writing)


def _value(digits: str, separator: str | None) -> float:
    if separator:
        whole, _, rest = digits.rpartition(separator)
        decimal = re.search(r"[.,]\d{1,2}$", rest) if not re.fullmatch(r"\d{3}", rest) else None
        if decimal:
            return float(re.sub(r"\D", "", digits[: -len(decimal.group())]) + "." + decimal.group()[1:])
        return float(re.sub(r"\D", "", digits)[:300])
    head, _, tail = digits.replace(",", ".").partition(".")
    return float(head[:300] + "." + tail[:20]) if tail else float(head[:300])


def _multiplied(number: Number, writing: Writing) -> Number:
    times = _words().times
    index = number.last
    while index < len(writing.tokens) and (factor := _factor(writing.tokens[index], times, writing, number)):
        last = index + 1 + _is_abbreviated(writing, index)
        end = writing.tokens[last - 1].end
        number = Number(number.value * factor, number.start, end, number.first, last, number.written)
        index = last
    return number


def _is_abbreviated(writing: Writing, index: int) -> bool:
    """ "800 тыс. руб.": the full stop belongs to the multiplier, where the sentence goes on behind it."""
    stop = writing.tokens[index + 1 : index + 3]
    if len(stop) < 2 or stop[0].norm != "." or writing.tokens[index].norm not in _words().shortened:
        return False
    return stop[0].start == writing.tokens[index].end and not stop[1].raw[:1].isupper()


def _factor(token: Token, times: Mapping[str, float], writing: Writing, number: Number) -> float:
    gap = writing.text[number.end : token.start]
    if len(gap) > 2 or gap.strip(" \u00a0\u202f-"):
        return 0
    factor = max((times.get(form, 0) for form in token.forms), default=0)
    if token.norm in ("k", "к") and gap and token.raw != "K" and writing.text[token.end : token.end + 1] not in _SIGNS:
        return 0
    is_plain = token.raw in ("M", "B") and not gap or (token.raw == "w" and writing.language == "zh" and not gap)
    if factor and token.norm in _words().of_money and not is_plain and not _is_of_money(writing, number, token):
        return 0
    return factor


def _is_of_money(writing: Writing, number: Number, token: Token) -> bool:
    before = writing.text[max(0, number.start - 4) : number.start]
    return bool(_CODE_BEFORE.search(before) or _MONEY_BEHIND.match(writing.text, token.end))


def _in_words(writing: Writing) -> Iterator[Number]:
    tokens, index = writing.tokens, 0
    others = _other_words(writing.language)
    while index < len(tokens):
        if tokens[index].norm in others:
            index += 1
            continue
        reached, value = _chinese(tokens, index) if tokens[index].kind == "han" else _spoken(tokens, index)
        if reached > index:
            yield Number(value, tokens[index].start, tokens[reached - 1].end, index, reached, written=True)
        index = max(reached, index + 1)


def _spoken(tokens: tuple[Token, ...], first: int) -> tuple[int, float]:
    """The number that starts at a token, as (first token after it, value); an article alone is no number."""
    words = _words()
    total = current = 0.0
    index = reached = first
    count = 0
    while index < len(tokens) and index - first < 16:
        token = tokens[index]
        if count and token.norm in ("a", "an"):
            index += 1
            continue
        value = _word_value(tokens, index, words.joined if count else words.alone)
        if value is None and not count and token.norm in words.joined and _is_scaled(tokens, index):
            value = words.joined[token.norm] % 1
        if value is None:
            if count and token.norm in words.skipped and index == reached:
                index += 1
                continue
            break
        total, current = _added(total, current, value)
        count += 1
        index += 1
        reached = index
    return (reached, total + current) if count else (first, 0)


def _word_value(tokens: tuple[Token, ...], index: int, table: Mapping[str, float]) -> float | None:
    token = tokens[index]
    if token.kind != "word" or token.raw in _NO_NUMBERS:
        return None
    if token.norm.isascii():
        return table.get(token.norm)
    return next((table[form] for form in token.forms if form in table), None)


def _is_scaled(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a dozen, hundred, thousand or more follows, so that an article before it counts ("a dozen", "un million")."""
    following = _word_value(tokens, index + 1, _words().alone) if index + 1 < len(tokens) else None
    return following is not None and (
        following in (10, 12, 15, 20) and tokens[index + 1].norm not in ("ten", "twelve") or following >= 100
    )


def _added(total: float, current: float, value: float) -> tuple[float, float]:
    if value >= 1000 and value not in (2000.0, 2_000_000.0):
        return total + (current or 1) * value, 0
    if value >= 1000:
        return total + current + value, 0
    if value == 100 or (value == 20 and current == 4):
        return total, max(current, 1) * value
    if value == 12 and 0 < current < 10:
        return total, current * 12
    return total, current + value


def _is_formal(tokens: tuple[Token, ...], first: int) -> bool:
    """Whether a number in formal numerals begins at a token: "贰佰万", and not "大陆万家企业"."""
    following = tokens[first + 1].norm if first + 1 < len(tokens) else ""
    if tokens[first].norm not in _FORMAL_DIGITS or (first and tokens[first - 1].norm in "大内登"):
        return False
    return following in _FORMAL_TIMES or following in _CHINESE_TIMES


def _chinese(tokens: tuple[Token, ...], first: int) -> tuple[int, float]:
    total = section = digit = 0.0
    index = first
    formal = _is_formal(tokens, first)
    digits = _CHINESE_DIGITS | _FORMAL_DIGITS if formal else _CHINESE_DIGITS
    powers = _CHINESE_TIMES | _FORMAL_TIMES if formal else _CHINESE_TIMES
    while (
        index < len(tokens)
        and tokens[index].kind == "han"
        and (index == first or tokens[index].start == tokens[index - 1].end)
    ):
        char = tokens[index].norm
        if char in digits:
            digit = float(digits[char])
        elif char in _CHINESE_TENS:
            section += _CHINESE_TENS[char]
        elif char in powers:
            times = float(powers[char])
            if times >= 10_000:
                total, section, digit = total + max(section + digit, 1) * times, 0, 0
            else:
                section, digit = section + max(digit, 1) * times, 0
        else:
            break
        index += 1
    spoken = index - first > 1 and digit and tokens[index - 2].norm in _CHINESE_SHORT
    digit *= _CHINESE_TIMES[tokens[index - 2].norm] / 10 if spoken else 1
    lone = index - first == 1 and tokens[first].norm in "十百千万萬亿億零〇" and tokens[first].norm != "十"
    return (first, 0) if lone or index == first else (index, total + section + digit)

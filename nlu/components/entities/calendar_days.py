"""Reads days and months by their name or number: "15 March 2027", "15.03.2027", "end of June", "on the 14th"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import dateparser

from nlu.components.entities.calendar_words import CalendarWords, links
from nlu.components.entities.days import ONE_DAY, Days, coming, day_or_none, months_later
from nlu.components.entities.money import is_currency
from nlu.components.entities.numbers import Number, european
from nlu.components.entities.spelling import Writing, normal, words_of
from nlu.components.entities.wordlists import LANGUAGES, word_list

_NUMERIC = re.compile(
    r"(?<![\w./-])(?:(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
    r"|(?P<a>\d{1,2})(?P<s>[./-])(?P<b>\d{1,2})(?P=s)(?P<c>\d{4}|\d{2}))(?![\w/-]|\.\d)"
)
_HYPHENED = re.compile(r"(?<!\w)\d{1,2}[-/.][^\W\d_]{3,10}[-/.]\d{2,4}(?!\w)")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class CalendarDays:
    """The days of one text. `numbers` by the token where they begin."""

    writing: Writing
    words: CalendarWords
    numbers: Mapping[int, Number]
    today: date
    language: str

    def in_digits(self) -> Iterator[Days]:
        """ "2027-03-15", "15/03/2027" (the day first where both are possible), "15-Mar-27"."""
        plain = european(self.writing.text)
        for match in _NUMERIC.finditer(plain):
            day = _numeric(match)
            if day:
                yield self._spanning(match.start(), match.end(), day)
        for match in _HYPHENED.finditer(plain):
            day = _hyphened(match.group(), self.language)
            if day:
                yield self._spanning(match.start(), match.end(), day)

    def _spanning(self, start: int, end: int, day: date) -> Days:
        return Days.single(day, self.writing.index_at(start), self.writing.index_at(end - 1) + 1)

    def month(self, index: int) -> Days | None:
        """A month with what belongs to it: day before or after, year, "end of"."""
        words, end = self.words.at(self.writing, index, self.words.months)
        if not words or (words[0] in _short_months() and words not in _months_of(self.language)):
            return None
        first, number = self._day_before(index)
        if number is None:
            number, end = self._day_after(end)
        year, end = self.words.year_after(self.writing, end, today=self.today)
        if number is None and year is None and not self._is_month(index, end, words):
            return None
        day = coming(self.today, month=self.words.months[words], day=number, year=year)
        if day and not year and day > self.today and self.words.is_gone(self.writing, first, end):
            day = months_later(day, -12)
        if day is None or number is not None:
            return Days.single(day, first, end) if day else None
        late = self.words.before(self.writing, index, "end_parts")
        next_month = months_later(day, 1)
        return Days.single(next_month - ONE_DAY, late, end) if late >= 0 else Days(day, next_month, index, end)

    def _is_month(self, index: int, end: int, words: tuple[str, ...]) -> bool:
        """Whether a month's name alone is one: short forms never are, "may" and "march" only where a month can stand."""
        if words[0] in _short_months():
            return False
        if words[0] not in _months_that_are_words():
            return True
        raw = self.writing.slice(index, end)
        if len(self.writing.tokens) == end - index:
            return raw[:1].isupper() or self.language != "en"
        led = self.words.before(self.writing, index, "in", "until", "since", "between", "parts", "past") >= 0
        joined = self.writing.norms(index - 1, index) in self.words.phrases["to"] and index > 1
        joined = joined or self._leads_to_a_month(end)
        return (led or joined) and (raw[:1].isupper() or (self.language != "en" and (led or joined)))

    def _leads_to_a_month(self, end: int) -> bool:
        """ "mars à juin"."""
        joins = self.writing.norms(end, end + 1) in self.words.phrases["to"]
        return joins and bool(self.words.at(self.writing, end + 1, self.words.months)[0])

    def _day_before(self, index: int) -> tuple[int, int | None]:
        """The number before a month and the token where it begins: "15 March", "15th of March", "1º de março"."""
        at = index - 1
        while at >= 0 and index - at <= 4 and self.writing.words[at] in links():
            at -= 1
        if at < 0:
            return index, None
        token = self.writing.tokens[at]
        if token.kind == "number" and len(token.norm) <= 2 and 0 < int(token.norm) <= 31:
            return at, int(token.norm)
        if token.norm in _firsts():
            return at, 1
        if token.norm in _ordinal_days():
            return at, _ordinal_days()[token.norm]
        spoken = self._spoken.get(at + 1)
        return (spoken.first, int(spoken.value)) if spoken else (index, None)

    @cached_property
    def _spoken(self) -> Mapping[int, Number]:
        """Days told in words, by the token behind them."""
        return {n.last: n for n in self.numbers.values() if n.written and 1 <= n.value <= 31}

    def _day_after(self, end: int) -> tuple[int | None, int]:
        """ "March 15", "March the 15th", but not the amount in "in March 20 trucks"."""
        at = end + (self.writing.norms(end, end + 1) == ("the",))
        token = self.writing.tokens[at] if at < len(self.writing.tokens) else None
        if token is None or token.kind != "number" or len(token.norm) > 2 or not 0 < int(token.norm) <= 31:
            return None, end
        if self.language not in ("en", "und"):
            return None, end
        following = self.writing.tokens[at + 1] if at + 1 < len(self.writing.tokens) else None
        if following and following.norm in _ordinals():
            return int(token.norm), at + 2
        if following and following.kind == "word" and following.norm not in _after_days():
            return None, end
        return int(token.norm), at + 1

    def day_of_month(self, index: int) -> Days | None:
        """ "on the 14th", "dia 2", "15号": the next such day, or after "since" the last one."""
        token = self.writing.tokens[index]
        if token.kind != "number" or len(token.norm) > 2 or not 0 < int(token.norm) <= 31:
            return None
        before, after = self.writing.norms(index - 1, index), self.writing.norms(index + 1, index + 2)
        said_before = bool(before) and before[0] in _small("day_before")
        said_after = bool(after) and after[0] in _small("day_after")
        ordinal = before == ("the",) and bool(after) and after[0] in _ordinals()
        if not (said_before or said_after or ordinal):
            return None
        first, end = index - (said_before or ordinal), index + 1 + (said_after or ordinal)
        if self.words.is_recurring(self.writing, first):
            return None
        back = self.words.before(self.writing, first, "since") >= 0 or self.words.is_gone(self.writing, first, end)
        day = _day_of_month(self.today, int(token.norm), back=back)
        return Days.single(day, first, end) if day else None

    def year(self, index: int) -> Days | None:
        """ "in 2021", "2021 году"; a bare number is not taken for a year."""
        token = self.writing.tokens[index]
        if token.kind != "number" or not _YEAR.fullmatch(token.norm):
            return None
        following = self.writing.norms(index + 1, index + 2)
        said = following in self.words.phrases["year_words"]
        led = self.words.before(self.writing, index, "in") >= 0
        counted = bool(following) and self.writing.tokens[index + 1].kind == "word" and len(following[0]) > 4
        if not said and (not led or counted or is_currency(following)):
            return None
        start = date(int(token.norm), 1, 1)
        return Days(start, months_later(start, 12), index, index + 1 + said)


def _day_of_month(today: date, number: int, *, back: bool) -> date | None:
    """The nearest such day from today on; `back`: up to today."""
    this_month = today.replace(day=1)
    months = (this_month, months_later(this_month, -1 if back else 1))
    found = (day_or_none(month.year, month.month, number) for month in months)
    return next((day for day in found if day and (day <= today if back else day >= today)), None)


def _numeric(match: re.Match[str]) -> date | None:
    if match.group("y"):
        return day_or_none(int(match.group("y")), int(match.group("m")), int(match.group("d")))
    first, second, year = int(match.group("a")), int(match.group("b")), int(match.group("c"))
    year = year if year > 99 else 2000 + year
    return day_or_none(year, second, first) or day_or_none(year, first, second)


def _hyphened(text: str, language: str) -> date | None:
    """A written-out date with signs between, left to dateparser."""
    languages = list(dict.fromkeys([language, "en"])) if language in LANGUAGES else ["en"]
    found = dateparser.parse(text, languages=languages, settings={"DATE_ORDER": "DMY", "STRICT_PARSING": True})
    return found.date() if found else None


@lru_cache(maxsize=8)
def _small(name: str) -> frozenset[str]:
    return frozenset(normal(str(word)) for word in word_list("dates")[name])


@lru_cache(maxsize=8)
def _months_of(language: str) -> frozenset[tuple[str, ...]]:
    months = word_list("dates")["months"]
    codes = {language, "en"} & set(months) if language in months else set(months)
    return frozenset(words_of(str(name)) for code in codes for names in months[code] for name in names)


@lru_cache(maxsize=1)
def _ordinal_days() -> Mapping[str, int]:
    table = word_list("dates")["ordinal_days"]
    return {normal(str(word)): int(day) for day, words in table.items() for word in words}


def _firsts() -> frozenset[str]:
    return _small("firsts")


def _ordinals() -> frozenset[str]:
    return _small("ordinals")


def _after_days() -> frozenset[str]:
    return _small("after_days")


def _short_months() -> frozenset[str]:
    return _small("short_months")


def _months_that_are_words() -> frozenset[str]:
    return _small("months_that_are_words")

"""Reads days and months by their name or number: "15 March 2027", "15.03.2027", "2027年3月15日", "end of June"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import dateparser

from nlu.components.entities.calendar_words import CalendarWords
from nlu.components.entities.days import ONE_DAY, Days, coming, day_or_none, months_later
from nlu.components.entities.numbers import Number, european
from nlu.components.entities.spelling import Writing, normal
from nlu.components.entities.wordlists import LANGUAGES, word_list

_NUMERIC = re.compile(
    r"(?<![\w./-])(?:(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
    r"|(?P<a>\d{1,2})(?P<s>[./-])(?P<b>\d{1,2})(?P=s)(?P<c>\d{4}|\d{2}))(?![\w/-]|\.\d)"
)
_HYPHENED = re.compile(r"(?<!\w)\d{1,2}[-/.][^\W\d_]{3,10}[-/.]\d{2,4}(?!\w)")
_CHINESE = re.compile(
    r"(?:(?P<y>(?:19|20)\d\d)年)?(?P<m>\d{1,2})月份?(?:(?P<d>\d{1,2})[日号號])?(?P<late>底|末)?|(?P<year>(?:19|20)\d\d)年(?P<end>底|末)?"
)
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

    def in_chinese(self) -> Iterator[Days]:
        """ "2027年3月15日", "3月", "2027年"."""
        for match in (
            _CHINESE.finditer(european(self.writing.text))
            if "年" in self.writing.text or "月" in self.writing.text
            else ()
        ):
            if match.group("year"):
                first = date(int(match.group("year")), 1, 1)
                stop = months_later(first, 12)
                first = stop - ONE_DAY if match.group("end") else first
                yield self._spanning(match.start(), match.end(), first, stop)
                continue
            number, year = match.group("d"), match.group("y")
            month = int(match.group("m"))
            day = coming(self.today, month=month, day=int(number) if number else None, year=int(year) if year else None)
            if day:
                month_end = months_later(day, 1)
                day = month_end - ONE_DAY if match.group("late") else day
                yield self._spanning(match.start(), match.end(), day, None if number else month_end)

    def _spanning(self, start: int, end: int, day: date, stop: date | None = None) -> Days:
        first, last = self.writing.index_at(start), self.writing.index_at(end - 1) + 1
        return Days(day, stop, first, last) if stop else Days.single(day, first, last)

    def month(self, index: int) -> Days | None:
        """A month with what belongs to it: day before or after, year, "end of"."""
        words, end = self.words.at(self.writing, index, self.words.months)
        if not words:
            return None
        first, number = self._day_before(index)
        if number is None:
            number, end = self._day_after(end)
        year, end = self._year_after(end)
        if number is None and year is None and not self._is_month(index, end, words):
            return None
        day = coming(self.today, month=self.words.months[words], day=number, year=year)
        if day and not year and day > self.today and self.words.is_past(self.writing, first, end):
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
        return (led or joined) and (raw[:1].isupper() or (self.language != "en" and led))

    def _day_before(self, index: int) -> tuple[int, int | None]:
        """The number before a month and the token where it begins: "15 March", "15th of March", "1º de março"."""
        at = index - 1
        while at >= 0 and index - at <= 4 and self.writing.words[at] in _links():
            at -= 1
        if at < 0:
            return index, None
        token = self.writing.tokens[at]
        if token.kind == "number" and len(token.norm) <= 2 and 0 < int(token.norm) <= 31:
            return at, int(token.norm)
        if token.norm in _firsts():
            return at, 1
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

    def _year_after(self, end: int) -> tuple[int | None, int]:
        at = end
        while at < len(self.writing.tokens) and at - end < 2 and self.writing.words[at] in _links():
            at += 1
        if at >= len(self.writing.tokens) or not _YEAR.fullmatch(self.writing.words[at]):
            return None, end
        said = self.writing.norms(at + 1, at + 2) in self.words.phrases["year_words"]
        return int(self.writing.words[at]), at + 1 + said

    def season(self, index: int) -> Days | None:
        """ "spring 2027"; a season without its year is too vague."""
        words, end = self.words.at(self.writing, index, self.words.seasons)
        year, last = self._year_after(end) if words else (None, end)
        if year is None:
            return None
        start = date(year, self.words.seasons[words], 1)
        return Days(start, months_later(start, 3), index, last)

    def year(self, index: int) -> Days | None:
        """ "in 2021", "2021 году"; a bare number is not taken for a year."""
        token = self.writing.tokens[index]
        if token.kind != "number" or not _YEAR.fullmatch(token.norm):
            return None
        following = self.writing.norms(index + 1, index + 2)
        said = following in self.words.phrases["year_words"]
        led = self.words.before(self.writing, index, "in") >= 0
        counted = bool(following) and self.writing.tokens[index + 1].kind == "word" and len(following[0]) > 4
        if not said and (not led or counted):
            return None
        start = date(int(token.norm), 1, 1)
        return Days(start, months_later(start, 12), index, index + 1 + said)


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


def _links() -> frozenset[str]:
    return _small("links")


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

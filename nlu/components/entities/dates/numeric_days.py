"""Reads days and months written in digits: "2027-03-15", "15/03/2027", "08/2028", "15-Mar-27", "dez/26", "on 12/11"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import dateparser

from nlu.components.entities.amounts.numbers import european
from nlu.components.entities.dates.calendar_words import CalendarWords
from nlu.components.entities.dates.days import ONE_DAY, Days, day_or_none, months_later, nearest_day
from nlu.components.entities.dates.tenses import Tenses
from nlu.components.entities.spelling import Writing, normal, words_of
from nlu.components.entities.wordlists import LANGUAGES, word_list

_LETTER = r"A-Za-z0-9_\u00c0-\u024f\u0400-\u04ff"
"""What may not touch a date; Chinese and the short words of Arabic may."""

_FULL = re.compile(
    rf"(?<![{_LETTER}./-])(?:(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})"
    rf"|(?P<a>\d{{1,2}})(?P<s>[./-])(?P<b>\d{{1,2}})(?P=s)(?P<c>\d{{4}}|\d{{2}}))(?![{_LETTER}/-]|\.\d)"
)
_NAMED = re.compile(r"(?<!\w)\d{1,2}[-/.][^\W\d_]{3,10}[-/.]\d{2,4}(?!\w)")
_MONTH = re.compile(
    rf"(?<![{_LETTER}./,-])(?:(?P<m>\d{{1,2}})(?P<s>[-/. ])(?P<y>20\d\d)|(?P<y2>20\d\d)[-/.](?P<m2>\d{{1,2}}))"
    rf"(?![{_LETTER}/-]|[.,]\d)"
)
_NAMED_MONTH = re.compile(
    r"(?<!\w)(?P<m>[^\W\d_]{3,10})\.?(?:(?:/| ?['’])(?P<y>\d{2}|20\d\d)|-(?P<y2>20\d\d))(?![\w/])"
)
_YEARS = re.compile(rf"(?<![{_LETTER}./-])(?P<a>20\d\d) ?[-–—/] ?(?P<b>20\d\d)(?![{_LETTER}/-])")
_SHORT = re.compile(
    rf"(?<![{_LETTER}./:-])(?<!\d,)(?P<a>\d{{1,2}})(?P<s>[/.])(?P<b>\d{{1,2}})(?![{_LETTER}/%]|:\d|[.,]\d| ?%)"
)

_DASHED = re.compile(rf"(?<![{_LETTER}./:-])(?<!\d,)(?P<a>\d{{1,2}})-(?P<b>\d{{1,2}})(?![{_LETTER}/%:-]|[.,]\d| ?%)")
_NAMED_DAY = re.compile(r"(?<![\w./-])(?P<d>\d{1,2})[-/](?P<m>[^\W\d_]{3,10})(?![\w/-])")
_STRETCH = re.compile(
    rf"(?<![{_LETTER}./:-])(?<!\d,)(?P<a>\d{{1,2}})(?P<s>[/.])(?P<b>\d{{1,2}}) ?[-–—~至到] ?"
    rf"(?P<c>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})(?![{_LETTER}/%:]|[.,]\d| ?%)"
)

_YEARS_OF_DATES = range(1900, 2200)
"""Years that companies write about; "9999-12-31" is a form's empty field."""

FAR, NEAR = 200, 120
"""Days: a date that must lie so far away is more likely written the other way round, if that one lies near."""

LONGEST_STRETCH = 15
"""Years that an interval of years may have ("2026-2028"), and that a month told by its number may be away."""

LONGEST_SEASON = timedelta(days=200)
"""That a stretch written in digits without a year lasts at most."""

WORD_WITHIN = 4
"""Tokens before "08/28" among which a word tells that something expires in it, or before "5/12" that it is a date."""

MONTH_FIRST = ("zh",)
EITHER_WAY = ("en", "und", "zh")
"""Languages in which "12/11" is also written by people who name the month first."""


@dataclass(frozen=True)
class NumericDays:
    """The days of one text that are written in digits."""

    writing: Writing
    words: CalendarWords
    tenses: Tenses
    today: date
    language: str

    def read(self) -> Iterator[Days]:
        """All of them, in no order."""
        if all(token.kind != "number" for token in self.writing.tokens):
            return
        plain = european(self.writing.text)
        for match in _FULL.finditer(plain):
            yield from self._single(match, _full(match))
        for match in _NAMED.finditer(plain):
            yield from self._single(match, _named(match.group(), self.language))
        for match in (*_MONTH.finditer(plain), *_NAMED_MONTH.finditer(plain)):
            yield from self._month(match)
        for match in _YEARS.finditer(plain):
            first, last = int(match.group("a")), int(match.group("b"))
            if first < last <= first + LONGEST_STRETCH:
                yield self._spanning(match, date(first, 1, 1), date(last + 1, 1, 1), "year")
        for match in _SHORT.finditer(plain):
            yield from self._short(match)
        for match in _STRETCH.finditer(plain):
            yield from self._stretch(match)
        for match in _DASHED.finditer(plain):
            yield from self._dashed(match)
        for match in _NAMED_DAY.finditer(plain):
            yield from self._named_day(match)

    def _single(self, match: re.Match[str], day: date | None) -> Iterator[Days]:
        if day:
            yield Days.single(day, *self._tokens(match))

    def _spanning(self, match: re.Match[str], start: date, stop: date, unit: str) -> Days:
        return Days(start, stop, *self._tokens(match), unit)

    def _tokens(self, match: re.Match[str]) -> tuple[int, int]:
        return self.writing.index_at(match.start()), self.writing.index_at(match.end() - 1) + 1

    def _month(self, match: re.Match[str]) -> Iterator[Days]:
        """ "08/2028", "2028-08", "dez/26"."""
        told = match.groupdict()
        name, year = told["m"] or told["m2"], int(told.get("y") or told["y2"])
        month = int(name) if name.isdigit() else self.words.months.get(words_of(name), 0)
        if told.get("s") == " " and not self._is_behind(self._tokens(match)[0], "expiry_words"):
            return
        start = day_or_none(year if year > 99 else 2000 + year, month, 1)
        if (
            start
            and abs(start.year - self.today.year) <= LONGEST_STRETCH
            and self.words.before(self.writing, self._tokens(match)[0], "not_month_and_year") < 0
        ):
            yield self._spanning(match, start, months_later(start, 1), "month")

    def _short(self, match: re.Match[str]) -> Iterator[Days]:
        """ "on 12/11", "le 10/12", "12/18 前"; behind a word for expiry "08/28" is a month."""
        first, end = self._tokens(match)
        numbers = int(match.group("a")), int(match.group("b"))
        expiry = self._expiry(first, *numbers)
        if expiry:
            yield self._spanning(match, expiry, months_later(expiry, 1), "month")
        elif self._is_day(match, first, end):
            day = self._either(first, end, *numbers)
            year, last = self.words.year_after(self.writing, end, today=self.today)
            told = day_or_none(year, day.month, day.day) if day and year else None
            if told:
                yield Days.single(told, first, last)
            elif day:
                yield Days.single(day, first, end, floating=True)

    def _stretch(self, match: re.Match[str]) -> Iterator[Days]:
        """ "1/15-1/20", "05.12-12.12"."""
        first, end = self._tokens(match)
        told = {f"{match.group(a)}/{match.group(b)}" for a, b in ("ab", "cd")}
        if not _fractions().isdisjoint(told) and not self._is_day(match, first, end):
            return
        start = self._either(first, end, int(match.group("a")), int(match.group("b")))
        last = self._either(first, end, int(match.group("c")), int(match.group("d")))
        if start and last:
            last = last if last > start else months_later(last, 12)
            if last - start < LONGEST_SEASON:
                yield Days(start, last + ONE_DAY, first, end, floating=True)

    def _named_day(self, match: re.Match[str]) -> Iterator[Days]:
        """ "sai em 5/jan", "12-dez"."""
        month, number = self.words.months.get(words_of(match.group("m")), 0), int(match.group("d"))
        first, end = self._tokens(match)
        lean = self.tenses.lean(first, end)
        day = nearest_day(self.today, month=month, day=number, lean=lean) if month and 0 < number <= 31 else None
        if day:
            yield Days.single(day, first, end, floating=True)

    def _dashed(self, match: re.Match[str]) -> Iterator[Days]:
        """ "sale el 30-11": no stretch of days, whose end would come later."""
        first, end = self._tokens(match)
        number, month = int(match.group("a")), int(match.group("b"))
        if number <= 12 or month > 12 or self.words.before(self.writing, first, "numeric_leads") < 0:
            return
        if self.words.before(self.writing, first, "between", "fraction_leads") >= 0:
            return
        day = nearest_day(self.today, month=month, day=number, lean=self.tenses.lean(first, end))
        if day:
            yield Days.single(day, first, end, floating=True)

    def _expiry(self, first: int, month: int, year: int) -> date | None:
        said = self._is_behind(first, "expiry_words")
        within = self.today.year % 100 <= year <= self.today.year % 100 + LONGEST_STRETCH
        return day_or_none(2000 + year, month, 1) if said and within and (year > 12 or month <= 12 < year) else None

    def _is_behind(self, first: int, group: str) -> bool:
        return any(self.words.before(self.writing, first - back, group) >= 0 for back in range(WORD_WITHIN))

    def _is_day(self, match: re.Match[str], first: int, end: int) -> bool:
        if match.group("s") == "." and len(match.groupdict().get("d") or match.group("b")) < 2:
            return False
        led = self.words.before(self.writing, first, "numeric_leads")
        followed = any(self.writing.norms(end, end + size) in self.words.phrases["numeric_tails"] for size in (1, 2))
        a_part = f"{match.group('a')}/{match.group('b')}" in _fractions() and not self._is_of_a_paper(first)
        lead = self.writing.norms(led, first) if led >= 0 else ()
        if a_part and (lead in self.words.phrases["fraction_leads"] or not lead or self._is_of_a_thing(end)):
            return False
        if lead or followed or self._is_behind_a_weekday(first) or self._is_alone(first, end):
            return True
        return self._is_behind(first, "deadline_words") or self._ends_a_stretch(first) or self._begins_a_stretch(end)

    def _is_of_a_paper(self, first: int) -> bool:
        """ "entregue a 1/10", "enviado em 1/10"."""
        return self.writing.norms(first - 2, first - 1) in self.words.phrases["dated_by"]

    def _ends_a_stretch(self, first: int) -> bool:
        """The "20/12" of "entre 15 e 20/12", "5/12 or 6/12"."""
        joint = self.writing.norms(first - 1, first)
        if joint in self.words.phrases["or"] and self.writing.norms(first - 3, first - 2) == ("/",):
            return True
        return joint in self.words.phrases["and"] and self.words.before(self.writing, first - 2, "between") >= 0

    def _begins_a_stretch(self, end: int) -> bool:
        """The "10/12" of "10/12 a 20/12"."""
        size = self.words.size_after(self.writing, end, "to")
        signs = self.writing.norms(end + size + 1, end + size + 2)
        return size > 0 and signs == ("/",) and self.writing.norms(end, end + size) not in self.words.phrases["and"]

    def _is_alone(self, first: int, end: int) -> bool:
        """Whether the message, or a pair of brackets, holds nothing else."""
        around = (*self.writing.words[first - 1 if first else 0 : first], *self.writing.norms(end, end + 1))
        return len(self.writing.tokens) == end - first or around in (("(", ")"), ("（", "）"))

    def _is_of_a_thing(self, end: int) -> bool:
        """ "les 3/4 du stock"."""
        return self.words.size_after(self.writing, end, "fraction_tails") > 0

    def _is_behind_a_weekday(self, first: int) -> bool:
        return any(self.writing.norms(first - size, first) in self.words.weekdays for size in (1, 2) if size <= first)

    def _either(self, first: int, end: int, one: int, other: int) -> date | None:
        """The day first, or the month where the language has it so, where no other day is, or where the tense tells."""
        lean = self.tenses.lean(first, end)
        orders = ((other, one), (one, other))
        found = [
            nearest_day(self.today, month=month, day=day, lean=lean) if month <= 12 else None
            for month, day in (orders[::-1] if self.language in MONTH_FIRST else orders)
        ]
        usual, reverse = found
        if usual and reverse and self.language in EITHER_WAY and lean != 1:
            far, near = abs((usual - self.today).days), abs((reverse - self.today).days)
            return reverse if far > FAR and near < NEAR else usual
        return usual or reverse


def _full(match: re.Match[str]) -> date | None:
    if match.group("y"):
        year = int(match.group("y"))
        return day_or_none(year, int(match.group("m")), int(match.group("d"))) if year in _YEARS_OF_DATES else None
    first, second, year = int(match.group("a")), int(match.group("b")), int(match.group("c"))
    year = year if year > 99 else 2000 + year
    if year not in _YEARS_OF_DATES:
        return None
    return day_or_none(year, second, first) or day_or_none(year, first, second)


def _named(text: str, language: str) -> date | None:
    """A written-out date with signs between, left to dateparser."""
    languages = list(dict.fromkeys([language, "en"])) if language in LANGUAGES else ["en"]
    found = dateparser.parse(text, languages=languages, settings={"DATE_ORDER": "DMY", "STRICT_PARSING": True})
    return found.date() if found and found.year in _YEARS_OF_DATES else None


@lru_cache(maxsize=1)
def _fractions() -> frozenset[str]:
    return frozenset(normal(str(word)) for word in word_list("dates")["fractions"])

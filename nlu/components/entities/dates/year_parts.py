"""Reads parts of a year: seasons ("spring 2027", "cet hiver", "летом"), quarters ("Q3 2027"), half years and weekends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from nlu.components.entities.dates.calendar_words import CalendarWords, Table
from nlu.components.entities.dates.days import QUARTER, WEEK, Days, months_later
from nlu.components.entities.dates.tenses import Tenses
from nlu.components.entities.spelling import Writing, normal
from nlu.components.entities.wordlists import word_list

LAST_WEEK = 53

HALF = 6
"""Months of half a year."""


@dataclass(frozen=True)
class YearParts:
    """The seasons, quarters, half years and weekends of one text."""

    writing: Writing
    words: CalendarWords
    tenses: Tenses
    today: date

    def season(self, index: int) -> Days | None:
        """A season of the year told, else the one that runs or comes next; one that is mentioned in passing is none."""
        words, end = self.words.at(self.writing, index, self.words.seasons)
        if not words:
            return None
        month = self.words.seasons[words]
        year, first, last = self._year_around(index, end)
        if self.writing.norms(last, last + 1) in self.words.phrases["no_season_after"]:
            return None
        if year is not None:
            return self._part(date(year, month, 1), QUARTER, first, last)
        if self.words.is_recurring(self.writing, index) or not self._is_led(index, end):
            return None
        start = self._running_or_next(month, QUARTER)
        if self._is_over(index, end):
            start = months_later(start, -12)
        return self._part(start, QUARTER, index, end)

    def quarter(self, index: int) -> Days | None:
        """ "Q3 2027", "first quarter", "первый квартал 2027 года"; without a year the one that runs or comes next."""
        return self._share(index, self.words.quarters, QUARTER)

    def half(self, index: int) -> Days | None:
        """ "H1 2027", "premier semestre", "2027年上半年"."""
        return self._share(index, self.words.halves, HALF)

    def _share(self, index: int, table: Table[int], months: int) -> Days | None:
        words, end = self.words.at(self.writing, index, table)
        if not words or self._is_glued(index, end) or self._is_an_amount(index, end):
            return None
        month = months * (table[words] - 1) + 1
        year, first, last = self._year_around(index, end)
        start = date(year, month, 1) if year is not None else self._running_or_next(month, months)
        if year is None and self._is_over(index, end):
            start = months_later(start, -12)
        return self._part(start, months, first, last)

    def weekend(self, index: int) -> Days | None:
        """Saturday and Sunday of this week or another; "have a nice weekend" tells of none."""
        words, end = self.words.at(self.writing, index, self.words.weekends)
        inflected = bool(words) and words[0][:1] < "\u0400" and words[0] != self.writing.words[index]
        if inflected or words in self.words.phrases["plural_weekends"]:
            return None
        greeted = self.words.before(self.writing, index, "weekend_greetings") >= 0
        if not words or greeted or self.words.is_recurring(self.writing, index):
            return None
        shift = self.words.weekends[words]
        if shift == 0 and self.tenses.lean(index, end) < 1:
            shift = -1
        saturday = self.today - timedelta(days=self.today.weekday() - 5) + WEEK * shift
        return Days(saturday, saturday + timedelta(days=2), index, end, "weekend")

    def week(self, index: int) -> Days | None:
        """ "calendar week 50", "KW 2", "semaine 50", "第50周": of the year told, else the one that runs or comes next."""
        token = self.writing.tokens[index]
        if token.kind != "number" or len(token.norm) > 2 or not 1 <= int(token.norm) <= LAST_WEEK:
            return None
        first = self.words.before(self.writing, index, "calendar_weeks")
        size = self.words.size_after(self.writing, index + 1, "calendar_weeks_behind")
        if first < 0 and not size:
            first = self.words.before(self.writing, index, "weeks_by_number") if len(token.norm) == 2 else -1
        if first < 0 and not (size and self.writing.norms(index - 1, index) == ("第",)):
            return None
        end = index + 1 + size
        year, last = self.words.year_after(self.writing, end, today=self.today)
        start = self._nth_week(year, int(token.norm), over=self._is_over(index, end))
        return Days(start, start + WEEK, first if first >= 0 else index - 1, last) if start else None

    def _nth_week(self, year: int | None, number: int, *, over: bool) -> date | None:
        """The Monday of an ISO week."""
        years = (year,) if year else (self.today.year - over, self.today.year + 1 - over)
        for each in years:
            try:
                start = date.fromisocalendar(each, number, 1)
            except ValueError:
                continue
            if year or over or start + WEEK > self.today:
                return start
        return None

    def _year_around(self, index: int, end: int) -> tuple[int | None, int, int]:
        """The year told behind or before, and the tokens that it and the part take."""
        year, last = self.words.year_after(self.writing, end, today=self.today)
        if year is not None:
            return year, index, last
        year, first = self.words.year_before(self.writing, index, today=self.today)
        return year, first, end

    def _running_or_next(self, month: int, months: int) -> date:
        start = date(self.today.year - 1, month, 1)
        while months_later(start, months) <= self.today:
            start = months_later(start, 12)
        return start

    def _is_over(self, index: int, end: int) -> bool:
        return self.tenses.lean(index, end) < 1

    def _is_glued(self, index: int, end: int) -> bool:
        """ "t3awnat": letters and a digit inside a longer word."""
        text, tokens = self.writing.text, self.writing.tokens
        first, last = tokens[index].start, tokens[end - 1].end
        before, after = text[first - 1 : first] if first else "", text[last : last + 1]
        return (before.isalnum() and before.isascii() and not before.isdigit()) or (after.isalpha() and after.isascii())

    def _is_an_amount(self, index: int, end: int) -> bool:
        """ "4 t", "1h", "s1": a letter and a digit are a part of the year only as "Q1", or as "1T" with its year."""
        raw = self.writing.slice(index, end)
        if self.writing.words[end - 1] in _abbreviated() and self._year_around(index, end)[0] is None:
            return True
        if not raw.isascii() or len(self.writing.norms(index, end)) != 2 or len(raw) > 3:
            return False
        year, _, _ = self._year_around(index, end)
        of_year = ("Q", "T") if self.writing.language != "pt" else ("Q",)
        return len(raw) > 2 or (year is None and raw[:1] not in of_year)

    def _is_led(self, index: int, end: int) -> bool:
        if self.writing.words[index] in _alone() and not self.words.part_before(self.writing, index)[0]:
            return True
        led = self.words.before(self.writing, index, "season_leads", "past", "coming") >= 0
        following = [self.writing.norms(end, end + size) for size in (1, 2)]
        return led or any(words in self.words.phrases[group] for group in ("past", "coming") for words in following)

    def _part(self, start: date, months: int, first: int, end: int) -> Days:
        return Days(start, months_later(start, months), first, end, "quarter" if months == QUARTER else "half")


@lru_cache(maxsize=1)
def _abbreviated() -> frozenset[str]:
    """Words for a quarter that are other words without a year: "20 кв. м"."""
    return frozenset(normal(str(word)) for word in word_list("dates")["abbreviated_quarters"])


@lru_cache(maxsize=1)
def _alone() -> frozenset[str]:
    return frozenset(normal(str(word)) for word in word_list("dates")["seasons_alone"])

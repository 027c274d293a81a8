"""Reads parts of a year: seasons ("spring 2027", "cet hiver", "летом"), quarters ("Q3 2027") and weekends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from nlu.components.entities.calendar_words import CalendarWords
from nlu.components.entities.days import WEEK, Days, months_later
from nlu.components.entities.spelling import Writing

MONTHS = 3
"""Months of a season or quarter."""

NEED_A_LEAD = ("en", "fr", "und")
"""Languages in which a season's name is another word too ("spring", "été") and counts only in its place."""


@dataclass(frozen=True)
class YearParts:
    """The seasons, quarters and weekends of one text."""

    writing: Writing
    words: CalendarWords
    today: date

    def season(self, index: int) -> Days | None:
        """A season of the year told, else the one that runs or comes next; after "last" the one before."""
        words, end = self.words.at(self.writing, index, self.words.seasons)
        if not words:
            return None
        year, last = self.words.year_after(self.writing, end, today=self.today)
        month = self.words.seasons[words]
        if year is not None:
            return self._part(date(year, month, 1), index, last)
        if self.writing.language in NEED_A_LEAD and not self._is_led(index, end):
            return None
        if self.writing.norms(end, end + 1) in self.words.phrases["no_season_after"]:
            return None
        start = date(self.today.year - 1, month, 1)
        while months_later(start, MONTHS) <= self.today:
            start = months_later(start, 12)
        if self.words.is_past(self.writing, index, end):
            start = months_later(start, -12)
        return self._part(start, index, end)

    def quarter(self, index: int) -> Days | None:
        """ "Q3 2027", "first quarter", "первый квартал 2027 года"; without a year this year's, or next year's if it is over."""
        words, end = self.words.at(self.writing, index, self.words.quarters)
        if not words or self._is_glued(index, end):
            return None
        year, last = self.words.year_after(self.writing, end, today=self.today)
        start = date(year or self.today.year, MONTHS * self.words.quarters[words] - 2, 1)
        if year is None and months_later(start, MONTHS) <= self.today:
            start = months_later(start, 12)
        return self._part(start, index, last)

    def weekend(self, index: int) -> Days | None:
        """Saturday and Sunday of this week or another."""
        words, end = self.words.at(self.writing, index, self.words.weekends)
        if not words:
            return None
        saturday = self.today - timedelta(days=self.today.weekday() - 5) + WEEK * self.words.weekends[words]
        return Days(saturday, saturday + timedelta(days=2), index, end)

    def _is_glued(self, index: int, end: int) -> bool:
        """ "t3awnat": letters and a digit inside a longer word."""
        text, tokens = self.writing.text, self.writing.tokens
        first, last = tokens[index].start, tokens[end - 1].end
        return text[first - 1 : first].isalnum() or (text[last : last + 1].isalpha() and text[last].isascii())

    def _is_led(self, index: int, end: int) -> bool:
        before = self.words.before(self.writing, index, "season_lead", "past") >= 0
        return before or self.words.is_past(self.writing, index, end)

    def _part(self, start: date, first: int, end: int) -> Days:
        return Days(start, months_later(start, MONTHS), first, end)

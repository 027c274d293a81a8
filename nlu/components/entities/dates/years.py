"""Reads years: "in 2021", "2021 году", "end of 2026"; one in which a firm was founded or a car was built is no date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from nlu.components.entities.amounts.money import is_currency
from nlu.components.entities.amounts.numbers import Number
from nlu.components.entities.amounts.units import small_words
from nlu.components.entities.cues import phrases
from nlu.components.entities.dates.calendar_words import CalendarWords, calendar_words
from nlu.components.entities.dates.days import Days, months_later
from nlu.components.entities.spelling import Writing

_YEAR = re.compile(r"(?:19|20)\d\d")

LONG_SINCE = 10
"""Years after which "since 2008" tells how old a company is, no date."""

WITHIN = 4
"""Tokens around a year among which "founded" or "model" make it none."""

MOST_AHEAD = 2
"""Years to come that may stand bare at the end of a message."""

SIGNED_WITHIN = 8
"""Tokens before a year in which something signed makes "from" tell since when."""


def is_a_year(writing: Writing, number: Number) -> bool:
    """Whether a number is a year's ("2014年成立", "2019 года выпуска"), so that it counts nothing even where it is no date."""
    a_year = number.last == number.first + 1 and bool(_YEAR.fullmatch(writing.words[number.first]))
    return a_year and writing.norms(number.last, number.last + 1) in calendar_words().phrases["year_words"]


@dataclass(frozen=True)
class Years:
    """The years of one text."""

    writing: Writing
    words: CalendarWords
    today: date

    def year(self, index: int) -> Days | None:
        """ "in 2021", "2021 году", "end of 2026"; a bare number, a model's year or a founding year is none."""
        token = self.writing.tokens[index]
        if token.kind != "number" or not _YEAR.fullmatch(token.norm) or self._is_no_year(index):
            return None
        said = self.writing.norms(index + 1, index + 2) in self.words.phrases["year_words"]
        if self._is_long_since(index, int(token.norm)) or not (said or self._is_led(index, int(token.norm))):
            return None
        start = date(int(token.norm), 1, 1)
        return Days(start, months_later(start, 12), index, index + 1 + said, "year")

    def _is_led(self, index: int, year: int) -> bool:
        """Whether a year can stand here: "in", "since" for a recent one, "from" for one to come, "the agreement of"."""
        before, writing = self.words.before, self.writing
        if self.words.part_before(writing, index)[0] or self._is_joined(index) or self._is_last(index, year):
            return True
        if before(writing, index, "dated_papers") >= 0:
            return not self._counts(index, year)
        if self._is_of_something_signed(index):
            return True
        onwards = self.words.size_after(writing, index + 1, "onwards") and before(writing, index, "from_a_year_on") >= 0
        if onwards or before(writing, index, "from_a_year") >= 0:
            return year >= self.today.year and not self._counts(index, year)
        return before(writing, index, "year_leads", "expiry_words") >= 0 and not self._counts(index, year)

    def _is_last(self, index: int, year: int) -> bool:
        """ "internship timor 2027??": a year soon to come that ends the message."""
        tokens = self.writing.tokens
        if index < 2 or not self.today.year < year <= self.today.year + MOST_AHEAD:
            return False
        before = tokens[index - 1]
        counts = before.norm in small_words("have_words") or (before.norm,) in phrases("counting", "labels")
        other = bool(self.words.at(self.writing, index - 1, self.words.months)[0]) or counts
        if (
            before.kind not in ("word", "han")
            or other
            or self.words.before(self.writing, index, "names_with_years") >= 0
        ):
            return False
        return all(token.kind == "sign" for token in tokens[index + 1 :])

    def _is_of_something_signed(self, index: int) -> bool:
        """ "an agreement with WFP, signed from 2024": in Arabic "from" tells since when as well."""
        writing = self.writing
        if self.words.before(writing, index, "from_a_year") < 0:
            return False
        said = writing.norms(index - SIGNED_WITHIN, index)
        return any((word,) in self.words.phrases["signed_words"] for word in said)

    def _is_joined(self, index: int) -> bool:
        """ "between 2015 and 2025", "с 2020 по 2024 год": both ends of a stretch of years."""
        return self._begins_a_stretch(index) or any(
            self._begins_a_stretch(first) and self._second(first) == index
            for first in (index - 2, index - 3)
            if first > 0
        )

    def _begins_a_stretch(self, index: int) -> bool:
        led = self.words.before(self.writing, index, "between", "since") >= 0
        return led and bool(_YEAR.fullmatch(self.writing.words[index])) and self._second(index) > 0

    def _second(self, index: int) -> int:
        """The token of the later year of a stretch that begins here; 0 when none does."""
        size = self.words.size_after(self.writing, index + 1, "to")
        at = index + 1 + size
        if at >= len(self.writing.tokens):
            return 0
        later = _YEAR.fullmatch(self.writing.words[at]) and self.writing.words[at] > self.writing.words[index]
        return at if size and later else 0

    def _is_long_since(self, index: int, year: int) -> bool:
        if year >= self.today.year - LONG_SINCE or self._is_joined(index):
            return False
        behind = index + 1 + (self.writing.norms(index + 1, index + 2) in self.words.phrases["year_words"])
        told_behind = self.words.size_after(self.writing, behind, "since_a_year_behind") > 0
        return told_behind or self.words.before(self.writing, index, "since_a_year", "from_a_year") >= 0

    def _counts(self, index: int, year: int) -> bool:
        """ "in 2000 schools", "for 2025 EUR": a number of something."""
        following = self.writing.norms(index + 1, index + 2)
        if not following:
            return False
        long = self.writing.tokens[index + 1].kind == "word" and len(following[0]) > 4
        return is_currency(following) or (long and (year % 10 == 0 or self.writing.norms(index - 1, index) == ("for",)))

    def _is_no_year(self, index: int) -> bool:
        """ "founded in 2012", "model 2019", "2015年成立"."""
        before, writing = self.words.before, self.writing
        if any(before(writing, at, "no_year_after") >= 0 for at in range(index, max(0, index - WITHIN), -1)):
            return True
        behind = index + 1 + (writing.norms(index + 1, index + 2) in self.words.phrases["year_words"])
        return any(
            writing.norms(at, at + size) in self.words.phrases["no_year_before"]
            for at in (index + 1, behind)
            for size in (1, 2, 3)
        )

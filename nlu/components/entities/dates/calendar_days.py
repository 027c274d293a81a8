"""Reads months by their name or number, with their day and year: "15 March 2027", "June", "March 15th", "شهر 12"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from nlu.components.entities.amounts.numbers import Number
from nlu.components.entities.dates.calendar_words import CalendarWords, links, single_words
from nlu.components.entities.dates.days import Days, day_or_none, months_later, nearest_day, nearest_month
from nlu.components.entities.dates.days_of_month import is_fraction
from nlu.components.entities.dates.month_names import DASHES, MonthNames
from nlu.components.entities.dates.tenses import Tenses
from nlu.components.entities.spelling import Writing, normal, words_of
from nlu.components.entities.wordlists import word_list

LONGEST_SHORT = 9
"""Years to come that may be told by two digits ("14 Feb 27")."""


@dataclass(frozen=True)
class CalendarDays:
    """The days of one text whose month is told. `numbers` by the token where they begin."""

    writing: Writing
    words: CalendarWords
    numbers: Mapping[int, Number]
    tenses: Tenses
    today: date
    language: str

    def month(self, index: int) -> Days | None:
        """A month with what belongs to it: day before or after, year."""
        words, end = self.words.at(self.writing, index, self.words.months)
        if not words or not self._names.may_be_one(words):
            return None
        end = self._behind_its_other_name(end, self.words.months[words])
        part, lead = self.words.part_before(self.writing, index)
        first, number = (index, None) if part else self._day_before(index)
        if number is None and not part:
            number, end = self._day_after(index, end)
        year, end = self.words.year_after(self.writing, end, today=self.today)
        if number is None and year is None and not self._names.is_month(index, end, words):
            return None
        if self.words.is_recurring(self.writing, first) and year is None and not self._is_whole(first, number):
            return None
        lean = 1.0 if year else self.tenses.lean(lead if part else first, end)
        month = self.words.months[words]
        if number is None:
            return self._whole(month, year, lean, first, end)
        if year is None:
            year, end = self._short_year(end)
        nearest = None if year else nearest_day(self.today, month=month, day=number, lean=lean)
        day = day_or_none(year, month, number) if year else nearest
        return Days.single(day, first, end, floating=year is None) if day else None

    @cached_property
    def _names(self) -> MonthNames:
        return MonthNames(self.writing, self.words, self.language)

    def _short_year(self, end: int) -> tuple[int | None, int]:
        """The year of "14 Feb 27", at the end of a part of the sentence; and the token after it."""
        word = "".join(self.writing.norms(end, end + 1))
        following = self.writing.norms(end + 1, end + 2)
        ends = not following or (following[0] in ".,;!?)" and not is_fraction(self.writing, end + 1))
        near = word.isdigit() and len(word) == 2 and 0 <= int(word) - self.today.year % 100 <= LONGEST_SHORT
        return (self.today.year // 100 * 100 + int(word), end + 1) if near and ends else (None, end)

    def _behind_its_other_name(self, end: int, month: int) -> int:
        """The token behind the other name of "كانون الأول/ديسمبر", "كانون الثاني (يناير)"."""
        sign = self.writing.norms(end, end + 1)
        if sign not in (("/",), ("(",)):
            return end
        words, last = self.words.at(self.writing, end + 1, self.words.months)
        if not words or self.words.months[words] != month:
            return end
        return last + (sign == ("(",) and self.writing.norms(last, last + 1) == (")",))

    def _is_whole(self, first: int, number: int | None) -> bool:
        """ "todo diciembre": the month itself, not each of that name."""
        return number is None and self.words.before(self.writing, first, "whole") >= 0

    def _whole(self, month: int, year: int | None, lean: float, first: int, end: int) -> Days:
        """The month in its year; without one the nearest, as the words around tell."""
        start = date(year, month, 1) if year else nearest_month(self.today, month=month, lean=lean)
        return Days(start, months_later(start, 1), first, end, "month", year is None)

    def numbered_month(self, index: int) -> Days | None:
        """ "شهر 12", "بشهر ستة", "الشهر السادس": a month by its number, as it is said in Arabic."""
        if single_words("numbered_months").isdisjoint(self.writing.tokens[index].forms) or self._is_counted(index):
            return None
        number, end = self._month_number(index)
        year, last = self.words.year_after(self.writing, end, today=self.today)
        one_of_many = year is None and self.writing.norms(end, end + 1) in self.words.phrases["not_numbered_before"]
        if not 1 <= number <= 12 or one_of_many:
            return None
        return self._whole(number, year, self.tenses.lean(index, last), index, last)

    def _month_number(self, index: int) -> tuple[int, int]:
        """The number behind "month" and the token after it; "one month" and "the first month" are none."""
        tokens, at = self.writing.tokens, index + 1
        if at < len(tokens) and tokens[at].kind == "number" and len(tokens[at].norm) <= 2:
            return int(tokens[at].norm), at + 1
        spoken = self.numbers.get(at)
        if spoken and spoken.written and spoken.value > 1:
            return int(spoken.value), spoken.last
        for size in (2, 1):
            words = self.writing.norms(at, at + size)
            if _ordinal_days().get(words, 0) > 1 and "ال" in tokens[index].raw[:4]:
                return _ordinal_days()[words], at + len(words)
        return 0, at

    def _is_counted(self, index: int) -> bool:
        """ "3 شهر", "لمدة شهر": so many months."""
        if index == 0:
            return False
        before, attached = self.writing.tokens[index - 1], self.writing.tokens[index].raw.startswith(("ل", "ب"))
        return (before.kind == "number" and not attached) or before.norm in single_words("not_numbered_after")

    def _day_before(self, index: int) -> tuple[int, int | None]:
        """The number before a month and the token where it begins: "15 March", "15th of March", "1º de março"."""
        at = index - 1
        while at >= 0 and index - at <= 4 and self.writing.words[at] in links():
            at -= 1
        if at < 0 or self._is_another_date(at):
            return index, None
        token = self.writing.tokens[at]
        if token.kind == "number" and len(token.norm) <= 2 and 0 < int(token.norm) <= 31:
            return (index, None) if self._is_inside_a_word(at) else (at, int(token.norm))
        if token.norm in single_words("firsts"):
            return at, 1
        for size in (2, 1):
            day = _ordinal_days().get(self.writing.norms(at + 1 - size, at + 1), 0) if size <= at + 1 else 0
            if day:
                tens = _tens().get(self.writing.words[at - size], 0) if at >= size else 0
                return at + 1 - size - bool(tens), tens + day
        spoken = self._spoken.get(at + 1)
        return (spoken.first, int(spoken.value)) if spoken else (index, None)

    def _is_inside_a_word(self, at: int) -> bool:
        """ "awa2el shbat": a letter of Arabic written with a digit."""
        start = self.writing.tokens[at].start
        before = self.writing.text[max(0, start - 1) : start]
        return before.isalpha() and before.isascii()

    def _is_another_date(self, at: int) -> bool:
        """ "Dec 28 - Jan 5", where a dash stands between a day and the next month."""
        text, tokens = self.writing.text, self.writing.tokens
        between = text[tokens[at].end : tokens[at + 1].start] if at + 1 < len(tokens) else ""
        if between.strip() not in DASHES:
            return False
        return between != between.strip() or (self.writing.norms(at - 1, at) in self.words.months)

    @cached_property
    def _spoken(self) -> Mapping[int, Number]:
        """Days told in words, by the token behind them."""
        return {n.last: n for n in self.numbers.values() if n.written and 1 <= n.value <= 31}

    def _day_after(self, index: int, end: int) -> tuple[int | None, int]:
        """The number after an English month: "March 15th"; not the "20" of "in May 20 tents"."""
        at = end + (self.writing.norms(end, end + 1) in ((".",), ("the",)))
        token = self.writing.tokens[at] if at < len(self.writing.tokens) else None
        if token is None or token.kind != "number" or len(token.norm) > 2 or not 0 < int(token.norm) <= 31:
            return None, end
        if self.language not in ("en", "und"):
            return None, end
        following = self.writing.tokens[at + 1] if at + 1 < len(self.writing.tokens) else None
        if following and following.norm in single_words("ordinals"):
            return int(token.norm), at + 2
        counted = self.words.before(self.writing, index, "year_leads") >= 0
        counted = counted or self.writing.words[index] in single_words("months_that_are_words")
        if counted and following and following.kind == "word" and following.norm not in single_words("after_days"):
            return None, end
        return int(token.norm), at + 1


@lru_cache(maxsize=1)
def _ordinal_days() -> Mapping[tuple[str, ...], int]:
    table = word_list("dates")["ordinal_days"]
    return {words_of(str(word)): int(day) for day, words in table.items() for word in words}


@lru_cache(maxsize=1)
def _tens() -> Mapping[str, int]:
    table = word_list("dates")["ordinal_tens"]
    return {normal(str(word)): int(day) for day, words in table.items() for word in words}

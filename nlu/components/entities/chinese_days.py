"""Reads Chinese dates, which have no spaces: "2027年3月15日", "明年一月", "三月底", "下月初", "15号"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nlu.components.entities.days import ONE_DAY, Days, coming, day_or_none, months_later
from nlu.components.entities.numbers import european
from nlu.components.entities.spelling import Writing

_YEARS = {"前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1, "来年": 1, "后年": 2}
_MONTHS = {"上个月": -1, "上月": -1, "这个月": 0, "本月": 0, "下个月": 1, "下月": 1}
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
_NUMBERED = r"(?P<day>\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号號]"
_DATE = re.compile(
    rf"(?:(?P<year>(?:19|20)\d\d)年|(?P<shift>{'|'.join(_YEARS)})的?)?"
    r"(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])月份?"
    rf"(?:{_NUMBERED}|(?P<late>底|末))?"
)
_OF_MONTH = re.compile(rf"(?P<month>{'|'.join(_MONTHS)})(?:的?{_NUMBERED}|(?P<late>底|末))")
_YEAR = re.compile(rf"(?:(?P<year>(?:19|20)\d\d)年|(?P<shift>{'|'.join(_YEARS)}))(?P<late>底|末)?")


@dataclass(frozen=True)
class ChineseDays:
    """The days of one Chinese text."""

    writing: Writing
    today: date

    def read(self) -> Iterator[Days]:
        """Years and months as intervals, days and ends as days."""
        if "年" not in self.writing.text and "月" not in self.writing.text:
            return
        plain = european(self.writing.text)
        for match in _DATE.finditer(plain):
            yield from self._date(match)
        for match in _OF_MONTH.finditer(plain):
            yield from self._of_month(match)
        for match in _YEAR.finditer(plain):
            first = date(self._year(match) or self.today.year, 1, 1)
            yield self._spanning(match, first, months_later(first, 12))

    def _date(self, match: re.Match[str]) -> Iterator[Days]:
        year, number = self._year(match), match.group("day")
        month, day_number = _number(match.group("month")), _number(number) if number else None
        if not 1 <= month <= 12:
            return
        day = coming(self.today, month=month, day=day_number, year=year)
        if day and number:
            yield self._spanning(match, day, day + ONE_DAY)
        elif day:
            yield self._spanning(match, day, months_later(day, 1))

    def _of_month(self, match: re.Match[str]) -> Iterator[Days]:
        month = months_later(self.today.replace(day=1), _MONTHS[match.group("month")])
        if match.group("late"):
            yield self._spanning(match, month, months_later(month, 1))
            return
        day = day_or_none(month.year, month.month, _number(match.group("day")))
        if day:
            yield self._spanning(match, day, day + ONE_DAY)

    def _year(self, match: re.Match[str]) -> int | None:
        shift = match.group("shift")
        return self.today.year + _YEARS[shift] if shift else int(match.group("year")) if match.group("year") else None

    def _spanning(self, match: re.Match[str], day: date, stop: date) -> Days:
        first, end = self.writing.index_at(match.start()), self.writing.index_at(match.end() - 1) + 1
        late = match.groupdict().get("late")
        return Days(stop - ONE_DAY if late else day, stop, first, end)


def _number(written: str) -> int:
    """A number up to 99 in digits or in Chinese."""
    if written.isdigit() and written.isascii():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)

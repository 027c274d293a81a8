"""Reads Chinese dates, which have no spaces: "2027年3月15日", "明年一月", "三月底", "下月初", "十二月中旬", "12月1日至15日"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nlu.components.entities.amounts.numbers import european
from nlu.components.entities.dates.calendar_words import CalendarWords
from nlu.components.entities.dates.days import (
    ONE_DAY,
    USUALLY_AHEAD,
    Days,
    day_or_none,
    months_later,
    nearest_day,
    nearest_month,
    nearest_number,
)
from nlu.components.entities.dates.period_parts import part_of
from nlu.components.entities.dates.tenses import Tenses
from nlu.components.entities.dates.years import LONG_SINCE
from nlu.components.entities.spelling import Writing

_YEARS = {
    "前年": -2,
    "去年": -1,
    "上年": -1,
    "舊年": -1,
    "今年": 0,
    "本年": 0,
    "明年": 1,
    "来年": 1,
    "來年": 1,
    "出年": 1,
    "后年": 2,
    "後年": 2,
}
_MONTHS = {
    "上个月": -1,
    "上個月": -1,
    "上月": -1,
    "这个月": 0,
    "這個月": 0,
    "本月": 0,
    "当月": 0,
    "下个月": 1,
    "下個月": 1,
    "下月": 1,
    "": 0,
}
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
_NUMBER = r"\d{1,2}|[一二三]?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|[一二三四五六七八九]"
_NUMBERED = (
    rf"(?P<day>{_NUMBER})(?:[日号號]|(?=[前起至到、和及\-–~]))"
    rf"(?:\s?(?P<joint>[至到、和及\-–~])\s?(?P<last>{_NUMBER})[日号號])?"
)
_NTH = {"第一": "week_1", "头一": "week_1", "第二": "week_2", "第三": "week_3", "第四": "week_4", "最后一": "last_week",
        "最後一": "last_week"}  # fmt: skip
_WEEKS = ("周", "週", "个星期", "個星期", "个礼拜", "個禮拜")
_IN_MONTH = {
    "初": "early", "上旬": "early", "中旬": "second_ten", "中": "mid", "下旬": "third_ten", "底": "end", "末": "end",
    "上半月": "first_half", "下半月": "second_half",
    **{nth + week: part for nth, part in _NTH.items() for week in _WEEKS},
}  # fmt: skip
_IN_YEAR = {"初": "start", "中": "mid", "底": "end", "末": "end", "终": "end", "終": "end"}
_PART = rf"的?(?P<part>{'|'.join(sorted(_IN_MONTH, key=len, reverse=True))})(?![国國小文])"
_DATE = re.compile(
    rf"(?:(?P<year>(?:19|20)\d\d)年|(?P<shift>{'|'.join(_YEARS)})的?)?"
    r"(?<![\d零一二三四五六七八九十])(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])月份?(?![一二两三几]?次)"
    rf"(?:{_NUMBERED}|{_PART})?"
)
_OF_MONTH = re.compile(
    rf"(?:(?P<month>{'|'.join(filter(None, _MONTHS))})的?|(?<![\d零一二三四五六七八九十个個])(?P<bare>月))(?:{_NUMBERED}|{_PART})"
)
_DAY = re.compile(
    r"(?<![\d零一二三四五六七八九十廿卅月第到至、和及两])(?P<day>[一二三]?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|[一二三四五六七八九])[号號]"
)
_YEAR = re.compile(
    rf"(?:(?P<year>(?:19|20)\d\d)年|(?P<shift>{'|'.join(_YEARS)})|(?<![\d一二两三四五六七八九十几])(?P<bare>)(?=年))"
    r"年?(?P<part>[初中底末终終](?![学國国会會奖獎审審结結]))?"
)


@dataclass(frozen=True)
class ChineseDays:
    """The days of one Chinese text."""

    writing: Writing
    words: CalendarWords
    tenses: Tenses
    today: date

    def read(self) -> Iterator[Days]:
        """Years and months as intervals, days and ends as days."""
        if "号" in self.writing.text or "號" in self.writing.text:
            for match in _DAY.finditer(self.writing.text):
                yield from self._day_alone(match)
        if "年" not in self.writing.text and "月" not in self.writing.text:
            return
        plain = european(self.writing.text)
        for match in _DATE.finditer(plain):
            yield from self._date(match)
        for match in _OF_MONTH.finditer(plain):
            yield from self._of_month(match)
        for match in _YEAR.finditer(plain):
            yield from self._whole_year(match)

    def _date(self, match: re.Match[str]) -> Iterator[Days]:
        year, number, month = self._year(match), match.group("day"), _number(match.group("month"))
        if not 1 <= month <= 12:
            return
        lean = 1.0 if year else self.tenses.lean(*self._tokens(match))
        if number:
            day = self._day(year, month, _number(number), lean)
            if day and self._is_a_list(match, day):
                yield from self._two_days(match, day)
            elif day:
                yield self._spanning(match, day, self._last(match, day) + ONE_DAY, "", year is None)
            return
        start = date(year, month, 1) if year else nearest_month(self.today, month=month, lean=lean)
        yield from self._part(match, start, year is None)

    def _is_a_list(self, match: re.Match[str], day: date) -> bool:
        """ "12月7日、18日" are two days, "12月7、8日" a stretch."""
        return match.group("joint") in tuple("、和及") and self._last(match, day) != day + ONE_DAY

    def _two_days(self, match: re.Match[str], day: date) -> Iterator[Days]:
        first, end = self._tokens(match)
        between = self.writing.index_at(match.start("joint"))
        yield Days.single(day, first, between, floating=True)
        if self._last(match, day) > day:
            yield Days.single(self._last(match, day), between + 1, end, floating=True)

    def _day_alone(self, match: re.Match[str]) -> Iterator[Days]:
        """ "廿五号", "三号填的表": no house nor ward ("三号楼")."""
        first, end = self._tokens(match)
        behind_a_street = self.writing.norms(first - 1, first) in self.words.phrases["numbers_after"]
        if behind_a_street or self.words.size_after(self.writing, end, "numbered_things"):
            return
        lean = self.tenses.lean(first, end)
        lean = lean * USUALLY_AHEAD if lean >= 1 else lean
        day = nearest_number(self.today, _number(match.group("day")), lean=lean)
        if day:
            yield Days.single(day, first, end, floating=True)

    def _day(self, year: int | None, month: int, number: int, lean: float) -> date | None:
        return day_or_none(year, month, number) if year else nearest_day(self.today, month=month, day=number, lean=lean)

    def _part(self, match: re.Match[str], start: date, floating: bool) -> Iterator[Days]:
        stop, part = months_later(start, 1), match.group("part")
        if part:
            start, stop = part_of(_IN_MONTH[part], "month", start, stop)
        yield self._spanning(match, start, stop, "" if part else "month", floating)

    def _of_month(self, match: re.Match[str]) -> Iterator[Days]:
        month = months_later(self.today.replace(day=1), _MONTHS[match.group("month") or ""])
        if match.group("part"):
            yield from self._part(match, month, match.group("bare") is not None)
            return
        day = None if match.group("bare") else day_or_none(month.year, month.month, _number(match.group("day")))
        if day:
            yield self._spanning(match, day, self._last(match, day) + ONE_DAY, "", False)

    def _whole_year(self, match: re.Match[str]) -> Iterator[Days]:
        """ "2027年", "明年初", "年底"; a founding year or a model's is none."""
        part = match.group("part")
        if match.group("bare") is not None and not part:
            return
        first, end = self._tokens(match)
        told = self._year(match)
        if not part and match.group("year") and self._is_no_year(first, end, int(match.group("year"))):
            return
        start = date(told or self.today.year, 1, 1)
        stop = months_later(start, 12)
        if part:
            start, stop = part_of(_IN_YEAR[part], "year", start, stop)
            if told is None and stop <= self.today and self.tenses.lean(first, end) >= 1:
                start, stop = months_later(start, 12), months_later(stop, 12)
        yield self._spanning(match, start, stop, "" if part else "year", False)

    def _is_no_year(self, first: int, end: int, year: int) -> bool:
        behind = any(self.writing.norms(end, end + size) in self.words.phrases["no_year_before"] for size in (1, 2, 3))
        since = year < self.today.year - LONG_SINCE and self.words.size_after(self.writing, end, "since_a_year_behind")
        return behind or bool(since) or self.words.before(self.writing, first, "no_year_after") >= 0

    def _last(self, match: re.Match[str], day: date) -> date:
        """The last day of "1日至15日", else the day itself."""
        last = match.group("last")
        found = day_or_none(day.year, day.month, _number(last)) if last else None
        return found if found and found > day else day

    def _year(self, match: re.Match[str]) -> int | None:
        shift = match.group("shift")
        return self.today.year + _YEARS[shift] if shift else int(match.group("year")) if match.group("year") else None

    def _tokens(self, match: re.Match[str]) -> tuple[int, int]:
        return self.writing.index_at(match.start()), self.writing.index_at(match.end() - 1) + 1

    def _spanning(self, match: re.Match[str], start: date, stop: date, unit: str, floating: bool) -> Days:
        return Days(start, stop, *self._tokens(match), unit, floating)


def _number(written: str) -> int:
    """A number up to 99 in digits or in Chinese."""
    if written.isdigit() and written.isascii():
        return int(written)
    written = written.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = written.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)

"""Reads days told from today: "tomorrow", "next week", "in two weeks", "a month ago", "بعد أسبوعين"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from nlu.components.entities.amounts.numbers import Number
from nlu.components.entities.dates.calendar_words import CalendarWords, Words, single_words
from nlu.components.entities.dates.days import ONE_DAY, Days, moved, start_of
from nlu.components.entities.dates.tenses import Tenses
from nlu.components.entities.dates.weekdays import is_another_word
from nlu.components.entities.spelling import Token, Writing, words_of
from nlu.components.entities.wordlists import word_list

CHINESE_WEEKDAYS = "一二三四五六日天"

_MOST = {"year": 5}
"""How many there may be: "twelve years ago" tells a story, no date. Of other units there may be more."""

HOURS, MOST_HOURS = 24, 240
"""Hours of a day, and how many at most tell of a day to come ("in 48 hours")."""


@dataclass(frozen=True)
class RelativeDays:
    """The days of one text that depend on the day on which it was sent."""

    writing: Writing
    words: CalendarWords
    numbers: Mapping[int, Number]
    tenses: Tenses
    today: date

    def day(self, index: int) -> Days | None:
        """ "tomorrow", "послезавтра"; "صباح اليوم", but not the beginning of "صباح يوم الأحد"."""
        words, end = self.words.at(self.writing, index, self.words.two_days)
        if words:
            start = self.today + timedelta(days=self.words.two_days[words])
            return Days(start, start + 2 * ONE_DAY, index, end)
        words, end = self.words.at(self.writing, index, self.words.days)
        if (
            not words
            or is_another_word(self.writing, self.words, index, words)
            or (words[0].isascii() and words[0] != self.writing.words[index])
        ):
            return None
        if len(words) > 1 and words[-1] == "يوم" and "ال" not in self.writing.tokens[end - 1].raw:
            return None
        return Days.single(self.today + timedelta(days=self.words.days[words]), index, end)

    def period(self, index: int) -> Days | None:
        """ "next week", "этого месяца"; "the month" for those who name a part of it."""
        words, end = self.words.at(self.writing, index, self.words.periods)
        if words and not is_another_word(self.writing, self.words, index, words):
            return self._period(*self.words.periods[words], index, end)
        words, end = self.words.at(self.writing, index, self.words.ends)
        if words:
            return Days.single(start_of(self.words.ends[words], self.today, 1) - ONE_DAY, index, end)
        words, end = self.words.at(self.writing, index, self.words.bare_periods)
        if not words or _lacks_its_article(self.writing.tokens[index]):
            return None
        unit = self.words.bare_periods[words]
        start, stop = start_of(unit, self.today, 0), start_of(unit, self.today, 1)
        return Days(start, stop, index, end, unit, floating=True, bare=True)

    def _period(self, unit: str, shift: int, index: int, end: int) -> Days:
        following = "".join(self.writing.norms(end, end + 1))
        chinese = unit == "week" and self.writing.tokens[end - 1].kind == "han" and len(following) == 1
        if chinese and following in CHINESE_WEEKDAYS:
            weekday = min(CHINESE_WEEKDAYS.index(following), 6)
            return Days.single(start_of(unit, self.today, shift) + timedelta(days=weekday), index, end + 1)
        return Days(start_of(unit, self.today, shift), start_of(unit, self.today, shift + 1), index, end, unit)

    def counted(self) -> Iterator[Days]:
        """ "in two weeks", "через 2 недели", "2周后", "il y a trois jours", "in a week", and the Arabic duals."""
        for number in self.numbers.values():
            words, end = self.words.at(self.writing, number.last, self.words.units)
            if words and 0 < number.value <= _MOST.get(self.words.units[words], 2000):
                yield from self._shifted(int(number.value), self.words.units[words], number.first, end, "ahead")
        yield from self._in_hours()
        doubled = _doubled()
        for index, token in enumerate(self.writing.tokens):
            if (token.norm,) in doubled and (token.norm,) in self.words.units:
                yield from self._shifted(2, self.words.units[(token.norm,)], index, index + 1, "ahead")
            elif (token.norm,) in self.words.one_of:
                yield from self._one(index, self.words.one_of[(token.norm,)])

    def _in_hours(self) -> Iterator[Days]:
        """ "dentro de 48 horas", "через 72 часа": so many whole days from now."""
        for number in self.numbers.values():
            after = self.words.size_after(self.writing, number.last, "hours_counted")
            before = self.words.before(self.writing, number.first, "ahead_of_hours")
            behind = self.words.size_after(self.writing, number.last + after, "hours_behind") if after else 0
            if not after or number.value % HOURS or not HOURS <= number.value <= MOST_HOURS:
                continue
            if before >= 0 or behind:
                day = self.today + timedelta(days=int(number.value) // HOURS)
                yield Days.single(day, before if before >= 0 else number.first, number.last + after + behind)

    def _one(self, index: int, unit: str) -> Iterator[Days]:
        """ "in a week", "неделю назад", "بعد شهر": not "in the week", nor "قبل شهر ديسمبر"."""
        first = index - (self.writing.norms(index - 1, index)[:1] in _ones())
        if first == index and self.writing.tokens[index].raw.isascii() or self._is_named_behind(index + 1):
            return
        if "ال" in self.writing.tokens[index].raw[:2] or (first == index and self.writing.words[index] == "mes"):
            return
        yield from self._shifted(1, unit, first, index + 1, "ahead_of_one")

    def _is_named_behind(self, end: int) -> bool:
        if end >= len(self.writing.tokens):
            return False
        month, _ = self.words.at(self.writing, end, self.words.months)
        return bool(month and month[0] not in single_words("short_months")) or self.writing.tokens[end].kind == "number"

    def _shifted(self, amount: int, unit: str, first: int, end: int, group: str) -> Iterator[Days]:
        begin, sign, last = self._direction(first, end, group)
        day = moved(self.today, unit=unit, amount=sign * amount) if sign else None
        if day and sign > 0 and self._is_throughout(begin, first):
            yield Days(self.today, day, begin, last)
        elif day:
            yield Days.single(day, begin, last)

    def _is_throughout(self, begin: int, first: int) -> bool:
        """ "nos próximos dez dias", "over the next two weeks": from now on, all of them."""
        lead = self.writing.norms(begin, first)
        return any(lead[:size] in self.words.phrases["throughout"] for size in range(2, len(lead) + 1))

    def _direction(self, first: int, end: int, group: str) -> tuple[int, int, int]:
        """Where the phrase begins, whether it looks ahead (1) or back (-1) or neither (0), and where it ends."""
        begin = self._before(first, "ago_before")
        if begin >= 0:
            return begin, 0 if self._is_a_duration(begin, end) else -1, end
        last = self._after(end, "ago")
        if last > end:
            return first, -1, last
        begin, last = self._before(first, group), self._after(end, "ahead_behind")
        if begin >= 0 and self.writing.norms(begin, begin + 1) in _no_leads(self.writing.language):
            begin = -1
        if (begin < 0 and last == end) or (last > end and self.writing.norms(last, last + 1) == ("的",)):
            return first, 0, end
        return (begin if begin >= 0 else first), 1, last

    def _is_a_duration(self, begin: int, end: int) -> bool:
        """ "faz três semanas que", "desde hace dos años", and "há 12 anos" where nothing is told of the past."""
        following = self.writing.norms(end, end + 1)
        if following and following[0] in single_words("not_ago"):
            return True
        if self.writing.words[begin] not in single_words("ago_verbs"):
            return False
        return self.words.before(self.writing, begin, "since") >= 0 or self.tenses.lean(begin, end) >= 1

    def _before(self, index: int, group: str) -> int:
        while index > 1 and self.writing.norms(index - 1, index) in self.words.phrases["about"]:
            index -= 1
        return self.words.before(self.writing, index, group)

    def _after(self, end: int, group: str) -> int:
        return end + self.words.size_after(self.writing, end, group)


@lru_cache(maxsize=8)
def _no_leads(language: str) -> frozenset[Words]:
    """What leads ahead in other languages: "en deux mois" is a duration in French."""
    return frozenset(words_of(str(word)) for word in word_list("dates")["not_ahead"].get(language, ()))


def _lacks_its_article(token: Token) -> bool:
    """An Arabic period without "the": "آخر شهر" may be the last month, "آخر الشهر" is the month's end."""
    return "\u0600" <= token.raw[:1] <= "\u06ff" and "ال" not in token.raw[:3] and not token.raw.startswith("لل")


@lru_cache(maxsize=1)
def _ones() -> frozenset[Words]:
    return frozenset(words_of(str(word)) for word in word_list("dates")["ones"])


@lru_cache(maxsize=1)
def _doubled() -> frozenset[Words]:
    return frozenset(words_of(str(word)) for word in word_list("units")["doubled"][2])

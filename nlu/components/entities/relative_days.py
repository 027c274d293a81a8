"""Reads days told from today: "tomorrow", "next week", "end of the month", "by Friday", "in two weeks", "بعد أسبوعين"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from nlu.components.entities.calendar_words import CalendarWords
from nlu.components.entities.days import ONE_DAY, Days, moved, start_of
from nlu.components.entities.numbers import Number
from nlu.components.entities.spelling import Writing, words_of
from nlu.components.entities.wordlists import word_list

CHINESE_WEEKDAYS = "一二三四五六日天"

SHORT = 4
"""Letters up to which a weekday's name needs a capital ("Sun", "Mon", "sat")."""


@dataclass(frozen=True)
class RelativeDays:
    """The days of one text that depend on the day on which it was sent."""

    writing: Writing
    words: CalendarWords
    numbers: Mapping[int, Number]
    today: date

    def day(self, index: int) -> Days | None:
        """ "tomorrow", "послезавтра"."""
        words, end = self.words.at(self.writing, index, self.words.days)
        if not words or self._is_other(index, words):
            return None
        return Days.single(self.today + timedelta(days=self.words.days[words]), index, end)

    def _is_other(self, index: int, words: tuple[str, ...]) -> bool:
        """ "la mañana", "Santo Domingo", "every Monday": another word, or no one day."""
        before = self.writing.norms(index - 1, index)
        other = bool(before) and before[0] in word_list("dates")["not_after"].get(words[0], ())
        return other or self.words.is_recurring(self.writing, index)

    def period(self, index: int) -> Days | None:
        """ "next week", "этого месяца", "end of the year"."""
        words, end = self.words.at(self.writing, index, self.words.ends)
        if words:
            return Days.single(start_of(self.words.ends[words], self.today, 1) - ONE_DAY, index, end)
        words, end = self.words.at(self.writing, index, self.words.periods)
        if not words:
            return None
        unit, shift = self.words.periods[words]
        late = self.words.before(self.writing, index, "end_parts")
        if late >= 0:
            return Days.single(start_of(unit, self.today, shift + 1) - ONE_DAY, late, end)
        following = self.writing.norms(end, end + 1)
        if unit == "week" and words[-1] in "周期" and following and following[0] in CHINESE_WEEKDAYS:
            weekday = min(CHINESE_WEEKDAYS.index(following[0]), 6)
            return Days.single(start_of(unit, self.today, shift) + timedelta(days=weekday), index, end + 1)
        return Days(start_of(unit, self.today, shift), start_of(unit, self.today, shift + 1), index, end)

    def weekday(self, index: int) -> Days | None:
        """The next day of that name, with "next" or "prochain" around it."""
        words, end = self.words.at(self.writing, index, self.words.weekdays)
        raw = self.writing.slice(index, end) if words else ""
        if not words or (raw.isascii() and words != self.writing.norms(index, end)):
            return None
        if raw.isascii() and len(raw) <= SHORT and not (raw[:1].isupper() and self.writing.language in ("en", "und")):
            return None
        if self._is_other(index, words):
            return None
        ahead = (self.words.weekdays[words] - self.today.weekday() - 1) % 7 + 1
        if self.words.is_gone(self.writing, index, end):
            ahead -= 7 if ahead < 7 else 14
        before = self.words.before(self.writing, index, "next_weekday")
        after = end + (self.writing.norms(end, end + 1) in self.words.phrases["next_weekday"])
        return Days.single(self.today + timedelta(days=ahead), before if before >= 0 else index, after)

    def counted(self) -> Iterator[Days]:
        """ "in two weeks", "через 2 недели", "2周后", "il y a trois jours", and the Arabic duals."""
        for number in self.numbers.values():
            words, end = self.words.at(self.writing, number.last, self.words.units)
            if words and 0 < number.value <= 2000:
                days = self._shifted(int(number.value), self.words.units[words], number.first, end)
                if days:
                    yield days
        doubled = [words_of(str(word)) for word in word_list("units")["doubled"][2]]
        for index, token in enumerate(self.writing.tokens) if not self.writing.text.isascii() else ():
            if (token.norm,) in doubled and (token.norm,) in self.words.units:
                days = self._shifted(2, self.words.units[(token.norm,)], index, index + 1)
                if days:
                    yield days

    def _shifted(self, amount: int, unit: str, first: int, end: int) -> Days | None:
        begin, sign, last = self._direction(first, end)
        day = moved(self.today, unit=unit, amount=sign * amount) if sign else None
        return Days.single(day, begin, last) if day else None

    def _direction(self, first: int, end: int) -> tuple[int, int, int]:
        """Where the phrase begins, whether it looks ahead (1) or back (-1) or neither (0), and where it ends."""
        begin = self._before(first, "ago_before")
        if begin >= 0:
            return begin, -1, end
        last = self._after(end, "ago")
        if last > end:
            return first, -1, last
        begin, last = self._before(first, "ahead"), self._after(end, "ahead_behind")
        if begin < 0 and last == end:
            return first, 0, end
        return (begin if begin >= 0 else first), 1, last

    def _before(self, index: int, group: str) -> int:
        while index > 1 and self.writing.norms(index - 1, index) in self.words.phrases["about"]:
            index -= 1
        return self.words.before(self.writing, index, group)

    def _after(self, end: int, group: str) -> int:
        for size in (3, 2, 1):
            words = self.writing.norms(end, end + size)
            if len(words) == size and words in self.words.phrases[group]:
                return end + size
        return end

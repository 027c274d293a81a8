"""Reads feasts that name a day ("before Christmas", "до Нового года"); a Christmas card and a good wish name none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from nlu.components.entities.dates.calendar_words import CalendarWords, Words
from nlu.components.entities.dates.days import Days, day_or_none, nearer, nearest_day
from nlu.components.entities.dates.tenses import Tenses
from nlu.components.entities.spelling import Writing, normal, words_of
from nlu.components.entities.wordlists import word_list


@dataclass(frozen=True)
class Feasts:
    """The feasts of one text."""

    writing: Writing
    words: CalendarWords
    tenses: Tenses
    today: date

    def feast(self, index: int) -> Days | None:
        """The nearest such feast, or that of the year told."""
        words, end = self._at(index)
        if not words or not self._is_meant(index, end, words):
            return None
        first = index
        year, last = self.words.year_after(self.writing, end, today=self.today)
        if not year:
            year, first = self.words.year_before(self.writing, index, today=self.today)
        fixed = _fixed().get(words)
        days = _moving().get(words, ())
        if year:
            day = day_or_none(year, *fixed) if fixed else next((each for each in days if each.year == year), None)
        else:
            lean = self.tenses.lean(index, end)
            day = self._nearest(fixed, lean) if fixed else nearer(self.today, days, lean=lean)
        return Days.single(day, first, last) if day else None

    def _nearest(self, fixed: tuple[int, int], lean: float) -> date | None:
        return nearest_day(self.today, month=fixed[0], day=fixed[1], lean=lean)

    def _at(self, index: int) -> tuple[Words, int]:
        if _beginnings().isdisjoint(self.writing.tokens[index].forms):
            return (), index
        for size in range(min(5, len(self.writing.tokens) - index), 0, -1):
            for form in self.writing.tokens[index].forms:
                words = (form, *self.writing.norms(index + 1, index + size))
                if words in _fixed() or words in _moving():
                    return words, index + size
        return (), index

    def _is_meant(self, index: int, end: int, words: Words) -> bool:
        """Whether it tells when: behind "before" or the like or before "前", and no "Christmas card"."""
        before = self.writing.norms(index - 1, index)
        if words[0] in _singles("with_article") and not (before and before[0] in _singles("articles")):
            return False
        following = [self.writing.norms(end, end + size) for size in (1, 2)]
        if self.words.year_before(self.writing, index, today=self.today)[0]:
            return True
        if any(len(after) == 1 and after[0] in _singles("things") for after in following):
            return False
        if any(after in _phrases("behind") for after in following):
            return True
        if before in self.words.phrases["and"] and self._is_behind_another(index - 1):
            return True
        if self.words.before(self.writing, index, "weeks_of") >= 0:
            return True
        attached = self.writing.words[index] != words[0] and self.writing.tokens[index].kind == "word"
        return attached or any(
            self.writing.norms(index - size, index) in _phrases("leads") for size in (4, 3, 2, 1) if size <= index
        )

    def _is_behind_another(self, end: int) -> bool:
        """ "between Christmas and New Year"."""
        for first in range(max(0, end - 3), end):
            words, last = self._at(first)
            if words and last == end and self._is_meant(first, last, words):
                return True
        return False


@lru_cache(maxsize=1)
def _fixed() -> Mapping[Words, tuple[int, int]]:
    table = word_list("feasts")["fixed"]
    return {
        words_of(str(name)): (int(str(day)[:2]), int(str(day)[3:])) for day, names in table.items() for name in names
    }


@lru_cache(maxsize=1)
def _moving() -> Mapping[Words, tuple[date, ...]]:
    return {
        words_of(str(name)): tuple(feast["days"])
        for feast in word_list("feasts")["moving"].values()
        for name in feast["names"]
    }


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    return frozenset(words[0] for words in (*_fixed(), *_moving()))


@lru_cache(maxsize=4)
def _phrases(group: str) -> frozenset[Words]:
    return frozenset(words_of(str(phrase)) for phrase in word_list("feasts")[group])


@lru_cache(maxsize=4)
def _singles(group: str) -> frozenset[str]:
    return frozenset(normal(str(word)) for word in word_list("feasts")[group])

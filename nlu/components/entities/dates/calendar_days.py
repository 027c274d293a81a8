"""Reads days and months by their name: "15 March 2027", "June", "on the 14th", "the 5th of next month"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from nlu.components.entities.amounts.numbers import Number
from nlu.components.entities.dates.calendar_words import CalendarWords, links
from nlu.components.entities.dates.days import (
    Days,
    day_or_none,
    months_later,
    nearest_day,
    nearest_month,
    nearest_number,
    start_of,
)
from nlu.components.entities.dates.tenses import Tenses
from nlu.components.entities.spelling import Writing, normal, words_of
from nlu.components.entities.wordlists import word_list

_DASHES = ("-", "–", "—", "/")

USUALLY_AHEAD = 2.0
"""A day's number alone ("on the 14th") is more often still to come."""


@dataclass(frozen=True)
class CalendarDays:
    """The days of one text. `numbers` by the token where they begin."""

    writing: Writing
    words: CalendarWords
    numbers: Mapping[int, Number]
    tenses: Tenses
    today: date
    language: str

    def month(self, index: int) -> Days | None:
        """A month with what belongs to it: day before or after, year."""
        words, end = self.words.at(self.writing, index, self.words.months)
        if not words or (words[0] in _small("short_months") and words not in _months_of(self.language)):
            return None
        part, lead = self.words.part_before(self.writing, index)
        first, number = (index, None) if part else self._day_before(index)
        if number is None and not part:
            number, end = self._day_after(index, end)
        year, end = self.words.year_after(self.writing, end, today=self.today)
        if number is None and year is None and not self._is_month(index, end, words):
            return None
        if self.words.is_recurring(self.writing, first) and year is None:
            return None
        lean = 1.0 if year else self.tenses.lean(lead if part else first, end)
        month = self.words.months[words]
        if number is None:
            return self._whole(month, year, lean, first, end)
        nearest = None if year else nearest_day(self.today, month=month, day=number, lean=lean)
        day = day_or_none(year, month, number) if year else nearest
        return Days.single(day, first, end, floating=year is None) if day else None

    def _whole(self, month: int, year: int | None, lean: float, first: int, end: int) -> Days:
        """The month in its year; without one the nearest, as the words around tell."""
        start = date(year, month, 1) if year else nearest_month(self.today, month=month, lean=lean)
        return Days(start, months_later(start, 1), first, end, "month", year is None)

    def numbered_month(self, index: int) -> Days | None:
        """ "شهر 12": a month by its number, as it is said in Arabic."""
        if self.writing.words[index] not in _small("numbered_months") or index + 1 >= len(self.writing.tokens):
            return None
        number = self.writing.tokens[index + 1]
        if (
            number.kind != "number"
            or len(number.norm) > 2
            or not 1 <= int(number.norm) <= 12
            or self._is_counted(index)
        ):
            return None
        year, end = self.words.year_after(self.writing, index + 2, today=self.today)
        return self._whole(int(number.norm), year, self.tenses.lean(index, end), index, end)

    def _is_counted(self, index: int) -> bool:
        """ "3 شهر", "لمدة شهر": so many months."""
        if index == 0:
            return False
        before = self.writing.tokens[index - 1]
        return before.kind == "number" or before.norm in _small("not_numbered_after")

    def _is_month(self, index: int, end: int, words: tuple[str, ...]) -> bool:
        """Whether a month's name alone is one: short forms, "may" and "march" only where a month can stand."""
        if words[0] in _small("short_months"):
            if words != self.writing.norms(index, end):
                return False
            return self._is_joined(index, end) or self._is_short_for(index, words)
        if self._is_a_name(index, end):
            return False
        if words[0] not in _small("months_that_are_words"):
            return True
        raw = self.writing.slice(index, end)
        if len(self.writing.tokens) == end - index:
            return raw[:1].isupper() or self.language != "en"
        led = self.words.before(self.writing, index, "word_month_leads", "past", "coming") >= 0
        led = led or bool(self.words.part_before(self.writing, index)[0])
        joined = self.writing.norms(index - 1, index) in self.words.phrases["to"] and index > 1
        joined = joined or self._is_joined(index, end)
        return (led or joined) and (raw[:1].isupper() or self.language != "en")

    def _is_a_name(self, index: int, end: int) -> bool:
        """ "Julio Pérez", "April Johnson": a capital, and another one right behind, where no month can stand."""
        raw = self.writing.slice(index, end)
        if not raw[:1].isupper() or raw.isupper() or end >= len(self.writing.tokens):
            return False
        after = self.writing.tokens[end]
        if not after.raw[:1].isupper() or after.kind != "word" or after.start > self.writing.tokens[end - 1].end + 1:
            return False
        return self.words.before(self.writing, index, "word_month_leads") < 0

    def _is_short_for(self, index: int, words: tuple[str, ...]) -> bool:
        """ "in Dec", "since Oct.": the short name of a month where a month stands, unless it is another word too."""
        if words[0] in _small("short_months_that_are_words"):
            return False
        led = self.words.before(self.writing, index, "word_month_leads", "past", "coming") >= 0
        return led and (self.writing.tokens[index].raw[:1].isupper() or self.language != "en")

    def _is_joined(self, index: int, end: int) -> bool:
        """ "mars à juin", "Dec-Feb": another month stands behind "to" or a dash, or before it."""
        to, text = self.words.phrases["to"], self.writing.text
        tokens, behind = self.writing.tokens, end + (self.writing.norms(end, end + 1) in to)
        dash = behind > end or (end < len(tokens) and text[tokens[end - 1].end : tokens[end].start].strip() in _DASHES)
        if dash and self.words.at(self.writing, behind, self.words.months)[0]:
            return True
        before = index - 1 - (self.writing.norms(index - 1, index) in to)
        if before < 0 or self.writing.norms(before, before + 1) not in self.words.months:
            return False
        return before < index - 1 or text[tokens[before].end : tokens[index].start].strip() in _DASHES

    def _day_before(self, index: int) -> tuple[int, int | None]:
        """The number before a month and the token where it begins: "15 March", "15th of March", "1º de março"."""
        at = index - 1
        while at >= 0 and index - at <= 4 and self.writing.words[at] in links():
            at -= 1
        if at < 0:
            return index, None
        token = self.writing.tokens[at]
        if token.kind == "number" and len(token.norm) <= 2 and 0 < int(token.norm) <= 31:
            return at, int(token.norm)
        if token.norm in _small("firsts"):
            return at, 1
        if token.norm in _ordinal_days():
            tens = _tens().get(self.writing.words[at - 1], 0) if at else 0
            return at - bool(tens), tens + _ordinal_days()[token.norm]
        spoken = self._spoken.get(at + 1)
        return (spoken.first, int(spoken.value)) if spoken else (index, None)

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
        if following and following.norm in _small("ordinals"):
            return int(token.norm), at + 2
        counted = self.words.before(self.writing, index, "year_leads") >= 0
        counted = counted or self.writing.words[index] in _small("months_that_are_words")
        if counted and following and following.kind == "word" and following.norm not in _small("after_days"):
            return None, end
        return int(token.norm), at + 1

    def day_of_month(self, index: int) -> Days | None:
        """ "on the 14th", "dia 2", "15号", "le 5 du mois prochain": the nearest such day."""
        token = self.writing.tokens[index]
        if token.kind != "number" or len(token.norm) > 2 or not 0 < int(token.norm) <= 31:
            return None
        before, after = self.writing.norms(index - 1, index), self.writing.norms(index + 1, index + 2)
        said_before = bool(before) and before[0] in _small("day_before")
        said_after = bool(after) and after[0] in _small("day_after") and not self._is_fraction(index + 1)
        ordinal = before == ("the",) and bool(after) and after[0] in _small("ordinals")
        first, end = index - (said_before or ordinal), index + 1 + (said_after or ordinal)
        month, stop = self._month_after(end, near=said_before or said_after)
        if month is not None:
            day = day_or_none(month.year, month.month, int(token.norm))
            return Days.single(day, first, stop) if day else None
        if not (said_before or said_after or ordinal or self._is_alone(index)):
            return None
        if self.words.is_recurring(self.writing, first) or self._is_fraction(end):
            return None
        lean = USUALLY_AHEAD * self.tenses.lean(first, end)
        number = nearest_number(self.today, int(token.norm), lean=lean)
        return Days.single(number, first, end, floating=True) if number else None

    def _month_after(self, end: int, *, near: bool) -> tuple[date | None, int]:
        """The month told behind a day's number: "of next month", "числа этого месяца"."""
        for at in range(end, min(end + 3, len(self.writing.tokens))):
            words, stop = self.words.at(self.writing, at, self.words.periods)
            if words and self.words.periods[words][0] == "month" and (at > end or near):
                return start_of("month", self.today, self.words.periods[words][1]), stop
            if self.writing.words[at] not in links():
                break
        return None, end

    def _is_fraction(self, end: int) -> bool:
        """ "dia 2/11": the number goes on."""
        text, tokens = self.writing.text, self.writing.tokens
        last = tokens[end - 1].end
        return text[last : last + 1] in "/.:-" and text[last + 1 : last + 2].isdigit()

    def _is_alone(self, index: int) -> bool:
        """ "el 14.", "le 3 ?": behind an article, with nothing to count behind it."""
        before = self.writing.words[index - 1] if index else ""
        if self.language not in ("fr", "es") or before not in _small("weak_day_before"):
            return False
        following = self.writing.tokens[index + 1] if index + 1 < len(self.writing.tokens) else None
        return following is None or (following.raw in ".,;!?)" and not self._is_fraction(index + 1))


@lru_cache(maxsize=16)
def _small(name: str) -> frozenset[str]:
    return frozenset(normal(str(word)) for word in word_list("dates")[name])


@lru_cache(maxsize=8)
def _months_of(language: str) -> frozenset[tuple[str, ...]]:
    months = word_list("dates")["months"]
    codes = {language, "en"} & set(months) if language in months else set(months)
    return frozenset(words_of(str(name)) for code in codes for names in months[code] for name in names)


@lru_cache(maxsize=1)
def _ordinal_days() -> Mapping[str, int]:
    table = word_list("dates")["ordinal_days"]
    return {normal(str(word)): int(day) for day, words in table.items() for word in words}


@lru_cache(maxsize=1)
def _tens() -> Mapping[str, int]:
    table = word_list("dates")["ordinal_tens"]
    return {normal(str(word)): int(day) for day, words in table.items() for word in words}

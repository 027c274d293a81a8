"""Reads days and months by their name: "15 March 2027", "June", "on the 14th", "the 5th of next month"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from nlu.components.entities.amounts.numbers import Number
from nlu.components.entities.dates.calendar_words import CalendarWords, links
from nlu.components.entities.dates.days import (
    USUALLY_AHEAD,
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
        end = self._behind_its_other_name(end, self.words.months[words])
        part, lead = self.words.part_before(self.writing, index)
        first, number = (index, None) if part else self._day_before(index)
        if number is None and not part:
            number, end = self._day_after(index, end)
        year, end = self.words.year_after(self.writing, end, today=self.today)
        if number is None and year is None and not self._is_month(index, end, words):
            return None
        if self.words.is_recurring(self.writing, first) and year is None and not self._is_whole(first, number):
            return None
        lean = 1.0 if year else self.tenses.lean(lead if part else first, end)
        month = self.words.months[words]
        if number is None:
            return self._whole(month, year, lean, first, end)
        nearest = None if year else nearest_day(self.today, month=month, day=number, lean=lean)
        day = day_or_none(year, month, number) if year else nearest
        return Days.single(day, first, end, floating=year is None) if day else None

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
        if _small("numbered_months").isdisjoint(self.writing.tokens[index].forms) or self._is_counted(index):
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
        before = self.writing.tokens[index - 1]
        return before.kind == "number" or before.norm in _small("not_numbered_after")

    def _is_month(self, index: int, end: int, words: tuple[str, ...]) -> bool:
        """Whether a month's name alone is one: short forms, "may" and "march" only where a month can stand."""
        if words[0] in _small("short_months") and words not in _full_months(self.language):
            if words != self.writing.norms(index, end):
                return False
            return self._is_joined(index, end) or self._is_short_for(index, words)
        if self._is_a_name(index, end) or self._is_a_surname(index, end):
            return False
        raw = self.writing.slice(index, end)
        if words[0] not in _small("months_that_are_words") or raw.casefold() in _small_as_written("accented_months"):
            return True
        if len(self.writing.tokens) == end - index:
            return raw[:1].isupper() or self.language != "en"
        if self.words.before(self.writing, index, "sure_month_leads") >= 0:
            return True
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
        named_so = self.language in ("fr", "es") and self.writing.norms(index - 1, index) == ("de",)
        return named_so or self.words.before(self.writing, index, "word_month_leads") < 0

    def _is_a_surname(self, index: int, end: int) -> bool:
        """ "Rita Maio, diretora": at the end of a line or before a comma, right behind another capital."""
        raw, tokens = self.writing.slice(index, end), self.writing.tokens
        if self.language not in ("es", "fr", "pt") or not raw[:1].isupper() or raw.isupper() or not index:
            return False
        before, behind = tokens[index - 1], self.writing.text[tokens[end - 1].end :].lstrip(" ")
        adjacent = before.kind == "word" and before.end + 1 == tokens[index].start
        if not adjacent or not before.raw[:1].isupper() or (behind and behind[0] not in ",\n"):
            return False
        led = self.words.before(self.writing, index, "word_month_leads", "to", "season_leads", "year_leads") >= 0
        return not led and not self.words.part_before(self.writing, index)[0]

    def _is_short_for(self, index: int, words: tuple[str, ...]) -> bool:
        """ "in Dec", "since Oct.": the short name of a month where a month stands, unless it is another word too."""
        if words[0] in _small("short_months_that_are_words"):
            return self.writing.norms(index - 1, index)[:1] in _month_words()
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
        if at < 0 or self._is_another_date(at):
            return index, None
        token = self.writing.tokens[at]
        if token.kind == "number" and len(token.norm) <= 2 and 0 < int(token.norm) <= 31:
            return (index, None) if self._is_inside_a_word(at) else (at, int(token.norm))
        if token.norm in _small("firsts"):
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
        if between.strip() not in _DASHES:
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
        said_before = bool(before) and before[0] in _small("day_before") and not self._is_a_unit(index - 1)
        said_after = self._size_of_day_word(index)
        ordinal = before == ("the",) and bool(after) and after[0] in _small("ordinals")
        first, end = index - (said_before or ordinal), index + 1 + (said_after or ordinal)
        month, start, stop = self._month_told(first, end, near=said_before or bool(said_after))
        if month is not None:
            day = day_or_none(month.year, month.month, int(token.norm))
            return Days.single(day, start, stop) if day else None
        if not (said_before or said_after or ordinal or self._is_alone(index)) or self._leads_to_a_month(end):
            return None
        if self.words.is_recurring(self.writing, first) or self._is_fraction(end):
            return None
        lean = self.tenses.lean(first, end)
        lean = lean * USUALLY_AHEAD if lean >= 1 else lean
        number = nearest_number(self.today, int(token.norm), lean=lean)
        return Days.single(number, first, end, floating=True) if number else None

    def _leads_to_a_month(self, end: int) -> bool:
        """ "يوم 28 أكتوبر", "día 3 dic": the day is read with its month."""
        at = end
        while at < len(self.writing.tokens) and at - end < 2 and self.writing.words[at] in links():
            at += 1
        return bool(self.words.at(self.writing, at, self.words.months)[0])

    def _is_a_unit(self, at: int) -> bool:
        """ "3 يوم 20 خيمة", "اليوم 20 خيمة": a word for days that is counted itself, or today."""
        return self.writing.tokens[at].raw.startswith("ال") or (at > 0 and self.writing.tokens[at - 1].kind == "number")

    def _size_of_day_word(self, index: int) -> int:
        """The tokens of "号", "числа" or "го числа" behind a day's number; of a house or a ward ("3号楼") none."""
        size = self.words.size_after(self.writing, index + 1, "day_after")
        if not size or self._is_fraction(index + 1):
            return 0
        numbers_a_thing = self.words.size_after(self.writing, index + 1 + size, "numbered_things") > 0
        behind_a_street = self.writing.norms(index - 1, index)[:1] in self.words.phrases["numbers_after"]
        return 0 if numbers_a_thing or behind_a_street else size

    def _month_told(self, first: int, end: int, *, near: bool) -> tuple[date | None, int, int]:
        """The month told behind or before a day's number, and the tokens that both take."""
        month, stop = self._month_after(end, near=near)
        if month is not None or not near:
            return month, first, stop
        for size in range(min(4, first), 0, -1):
            words = self.writing.norms(first - size, first)
            if self.words.periods.get(words, ("",))[0] == "month":
                return start_of("month", self.today, self.words.periods[words][1]), first - size, end
        return None, first, end

    def _month_after(self, end: int, *, near: bool) -> tuple[date | None, int]:
        """The month told behind a day's number: "of next month", "числа этого месяца"."""
        for at in range(end, min(end + 3, len(self.writing.tokens))):
            words, stop = self.words.at(self.writing, at, self.words.periods)
            running = 0 if words else self.words.size_after(self.writing, at, "of_this_month")
            if running:
                return self.today.replace(day=1), at + running
            if words and self.words.periods[words][0] == "month" and (at > end or near):
                return start_of("month", self.today, self.words.periods[words][1]), stop
            if self.writing.words[at] not in links():
                break
        return None, end

    def _is_fraction(self, end: int) -> bool:
        """ "dia 2/11": the number goes on."""
        text, tokens = self.writing.text, self.writing.tokens
        last = tokens[end - 1].end
        return text[last : last + 1] in "/.,:-" and text[last + 1 : last + 2].isdigit()

    def _is_alone(self, index: int) -> bool:
        """ "el 14.", "le 3 ?", "до 25-го": behind an article, with nothing to count behind it."""
        before = self.writing.words[index - 1] if index else ""
        if self.language not in ("fr", "es", "ru") or before not in _small("weak_day_before"):
            return False
        at = index + 1
        if self.language == "ru":
            if self.writing.norms(at, at + 1) not in (("го",), ("му",)):
                return False
            at += 1
        following = self.writing.tokens[at] if at < len(self.writing.tokens) else None
        return following is None or (following.raw in ".,;!?)" and not self._is_fraction(index + 1))


@lru_cache(maxsize=16)
def _small(name: str) -> frozenset[str]:
    return frozenset(normal(str(word)) for word in word_list("dates")[name])


@lru_cache(maxsize=8)
def _months_of(language: str) -> frozenset[tuple[str, ...]]:
    months = word_list("dates")["months"]
    codes = {language, "en"} & set(months) if language in months else set(months)
    return frozenset(words_of(str(name)) for code in codes for names in months[code] for name in names)


@lru_cache(maxsize=8)
def _full_months(language: str) -> frozenset[tuple[str, ...]]:
    """The full names of a language's months: "mai" is one in French, and short for "maio" in Portuguese."""
    return frozenset(words_of(str(names[0])) for names in word_list("dates")["months"].get(language, ()))


@lru_cache(maxsize=1)
def _small_as_written(name: str) -> frozenset[str]:
    return frozenset(str(word) for word in word_list("dates")[name])


@lru_cache(maxsize=1)
def _month_words() -> frozenset[tuple[str, ...]]:
    return frozenset((word,) for word in _small("numbered_months"))


@lru_cache(maxsize=1)
def _ordinal_days() -> Mapping[tuple[str, ...], int]:
    table = word_list("dates")["ordinal_days"]
    return {words_of(str(word)): int(day) for day, words in table.items() for word in words}


@lru_cache(maxsize=1)
def _tens() -> Mapping[str, int]:
    table = word_list("dates")["ordinal_tens"]
    return {normal(str(word)): int(day) for day, words in table.items() for word in words}

"""Reads days told from today: "tomorrow", "next week", "by Friday", "in two weeks", "a month ago", "بعد أسبوعين"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from nlu.components.entities.amounts.numbers import Number
from nlu.components.entities.dates.calendar_words import CalendarWords, Words
from nlu.components.entities.dates.days import ONE_DAY, WEEK, Days, moved, nearest_number, start_of
from nlu.components.entities.dates.tenses import Tenses
from nlu.components.entities.spelling import Token, Writing, normal, words_of
from nlu.components.entities.wordlists import word_list

CHINESE_WEEKDAYS = "一二三四五六日天"

SHORT = 5
"""Letters up to which a weekday's English name needs a capital ("Sun", "Mon", "sat")."""

_MOST = {"year": 5}
"""How many there may be: "twelve years ago" tells a story, no date. Of other units there may be more."""

NUMBER_WITHIN = 3
"""Tokens behind a weekday among which its day's number may stand: "viernes 4", "Friday the 4th"."""


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
        words, end = self.words.at(self.writing, index, self.words.days)
        if not words or self._is_other(index, words) or (words[0].isascii() and words[0] != self.writing.words[index]):
            return None
        if len(words) > 1 and words[-1] == "يوم" and "ال" not in self.writing.tokens[end - 1].raw:
            return None
        return Days.single(self.today + timedelta(days=self.words.days[words]), index, end)

    def _is_other(self, index: int, words: Words) -> bool:
        """ "la mañana", "Santo Domingo", "every Monday": another word, or no one day."""
        before, last = self.writing.norms(index - 1, index), index + len(words)
        following = self.writing.norms(last, last + 1)
        other = bool(before) and before[0] in _others("not_after").get(words[0], ())
        other = other or (bool(following) and following[0] in _others("not_before").get(words[0], ()))
        raw = self.writing.tokens[index].raw
        other = other or raw in word_list("dates")["other_spellings"] or raw.startswith("بال")
        return other or self.words.is_recurring(self.writing, index)

    def period(self, index: int) -> Days | None:
        """ "next week", "этого месяца"; "the month" for those who name a part of it."""
        words, end = self.words.at(self.writing, index, self.words.periods)
        if words and not self._is_other(index, words):
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

    def weekday(self, index: int) -> Days | None:
        """The next day of that name or, where the words around tell of what is over, the last one."""
        words, end = self.words.at(self.writing, index, self.words.weekdays)
        if not words or not self._is_weekday(index, end, words):
            return None
        ahead = (self.words.weekdays[words] - self.today.weekday() - 1) % 7 + 1
        if self.tenses.lean(index, end) < 1:
            ahead -= 7 if ahead < 7 else 14 if self._is_last(index, end) else 7
        day = self.today + timedelta(days=ahead)
        numbered = self._numbered(end, self.words.weekdays[words])
        if numbered:
            return Days.single(numbered[0], index, numbered[1])
        later = self._later(day, index, end)
        if later:
            return later
        before = self.words.before(self.writing, index, "next_weekday")
        return Days.single(day, before if before >= 0 else index, self._behind_weekday(end), unit="weekday")

    def _later(self, day: date, index: int, end: int) -> Days | None:
        """ "a week on Friday", "Friday week", "vendredi en huit"."""
        for group, weeks in (("weekday_in_a_week", 1), ("weekday_in_two_weeks", 2)):
            size = self.words.size_after(self.writing, end, group)
            if size:
                return Days.single(day + weeks * WEEK, index, end + size)
        before = self.words.before(self.writing, index, "a_week_from")
        return Days.single(day + WEEK, before, end) if before >= 0 else None

    def _behind_weekday(self, end: int) -> int:
        """The token after "prochain", but not after the "next" of "Thursday next week"."""
        if self.words.at(self.writing, end, self.words.periods)[0]:
            return end
        return self._after(end, "next_weekday")

    def _is_weekday(self, index: int, end: int, words: Words) -> bool:
        raw = self.writing.slice(index, end)
        if raw[:1] < "\u0400" and words != self.writing.norms(index, end):
            return False
        if raw.isascii() and len(raw) < SHORT and not self._is_short_for_one(index, end, raw):
            return False
        if self._is_other(index, words) or self._is_a_first_name(index, end, raw):
            return False
        return not self._is_a_word(words, raw) or self._can_be_a_weekday(index, end)

    def _is_short_for_one(self, index: int, end: int, raw: str) -> bool:
        """ "by Fri", "Sat 5 Dec", "tues": in English."""
        written_so = raw[:1].isupper() or raw in _single("short_weekdays")
        return written_so and self.writing.language in ("en", "und") and self._is_no_name(index, end)

    def _is_a_first_name(self, index: int, end: int, raw: str) -> bool:
        """ "Domingo Feria" where a weekday has no capital, with another capital right behind and no article before."""
        if self.writing.language not in ("es", "fr", "pt") or raw == raw.casefold() or raw.isupper():
            return False
        following = self.writing.tokens[end] if end < len(self.writing.tokens) else None
        if following is None or following.kind != "word" or not following.raw[:1].isupper():
            return False
        adjacent = following.start == self.writing.tokens[end - 1].end + 1
        return adjacent and not self._is_led(index)

    def _is_led(self, index: int) -> bool:
        return self.words.before(self.writing, index, "weekday_word_leads", "next_weekday", "since", "to") >= 0

    def _is_a_word(self, words: Words, raw: str) -> bool:
        """ "quinta", and the Russian "пт", which is a weekday in small letters only."""
        if len(words) > 1:
            return False
        return words[0] in _single("weekdays_that_are_words") or (
            words[0] in _single("short_weekdays") and not raw.isascii() and self.writing.language == "ru"
        )

    def _is_no_name(self, index: int, end: int) -> bool:
        """ "Sat 5 Dec", "by Fri": not "Sun Valley Foods"."""
        following = self.writing.tokens[end] if end < len(self.writing.tokens) else None
        alone = following is None or following.kind != "word" or not following.raw[:1].isupper()
        tables = (self.words.months, self.words.weekdays)
        return alone or any(self.words.at(self.writing, end, table)[0] for table in tables)

    def _can_be_a_weekday(self, index: int, end: int) -> bool:
        """ "na segunda", "sexta passada", "sai quinta.", "в пт": not "segunda mão" nor "a quinta vez"."""
        following = [self.writing.norms(end, end + size) for size in (1, 2)]
        no_noun = not following[0] or following[0][0] not in _single("no_weekday_after")
        if self.writing.language not in ("pt", "ru", "und") or not no_noun:
            return False
        told = any(words in self.words.phrases[group] for group in ("past", "coming") for words in following)
        told = told or self.words.size_after(self.writing, end, "weekday_word_tails") > 0
        if told or self.words.before(self.writing, index, "weekday_word_leads") >= 0:
            return True
        return self._stands_apart(index, end) or self._leads_to_another(end)

    def _stands_apart(self, index: int, end: int) -> bool:
        """ "Quinta.", "saída Lisboa quinta": at the end, with nothing before it that would count it."""
        following, before = self.writing.norms(end, end + 1), self.writing.norms(index - 1, index)
        if index and self.writing.tokens[index - 1].kind == "number":
            return False
        last = not following or (following[0] in _single("weekday_ends") and not before) or following[0] in ".!?;"
        return last and (not before or before[0] not in _single("no_weekday_behind"))

    def _leads_to_another(self, end: int) -> bool:
        """ "segunda e terça", "quarta ou quinta"."""
        joint = self.words.size_after(self.writing, end, "to", "or")
        return joint > 0 and bool(self.words.at(self.writing, end + joint, self.words.weekdays)[0])

    def _is_last(self, index: int, end: int) -> bool:
        """Whether "last" itself is said: on a Monday "last Monday" is a week ago."""
        around = [self.writing.norms(index - 1, index)]
        around += [self.writing.norms(end, end + size) for size in (1, 2)]
        return not self.words.phrases["past"].isdisjoint(around)

    def _numbered(self, end: int, weekday: int) -> tuple[date, int] | None:
        """The day of that number behind a weekday, if it is one: "viernes 4"; and the token after it."""
        at = end
        while at < len(self.writing.tokens) and at - end < NUMBER_WITHIN and self.writing.words[at] in _joints():
            at += 1
        if at >= len(self.writing.tokens) or not self._is_a_days_number(at):
            return None
        for lean in (1.0, 1000.0, 0.001):
            day = nearest_number(self.today, int(self.writing.words[at]), lean=lean)
            if day and day.weekday() == weekday:
                return day, at + 1
        return None

    def _is_a_days_number(self, at: int) -> bool:
        """Not the hour of "vendredi 18 h" and "Friday 18:00"."""
        token, following = self.writing.tokens[at], self.writing.norms(at + 1, at + 2)
        an_hour = bool(following) and (following[0] in _single("hours") or following[0] == ":")
        return token.kind == "number" and len(token.norm) <= 2 and not an_hour

    def counted(self) -> Iterator[Days]:
        """ "in two weeks", "через 2 недели", "2周后", "il y a trois jours", "in a week", and the Arabic duals."""
        for number in self.numbers.values():
            words, end = self.words.at(self.writing, number.last, self.words.units)
            if words and 0 < number.value <= _MOST.get(self.words.units[words], 2000):
                yield from self._shifted(int(number.value), self.words.units[words], number.first, end, "ahead")
        doubled = _doubled()
        for index, token in enumerate(self.writing.tokens):
            if (token.norm,) in doubled and (token.norm,) in self.words.units:
                yield from self._shifted(2, self.words.units[(token.norm,)], index, index + 1, "ahead")
            elif (token.norm,) in self.words.one_of:
                yield from self._one(index, self.words.one_of[(token.norm,)])

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
        return bool(month and month[0] not in _single("short_months")) or self.writing.tokens[end].kind == "number"

    def _shifted(self, amount: int, unit: str, first: int, end: int, group: str) -> Iterator[Days]:
        begin, sign, last = self._direction(first, end, group)
        day = moved(self.today, unit=unit, amount=sign * amount) if sign else None
        if day:
            yield Days.single(day, begin, last)

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
        if following and following[0] in _single("not_ago"):
            return True
        if self.writing.words[begin] not in _single("ago_verbs"):
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


@lru_cache(maxsize=2)
def _others(name: str) -> Mapping[str, frozenset[str]]:
    """Words beside which a word for a day is another word."""
    table = word_list("dates")[name]
    return {normal(str(word)): frozenset(normal(str(each)) for each in beside) for word, beside in table.items()}


@lru_cache(maxsize=8)
def _single(name: str) -> frozenset[str]:
    return frozenset(normal(str(word)) for word in word_list("dates")[name])


def _joints() -> frozenset[str]:
    return _single("weekday_joints")


@lru_cache(maxsize=1)
def _ones() -> frozenset[Words]:
    return frozenset(words_of(str(word)) for word in word_list("dates")["ones"])


@lru_cache(maxsize=1)
def _doubled() -> frozenset[Words]:
    return frozenset(words_of(str(word)) for word in word_list("units")["doubled"][2])

"""Reads weekdays: "by Friday", "viernes 4", "Friday week", the coming one or, where the words around tell so, the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from nlu.components.entities.amounts.money import is_currency
from nlu.components.entities.cues import phrases
from nlu.components.entities.dates.calendar_words import CalendarWords, Words, single_words
from nlu.components.entities.dates.days import WEEK, Days, nearest_number
from nlu.components.entities.dates.tenses import Tenses
from nlu.components.entities.spelling import Writing, normal
from nlu.components.entities.wordlists import word_list

SHORT = 5
"""Letters up to which a weekday's English name needs a capital ("Sun", "Mon", "sat")."""

MOST_AROUND = 3
"""Words of a phrase before or behind a day that is none in it."""

NUMBER_WITHIN = 3
"""Tokens behind a weekday among which its day's number may stand: "viernes 4", "Friday the 4th"."""


@dataclass(frozen=True)
class Weekdays:
    """The weekdays of one text."""

    writing: Writing
    words: CalendarWords
    tenses: Tenses
    today: date

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
        return end + self.words.size_after(self.writing, end, "next_weekday")

    def _is_weekday(self, index: int, end: int, words: Words) -> bool:
        raw = self.writing.slice(index, end)
        if raw[:1] < "\u0400" and words != self.writing.norms(index, end):
            return False
        if raw.isascii() and len(raw) < SHORT and not self._is_short_for_one(index, end, raw):
            return False
        if is_another_word(self.writing, self.words, index, words) or self._is_a_first_name(index, end, raw):
            return False
        return not self._is_a_word(words, raw) or self._can_be_a_weekday(index, end)

    def _is_short_for_one(self, index: int, end: int, raw: str) -> bool:
        """ "by Fri", "Sat 5 Dec", "tues": in English."""
        written_so = raw[:1].isupper() or raw in single_words("short_weekdays")
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
        return words[0] in single_words("weekdays_that_are_words") or (
            words[0] in single_words("short_weekdays") and not raw.isascii() and self.writing.language == "ru"
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
        no_noun = not following[0] or following[0][0] not in single_words("no_weekday_after")
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
        last = not following or (following[0] in single_words("weekday_ends") and not before) or following[0] in ".!?;"
        return last and (not before or before[0] not in single_words("no_weekday_behind"))

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
        while (
            at < len(self.writing.tokens)
            and at - end < NUMBER_WITHIN
            and self.writing.words[at] in single_words("weekday_joints")
        ):
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
        an_hour = bool(following) and (following[0] in single_words("hours") or following[0] == ":")
        an_hour = an_hour or (at > 0 and self.writing.words[at - 1] in single_words("before_hours"))
        return token.kind == "number" and len(token.norm) <= 2 and not an_hour


def is_another_word(writing: Writing, tables: CalendarWords, index: int, words: Words) -> bool:
    """ "la mañana", "Santo Domingo", "every Monday": another word, or no one day."""
    before, last = writing.norms(index - 1, index), index + len(words)
    following = writing.norms(last, last + 1)
    other = bool(before) and before[0] in _others("not_after").get(words[0], ())
    other = other or (bool(following) and following[0] in _others("not_before").get(words[0], ()))
    raw = writing.tokens[index].raw
    other = other or raw in word_list("dates")["other_spellings"] or raw.startswith("بال")
    other = other or _is_in_a_phrase(writing, index, last)
    other = other or (words == ("يوم",) and raw.startswith("لل") and is_currency(before))
    return other or tables.is_recurring(writing, index)


def _is_in_a_phrase(writing: Writing, index: int, last: int) -> bool:
    """ "that's all for today", "hoy en día", "на сегодня всё"."""
    return any(
        writing.norms(first, end) in phrases("dates", "no_days")
        for first in range(max(0, index - MOST_AROUND), index + 1)
        for end in range(last, min(last + MOST_AROUND, len(writing.tokens)) + 1)
    )


@lru_cache(maxsize=2)
def _others(name: str) -> Mapping[str, frozenset[str]]:
    """Words beside which a word for a day is another word."""
    table = word_list("dates")[name]
    return {normal(str(word)): frozenset(normal(str(each)) for each in beside) for word, beside in table.items()}

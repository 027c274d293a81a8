"""Joins two dates to an interval: "10-14 April", "May to June", "from Monday until the 5th", "с 10 декабря по 20"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from nlu.components.entities.dates.calendar_words import CalendarWords, single_words
from nlu.components.entities.dates.days import ONE_DAY, WEEK, Days, day_or_none, months_later
from nlu.components.entities.dates.tenses import Tenses
from nlu.components.entities.spelling import Writing

_DASH = re.compile(r"\s*[-–—~～/]\s*")

THURSDAY, FRIDAY, SATURDAY, SUNDAY = 3, 4, 5, 6

LIST_SIGNS = frozenset(",،、")
_PART_ENDS = frozenset(".,;:!?)،؛؟")

_ATTACHED = ("و", "ل")
"""Arabic "and" and "to", written with the next word."""


@dataclass(frozen=True)
class Intervals:
    """The intervals of one text."""

    writing: Writing
    words: CalendarWords
    tenses: Tenses
    today: date

    def of(self, found: Iterable[Days]) -> Iterator[Days]:
        """The dates in order, those that begin and end a stretch as one."""
        waiting: Days | None = None
        for told in found:
            days = self._with_bare_ends(told, after=waiting)
            if waiting is not None and self._belong(waiting, days):
                waiting = None if self._are_working_days(waiting, days) else self._ahead(_interval(waiting, days))
                continue
            if waiting is not None and told.first < waiting.end:
                continue
            if waiting is not None and days.first < waiting.end:
                days = replace(days, first=waiting.first)
            elif waiting is not None:
                yield waiting
            waiting = days
        if waiting is not None:
            yield waiting

    def _ahead(self, days: Days) -> Days:
        """An interval of which no year was told is still to come, unless the words around speak of the past."""
        if not days.floating or days.stop > self.today or self.tenses.lean(days.first, days.end) < 1:
            return days
        return replace(days, start=months_later(days.start, 12), stop=months_later(days.stop, 12))

    def _belong(self, first: Days, second: Days) -> bool:
        between = self.writing.norms(first.end, second.first)
        if between[:1] == (".",) and self.writing.words[first.end - 1] in single_words("short_months"):
            between = between[1:]
        introduced = self.words.before(self.writing, first.first, "since", "between") >= 0
        if not between:
            attached = introduced and self.writing.tokens[second.first].raw.startswith(_ATTACHED)
            return attached or bool(_DASH.fullmatch(self._gap(first.end, second.first)))
        if len(between) > 1 and between[0] in LIST_SIGNS and introduced:
            between = between[1:]
        if len(between) > 1 and between[-1] in single_words("to_articles"):
            between = between[:-1]
        return between in self.words.phrases["to"] and (introduced or between not in self.words.phrases["and"])

    def _gap(self, first: int, second: int) -> str:
        return self.writing.text[self.writing.tokens[first - 1].end : self.writing.tokens[second].start]

    def _are_working_days(self, first: Days, second: Days) -> bool:
        """ "Monday to Friday", "من الأحد إلى الخميس": when somebody works, no date; "lundi à vendredi prochain" is one."""
        if not first.unit == second.unit == "weekday":
            return False
        if any(self.writing.norms(second.end - size, second.end) in self.words.phrases["coming"] for size in (1, 2, 3)):
            return False
        begin, last = first.start.weekday(), second.start.weekday()
        if self.writing.language == "ar" and begin in (SATURDAY, SUNDAY):
            return THURSDAY <= last <= FRIDAY
        return begin == 0 and last >= FRIDAY

    def _with_bare_ends(self, days: Days, *, after: Days | None) -> Days:
        """With the number or month that leads to it or follows; of the date before only a day's number ("dia 1 a 5 de maio")."""
        if days.unit == "month":
            longer = self._with_month_before(days)
        elif days.is_single and not days.unit:
            longer = self._with_bare_stop(self._with_bare_start(days))
        else:
            return days
        if after is None or longer.first >= after.end:
            return longer
        return longer if longer.first == after.end - 1 and is_a_day_alone(self.writing, after) else days

    def _joint_before(self, first: int) -> int:
        """The token before a dash or "to" that leads to these days; -1 when none does."""
        index = first - 1
        while index > 0 and self.writing.words[index] in single_words("to_articles") - {"a"}:
            index -= 1
        if index > 0 and self.writing.norms(index, index + 1) in self.words.phrases["to"]:
            return index - 1
        return index if index >= 0 and _DASH.fullmatch(self._gap(index + 1, first)) else -1

    def _with_bare_start(self, days: Days) -> Days:
        """The day with a bare number before it: the "10" of "between 10 and 14 April", "10-14 April", "du 1er au 15 mars"."""
        index = self._joint_before(days.first)
        if index > 0 and self.writing.words[index] in single_words("ordinals"):
            index -= 1
        number = number_at(self.writing, index) if index >= 0 else 0
        start = day_or_none(days.start.year, days.start.month, number) if number else None
        if start is None or start >= days.start or not self._may_begin(index, start, days):
            return days
        return self._with_more_before(replace(days, start=start, first=index))

    def _with_more_before(self, days: Days) -> Days:
        """ "5, 6 and 7 May": the days right before, each behind a comma."""
        index, start = days.first - 2, days.start - ONE_DAY
        while (
            index >= 0
            and start.month == days.start.month
            and self.writing.words[index + 1] in LIST_SIGNS
            and number_at(self.writing, index) == start.day
        ):
            days = replace(days, start=start, first=index)
            index, start = index - 2, start - ONE_DAY
        return days

    def _may_begin(self, index: int, start: date, days: Days) -> bool:
        """ "5 and 12 May" are two days, "between 5 and 12 May" and "5 and 6 May" a stretch."""
        joint = self.writing.norms(index + 1, index + 2)
        a_list = joint in self.words.phrases["and"] and self.words.before(self.writing, index, "since", "between") < 0
        return not a_list or start + ONE_DAY == days.start

    def _with_bare_stop(self, days: Days) -> Days:
        """ "December 2-5", "с 10 декабря по 20": the number behind a month's day."""
        if self._is_a_month_told(days):
            return self._with_bare_last(days)
        if self.writing.language not in ("en", "und") or not self._ends_in_a_number(days):
            return days
        index = days.end
        if self.writing.norms(index, index + 1) in self.words.phrases["to"] - self.words.phrases["and"]:
            index += 1
        elif index >= len(self.writing.tokens) or not _DASH.fullmatch(self._gap(index, index)):
            return days
        number = (
            number_at(self.writing, index) if index < len(self.writing.tokens) and not self._goes_on(index + 1) else 0
        )
        last = day_or_none(days.start.year, days.start.month, number) if number else None
        return replace(days, stop=last + ONE_DAY, end=index + 1) if last and last > days.start else days

    def _is_a_month_told(self, days: Days) -> bool:
        """Whether these days are told as a number and a month behind it."""
        return self.writing.tokens[days.first].kind == "number" and bool(
            self.words.months.get(self.writing.norms(days.end - 1, days.end))
        )

    def _with_bare_last(self, days: Days) -> Days:
        """The last day of "del 10 de diciembre al 20", if the number stands for nothing else."""
        index = days.end
        if self.writing.norms(index, index + 1) not in self.words.phrases["to"] - self.words.phrases["and"]:
            return days
        index += 1 + (self.writing.norms(index + 1, index + 2)[:1] in [(word,) for word in single_words("to_articles")])
        number = number_at(self.writing, index) if index < len(self.writing.tokens) else 0
        last = day_or_none(days.start.year, days.start.month, number) if number else None
        if not last or last <= days.start or not self._is_at_an_end(index + 1):
            return days
        return replace(days, stop=last + ONE_DAY, end=index + 1)

    def _is_at_an_end(self, index: int) -> bool:
        """Whether a sentence or a part of it ends here, and no "20,5" or "20.12"."""
        if index >= len(self.writing.tokens):
            return True
        at = self.writing.tokens[index].end
        return self.writing.words[index] in _PART_ENDS and not self.writing.text[at : at + 1].isdigit()

    def _ends_in_a_number(self, days: Days) -> bool:
        tokens = self.writing.tokens
        return (
            tokens[days.first].kind == "word"
            and tokens[days.end - 1].kind == "number"
            and len(tokens[days.end - 1].norm) <= 2
        )

    def _goes_on(self, index: int) -> bool:
        """Whether a word follows to which a number belongs: "December 2 to 5 shelters", "Dec 5 - 10 January"."""
        if index >= len(self.writing.tokens):
            return False
        token = self.writing.tokens[index]
        return token.kind == "word" and token.norm not in single_words("after_days")

    def _with_month_before(self, days: Days) -> Days:
        """ "jan-mar 2027": the short name of a month that leads to another month."""
        index = self._joint_before(days.first)
        month = self.words.months.get(self.writing.norms(index, index + 1)) if index >= 0 else None
        if not month or days.start.month == month or self._is_read_already(index):
            return days
        start = date(days.start.year - (month > days.start.month), month, 1)
        return replace(days, start=start, first=index)

    def _is_read_already(self, index: int) -> bool:
        """A full name is a month of its own, and joined as such; so is a month with its year."""
        return self.writing.words[index] not in single_words("short_months")


def is_a_day_alone(writing: Writing, days: Days) -> bool:
    """ "dia 1", whose month is that of the date behind it."""
    before = writing.norms(days.first, days.end - 1)
    return days.is_single and days.floating and len(before) == 1 and before[0] in single_words("day_before")


def number_at(writing: Writing, index: int) -> int:
    """The number of a token, unless it ends another one ("1/2", "1,5")."""
    token = writing.tokens[index]
    goes_on = index > 0 and writing.tokens[index - 1].end == token.start and writing.words[index - 1] in "/.,:"
    return int(token.norm) if token.kind == "number" and len(token.norm) <= 2 and not goes_on else 0


def _interval(first: Days, second: Days) -> Days:
    """From the first to the second; a date without its year goes by the other."""
    start, stop = first.start, second.stop
    if first.floating and not second.floating:
        earlier = months_later(start, 12 * (stop.year - start.year))
        start = earlier if earlier < stop else months_later(earlier, -12)
    if second.unit == "weekday" and stop <= start:
        stop += WEEK
    while stop <= start:
        stop = months_later(stop, 12)
    while second.floating and months_later(stop, -12) > start:
        stop = months_later(stop, -12)
    return replace(first, start=start, stop=stop, end=second.end, unit="", floating=first.floating and second.floating)

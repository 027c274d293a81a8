"""The words for days, months and periods of nlu/lists/dates.yml, ready for comparison."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Any, Generic, TypeVar

from nlu.components.entities.spelling import Token, Writing, normal, words_of
from nlu.components.entities.wordlists import word_list

T = TypeVar("T")
Words = tuple[str, ...]

_YEAR = re.compile(r"(?:19|20)\d\d")

_GROUPS = (
    "ahead", "ahead_of_one", "ahead_behind", "ago", "ago_before", "since", "between", "to", "and", "year_words",
    "next_weekday", "about", "past", "coming", "season_leads", "no_season_after", "recurring", "word_month_leads",
    "year_leads", "since_a_year", "from_a_year", "dated_papers", "no_year_after", "no_year_before", "weeks_of", "weeks_after",
    "fraction_tails", "numeric_leads", "numeric_tails", "fraction_leads", "expiry_words", "not_month_and_year",
    "weekend_greetings", "weekday_word_leads", "weekday_word_tails", "from_a_year_on", "since_a_year_behind", "onwards",
    "weekday_in_a_week", "weekday_in_two_weeks", "a_week_from", "or", "not_numbered_before",
    "sure_month_leads", "day_after", "numbered_things", "numbers_after", "of_this_month", "whole", "calendar_weeks",
    "calendar_weeks_behind", "streets_behind", "deadline_words", "several_days", "plural_weekends", "weeks_by_number",
    "signed_words", "throughout", "hours_counted", "hours_behind", "ahead_of_hours", "names_with_months", "from_the_first",
    "dated_by", "names_with_years",
)  # fmt: skip


class Table(dict[Words, T], Generic[T]):
    """What each phrase stands for, with the words with which one may begin and the length of the longest."""

    def __init__(self, entries: Iterable[tuple[Words, T]]) -> None:
        super().__init__(entries)
        self.firsts = frozenset(words[0] for words in self)
        self.longest = max(map(len, self))


@dataclass(frozen=True)
class CalendarWords:
    """Each table by the words that are written: months 1-12, weekdays 0-6, shifts in days, periods, seasons."""

    months: Table[int]
    weekdays: Table[int]
    days: Table[int]
    two_days: Table[int]
    periods: Table[tuple[str, int]]
    bare_periods: Table[str]
    ends: Table[str]
    units: Table[str]
    one_of: Table[str]
    seasons: Table[int]
    weekends: Table[int]
    quarters: Table[int]
    halves: Table[int]
    parts: Mapping[Words, str]
    phrases: Mapping[str, frozenset[Words]]
    beginnings: frozenset[str]
    articles: frozenset[Words]
    """Arabic words that are days only with their article: "the day" is today, a day is not."""

    def may_begin(self, writing: Writing, index: int) -> bool:
        """Whether any table has an entry that begins with this token."""
        return not self.beginnings.isdisjoint(writing.tokens[index].forms)

    def at(self, writing: Writing, index: int, table: Table[Any]) -> tuple[Words, int]:
        """The longest entry of a table that starts at a token, and the token after it; () when there is none."""
        if index >= len(writing.tokens) or table.firsts.isdisjoint(writing.tokens[index].forms):
            return (), index
        for size in range(min(table.longest, len(writing.tokens) - index), 0, -1):
            rest = writing.norms(index + 1, index + size)
            for form in writing.tokens[index].forms:
                words = (form, *rest)
                if words in table and not self._lacks_its_article(words, table, writing.tokens[index]):
                    return words, index + size
        return (), index

    def _lacks_its_article(self, words: Words, table: Table[Any], token: Token) -> bool:
        """ "يوم" is not "اليوم", though "20 يوم" are days; nor is "الواحد" the Sunday "الأحد" behind "و"."""
        if words not in self.articles or (table is not self.days and table is not self.weekdays):
            return False
        return not _has_article(token) or (token.raw.startswith("ال") and words[0] != token.norm)

    def is_recurring(self, writing: Writing, first: int) -> bool:
        """Whether "every" or the like stands before: no one day is meant."""
        return self.before(writing, first, "recurring") >= 0

    def before(self, writing: Writing, index: int, *names: str) -> int:
        """The token where a phrase of one of these groups starts that ends before a token; -1 when there is none."""
        for size in range(4, 0, -1):
            if size <= index and any(writing.norms(index - size, index) in self.phrases[name] for name in names):
                return index - size
        return -1

    def size_after(self, writing: Writing, end: int, *names: str) -> int:
        """How many tokens the phrase of one of these groups has that starts with a token; 0 when none does."""
        for size in range(min(4, len(writing.tokens) - end), 0, -1):
            if any(writing.norms(end, end + size) in self.phrases[name] for name in names):
                return size
        return 0

    def part_before(self, writing: Writing, index: int) -> tuple[str, int]:
        """The part that is named before a period ("mid-", "end of the"), and the token where its name starts; "" for none."""
        at = index
        for _ in range(4):
            for size in range(min(5, at), 0, -1):
                rest = writing.norms(at - size + 1, at)
                for form in writing.tokens[at - size].forms:
                    if part := self.parts.get((form, *rest)):
                        return part, at - size
            at -= 1
            if at <= 0 or writing.words[at] not in links():
                break
        return "", index

    def year_after(self, writing: Writing, end: int, *, today: date) -> tuple[int | None, int]:
        """The year told behind a month or season, and the token after it: "March 2027", "in March next year"."""
        for at in range(end, min(end + 5, len(writing.tokens))):
            if _YEAR.fullmatch(writing.words[at]):
                said = writing.norms(at + 1, at + 2) in self.phrases["year_words"]
                return int(writing.words[at]), at + 1 + said
            words, last = self.at(writing, at, self.periods)
            if words and self.periods[words][0] == "year":
                return today.year + self.periods[words][1], last
            if writing.words[at] not in _year_links():
                break
        return None, end

    def year_before(self, writing: Writing, index: int, *, today: date) -> tuple[int | None, int]:
        """The year told before a quarter or season, and the token where it starts: "2027 Q1", "明年春天"."""
        said = writing.norms(index - 1, index) in self.phrases["year_words"]
        at = index - 1 - said
        if at >= 0 and _YEAR.fullmatch(writing.words[at]):
            return int(writing.words[at]), at
        for size in (2, 3, 4):
            words = writing.norms(index - size, index)
            if size <= index and words in self.periods and self.periods[words][0] == "year":
                return today.year + self.periods[words][1], index - size
        return None, index


def _has_article(token: Token) -> bool:
    return "ال" in token.raw[:4] or token.raw.startswith("لل")


def _with_article(lists: Mapping[str, Any]) -> Iterator[Words]:
    names = [name for table in lists["weekdays"].values() for entry in table for name in entry]
    names += [name for entry in lists["days"].values() for name in entry]
    return (words_of(str(name)) for name in names if str(name).startswith("ال") and " " not in str(name))


def _periods(lists: Mapping[str, Any]) -> Iterator[tuple[Words, tuple[str, int]]]:
    """Every way to tell a period: its word with those that say which one before or after it, and the single words."""
    for table in lists["period_words"].values():
        names = [(unit, words_of(str(name))) for unit, names in table["units"].items() for name in names]
        for place in ("before", "after"):
            told = [(int(shift), words_of(str(word))) for shift, words in table[place].items() for word in words]
            for (unit, name), (shift, word) in product(names, told):
                yield (word + name if place == "before" else name + word), (str(unit), shift)
    for unit, table in lists["periods"].items():
        for shift, names in table.items():
            yield from ((words_of(str(name)), (str(unit), int(shift))) for name in names)


def _by_words(entries: Mapping[Any, Any]) -> Table[Any]:
    return Table((words_of(str(name)), key) for key, names in entries.items() for name in names)


@lru_cache(maxsize=1)
def calendar_words() -> CalendarWords:
    """Read nlu/lists/dates.yml once."""
    lists = word_list("dates")
    months = Table(
        (words_of(str(n)), i) for names in lists["months"].values() for i, ns in enumerate(names, 1) for n in ns
    )
    weekdays = Table(
        (words_of(str(n)), i) for names in lists["weekdays"].values() for i, ns in enumerate(names) for n in ns
    )
    tables = CalendarWords(
        months=months,
        weekdays=weekdays,
        periods=Table(_periods(lists)),
        phrases={group: frozenset(words_of(str(name)) for name in lists[group]) for group in _GROUPS},
        beginnings=frozenset(),
        articles=frozenset(_with_article(lists)),
        **{name: _by_words(lists[name]) for name in (
            "days", "two_days", "bare_periods", "ends", "units", "one_of", "seasons", "weekends", "quarters", "halves", "parts",
        )},
    )  # fmt: skip
    every = (
        tables.months, tables.weekdays, tables.days, tables.periods, tables.bare_periods, tables.ends, tables.units,
        tables.seasons, tables.weekends, tables.quarters, tables.halves,
    )  # fmt: skip
    return replace(tables, beginnings=frozenset().union(*(table.firsts for table in every)))


@lru_cache(maxsize=1)
def links() -> frozenset[str]:
    """Words that stand between a day, its month and its year: "15 de marzo de 2027"."""
    return frozenset(normal(str(word)) for word in word_list("dates")["links"])


@lru_cache(maxsize=1)
def _year_links() -> frozenset[str]:
    return frozenset(normal(str(word)) for word in word_list("dates")["year_links"])


@lru_cache(maxsize=64)
def single_words(name: str) -> frozenset[str]:
    """The single words of one list of dates.yml."""
    return frozenset(normal(str(word)) for word in word_list("dates")[name])

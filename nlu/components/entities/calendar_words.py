"""The words for days, months and periods of nlu/lists/dates.yml, ready for comparison."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from nlu.components.entities.spelling import Writing, normal, words_of
from nlu.components.entities.wordlists import word_list

Words = tuple[str, ...]

_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class CalendarWords:
    """Each table by the words that are written: months 1-12, weekdays 0-6, shifts in days, periods, seasons."""

    months: Mapping[Words, int]
    weekdays: Mapping[Words, int]
    days: Mapping[Words, int]
    periods: Mapping[Words, tuple[str, int]]
    ends: Mapping[Words, str]
    units: Mapping[Words, str]
    seasons: Mapping[Words, int]
    weekends: Mapping[Words, int]
    quarters: Mapping[Words, int]
    phrases: Mapping[str, frozenset[Words]]
    beginnings: frozenset[str]
    articles: frozenset[Words]
    """Arabic words that are days only with their article: "the day" is today, a day is not."""

    def may_begin(self, writing: Writing, index: int) -> bool:
        """Whether any table has an entry that begins with this token."""
        return not self.beginnings.isdisjoint(writing.tokens[index].forms)

    def at(self, writing: Writing, index: int, table: Mapping[Words, object]) -> tuple[Words, int]:
        """The longest entry of a table that starts at a token, and the token after it; () when there is none."""
        if index >= len(writing.tokens) or not self.may_begin(writing, index):
            return (), index
        for size in range(min(6, len(writing.tokens) - index), 0, -1):
            words = writing.norms(index, index + size)
            if words in table and not (words in self.articles and "ال" not in writing.tokens[index].raw[:4]):
                return words, index + size
            if size == 1:
                for form in writing.tokens[index].forms[1:]:
                    if (form,) in table and (form,) not in self.articles:
                        return (form,), index + 1
        return (), index

    def is_past(self, writing: Writing, first: int, end: int) -> bool:
        """Whether "last" or the like stands right before or after: "last March", "lundi dernier"."""
        return bool({writing.norms(first - 1, first), writing.norms(end, end + 1)} & self.phrases["past"])

    def is_gone(self, writing: Writing, first: int, end: int) -> bool:
        """Whether what is told lies behind: "last March", "since March", "we wrote to you in March"."""
        if self.is_past(writing, first, end) or self.before(writing, first, "past_since") >= 0:
            return True
        begin = next((at for at in range(first, 0, -1) if writing.tokens[at - 1].kind == "sign"), 0)
        return any(self.before(writing, at, "past_words") >= begin for at in range(first, max(begin, first - 4), -1))

    def is_recurring(self, writing: Writing, first: int) -> bool:
        """Whether "every" or the like stands before: no one day is meant."""
        return self.before(writing, first, "recurring") >= 0

    def before(self, writing: Writing, index: int, *names: str) -> int:
        """The token where a phrase of one of these groups starts that ends before a token; -1 when there is none."""
        for size in range(4, 0, -1):
            if size <= index and any(writing.norms(index - size, index) in self.phrases[name] for name in names):
                return index - size
        return -1

    def year_after(self, writing: Writing, end: int, *, today: date) -> tuple[int | None, int]:
        """The year told behind a month or season, and the token after it: "March 2027", "in March next year"."""
        at = end
        while at < len(writing.tokens) and at - end < 3 and writing.words[at] in links():
            at += 1
        if at < len(writing.tokens) and _YEAR.fullmatch(writing.words[at]):
            said = writing.norms(at + 1, at + 2) in self.phrases["year_words"]
            return int(writing.words[at]), at + 1 + said
        for start in dict.fromkeys((end, at)):
            words, last = self.at(writing, start, self.periods)
            if words and self.periods[words][0] == "year":
                return today.year + self.periods[words][1], last
        return None, end


def _with_article(lists: Mapping[str, Any]) -> Iterator[Words]:
    names = [name for table in lists["weekdays"].values() for entry in table for name in entry]
    names += [name for entry in lists["days"].values() for name in entry]
    return (words_of(str(name)) for name in names if str(name).startswith("ال") and " " not in str(name))


@lru_cache(maxsize=1)
def calendar_words() -> CalendarWords:
    """Read nlu/lists/dates.yml once."""
    lists = word_list("dates")
    months = {words_of(str(n)): i for table in lists["months"].values() for i, ns in enumerate(table, 1) for n in ns}
    weekdays = {words_of(str(n)): i for table in lists["weekdays"].values() for i, ns in enumerate(table) for n in ns}
    groups = ("ahead", "ahead_behind", "ago", "ago_before", "until", "up_to", "since", "between", "to", "in",
              "year_words", "next_weekday", "parts", "end_parts", "about", "past", "season_lead",
              "no_season_after", "recurring", "past_since", "past_words")  # fmt: skip
    tables = CalendarWords(
        months=months,
        weekdays=weekdays,
        days={words_of(str(name)): int(shift) for shift, names in lists["days"].items() for name in names},
        periods={
            words_of(str(name)): (str(unit), int(shift))
            for unit, table in lists["periods"].items()
            for shift, names in table.items()
            for name in names
        },
        ends={words_of(str(name)): str(unit) for unit, names in lists["ends"].items() for name in names},
        units={words_of(str(name)): str(unit) for unit, names in lists["units"].items() for name in names},
        seasons={words_of(str(name)): int(month) for month, names in lists["seasons"].items() for name in names},
        weekends={words_of(str(name)): int(shift) for shift, names in lists["weekends"].items() for name in names},
        quarters={words_of(str(name)): int(part) for part, names in lists["quarters"].items() for name in names},
        phrases={group: frozenset(words_of(str(name)) for name in lists[group]) for group in groups},
        beginnings=frozenset(),
        articles=frozenset(_with_article(lists)),
    )
    every = (tables.months, tables.weekdays, tables.days, tables.periods, tables.ends, tables.units, tables.seasons,
             tables.weekends, tables.quarters)  # fmt: skip
    return replace(tables, beginnings=frozenset(words[0] for table in every for words in table))


@lru_cache(maxsize=1)
def links() -> frozenset[str]:
    """Words that stand between a day, its month and its year: "15 de marzo de 2027"."""
    return frozenset(normal(str(word)) for word in word_list("dates")["links"])

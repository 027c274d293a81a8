"""Reads dates and intervals relative to the moment of the message; a duration ("for six months") is not a date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from nlu.components.entities.calendar_words import CalendarWords, calendar_words
from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.numbers import Number, european
from nlu.components.entities.spelling import Writing, normal

_NUMERIC = re.compile(
    r"(?<![\w./-])(?:(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})|(?P<a>\d{1,2})(?P<s>[./-])(?P<b>\d{1,2})(?P=s)(?P<c>\d{4}|\d{2}))(?![\w/-]|\.\d)"
)
_NAMED = re.compile(r"(?<!\w)(\d{1,2})[-/]([A-Za-zéûА-я]{3,9})[-/](\d{2,4})(?!\w)")
_CHINESE = re.compile(r"(?:(?P<y>\d{4})年)?(?:(?P<m>\d{1,2})月(?:份)?)(?:(?P<d>\d{1,2})[日号號])?|(?P<year>(?:19|20)\d{2})年")
_ORDINALS = frozenset({"st", "nd", "rd", "th", "er", "e", "o", "a", "го", "ro", "º", "ª", "°", "ое"})
_OF = frozenset({"of", "de", "the", "del", "d", "le", "do", "в", "من", ",", "شهر", "mes", "mois", "месяце"})
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Day:
    """A day or a stretch of days, half-open; tokens `first` to `end`. `exact`: a single day. `open_end`: a month or more."""

    start: date
    stop: date
    first: int
    end: int

    @property
    def is_single(self) -> bool:
        return self.stop - self.start == timedelta(days=1)

    def value(self) -> str:
        """ISO 8601: a day, or start/end, half-open."""
        return self.start.isoformat() if self.is_single else f"{self.start.isoformat()}/{self.stop.isoformat()}"


def dates(
    writing: Writing, *, numbers: Sequence[Number], language: str, at: datetime, taken: Taken
) -> list[Candidate]:
    """Every date and interval of the text, as ISO 8601, relative to `at`."""
    reader = _Reader(writing, calendar_words(), at.date(), {number.first: number for number in numbers}, language)
    days = _without_overlaps([day for day in reader.days() if not _is_taken(writing, day, taken)])
    return [_candidate(writing, day) for day in reader.joined(days)]


def _is_taken(writing: Writing, day: Day, taken: Taken) -> bool:
    return (writing.tokens[day.first].start, writing.tokens[day.end - 1].end) in taken


def _candidate(writing: Writing, day: Day) -> Candidate:
    return Candidate("date", day.value(), writing.tokens[day.first].start, writing.tokens[day.end - 1].end)


def _without_overlaps(days: Sequence[Day]) -> list[Day]:
    used: set[int] = set()
    kept = []
    for day in sorted(days, key=lambda day: (day.first - day.end, day.first)):
        tokens = set(range(day.first, day.end))
        if not tokens & used:
            used |= tokens
            kept.append(day)
    return sorted(kept, key=lambda day: day.first)


@dataclass(frozen=True)
class _Reader:
    writing: Writing
    words: CalendarWords
    today: date
    numbers: dict[int, Number]
    language: str

    def days(self) -> Iterator[Day]:
        yield from self._numeric()
        yield from self._chinese()
        for index in range(len(self.writing.tokens)):
            for rule in (self._relative_day, self._period, self._month, self._weekday, self._season, self._year):
                day = rule(index)
                if day:
                    yield day
                    break
        for number in self.numbers.values():
            day = self._shifted(number)
            if day:
                yield day

    # whole dates in digits -----------------------------------------------------------------------------

    def _numeric(self) -> Iterator[Day]:
        plain = european(self.writing.text)
        for match in _NUMERIC.finditer(plain):
            day = _numeric_date(match, self.language)
            if day:
                yield self._spanning(match.start(), match.end(), day)
        for match in _NAMED.finditer(plain):
            month = self.words.months.get((normal(match.group(2)),))
            day = _safe(_full_year(int(match.group(3))), month, int(match.group(1))) if month else None
            if day:
                yield self._spanning(match.start(), match.end(), day)

    def _chinese(self) -> Iterator[Day]:
        for match in _CHINESE.finditer(european(self.writing.text)) if not self.writing.text.isascii() else ():
            if match.group("year"):
                first = date(int(match.group("year")), 1, 1)
                yield self._spanning(match.start(), match.end(), first, first + relativedelta(years=1))
                continue
            year, month = match.group("y"), int(match.group("m"))
            if not 1 <= month <= 12:
                continue
            number = int(match.group("d")) if match.group("d") else None
            day = self._dated(number, month, int(year) if year else None)
            if day:
                stop = day + timedelta(days=1) if number else day + relativedelta(months=1)
                yield self._spanning(match.start(), match.end(), day, stop)

    def _spanning(self, start: int, end: int, day: date, stop: date | None = None) -> Day:
        first, last = self.writing.index_at(start), self.writing.index_at(end - 1) + 1
        return Day(day, stop or day + timedelta(days=1), first, last)

    # words ---------------------------------------------------------------------------------------------

    def _relative_day(self, index: int) -> Day | None:
        words, end = self.words.at(self.writing, index, self.words.days)
        if not words:
            return None
        day = self.today + timedelta(days=self.words.days[words])
        return Day(day, day + timedelta(days=1), index, end)

    def _period(self, index: int) -> Day | None:
        words, end = self.words.at(self.writing, index, self.words.ends)
        if words:
            last = _start_of(self.words.ends[words], self.today, 1) - timedelta(days=1)
            return Day(last, last + timedelta(days=1), index, end)
        words, end = self.words.at(self.writing, index, self.words.periods)
        if not words:
            return None
        unit, shift = self.words.periods[words]
        return Day(_start_of(unit, self.today, shift), _start_of(unit, self.today, shift + 1), index, end)

    def _month(self, index: int) -> Day | None:
        words, end = self.words.at(self.writing, index, self.words.months)
        if not words or not self._is_month(index, end, words):
            return None
        month = self.words.months[words]
        first, number = self._day_before(index)
        if number is None:
            number, end = self._day_after(end)
        year, end = self._year_after(end)
        if number is None and year is None and not self._stands_as_month(index, end):
            return None
        day = self._dated(number, month, year)
        if day is None:
            return None
        if number is not None:
            return Day(day, day + timedelta(days=1), first, end)
        if self.words.before(self.writing, index, "end_parts") >= 0:
            last = day + relativedelta(months=1) - timedelta(days=1)
            return Day(last, last + timedelta(days=1), self.words.before(self.writing, index, "end_parts"), end)
        return Day(day, day + relativedelta(months=1), index, end)

    def _is_month(self, index: int, end: int, words: tuple[str, ...]) -> bool:
        """ "may" and "march", "mars" and "mar" are other words too."""
        raw = self.writing.slice(index, end)
        if words[0] in ("may", "march", "mar", "mars", "set", "sep", "dec", "jan", "mai", "out", "fev", "ago", "abr", "jul", "jun", "oct", "nov", "ene", "fin", "avr", "dez", "feb", "apr", "aug", "سلام", "اب", "мая", "мае"):
            near = self._day_before(index)[1] is not None or self._day_after(end)[0] is not None or self._year_after(end)[0] is not None
            return near or (self.words.before(self.writing, index, "in", "until", "since", "between", "to", "parts") >= 0 and (raw[:1].isupper() or self.language != "en")) or (raw == "May" and self._is_alone(index, end))
        return True

    def _stands_as_month(self, index: int, end: int) -> bool:
        return True

    def _is_alone(self, index: int, end: int) -> bool:
        return len(self.writing.tokens) - (end - index) <= 1

    def _day_before(self, index: int) -> tuple[int, int | None]:
        """The number of the day before a month: "15 March", "15th of March", "15 de março"."""
        at = index - 1
        while at >= 0 and index - at <= 4 and (self.writing.tokens[at].norm in _OF or self.writing.tokens[at].norm in _ORDINALS):
            at -= 1
        if at < 0 or self.writing.tokens[at].norm == "." or at == index:
            at -= 1
        token = self.writing.tokens[at] if at >= 0 else None
        if token is not None and token.kind == "number" and 0 < int(token.norm[:4]) <= 31:
            return at, int(token.norm)
        spoken = next((n for n in self.numbers.values() if n.written and n.last == at + 1 and 1 <= n.value <= 31), None)
        if spoken and self.writing.text[spoken.start : spoken.end]:
            return spoken.first, int(spoken.value)
        if token is not None and token.norm in ("premier", "первого", "primero", "primeiro"):
            return at, 1
        return index, None

    def _day_after(self, end: int) -> tuple[int | None, int]:
        """The number of the day after a month: "March 15", "March the 15th"."""
        at = end
        while at < len(self.writing.tokens) and at - end < 2 and self.writing.tokens[at].norm in ("the", "."):
            at += 1
        token = self.writing.tokens[at] if at < len(self.writing.tokens) else None
        if token is None or token.kind != "number" or not 0 < int(token.norm[:6]) <= 31 or self.language not in ("en", "und"):
            return None, end
        at += 1
        if at < len(self.writing.tokens) and self.writing.tokens[at].norm in _ORDINALS:
            at += 1
        elif at < len(self.writing.tokens) and self.writing.tokens[at].kind == "word" and self.writing.tokens[at].raw.islower() and self.writing.tokens[at].norm not in ("and", "to", "or", "until", "in", "at", "for", "from", "we", "please", "on", "is", "the", "with"):
            return None, end
        return int(token.norm), at

    def _year_after(self, end: int) -> tuple[int | None, int]:
        at = end
        while at < len(self.writing.tokens) and at - end < 2 and self.writing.tokens[at].norm in (",", "de", "del", "of", "do", "."):
            at += 1
        token = self.writing.tokens[at] if at < len(self.writing.tokens) else None
        if token is None or token.kind != "number" or not re.fullmatch(r"(?:19|20)\d\d", token.norm):
            return None, end
        at += 1
        if at < len(self.writing.tokens) and self.writing.norms(at, at + 1) in self.words.phrases["year_words"]:
            at += 1
        return int(token.norm), at

    def _weekday(self, index: int) -> Day | None:
        words, end = self.words.at(self.writing, index, self.words.weekdays)
        if not words:
            return None
        raw = self.writing.slice(index, end)
        if len(words[0]) <= 4 and raw.isascii() and words[0] not in ("lundi",) and not raw[:1].isupper():
            return None
        ahead = (self.words.weekdays[words] - self.today.weekday() - 1) % 7 + 1
        first = self.words.before(self.writing, index, "next_weekday")
        last = end
        if self.writing.norms(end, end + 1) in self.words.phrases["next_weekday"]:
            last = end + 1
        day = self.today + timedelta(days=ahead)
        return Day(day, day + timedelta(days=1), first if first >= 0 else index, last)

    def _season(self, index: int) -> Day | None:
        words, end = self.words.at(self.writing, index, self.words.seasons)
        year, last = self._year_after(end) if words else (None, end)
        if year is None:
            return None
        start = date(year, self.words.seasons[words], 1)
        return Day(start, start + relativedelta(months=3), index, last)

    def _year(self, index: int) -> Day | None:
        token = self.writing.tokens[index]
        if token.kind != "number" or not re.fullmatch(r"(?:19|20)\d\d", token.norm):
            return None
        after = self.writing.norms(index + 1, index + 2)
        said = after in self.words.phrases["year_words"] and after[0] not in ("г",)
        if not said and self.words.before(self.writing, index, "in") < 0:
            return None
        if index + 1 < len(self.writing.tokens) and not said and not self._ends_phrase(index + 1):
            return None
        start = date(int(token.norm), 1, 1)
        return Day(start, start + relativedelta(years=1), index, index + (2 if said else 1))

    def _ends_phrase(self, index: int) -> bool:
        """Whether what follows a year cannot be a counted thing: "in 2021, ..." but not "in 2021 boxes"."""
        token = self.writing.tokens[index]
        return token.kind in ("sign", "han") or len(token.norm) <= 4

    def _shifted(self, number: Number) -> Day | None:
        """ "in two weeks", "через 2 недели", "2周后", "il y a trois jours"."""
        words, end = self.words.at(self.writing, number.last, self.words.units)
        if not words or not 0 < number.value <= 2000:
            return None
        amount, unit = int(number.value), self.words.units[words]
        first = self._before_number(number, "ago_before")
        if first >= 0:
            return self._moved(unit, -amount, first, end)
        last = self._phrase_after(end, "ago")
        if last > end:
            return self._moved(unit, -amount, number.first, last)
        first, last = self._before_number(number, "ahead"), self._phrase_after(end, "ahead_behind")
        if first >= 0 or last > end:
            return self._moved(unit, amount, first if first >= 0 else number.first, last)
        return None

    def _before_number(self, number: Number, group: str) -> int:
        index = number.first
        while index > 0 and number.first - index < 2 and self.writing.tokens[index - 1].norm in ("about", "around", "environ", "unos", "unas", "примерно", "около", "uns", "umas", "حوالي", "نحو"):
            index -= 1
        return self.words.before(self.writing, index, group)

    def _phrase_after(self, end: int, group: str) -> int:
        for size in (3, 2, 1):
            if self.writing.norms(end, end + size) in self.words.phrases[group] and end + size <= len(self.writing.tokens):
                return end + size
        return end

    def _moved(self, unit: str, amount: int, first: int, end: int) -> Day | None:
        try:
            day = self.today + relativedelta(**{f"{unit}s": amount})  # type: ignore[arg-type]
        except (OverflowError, ValueError):
            return None
        return Day(day, day + timedelta(days=1), first, end)

    def _dated(self, number: int | None, month: int, year: int | None) -> date | None:
        """The date in that year, or the next one to come; a month that runs is this year's."""
        day = _safe(year or self.today.year, month, number or 1)
        if day is None or year is not None:
            return day
        over = day < self.today if number is not None else (day.year, day.month) < (self.today.year, self.today.month)
        return _safe(self.today.year + 1, month, number or 1) if over else day

    # intervals -----------------------------------------------------------------------------------------

    def joined(self, days: Sequence[Day]) -> Iterator[Day]:
        """ "from May to June" is one interval; "10 to 14 April" too."""
        waiting: Day | None = None
        for day in (self._with_bare_start(day) for day in days):
            if waiting is None:
                waiting = day
            elif self._belong(waiting, day):
                stop = day.stop if day.stop > waiting.start else day.stop + relativedelta(years=1)
                waiting = replace(waiting, stop=stop, end=day.end)
            else:
                yield waiting
                waiting = day
        if waiting is not None:
            yield waiting

    def _belong(self, first: Day, second: Day) -> bool:
        gap = self.writing.text[self.writing.tokens[first.end - 1].end : self.writing.tokens[second.first].start]
        between = self.writing.norms(first.end, second.first)
        if not between:
            return bool(re.fullmatch(r"\s*[-–—]\s*", gap))
        introduced = self.words.before(self.writing, first.first, "since", "between") >= 0
        words = between[:-1] if between[-1:] in (("the",), ("el",), ("le",), ("o",)) and len(between) > 1 else between
        return words in self.words.phrases["to"] and (introduced or words[0] not in ("and", "et", "y", "e", "и", "و", "a", "by", "和"))

    def _with_bare_start(self, day: Day) -> Day:
        """The day with a bare number before it: the "10" of "between 10 and 14 April" or "10-14 April"."""
        index = day.first - 1
        if index >= 0 and self.writing.norms(index, index + 1) in self.words.phrases["to"]:
            joined, index = True, index - 1
        else:
            gap = self.writing.text[self.writing.tokens[index].end : self.writing.tokens[day.first].start] if index >= 0 else ""
            joined = bool(re.fullmatch(r"\s*[-–—]\s*", gap))
        while joined and index > 0 and self.writing.tokens[index].norm in ("st", "nd", "rd", "th", "el", "le"):
            index -= 1
        token = self.writing.tokens[index] if index >= 0 else None
        if not joined or not day.is_single or token is None or token.kind != "number" or not 0 < int(token.norm[:4]) <= 31:
            return day
        start = _safe(day.start.year, day.start.month, int(token.norm))
        return replace(day, start=start, first=index) if start and start < day.start else day


def _numeric_date(match: re.Match[str], language: str) -> date | None:
    if match.group("y"):
        return _safe(int(match.group("y")), int(match.group("m")), int(match.group("d")))
    first, second, year = int(match.group("a")), int(match.group("b")), _full_year(int(match.group("c")))
    return _safe(year, second, first) or _safe(year, first, second)


def _full_year(year: int) -> int:
    return year if year > 99 else 2000 + year


def _safe(year: int, month: int | None, day: int) -> date | None:
    try:
        return date(year, month or 0, day)
    except ValueError:
        return None


def _start_of(unit: str, today: date, shift: int) -> date:
    if unit == "week":
        return today - timedelta(days=today.weekday()) + WEEK * shift
    if unit == "month":
        return today.replace(day=1) + relativedelta(months=shift)
    return date(today.year + shift, 1, 1)

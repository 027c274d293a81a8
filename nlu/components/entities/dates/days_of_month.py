"""Reads days of a month by their number: "on the 14th", "dia 2", "15号", "the 5th of next month", "a partir del primero"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nlu.components.entities.dates.calendar_words import CalendarWords, links, single_words
from nlu.components.entities.dates.days import USUALLY_AHEAD, Days, day_or_none, nearest_number, start_of
from nlu.components.entities.dates.tenses import Tenses
from nlu.components.entities.spelling import Writing


@dataclass(frozen=True)
class DaysOfMonth:
    """The days of one text of which the number is told, and no month by its name."""

    writing: Writing
    words: CalendarWords
    tenses: Tenses
    today: date
    language: str

    def day_of_month(self, index: int) -> Days | None:
        """ "on the 14th", "dia 2", "15号", "le 5 du mois prochain": the nearest such day."""
        token = self.writing.tokens[index]
        if token.kind != "number" or len(token.norm) > 2 or not 0 < int(token.norm) <= 31:
            return None
        before, after = self.writing.norms(index - 1, index), self.writing.norms(index + 1, index + 2)
        said_before = bool(before) and before[0] in single_words("day_before") and not self._is_a_unit(index - 1)
        said_after = self._size_of_day_word(index)
        ordinal = before == ("the",) and bool(after) and after[0] in single_words("ordinals")
        first, end = index - (said_before or ordinal), index + 1 + (said_after or ordinal)
        month, start, stop = self._month_told(first, end, near=said_before or bool(said_after))
        if month is not None:
            day = day_or_none(month.year, month.month, int(token.norm))
            return Days.single(day, start, stop) if day else None
        if not (said_before or said_after or ordinal or self._is_alone(index)) or self._leads_to_a_month(end):
            return None
        if self.words.is_recurring(self.writing, first) or is_fraction(self.writing, end):
            return None
        lean = self.tenses.lean(first, end)
        lean = lean * USUALLY_AHEAD if lean >= 1 else lean
        number = nearest_number(self.today, int(token.norm), lean=lean)
        return Days.single(number, first, end, floating=True) if number else None

    def first_of_month(self, index: int) -> Days | None:
        """ "no dia primeiro", "a partir del primero", "с первого числа": the nearest first day of a month."""
        if self.writing.words[index] not in single_words("firsts"):
            return None
        before = self.writing.norms(index - 1, index)
        said_before = bool(before) and before[0] in single_words("day_before") and not self._is_a_unit(index - 1)
        said_after = self.words.size_after(self.writing, index + 1, "day_after")
        led = self.words.before(self.writing, index, "from_the_first") >= 0 and self._ends_a_part(index + 1)
        end = index + 1 + said_after
        if not (said_before or said_after or led) or self._leads_to_a_month(end):
            return None
        day = nearest_number(self.today, 1, lean=self.tenses.lean(index - said_before, end) * USUALLY_AHEAD)
        return Days.single(day, index - said_before, end, floating=True) if day else None

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
        if not size or is_fraction(self.writing, index + 1):
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

    def _is_alone(self, index: int) -> bool:
        """ "el 14.", "le 3 ?", "до 25-го": behind an article, with nothing to count behind it."""
        before = self.writing.words[index - 1] if index else ""
        if self.language == "pt" and before == "a" and index > 1:
            return self.writing.words[index - 2] in single_words("verbs_before_days") and self._ends_a_part(index + 1)
        of_russian = self.language == "ru" and self.writing.norms(index + 1, index + 2) == ("го",)
        if self.language not in ("fr", "es", "ru") or (
            before not in single_words("weak_day_before") and not of_russian
        ):
            return False
        at = index + 1
        if self.language == "ru":
            if self.writing.norms(at, at + 1) not in (("го",), ("му",)):
                return False
            at += 1
        following = self.writing.tokens[at] if at < len(self.writing.tokens) else None
        return following is None or (following.raw in ".,;!?)" and not is_fraction(self.writing, index + 1))

    def _ends_a_part(self, at: int) -> bool:
        return at >= len(self.writing.tokens) or self.writing.tokens[at].raw in ".,;!?)"


def is_fraction(writing: Writing, end: int) -> bool:
    """ "dia 2/11": the number that ends before a token goes on."""
    last = writing.tokens[end - 1].end
    return writing.text[last : last + 1] in "/.,:-" and writing.text[last + 1 : last + 2].isdigit()

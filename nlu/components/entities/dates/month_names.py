"""Tells whether a month's name is one: "may" and "march" are other words, "April Johnson" is a name, "ilha do Maio" a place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from nlu.components.entities.dates.calendar_words import CalendarWords, single_words
from nlu.components.entities.spelling import Writing, words_of
from nlu.components.entities.wordlists import word_list

DASHES = ("-", "–", "—", "/")


@dataclass(frozen=True)
class MonthNames:
    """The names of months in one text."""

    writing: Writing
    words: CalendarWords
    language: str

    def may_be_one(self, words: tuple[str, ...]) -> bool:
        """Whether a name is one in this language: short names of other languages are none."""
        return words[0] not in single_words("short_months") or words in _months_of(self.language)

    def is_month(self, index: int, end: int, words: tuple[str, ...]) -> bool:
        """Whether a month's name alone is one: short forms, "may" and "march" only where a month can stand."""
        if words[0] in single_words("short_months") and words not in _full_months(self.language):
            if words != self.writing.norms(index, end):
                return False
            return self._is_joined(index, end) or self._is_short_for(index, words)
        if self._is_a_name(index, end) or self._is_a_surname(index, end) or self._is_in_a_name(index):
            return False
        raw = self.writing.slice(index, end)
        if words[0] not in single_words("months_that_are_words") or raw.casefold() in _small_as_written(
            "accented_months"
        ):
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

    def _is_in_a_name(self, index: int) -> bool:
        """ "ilha do Maio", "Rio de Janeiro"."""
        named = self.words.before(self.writing, index, "names_with_months") >= 0
        return named and self.writing.tokens[index].raw[:1].isupper()

    def _is_short_for(self, index: int, words: tuple[str, ...]) -> bool:
        """ "in Dec", "since Oct.": the short name of a month where a month stands, unless it is another word too."""
        if words[0] in single_words("short_months_that_are_words"):
            told = self.writing.norms(index - 1, index)[:1] in _month_words()
            return told or self.words.size_after(self.writing, index + 1, "coming", "past") > 0
        led = self.words.before(self.writing, index, "word_month_leads", "past", "coming") >= 0
        return led and (self.writing.tokens[index].raw[:1].isupper() or self.language != "en")

    def _is_joined(self, index: int, end: int) -> bool:
        """ "mars à juin", "Dec-Feb": another month stands behind "to" or a dash, or before it."""
        to, text = self.words.phrases["to"], self.writing.text
        tokens, behind = self.writing.tokens, end + (self.writing.norms(end, end + 1) in to)
        dash = behind > end or (end < len(tokens) and text[tokens[end - 1].end : tokens[end].start].strip() in DASHES)
        if dash and self.words.at(self.writing, behind, self.words.months)[0]:
            return True
        before = index - 1 - (self.writing.norms(index - 1, index) in to)
        if before < 0 or self.writing.norms(before, before + 1) not in self.words.months:
            return False
        return before < index - 1 or text[tokens[before].end : tokens[index].start].strip() in DASHES


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
    return frozenset((word,) for word in single_words("numbered_months"))

"""Tells whether a number is the head count of the company that writes, and of nobody offered or in need."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from nlu.components.entities.amounts.around_numbers import COMMAS, NEAR, STOPS, AroundNumber, firm_words, is_in_danger
from nlu.components.entities.amounts.numbers import Number
from nlu.components.entities.amounts.units import small_words, unit_at
from nlu.components.entities.cues import SENTENCE_ENDS, has, phrases, singles
from nlu.components.entities.spelling import Writing
from nlu.components.entities.wordlists import word_list

MOST = 5_000_000
"""No company has more people."""

NEAR_LENT = 4
"""Words before a number among which one of lending makes people an offer."""

FAR_LENT = 16
"""As many, where the number is joined to other things ("a crane on Monday and two workers")."""


def _behind_comma(words: tuple[str, ...]) -> tuple[str, ...]:
    """What stands behind the last comma: in Chinese the next part of a sentence says something new."""
    return words[max((at + 1 for at, word in enumerate(words) if word in COMMAS), default=0) :]


def _pairs(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [words[at : at + 2] for at in range(len(words))]


@lru_cache(maxsize=8)
def _not_ready(language: str) -> frozenset[str]:
    """Words for being ready that are others in a language: Portuguese "listas" are lists."""
    return frozenset(map(str, word_list("company_sizes")["not_ready"].get(language, ())))


@dataclass(frozen=True)
class Heads:
    """A head count and where it stands."""

    number: float
    start: int
    end: int


def heads_told(writing: Writing, number: Number) -> Heads | None:
    """The head count that a number tells; None when it tells none."""
    if not 1 <= number.value <= MOST:
        return None
    told = _Told(writing, number)
    last = told.employees() or told.behind_employees() or told.people() or told.bare()
    if not last or _is_cry_for_help(writing):
        return None
    fewer = told.is_under()
    return Heads(number.value - fewer, number.start, writing.tokens[last - 1].end)


def _is_cry_for_help(writing: Writing) -> bool:
    """ "we are on the roof, please help, we are 6": people in danger, where no firm is named."""
    return is_in_danger(writing.words) and not any(not firm_words().isdisjoint(token.forms) for token in writing.tokens)


@dataclass(frozen=True)
class _Told(AroundNumber):
    """A number and the words around it; each question answers with the token behind the head count, or 0."""

    def employees(self) -> int:
        """ "38 employees", "une quarantaine d'employés", "300 + сотрудников"."""
        at = self._behind_sign()
        for _ in range(3):
            end = self._listed(at, "heads")
            if end:
                return 0 if self._is_lent(end) else end
            if at >= len(self.writing.tokens) or self.writing.words[at] not in singles(
                "company_sizes", "between_heads"
            ):
                return 0
            at += 1
        return 0

    def behind_employees(self) -> int:
        """ "员工约1800人", "Employees: 38", "штат 60 человек"."""
        first = self.number.first
        while first and self.writing.words[first - 1] in singles("company_sizes", "before_words"):
            if self._ends(first, "before_heads"):
                break
            first -= 1
        if not self._ends(first, "before_heads") or self._is_counting_other():
            return 0
        end = self._listed(self._behind_sign(), "people") or self._behind_sign()
        return 0 if self._is_lent(end) else end

    def people(self) -> int:
        """ "we are 8 people", "a bakery of 8 people", "Acme Ltd, 8 people,", "an 8-person bakery"."""
        at = self._behind_sign()
        if self._is_compound():
            return at + 1
        at += self.writing.norms(at, at + 1) in (("de",), ("d",))
        end = self._listed(at, "people")
        craft = 0 if end else self._craft(at)
        if not end and not craft or self._is_lent(end or craft) or self._is_in_need():
            return 0
        if self.writing.norms(at, at + 2) == ("of", "us"):
            return end
        if (
            self._is_led("we_are", "we_have")
            or self._is_had_by_firm()
            or self._is_said_of_us(end or craft)
            or self._is_in_firm()
            or self._is_behind_firm()
            or self._is_of_chinese_firm(end or craft)
        ):
            return end or craft
        if self._is_apart(end or craft, is_craft=bool(craft)):
            return end or craft
        return 0

    def bare(self) -> int:
        """ "we are 55.", "(somos 11)", "une boîte de moins de dix"."""
        last = self.number.last
        if self._is_in_firm() and self.is_under() and not unit_at(self.writing, last)[0]:
            return last
        if self._is_in_firm(straight=True) and not unit_at(self.writing, last)[0] and not self._is_before_plural(last):
            return last
        following = self.writing.norms(last, last + 1)
        ends = (
            not following
            or following[0] in STOPS
            or following[0] in singles("company_sizes", "only")
            or self._is_at_firm()
        )
        led = self._is_led("we_are", "employing")
        if ends and self.number.value > 1 and led and not self._is_in_need():
            return last
        return 0

    def is_under(self) -> bool:
        """Whether "fewer than" stands before the number."""
        return self._ends(self.number.first, "under") > 0

    def _is_compound(self) -> bool:
        """ "a 9-person studio", "a 4 man welding shop", and no "6-person tent"."""
        at = self.number.last
        if self.writing.language != "en" or not self.writing.norms(at, at + 1):
            return False
        word = self.writing.words[at]
        joined = self.writing.text[self.number.end : self.writing.tokens[at].start]
        if word not in singles("company_sizes", "man_words") or (joined not in ("-", "‑") and word != "man"):
            return False
        behind = self.writing.norms(at + 1, at + 3)
        return bool(behind) and behind[0] not in STOPS and not has(behind, "company_sizes", "no_firms")

    def _is_lent(self, end: int) -> bool:
        """Whether people are offered: "we lend 20 workers", "a crane and two workers", "6 people, ready to leave"."""
        reach = FAR_LENT if self._ends(self.number.first, "joining") else NEAR_LENT
        before = self.writing.norms(self.number.first - reach, self.number.first)
        if self.writing.tokens[end - 1].kind == "han":
            before = _behind_comma(before)
        behind = self.writing.norms(end, end + NEAR)
        behind = tuple(word for word in behind if word not in _not_ready(self.writing.language))
        stop = next((at for at, word in enumerate(behind) if word in STOPS), len(behind))
        ready = has(behind[:stop], "company_sizes", "ready") or has(behind, "company_sizes", "lent_them")
        return ready or has(before, "company_sizes", "lent")

    def _is_in_need(self) -> bool:
        around = self.writing.norms(self.number.first - NEAR, self.number.last + NEAR)
        return has(around, "company_sizes", "in_need")

    def _is_counting_other(self) -> bool:
        """Whether a word right behind the number says that it counts something else ("staff: 3 tents")."""
        following = self.writing.tokens[self.number.last : self.number.last + 1]
        if not following or following[0].norm in STOPS or self._listed(self.number.last, "people"):
            return False
        return following[0].kind == "word" and following[0].norm not in small_words("stops")

    def _is_led(self, *leads: str) -> bool:
        """Whether "we are" leads to the number, with nothing but small words ("a team of about") between."""
        first = self.number.first
        for _ in range(NEAR):
            if any(self._ends(first, name) for name in leads):
                return True
            if not first or self.writing.words[first - 1] not in singles("company_sizes", "we_words"):
                return False
            first -= 1
        return False

    def _is_had_by_firm(self) -> bool:
        """ "the company makes soap and has 90 people"."""
        sentence = range(self.number.first - 1, max(-1, self.number.first - FAR_LENT), -1)
        stop = next((at for at in sentence if self.writing.words[at] in SENTENCE_ENDS), -1)
        before = self.writing.tokens[stop + 1 : self.number.first]
        return bool(self._ends(self.number.first, "has")) and any(not firm_words().isdisjoint(t.forms) for t in before)

    def _is_said_of_us(self, end: int) -> bool:
        """ "мы айти контора из минска 14 человек,": behind "we" and a word for a firm, with no sign between, and before one."""
        before = self.writing.norms(self.number.first - 2 * NEAR, self.number.first)
        own = before[max((at + 1 for at, word in enumerate(before) if word in STOPS), default=0) :]
        after = self.writing.norms(end, end + 1)
        is_ours = own[:1] in phrases("company_sizes", "we") and has(own, "company_sizes", "firms")
        return is_ours and (not after or after[0] in STOPS)

    def _is_behind_firm(self) -> bool:
        """ "у нас айти компания восемнадцать человек", "фирма 3 человека"."""
        first = self.number.first
        while first and self.writing.words[first - 1] in singles("company_sizes", "we_words") - firm_words() - STOPS:
            first -= 1
        return first > 0 and not firm_words().isdisjoint(self.writing.tokens[first - 1].forms)

    def _is_at_firm(self) -> bool:
        """ "on est 3 à l'atelier", "somos 320 na fábrica"."""
        at = self._listed(self.number.last, "where")
        return at > 0 and any(not firm_words().isdisjoint(t.forms) for t in self.writing.tokens[at : at + 2])

    def _is_in_firm(self, *, straight: bool = False) -> bool:
        """ "a bakery with 8 people", "ورشة فيها ٦ بنات"; `straight`: "a firm of 1,200"."""
        first = self.number.first
        while first and (size := self._ends(first, "under")):
            first -= size
        while (
            first
            and self.writing.words[first - 1] in singles("company_sizes", "we_words")
            and not self._ends(first, "links")
        ):
            first -= 1
        if self._ends(first, "teams"):
            return False
        linked = self._ends(first, "links")
        if self.writing.text[self.number.start] == "ب" and self.number.written:
            around = self.writing.tokens[max(0, first - NEAR) : first]
            return any(not firm_words().isdisjoint(token.forms) for token in around)
        if not linked or (straight and self.writing.words[first - 1] not in small_words("of")):
            return False
        start = max(0, first - linked - (1 if straight else NEAR))
        around = self.writing.tokens[start : first - linked]
        if any(not firm_words().isdisjoint(token.forms) for token in around):
            return True
        before = (
            self.writing.norms(first - linked - 2, first - linked) if straight else self.writing.norms(start, first)
        )
        return any(len(words) > 1 and words in phrases("company_sizes", "firms") for words in _pairs(before))

    def _is_of_chinese_firm(self, end: int) -> bool:
        """ "120人的软件公司", "我们运输公司80号人"."""
        if self.writing.tokens[end - 1].kind != "han":
            return False
        behind = self.writing.norms(end, end + NEAR + 2)
        before = self.writing.norms(self.number.first - NEAR, self.number.first)
        led = has(before, "company_sizes", "firms") and not has(before, "company_sizes", "teams_sent")
        led |= self._ends(self.number.first, "but") > 0
        about = 2 if behind[:2] in (("左", "右"), ("上", "下")) else 0
        return led or (behind[about : about + 1] == ("的",) and has(behind, "company_sizes", "firms"))

    def _is_apart(self, end: int, *, is_craft: bool) -> bool:
        """Whether the number and its people are a part of the sentence of their own, behind the company's name."""
        first = self.number.first
        while first and self.writing.words[first - 1] in singles("company_sizes", "we_words") - STOPS:
            first -= 1
        before, last = self.writing.norms(first - 1, first), self.writing.norms(end - 1, end)
        after = last if last == (".",) else self.writing.norms(end, end + 1)
        if not before or before[0] not in STOPS:
            return False
        is_of_name = before[0] in COMMAS and self._is_behind_name(first - 1)
        if is_craft or self._is_in_brackets(first):
            is_team = has(self.writing.norms(first - NEAR, first), "company_sizes", "teams")
            return (self._is_in_brackets(first) and not is_team) or is_of_name
        ends = not after or after[0] in STOPS
        return ends or (is_of_name and after[0] in singles("company_sizes", "going_on"))

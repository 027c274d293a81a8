"""How far a company's name reaches in a text, and what may not be part of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from nlu.components.entities.spelling import Token, Writing, words_of
from nlu.components.entities.wordlists import word_list

LONGEST = 6
"""Words of a name beside its legal form."""

_AMPERSANDS = frozenset({"&", "+", "and", "y", "e", "et", "und", "и"})
_OF = frozenset({"of", "de", "del", "du", "des", "da", "do", "dos", "d", "la", "las", "los", "les", "the", "l"})
_QUOTES = {"«": "»", '"': '"', "“": "”", "„": "“", "'": "'"}


@lru_cache(maxsize=16)
def name_words(name: str) -> frozenset[str]:
    """The single words of one list of nlu/lists/companies.yml."""
    return frozenset(word for entry in word_list("companies")[name] for word in words_of(str(entry)))


@lru_cache(maxsize=16)
def phrases(name: str) -> frozenset[tuple[str, ...]]:
    """The phrases of one list of nlu/lists/companies.yml."""
    return frozenset(words for entry in word_list("companies")[name] if (words := words_of(str(entry))))


@lru_cache(maxsize=1)
def _written_endings() -> frozenset[str]:
    """Legal forms as they are written, with and without the last full stop, or all in capitals."""
    written = {str(ending) for ending in word_list("companies")["endings"]}
    written |= {ending.rstrip(".") for ending in written}
    return frozenset(written | {ending.upper() for ending in written if len(ending) > 2})


@lru_cache(maxsize=16)
def _before(strength: str, language: str) -> frozenset[tuple[str, ...]]:
    lists = word_list("companies")[strength]
    codes = dict.fromkeys((language, "en"))
    return frozenset(words for code in codes for e in lists.get(code, ()) if (words := words_of(str(e))))


@dataclass(frozen=True)
class Names:
    """One text and the tokens in it that mean something else. Positions are tokens, ends of names are characters."""

    writing: Writing
    others: frozenset[tuple[int, int]]
    places: frozenset[tuple[int, int]]
    language: str

    @cached_property
    def listed_words(self) -> frozenset[str]:
        """Words of the text that belong to a place, a good, an organization and the like."""
        return frozenset(word for first, end in self.others for word in self.writing.norms(first, end))

    @cached_property
    def is_title_case(self) -> bool:
        """Whether the message writes nearly every word large, so that capitals say nothing."""
        words = [token for token in self.writing.tokens if token.kind == "word"]
        return len(words) > 6 and sum(token.raw[:1].isupper() for token in words) > 0.8 * len(words)

    def is_large(self, index: int) -> bool:
        """Whether a token is a word that begins with a capital."""
        token = self.writing.tokens[index]
        return token.kind == "word" and token.raw[:1].isupper()

    def form_at(self, index: int) -> int:
        """The token behind a legal form that begins here; 0 when there is none. Short forms need capitals."""
        for size in range(min(6, len(self.writing.tokens) - index), 0, -1):
            if self.writing.norms(index, index + size) in phrases("endings"):
                raw = self.writing.slice(index, index + size)
                long = len(raw) > 4 and raw[0].isupper()
                if long or raw.casefold() in name_words("clear_endings") or raw in _written_endings():
                    return index + size
        return 0

    def with_full_stop(self, end: int) -> int:
        """The end of a name in characters, with the full stop of its abbreviation ("S.A.", "Ltd." inside a sentence)."""
        position = self.writing.tokens[end - 1].end
        dotted = self.writing.text[position : position + 1] == "."
        lettered = re.search(r"\.[A-Za-zА-я]$", self.writing.text[max(0, position - 2) : position])
        inside = re.match(r"\.[ ,][a-z,(]", self.writing.text[position : position + 3])
        return position + 1 if dotted and (lettered or inside) else position

    def back_from(self, index: int) -> int:
        """The first token of the name that ends before a legal form."""
        first, large = index, self.is_large(index - 1)
        while first > 0 and index - first < LONGEST and self._continues(first - 1, first, large=large):
            first -= 1
        while first < index and self.writing.words[first] in _AMPERSANDS | _OF:
            first += 1
        return first if first < index and len(self.writing.slice(first, index)) > 1 else index

    def _continues(self, at: int, first: int, *, large: bool) -> bool:
        """Whether a token belongs to the name whose first token so far is `first`."""
        token = self.writing.tokens[at]
        if self._is_apart(at) or self.introduced_at(first):
            return False
        if token.norm in _AMPERSANDS | _OF:
            return at > 0 and (token.kind == "sign" or self.is_large(at - 1)) and not self._starts_place(at - 1)
        if token.kind == "sign" or token.norm in name_words("never"):
            return False
        return self.is_large(at) if large else token.norm not in name_words("after") and token.kind == "word"

    def _is_apart(self, at: int) -> bool:
        """Whether a line or a sign parts a token from the next one."""
        tokens = self.writing.tokens
        gap = self.writing.text[tokens[at].end : tokens[at + 1].start] if at + 1 < len(tokens) else ""
        return "\n" in gap or (tokens[at].kind == "sign" and tokens[at].norm not in "&+")

    def _is_listed_at(self, index: int) -> bool:
        return index in self._listed_starts

    @cached_property
    def _listed_starts(self) -> frozenset[int]:
        return frozenset(first for first, _ in self.others - self.places)

    @cached_property
    def _starts(self) -> frozenset[int]:
        return frozenset(first for first, _ in self.others)

    @cached_property
    def _covered(self) -> frozenset[int]:
        return frozenset(at for first, end in self.others for at in range(first, end))

    def _starts_place(self, index: int) -> bool:
        return index in self._starts

    def forward_from(self, index: int) -> int:
        """The end, in characters, of the run of words written large that begins here; its start when there is none."""
        tokens = self.writing.tokens
        if (
            not self.is_large(index)
            or tokens[index].norm in name_words("never")
            or tokens[index].norm in name_words("after")
        ):
            return tokens[index].start
        last = index
        while last + 1 < len(tokens) and last + 1 - index < LONGEST and self._goes_on(last + 1):
            last += 1
        while last > index and tokens[last].norm in _AMPERSANDS | _OF:
            last -= 1
        end = self.form_at(last + 1) if last + 1 < len(tokens) else 0
        return self.with_full_stop(end) if end else tokens[last].end

    def _goes_on(self, index: int) -> bool:
        if self._is_apart(index - 1):
            return False
        token = self.writing.tokens[index]
        following = index + 1 < len(self.writing.tokens) and self.is_large(index + 1)
        if token.norm in _AMPERSANDS:
            return following and (token.norm == "&" or not self._starts_place(index + 1))
        if token.norm in _OF:
            return following and not self._starts_place(index + 1)
        number = token.kind == "number" and len(token.raw) <= 3
        return (self.is_large(index) and token.norm not in name_words("after")) or number

    def introduced_at(self, index: int) -> str:
        """How strongly the words before a token announce a company: named, strong, weak, or "" for not at all."""
        for strength in ("named", "strong", "weak"):
            known = _before(strength, self.language)
            if any(self.writing.norms(index - size, index) in known for size in range(1, min(6, index) + 1)):
                return strength
        return ""

    def skipped_from(self, index: int) -> int:
        """The first token of the name itself, behind a colon, an article or the word for a company."""
        for _ in range(3):
            if index < len(self.writing.tokens) and self.writing.words[index] in name_words("skipped"):
                index += 1
        return index

    def quoted_from(self, index: int) -> int:
        """The end of a name in quotation marks that begins here; 0 when there are none."""
        start = self.writing.tokens[index].start
        closing = _QUOTES.get(self.writing.text[start - 1 : start], "")
        end = self.writing.text.find(closing, start, start + 60) if closing and start else -1
        return end if end > start else 0

    def small_from(self, index: int) -> int:
        """The end of a name in small letters, up to four words before a sign or a word that ends names."""
        end = index
        for token in self.writing.tokens[index : index + 4]:
            if token.kind != "word" or token.norm in name_words("after") or (end > index and self._is_apart(end - 1)):
                break
            end += 1
        return self.writing.tokens[end - 1].end if end > index else 0

    def is_other(self, first: int, end: int) -> bool:
        """Whether all of it is a place, a good, an organization, or a person with a title."""
        tokens = self.writing.tokens[first:end]
        if tokens[0].norm in name_words("person_titles") or tokens[0].kind != "word":
            return True
        if len(tokens) == 1 and len(tokens[0].raw) < 3:
            return True
        return self._covered.issuperset(range(first, end))

    def is_firm(self, first: int, end: int) -> bool:
        """Whether a name after weak words ("this is ...") is a company and no person: a trade, a form or "&" in it."""
        words = self.writing.norms(first, end)
        return self.is_traded(words) or "&" in words or any(self.form_at(at) for at in range(first + 1, end))

    def is_traded(self, words: tuple[str, ...]) -> bool:
        """Whether one of the words tells a trade: the first one in some languages, a later one in all."""
        later = any(word in name_words("trades") for word in words[1:])
        return len(words) > 1 and (later or words[0] in name_words("first_trades"))

    def is_named_at(self, index: int) -> bool:
        """Whether a verb or a colon stands right before a token ("called", ":")."""
        before = self.writing.norms(index - 1, index)
        return bool(before) and before[0] in name_words("verbs") | {":", "="}

    def person_before(self, index: int) -> bool:
        """Whether a person's name or office stands before a word like "from": "Maria from", "director at"."""
        words = self.writing.words
        if words[index - 1] in name_words("offices"):
            return True
        first = index
        while first > 0 and index - first < 3 and self.is_large(first - 1):
            first -= 1
        return first < index and self.introduced_at(first) == "weak"

    def is_description(self, start: int, end: int) -> bool:
        """Whether a Chinese "name" says what a company does ("保险公司") or is part of a sentence."""
        lists = word_list("companies")
        stem = re.sub(
            "(?:" + "|".join([*lists["forms_zh"], *lists["endings_zh"]]) + ")$", "", self.writing.text[start:end]
        )
        if len(stem) < 2 or set(stem) & set(lists["never_in_chinese_names"]):
            return True
        first, last = self.writing.index_at(start), self.writing.index_at(start + len(stem) - 1) + 1
        return self._covered.issuperset(range(first, last))

    def is_proper_arabic(self, index: int) -> bool:
        """Whether a word behind the Arabic word for a company is a name and no description."""
        token: Token = self.writing.tokens[index]
        if token.kind != "word" or not "\u0600" <= token.raw[:1] <= "\u06ff":
            return False
        if (
            token.norm in name_words("after")
            or token.norm in name_words("arabic_descriptions")
            or self._is_listed_at(index)
        ):
            return False
        announced = self.writing.norms(index - 2, index - 1)
        return token.raw.startswith("ال") or (bool(announced) and announced[0] in name_words("arabic_announcing"))

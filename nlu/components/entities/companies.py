"""Reads company names: by legal form, and after the words with which people introduce their company."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.phrases import Found
from nlu.components.entities.spelling import Token, Writing, words_of
from nlu.components.entities.wordlists import word_list

LONGEST = 6
"""Words of a name before its legal form."""

OTHER_KINDS = frozenset({"country", "agency", "item", "cluster", "region", "term", "sector", "contribution_type", "emergency"})
_JOINERS = frozenset({"&", "and", "y", "e", "et", "und", "of", "de", "del", "la", "du", "des", "da", "do", "dos", "und", "i", "и", "the", "les"})


def companies(writing: Writing, *, found: Sequence[Found], taken: Taken, language: str) -> list[Candidate]:
    """Every company name of the text; never a country, an organization or a good by itself."""
    reader = _Reader(writing, language, _others(found), taken)
    spans = [*reader.by_ending(), *reader.by_front(), *reader.introduced(), *reader.chinese(), *reader.arabic()]
    return [Candidate("company", writing.text[start:end], start, end) for start, end in spans if (start, end) not in taken]


def _others(found: Sequence[Found]) -> frozenset[tuple[int, int]]:
    return frozenset((f.first, f.end) for f in found if any(m.kind in OTHER_KINDS for m in f.meanings))


@lru_cache(maxsize=1)
def _endings() -> frozenset[tuple[str, ...]]:
    return frozenset(words for ending in word_list("companies")["endings"] if (words := words_of(str(ending))))


@lru_cache(maxsize=1)
def _fronts() -> frozenset[tuple[str, ...]]:
    return frozenset(words_of(str(word)) for word in word_list("companies")["front_words"])


@lru_cache(maxsize=8)
def _set(name: str) -> frozenset[str]:
    return frozenset(word for entry in word_list("companies")[name] for word in words_of(str(entry)))


@lru_cache(maxsize=8)
def _before(language: str) -> frozenset[tuple[str, ...]]:
    lists = word_list("companies")["before"]
    return frozenset(words_of(str(e)) for code in {language, "en"} for e in lists.get(code, ()) if words_of(str(e)))


@dataclass(frozen=True)
class _Reader:
    writing: Writing
    language: str
    others: frozenset[tuple[int, int]]
    taken: Taken

    def by_ending(self) -> Iterator[tuple[int, int]]:
        """ "Kestrel Freight Ltd", "Tanaka Medical K.K.", "acme ltd"."""
        tokens = self.writing.tokens
        for index in range(1, len(tokens)):
            end = self._ending_at(index)
            if not end:
                continue
            first = self._name_start(index)
            if first < index:
                yield tokens[first].start, self._with_dot(end)

    def _ending_at(self, index: int) -> int:
        for size in range(min(6, len(self.writing.tokens) - index), 0, -1):
            words = self.writing.norms(index, index + size)
            if words in _endings() and self._is_form(index, index + size):
                return index + size
        return 0

    def _is_form(self, index: int, end: int) -> bool:
        """Short forms ("SA", "AS", "co") need capitals; long ones do not."""
        raw = self.writing.slice(index, end)
        clear = {"ltd", "limited", "llc", "gmbh", "inc", "plc", "sarl", "ltda", "pvt ltd", "corp", "srl", "s.a.", "s.a", "s.l."}
        return raw.casefold() in clear or (raw[:1].isupper() and (raw.isupper() or len(raw) > 2)) or raw in ("Co", "& co", "d.o.o.", "a.s.", "s.r.o.", "A/S", "Oy")

    def _with_dot(self, end: int) -> int:
        """The end of the name, with the full stop of an abbreviation."""
        position = self.writing.tokens[end - 1].end
        raw = self.writing.text[max(0, position - 3) : position + 1]
        return position + 1 if re.fullmatch(r".?\.[A-Za-z]\.", raw) or raw.endswith(("Ltd.", "td.", "nc.", "o.o.")) else position

    def _name_start(self, index: int) -> int:
        """The first token of the name that ends before a legal form: back over words written large."""
        tokens, first = self.writing.tokens, index
        while first > 0 and index - first < LONGEST:
            token = tokens[first - 1]
            gap = self.writing.text[token.end : tokens[first].start]
            if "\n" in gap or (token.kind == "sign" and token.norm not in ("&", "+")):
                break
            if token.norm in _JOINERS and first - 1 > 0 and _is_large(tokens[first - 2]) and first < index and not self._introduces(first):
                first -= 1
                continue
            if not (_is_large(token) or token.norm == "&" or (first == index and not self._introduces(first))):
                break
            if self._introduces(first) and not (_is_large(token) and first == index):
                break
            first -= 1
        while first < index and (tokens[first].norm in _JOINERS or self._introduces(first + 1) and first + 1 < index):
            first += 1
        return first

    def _introduces(self, index: int) -> bool:
        """Whether the words up to a token are ones after which a name begins."""
        return any(self.writing.norms(index - size, index) in _before(self.language) for size in range(1, min(5, index) + 1))

    def by_front(self) -> Iterator[tuple[int, int]]:
        """ООО «Ромашка»."""
        tokens = self.writing.tokens
        fronts = _set("fronts")
        for index, token in enumerate(tokens[:-1]):
            if token.norm in fronts and token.raw.isupper():
                end = self._quoted_end(index + 1) or self._name_end(index + 1, limit=3)
                if end > tokens[index + 1].start:
                    yield token.start, end

    def _quoted_end(self, index: int) -> int:
        start = self.writing.tokens[index].start
        quotes = {"«": "»", '"': '"', "“": "”", "„": "“"}
        opening = self.writing.text[start - 1 : start]
        if opening not in quotes:
            return 0
        end = self.writing.text.find(quotes[opening], start, start + 60)
        return end + 1 if end > 0 else 0

    def introduced(self) -> Iterator[tuple[int, int]]:
        """ "we are Blue Delta", "on behalf of Ochre Textiles", "somos Andina Alimentos de Lima"."""
        tokens = self.writing.tokens
        for index in range(1, len(tokens)):
            if not self._introduces(index):
                continue
            start = index + 1 if tokens[index].norm in (":", "-") and index + 1 < len(tokens) else index
            end = self._name_end(start, limit=5)
            if end > tokens[start].start and not self._is_other(start, end):
                yield tokens[start].start, end

    def _name_end(self, index: int, *, limit: int) -> int:
        """The end of a run of words written large that starts at a token; the token's start when there is none."""
        tokens, last = self.writing.tokens, index
        if index >= len(tokens) or not _is_large(tokens[index]) or tokens[index].norm in _set("never"):
            return tokens[index].start if index < len(tokens) else 0
        while last + 1 < len(tokens) and last + 1 - index < limit:
            token, gap = tokens[last + 1], self.writing.text[tokens[last].end : tokens[last + 1].start]
            if "\n" in gap or token.kind == "han":
                break
            joined = (token.norm in _JOINERS or token.norm == "&") and last + 2 < len(tokens) and _is_large(tokens[last + 2]) and token.norm in ("&", "y", "e", "et", "and", "und")
            if not (_is_large(token) and token.norm not in _set("after")) and not joined:
                break
            last += 1
        return tokens[last].end

    def _is_other(self, index: int, end: int) -> bool:
        """Whether the whole name is a country, an organization, a good or a person."""
        last = self.writing.index_at(end - 1) + 1
        if (index, last) in self.others:
            return True
        if self.writing.norms(index, index + 1)[0] in _set("person_titles"):
            return True
        if all(any(first <= token < stop for first, stop in self.others) for token in range(index, last)):
            return True
        return self.writing.tokens[index].kind != "word" or (index == last - 1 and len(self.writing.tokens[index].raw) < 3)

    def chinese(self) -> Iterator[tuple[int, int]]:
        """ "上海光明食品有限公司", "我们是绿源公司"."""
        endings = sorted(map(str, word_list("companies")["endings_zh"]), key=len, reverse=True)
        pattern = re.compile(r"[\u4e00-\u9fffA-Za-z（）()]{2,18}?(?:" + "|".join(endings) + ")")
        fronts = sorted(map(str, word_list("companies")["before"]["zh"]), key=len, reverse=True)
        for match in pattern.finditer(self.writing.text) if not self.writing.text.isascii() else ():
            name, start = match.group(), match.start()
            front = next((f for f in fronts if f in name), "")
            if front:
                cut = name.index(front) + len(front)
                name, start = name[cut:], start + cut
            stem = re.sub("|".join(endings) + "$", "", name)
            if len(stem) >= 2 and not re.search("我|你|贵|本|一家|家|们|什么|哪|这|该|些|的|有|是|个|和|与|能|请|小|大|型", stem):
                yield start, match.end()

    def arabic(self) -> Iterator[tuple[int, int]]:
        """ "شركة الأمل للتجارة"."""
        fronts = _fronts()
        for index, token in enumerate(self.writing.tokens[:-1]):
            if "\u0600" <= token.raw[:1] <= "\u06ff" and any((form,) in fronts for form in token.forms):
                end = self._arabic_end(index + 1)
                if end > index + 1:
                    start = token.start + max(0, len(token.raw) - len(token.forms[-1])) if (token.norm,) not in fronts else token.start
                    yield start, self.writing.tokens[end - 1].end

    def _arabic_end(self, index: int) -> int:
        """A proper name: words with the article or "for", at most four, before a word that ends names."""
        end = index
        for token in self.writing.tokens[index : index + 4]:
            proper = token.raw.startswith(("ال", "لل", "و"))
            if token.kind != "word" or token.norm in _set("after") or not ("\u0600" <= token.raw[:1] <= "\u06ff") or not proper:
                break
            end += 1
        return end


def _is_large(token: Token) -> bool:
    return token.kind == "word" and token.raw[:1].isupper() or (token.kind == "number" and len(token.raw) <= 3)

"""Reads how big a company is, from words ("a small firm") or from its head count ("we are 8 people")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from nlu.components.entities.amounts.around_numbers import STOPS, firm_words
from nlu.components.entities.amounts.head_counts import heads_told
from nlu.components.entities.amounts.numbers import Number
from nlu.components.entities.amounts.units import small_words
from nlu.components.entities.candidates import Candidate
from nlu.components.entities.cues import phrases, singles
from nlu.components.entities.phrases import Found
from nlu.components.entities.spelling import Token, Writing, words_of
from nlu.components.entities.wordlists import word_list

LIMITS = ((10, "micro"), (50, "small"), (250, "medium"))
"""Employees under which a company is of a size; from 250 on it is large."""

MOST_BETWEEN = {"en": 3, "ru": 2, "ar": 3, "zh": 6}
"""Words between an adjective and its firm, by language; in the others they stand side by side."""

FIRM_FIRST = ("fr", "es", "pt", "ar")
"""Languages whose adjectives stand behind the firm as well."""


def company_sizes(writing: Writing, *, found: Sequence[Found], numbers: Sequence[Number]) -> list[Candidate]:
    """Sizes by head count or, where none is told, by words."""
    counted = [
        Candidate("company_size", size_of(heads.number), heads.start, heads.end)
        for number in numbers
        if (heads := heads_told(writing, number))
    ]
    return counted or list(_by_words(writing, found)) or list(_by_adjectives(writing))[:1]


def size_of(heads: float) -> str:
    """micro under 10 people, small under 50, medium under 250, large."""
    return next((name for limit, name in LIMITS if heads < limit), "large")


def _by_words(writing: Writing, found: Sequence[Found]) -> Iterator[Candidate]:
    """Each size once: "sole trader, no employees"."""
    told: set[str] = set()
    for name in found:
        for meaning in name.meanings:
            if meaning.kind == "company_size" and meaning.value not in told:
                told.add(meaning.value)
                yield Candidate("company_size", meaning.value, name.start_in(writing), name.end_in(writing))


def _by_adjectives(writing: Writing) -> Iterator[Candidate]:
    """ "mi pequeña fábrica", "شركة مقاولات متوسطة", "our company is large", "somos concretera, mediana"."""
    told = [(index, size) for index in range(len(writing.tokens)) if (size := _size_at(writing, index))]
    for index, size in told:
        length = _length(writing, index)
        of_firm = _firm_behind(writing, index, length) or _firm_before(writing, index) or _we_before(writing, index)
        if of_firm or (len(told) == 1 and _is_apart(writing, index, length)):
            yield Candidate("company_size", size, writing.tokens[index].start, writing.tokens[index + length - 1].end)


def _size_at(writing: Writing, index: int) -> str:
    """The size that an adjective at a token tells."""
    token, adjectives = writing.tokens[index], _adjectives()
    if token.norm in word_list("company_sizes")["not_adjectives"].get(writing.language, ()):
        return ""
    if token.kind == "han":
        return adjectives.get("".join(writing.norms(index, index + 2)), "") or adjectives.get(token.norm, "")
    return next((adjectives[form] for form in token.forms if form in adjectives), "") if token.kind == "word" else ""


def _length(writing: Writing, index: int) -> int:
    is_double = writing.tokens[index].kind == "han" and "".join(writing.norms(index, index + 2)) in _adjectives()
    return 2 if is_double else 1


def _firm_behind(writing: Writing, index: int, size: int) -> bool:
    """Whether a firm stands behind an adjective of `size` tokens: "a small solar company", "小型印刷厂"."""
    after = index + size
    is_short = writing.tokens[index].kind == "han" and size == 1
    most = 1 if is_short else MOST_BETWEEN.get(writing.language, 0)
    for at in range(after, min(after + most + 1, len(writing.tokens))):
        if _is_firm(writing, at):
            return True
        if not _may_stand_between(writing.tokens[at]):
            return False
    return False


def _firm_before(writing: Writing, index: int) -> bool:
    """Whether a firm stands before an adjective: "empresa mediana", "شركة مياه صغيرة", "our company is small"."""
    at, passed = index - 1, 0
    while at >= 0 and writing.words[at] in singles("company_sizes", "is"):
        at, passed = at - 1, passed + 1
    most = MOST_BETWEEN.get(writing.language, 0) if writing.language == "ar" else 0
    if writing.language not in FIRM_FIRST and not passed:
        return False
    return any(
        _is_firm(writing, at - back) for back in range(most + 1) if at - back >= 0 and _is_plain(writing, at - back, at)
    )


def _we_before(writing: Writing, index: int) -> bool:
    """ "somos pequeños", "we are tiny": of us, with no noun behind."""
    after = writing.norms(index + 1, index + 2)
    led = any(writing.norms(index - size, index) in phrases("company_sizes", "we_are") for size in (1, 2, 3))
    return led and (not after or after[0] in STOPS or after[0] in small_words("stops"))


def _is_plain(writing: Writing, first: int, last: int) -> bool:
    return all(_may_stand_between(token) for token in writing.tokens[first + 1 : last + 1])


def _may_stand_between(token: Token) -> bool:
    return token.kind == "han" or (token.kind == "word" and token.norm not in small_words("stops"))


def _is_firm(writing: Writing, at: int) -> bool:
    if any(writing.norms(at, at + len(words)) == words for words in phrases("company_sizes", "no_firms")):
        return False
    if writing.tokens[at].kind == "han":
        listed = phrases("company_sizes", "firms")
        return any(writing.norms(at, at + size) in listed for size in (1, 2, 3))
    return not firm_words().isdisjoint(writing.tokens[at].forms)


def _is_apart(writing: Writing, index: int, size: int) -> bool:
    """Whether an adjective is a part of the sentence of its own."""
    before, after = writing.norms(index - 1, index), writing.norms(index + size, index + size + 1)
    return (not before or before[0] in STOPS) and (not after or after[0] in STOPS)


@lru_cache(maxsize=1)
def _adjectives() -> Mapping[str, str]:
    lists = word_list("company_sizes")["adjectives"]
    return {"".join(words_of(str(word))): str(size) for size, words in lists.items() for word in words}

"""The words for units of nlu/lists/units.yml, ready for comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from nlu.components.entities.spelling import Token, Writing, normal, words_of
from nlu.components.entities.wordlists import word_list


def unit_at(writing: Writing, index: int) -> tuple[str, int]:
    """The unit that starts at a token and the token after it; an empty unit when there is none."""
    table, longest = _units()
    for size in range(min(longest, len(writing.tokens) - index), 0, -1):
        for words in _spellings(writing.tokens[index : index + size]):
            if words in table and (words != ("an",) or writing.language == "fr"):
                return table[words], index + size
    return "", index


@lru_cache(maxsize=32)
def small_words(name: str) -> frozenset[str]:
    """The words of one of the lists beside the units."""
    return frozenset(word for entry in word_list("units")[name] for word in words_of(str(entry)))


@lru_cache(maxsize=1)
def people_names() -> frozenset[tuple[str, ...]]:
    """The names of people at work, as compared words."""
    return frozenset(words_of(str(name)) for name in word_list("units")["people"])


def _spellings(tokens: Sequence[Token]) -> Iterator[tuple[str, ...]]:
    yield tuple(token.norm for token in tokens)
    if len(tokens) == 1:
        yield from ((form,) for form in tokens[0].forms[1:])


@lru_cache(maxsize=1)
def _units() -> tuple[Mapping[tuple[str, ...], str], int]:
    lists = word_list("units")
    table = {words_of(str(name)): str(unit) for unit, names in lists["units"].items() for name in names}
    table |= {
        words_of(str(name)): normal(str(name)).removesuffix(" of")
        for name in lists["as_written"]
        if words_of(str(name)) not in table
    }
    return table, max(map(len, table))

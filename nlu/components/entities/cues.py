"""Words around a name that decide what it means, as nlu/lists keeps them, ready for comparison."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from nlu.components.entities.spelling import Writing, spellings_of, words_of
from nlu.components.entities.wordlists import word_list

SENTENCE_ENDS = frozenset(".!?;。！？；؟")


@lru_cache(maxsize=512)
def phrases(subject: str, name: str) -> frozenset[tuple[str, ...]]:
    """The phrases of one entry of a list, as compared words."""
    return frozenset(words for entry in word_list(subject)[name] if (words := words_of(str(entry))))


@lru_cache(maxsize=512)
def spellings(subject: str, name: str) -> frozenset[tuple[str, ...]]:
    """The phrases of one entry of a list, and those in Russian as stems too: "школы" stands for "школу" as well."""
    return frozenset(spelling for words in phrases(subject, name) for spelling in spellings_of(words))


@lru_cache(maxsize=512)
def singles(subject: str, name: str) -> frozenset[str]:
    """The single words of one entry of a list."""
    return frozenset(word for words in phrases(subject, name) for word in words)


def has(words: Sequence[str], subject: str, name: str) -> bool:
    """Whether one of these phrases stands among compared words."""
    listed, longest = phrases(subject, name), _longest(subject, name)
    return any(
        tuple(words[first : first + size]) in listed
        for first in range(len(words))
        for size in range(1, min(longest, len(words) - first) + 1)
    )


def sentence_around(writing: Writing, start: int, end: int) -> tuple[str, ...]:
    """The compared words of the sentence in which a stretch of characters stands."""
    first, last = writing.index_at(start), writing.index_at(end - 1) + 1
    while first > 0 and not _ends_sentence(writing, first - 1):
        first -= 1
    while last < len(writing.tokens) and not _ends_sentence(writing, last):
        last += 1
    return writing.words[first:last]


def _ends_sentence(writing: Writing, index: int) -> bool:
    """A stop, but not the one inside an abbreviation or a number."""
    token = writing.tokens[index]
    if token.norm not in SENTENCE_ENDS:
        return False
    following = writing.text[token.end : token.end + 1]
    return token.norm != "." or not following or following.isspace()


@lru_cache(maxsize=512)
def _longest(subject: str, name: str) -> int:
    return max(map(len, phrases(subject, name)), default=0)

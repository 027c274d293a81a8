"""Find phrases in a row of words: a trie for the many names of the world, spaCy's matcher for the few of the records.

spaCy keeps more than a kilobyte for a name; two hundred thousand cities and goods would take more memory than the encoders
(docs/decisions/0005).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, Protocol

from marisa_trie import Trie as MarisaTrie
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

Words = tuple[str, ...]

UNKNOWN = "\u00b7"
"""Stands for every word that no phrase has: the matcher's vocabulary does not grow with what people write."""

_BEHIND = "\x1f"
"""Stands behind each word of a phrase, so that "Port" does not begin "Portland"."""


class Matcher(Protocol):
    """Made of phrases, each once, which are numbered as they come."""

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """The number of each phrase in these words, where it begins, and where it ends, exclusive; overlapping ones too.

        A word that no phrase has must be given as UNKNOWN.
        """


class Trie:
    """Some ten bytes a phrase."""

    def __init__(self, phrases: Sequence[Words]) -> None:
        keys = [_joined(words) for words in phrases]
        self._trie = MarisaTrie(keys)
        self._numbers = [0] * len(keys)
        for number, key in enumerate(keys):
            self._numbers[self._trie[key]] = number
        self._longest = max(map(len, phrases), default=0)

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """See Matcher."""
        text, starts = _joined(words), [0, *accumulate(len(word) + 1 for word in words)]
        for first, word in enumerate(words):
            if word != UNKNOWN:
                end = starts[min(first + self._longest, len(words))]
                for phrase in self._trie.prefixes(text[starts[first] : end]):
                    yield self._numbers[self._trie[phrase]], first, first + phrase.count(_BEHIND)


class SpacyMatcher:
    """Compiled in no time; for a few thousand phrases."""

    def __init__(self, phrases: Sequence[Words]) -> None:
        self._vocab = Vocab()
        self._matcher = PhraseMatcher(self._vocab, attr="ORTH")
        number = self._vocab.strings.add
        self._numbers: dict[int, int] = {}
        for place, words in enumerate(phrases):
            # As the words' numbers, which the matcher takes too: a Doc for each phrase takes ten times as long.
            phrase: list[Any] = [[number(word) for word in words]]
            self._matcher.add(str(place), phrase)
            self._numbers[self._vocab.strings[str(place)]] = place

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """See Matcher."""
        for key, first, end in self._matcher(Doc(self._vocab, words=list(words))):
            yield self._numbers[key], first, end


def _joined(words: Sequence[str]) -> str:
    return _BEHIND.join((*words, ""))

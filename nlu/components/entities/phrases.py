"""The names of lists and what each may mean; they are found in a text in any of their spellings."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from nlu.components.entities.matchers import UNKNOWN, Matcher, Trie, Words
from nlu.components.entities.spelling import UNSEEN_ONES, Token, Writing, spellings_of, words_of

ANY_ACCENTS = frozenset(("country", "city", "region", "agency", "emergency", "hazard", "named_hazard", "own_name"))
"""Kinds of names that people write with other accents than the lists do."""

LONGEST_NAME = 12
"""Words in a name; longer ones are left out."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name stands for: an entity's kind and value. `exact`: only in this very spelling ("WHO", not "who")."""

    kind: str
    value: str
    exact: str = ""
    weight: int = 0


@dataclass(frozen=True)
class Found:
    """A name in a text: tokens `first` up to `end`, and all that it may mean."""

    first: int
    end: int
    meanings: tuple[Meaning, ...]
    skip: int = 0
    """Characters of the first token that are not part of the name: Arabic "and", "for", "in" are written onto it."""
    as_listed: bool = True
    """Whether it is written as the list has it, with no ending or prefix taken off."""

    def start_in(self, writing: Writing) -> int:
        """Where the name begins in the text."""
        return writing.tokens[self.first].start + self.skip

    def end_in(self, writing: Writing) -> int:
        """Where the name ends in the text."""
        return writing.tokens[self.end - 1].end

    def text_in(self, writing: Writing) -> str:
        """The name as it is written."""
        return writing.text[self.start_in(writing) : self.end_in(writing)]


class PhraseBook:
    """All names of one group of lists; `matcher` finds them in a text: a trie, or spaCy's for a few thousand (matchers.py)."""

    def __init__(
        self, names: Iterable[tuple[str, Meaning]], *, matcher: Callable[[Sequence[Words]], Matcher] = Trie
    ) -> None:
        meant: dict[Words, dict[Meaning, None]] = {}
        self._accented: dict[Meaning, set[str]] = {}
        for name, meaning in names:
            if not name.isascii() and meaning.kind not in ANY_ACCENTS:
                self._accented.setdefault(meaning, set()).update(_letters(name).split())
            for spelling in spellings_of(words_of(name)):
                if spelling and len(spelling) <= LONGEST_NAME:
                    meant.setdefault(spelling, {})[meaning] = None
        phrases = sorted(meant)
        self._known = frozenset(word for words in phrases for word in words)
        self._meanings = _each_once(tuple(meant[words]) for words in phrases)
        self._matcher = matcher(phrases)

    def find(self, writing: Writing) -> list[Found]:
        """Every name in the text, overlapping ones too, in the order of the text."""
        spans: dict[tuple[int, int], tuple[int, Words]] = {}
        for words in self._readings(writing.tokens):
            for phrase, first, end in self._matcher.find(words):
                spans.setdefault((first, end), (phrase, tuple(words[first:end])))
        found = (self._found(writing, span, *named) for span, named in sorted(spans.items()))
        return [name for name in found if name.meanings]

    def _found(self, writing: Writing, span: tuple[int, int], phrase: int, words: Words) -> Found:
        skip = _attached(writing.tokens[span[0]], words[0])
        meanings = tuple(m for m in self._meanings[phrase] if self._has_its_accents(writing, span, m))
        return Found(*span, meanings, skip, words == writing.norms(*span))

    def _has_its_accents(self, writing: Writing, span: tuple[int, int], meaning: Meaning) -> bool:
        """Whether no word has accents that the name lacks: people leave accents out ("cafe") but add none ("livré")."""
        if writing.text.isascii() or meaning.kind in ANY_ACCENTS:
            return True
        written = [token.raw for token in writing.tokens[slice(*span)] if _has_accents(token)]
        known = self._accented.get(meaning, set()) if written else set()
        return all(
            any(_leaves_out(form, name) for form in _without_plural(_letters(word)) for name in known)
            for word in written
        )

    def _readings(self, tokens: Sequence[Token]) -> list[list[str]]:
        """The text in known words: once as near to what is written as can be, once with endings off."""
        known = self._known
        if not tokens:
            return []
        near, far = [], []
        for token in tokens:
            forms = [form for form in token.forms if form in known] or [UNKNOWN]
            near.append(forms[0])
            far.append(forms[-1])
        return [near] if near == far else [near, far]


def _each_once(meanings: Iterable[tuple[Meaning, ...]]) -> list[tuple[Meaning, ...]]:
    """The same, equal ones kept once: a city has many names."""
    known: dict[tuple[Meaning, ...], tuple[Meaning, ...]] = {}
    return [known.setdefault(meant, meant) for meant in meanings]


def _attached(token: Token, form: str) -> int:
    """How many characters are written onto the front of a word, seen from the form in which it was known."""
    if form == token.norm or not token.norm.endswith(form):
        return 0
    skip = len(token.norm) - len(form)
    if len(token.raw) != len(token.norm):
        return _attached_beside_marks(token, skip)
    article = token.norm[1:skip] == "ال"
    return 1 if article else skip


def _attached_beside_marks(token: Token, skip: int) -> int:
    """The same where a lengthening stroke ("بـصيدا") or vowel marks stand between the letters."""
    seen = [at for at, char in enumerate(token.raw) if not unicodedata.combining(char) and char not in UNSEEN_ONES]
    if len(seen) != len(token.norm) or any(map(unicodedata.combining, token.raw[: seen[skip] + 1])):
        return 0
    return seen[1] if token.norm[1:skip] == "ال" else seen[skip]


def _has_accents(token: Token) -> bool:
    return token.kind == "word" and not token.raw.isascii() and token.norm.isascii()


def _letters(text: str) -> str:
    """Small letters with their accents, without apostrophes and hyphens, which join words."""
    plain = unicodedata.normalize("NFC", text).casefold()
    return "".join(char if char.isalnum() else " " for char in plain)


def _leaves_out(written: str, name: str) -> bool:
    """Whether a word is a name with all its accents or without some: "educaçao"."""
    return len(written) == len(name) and all(
        one in (other, unicodedata.normalize("NFD", other)[0]) for one, other in zip(written, name, strict=True)
    )


def _without_plural(word: str) -> tuple[str, ...]:
    return (word, word.removesuffix("s"), word.removesuffix("es"))

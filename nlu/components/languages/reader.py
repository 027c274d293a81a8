"""Tells the language of a message by its script, by common words, by letters, and by what was learnt where something was."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlu.components.languages.learnt import LearntLanguages
from nlu.components.languages.scripts import LATIN, scripts_in
from nlu.components.lists import named
from nlu.components.text import plain

SUPPORTED = ("en", "fr", "es", "ar", "zh", "ru", "pt")
UNDECIDED = "und"

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ARABIZI = re.compile(r"\b(?:[a-z]+[23579][a-z]*|[2357][a-z]{2,})\b")
# In ASCII: Chinese is written without spaces, and an address stands in the middle of it.
_ADDRESSES = re.compile(r"[\w.%+-]+@[\w.-]+|https?://[!-~]+|www\.[!-~]+|\bFP-\d{4}-\d+", re.ASCII)
_ACRONYMS = re.compile(r"\b[A-Z]{2,}\b")
_PERSIAN_OR_URDU = frozenset("پچژگکیٹڈںےہھ")
_NOT_RUSSIAN = frozenset("іїєґјљњђћџў")
# Neither Bulgarian, nor Serbian, nor Ukrainian has these.
_RUSSIAN_ALONE = frozenset("ыэё")
_LATIN_ACCENTS = frozenset("\u0300\u0301\u0302\u0303\u0308\u0327")
_LONG_ENOUGH_TO_BE_BARE = 4
_LETTERS_TO_BE_SURE = 12
_LONGEST = 1500
# What statistics over letters say counts as much as so many words, fully from so many letters on.
_STATISTICS, _ENOUGH_LETTERS = 1.5, 24
# Letters and signs that only one of ours has ("¿", "ã") tell as much as this many words.
_SIGN = 2.5
# Most messages without accents are English ones, however short and broken: what another language must outweigh.
_ENGLISH_PRIOR = 0.3


@dataclass(frozen=True)
class LanguageGuess:
    """A language of SUPPORTED or `und`; the confidence, 0 to 1, is low where the message hardly tells."""

    language: str
    confidence: float


class LanguageReader:
    """Scripts first, then short common words and letter statistics together; undecided ASCII is English.

    They tell whether the language is one of ours; which one it is they tell together with what was `learnt`, half each.
    """

    def __init__(self, learnt: LearntLanguages | None = None) -> None:
        lists = named("languages")
        self._learnt = learnt
        self._words = _by_word({**lists["words"], **lists["others"]})
        self._letters = _by_word(lists["letters"])
        self._signs: Mapping[str, str] = lists["signs"]

    def read(self, text: str) -> LanguageGuess:
        """The language that most of the message is written in."""
        message = _ADDRESSES.sub(" ", plain(text, limit=_LONGEST))
        guess = self._by_lists(_ACRONYMS.sub(" ", message))
        letters = sum(map(str.isalpha, message))
        if self._learnt is None or guess.language == UNDECIDED or not letters:
            return guess
        chances = self._learnt.chances(message.lower())
        chances[guess.language] = chances.get(guess.language, 0.0) + guess.confidence
        language, chance = max(chances.items(), key=lambda told: told[1])
        return LanguageGuess(language, chance / sum(chances.values()) * min(1.0, letters / _LETTERS_TO_BE_SURE))

    def _by_lists(self, message: str) -> LanguageGuess:
        scripts = scripts_in(message)
        if not scripts:
            return LanguageGuess("en", 0.0)
        if "han" in scripts:
            scripts["han"] *= 3
        script = scripts.most_common(1)[0][0]
        if script == LATIN:
            return self._latin(message.lower())
        return _by_script(script, message, share=scripts[script] / sum(scripts.values()))

    def _latin(self, message: str) -> LanguageGuess:
        words = _WORD.findall(message.replace("’", "'"))
        borrowed = self._borrowed(message, words)
        if borrowed is not None:
            return borrowed
        scores = self._word_scores(words)
        for language, signs in self._signs.items():
            if not set(signs).isdisjoint(message):
                scores[language] += _SIGN
        letters = sum(map(len, words))
        known = max(scores.values(), default=0.0)
        if letters < 4 and not scores:
            return LanguageGuess("en", 0.1)
        weight = _STATISTICS * min(1.0, letters / _ENOUGH_LETTERS)
        for language, share in _statistics(message).items():
            scores[language] += weight * share
        if message.isascii() and max(scores, key=lambda language: scores[language]) != "en":
            scores["en"] += _ENGLISH_PRIOR
        return _decided(scores, letters=letters, known=known, ascii_only=message.isascii())

    def _word_scores(self, words: list[str]) -> dict[str, float]:
        scores: dict[str, float] = defaultdict(float)
        for word in words:
            languages = self._words.get(word, ())
            for language in languages:
                scores[language] += 1 / len(languages)
        return scores

    def _borrowed(self, message: str, words: list[str]) -> LanguageGuess | None:
        """Arabic or Russian in Latin letters, if its words outnumber those of the languages that use them."""
        tokens = re.findall(r"[a-z0-9]+", message)
        hits = Counter(language for token in tokens for language in self._letters.get(token, ()))
        if hits["ar"]:
            hits["ar"] += len(_ARABIZI.findall(message))
        own = max(self._word_scores(words).values(), default=0.0)
        language, found = max(hits.items(), key=lambda hit: hit[1], default=("", 0))
        if found > own and found >= 0.34 * max(1, len(words)) and (found > 1 or len(words) < 3):
            return LanguageGuess(language, min(0.9, found / max(1, len(words))))
        return None


def _by_script(script: str, message: str, *, share: float) -> LanguageGuess:
    letters = [character for character in message.lower() if character.isalpha()]
    if script == "arabic":
        foreign = sum(letter in _PERSIAN_OR_URDU for letter in letters)
        return LanguageGuess(UNDECIDED if foreign > 0.04 * len(letters) else "ar", share)
    if script == "cyrillic":
        foreign = sum(letter in _NOT_RUSSIAN for letter in letters)
        return LanguageGuess(UNDECIDED if foreign > 0.02 * len(letters) else _russian_or_not(message), share)
    return LanguageGuess("zh" if script == "han" else UNDECIDED, share)


def _russian_or_not(message: str) -> str:
    if not _RUSSIAN_ALONE.isdisjoint(message.lower()):
        return "ru"
    scores = {
        language: share for language, share in _statistics(message).items() if language in ("ru", "bg", "uk", "sr")
    }
    best = max(scores, key=lambda language: scores[language], default="ru")
    return "ru" if best == "ru" or len(message) < 30 or scores[best] < 0.9 else UNDECIDED


def _decided(scores: Mapping[str, float], *, letters: int, known: float, ascii_only: bool) -> LanguageGuess:
    total = sum(scores.values()) or 1.0
    ranked = sorted(scores.items(), key=lambda score: (-score[1], score[0] != "en"))
    language, best = ranked[0]
    confidence = best / total * min(1.0, max(letters / _LETTERS_TO_BE_SURE, known))
    if language not in SUPPORTED:
        return _foreign(ranked, confidence, letters=letters, ascii_only=ascii_only)
    if language != "en" and confidence < 0.25 and ascii_only:
        return LanguageGuess("en", 0.1)
    return LanguageGuess(language, confidence)


def _foreign(ranked: list[tuple[str, float]], confidence: float, *, letters: int, ascii_only: bool) -> LanguageGuess:
    """A language that is not ours needs a clear lead: short names and misspelt English look like Swahili to statistics."""
    ours = next(((name, score) for name, score in ranked if name in SUPPORTED), ("en", 0.0))
    if letters >= _LETTERS_TO_BE_SURE and confidence > 0.5 and ranked[0][1] > 1.5 * ours[1] and ranked[0][1] > 2.0:
        return LanguageGuess(UNDECIDED, confidence)
    if ours[1] > 0.3:
        return LanguageGuess(ours[0], min(0.3, ours[1] / ranked[0][1] / 2))
    return LanguageGuess("en", 0.1) if ascii_only else LanguageGuess(UNDECIDED, 0.2)


def _by_word(lists: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """The languages that have a word; a longer one also without its accents, which people leave out ("tambem")."""
    languages: dict[str, list[str]] = defaultdict(list)
    for language, words in lists.items():
        bare = (_without_accents(word) for word in words if len(word) >= _LONG_ENOUGH_TO_BE_BARE)
        for word in dict.fromkeys((*words, *bare)):
            languages[word].append(language)
    return {word: tuple(names) for word, names in languages.items()}


def _without_accents(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(sign for sign in apart if sign not in _LATIN_ACCENTS))


def _statistics(message: str) -> dict[str, float]:
    values = _detector().compute_language_confidence_values(message)
    return {value.language.iso_code_639_1.name.lower(): value.value for value in values}


@lru_cache(maxsize=1)
def _detector() -> Any:
    from lingua import Language, LanguageDetectorBuilder

    names = (
        "ENGLISH FRENCH SPANISH PORTUGUESE GERMAN ITALIAN DUTCH TURKISH INDONESIAN SWAHILI POLISH SWEDISH ROMANIAN VIETNAMESE "
        "RUSSIAN UKRAINIAN BULGARIAN SERBIAN"
    )
    languages = [getattr(Language, name) for name in names.split()]
    return LanguageDetectorBuilder.from_languages(*languages).with_low_accuracy_mode().build()

"""Tells by the words around a date whether it lies behind or ahead: "reported on 9 October", "free from 9 October"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from nlu.components.entities.dates.calendar_words import CalendarWords, Words
from nlu.components.entities.spelling import Token, Writing, normal, words_of
from nlu.components.entities.wordlists import LANGUAGES, word_list

CERTAINLY, CLEARLY, PROBABLY = 1000.0, 20.0, 4.0
"""How many times nearer the coming date is taken to be; of the past one it is the inverse."""

CLEARLY_OVER = 100.0
"""A verb in the past right beside a date says more than one of those words that promise something."""

AT_MOST = 6
"""Words of a message that holds hardly more than a date: the answer to "when can we have it?"."""

BY_A_LEAD = 12.0
"""The same after "until" or "from", which may also tell of something over ("you promised it by 20 November")."""

BEFORE, BEHIND = 14, 15
"""How far before and behind a date a verb may tell its tense, in words."""

A_PAUSE = 4
"""Words that a comma counts for."""

CLOSE = 3
"""Tokens within which it does so clearly."""

TO_BE_WITHIN = 2
"""Tokens before what is done among which "will be" may stand."""

DONE_WITHIN = 2
"""Tokens before a date among which it stands."""

EACH_WITHIN = 3
"""Tokens before "sold" among which "every" may stand."""

SHORTEST_VERB = 4
"""Letters of a word that is known by its ending."""

PAST, AHEAD, USE_BY, LASTING = "past", "ahead", "use_by", "lasting"

_ENDS = frozenset("!?;。！？；؟")
_PAUSES = frozenset(",،，、():")
_ALSO_ENGLISH = ("zh", "ar", "ru")
"""Languages in which English words for companies' business are common."""


@dataclass(frozen=True)
class Tenses:
    """The tenses of one text."""

    writing: Writing
    words: CalendarWords

    def lean(self, first: int, end: int) -> float:
        """Above 1 when the words around tokens `first` up to `end` speak of what is to come, below 1 of what is over."""
        if self._is_beside(first, end, "coming"):
            return CERTAINLY
        if self._is_beside(first, end, "past") or self._leads(first, "since"):
            return 1 / CERTAINLY
        if self._is_done(first):
            return 1 / CLEARLY_OVER
        found = self._nearest(first, end)
        lean = BY_A_LEAD if self._leads(first, "leads") or self._follows(end) else 1.0
        if self._leads(first, "from_or_since") and self._has(first, end, LASTING) and not self._has(first, end, AHEAD):
            return 1 / CLEARLY
        if found is None:
            short = self.writing.size <= AT_MOST
            return CERTAINLY if self._has(first, end, USE_BY) else max(lean, BY_A_LEAD) if short else lean
        kind, distance, at = found
        if kind == USE_BY or (kind == AHEAD and self._has(first, end, USE_BY)):
            return CERTAINLY
        if kind == AHEAD:
            return lean * (CLEARLY if distance <= CLOSE else PROBABLY)
        return lean / (CLEARLY_OVER if distance <= CLOSE and not self._may_be_present(at) else PROBABLY)

    def is_since(self, first: int, end: int) -> bool:
        """Whether "desde" or the like stands before what may lie behind, and nothing is said of what is to come."""
        led = self._leads(first, "from_or_since") and not self._leads(first, "leads")
        return led and not self._has(first, end, AHEAD)

    def _is_done(self, first: int) -> bool:
        """ "imagens feitas em março, podem usar": whatever is promised of it, it was made then."""
        language, words = self.writing.language, self.writing.words
        done = [at for at in range(max(0, first - DONE_WITHIN), first) if _is_done(words[at], language)]
        return any(not self._is_open(at) for at in done)

    def _is_open(self, at: int) -> bool:
        """ "will be taken", "of every bag sold": to come, or no matter when."""
        to_be = self.writing.words[max(0, at - TO_BE_WITHIN) : at]
        return self._is_of_each(at) or not _singles("to_be").isdisjoint(to_be)

    def _is_beside(self, first: int, end: int, group: str) -> bool:
        phrases, norms = self.words.phrases[group], self.writing.norms
        before = any(norms(first - size, first) in phrases for size in (1, 2, 3) if size <= first)
        following = (norms(end, end + size) for size in (1, 2, 3))
        return before or any(words in phrases and words not in _phrases("never_behind") for words in following)

    def _leads(self, first: int, group: str) -> bool:
        leads = _phrases(group)
        return any(self.writing.norms(first - size, first) in leads for size in (4, 3, 2, 1) if size <= first)

    def _follows(self, end: int) -> bool:
        return any(self.writing.norms(end, end + size) in _phrases("leads_behind") for size in (1, 2, 3))

    def _has(self, first: int, end: int, kind: str) -> bool:
        return any(kind in self._cues.get(at, ()) for at, _ in self._around(first, end))

    def _may_be_present(self, at: int) -> bool:
        """ "enviamos", "fechamos": in Spanish and Portuguese also what we do now."""
        return self.writing.language in ("es", "pt") and self.writing.tokens[at].raw.casefold().endswith("amos")

    def _nearest(self, first: int, end: int) -> tuple[str, float, int] | None:
        """What the nearest telling word says, how far it is away, and its token."""
        best: tuple[str, float, int] | None = None
        for at, distance in self._around(first, end):
            kinds = self._cues.get(at, frozenset()) - {LASTING}
            kind = next(iter(kinds)) if len(kinds) == 1 else ""
            if kind and (best is None or distance < best[1]):
                best = (kind, distance, at)
        return best

    def _around(self, first: int, end: int) -> Iterable[tuple[int, float]]:
        """The tokens of the same sentence on both sides, with their distance; a pause makes it longer."""
        far, at = 0.0, first - 1
        while at >= 0 and far < BEFORE and not self._is_break(at):
            far += self._step(at)
            yield at, far
            at -= 1
        far, at = 1.0, end
        while at < len(self.writing.tokens) and far < BEHIND and not self._is_break(at - 1):
            far += self._step(at)
            yield at, far
            at += 1

    def _step(self, at: int) -> float:
        """How much farther away this token makes what lies beyond it: a Chinese character is half a word."""
        if self.writing.words[at] in _PAUSES:
            return A_PAUSE
        return 0.5 if self.writing.tokens[at].kind == "han" else 1

    def _is_break(self, at: int) -> bool:
        """Whether a sentence ends with this token or the line behind it."""
        tokens = self.writing.tokens
        after = tokens[at + 1].start if at + 1 < len(tokens) else tokens[at].end
        if tokens[at].norm in _ENDS or (tokens[at].norm == "." and after > tokens[at].end):
            return True
        return "\n" in self.writing.text[tokens[at].end : after]

    @cached_property
    def _cues(self) -> Mapping[int, frozenset[str]]:
        """What the word or phrase that ends with a token tells."""
        language = self.writing.language if self.writing.language in LANGUAGES else "en"
        table, longest = _table(language)
        found: dict[int, frozenset[str]] = {}
        for index, token in enumerate(self.writing.tokens):
            if self._is_no_cue(index):
                continue
            ending = _by_ending(token.raw.casefold(), language) if token.kind == "word" else ""
            if not ending and not token.raw.isascii() and self._is_participle(index, language):
                ending = PAST
            if ending and not token.raw.isascii():
                found[index] = frozenset((ending,))
                continue
            sizes = range(min(longest, index + 1), 0, -1)
            kinds = next(
                (k for size in sizes if (k := table.get(self.writing.words[index + 1 - size : index + 1]))), None
            )
            if not kinds and language == "ar" and token.norm.startswith("و"):
                kinds = table.get((token.norm[1:],))
            if kinds == frozenset((PAST,)) and self._is_open(index):
                continue
            if kinds:
                found[index] = kinds
            elif ending or (token.kind == "word" and self._is_participle(index, language) and not self._is_open(index)):
                found[index] = frozenset((ending or PAST,))
        return found

    def _is_no_cue(self, index: int) -> bool:
        """ "já na sexta", "уже в пятницу", "si pagamos el viernes", "في طلبنا": what looks like the past, and is none."""
        words, word = self.writing.words, self.writing.words[index]
        following, before = words[index + 1 : index + 2], words[index - 1 : index] if index else ()
        if {words[index : index + 2], words[max(0, index - 1) : index + 1]} & _phrases("neutral"):
            return True
        if word in _singles("already"):
            return bool(following) and following[0] in _singles("before_dates")
        if following == ("бы",):
            return True
        if self.writing.language == "ar":
            return bool(before) and before[0] in _singles("before_nouns")
        conditional = self.writing.language in ("es", "pt") and before in (("si",), ("se",))
        return conditional and self._may_be_present(index)

    def _is_participle(self, index: int, language: str) -> bool:
        """ "avons signé", "hemos enviado", "we delivered": not "used tents", nor "will be delivered"."""
        rule = word_list("tenses")["participles"].get(language)
        if not rule or not self._ends_like(self.writing.tokens[index], tuple(rule["endings"])):
            return False
        near = self.writing.tokens[max(0, index - (1 if language == "en" else 3)) : index]
        before = [token.raw.casefold() for token in near]
        if not _auxiliaries(language).isdisjoint(before):
            return True
        following = self.writing.words[index + 1 : index + 2]
        if language != "en" or "be" in before or not following:
            return False
        return following[0] in _singles("followers") or following[0].isdigit()

    def _is_of_each(self, index: int) -> bool:
        """ "of every bag sold in May": no matter when."""
        return not _singles("each").isdisjoint(self.writing.words[max(0, index - EACH_WITHIN) : index])

    @staticmethod
    def _ends_like(token: Token, endings: tuple[str, ...]) -> bool:
        long = len(token.raw) >= SHORTEST_VERB
        return long and token.raw.casefold().endswith(endings) and token.norm not in _singles("not_verbs")


@lru_cache(maxsize=4096)
def _by_ending(word: str, language: str) -> str:
    """The tense of a verb by its ending, or ""."""
    if normal(word) in _singles("not_verbs"):
        return ""
    if language in ("ar", "ru") and _verbs(language).fullmatch(normal(word)):
        return PAST
    if language == "ar":
        return ""
    lists = word_list("tenses")
    for kind, group in ((AHEAD, "endings_ahead"), (PAST, "endings_past")):
        if len(word) >= SHORTEST_VERB and word.endswith(tuple(lists[group].get(language, ()))):
            return kind
    return ""


@lru_cache(maxsize=2)
def _verbs(language: str) -> re.Pattern[str]:
    """The past of the listed verbs of Arabic, and the participles of those of Russian ("поданной")."""
    stems = word_list("tenses")["verb_stems"]
    verbs, endings = (
        "|".join(normal(str(part)) for part in stems[group]) for group in (language, f"{language}_endings")
    )
    return re.compile(f"[وف]?(?:{verbs})(?:{endings})")


@lru_cache(maxsize=4096)
def _is_done(word: str, language: str) -> bool:
    pattern = _done(language)
    return bool(pattern and pattern.fullmatch(word))


@lru_cache(maxsize=8)
def _done(language: str) -> re.Pattern[str] | None:
    """What tells that a thing was made or taken, by its stem and ending."""
    parts = word_list("tenses")["done"].get(language)
    if not parts:
        return None
    stems, endings = ("|".join(normal(str(part)) for part in parts[group]) for group in ("stems", "endings"))
    return re.compile(f"(?:{stems})(?:{endings})")


@lru_cache(maxsize=8)
def _table(language: str) -> tuple[Mapping[Words, frozenset[str]], int]:
    """The telling phrases of a language with what they tell, and the length of the longest."""
    lists = word_list("tenses")
    languages = (language, "en") if language in _ALSO_ENGLISH else (language,)
    told = [
        (kind, phrase) for code in languages for kind in (PAST, AHEAD, LASTING) for phrase in lists[kind].get(code, ())
    ]
    told += [(USE_BY, phrase) for phrase in lists["use_by"]]
    table: dict[Words, frozenset[str]] = {}
    for kind, phrase in told:
        words = words_of(str(phrase))
        table[words] = table.get(words, frozenset()) | {kind}
    return table, max(map(len, table))


@lru_cache(maxsize=8)
def _phrases(group: str) -> frozenset[Words]:
    return frozenset(words_of(str(phrase)) for phrase in word_list("tenses")[group])


@lru_cache(maxsize=8)
def _singles(group: str) -> frozenset[str]:
    return frozenset(normal(str(word)) for word in word_list("tenses")[group])


@lru_cache(maxsize=8)
def _auxiliaries(language: str) -> frozenset[str]:
    """As they are written: "a" is one in French, "à" is none."""
    return frozenset(map(str, word_list("tenses")["participles"][language]["after"]))

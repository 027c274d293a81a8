"""Brings words to one spelling for comparison and remembers where each stood in the text as sent."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from nlu.components.entities.chinese_characters import simplified
from nlu.components.entities.latin_russian import in_cyrillic, is_latin_russian

UNSEEN = "\u00ad\u061c\u0640\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff"
"""Characters inside words that nobody sees: zero-width marks, soft hyphens, the Arabic lengthening stroke."""

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u093c-\u094d"
_IDEOGRAPH = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(
    rf"(?P<han>[{_IDEOGRAPH}])|(?P<word>[^\W\d_{_IDEOGRAPH}](?:[{UNSEEN}{_MARKS}]*[^\W\d_{_IDEOGRAPH}])*[{_MARKS}]*)"
    rf"|(?P<number>\d+)|(?P<sign>[^\w\s{UNSEEN}{_MARKS}])"
)
_SKIPPED = frozenset("-‐‑‒–'’‘ʼ`´\"“”«»*_")
"""Signs that join or quote words; a name is the same with and without them."""

_ASCII = re.compile(r"[a-z]+|\d+|[^\w\s'`*\"-]")

STEM = "~"
"""Marks a stem, so that "Виктор" is not the stem of "Виктория"."""

SHORT_SOFT_NAME = 4
"""Letters up to which such a name is as often a street's or a person's ("на Абая")."""

_UNSEEN_ONE = re.compile(f"[{UNSEEN}]")
UNSEEN_ONES = frozenset(char for char in map(chr, range(0x10000)) if _UNSEEN_ONE.match(char))
"""The same, one by one."""

_ARABIC_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي"})
_CROSSED = str.maketrans("łøđı", "lodi")
"""Letters that are no accented ones to Unicode, and that people write without their strokes ("Lodz")."""

_LOOKALIKES = str.maketrans("аеорсухікмтнвАЕОРСУХІКМТНВ", "aeopcyxikmthbAEOPCYXIKMTHB")
_CYRILLIC_ENDINGS = re.compile(
    "(?:ями|ами|иях|ием|иям|иеи|ого|ему|ому|ыми|ими|ые|ие|ыи|ии|ым|им|ои|еи|ая|яя|ое|ее|ую|юю|ых|их|ам|ям|ах|ях|ов|ев|ом|ем|ью|ия|ию"
    "|[аяоеуюыиь])$"
)
"""Written without the breve, as `normal` writes them."""

_PLURALS = (("es", ""), ("ies", "y"), ("oes", "ao"), ("aes", "ao"), ("ais", "al"), ("eis", "el"), ("ns", "m"),
            ("ces", "z"), ("eaux", "eau"), ("eux", "eu"))  # fmt: skip

_ARABIC_BEFORE = ("وال", "بال", "فال", "عال", "كال", "ولل", "لل", "وب", "ول", "و", "ف", "ب", "ل", "ك")
_MOTHER = {"بام": ("ام",), "لام": ("ام",), "وام": ("ام",)}
"""The one short word that begins names of towns ("بأم درمان")."""

_ACCUSATIVE = ("\u0627\u064b", "\u064b\u0627")
"""The accusative where its mark is written, so that a short word keeps its letters otherwise ("ألعاباً")."""

_ARABIC_DUAL = ("تين", "تان")
_ARABIC_AFTER = ("نا", "ها", "هم", "كم")


@dataclass(frozen=True)
class Token:
    """A word, number, sign or ideograph: `norm` for comparison, `forms` with endings and prefixes taken off."""

    norm: str
    start: int
    end: int
    kind: str
    raw: str
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Writing:
    """A text as sent, in a language, and its tokens."""

    text: str
    language: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    size: int
    """Tokens that are no signs."""

    @classmethod
    def of(cls, text: str, *, language: str = "en") -> Writing:
        """Take a text apart; linear in its length."""
        tokens = tuple(_tokens(text))
        if is_latin_russian(text, language):
            tokens = tuple(map(_with_cyrillic, tokens))
        size = sum(token.kind != "sign" for token in tokens)
        return cls(text, language, tokens, tuple(token.norm for token in tokens), size)

    def slice(self, first: int, end: int) -> str:
        """The text from token `first` up to, not including, token `end`."""
        return self.text[self.tokens[first].start : self.tokens[end - 1].end]

    def norms(self, first: int, end: int) -> tuple[str, ...]:
        """The compared forms of a stretch of tokens; out of range is empty."""
        return self.words[first if first > 0 else 0 : end if end > 0 else 0]

    def index_at(self, position: int) -> int:
        """The index of the first token that ends after a position of the text."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.tokens[middle].end <= position:
                low = middle + 1
            else:
                high = middle
        return low


def words_of(name: str) -> tuple[str, ...]:
    """The compared words of a name from a list."""
    if name.isascii():
        return tuple(_ASCII.findall(name.casefold()))
    found = ((str(match.lastgroup), match.group()) for match in _TOKEN.finditer(name))
    return tuple(_compared(raw, kind) for kind, raw in found if raw not in _SKIPPED)


def spellings_of(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Compared words, and in Russian their stems: what is left without an ending, and the whole word before an ending.

    In names of several words those without an ending stand as they are ("Порт-о-Пренсе").
    """
    if not any(map(_is_russian, words)):
        return {words}
    stems = tuple(STEM + _stem(word) if _is_russian(word) else word for word in words)
    whole = tuple(STEM + word if _is_russian(word) else word for word in words)
    mixed = tuple(word if STEM + word == stem else stem for word, stem in zip(words, stems, strict=True))
    return {words, stems, whole, (*mixed[:-1], stems[-1]), *_of_soft_names(words)}


def _of_soft_names(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """ "Китая", "Шанхая": cases that look like an adjective's and would lose too much as stems."""
    last = words[-1]
    if len(last) <= SHORT_SOFT_NAME or not last.endswith(("аи", "еи")):
        return set()
    return {(*words[:-1], last[:-1] + case) for case in ("я", "ю", "ем")}


def _tokens(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        raw, kind = found.group(), str(found.lastgroup)
        if raw in _SKIPPED:
            continue
        norm = _compared(raw, kind)
        yield Token(norm, found.start(), found.end(), kind, raw, _forms(norm, raw) if kind == "word" else (norm,))


def _with_cyrillic(token: Token) -> Token:
    spelt = in_cyrillic(token.norm) if token.kind == "word" else ()
    stems = (STEM + stem for word in spelt if _is_russian(word) for stem in dict.fromkeys((word, _stem(word))))
    return replace(token, forms=(*token.forms, *spelt, *stems)) if spelt else token


def _compared(raw: str, kind: str) -> str:
    if kind == "han":
        return simplified(raw)
    return raw if kind == "sign" else normal(raw)


@lru_cache(maxsize=8192)
def normal(word: str) -> str:
    """One spelling for a word: no case, no accents, no vowel marks, one form of each Arabic letter, European digits."""
    if word.isascii():
        return word.casefold()
    word = _UNSEEN_ONE.sub("", word)
    if any("a" <= char.casefold() <= "z" for char in word) and any("\u0400" <= char <= "\u04ff" for char in word):
        word = word.translate(_LOOKALIKES)
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char)).translate(_ARABIC_LETTERS)
    if plain.isdigit():
        return "".join(str(unicodedata.digit(char, 0)) for char in plain)
    return _without_article(plain.translate(_CROSSED))


def _without_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) >= 5 else word


@lru_cache(maxsize=8192)
def _forms(norm: str, raw: str) -> tuple[str, ...]:
    """The word, then with what may be attached to it taken off."""
    if "\u0600" <= norm[:1] <= "\u06ff":
        return tuple(dict.fromkeys((norm, *_arabic(norm), *((norm[:-1],) if raw.endswith(_ACCUSATIVE) else ()))))
    if _is_russian(norm):
        stem = _stem(norm)
        return (norm, STEM + stem) if stem != norm else (norm,)
    if norm.isascii() and len(norm) > 4 and norm.endswith(("s", "x")) and not norm.endswith("ss"):
        return tuple(dict.fromkeys((norm, *_singular(norm))))
    return (norm,)


def _singular(norm: str) -> Iterator[str]:
    """A plural of one of the languages in Latin script without its ending: "boxes", "bateaux", "camiões", "luces"."""
    if norm.endswith("s"):
        yield norm[:-1]
    for plural, singular in _PLURALS:
        if norm.endswith(plural) and len(norm) - len(plural) >= 2:
            yield norm[: -len(plural)] + singular


def _arabic(norm: str) -> Iterator[str]:
    shortest = {"ك": 4, "ف": 4, "عال": 4}
    stripped = [b for b in _ARABIC_BEFORE if norm.startswith(b) and len(norm) - len(b) >= shortest.get(b, 3)]
    words = [norm, *(norm[len(before) :] for before in stripped), *_MOTHER.get(norm, ())]
    yield from words[1:]
    for word in words:
        yield from _arabic_endings(word)
        for after in _ARABIC_AFTER:
            if word.endswith(after) and len(word) - len(after) >= 4:
                bare = word[: -len(after)]
                yield bare
                yield from _arabic_endings(bare)
                if bare.endswith("ت"):
                    yield bare[:-1] + "ه"


def _arabic_endings(word: str) -> Iterator[str]:
    """Other endings of the same word: duals, plurals, the construct state, the accusative."""
    if len(word) <= 4:
        return
    if len(word) > 5 and word.endswith(_ARABIC_DUAL):
        yield word[:-3] + "ه"
    if word.endswith("ون"):
        yield word[:-2] + "ين"
    if word.endswith("ي"):
        yield word + "ن"
    if word.endswith("ات"):
        yield from (word[:-2] + "ه", word[:-2])
    if word.endswith("ا"):
        yield word[:-1]


def _is_russian(norm: str) -> bool:
    return len(norm) >= 4 and "\u0400" <= norm[0] <= "\u04ff"


def _stem(norm: str) -> str:
    """A Russian word without its case ending; short words keep three letters, others four."""
    found = _CYRILLIC_ENDINGS.search(norm, 3 if len(norm) <= 6 else 4)
    return norm[: found.start()] if found else norm

"""Cleans a message for reading while remembering where every character stood in the text as sent."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Characters that carry no meaning of their own and are used to hide words: zero-width, directional marks, soft hyphen,
# Arabic tatweel, byte order mark, variation selectors.
_INVISIBLE = frozenset(
    "\u00ad\u0640\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
# Letters of other scripts that look like Latin ones; folded only inside words that are Latin otherwise.
_LOOKALIKES = dict(
    zip(
        "аеорсухіјѕԁһԛԝАВЕКМНОРСТХІЈЅαεορτυικνΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "aeopcyxijsdhqwABEKMHOPCTXIJSaeoptuiknvABEZHIKMNOPTYX",
        strict=False,
    )
)

# In ASCII: Chinese is written without spaces, and an address stands in the middle of it.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}\.[a-zA-Z]{2,24}")
_REFERENCE = re.compile(r"\bFP-\d{4}-\d{3,9}\b", re.IGNORECASE)
_ANY_ADDRESS, _ANY_REFERENCE = "name@example.org", "FP-2026-00001"
_NOT_SPACE = re.compile(r"\S+")


LONGEST = 2000
"""Characters that classifiers and encoders read, unless they ask for fewer."""


@dataclass(frozen=True)
class CleanText:
    """A cleaned text; `offsets[i]` is the place in the text as sent of its i-th character, with one more for the end."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the text as sent, in code points, end exclusive."""
        return self.offsets[start], (self.offsets[end - 1] + 1 if end > start else self.offsets[start])


def clean(text: str) -> CleanText:
    """Compatibility forms, digits of any script, look-alike letters and invisible characters made plain; bounded and total."""
    if text.isascii() and text.isprintable():
        return CleanText(text, tuple(range(len(text) + 1)))
    characters: list[str] = []
    offsets: list[int] = []
    for place, character in enumerate(text):
        for plain in _plain(character):
            characters.append(plain)
            offsets.append(place)
    _fold_lookalikes(characters)
    return CleanText("".join(characters), (*offsets, len(text)))


def plain(text: str, *, limit: int = LONGEST) -> str:
    """The cleaned text alone, white space squeezed, at most `limit` characters: what classifiers and encoders read."""
    return " ".join(clean(text[:limit]).text.split())


def wording(text: str) -> str:
    """The plain text with addresses and references made all alike: which one it is tells nothing about what is asked."""
    return worded(text).text


def worded(text: str) -> CleanText:
    """The same as `wording`, with the place of each character in the text as sent."""
    cleaned = _squeezed(clean(text[:LONGEST]))
    return _replaced(_replaced(cleaned, _ADDRESS, _ANY_ADDRESS), _REFERENCE, _ANY_REFERENCE)


def _squeezed(cleaned: CleanText) -> CleanText:
    words = list(_NOT_SPACE.finditer(cleaned.text))
    places = [place for word in words for place in (word.start() - 1, *range(*word.span()))][1:]
    return CleanText(
        " ".join(word.group() for word in words), (*(cleaned.offsets[at] for at in places), cleaned.offsets[-1])
    )


def _replaced(cleaned: CleanText, pattern: re.Pattern[str], by: str) -> CleanText:
    """With all that fits a pattern replaced; the replacement stands where the whole of what was replaced stood."""
    text, offsets, done = [], [], 0
    for match in pattern.finditer(cleaned.text):
        start, end = match.span()
        text += [cleaned.text[done:start], by]
        offsets += [*cleaned.offsets[done:start], *[cleaned.offsets[start]] * (len(by) - 1), cleaned.offsets[end - 1]]
        done = end
    return CleanText("".join((*text, cleaned.text[done:])), (*offsets, *cleaned.offsets[done:]))


def _plain(character: str) -> str:
    if character in _INVISIBLE or "\ufe00" <= character <= "\ufe0f":
        return ""
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"
    if character < "\u0080":
        return character if character >= " " else " "
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character in "\u066b\u066c":
        return "." if character == "\u066b" else ","
    return _compatible(character)


def _compatible(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    return unicodedata.normalize("NFKC", character)[:8]


def _fold_lookalikes(characters: list[str]) -> None:
    start = 0
    for place in range(len(characters) + 1):
        if place == len(characters) or not characters[place].isalpha():
            if place - start > 1:
                _fold_word(characters, start, place)
            start = place + 1


def _fold_word(characters: list[str], start: int, end: int) -> None:
    word = characters[start:end]
    latin = sum("a" <= letter.lower() <= "z" for letter in word)
    if latin and all(letter in _LOOKALIKES or letter < "\u0250" for letter in word):
        characters[start:end] = [_LOOKALIKES.get(letter, letter) for letter in word]

"""Russian in Latin letters ("350 palatok dlya Afganistana"), as people type it abroad: what its words are in Cyrillic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[a-z]+")

_LETTERS = {
    "shch": "щ", "sch": "щ", "zh": "ж", "kh": "х", "ts": "ц", "tz": "ц", "ch": "ч", "sh": "ш", "iy": "ии", "yy": "ыи", "yi": "ыи",
    "iya": "ия", "iyu": "ию", "ya": "я", "yu": "ю", "yo": "е", "ye": "е", "ja": "я", "ju": "ю", "iu": "ю", "a": "а", "b": "б",
    "c": "ц", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и", "j": "ж", "k": "к", "l": "л", "m": "м", "n": "н",
    "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "х", "y": "ы", "z": "з",
}  # fmt: skip
"""The usual ways to write each letter; the longest is tried first. Without the breve, as words are compared."""

_WRITTEN = re.compile("|".join((r"(?<=[aeou])[yj](?![aou])", *sorted(_LETTERS, key=len, reverse=True))))
_SOFT = re.compile("(?<=[лн])(?=[бвгджзкмнпрстфхцчшщ])")


def is_latin_russian(text: str, language: str) -> bool:
    """Whether a Russian message has no Cyrillic letter at all: beside Cyrillic, Latin words are names and English ones."""
    return language == "ru" and not _CYRILLIC.search(text)


@lru_cache(maxsize=4096)
def in_cyrillic(norm: str) -> tuple[str, ...]:
    """What a compared Latin word may be in Cyrillic; nobody types the soft sign ("mineralnuyu")."""
    return tuple(dict.fromkeys(_spelt(norm))) if _LATIN.fullmatch(norm) else ()


def _spelt(norm: str) -> Iterator[str]:
    plain = _WRITTEN.sub(lambda found: _LETTERS.get(found.group(), "и"), norm)
    for word in (plain, "э" + plain[1:]) if plain.startswith("е") else (plain,):
        yield from (word, _SOFT.sub("ь", word))

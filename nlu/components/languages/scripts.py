"""The scripts that characters belong to."""

from __future__ import annotations

from collections import Counter

LATIN = "latin"


def scripts_in(text: str) -> Counter[str]:
    """How many letters of a text each script has."""
    if text.isascii():
        letters = sum(map(str.isalpha, text))
        return Counter({LATIN: letters}) if letters else Counter()
    return Counter(_script(character) for character in text if character.isalpha())


def _script(character: str) -> str:
    code = ord(character)
    for first, last, script in _SCRIPTS:
        if first <= code <= last:
            return script
    return "other"


_SCRIPTS = (
    (0x41, 0x24F, LATIN), (0x1E00, 0x1EFF, LATIN), (0x400, 0x52F, "cyrillic"), (0x600, 0x6FF, "arabic"),
    (0x750, 0x77F, "arabic"), (0x3040, 0x30FF, "kana"), (0x4E00, 0x9FFF, "han"), (0x3400, 0x4DBF, "han"),
    (0x20000, 0x2FA1F, "han"), (0xAC00, 0xD7AF, "hangul"),
)  # fmt: skip

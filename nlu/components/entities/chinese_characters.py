"""Reads traditional Chinese characters as the simplified ones in which the lists are written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from nlu.components.entities.wordlists import word_list


def simplified(character: str) -> str:
    """The simplified form of a character; any other character is itself."""
    return _pairs().get(character, character)


@lru_cache(maxsize=1)
def _pairs() -> Mapping[str, str]:
    pairs = "".join(str(word_list("traditional_characters")["pairs"]).split())
    return dict(zip(pairs[::2], pairs[1::2], strict=True))

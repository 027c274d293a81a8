"""Used goods, which the catalogue keeps apart: a good's name beside a word that says so ("бу одеяла", "二手手提電腦")."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from nlu.components.entities.candidates import Candidate
from nlu.components.entities.cues import phrases
from nlu.components.entities.phrases import Found
from nlu.components.entities.spelling import Writing
from nlu.components.entities.wordlists import word_list

LONGEST = 4
"""Words or ideographs of a phrase that says that goods are used."""


def used_goods(writing: Writing, *, found: Sequence[Found], items: Collection[str]) -> Iterator[Candidate]:
    """The used goods of a text that no record names as a whole; `items`: the catalogue's."""
    kinds = word_list("used_goods")["kinds"]
    for name in found:
        used = next((kinds[m.value] for m in name.meanings if m.kind == "item" and m.value in kinds), "")
        if used not in items:
            continue
        before, behind = _words_before(writing, name.first), _words_behind(writing, name.end)
        if before or behind:
            first, last = writing.tokens[name.first - before], writing.tokens[name.end + behind - 1]
            start = first.start if before else name.start_in(writing)
            yield Candidate("item", used, start, last.end)


def _words_before(writing: Writing, first: int) -> int:
    sizes = range(min(LONGEST, first), 0, -1)
    return next((size for size in sizes if writing.norms(first - size, first) in phrases("used_goods", "before")), 0)


def _words_behind(writing: Writing, end: int) -> int:
    sizes = range(min(LONGEST, len(writing.tokens) - end), 0, -1)
    return next((size for size in sizes if writing.norms(end, end + size) in phrases("used_goods", "behind")), 0)

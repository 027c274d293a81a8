"""All that a message's listed names and numbers could mean, and what is known of each such claim, as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.components.entities.candidates import Candidate
from nlu.components.entities.overlaps import PRECEDENCE, resolved
from nlu.components.entities.proposal import Proposal
from nlu.components.marks.marked import CLAIMED
from nlu.components.marks.signs import Signs
from nlu.components.marks.words import touched

Rows = NDArray[np.float32]

# Other meanings of listed names are claimed besides what the lists took them for.
_OTHER_MEANINGS = {"item": "item", "sector": "sector", "made_by": "sector", "contribution_type": "contribution_type"}
_NEAR = 5
# Weights that bring counts and lengths to the size of the yes-and-no numbers beside them.
_MANY_WORDS, _MANY_LETTERS, _MANY_BESIDE, _FAR, _LONG_MESSAGE = 3, 10, 3, 20, 40


@dataclass(frozen=True)
class Claims:
    """Candidates that are judged one by one, with a row of numbers for each; `proposed`: which of them the lists would tell."""

    candidates: Sequence[Candidate]
    proposed: NDArray[np.bool_]
    rows: Rows


def claims_in(proposal: Proposal, signs: Signs) -> Claims:
    """The claims of a message, of which `signs` tell all that is known of its words.

    What stands behind the words that are judged is not among them.
    """
    claimed = {_key(claim): claim for claim in (*proposal.candidates, *_other_meanings(proposal))}
    keys, everything = list(claimed), list(claimed.values())
    proposed = {_key(candidate) for candidate in proposal.candidates}
    alone = {_key(candidate) for candidate in resolved(proposal.candidates)}
    places = [touched(signs.words, claim.start, claim.end) for claim in everything]
    beside = _beside(everything)
    judged = [at for at, claim in enumerate(everything) if claim.entity in CLAIMED and places[at]]
    told = [(keys[at] in proposed, keys[at] in alone) for at in judged]
    rows = [
        np.concatenate([_of_words(signs, places[at]), beside[at], np.asarray(by_lists, dtype=np.float32)])
        for at, by_lists in zip(judged, told, strict=True)
    ]
    return Claims(
        [everything[at] for at in judged], np.asarray([yes for yes, _ in told], dtype=np.bool_), _stacked(rows)
    )


def _key(claim: Candidate) -> tuple[str, int, int, str]:
    """What a claim says and where; its value may be a mapping, which nothing finds again by itself."""
    return claim.entity, claim.start, claim.end, str(claim.value)


def _other_meanings(proposal: Proposal) -> Iterator[Candidate]:
    for name in proposal.names:
        start, end = name.start_in(proposal.writing), name.end_in(proposal.writing)
        for meaning in name.meanings:
            entity = _OTHER_MEANINGS.get(meaning.kind)
            if entity and meaning.value and meaning.exact in ("", proposal.writing.text[start:end]):
                yield Candidate(entity, meaning.value, start, end)


def _of_words(signs: Signs, places: range) -> Rows:
    """What is known of the words of a claim, of the word before and the one behind."""
    inside, last, count = slice(places.start, places.stop), places.stop, len(signs.words)
    letters = signs.words[last - 1][1] - signs.words[places.start][0]
    parts = [
        signs.seen[inside].mean(0),
        _row(signs.seen, places.start - 1),
        _row(signs.seen, last),
        signs.whole,
        signs.look[places.start],
        signs.listed[inside].max(0),
        _row(signs.listed, places.start - 1),
        _row(signs.listed, last),
        _row(signs.look, places.start - 1),
        _row(signs.look, last),
        (
            len(places) / _MANY_WORDS,
            letters / _MANY_LETTERS,
            places.start / _FAR,
            (count - last) / _FAR,
            count / _LONG_MESSAGE,
        ),
    ]
    return np.asarray(np.concatenate(parts), dtype=np.float32)


def _row(rows: Rows, place: int) -> Rows:
    """A row, or zeros where the message has no word there."""
    return rows[place] if 0 <= place < len(rows) else np.zeros(rows.shape[1], dtype=np.float32)


def _beside(candidates: Sequence[Candidate]) -> Rows:
    """For each candidate its kind, and what else claims the same words or words beside."""
    starts, ends = (np.asarray([getattr(c, edge) for c in candidates], dtype=np.int64) for edge in ("start", "end"))
    kinds = np.asarray([PRECEDENCE.index(c.entity) for c in candidates], dtype=np.int64)
    values = np.asarray(_numbered([str(c.value) for c in candidates]), dtype=np.int64)
    others = ~np.eye(len(candidates), dtype=np.bool_)
    same = (kinds[:, None] == kinds) & others
    over = (starts < ends[:, None]) & (starts[:, None] < ends) & others
    longer = over & ((ends - starts) > (ends - starts)[:, None])
    columns = [
        (longer & same).any(1),
        longer.any(1),
        over.sum(1) / _MANY_BESIDE,
        same.sum(1) / _MANY_BESIDE,
        (same & (ends <= starts[:, None]) & (starts[:, None] - ends < _NEAR)).any(1),
        (same & (starts >= ends[:, None]) & (starts - ends[:, None] < _NEAR)).any(1),
        (same & (values[:, None] == values)).any(1),
        *(kinds == PRECEDENCE.index(kind) for kind in CLAIMED),
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _numbered(texts: Sequence[str]) -> list[int]:
    """Equal texts get equal numbers."""
    numbers: dict[str, int] = {}
    return [numbers.setdefault(text, len(numbers)) for text in texts]


def _stacked(rows: Sequence[Rows]) -> Rows:
    return np.stack(rows) if rows else np.zeros((0, 0), dtype=np.float32)

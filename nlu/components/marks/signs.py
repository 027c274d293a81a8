"""All that is known of each word of a message, as numbers: what the encoder makes of it, how it looks, what the lists say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.components.encoders.e5 import Seen
from nlu.components.entities.overlaps import PRECEDENCE, resolved
from nlu.components.entities.proposal import Proposal
from nlu.components.marks.looks import looks
from nlu.components.marks.words import Span, touched, words_in
from nlu.components.text import worded

Rows = NDArray[np.float32]

CONTRIBUTION_TYPES = (
    "cash", "in_kind", "pro_bono", "staff", "logistics", "technology", "data", "advocacy", "cause_marketing",
    "payroll_giving", "investment", "sponsorship",
)  # fmt: skip
SECTORS = (
    "tobacco", "alcohol", "arms", "gambling", "breast_milk_substitutes", "pornography", "fossil_fuels", "mining",
    "food_beverage", "pharmaceutical", "logistics", "telecom", "technology", "finance", "insurance", "hospitality",
    "fashion", "construction", "energy", "water", "education", "agriculture", "media", "retail", "other",
)  # fmt: skip
"""Both as taxonomy.yml has them."""

_KINDS = (
    "item", "sector", "made_by", "contribution_type", "cluster", "agency", "term", "country", "city", "region", "hazard",
    "named_hazard", "emergency", "company_size", "own_name", "nothing",
)  # fmt: skip
_LISTED = {name: place for place, name in enumerate((
    *_KINDS, *(f"contribution_type {value}" for value in CONTRIBUTION_TYPES), *(f"sector {value}" for value in SECTORS),
    *(f"read {entity}" for entity in PRECEDENCE if entity != "company"),
))}  # fmt: skip
# What a list says by the way ("trucks" are goods; lending them is transport) counts half.
_BY_THE_WAY = 0.5
# Of the encoder's 768 numbers: learning takes a quarter of the time, and judges as well (docs/decisions/0013).
_DIRECTIONS = 128
_NEIGHBOURS = (1, -1)
_LOOKED_AROUND = (1, -1, 2, -2)

See = Callable[[str], Seen]


@dataclass(frozen=True)
class Signs:
    """The words of one message and what is known of each, a row a word; `whole` is one row, of the whole message.

    `seen`: what the encoder makes of it; `look`: how it looks; `listed`: what the lists say of it.
    """

    words: Sequence[Span]
    seen: Rows
    whole: Rows
    look: Rows
    listed: Rows

    def rows(self) -> Rows:
        """All in one row a word: of the word, of those around it, and of the message."""
        parts = [self.seen, *(_moved(self.seen, by) for by in _NEIGHBOURS)]
        parts += [np.repeat(self.whole[None], len(self.words), axis=0)]
        parts += [self.look, *(_moved(self.look, by) for by in _LOOKED_AROUND)]
        parts += [self.listed, *(_moved(self.listed, by) for by in _NEIGHBOURS)]
        return np.concatenate(parts, axis=1)


def signs_of(proposal: Proposal, *, see: See, directions: Rows, counts: Mapping[str, int]) -> Signs | None:
    """The words of a message with their numbers; None where it has none.

    `directions`: those in which the encoder's rows differ most (`main_directions`); `counts`: how common each word is.
    """
    text = proposal.writing.text
    words = words_in(text)
    if not words:
        return None
    seen, whole = _seen(text, words, see=see, directions=directions)
    return Signs(words, seen, whole, looks(text, words, counts=counts), _listed(proposal, words))


def main_directions(rows: Rows) -> Rows:
    """The directions in which rows of the encoder differ most, a column each."""
    centred = rows - rows.mean(0)
    _, directions = np.linalg.eigh((centred.T @ centred).astype(np.float64))
    return np.asarray(directions[:, ::-1][:, :_DIRECTIONS], dtype=np.float32)


def _seen(text: str, words: Sequence[Span], *, see: See, directions: Rows) -> tuple[Rows, Rows]:
    """The encoder's rows of each word, and of the whole message; it reads the same wording as the intents, so it reads once."""
    cleaned = worded(text)
    seen = see(cleaned.text)
    spans = [cleaned.span(piece.start, piece.end) for piece in seen.pieces]
    pieces = seen.rows @ directions
    rows = np.zeros((len(words), pieces.shape[1]), dtype=np.float32)
    first = 0
    for place, (start, end) in enumerate(words):
        while first < len(spans) and spans[first][1] <= start:
            first += 1
        last = first
        while last < len(spans) and spans[last][0] < end:
            last += 1
        if last > first:
            rows[place] = pieces[first:last].mean(0)
    return rows, pieces.mean(0) if len(spans) else np.zeros(rows.shape[1], dtype=np.float32)


def _listed(proposal: Proposal, words: Sequence[Span]) -> Rows:
    """Which kinds of names each word is part of, and as what the lists alone read it."""
    rows = np.zeros((len(words), len(_LISTED)), dtype=np.float32)
    for name in proposal.names:
        places = touched(words, name.start_in(proposal.writing), name.end_in(proposal.writing))
        for meaning in name.meanings:
            for sign, weight in _told(meaning.kind, meaning.value, proposal.item_types):
                rows[places, _LISTED[sign]] = np.maximum(rows[places, _LISTED[sign]], weight)
    for candidate in resolved(proposal.candidates):
        rows[touched(words, candidate.start, candidate.end), _LISTED[f"read {candidate.entity}"]] = 1
    return rows


def _told(kind: str, value: str, item_types: Mapping[str, str]) -> list[tuple[str, float]]:
    told = [(kind, 1.0)]
    if kind == "item":
        told.append((f"contribution_type {item_types.get(value, '')}", _BY_THE_WAY))
    elif kind == "made_by":
        told.append((f"sector {value}", _BY_THE_WAY))
    else:
        told.append((f"{kind} {value}", 1.0))
    return [(sign, weight) for sign, weight in told if sign in _LISTED]


def _moved(rows: Rows, by: int) -> Rows:
    """The rows of the words before (or behind, for a negative number)."""
    moved = np.zeros_like(rows)
    if by > 0:
        moved[by:] = rows[:-by]
    else:
        moved[:by] = rows[-by:]
    return moved

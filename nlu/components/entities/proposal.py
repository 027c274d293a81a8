"""What the lists and patterns propose for a message, before it is decided what stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlu.components.entities.candidates import Candidate
from nlu.components.entities.phrases import Found
from nlu.components.entities.spelling import Writing


@dataclass(frozen=True)
class Proposal:
    """A message taken apart, the listed names in it with all their meanings, and the candidates that follow from them.

    `item_types`: the kind of contribution of each item of the catalogue; `never_items`: those that are never taken.
    """

    writing: Writing
    names: Sequence[Found]
    candidates: Sequence[Candidate]
    item_types: Mapping[str, str]
    never_items: frozenset[str]

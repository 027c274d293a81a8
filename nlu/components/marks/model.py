"""The learnt judge of a message's words: which of them name a company, and which goods, trades and ways to contribute hold."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.components.entities.candidates import Candidate
from nlu.components.entities.proposal import Proposal
from nlu.components.errors import ModelOfAnotherVersion
from nlu.components.marks.judgement import Probabilities, judged
from nlu.components.marks.network import Network, Rows
from nlu.components.marks.signs import CONTRIBUTION_TYPES, SECTORS, See, signs
from nlu.components.threads import one_thread

VERSION = 1

COMPANY = ("company begins", "company goes on")
OTHERS = (
    "item",
    *(f"sector {value}" for value in SECTORS),
    *(f"contribution_type {value}" for value in CONTRIBUTION_TYPES),
)
"""What each network tells of a word."""


@dataclass(frozen=True)
class Marks:
    """Learnt by learning.py; as a reader's judge it takes what the lists propose for a message and gives what holds."""

    companies: Network
    others: Network
    directions: Rows
    counts: Mapping[str, int]

    def judge(self, proposal: Proposal, *, see: See) -> Sequence[Candidate]:
        """The candidates that hold, and those that only the marks tell."""
        with one_thread():
            lot = signs(proposal, see=see, directions=self.directions, counts=self.counts)
            if not lot.words:
                return proposal.candidates
            told = self.others.probabilities(lot.rows)
            by_name = {name: told[:, place] for place, name in enumerate(OTHERS)}
            return judged(proposal, lot.words, Probabilities(self.companies.probabilities(lot.rows), by_name))

    def to_bytes(self) -> bytes:
        """As one file: arrays and JSON, nothing executable."""
        about = {"version": VERSION, "counts": self.counts}
        arrays: dict[str, NDArray[Any]] = {"about": np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)}
        arrays |= {"directions": self.directions}
        for name, network in (("companies", self.companies), ("others", self.others)):
            arrays |= {f"{name}.{part}": array for part, array in network.to_arrays().items()}
        file = io.BytesIO()
        np.savez(file, **arrays)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Marks:
        """What `to_bytes` gave. Raises ModelOfAnotherVersion."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
            about = json.loads(arrays.pop("about").tobytes())
            companies, others = (
                Network(**{part.partition(".")[2]: a for part, a in arrays.items() if part.startswith(f"{name}.")})
                for name in ("companies", "others")
            )
        except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
            raise ModelOfAnotherVersion from error
        if about.get("version") != VERSION:
            raise ModelOfAnotherVersion
        return cls(companies, others, arrays["directions"], about["counts"])

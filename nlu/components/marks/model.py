"""The learnt judge of a message: which words name a company, and which of the lists' claims hold."""

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
from nlu.components.marks.claims import Claims, claims_in
from nlu.components.marks.confirmed import Confirmed
from nlu.components.marks.judgement import Probabilities, judged
from nlu.components.marks.network import Network, Rows
from nlu.components.marks.signs import CONTRIBUTION_TYPES, SECTORS, See, signs_of
from nlu.components.threads import one_thread

VERSION = 2

COMPANY = ("company begins", "company goes on")
OTHERS = (
    "item",
    *(f"sector {value}" for value in SECTORS),
    *(f"contribution_type {value}" for value in CONTRIBUTION_TYPES),
)
"""What two networks tell of a word; the third tells of a claim whether it holds."""

_NETWORKS = ("companies", "others", "claims")


@dataclass(frozen=True)
class Marks:
    """Learnt by learning.py; as a reader's judge it takes what the lists propose for a message and gives what holds."""

    companies: Network
    others: Network
    claims: Network
    directions: Rows
    counts: Mapping[str, int]
    confirmed: Confirmed

    def judge(self, proposal: Proposal, *, see: See) -> Sequence[Candidate]:
        """The candidates that hold, and those that only the marks tell."""
        with one_thread():
            signs = signs_of(proposal, see=see, directions=self.directions, counts=self.counts)
            if signs is None:
                return proposal.candidates
            claims, rows = claims_in(proposal, signs), signs.rows()
            others = self.others.probabilities(rows)
            told = Probabilities(
                self.companies.probabilities(rows),
                {name: others[:, place] for place, name in enumerate(OTHERS)},
                self._of_claims(proposal.writing.text, claims),
            )
            return judged(proposal, signs.words, claims, told)

    def _of_claims(self, text: str, claims: Claims) -> Rows:
        if not claims.candidates:
            return np.zeros(0, dtype=np.float32)
        rows = np.concatenate([claims.rows, self.confirmed.rows(text, claims.candidates)], axis=1)
        return self.claims.probabilities(rows)[:, 0]

    def to_bytes(self) -> bytes:
        """As one file: arrays and JSON, nothing executable."""
        about = {"version": VERSION, "counts": self.counts, "confirmed": self.confirmed.counts}
        arrays: dict[str, NDArray[Any]] = {"about": np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)}
        arrays |= {"directions": self.directions}
        for name in _NETWORKS:
            network: Network = getattr(self, name)
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
            networks = {
                name: Network(
                    **{part.partition(".")[2]: a for part, a in arrays.items() if part.startswith(f"{name}.")}
                )
                for name in _NETWORKS
            }
        except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
            raise ModelOfAnotherVersion from error
        if about.get("version") != VERSION:
            raise ModelOfAnotherVersion
        confirmed = {key: (told, right) for key, (told, right) in about["confirmed"].items()}
        return cls(**networks, directions=arrays["directions"], counts=about["counts"], confirmed=Confirmed(confirmed))

"""Screening: three separate answers by agency on a company's sector, who is informed, what stays internal (S30-S32, S116)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.inquiries.agreements import plain_name
from bot.inquiries.ports import Records
from bot.inquiries.records import RefusalEntry, SectorContact, SectorStance

ENGAGEMENTS = ("partner", "funds", "dialogue")
"""The three answers: would an agency partner with, take funds from, talk to this sector."""

SECTOR_OF_CATEGORY = {"infant_feeding": "breast_milk_substitutes"}
"""Goods that are a sensitive sector by themselves, whoever offers them."""


@dataclass(frozen=True, kw_only=True)
class Screening:
    """What is on file about a company's sector and name.

    `stances` are published and may be told; `internal` counts drafts and register entries for the focal point alone.
    """

    sector: str = ""
    stances: tuple[SectorStance, ...] = ()
    informed: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    internal: tuple[str, ...] = ()

    @property
    def is_sensitive(self) -> bool:
        """Whether anything at all is on file; it flags and informs, it answers for nobody."""
        return bool(self.flags)


def screen(records: Records, *, sector: str, part: str = "", company: str = "", agency: str = "") -> Screening:
    """Look a sector and a company up. Drafts and register entries flag and inform but are never quoted (behaviour 5)."""
    stances = [stance for stance in _stances(records, sector=sector, part=part) if agency in ("", stance.agency)]
    contacts = _contacts(records, sector=sector, part=part)
    register = [
        entry for entry in records.all(RefusalEntry) if company and plain_name(entry.company) == plain_name(company)
    ]
    flagged = bool(_stances(records, sector=sector, part=part) or contacts)
    return Screening(
        sector=sector,
        stances=tuple(stance for stance in stances if stance.is_published and stance.public_wording),
        informed=tuple(dict.fromkeys(contact.desk for contact in contacts)),
        flags=(f"sensitive:{sector}",) if flagged else (),
        internal=tuple(
            [f"stance {stance.key} ({stance.status})" for stance in stances if not stance.is_published]
            + [
                f"register {entry.key}: {entry.reason_code}, review by {entry.review_by or 'no date'}"
                for entry in register
            ]
        ),
    )


def answers_of(stance: SectorStance) -> dict[str, str]:
    """The three answers, each on its own: yes, no, case_by_case or not_stated; "not stated" is neither yes nor no."""
    return {name: _turned(getattr(stance, f"no_{name}")) for name in ENGAGEMENTS}


def _turned(no: str) -> str:
    return {"yes": "no", "no": "yes"}.get(no, no)


def _stances(records: Records, *, sector: str, part: str) -> Sequence[SectorStance]:
    if not sector:
        return ()
    found = [stance for stance in records.all(SectorStance) if stance.sector == sector and stance.status != "withdrawn"]
    return [stance for stance in found if stance.part in ("", part)]


def _contacts(records: Records, *, sector: str, part: str) -> Sequence[SectorContact]:
    found = [
        contact for contact in records.all(SectorContact) if contact.sector == sector and contact.status != "withdrawn"
    ]
    narrow = [contact for contact in found if part and contact.part == part]
    return narrow or [contact for contact in found if not contact.part]

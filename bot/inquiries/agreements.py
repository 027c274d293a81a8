"""Agreements: is one on file, and does it cover this item, this place, this day (S50, S53, S54, S107)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.inquiries.ports import Records
from bot.inquiries.records import Agreement
from bot.inquiries.request import OfferedItem

VALID = "valid"
EXPIRED = "expired"
OUT_OF_SCOPE = "out_of_scope"
NOT_ON_FILE = "not_on_file"

FLAG_OF = {
    VALID: "agreement_match",
    EXPIRED: "agreement_expired",
    OUT_OF_SCOPE: "agreement_match",
    NOT_ON_FILE: "agreement_claimed_unverified",
}

_LEGAL_FORM = re.compile(
    r"\b(ltd|limited|inc|incorporated|llc|plc|gmbh|ag|kg|sa|sas|sarl|srl|spa|bv|nv|oy|ab|as|aps|co|corp|corporation|company|"
    r"group|holding|holdings|pty|pvt|lda|ltda|eirl|ооо|зао|оао|пао)\b"
)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the file says of a company's agreement for one item: how it stands, and the agreement if there is one."""

    status: str
    agreement: Agreement | None = None

    @property
    def flag(self) -> str:
        """The request's flag for this standing."""
        return FLAG_OF[self.status]


def standing_of(
    records: Records, *, company: str, email: str, agency: str, item: OfferedItem, country: str, day: date
) -> Standing:
    """The best standing among the company's agreements: valid before out of scope before expired; else not on file."""
    order = (VALID, OUT_OF_SCOPE, EXPIRED)
    found = [
        Standing(status=_status(agreement, item=item, country=country, day=day), agreement=agreement)
        for agreement in agreements_of(records, company=company, email=email)
        if agency in ("", agreement.agency)
    ]
    return min(found, key=lambda standing: order.index(standing.status), default=Standing(status=NOT_ON_FILE))


def agreements_of(records: Records, *, company: str, email: str) -> Sequence[Agreement]:
    """The published agreements of a company, by its name, an alias or the domain of its address."""
    name = plain_name(company)
    domain = email.rpartition("@")[2].casefold()
    return [
        agreement
        for agreement in records.all(Agreement)
        if agreement.is_published
        and (
            (name and name in {plain_name(known) for known in (agreement.company, *agreement.aliases)})
            or (domain and domain == agreement.company_domain.casefold())
        )
    ]


def company_named_in(records: Records, text: str) -> str:
    """The company of an agreement on file whose name or alias stands in the text as it is written, the longest; or ""."""
    names = (
        name.replace("[Demo]", "").strip()
        for agreement in records.all(Agreement)
        if agreement.is_published
        for name in (agreement.company, *agreement.aliases)
    )
    found = (name for name in names if name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))
    return max(found, key=len, default="")


def plain_name(company: str) -> str:
    """A company's name without case, accents, punctuation and legal form, for comparing: "[Demo] Acme, Ltd." is "acme"."""
    text = unicodedata.normalize("NFKD", company.casefold()).replace("[demo]", " ")
    text = "".join(char if char.isalnum() else " " for char in text if not unicodedata.combining(char))
    return " ".join(_LEGAL_FORM.sub(" ", text).split())


def _status(agreement: Agreement, *, item: OfferedItem, country: str, day: date) -> str:
    starts, ends = (*agreement.valid, None, None)[:2]
    if (starts and day < starts) or (ends and day > ends):
        return EXPIRED
    covers_place = not country or "worldwide" in agreement.territory or country in agreement.territory
    return VALID if covers_place and _covers_item(agreement, item) else OUT_OF_SCOPE


def _covers_item(agreement: Agreement, item: OfferedItem) -> bool:
    """A claim that names no item yet is within any scope: the owner decides what to use."""
    if not agreement.scope or not (item.item or item.contribution_type):
        return True
    return any(
        scope.contribution_type in ("", item.contribution_type) and (not item.item or scope.item in ("", item.item))
        for scope in agreement.scope
    )

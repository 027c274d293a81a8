"""Reads e-mail addresses, telephone numbers and the references of requests."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher

from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.numbers import european

_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}", re.ASCII)
_REFERENCE = re.compile(r"(?<![\w-])FP\s?[-–—‑ ]?\s?(\d{4})\s?[-–—‑ /]\s?(\d{1,7})(?![\w-]*\d)", re.IGNORECASE)
_DIAL = re.compile(r"(?:\+|00|\(|(?<!\d)0)[\d() ./\-\u00a0]{6,24}\d|(?<![\d.,])\d{3}[ -]\d{3}[ -]\d{3,4}(?!\d)")
_MONTHLY = re.compile(r"^\s*\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\s*$")


def contact_details(text: str, *, country: str | None = None) -> list[Candidate]:
    """References first, then addresses, then telephone numbers in what is left.

    `country`: two letters, for numbers written without a country's code; such numbers are left out when it is not known.
    """
    found = [*_references(text), *_emails(text)]
    return found + list(_phones(text, taken=Taken(found), country=country))


def _references(text: str) -> Iterator[Candidate]:
    for match in _REFERENCE.finditer(european(text)):
        yield Candidate("reference", f"FP-{match.group(1)}-{match.group(2).zfill(5)}", match.start(), match.end())


def _emails(text: str) -> Iterator[Candidate]:
    if "@" not in text:
        return
    for match in _EMAIL.finditer(text):
        address = match.group().rstrip(".'-_")
        start = match.start()
        while address[:1] in ("'", ".", "-"):
            address, start = address[1:], start + 1
        try:
            checked = validate_email(address, check_deliverability=False, test_environment=True, globally_deliverable=False)
        except EmailNotValidError:
            continue
        yield Candidate("email", checked.normalized.lower(), start, start + len(address))


def _phones(text: str, *, taken: Taken, country: str | None) -> Iterator[Candidate]:
    plain = european(text)
    if not _DIAL.search(plain):
        return
    international = re.sub(r"(?<!\d)00(?=[1-9])", " +", plain)
    for match in PhoneNumberMatcher(international, country, leniency=Leniency.POSSIBLE, max_tries=50):
        span = (match.start, match.end)
        raw = international[match.start : match.end]
        if span in taken or _MONTHLY.match(raw) or len(re.sub(r"\D", "", raw)) < 7:
            continue
        if match.number.country_code and (raw.lstrip().startswith("+") or _is_local(raw, match.number)):
            start, end = _as_sent(plain, span)
            yield Candidate("phone", phonenumbers.format_number(match.number, PhoneNumberFormat.E164), start, end)


def _is_local(raw: str, number: phonenumbers.PhoneNumber) -> bool:
    return raw.lstrip("( ").startswith("0") and phonenumbers.is_valid_number(number)


def _as_sent(plain: str, span: tuple[int, int]) -> tuple[int, int]:
    """The stretch with the two zeros that stood where the plus sign was put."""
    start = span[0]
    while start > 0 and plain[start - 1] == "0" and plain[start] == "0":
        start -= 1
    return start, span[1]

"""Reads e-mail addresses, telephone numbers and the references of requests."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import phonenumbers
import pycountry
from email_validator import EmailNotValidError, validate_email
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher

from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.numbers import european

_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}", re.ASCII)
_REFERENCE = re.compile(r"(?<![A-Za-z0-9-])FP\s?[-–—‑ ]?\s?(\d{4})\s?[-–—‑ /]\s?(\d{1,7})(?![\w-]*\d)", re.IGNORECASE)
_DIAL = re.compile(r"(?:\+|(?<!\d)0|\()[\d() ./\-\u00a0]{6,24}\d")
_LOCAL = {
    "": re.compile(r"(?<![\d+])\(?0\d[\d() ./\-\u00a0]{5,20}\d"),
    "RU": re.compile(r"(?<![\d+])8[ \-\u00a0]?\(?\d{3}\)?[ \-\u00a0]?\d{3}(?:[ \-\u00a0]?\d\d){2}(?!\d)"),
    "CN": re.compile(r"(?<![\d+])1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)"),
    "US": re.compile(r"(?<![\d+])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)"),
    "CA": re.compile(r"(?<![\d+])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)"),
    "BR": re.compile(r"(?<![\d+])\(?\d{2}\)?[ -]?9?\d{4}[ -]\d{4}(?!\d)"),
    "ES": re.compile(r"(?<![\d+])[6-9]\d{2}(?:[ .-]\d{3}){2}(?!\d)"),
    "PT": re.compile(r"(?<![\d+])[29]\d{2}(?:[ .-]\d{3}){2}(?!\d)"),
}
"""How numbers look that are dialled inside a country: mostly with a leading zero, elsewhere by their groups."""

_AT_HOME = {"zh": "CN", "ru": "RU", "fr": "FR"}
"""The country that a number without a code belongs to when the message names none: where most who write the language are."""
_TWO_ZEROS = re.compile(r"(?<!\d)(?<![\d+)][ .-])00(?=[1-9])")
_DATE = re.compile(r"^\s*\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\s*$")

SHORTEST = 7
"""Digits of a telephone number."""


def contact_details(text: str) -> list[Candidate]:
    """References first, then addresses, then telephone numbers with their country's code in what is left."""
    found = [*_references(text), *_emails(text)]
    return found + list(_phones(text, taken=Taken(found), region=None))


def local_phones(text: str, *, countries: Collection[str], language: str, taken: Taken) -> list[Candidate]:
    """Telephone numbers without a country's code: of the one country (ISO3) that the message names, else of its language's."""
    named = pycountry.countries.get(alpha_3=next(iter(countries))) if len(countries) == 1 else None
    regions = [str(named.alpha_2)] if named else []
    if language in _AT_HOME and (not countries or _AT_HOME[language] in _LOCAL):
        regions.append(_AT_HOME[language])
    plain = european(text)
    for region in dict.fromkeys(regions):
        form = _LOCAL.get(region)
        if _LOCAL[""].search(plain) or (form and form.search(plain)):
            found = list(_phones(text, taken=taken, region=region))
            if found:
                return found
    return []


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
            checked = validate_email(
                address, check_deliverability=False, test_environment=True, globally_deliverable=False
            )
        except EmailNotValidError:
            continue
        yield Candidate("email", checked.normalized.lower(), start, start + len(address))


def _phones(text: str, *, taken: Taken, region: str | None) -> Iterator[Candidate]:
    plain = european(text)
    if region is None and not _DIAL.search(plain):
        return
    dialled = _TWO_ZEROS.sub(" +", plain)
    for match in PhoneNumberMatcher(dialled, region, leniency=Leniency.POSSIBLE, max_tries=50):
        raw = dialled[match.start : match.end]
        if (match.start, match.end) in taken or _DATE.match(raw) or len(re.sub(r"\D", "", raw)) < SHORTEST:
            continue
        if raw.startswith("+") or (_is_local(raw, region) and phonenumbers.is_valid_number(match.number)):
            start = match.start - (raw.startswith("+") and plain[match.start] == "0")
            yield Candidate("phone", phonenumbers.format_number(match.number, PhoneNumberFormat.E164), start, match.end)


def _is_local(raw: str, region: str | None) -> bool:
    form = _LOCAL.get(region or "")
    return raw.lstrip("( ").startswith("0") or bool(form and form.fullmatch(raw))

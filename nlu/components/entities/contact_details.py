"""Reads e-mail addresses, telephone numbers and the references of requests."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import phonenumbers
import pycountry
from email_validator import EmailNotValidError, validate_email
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher

from nlu.components.entities.amounts.numbers import european
from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.cues import phrases
from nlu.components.entities.spelling import words_of

_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}", re.ASCII)
_REFERENCE = re.compile(
    r"(?<![A-Za-z0-9-])FP\s?[-–—‑ ]?\s?(\d{4})\s?[-–—‑ /]\s?(\d{1,7})(?![A-Za-z0-9_-]*\d)", re.IGNORECASE
)
_DIAL = re.compile(r"(?:\+|(?<!\d)0|\()[\d() ./\-\u00a0]{6,24}\d|\d{7}[\d ]*\+")
_ZERO = re.compile(r"(?<![\d+])\(?0\d[\d() ./\-\u00a0]{5,20}\d")
_GROUPS = re.compile(r"(?<![\d+.,])\(?\d{1,4}\)?(?:[ .\-\u00a0]\(?\d{2,5}\)?){1,4}(?![\d.,])")
_ANY = re.compile(r"(?<![\d+.,])\(?\d[\d() .\-\u00a0]{5,18}\d(?!\d)")
_THOUSANDS = re.compile(r"\d{1,3}(?P<gap>[ .\u00a0])\d{3}(?:(?P=gap)\d{3})*")
_LOCAL = {
    "RU": re.compile(r"(?<![\d+])8[ \-\u00a0]?\(?\d{3}\)?[ \-\u00a0]?\d{3}(?:[ \-\u00a0]?\d\d){2}(?!\d)"),
    "CN": re.compile(r"(?<![\d+])1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)"),
    "US": re.compile(r"(?<![\d+])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)"),
    "CA": re.compile(r"(?<![\d+])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)"),
    "BR": re.compile(r"(?<![\d+])\(?\d{2}\)?[ -]?9?\d{4}[ -]\d{4}(?!\d)"),
    "ES": re.compile(r"(?<![\d+])[6-9]\d{2}(?:[ .-]\d{3}){2}(?!\d)"),
    "PT": re.compile(r"(?<![\d+])[29]\d{2}(?:[ .-]\d{3}){2}(?!\d)"),
}
"""How numbers look that are dialled inside a country, where thousands of something could look the same."""

_AT_HOME = {
    "zh": (("CN", None),),
    "ru": (("RU", _LOCAL["RU"]),),
    "fr": (
        ("BE", re.compile(r"(?<![\d+])04\d\d(?:[ ./]\d\d){3}(?!\d)|(?<![\d+])04\d\d[ ./]\d{3}[ ./]\d{3}(?!\d)")),
        ("FR", re.compile(r"(?<![\d+])0[1-9](?:(?:[ .-]\d\d){4}|\d{8})(?!\d)")),
    ),
}
"""Where a number without a code may belong when the country that the message names does not have it: whose usual form it has."""

_AMERICAN = (("US", re.compile(r"(?<![\d+])(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}-\d{4}(?!\d)")),)
_WORD_BEFORE = 24
"""Characters before a number in which a word for telephones may stand."""

_CODE_BEHIND = re.compile(r"(?<![\d+])(\d[\d -]{5,12}\d) ?\((\d{2,3})\)")
_PLUS_BEHIND = re.compile(r"(?<![\d+])(\d{7,15})\+(?!\d)")
_TWO_ZEROS = re.compile(r"(?<!\d)(?<![\d+)][ .-])00(?=[1-9])")
_DATE = re.compile(r"^\s*\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\s*$")

SHORTEST = 7
"""Digits of a telephone number."""

LONGEST_LOCAL = 10
"""Digits from which on a number may hold its country's code."""


def contact_details(text: str) -> list[Candidate]:
    """References first, then addresses, then telephone numbers with their country's code in what is left."""
    found = [*_references(text), *_emails(text)]
    return found + list(_phones(text, taken=Taken(found)))


def local_phones(text: str, *, countries: Collection[str], language: str, taken: Taken) -> list[Candidate]:
    """Telephone numbers without "+": of the one country (ISO3) that the message names, else of a usual form at home."""
    plain = european(text)
    if not _ANY.search(plain):
        return []
    named = pycountry.countries.get(alpha_3=next(iter(countries))) if len(countries) == 1 else None
    own = ((str(named.alpha_2), None),) if named else ()
    for region, form in (*own, *_AT_HOME.get(language, ()), *_AMERICAN):
        found = list(_at_home(plain, region=region, form=form, taken=taken))
        if found:
            return found
    return list(_with_code(plain, taken=taken))


def _at_home(plain: str, *, region: str, form: re.Pattern[str] | None, taken: Taken) -> Iterator[Candidate]:
    """Numbers as they are dialled in a region; of one form only, where that is given."""
    for match in (form or _ANY).finditer(plain):
        raw = match.group()
        if (match.start(), match.end()) in taken or _DATE.match(raw):
            continue
        if form or _is_dialled(plain, match, region):
            number = _parsed(raw, region)
            if number:
                yield Candidate("phone", number, match.start(), match.end())


def _is_dialled(plain: str, match: re.Match[str], region: str) -> bool:
    """Whether digits look like a telephone number: by a zero, a form or groups of their own, or by a word before them."""
    raw, usual = match.group(), _LOCAL.get(region)
    if _ZERO.fullmatch(raw) or (usual and usual.fullmatch(raw)) or _is_announced(plain, match.start()):
        return True
    return bool(_GROUPS.fullmatch(raw)) and not _THOUSANDS.fullmatch(raw) and region not in _LOCAL


def _is_announced(plain: str, start: int) -> bool:
    """ "tel. 77 612 45 98": a word for telephones stands before."""
    words = words_of(plain[max(0, start - _WORD_BEFORE) : start])
    listed = phrases("phones", "words")
    return any(words[first : first + size] in listed for first in range(len(words)) for size in (1, 2))


def _with_code(plain: str, *, taken: Taken) -> Iterator[Candidate]:
    """Numbers with their country's code and no "+", behind a word for telephones ("tel 254 712 555 019"), or the code last."""
    for match in _CODE_BEHIND.finditer(plain):
        number = _parsed(f"+{match.group(2)}{match.group(1)}", None)
        if number and (match.start(), match.end()) not in taken:
            yield Candidate("phone", number, match.start(), match.end())
            return
    for match in _ANY.finditer(plain):
        digits = re.sub(r"\D", "", match.group())
        free = (match.start(), match.end()) not in taken and not _DATE.match(match.group())
        if free and len(digits) >= LONGEST_LOCAL and _is_announced(plain, match.start()):
            number = _parsed("+" + digits, None)
            if number:
                yield Candidate("phone", number, match.start(), match.end())


def _parsed(raw: str, region: str | None) -> str:
    """A valid number in E.164; empty for anything else."""
    try:
        number = phonenumbers.parse(raw, region)
    except phonenumbers.NumberParseException:
        return ""
    if len(re.sub(r"\D", "", raw)) < SHORTEST or not phonenumbers.is_valid_number(number):
        return ""
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


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


def _phones(text: str, *, taken: Taken) -> Iterator[Candidate]:
    plain = european(text)
    if not _DIAL.search(plain):
        return
    dialled = _PLUS_BEHIND.sub(r"+\1", _TWO_ZEROS.sub(" +", plain))
    for match in PhoneNumberMatcher(dialled, None, leniency=Leniency.POSSIBLE, max_tries=50):
        raw = dialled[match.start : match.end]
        if (match.start, match.end) in taken or _DATE.match(raw) or len(re.sub(r"\D", "", raw)) < SHORTEST:
            continue
        if raw.startswith("+"):
            start = match.start - (plain[match.start] == "0")
            yield Candidate("phone", phonenumbers.format_number(match.number, PhoneNumberFormat.E164), start, match.end)

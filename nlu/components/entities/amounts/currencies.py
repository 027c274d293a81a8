"""The currencies: their codes, their names in every language, and whose pesos are meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import pycountry
from babel import Locale
from babel.numbers import get_currency_name

from nlu.components.entities.spelling import Writing, normal, words_of
from nlu.components.entities.wordlists import LANGUAGES, word_list

_WEIGHTS = (("pounds", "of"), ("pound", "of"), ("libras", "de"), ("libra", "de"), ("kgs", "of"), ("kgs", "de"))
"""Pounds of something are a weight, and so are "KGS of" it."""

PENCE = "p"
"""Small change that is written onto its number, and nothing else."""


@lru_cache(maxsize=1)
def codes() -> frozenset[str]:
    """The codes of ISO 4217 that money has today."""
    return frozenset(str(currency.alpha_3) for currency in pycountry.currencies) - set(word_list("money")["no_money"])


@lru_cache(maxsize=1)
def currency_words() -> tuple[Mapping[tuple[str, ...], str], int]:
    """Currencies by their compared words, and the words of the longest name."""
    lists = word_list("money")
    table = {words_of(str(name)): str(code) for code, names in lists["words"].items() for name in names}
    for words, code in _full_names():
        table.setdefault(words, code)
    for code in codes() - set(lists["codes_that_are_words"]):
        table.setdefault((code.casefold(),), code)
    return table, max(map(len, table))


def _full_names() -> Iterator[tuple[tuple[str, ...], str]]:
    """ "balboas panameños", "ливийских динаров": as Babel has them, in every language and number."""
    for locale in map(Locale, LANGUAGES):
        for code in sorted(codes() & set(locale.currencies)):
            names = {
                locale.currencies[code],
                *(get_currency_name(code, count=n, locale=locale) for n in (1, 2, 5, 1.5)),
            }
            yield from ((words, code) for name in names if len(words := words_of(name)) > 1)


def currency_at(writing: Writing, index: int) -> tuple[str, int]:
    """The currency whose name stands at a token, and the token behind it; an empty code when there is none."""
    table, longest = currency_words()
    tokens = writing.tokens
    if index < len(tokens) and tokens[index].norm in ("de", "d", "of"):
        index += 1
    if index >= len(tokens) or tokens[index].kind in ("number", "sign"):
        return "", index
    if writing.norms(index, index + 2) in _WEIGHTS:
        return "", index
    for size in range(min(longest, len(tokens) - index), 0, -1):
        words = writing.norms(index, index + size)
        if words in table:
            return as_code(tokens[index].raw) or table[words], index + size
    code = as_code(tokens[index].raw) or next((table[(f,)] for f in tokens[index].forms[1:] if (f,) in table), "")
    parts = word_list("money")
    if not code and (
        tokens[index].norm in parts["thousands"]
        or (tokens[index].norm in parts["parts"] and tokens[index].norm != PENCE)
    ):
        code = tokens[index].norm
    return code, index + 1


def as_code(raw: str) -> str:
    """A code in capitals ("5000 BOB"), where the same word in small letters may be another one's."""
    return raw if raw in codes() and raw not in word_list("money")["never_codes"] else ""


def countries_of_currencies(writing: Writing) -> Iterator[str]:
    """The countries whose currency is named in full anywhere ("in Lebanese lira, 450 million lira")."""
    table, longest = currency_words()
    whose = {code: country for local in word_list("money")["local"].values() for country, code in local.items()}
    for first, token in enumerate(writing.tokens[:-1]):
        for size in range(2, min(longest, len(writing.words) - first) + 1):
            names = [(form,) + writing.words[first + 1 : first + size] for form in token.forms]
            code = next((table[name] for name in names if name in table), "")
            if code in whose:
                yield whose[code]


def countries_of_speech(writing: Writing) -> Iterator[str]:
    """The countries in whose dialect a message is written ("ديالنا" is said in Morocco)."""
    yield from (
        country for country in word_list("money")["dialects"] if not _dialect(country).isdisjoint(writing.words)
    )


@lru_cache(maxsize=8)
def _dialect(country: str) -> frozenset[str]:
    return frozenset(normal(str(word)) for word in word_list("money")["dialects"][country])


def local_currency(currency: str, countries: Sequence[str]) -> str:
    """Pesos are those of the country named, of Mexico when none is; so with dinars, shillings and the like."""
    local: Mapping[str, str] = word_list("money")["local"].get(currency, {})
    return next((local[country] for country in countries if country in local), next(iter(local.values()), currency))

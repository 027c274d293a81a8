"""Gathers every name the reader knows, from the records and from nlu/lists, into compiled phrase books."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

import pycountry
from babel import Locale

from nlu.components.entities.lists import Lists, Name
from nlu.components.entities.matchers import SpacyMatcher
from nlu.components.entities.phrases import Found, Meaning, PhraseBook
from nlu.components.entities.spelling import Writing, words_of
from nlu.components.entities.wordlists import LANGUAGES, cities, provinces, word_list

LATIN = ("en", "fr", "es", "pt")
VARIANTS = ("pt_PT", "fr_CA", "es_MX", "zh_Hant", "zh_Hant_HK")
"""Where countries have other names than in the language at large: Taiwan, Portugal."""

NOTHING = "nothing"
"""The kind of a phrase that is no name, though it looks like one or holds one ("bank account", "developer mode")."""

LENT = {"ar": "fr"}
"""Whose names of goods a language borrows: in the Maghreb an Arabic message says "500 matelas"."""

FURTHER = {"clusters": "cluster"}
"""What a name of nlu/lists/further_names.yml stands for."""

Pair = tuple[str, Meaning]


class Names:
    """The names of one version of the records, and those of nlu/lists, which are compiled once a process."""

    def __init__(self, lists: Lists) -> None:
        self._records = PhraseBook(_of_records(lists), matcher=SpacyMatcher)
        self._goods = {"": PhraseBook(_items(name for name in lists.items if not _is_latin_good(name)))}
        for language in LANGUAGES:
            names = (name for name in lists.items if name.language == language and _is_latin_good(name))
            others = _other_goods(language) if language in LATIN else ()
            self._goods[language] = PhraseBook([*_items(names), *others])

    def find(self, writing: Writing, *, language: str) -> list[Found]:
        """All names in a text: those of its language, of one that lends it names, English ones, those of other scripts.

        What nlu/lists/not_names.yml lists is none, nor is any name inside it.
        """
        spoken = {language, LENT.get(language, language)} - {"en"}
        own = [self._goods[one] for one in sorted(spoken & self._goods.keys())]
        books = [self._records, self._goods[""], self._goods["en"], *own, fixed_names()]
        spans: dict[tuple[int, int, int, bool], dict[Meaning, None]] = {}
        for found in (found for book in books for found in book.find(writing)):
            spans.setdefault((found.first, found.end, found.skip, found.as_listed), {}).update(
                dict.fromkeys(found.meanings)
            )
        names = [
            Found(first, end, tuple(meanings), skip, listed)
            for (first, end, skip, listed), meanings in sorted(spans.items())
        ]
        return _without_nothings(writing, names, language=language)


def _without_nothings(writing: Writing, names: Sequence[Found], *, language: str) -> list[Found]:
    nothing = [set(range(n.first, n.end)) for n in names if any(m.kind == NOTHING for m in n.meanings)]
    words = _not_names(language)
    return [
        name
        for name in names
        if not any(set(range(name.first, name.end)) <= inside for inside in nothing)
        and name.text_in(writing).casefold() not in words
    ]


@lru_cache(maxsize=1)
def fixed_names() -> PhraseBook:
    """The names that no record holds: countries, cities, regions, hazards, sectors, kinds of contribution, sizes."""
    other_scripts = (pair for language in LANGUAGES if language not in LATIN for pair in _other_goods(language))
    return PhraseBook([*_countries(), *_regions(), *_cities(), *_hazards(), *_kinds(), *_nothings(), *other_scripts])


def _nothings() -> Iterator[Pair]:
    return ((str(phrase), Meaning(NOTHING, "")) for phrase in word_list("not_names")["phrases"])


@lru_cache(maxsize=16)
def _not_names(language: str) -> frozenset[str]:
    """Everyday words in their own spelling: French "mais" is no maize, "maïs" is."""
    return frozenset(str(word).casefold() for word in word_list("not_names")["words"].get(language, ()))


def _other_goods(language: str) -> Iterator[Pair]:
    """Goods that are in no catalogue: their value is what is written."""
    return ((str(name), Meaning("item", "")) for name in word_list("goods").get(language, ()))


def _further(kind: str, keys: Collection[str]) -> Iterator[Pair]:
    """Further names of records, of those that there are."""
    for key, names in word_list("further_names")[kind].items():
        if key in keys:
            told = (Name(str(name), str(key)) for name in names)
            yield from ((name.text, _term(name) if kind == "terms" else _record(name, kind)) for name in told)


def _record(name: Name, kind: str) -> Meaning:
    return _agency(name) if kind == "agencies" else Meaning(FURTHER[kind], name.value, exact=_exact(name.text))


def _is_latin_good(name: Name) -> bool:
    """A name in Latin letters counts in its language alone, one of pinyin or Arabizi ("zhangpeng", "5iyam") too."""
    return not any(char.isalpha() and not unicodedata.name(char, "").startswith("LATIN") for char in name.text)


def _of_records(lists: Lists) -> Iterator[Pair]:
    """Clusters, organizations, terms and emergencies; goods are many, and kept by language."""
    yield from ((name.text, Meaning("cluster", name.value, exact=_exact(name.text))) for name in lists.clusters)
    yield from ((name.text, _agency(name)) for name in lists.agencies)
    yield from ((name.text, _term(name)) for name in lists.terms)
    for kind, listed in (("clusters", lists.clusters), ("agencies", lists.agencies), ("terms", lists.terms)):
        yield from _further(kind, {name.value for name in listed})
    for emergency in lists.emergencies:
        for name in emergency.names:
            yield name, Meaning("emergency", emergency.key)
    yield from (
        (agency, _agency(Name(agency, agency)))
        for agency in {name.value for name in lists.agencies if name.value.isascii() and len(name.value) > 2}
    )


def _agency(name: Name) -> Meaning:
    """Coalitions that have a record as an organization are terms."""
    term = word_list("contexts")["agencies_that_are_terms"].get(name.value)
    return Meaning("term" if term else "agency", str(term or name.value), exact=_exact(name.text))


def _term(name: Name) -> Meaning:
    """Any form of an organization's name is the organization, though the glossary explains it too."""
    contexts = word_list("contexts")
    agency = contexts["terms_that_are_agencies"].get(name.value)
    if agency and name.text not in contexts["names_that_stay_terms"]:
        return Meaning("agency", str(agency), exact=_exact(name.text))
    return Meaning("term", name.value, exact=_exact(name.text))


def _items(names: Iterator[Name]) -> Iterator[Pair]:
    return ((name.text, Meaning("item", name.value)) for name in names)


def _exact(name: str) -> str:
    """The one spelling that counts, for acronyms that are words too."""
    return name if name in _english_acronyms() else ""


@lru_cache(maxsize=1)
def _english_acronyms() -> frozenset[str]:
    return frozenset(word_list("contexts")["english_acronyms"])


def _countries() -> Iterator[Pair]:
    lists = word_list("countries")
    left_out = {words_of(str(word)) for word in lists["left_out"]}
    for name, code in (*_territories(), *_official(), *((n, c) for c, names in lists["names"].items() for n in names)):
        if words_of(name) not in left_out and words_of(name):
            yield name, Meaning("country", code, exact=_exact(name))
    for language, table in lists["demonyms"].items():
        for code, names in table.items():
            for name in names:
                yield from ((form, Meaning("country", code)) for form in (name, *_plurals(name, language)))


def _plurals(name: str, language: str) -> Iterator[str]:
    """The plurals of people in Latin letters: "canadiennes", "japoneses", "espanhóis"."""
    if language not in ("fr", "es", "pt") or name.endswith("s"):
        if language in ("es", "pt") and name.endswith(("és", "ês")):
            yield name[:-2] + "eses"
        return
    yield name + "s"
    if language in ("es", "pt") and name[-1] in "nlz":
        yield name + "es"


def _territories() -> Iterator[tuple[str, str]]:
    codes = {country.alpha_2: country.alpha_3 for country in pycountry.countries} | {"XK": "XKX"}
    for language in (*LANGUAGES, *VARIANTS):
        for code, name in Locale.parse(language).territories.items():
            if code in codes:
                yield str(name), codes[code]
                bare = str(name).partition(" (")[0].partition("（")[0]
                if bare != name and codes[code] not in ("COD", "COG", "MAF", "SXM"):
                    yield bare, codes[code]


def _official() -> Iterator[tuple[str, str]]:
    for country in pycountry.countries:
        for field in ("name", "official_name", "common_name"):
            name = getattr(country, field, None)
            if name and "," not in name:
                yield str(name), str(country.alpha_3)


def _regions() -> Iterator[Pair]:
    lists = word_list("regions")
    for names in lists["regions"]:
        yield from ((str(name), Meaning("region", "")) for name in names)
    for code, parts in lists["parts"].items():
        yield from ((str(name), Meaning("region", str(code), exact=_short(name))) for names in parts for name in names)
    yield from ((name, Meaning("region", country)) for country, names in provinces() for name in names)


def _short(name: str) -> str:
    """Two letters ("RS") tell a state only as they are written."""
    return name if len(name) == len("RS") and name.isascii() else ""


def _cities() -> Iterator[Pair]:
    for city in cities():
        weight = city.inhabitants + (100_000_000 if city.capital else 0)
        for name in city.names:
            yield name, Meaning("city", city.country, weight=weight)


def _hazards() -> Iterator[Pair]:
    lists = word_list("hazards")
    for kind, names in lists["kinds"].items():
        yield from ((str(name), Meaning("hazard", str(kind))) for name in names)
    yield from ((str(name), Meaning("named_hazard", "")) for name in lists["named"])
    yield from ((str(name), Meaning("own_name", "")) for name in lists["own_names"])


def _kinds() -> Iterator[Pair]:
    for kind, names in word_list("contribution_types")["types"].items():
        yield from ((str(name), Meaning("contribution_type", str(kind))) for name in names)
    for group, kind in (("words", "sector"), ("makers", "made_by")):
        for sector, names in word_list("sectors")[group].items():
            yield from ((str(name), Meaning(kind, str(sector))) for name in names)
    for size, names in word_list("company_sizes")["sizes"].items():
        yield from ((str(name), Meaning("company_size", str(size))) for name in names)

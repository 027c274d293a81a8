"""Reads company names: by legal form, by trade, and after the words with which people introduce their company."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlu.components.entities.candidates import Candidate, Taken
from nlu.components.entities.company_names import Names, name_words
from nlu.components.entities.phrases import Found
from nlu.components.entities.places import Place
from nlu.components.entities.spelling import Writing
from nlu.components.entities.wordlists import word_list

OTHER_KINDS = frozenset(
    {
        "country",
        "agency",
        "item",
        "cluster",
        "region",
        "term",
        "sector",
        "contribution_type",
        "emergency",
        "company_size",
    }
)
"""A company is never one of these by itself."""

Span = tuple[int, int]


def companies(
    writing: Writing, *, found: Sequence[Found], places: Sequence[Place], taken: Taken, language: str
) -> list[Candidate]:
    """Every company name of the text; never a country, an organization or a good by itself."""
    others = {(name.first, name.end) for name in found if any(m.kind in OTHER_KINDS for m in name.meanings)}
    where = {(place.first, place.end) for place in places}
    names = Names(writing, frozenset(others | where), frozenset(where - others), language)
    spans = [*_by_form(names), *_by_front(names), *_by_trade(names), *_introduced(names), *_of_person(names)]
    if not writing.text.isascii():
        spans += [*_chinese(names), *_arabic(names)]
    return [
        Candidate("company", writing.text[start:end], start, end) for start, end in spans if (start, end) not in taken
    ]


def _by_form(names: Names) -> Iterator[Span]:
    """ "Kestrel Freight Ltd", "Tanaka Medical K.K.", "acme ltd"."""
    tokens = names.writing.tokens
    for index in range(1, len(tokens)):
        end = names.form_at(index)
        first = names.back_from(index) if end else index
        if first < index:
            yield tokens[first].start, names.with_full_stop(end)


def _by_front(names: Names) -> Iterator[Span]:
    """ООО «Ромашка»."""
    tokens = names.writing.tokens
    for index, token in enumerate(tokens[:-1]):
        if token.norm in name_words("fronts") and token.raw.isupper():
            end = _closing_quote(names.writing, tokens[index + 1].start) or names.forward_from(index + 1)
            if end > tokens[index + 1].start:
                yield token.start, end


def _closing_quote(writing: Writing, start: int) -> int:
    quotes = {"«": "»", '"': '"', "“": "”", "„": "“"}
    opening = writing.text[start - 1 : start]
    end = writing.text.find(quotes[opening], start, start + 60) if opening in quotes else -1
    return end + 1 if end > 0 else 0


def _by_trade(names: Names) -> Iterator[Span]:
    """ "Greenfield Seeds", "Hartmann & Söhne": words written large of which one is a trade, or that "&" joins."""
    tokens, index = names.writing.tokens, 0
    while index < len(tokens):
        end = names.forward_from(index)
        last = names.writing.index_at(end - 1) + 1 if end > tokens[index].start else index + 1
        words = names.writing.norms(index, last)
        joined = "&" in words[1:-1]
        traded = names.is_traded(words)
        own = any(word not in name_words("trades") and word not in names.listed_words for word in words)
        if (joined or traded) and own and not names.is_other(index, last) and not names.is_title_case:
            yield tokens[index].start, end
        index = last


def _introduced(names: Names) -> Iterator[Span]:
    """ "we are Blue Delta", "on behalf of Ochre Textiles", "our company is called greenleaf"."""
    tokens = names.writing.tokens
    for index in range(1, len(tokens)):
        strength = names.introduced_at(index)
        if not strength:
            continue
        start = names.skipped_from(index)
        if start >= len(tokens):
            continue
        end = names.quoted_from(start) or names.forward_from(start)
        if end <= tokens[start].start and strength == "named" and names.is_named_at(start):
            end = names.small_from(start)
        last = names.writing.index_at(end - 1) + 1 if end > tokens[start].start else start
        # Behind "company name:" several known names in a row are a company's ("Delta Pumps Nigeria").
        several = strength == "named" and last - start > 1
        other = last <= start or ((start, last) in names.others if several else names.is_other(start, last))
        if not other and (strength != "weak" or names.is_firm(start, last)):
            yield tokens[start].start, end


def _of_person(names: Names) -> Iterator[Span]:
    """ "this is Maria from Ochre Textiles", "Ivan Petrov, director of Volga Steel"."""
    tokens = names.writing.tokens
    for index in range(2, len(tokens) - 1):
        if tokens[index].norm not in name_words("person_joins") or not names.person_before(index):
            continue
        start = names.skipped_from(index + 1)
        end = names.forward_from(start) if start < len(tokens) else 0
        last = names.writing.index_at(end - 1) + 1 if end else start
        if last > start and end > tokens[start].start and not names.is_other(start, last):
            yield tokens[start].start, end


def _chinese(names: Names) -> Iterator[Span]:
    """ "上海光明食品有限公司", "我们是绿源公司", "我们公司叫绿源"."""
    lists, text = word_list("companies"), names.writing.text
    forms = "|".join(map(str, lists["forms_zh"]))
    fronts = "|".join(sorted(map(str, lists["before"]["zh"]), key=len, reverse=True))
    patterns = (
        rf"(?:{fronts})?([\u4e00-\u9fffA-Za-z（）()]{{2,16}}?(?:{forms}))",
        rf"(?:{fronts})([\u4e00-\u9fffA-Za-z]{{2,8}}?(?:{'|'.join(map(str, lists['endings_zh']))}))",
        str(lists["chinese_named"]),
    )
    for match in (match for pattern in patterns for match in re.finditer(pattern, text)):
        start, end = match.span(1)
        if not names.is_description(start, end):
            yield start, end


def _arabic(names: Names) -> Iterator[Span]:
    """ "شركة الأمل للتجارة": the word for a company and a proper name behind it."""
    tokens = names.writing.tokens
    for index, token in enumerate(tokens[:-1]):
        form = next((form for form in token.forms if form in name_words("arabic_fronts")), "")
        if (
            not form
            or token.raw.startswith("ال")
            or not token.norm.endswith(form)
            or not names.is_proper_arabic(index + 1)
        ):
            continue
        end = index + 2
        while end < min(len(tokens), index + 5) and tokens[end].raw.startswith(("ال", "لل")):
            end += 1
        if (index, end) not in names.others and (index, index + 2) not in names.others:
            attached = len(token.norm) - len(form) if len(token.raw) == len(token.norm) else 0
            yield token.start + attached, tokens[end - 1].end

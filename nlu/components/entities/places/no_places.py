"""Tells persons, languages, currencies, storms and names in quotation marks from places of the same name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.components.entities.phrases import Found
from nlu.components.entities.places.place_contexts import PLACES, Surroundings
from nlu.components.entities.places.place_words import place_words, prepositions, titles
from nlu.components.entities.spelling import STEM

LONGEST_QUOTE = 4
"""Words in quotation marks that are taken for one name."""

LONGEST_FIRM = 14
"""Characters between a place and the legal form of the firm that is named after it."""

_RUSSIAN_LINKS = ("и", "или")

_QUOTED = re.compile(r"[«“„\"]([^«»“”„\"]{3,60})[»”“\"]")


def is_no_place(around: Surroundings, found: Found) -> bool:
    """Whether a place's name stands for something else, in any script."""
    return (
        _is_of_money(around, found)
        or _is_in_quotes(around, found)
        or _names_a_storm(around, found)
        or _has_the_wrong_article(around, found)
        or _is_in_a_firms_name(around, found)
        or _is_a_river(around, found)
        or _is_a_hazard(around, found)
        or _names_an_arabic_firm(around, found)
        or _is_a_chinese_speech(around, found)
    )


def is_a_person(around: Surroundings, found: Found) -> bool:
    """ "my name is Jordan Smith", "Ms Chad", "Chad here": a first name after a title, before a family name, introduced."""
    tokens = around.writing.tokens
    before = tokens[found.first - 1] if found.first else None
    if before and before.norm in titles() and before.raw.rstrip(".") not in ("m", "d", "sr"):
        return before.raw[:1].isupper()
    if tokens[found.first].norm not in place_words("first_names") or found.end - found.first > 1:
        return False
    return _is_introduced(around, found) or _is_called(around, found) or _has_a_family_name(around, found)


def is_a_surname(around: Surroundings, found: Found) -> bool:
    """ "اسمي جودي المصري", "أبناء المصري": an Arabic adjective behind a given name, or a word for a family."""
    writing = around.writing
    if writing.tokens[found.first].raw[:2] != "ال" or not _is_a_country(found):
        return False
    if not place_words("families").isdisjoint(writing.norms(found.first - 1, found.first)):
        return True
    words = writing.norms(found.first - 3, found.first - 1)
    return not place_words("before_arabic_names").isdisjoint(words) or words[-1:] == ("عبد",)


def is_a_language(around: Surroundings, found: Found) -> bool:
    """ "in English", "a French speaker", "بالفرنسية": a language, not a country."""
    if _is_of_a_text(around, found) or _is_beside_arabic(around, found):
        return True
    if not around.is_one_of(found, "languages"):
        return False
    if around.is_latin_russian and not found.as_listed:
        return around.writing.tokens[found.first].norm.endswith(("om", "ogo", "ski", "iy"))
    writing, raw = around.writing, around.writing.tokens[found.first].raw
    if raw > "\u0600":
        return raw.startswith("بال") or _is_spoken_to(around, found)
    if raw.isascii() and " ".join(writing.norms(found.first, found.end)) not in place_words("languages"):
        return False
    before, after = writing.norms(found.first - 1, found.first), writing.norms(found.end, found.end + 1)
    if _is_among_languages(around, found):
        return True
    led = bool(before) and before[0] in place_words("language_before")
    if _is_beside_a_language(around, found) or (led and not _is_of_many(raw) and before[0] not in _RUSSIAN_LINKS):
        return True
    if after and after[0] in place_words("language_after"):
        return not (_is_of_many(raw) and after[0] in _RUSSIAN_LINKS)
    return (not after or not after[0].isalpha()) and not _is_of_many(raw)


def _is_of_a_text(around: Surroundings, found: Found) -> bool:
    """ "la version anglaise", "النسخة الفرنسية", "english ones": an adjective beside a word for what is written or said."""
    if not around.is_one_of(found, "demonyms"):
        return False
    before, after = around.writing.norms(found.first - 1, found.first), around.writing.norms(found.end, found.end + 1)
    return not (place_words("texts").isdisjoint(before) and place_words("texts_behind").isdisjoint(after))


def _is_beside_arabic(around: Surroundings, found: Found) -> bool:
    """ "عربي-تركي", "French and Arabic": joined to a word that is a language and never a country."""
    if not around.is_one_of(found, "demonyms"):
        return False
    beside = (*_joined(around, found.first - 1, -1), *_joined(around, found.end, 1))
    return not place_words("only_languages").isdisjoint(beside)


def _joined(around: Surroundings, at: int, step: int) -> tuple[str, ...]:
    """The forms of the next word on one side, past an "and"."""
    tokens = around.writing.tokens
    if 0 <= at < len(tokens) and tokens[at].norm in place_words("joining_languages"):
        at += step
    return tokens[at].forms if 0 <= at < len(tokens) else ()


def _is_of_many(raw: str) -> bool:
    """ "цены ниже турецких": a Russian adjective that is not a man's, as a language's name is ("с турецкого")."""
    return raw > "\u0400" and raw.casefold().endswith(("их", "ие", "ими", "ая", "ую", "ой", "ою"))


def _is_spoken_to(around: Surroundings, found: Found) -> bool:
    """ "إلى الفرنسية", "للتركية": an adjective for a woman or a language, with no word before it that it could describe."""
    writing, token = around.writing, around.writing.tokens[found.first]
    if token.norm[-1:] != "ه" or not _is_a_country(found):
        return False
    before = writing.norms(found.first - 1, found.first)
    return token.raw.startswith("لل") or (token.raw.startswith("ال") and not place_words("into").isdisjoint(before))


def _is_introduced(around: Surroundings, found: Found) -> bool:
    words = tuple(word for word in around.writing.norms(found.first - 4, found.first) if word != ",")
    return any(" ".join(words[-n:]) in place_words("introductions") for n in (1, 2, 3))


def _is_called(around: Surroundings, found: Found) -> bool:
    """ "Chad here.", "Jordan, he's my nephew"."""
    after = tuple(word for word in around.writing.norms(found.end, found.end + 2) if word != ",")
    return bool(after) and after[0] in place_words("behind_persons")


def _has_a_family_name(around: Surroundings, found: Found) -> bool:
    tokens = around.writing.tokens
    after = tokens[found.end] if found.end < len(tokens) else None
    if after is None or after.kind != "word" or not after.raw[:1].isupper() or after.raw.isupper():
        return False
    return not around.follows_a_preposition(found) or (not around.is_inside(found) and _is_asked_for(around, found))


def _is_asked_for(around: Surroundings, found: Found) -> bool:
    """ "preguntar por Argentina Manso"."""
    return not place_words("asking_for").isdisjoint(around.writing.norms(found.first - 3, found.first - 1))


def _is_among_languages(around: Surroundings, found: Found) -> bool:
    """ "по-турецки", "с узбекского, таджикского и дари": an adverb, or the first of a row of languages."""
    tokens, at = around.writing.tokens, found.end
    if tokens[found.first].raw.casefold().endswith(("ски", "цки")):
        return True
    if not tokens[found.first].raw.casefold().endswith(("ого", "ому", "ом", "ий")):
        return False
    while at + 1 < len(tokens) and tokens[at].norm in (",", "и") and _is_a_language_word(around, at + 1):
        at += 2
    after = around.writing.norms(at, at + 1)
    if _ends_languages(around, found):
        return True
    return at > found.end and (not after or after[0] in place_words("language_after") or not after[0].isalpha())


def _ends_languages(around: Surroundings, found: Found) -> bool:
    """ "на кыргызском и узбекском": joined to a language that stands behind "на" or "с"."""
    before, tokens = around.writing.norms(found.first - 3, found.first), around.writing.tokens
    return (
        len(before) == 3
        and before[0] in place_words("language_before")
        and before[2] in _RUSSIAN_LINKS
        and _is_a_language_word(around, found.first - 2)
        and tokens[found.first].norm[-3:] == tokens[found.first - 2].norm[-3:]
    )


def _is_a_language_word(around: Surroundings, at: int) -> bool:
    token = around.writing.tokens[at]
    return not place_words("languages").isdisjoint((token.norm, token.forms[-1].lstrip(STEM)))


def _is_beside_a_language(around: Surroundings, found: Found) -> bool:
    """ "English–Arabic", "español–criollo", "kreyòl-français"."""
    start, end = found.start_in(around.writing), found.end_in(around.writing)
    text = around.writing.text
    if start and text[start - 1] in ("-", "–", "/") and text[max(0, start - 2)].isalpha():
        return True
    return text[end : end + 1] in ("-", "–", "/") and found.end < len(around.writing.tokens)


def _is_of_money(around: Surroundings, found: Found) -> bool:
    """ "pesos mexicanos", "الليرة اللبنانية", "a Philippine peso account", "澳门元": a word that tells a currency."""
    if not _is_a_country(found):
        return False
    writing, coins = around.writing, place_words("currencies")
    before, after = writing.norms(found.first - 1, found.first), writing.norms(found.end, found.end + 1)
    if writing.text[found.start_in(writing)] > "\u3400":
        return not coins.isdisjoint(after)
    forms = {form for token in writing.tokens[found.end : found.end + 1] for form in token.forms}
    return around.is_one_of(found, "demonyms") and not coins.isdisjoint((*before, *forms))


def _has_the_wrong_article(around: Surroundings, found: Found) -> bool:
    """ "السيول" are floods, "سيول" is Seoul; "هند" is a woman, "الهند" India."""
    raw = around.writing.tokens[found.first].raw[found.skip :] if found.end - found.first == 1 else ""
    if not "\u0600" <= raw[:1] <= "\u06ff":
        return False
    whole = around.writing.tokens[found.first].raw
    has_article = "ال" in whole[: found.skip + 2] or whole.startswith(("لل", "ولل"))
    return around.is_one_of(found, "without_article" if has_article else "with_article")


def _is_in_a_firms_name(around: Surroundings, found: Found) -> bool:
    """ "宁波鸿远实业有限公司", "瀚森药业（苏州）有限公司": before a Chinese legal form, with nothing but a name between."""
    tokens, at = around.writing.tokens, found.end
    if tokens[found.first].kind != "han":
        return False
    if found.first and tokens[found.first - 1].norm in "（(" and around.writing.norms(at, at + 1) in (("）",), (")",)):
        return _begins_with(around, at + 1, "legal_forms")
    for index in range(at, min(at + LONGEST_FIRM, len(tokens))):
        if index > at and _begins_with(around, index, "legal_forms"):
            return True
        if tokens[index].kind != "han" or _begins_with(around, index, "never_in_names"):
            return False
    return False


def _names_an_arabic_firm(around: Surroundings, found: Found) -> bool:
    """ "بنك مصر", "شركة الخليج": a noun right behind a word for a firm; adjectives ("شركة سعودية") tell its country."""
    raw = around.writing.tokens[found.first].raw
    if not "\u0600" <= raw[:1] <= "\u06ff" or found.skip or around.is_one_of(found, "demonyms"):
        return False
    return not place_words("arabic_firms").isdisjoint(around.writing.norms(found.first - 1, found.first))


def _begins_with(around: Surroundings, at: int, group: str) -> bool:
    return any(" ".join(around.writing.norms(at, at + size)) in place_words(group) for size in range(1, 7))


def _is_a_river(around: Surroundings, found: Found) -> bool:
    """ "sur le fleuve Congo": the river, not the country."""
    return _is_a_country(found) and not place_words("rivers").isdisjoint(
        around.writing.norms(found.first - 1, found.first)
    )


def _is_a_hazard(around: Surroundings, found: Found) -> bool:
    """ "سيول ليبيا": floods, not Seoul, where the place that they struck stands behind them."""
    if not any(meaning.kind == "hazard" for meaning in found.meanings):
        return False
    at, words = found.end, around.writing.words
    at += at < len(words) and words[at] in place_words("of_hazards")
    return any(name.first == at and any(m.kind in PLACES for m in name.meanings) for name in around.found)


def _is_a_chinese_speech(around: Surroundings, found: Found) -> bool:
    """ "福建话", "上海話": what people speak there."""
    return around.writing.tokens[found.first].kind == "han" and around.writing.norms(found.end, found.end + 1) == (
        "话",
    )


def _is_a_country(found: Found) -> bool:
    return any(meaning.kind == "country" for meaning in found.meanings)


def _names_a_storm(around: Surroundings, found: Found) -> bool:
    """ "ciclone Dara": a city's name right behind a hazard that has names, in scripts with capitals."""
    if not found.text_in(around.writing)[:1].isupper() or any(m.kind != "city" for m in found.meanings):
        return False
    return any(
        name.end == found.first and any(m.kind == "named_hazard" for m in name.meanings) for name in around.found
    )


def _is_in_quotes(around: Surroundings, found: Found) -> bool:
    """ "«مرجان دبي للمجوهرات»", "«Белая Юрта»": inside a name in quotation marks, and not the whole of it."""
    start, end = found.start_in(around.writing), found.end_in(around.writing)
    if around.writing.text[start] < "\u0400":
        return False
    return any(first <= start and end <= last and end - start < last - first for first, last in _quoted(around))


def _quoted(around: Surroundings) -> Iterator[tuple[int, int]]:
    """The stretches in quotation marks that are names: few words, and neither an organization nor a crisis among them."""
    writing = around.writing
    for match in _QUOTED.finditer(writing.text):
        first, last = writing.index_at(match.start(1)), writing.index_at(match.end(1) - 1) + 1
        tokens = writing.tokens[first:last]
        if len(tokens) <= LONGEST_QUOTE and all(t.kind != "han" for t in tokens) and _is_a_name(around, first, last):
            yield match.span(1)


def _is_a_name(around: Surroundings, first: int, last: int) -> bool:
    if around.writing.words[first] in prepositions(around.writing.language):
        return False
    return not any(
        first <= name.first < last and any(m.kind in ("hazard", "emergency", "agency") for m in name.meanings)
        for name in around.found
    )

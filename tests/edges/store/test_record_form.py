"""A record may be written in several forms, and whatever breaks the form is named, all at once."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.inquiries import records
from bot.inquiries.records import KINDS, Quantity
from bot.store.codec import columns_from, content_hash, plain_of, record_from, record_of
from bot.store.errors import FaultyRecord

NEED = {"key": "wsh-moz-3", "item": "water_pump", "country": "MOZ"}


def faults(kind, data):
    with pytest.raises(FaultyRecord) as raised:
        record_of(kind, data)
    return {".".join(map(str, fault.path)): fault.sentence for fault in raised.value.faults}


@pytest.mark.parametrize(
    ("kind", "written", "meant"),
    [
        (records.Need, {**NEED, "business": True}, {"business": "yes"}),
        (records.Need, {**NEED, "business": "yes"}, {"business": "yes"}),
        (records.Need, {**NEED, "contribution_types": "in_kind"}, {"contribution_types": ("in_kind",)}),
        (records.Need, {**NEED, "contribution_types": None}, {"contribution_types": ()}),
        (records.Need, {**NEED, "until": "2026-03-01"}, {"until": date(2026, 3, 1)}),
        (records.Need, {**NEED, "until": date(2026, 3, 1)}, {"until": date(2026, 3, 1)}),
        (records.Need, {**NEED, "until": None}, {"until": None}),
        (records.Need, {**NEED, "note": 7}, {"note": "7"}),
        (records.Need, {**NEED, "note": None}, {"note": ""}),
        (
            records.Need,
            {**NEED, "requested": {"value": 100, "unit": "kit"}, "committed": 40, "delivered": {"value": "5"}},
            {"committed": Quantity(value=40, unit="kit"), "delivered": Quantity(value=5, unit="kit")},
        ),
        (records.Need, {**NEED, "requested": 100}, {"requested": Quantity(value=100)}),
        (records.Item, {"key": "tent", "category": "shelter", "never": "false"}, {"never": False}),
        (records.Item, {"key": "tent", "category": "shelter", "never": "yes"}, {"never": True}),
        (
            records.Item,
            {"key": "tent", "category": "shelter", "names": {"fr": "tente", "en": ["tent", "tents"]}},
            {"names": {"en": ("tent", "tents"), "fr": ("tente",)}},
        ),
        (records.Agreement, {"key": "a", "company": "Acme", "territory": "worldwide"}, {"territory": ("worldwide",)}),
        (records.Agreement, {"key": "a", "company": "Acme", "territory": ["HTI"]}, {"territory": ("HTI",)}),
        (
            records.Agreement,
            {"key": "a", "company": "Acme", "valid": ["2026-01-01", None]},
            {"valid": (date(2026, 1, 1), None)},
        ),
        (
            records.Agreement,
            {"key": "a", "company": "Acme", "scope": {"item": "blanket"}},
            {"scope": (records.ScopeItem(item="blanket"),)},
        ),
        (records.Answer, {"key": "a", "text": "Hello"}, {"text": {"en": "Hello"}}),
        (
            records.Answer,
            {"key": "a", "text": {"fr": "Bonjour", "en": "Hello", "ar": ""}},
            {"text": {"en": "Hello", "fr": "Bonjour"}},
        ),
        (records.Desk, {"key": "d", "restricted": False, "holidays": "MOZ"}, {"restricted": "no", "holidays": "MZ"}),
        (records.Desk, {"key": "d", "first_reply_wh": "4"}, {"first_reply_wh": 4}),
        (records.Case, {"key": "c", "title": "Radios", "year": 2008}, {"year": "2008"}),
        (records.Contact, {"key": "c", "status": "verified"}, {"status": "verified"}),
        (
            records.ClusterConfiguration,
            {"country": "MOZ", "set": "reset-8", "from": date(2026, 1, 1)},
            {"key": "MOZ-reset-8-2026-01-01", "from_": date(2026, 1, 1)},
        ),
        (records.ClusterConfiguration, {"country": "MOZ", "from_": "2026-01-01"}, {"from_": date(2026, 1, 1)}),
        (records.SectorContact, {"sector": "arms", "part": "nuclear"}, {"key": "arms-nuclear"}),
        (
            records.EmergencyNumber,
            {"country": "MOZ", "service": "fire", "value": 198},
            {"key": "MOZ-fire", "value": "198"},
        ),
        (
            records.RequestRecord,
            {"key": "FP-2026-00412", "created": "2026-03-01T09:00:00Z", "items": ["blanket"]},
            {"created": datetime(2026, 3, 1, 9, tzinfo=timezone.utc), "items": ({"item": "blanket"},)},
        ),
        (
            records.RequestRecord,
            {"key": "FP-2026-00412", "created": datetime(2026, 3, 1, 9)},  # noqa: DTZ001
            {"created": datetime(2026, 3, 1, 9, tzinfo=timezone.utc)},
        ),
    ],
)
def test_what_is_written_is_understood(kind, written, meant):
    record = record_of(kind, written)

    assert {name: getattr(record, name) for name in meant} == meant


@pytest.mark.parametrize(
    ("kind", "written", "where", "sentence"),
    [
        (records.Need, {**NEED, "visibility": "pubic"}, "visibility", '"pubic" is not one of public, internal'),
        (records.Need, {**NEED, "business": "perhaps"}, "business", '"perhaps" is not one of yes, no'),
        (records.Need, {**NEED, "country": "MOX"}, "country", "not a country code of three letters"),
        (records.Need, {**NEED, "cluster": "WASH"}, "cluster", '"WASH" is not one of CCM'),
        (records.Need, {**NEED, "requsted": 3}, "requsted", "there is no field of this name; do you mean requested?"),
        (records.Need, {**NEED, "requested": {"valu": 3}}, "requested.valu", "do you mean value?"),
        (records.Need, {**NEED, "requested": {"valu": 3}}, "requested.value", "is missing"),
        (records.Need, {**NEED, "requested": -1}, "requested.value", "is below zero"),
        (records.Need, {**NEED, "requested": "many"}, "requested.value", 'must be a number, not "many"'),
        (records.Need, {**NEED, "requested": float("nan")}, "requested.value", "must be a number"),
        (records.Need, {**NEED, "requested": [1]}, "requested", "must be a mapping of fields"),
        (records.Need, {**NEED, "until": "soon"}, "until", 'must be a date such as 2026-03-01, not "soon"'),
        (records.Need, {**NEED, "spec": ["a"]}, "spec", "must be a text, not a list"),
        (records.Need, {**NEED, "contribution_types": ["cash", "gold"]}, "contribution_types", '"gold" is not one of'),
        (records.Need, {**NEED, "contribution_types": {"a": 1}}, "contribution_types", "must be a list, not a mapping"),
        (records.Need, {**NEED, "key": "two words"}, "key", "holds a space"),
        (records.Need, {"item": "pump", "country": "MOZ"}, "key", "is missing"),
        (records.Need, {**NEED, "item": ""}, "item", "is empty"),
        (records.Need, {**NEED, "status": "publised"}, "status", "draft, review, published, withdrawn"),
        (records.Item, {"key": "i", "category": "c", "never": "perhaps"}, "never", "must be true or false"),
        (
            records.Item,
            {"key": "i", "category": "c", "names": {"de": ["Zelt"]}},
            "names",
            "de is not one of the languages",
        ),
        (records.AcceptanceRule, {"key": "r", "verdict": "maybe"}, "verdict", "is not one of yes, agreement_only"),
        (records.AcceptanceRule, {"key": "r", "scope": "planet:X"}, "scope", "write system, agency:X"),
        (records.AcceptanceRule, {"key": "r", "scope": "country:Haiti"}, "scope", "not a country code"),
        (records.AcceptanceRule, {"key": "r", "when": {"phase": "later"}}, "when.phase", '"later" is not one of'),
        (records.Emergency, {"key": "e", "name": "E", "country": "HTI", "mode": "panic"}, "mode", "normal, emergency"),
        (records.Emergency, {"key": "e", "name": "E", "country": "HTI", "context": "war"}, "context", "disaster"),
        (records.Agreement, {"key": "a", "company": "A", "territory": ["Haiti"]}, "territory", "not a country code"),
        (
            records.Agreement,
            {"key": "a", "company": "A", "valid": ["2026-02-01", "2026-01-01"]},
            "valid",
            "ends before",
        ),
        (records.Agreement, {"key": "a", "company": "A", "valid": "2026-02-01"}, "valid", "write two dates"),
        (records.Desk, {"key": "d", "hours": "9 to 5"}, "hours", '"9 to 5" cannot be read'),
        (records.Desk, {"key": "d", "timezone": "Mars/Base"}, "timezone", "is not a time zone"),
        (records.Desk, {"key": "d", "first_reply_wh": 0}, "first_reply_wh", "is not above zero"),
        (records.Desk, {"key": "d", "held_offers_digest": "9"}, "held_offers_digest", "not a time of day"),
        (
            records.Desk,
            {"key": "d", "members": [{"key": "m"}, {"key": "n", "role": "chief"}]},
            "members.1.role",
            "main",
        ),
        (records.Desk, {"key": "d", "members": [{"key": "m", "email": "nobody"}]}, "members.0.email", "not an e-mail"),
        (records.CashChannel, {"key": "c", "name": "C", "currencies": ["EURO"]}, "currencies", "not a currency code"),
        (records.CashChannel, {"key": "c", "name": "C", "url": "example.org"}, "url", "not a web address"),
        (records.SectorStance, {"key": "s", "agency": "WHO", "sector": "sugar"}, "sector", '"sugar" is not one of'),
        (
            records.SectorStance,
            {"key": "s", "agency": "WHO", "sector": "arms", "no_funds": "?"},
            "no_funds",
            "not_stated",
        ),
        (records.RequestRecord, {"key": "412"}, "key", "is not a reference such as FP-2026-00412"),
        (records.RequestRecord, {"key": "FP-2026-00412", "status": "open"}, "status", "unclaimed"),
        (records.RequestRecord, {"key": "FP-2026-00412", "items": [{"itm": "x"}]}, "items.0.item", "is missing"),
        (records.RequestRecord, {"key": "FP-2026-00412", "created": "yesterday"}, "created", "must be a time such as"),
    ],
)
def test_what_breaks_the_form_is_named(kind, written, where, sentence):
    assert sentence in faults(kind, written)[where]


def test_every_fault_is_named_at_once():
    found = faults(records.Need, {"key": "a b", "country": "XX", "requested": {"unti": 1}, "until": 3, "vision": 1})

    assert set(found) == {"key", "item", "country", "requested.value", "requested.unti", "until", "vision"}


@pytest.mark.parametrize("data", [None, 3, "text", [1], True])
def test_a_record_that_is_no_mapping_is_named(data):
    assert faults(records.Need, data) == {"": "must be a mapping of fields"}


def test_what_says_nothing_is_not_written():
    record = record_of(
        records.Need, {**NEED, "requested": {"value": 100.0, "unit": "kit"}, "note": "", "business": "no"}
    )

    assert plain_of(record) == {**NEED, "requested": {"value": 100, "unit": "kit"}}


def test_the_content_decides_whether_two_records_are_the_same():
    one = record_of(records.Need, {**NEED, "requested": 100, "note": ""})
    same = record_of(records.Need, {"requested": {"unit": "piece", "value": 100.0}, **NEED})
    other = record_of(records.Need, {**NEED, "requested": 101})

    assert content_hash(one) == content_hash(same) != content_hash(other)


words = some.text(some.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=40)


@given(
    note=words,
    aliases=some.lists(words.filter(bool), max_size=3),
    texts=some.dictionaries(some.sampled_from(["en", "fr", "ar"]), words),
)
def test_a_record_survives_the_way_into_a_row_and_back(note, aliases, texts):
    record = records.GlossaryTerm(key="k", note=note, aliases=tuple(aliases), term={**texts})

    assert record_from(records.GlossaryTerm, columns_from(record)) == record


@given(note=words, texts=some.dictionaries(some.sampled_from(["en", "fr", "ar"]), words.filter(bool)))
def test_a_record_survives_the_way_into_a_mapping_and_back(note, texts):
    record = record_of(records.GlossaryTerm, {"key": "k", "note": note, "text": texts})

    assert record_of(records.GlossaryTerm, plain_of(record)) == record


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_kind_can_be_asked_for_its_form(kind):
    assert faults(kind, {"no such field": 1})["no such field"].startswith("there is no field of this name")

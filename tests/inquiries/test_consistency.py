"""Every record against every other: each complaint names the record, the field and what is wrong."""

from __future__ import annotations

import pytest

from bot.inquiries.consistency import LEADS_TO, inconsistencies
from bot.inquiries.records import (
    KINDS,
    Agency,
    CashChannel,
    Contact,
    DeskMember,
    Emergency,
    EntryPoint,
    Quantity,
    RefusalEntry,
    RequestRecord,
    SectorContact,
    SectorStance,
)
from bot.store.memory import InMemoryWorks

from .cast import agreement, desk, item, need, rule
from .talk import a_world


def complaints(works):
    with works() as work:
        return [(found.record.key, found.field, found.sentence) for found in inconsistencies(work.records)]


def test_the_casts_own_world_is_in_order():
    assert complaints(a_world()) == []


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        (Emergency(key="x", name="x", country="MOZ", lead_agency="NONE"), "lead_agency"),
        (Agency(key="x", desk="none"), "desk"),
        (need("x", agency="NONE"), "agency"),
        (need("x", emergency="none"), "emergency"),
        (need("x", owner_desk="none"), "owner_desk"),
        (rule("x", item="none"), "item"),
        (CashChannel(key="x", name="x", emergency="none"), "emergency"),
        (CashChannel(key="x", name="x", agency="NONE"), "agency"),
        (agreement("x", agency="NONE"), "agency"),
        (agreement("x", owner_desk="none"), "owner_desk"),
        (desk("x", fallback_desk="none"), "fallback_desk"),
        (desk("x", escalates_to="none"), "escalates_to"),
        (DeskMember(key="x", desk="none"), "desk"),
        (Contact(key="x", agency="NONE"), "agency"),
        (SectorStance(key="x", agency="NONE", sector="tobacco"), "agency"),
        (SectorContact(key="x", sector="tobacco", desk="none"), "desk"),
        (RefusalEntry(key="x", company="x", agency="NONE"), "agency"),
        (EntryPoint(key="x", desk="none"), "desk"),
        (item("x", "x", rule="none"), "rule"),
        (RequestRecord(key="x", desk="none"), "desk"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_a_name_that_leads_nowhere_is_named(broken, field):
    ((key, named, sentence),) = complaints(a_world(broken))

    assert (key, named) == ("x", field)
    assert sentence.startswith(f"{field}: there is no record ")


def test_every_field_that_leads_somewhere_is_a_field_of_its_kind():
    for kind, led in LEADS_TO.items():
        assert set(led) <= set(kind.__dataclass_fields__), kind
        assert set(led.values()) <= set(KINDS.values())


def test_a_stance_of_the_whole_system_needs_no_agency():
    """S121: system-wide and agency bans are distinct; the system's carry the name UN."""
    assert complaints(a_world(SectorStance(key="x", agency="UN", sector="arms"))) == []


@pytest.mark.parametrize("record", [need("x", cluster="XYZ"), Contact(key="x", cluster="XYZ")], ids=["need", "contact"])
def test_a_cluster_that_no_set_knows_is_named(record):
    assert complaints(a_world(record)) == [("x", "cluster", 'there is no cluster "XYZ"')]


def test_more_committed_than_requested_is_named():
    """Behaviour, need: committed never exceeds requested without a person saying so."""
    too_much = need("x", committed=Quantity(value=101))

    assert complaints(a_world(too_much)) == [("x", "committed", "more is committed than requested")]


@pytest.mark.parametrize("field", ["item", "owner_desk", "contribution_types", "until"])
def test_a_public_need_must_say_what_who_which_types_and_until_when(field):
    """S17: a need requires accepted contribution types, deadline, owner; no publishing without them."""
    empty = {"until": None, "contribution_types": ()}.get(field, "")

    assert [named for _, named, _ in complaints(a_world(need("x", **{field: empty})))] == [field]
    assert complaints(a_world(need("x", visibility="internal", **{field: empty}))) == []
    assert complaints(a_world(need("x", status="draft", **{field: empty}))) == []


@pytest.mark.parametrize("scope", ["agency:NONE", "emergency:none"])
def test_a_rule_of_a_layer_that_is_not_there_is_named(scope):
    ((key, field, sentence),) = complaints(a_world(rule("x", scope=scope)))

    assert (key, field) == ("x", "scope") and scope.partition(":")[2] in sentence


def test_a_published_rule_gives_its_reason():
    """S118, S42: a useful no says why."""
    assert complaints(a_world(rule("x", reason={}))) == [("x", "reason", "a published rule must give its reason")]
    assert complaints(a_world(rule("x", reason={}, status="draft"))) == []


def test_a_house_without_a_front_desk_is_named():
    """S2: a default queue when no agency fits."""
    alone = InMemoryWorks([desk("rco-moz", fallback_desk="")])

    assert complaints(alone) == [("rco-moz", "key", 'there is no desk "front", which takes what no other does')]


def test_all_complaints_come_at_once():
    broken = (need("a", agency="NONE", until=None), rule("b", reason={}), desk("c", fallback_desk="none"))

    found = complaints(a_world(*broken))

    assert sorted((key, field) for key, field, _ in found) == [
        ("a", "agency"), ("a", "until"), ("b", "reason"), ("c", "fallback_desk"),
    ]  # fmt: skip

"""Of several published rules the narrowest and closest speaks, with its layer; a draft never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.inquiries.acceptance import (
    NEVER,
    PERSON,
)
from bot.inquiries.records import Conditions
from bot.inquiries.request import OfferedItem

from .cast import item, rule
from .situations import (
    BLANKETS,
    GENERATORS,
    HARBOUR,
    IN_KENYA,
    IN_MOZAMBIQUE,
    REFUGEES,
    verdict_on,
)


def test_of_the_layers_the_narrowest_speaks():
    """S14: system, refined by agency, cluster, country, emergency."""
    scopes = ("emergency:moz-cyclone", "country:MOZ", "cluster:SHL", "agency:WFP", "system")
    situation = replace(IN_MOZAMBIQUE, cluster="SHL", agency="WFP")
    for narrowest in range(len(scopes)):
        rules = [rule(f"r{n}", scope=scope, item="tent") for n, scope in enumerate(scopes) if n >= narrowest]

        assert verdict_on(OfferedItem(item="tent"), situation, *rules).layer == scopes[narrowest]


def test_in_a_layer_the_rule_that_names_the_thing_closest_speaks():
    close = [
        rule("d-everything"),
        rule("c-type", contribution_type="in_kind"),
        rule("b-category", category="shelter"),
        rule("a-item", item="tent"),
    ]
    for known, speaks in ((4, "a-item"), (3, "b-category"), (2, "c-type"), (1, "d-everything")):
        verdict = verdict_on(OfferedItem(item="tent"), IN_KENYA, *close[:known])

        assert verdict.rule is not None and verdict.rule.key == speaks


def test_of_two_rules_alike_the_one_with_more_conditions_speaks():
    wide = rule("a-wide", item="tent")
    narrow = rule("b-narrow", item="tent", when=Conditions(phase="preparedness"))

    verdict = verdict_on(OfferedItem(item="tent"), IN_KENYA, wide, narrow)

    assert verdict.rule is not None and verdict.rule.key == "b-narrow"


@pytest.mark.parametrize("status", ["draft", "review", "withdrawn"])
def test_a_rule_that_is_not_published_never_speaks(status):
    """Behaviour, "What may be said": a draft is never quoted."""
    unsaid = rule("tents", item="tent", verdict="never", status=status)

    verdict = verdict_on(OfferedItem(item="tent"), IN_KENYA, unsaid)

    assert (verdict.ruling, verdict.rule) == (PERSON, None)


@pytest.mark.parametrize("status", ["draft", "review", "withdrawn"])
def test_a_never_in_the_catalogue_that_is_not_published_refuses_nothing(status):
    """Behaviour: thresholds and exclusions that are drafts are never told to a company."""
    ordnance = item("ordnance", "arms", never=True, status=status)

    assert verdict_on(OfferedItem(item="ordnance"), IN_KENYA, ordnance).ruling == PERSON


def test_a_rule_speaks_on_its_own_days_only():
    """S117: what is accepted changes over time: effective dates."""
    in_december = rule("tents", item="tent", verdict="never", valid_from=date(2026, 12, 1), valid_to=date(2026, 12, 31))
    tent = OfferedItem(item="tent")

    for day, ruling in ((30, PERSON), (31, NEVER), (61, NEVER), (62, PERSON)):
        situation = replace(IN_KENYA, day=date(2026, 11, 1) + timedelta(days=day - 1))
        assert verdict_on(tent, situation, in_december).ruling == ruling, situation.day


@pytest.mark.parametrize(
    ("when", "situation", "speaks"),
    [
        (Conditions(mode="emergency"), IN_MOZAMBIQUE, True),
        (Conditions(mode="emergency"), IN_KENYA, False),
        (Conditions(mode="normal"), IN_KENYA, True),
        (Conditions(phase="response"), IN_MOZAMBIQUE, True),
        (Conditions(phase="recovery"), IN_MOZAMBIQUE, False),
        (Conditions(context="refugee"), replace(IN_KENYA, emergency=REFUGEES), True),
        (Conditions(context="refugee"), replace(IN_MOZAMBIQUE, context="refugee"), True),
        (Conditions(context="refugee"), IN_MOZAMBIQUE, False),
        (Conditions(agreement="yes"), HARBOUR, True),
        (Conditions(agreement="yes"), IN_MOZAMBIQUE, False),
        (Conditions(agreement="no"), HARBOUR, False),
        (Conditions(agreement="no"), IN_MOZAMBIQUE, True),
        (Conditions(relationship="strong"), HARBOUR, True),
        (Conditions(relationship="strong"), IN_MOZAMBIQUE, False),
        (Conditions(cleared_need="yes"), IN_MOZAMBIQUE, False),
        (Conditions(cleared_need="no"), IN_MOZAMBIQUE, True),
    ],
    ids=repr,
)
def test_a_rule_speaks_only_when_all_its_conditions_hold(when, situation, speaks):
    """S14, S16, S45: mode, phase, context, agreement, need, relationship."""
    marked = rule("marked", item="blanket", scope=f"country:{situation.country}", when=when)

    verdict = verdict_on(BLANKETS, situation, marked)

    assert (verdict.rule is not None and verdict.rule.key == "marked") == speaks


def test_a_rule_on_a_topic_is_for_questions_and_judges_no_offer():
    """S113: a rule with a topic and no thing is told when asked."""
    about = rule("policy", topic="policy", verdict="never")

    assert verdict_on(GENERATORS, IN_KENYA, about).rule is None


def test_a_rule_on_a_type_speaks_of_what_the_catalogue_knows_to_be_of_that_type():
    rosters_only = rule("rosters", scope="country:KEN", contribution_type="staff", verdict="agreement_only")

    verdict = verdict_on(OfferedItem(item="engineer"), IN_KENYA, rosters_only)

    assert (verdict.item.contribution_type, verdict.item.category, verdict.item.rule) == ("staff", "staff", "rosters")

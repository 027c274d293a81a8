"""What a company asks without offering anything: needs, what is taken, who is allowed."""

from __future__ import annotations

from datetime import date

import pytest

from bot.inquiries.records import (
    Agency,
    Answer,
    Policy,
    Quantity,
)

from .cast import need, rule
from .talk import Talk, a_world, buttons, everything_said, keys, notices_in, part

IN_MOZAMBIQUE = ("country", "Mozambique", "MOZ")
IN_KENYA = ("country", "Kenya", "KEN")
WATER = ("cluster", "water", "WSH")


# --- ask_needs -------------------------------------------------------------------------------------------------------


def test_what_do_you_need_is_answered_from_cleared_needs_with_the_day_they_were_checked(talk):
    """Only public, in-date, open needs marked as acceptable from business, with the date checked."""
    spoken = talk.says("ask_needs", "What do you need in Mozambique for water?", IN_MOZAMBIQUE, WATER)

    assert (spoken.kind, keys(spoken), spoken.records) == ("answer", ["ask_needs.found"], ("needs:wsh-moz-1",))
    (shown,) = part(spoken, "ask_needs.found").values["needs"]
    assert (shown["item"], shown["open"], shown["until"]) == ("water_pump", 60, "2026-12-31")
    assert [source.checked_on for source in spoken.parts[0].sources] == ["2026-11-20"]


def test_of_a_need_nothing_internal_is_shown(talk):
    """Behaviour 5: never its note, owner or desk, nor how much others have committed."""
    spoken = talk.says("ask_needs", "needs in Mozambique", IN_MOZAMBIQUE)

    (shown,) = part(spoken, "ask_needs.found").values["needs"]
    assert not {"note", "owner_desk", "committed", "requested", "delivered", "visibility"} & set(shown)
    assert "river gauge" not in everything_said(spoken)


@pytest.mark.parametrize(
    ("hidden", "may_be_called_closed"),
    [
        ({"visibility": "internal"}, False),
        ({"business": "no"}, False),
        ({"status": "draft"}, False),
        ({"until": date(2026, 11, 1)}, True),
        ({"committed": Quantity(value=100)}, True),
    ],
    ids=["internal", "not for business", "draft", "expired", "covered"],
)
def test_a_need_that_is_not_cleared_is_not_shown_counted_or_hinted_at(hidden, may_be_called_closed):
    """S17 + S63 + S108; a covered or expired one may be called closed, no more."""
    talk = Talk(works=a_world(need(place="Secretville", spec="secret spec", **hidden)))

    spoken = talk.says("ask_needs", "pumps in Mozambique?", ("item", "pumps", "water_pump"), IN_MOZAMBIQUE)

    values = part(spoken, "ask_needs.none").values
    assert (values["needs"], values["more"], values["closed"]) == ([], 0, may_be_called_closed)
    assert spoken.records == () and "ecret" not in everything_said(spoken)
    assert "button.person" in buttons(spoken)


def test_where_the_thing_itself_is_not_needed_what_its_cluster_needs_is_told(talk):
    spoken = talk.says("ask_needs", "jerrycans in Mozambique?", ("item", "jerrycans", "jerrycan"), IN_MOZAMBIQUE)

    assert keys(spoken) == ["ask_needs.related"]
    assert [shown["item"] for shown in spoken.parts[0].values["needs"]] == ["water_pump"]


def test_without_a_country_the_country_is_waited_for_and_then_narrows_the_same_question(talk):
    talk.says("ask_needs", "what do you need for water?", WATER)
    assert talk.inquiry.pending == "country"

    spoken = talk.says("inform", "in Kenya", IN_KENYA)

    assert spoken.about == "ask_needs" and spoken.parts[0].values["country"] == "KEN"
    assert spoken.parts[0].values["cluster"] == "WSH"


def test_a_corrected_country_is_looked_up_anew(talk):
    """Behaviour: after a correction everything is worked out anew."""
    talk.says("ask_needs", "needs in Mozambique", IN_MOZAMBIQUE)

    spoken = talk.says("deny", "no, Kenya", IN_KENYA)

    assert (keys(spoken), spoken.records) == (["ask_needs.none"], ())


def test_a_crisis_by_name_is_its_country(talk):
    spoken = talk.says("ask_needs", "needs for cyclone Alda", ("crisis", "cyclone Alda", "moz-cyclone"))

    assert spoken.records == ("needs:wsh-moz-1",) and spoken.parts[0].values["mode"] == "emergency"


def test_many_needs_are_shown_six_at_a_time_and_the_rest_counted():
    talk = Talk(works=a_world(*(need(f"n{number}") for number in range(9))))

    spoken = talk.says("ask_needs", "needs in Mozambique", IN_MOZAMBIQUE)

    assert (len(spoken.parts[0].values["needs"]), spoken.parts[0].values["more"]) == (6, 4)


# --- ask_acceptance --------------------------------------------------------------------------------------------------


def test_whether_a_thing_is_taken_is_answered_by_rule_with_its_source(talk):
    spoken = talk.says(
        "ask_acceptance", "do you take blankets for Mozambique?", ("item", "blankets", "blanket"), IN_MOZAMBIQUE
    )

    assert (spoken.kind, keys(spoken)) == ("refuse", ["verdict.cash_instead", "ask_cash_channels.found"])
    assert spoken.records == ("acceptance_rules:system-emergency",)
    assert part(spoken, "verdict.cash_instead").values["hypothetical"] and not talk.requests


def test_a_question_about_formula_informs_its_contact(talk, works):
    """S31: always, also when nothing is offered."""
    spoken = talk.says("ask_acceptance", "is infant formula ok?", ("item", "infant formula", "infant_formula"))

    assert (spoken.kind, spoken.informed) == ("refuse", ("agency-unicef",))
    assert [told.notice.desk for told in notices_in(works)] == ["agency-unicef"]


def test_a_kind_of_contribution_can_be_asked_about_without_a_thing(talk):
    spoken = talk.says(
        "ask_acceptance", "can we send staff to Mozambique?", ("contribution_type", "staff", "staff"), IN_MOZAMBIQUE
    )

    assert keys(spoken)[0] == "verdict.cash_instead"


def test_the_layer_that_speaks_is_named_and_an_agencys_rule_is_no_ban_of_the_un():
    """S14, S121: show which layer answered; system-wide and agency bans distinct."""
    talk = Talk(works=a_world(rule("wfp-no", scope="agency:WFP", item="generator", verdict="never")))

    to_wfp = talk.says(
        "ask_acceptance", "does WFP take generators?", ("agency", "WFP", "WFP"), ("item", "generators", "generator")
    )
    assert part(to_wfp, "verdict.never").values["scope"] == "agency:WFP"

    other = Talk(works=talk.works, id="other")
    to_all = other.says("ask_acceptance", "do you take generators?", ("item", "generators", "generator"))
    assert keys(to_all) == ["verdict.person"]


def test_what_the_rules_do_not_name_is_neither_a_yes_nor_a_no(talk):
    """S116, S118: a person is offered."""
    spoken = talk.says("ask_acceptance", "do you take tents in Kenya?", ("item", "tents", "tent"), IN_KENYA)

    assert (spoken.kind, keys(spoken)) == ("answer", ["verdict.person"])
    assert "button.person" in buttons(spoken)


def test_without_a_thing_the_question_is_which(talk):
    spoken = talk.says("ask_acceptance", "what do you accept?")
    assert (spoken.kind, keys(spoken)) == ("ask", ["ask_acceptance.which"])

    spoken = talk.says("inform", "tents", ("item", "tents", "tent"))
    assert (spoken.kind, keys(spoken)) == ("answer", ["verdict.person"])


def test_a_general_question_on_what_is_taken_has_its_published_answer():
    talk = Talk(
        works=a_world(Answer(key="acceptance.general", topic="ask_acceptance", text={"en": "[Demo] it depends"}))
    )

    spoken = talk.says("ask_acceptance", "what do you accept?")

    assert (spoken.kind, spoken.records) == ("answer", ("answers:acceptance.general",))


# --- ask_eligibility, ask_agency_profile: S113 -----------------------------------------------------------------------


def test_whether_a_sector_is_allowed_is_told_agency_by_agency_in_three_answers(talk, works):
    """S32, S116: published stances, never a decision; S31: the contact informed."""
    spoken = talk.says("ask_eligibility", "is a tobacco firm allowed?", ("sector", "tobacco", "tobacco"))

    stances = {one["agency"]: one for one in part(spoken, "ask_eligibility.stances").values["stances"]}
    assert set(stances) == {"WHO", "UNICEF"}
    assert (stances["UNICEF"]["partner"], stances["UNICEF"]["funds"], stances["UNICEF"]["dialogue"]) == (
        "no", "yes", "not_stated",
    )  # fmt: skip
    assert (spoken.kind, spoken.informed) == ("refuse", ("agency-who",))
    assert spoken.records == ("sector_stances:unicef-tobacco", "sector_stances:who-tobacco")
    assert [told.notice.desk for told in notices_in(works)] == ["agency-who"]
    assert "letter of 2019" not in everything_said(spoken)


@pytest.mark.parametrize("sector", ["alcohol", "fashion"])
def test_no_policy_on_file_is_said(talk, sector):
    """S113: no policy => say so; a draft is never quoted."""
    spoken = talk.says("ask_eligibility", f"is {sector} allowed?", ("sector", sector, sector))

    assert (spoken.kind, keys(spoken)) == ("answer", ["ask_eligibility.no_policy"])
    assert part(spoken, "ask_eligibility.no_policy").values["stances"] == []
    assert "nobody has approved" not in everything_said(spoken) and "button.person" in buttons(spoken)


def test_a_company_in_the_register_reads_nothing_of_it(talk):
    """S27, behaviour 5: the register reaches nobody outside, not even as a hint."""
    tobacco = ("sector", "tobacco", "tobacco")
    in_it = talk.says("ask_eligibility", "Grey Leaf, tobacco", ("company", "Grey Leaf", "Grey Leaf Tobacco"), tobacco)
    other = Talk(works=talk.works, id="other")
    not_in_it = other.says("ask_eligibility", "Green Leaf, tobacco", ("company", "Green Leaf", "Green Leaf"), tobacco)

    assert (in_it.kind, in_it.parts) == (not_in_it.kind, not_in_it.parts)
    assert (in_it.flags, in_it.informed, in_it.records) == (not_in_it.flags, not_in_it.informed, not_in_it.records)


def test_the_register_is_put_before_the_person_who_gets_the_request(talk):
    """S27: other entities can make more informed decisions."""
    grey_leaf = ("company", "Grey Leaf Tobacco", "Grey Leaf Tobacco")

    request = talk.says("report_wrong_information", "Grey Leaf Tobacco: wrong number", grey_leaf).request

    assert request is not None and "register r1: front_group" in request.facts["internal"]


def test_without_a_sector_the_question_is_which(talk):
    assert keys(talk.says("ask_eligibility", "are we allowed?")) == ["ask_eligibility.which"]

    assert keys(talk.says("inform", "tobacco", ("sector", "tobacco", "tobacco"))) == ["ask_eligibility.stances"]


def test_how_an_agency_works_with_companies_is_told(talk):
    """S26."""
    spoken = talk.says("ask_agency_profile", "how does WFP work with companies?", ("agency", "WFP", "WFP"))

    assert (keys(spoken), spoken.records) == (["ask_agency_profile.found"], ("agencies:WFP",))


def test_an_agency_without_a_policy_on_file_is_said_to_have_none(talk):
    """S113: WIPO has neither formal partnerships nor guidelines: said, and a person offered."""
    spoken = talk.says("ask_agency_profile", "how does WIPO work with companies?", ("agency", "WIPO", "WIPO"))

    assert keys(spoken) == ["ask_agency_profile.none"] and "button.person" in buttons(spoken)


def test_a_profile_or_policy_that_is_a_draft_is_not_told():
    draft = Agency(key="WFP", status="draft", profile={"en": "unsaid"}, desk="agency-wfp")
    unsaid = Policy(key="p", agency="WFP", text={"en": "unsaid"}, status="draft")
    talk = Talk(works=a_world(draft, unsaid))

    spoken = talk.says("ask_agency_profile", "WFP?", ("agency", "WFP", "WFP"))

    assert keys(spoken) == ["ask_agency_profile.none"] and "unsaid" not in everything_said(spoken)


def test_an_agency_that_is_not_named_is_asked_for(talk):
    spoken = talk.says("ask_agency_profile", "how do agencies work with us?")
    assert (spoken.kind, keys(spoken)) == ("ask", ["ask_agency_profile.which"])

    assert keys(talk.says("inform", "WFP", ("agency", "WFP", "WFP"))) == ["ask_agency_profile.found"]

"""Sensitive sectors: three answers, a contact who always hears of it, and what never leaves the house."""

from __future__ import annotations

from itertools import product

import pytest

from bot.inquiries.records import RefusalEntry, SectorContact, SectorStance
from bot.inquiries.screening import answers_of, screen

from .talk import a_world


def screening_of(*records, **asked):
    with a_world(*records)() as work:
        return screen(work.records, **{"sector": "tobacco", **asked})


@pytest.mark.parametrize("said", list(product(("yes", "no", "case_by_case", "not_stated"), repeat=3)), ids=str)
def test_partner_funds_and_dialogue_are_three_answers(said):
    """S32: will not partner, will not accept funds, will not dialogue - each on its own; not stated is neither."""
    partner, funds, dialogue = said
    stance = SectorStance(key="x", agency="WHO", sector="x", no_partner=partner, no_funds=funds, no_dialogue=dialogue)
    told = {"yes": "no", "no": "yes", "case_by_case": "case_by_case", "not_stated": "not_stated"}

    assert answers_of(stance) == {"partner": told[partner], "funds": told[funds], "dialogue": told[dialogue]}


def test_what_an_agency_has_not_stated_stays_not_stated():
    """Behaviour: not stated is neither yes nor no."""
    unicef = next(stance for stance in screening_of().stances if stance.agency == "UNICEF")

    assert answers_of(unicef) == {"partner": "no", "funds": "yes", "dialogue": "not_stated"}


def test_a_sensitive_sector_is_flagged_and_its_contact_informed():
    """S31: the sector's contact is always informed."""
    screening = screening_of()

    assert (screening.flags, screening.informed, screening.is_sensitive) == (
        ("sensitive:tobacco",),
        ("agency-who",),
        True,
    )


def test_one_agencys_stance_is_told_when_that_agency_is_asked_about_and_the_contact_hears_of_it_all_the_same():
    """S121: the stance of one agency is not that of another; S31: the contact hears of it whichever is named."""
    screening = screening_of(agency="UNICEF")

    assert [stance.agency for stance in screening.stances] == ["UNICEF"]
    assert screening.informed == ("agency-who",)


def test_the_contact_is_informed_and_the_flag_raised_where_only_a_draft_is_on_file():
    """Behaviour: a draft is never quoted; it still raises the internal flag and informs the sector's contact."""
    screening = screening_of(sector="alcohol")

    assert screening.stances == ()
    assert (screening.flags, screening.informed) == (("sensitive:alcohol",), ("agency-wfp",))
    assert screening.internal == ("stance wfp-alcohol (draft)",)


@pytest.mark.parametrize("status", ["draft", "review"])
def test_a_stance_nobody_has_published_is_not_among_those_that_may_be_told(status):
    unsaid = SectorStance(key="x", agency="ILO", sector="tobacco", status=status, public_wording={"en": "unsaid"})

    screening = screening_of(unsaid)

    assert "ILO" not in {stance.agency for stance in screening.stances}
    assert f"stance x ({status})" in screening.internal


def test_a_published_stance_without_a_public_wording_is_not_put_into_words_by_the_assistant():
    wordless = SectorStance(key="x", agency="ILO", sector="gambling", no_partner="yes")

    screening = screening_of(wordless, sector="gambling")

    assert (screening.stances, screening.flags) == ((), ("sensitive:gambling",))


def test_a_withdrawn_stance_says_and_flags_nothing():
    gone = SectorStance(key="x", agency="ILO", sector="gambling", status="withdrawn", public_wording={"en": "gone"})

    screening = screening_of(gone, sector="gambling")

    assert not screening.is_sensitive and not screening.internal


def test_a_sector_of_which_nothing_is_on_file_is_not_sensitive():
    """S113: no policy is no policy."""
    screening = screening_of(sector="fashion")

    assert (screening.stances, screening.flags, screening.informed) == ((), (), ())


def test_the_register_is_for_focal_points_alone():
    """S27, behaviour 5: register entries reach nobody outside, and they flag no company in words."""
    screening = screening_of(sector="", company="Grey Leaf Tobacco")

    assert screening.internal == ("register r1: front_group, review by no date",)
    assert (screening.stances, screening.flags, screening.informed) == ((), (), ())


@pytest.mark.parametrize("company", ["grey leaf tobacco", "[Demo] Grey Leaf Tobacco Ltd.", "GREY LEAF TOBACCO GmbH"])
def test_a_company_is_found_in_the_register_however_it_writes_its_name(company):
    assert screening_of(sector="", company=company).internal


def test_another_company_is_not_taken_for_the_one_in_the_register():
    assert not screening_of(sector="", company="Grey Leaf Tea").internal
    assert not screening_of(RefusalEntry(key="r2", company="Ltd"), sector="", company="").internal


def test_a_narrower_part_of_a_sector_has_its_own_contact():
    """Behaviour, records: a stance or contact may be narrower than a sector (part = controversial_weapons)."""
    mines = SectorContact(key="mines", sector="arms", part="controversial_weapons", desk="front")
    arms = SectorContact(key="arms", sector="arms", desk="agency-unhcr")

    assert screening_of(mines, arms, sector="arms", part="controversial_weapons").informed == ("front",)
    assert screening_of(mines, arms, sector="arms").informed == ("agency-unhcr",)
    assert screening_of(mines, arms, sector="arms", part="toys").informed == ("agency-unhcr",)


def test_a_stance_on_a_part_says_nothing_of_the_whole_sector():
    """S125: per engagement and part, not one switch."""
    mines = SectorStance(
        key="x", agency="ILO", sector="arms", part="controversial_weapons", public_wording={"en": "no mines"}
    )

    assert screening_of(mines, sector="arms").stances == ()
    assert screening_of(mines, sector="arms", part="controversial_weapons").stances == (mines,)

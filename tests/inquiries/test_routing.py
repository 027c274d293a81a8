"""Which desk gets a request, who stands behind it, who is informed, by when, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import pytest

from bot.inquiries.errors import UnknownRecord
from bot.inquiries.records import ClusterConfiguration, Covers, SectorContact
from bot.inquiries.route_preview import routed
from bot.inquiries.routing import Ask, route
from bot.store.memory import InMemoryWorks

from .cast import EMERGENCIES, MONDAY, WATER_MOZ, FakeCalendar, desk, item, on
from .cast import member as a_member
from .talk import a_world, heard, with_member

CYCLONE, DROUGHT, REFUGEES = EMERGENCIES


def route_of(*records, now=MONDAY, works=None, **asked):
    with (works or a_world(*records))() as work:
        return route(work.records, Ask(**asked), now=now, calendar=FakeCalendar())


def rules(found):
    return [reason.rule for reason in found.reasons]


# --- agency x topic x cluster x country x sector -----------------------------------------------------------------------

TABLE = {
    "the owner of a need or agreement": (
        {"owner_desk": "agency-wfp", "cluster": "WSH", "country": "MOZ"},
        "agency-wfp",
        "owner",
    ),
    "a topic before an agency and a place": (
        {"intent": "report_fraud", "agency": "WFP", "country": "MOZ"},
        "fraud",
        "topic",
    ),
    "privacy": ({"intent": "manage_my_data"}, "data-protection", "topic"),
    "alerts stopped": ({"intent": "unsubscribe"}, "data-protection", "topic"),
    "a journalist": ({"intent": "media_inquiry", "cluster": "WSH", "country": "MOZ"}, "communications", "topic"),
    "the logo": ({"intent": "ask_logo_use", "agency": "UNICEF"}, "communications", "topic"),
    "a vendor": ({"intent": "sell_to_un", "items": ("tent",)}, "procurement", "topic"),
    "an agency": ({"agency": "WFP"}, "agency-wfp", "agency"),
    "an agency before a cluster": ({"agency": "WHO", "cluster": "WSH", "country": "MOZ"}, "agency-who", "agency"),
    "an agency in a country": ({"agency": "UNHCR", "country": "JOR"}, "agency-unhcr-jor", "agency"),
    "an agency without a desk there": ({"agency": "WFP", "country": "MOZ"}, "agency-wfp", "agency"),
    "a cluster in a country": ({"cluster": "WSH", "country": "MOZ"}, WATER_MOZ, "country_cluster"),
    "a cluster alone": ({"cluster": "WSH"}, "cluster-wsh", "global_cluster"),
    "a cluster without a desk there": ({"cluster": "HEA", "country": "MOZ"}, "cluster-hea", "global_cluster"),
    "the things offered": ({"items": ("water_pump",), "country": "MOZ"}, WATER_MOZ, "country_cluster"),
    "the things offered, no place": ({"items": ("water_pump",)}, "cluster-wsh", "global_cluster"),
    "a country alone": ({"country": "KEN"}, "rco-ken", "country"),
    "the Global Compact in a country": ({"intent": "ask_global_compact", "country": "KEN"}, "gcln-ken", "global_compact"),
    "the Global Compact": ({"intent": "ask_global_compact"}, "agency-ungc", "global_compact"),
    "nothing known": ({}, "front", "front"),
    "an agency nobody knows": ({"agency": "XYZ"}, "front", "front"),
    "a country without a desk": ({"country": "PER"}, "front", "front"),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLE)
def test_the_right_desk_for(case):
    """S1, S2, S18, S20, S37, S43: agency x topic x cluster x country, the front desk when no agency fits."""
    asked, expected, decided = TABLE[case]

    found = route_of(**asked)

    assert (found.desk, rules(found)[-1]) == (expected, decided)


def test_a_desk_that_covers_a_sector_takes_what_no_other_desk_does():
    brewers = desk("sector-alcohol", covers=Covers(sector="alcohol"))

    assert route_of(brewers, sector="alcohol").desk == "sector-alcohol"
    assert route_of(brewers, sector="alcohol", agency="WFP").desk == "agency-wfp"


def test_an_agency_takes_its_requests_at_the_desk_it_names_where_none_says_that_it_covers_it():
    works = a_world(replace(desk("agency-wfp"), covers=Covers()))

    assert route_of(works=works, agency="WFP").desk == "agency-wfp"


def test_a_withdrawn_desk_gets_nothing():
    closed = desk(WATER_MOZ, covers=Covers(cluster="WSH", country="MOZ"), status="withdrawn")

    assert route_of(closed, cluster="WSH", country="MOZ").desk == "cluster-wsh"


def test_of_two_desks_that_cover_the_same_the_one_that_speaks_the_companys_language_gets_it():
    """S1 with language: agency x topic x cluster x country x sector x language."""
    covers = Covers(cluster="FSC", country="MOZ")
    in_english = desk("cluster-fsc-moz", covers=covers)
    in_portuguese = desk("cluster-fsc-moz-pt", covers=covers, language="pt")

    assert route_of(in_english, in_portuguese, cluster="FSC", country="MOZ", language="pt").desk == "cluster-fsc-moz-pt"
    assert route_of(in_english, in_portuguese, cluster="FSC", country="MOZ").desk == "cluster-fsc-moz"
    assert route_of(in_english, in_portuguese, cluster="FSC", country="MOZ", language="ar").desk == "cluster-fsc-moz"


def test_a_member_who_speaks_the_language_counts_for_the_desk():
    covers = Covers(cluster="FSC", country="MOZ")
    works = a_world(desk("a-fsc", covers=covers), desk("b-fsc", covers=covers))
    with_member(works, "b-fsc", a_member("rui", "U0RUI", languages=("pt",)))

    assert route_of(works=works, cluster="FSC", country="MOZ", language="pt").desk == "b-fsc"


# --- refugees and configurations -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"country": "JOR", "emergency": REFUGEES, "items": ("tent",)}, "agency-unhcr-jor"),
        ({"country": "JOR", "emergency": REFUGEES, "cluster": "SHL"}, "agency-unhcr-jor"),
        ({"context": "refugee", "cluster": "SHL"}, "agency-unhcr"),
        ({"context": "refugee", "country": "KEN", "cluster": "WSH"}, "agency-unhcr"),
        ({"context": "refugee", "agency": "UNHCR", "country": "JOR"}, "agency-unhcr-jor"),
    ],
    ids=repr,
)
def test_a_refugee_context_goes_to_unhcr_and_never_to_a_cluster(asked, expected):
    """Clusters do not apply to refugee situations: UNHCR leads there."""
    found = route_of(**asked)

    assert (found.desk, rules(found)) == (expected, ["refugee_context"])


def test_another_agency_that_is_named_in_a_refugee_context_is_taken_at_its_word():
    assert route_of(country="JOR", emergency=REFUGEES, agency="UNICEF").desk == "agency-unicef"


def test_a_context_said_goes_before_that_of_the_emergency():
    assert route_of(country="JOR", emergency=REFUGEES, context="disaster", cluster="WSH").desk == "rco-jor"


@pytest.mark.parametrize(
    ("country", "day", "cluster", "expected", "mapped"),
    [
        ("MOZ", (2026, 11, 23), "SHL", "cluster-sls-moz", True),
        ("MOZ", (2026, 11, 23), "CCM", "cluster-sls-moz", True),
        ("MOZ", (2026, 11, 23), "SLS", "cluster-sls-moz", False),
        ("MOZ", (2026, 7, 1), "SHL", "cluster-sls-moz", True),
        ("MOZ", (2026, 6, 30), "SHL", "cluster-shl", False),
        ("MOZ", (2026, 11, 23), "WSH", WATER_MOZ, False),
        ("KEN", (2026, 11, 23), "SHL", "cluster-shl-ken", False),
        ("KEN", (2026, 11, 23), "SLS", "cluster-shl-ken", True),
        ("PER", (2026, 11, 23), "SHL", "cluster-shl", False),
    ],
    ids=str,
)
def test_the_countrys_configuration_on_the_day_says_which_cluster_it_is(country, day, cluster, expected, mapped):
    """Cluster configuration is per country and date: legacy-11 or reset-8; a country without one keeps the name said."""
    found = route_of(country=country, cluster=cluster, now=datetime(*day, 9, tzinfo=timezone.utc))

    assert found.desk == expected
    assert ("cluster_configuration" in rules(found)) == mapped


def test_where_no_clusters_are_activated_the_countrys_own_office_takes_it():
    """A country without activated clusters has no cluster contact to give."""
    found = route_of(country="TUN", cluster="WSH")

    assert (found.desk, rules(found)) == ("rco-tun", ["no_clusters"])


def test_the_things_offered_go_to_the_cluster_that_the_country_has_today():
    found = route_of(country="MOZ", items=("blanket",))

    assert found.desk == "cluster-sls-moz"
    assert rules(found) == ["item_cluster", "cluster_configuration", "country_cluster"]


# --- small companies -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["micro", "small"])
def test_a_small_local_company_is_brought_to_the_country_office_with_the_local_network(size):
    """S44: small companies are brought to the Resident Coordinator and the Global Compact local network."""
    found = route_of(country="MOZ", company_size=size, items=("water_pump",))

    assert (found.desk, found.cc, rules(found)) == ("rco-moz", ("gcln-moz",), ["small_local_company"])


def test_the_local_network_takes_a_small_company_where_there_is_no_country_office():
    network = desk("gcln-per")

    assert route_of(network, country="PER", company_size="small").desk == "gcln-per"


def test_a_small_company_that_names_a_cluster_is_brought_there_and_the_local_network_hears_of_it():
    """S44, S109: small local offers reach the local cluster, the local network in copy."""
    found = route_of(country="MOZ", company_size="small", cluster="WSH")

    assert (found.desk, found.cc) == (WATER_MOZ, ("gcln-moz",))


@pytest.mark.parametrize("size", ["medium", "large", ""])
def test_a_larger_company_goes_the_usual_way(size):
    found = route_of(country="MOZ", company_size=size, items=("water_pump",))

    assert (found.desk, found.cc) == (WATER_MOZ, ())


def test_a_small_company_that_names_no_country_has_no_local_office_to_go_to():
    assert route_of(company_size="small", items=("water_pump",)).desk == "cluster-wsh"


# --- who else, by when, why ------------------------------------------------------------------------------------------------


def test_the_contact_of_a_sensitive_sector_is_always_in_copy():
    """S31: whatever the desk."""
    for asked in ({"agency": "WFP"}, {"country": "MOZ"}, {"intent": "report_fraud"}, {}):
        found = route_of(sector="tobacco", **asked)

        assert "agency-who" in found.cc and rules(found)[-1] == "sector_contact"


def test_a_sectors_contact_who_gets_the_request_anyway_is_not_told_twice():
    assert route_of(sector="tobacco", agency="WHO").cc == ()


def test_each_desk_in_copy_is_named_once():
    twice = SectorContact(key="tobacco-2", sector="tobacco", desk="agency-who")

    assert route_of(twice, sector="tobacco", agency="WFP").cc == ("agency-who",)


def test_behind_a_desk_stand_its_back_ups_in_order_and_the_front_desk_last():
    """S75: back-up contacts outside the country; the front desk is the last of them."""
    assert route_of(cluster="WSH", country="MOZ").backup == ("cluster-wsh", "front")
    assert route_of(cluster="WSH").backup == ("front",)
    assert route_of().backup == ()


def test_back_ups_that_stand_behind_one_another_are_named_once_and_end():
    one, other = desk("cluster-fsc", fallback_desk="rco-moz"), desk("rco-moz", fallback_desk="cluster-fsc")

    found = route_of(replace(one, covers=Covers(cluster="FSC")), other, cluster="FSC")

    assert found.backup == ("rco-moz", "front")


def test_a_back_up_that_is_no_desk_is_left_out():
    broken = desk("cluster-fsc", covers=Covers(cluster="FSC"), fallback_desk="cluster-gone")

    assert route_of(broken, cluster="FSC").backup == ("front",)


def test_the_first_reply_is_due_in_working_hours_of_the_desk_that_gets_it():
    """S65, behaviour "time": clocks count working hours of the desk, from routing; eight unless the desk says otherwise."""
    assert route_of(cluster="WSH", country="MOZ").due == on(8)
    assert route_of(cluster="WSH", country="MOZ", now=on(5)).due == on(5, day=1)
    quick = desk(WATER_MOZ, covers=Covers(cluster="WSH", country="MOZ"), first_reply_wh=2)
    assert route_of(quick, cluster="WSH", country="MOZ").due == on(2)


def test_a_restricted_desk_makes_the_request_restricted():
    assert route_of(intent="report_fraud").restricted
    assert not route_of(agency="WFP").restricted


def test_the_reasons_stand_in_the_order_of_decision_each_with_a_sentence():
    found = route_of(country="MOZ", items=("blanket",), sector="tobacco")

    assert rules(found) == ["item_cluster", "cluster_configuration", "country_cluster", "sector_contact"]
    assert all(reason.text.endswith(".") for reason in found.reasons)


def test_the_world_without_a_front_desk_says_what_is_missing():
    with pytest.raises(UnknownRecord, match='no desk "front"'):
        route_of(works=InMemoryWorks())


# --- the simulator ---------------------------------------------------------------------------------------------------------


def preview(*entities, text="", **more):
    asked = {"intent": "ask_contact", "context": "", "phase": "", "company_size": "", "language": "en", **more}
    said = heard(asked["intent"], text, *entities)
    with a_world(item("soap", "hygiene", cluster=("WSH",)))() as work:
        return routed(work.records, entities=said.entities, now=MONDAY, calendar=FakeCalendar(), **asked)


def test_the_simulator_says_where_a_message_would_go_and_opens_nothing():
    found = preview(("item", "soap", "soap"), ("country", "Maputo", "MOZ"), text="soap for Maputo")

    assert (found.desk, found.backup, found.due) == (WATER_MOZ, ("cluster-wsh", "front"), on(8))


def test_the_simulator_knows_the_country_of_a_crisis_and_its_context():
    refugees = preview(("crisis", "refugees in Jordan", "jor-refugees"), text="tents for the refugees in Jordan")
    cyclone = preview(("crisis", "Alda", "moz-cyclone"), text="help for Alda", context="refugee")

    assert (refugees.desk, cyclone.desk) == ("agency-unhcr-jor", "agency-unhcr")


def test_the_simulator_takes_the_size_that_it_is_told_or_the_one_that_was_heard():
    heard_small = preview(("country", "Kenya", "KEN"), ("company_size", "small", "small"), text="small firm in Kenya")
    told_small = preview(("country", "Kenya", "KEN"), text="in Kenya", company_size="micro")

    assert heard_small.desk == told_small.desk == "rco-ken"
    assert heard_small.cc == told_small.cc == ("gcln-ken",)


def test_a_configuration_that_has_ended_is_not_used():
    ended = ClusterConfiguration(key="KEN-legacy-11", country="KEN", set="none", until=MONDAY.date())

    found = route_of(ended, country="KEN", cluster="WSH")

    assert found.desk == "cluster-wsh-ken"

"""Clocks in working hours: a desk's days, hours, zone and holidays; the promise to the company as a named moment."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.inquiries.service_level import HoursNotUnderstood, due_at, week_of

from .cast import MONDAY, FakeCalendar, desk

ZONES = (
    "UTC",
    "Africa/Maputo",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Australia/Lord_Howe",
)
HOURS = (
    "Mon-Fri 08:00-16:00",
    "Sun-Thu 08:00-16:00",
    "Mon-Thu 08:00-12:00, Mon-Thu 13:00-17:00, Fri 08:00-12:00",
    "Mon-Sun 00:00-24:00",
    "Sat 22:00-24:00, Sun 00:00-04:00",
    "Sun 01:30-03:30",
    "Fri-Mon 01:00-02:30",
)


def due(start, wh, *, hours="Mon-Fri 08:00-16:00", zone="Africa/Maputo", holidays=(), country="MZ"):
    calendar = FakeCalendar(holidays={("MZ", day) for day in holidays})
    one = desk("cluster-wsh-moz", hours=hours, timezone=zone, holidays=country)
    return due_at(start, working_hours=wh, desk=one, calendar=calendar)


def at(text, zone="Africa/Maputo"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


# --- hours as people write them ------------------------------------------------------------------------------------------


def test_hours_are_read_as_people_write_them():
    assert week_of("Mon-Fri 08:00-16:00") == {day: [(time(8), time(16))] for day in range(5)}
    assert set(week_of("Sun-Thu 9:00-17:00")) == {6, 0, 1, 2, 3}
    assert set(week_of("sat 09:00 - 13:00")) == {5}


def test_a_day_may_have_several_spans_in_any_order():
    assert week_of("Mon 14:00-18:00, Mon 08:00-12:00") == {0: [(time(8), time(12)), (time(14), time(18))]}


@pytest.mark.parametrize(
    "hours",
    ["", "always", "Mon-Fri", "Mon-Fri 16:00-08:00", "Mon-Fri 08:00-08:00", "Mon-Fry 08:00-16:00", "Mon 25:00-26:00",
     "Mon 08:60-09:00", "Mon-Fri 08:00-16:00; Sat 08:00-12:00", "Mon 08:00-24:30"],
)  # fmt: skip
def test_hours_that_nobody_can_read_are_refused_with_the_way_to_write_them(hours):
    with pytest.raises(HoursNotUnderstood, match="Mon-Fri 08:00-16:00"):
        week_of(hours)


# --- a promise as a moment -----------------------------------------------------------------------------------------------

PROMISES = {
    "the same day": ("2026-11-23T08:00", 8, "2026-11-23T16:00"),
    "before opening": ("2026-11-23T05:12", 2, "2026-11-23T10:00"),
    "over the night": ("2026-11-23T15:00", 8, "2026-11-24T15:00"),
    "after closing": ("2026-11-23T18:00", 8, "2026-11-24T16:00"),
    "over the weekend": ("2026-11-27T15:00", 8, "2026-11-30T15:00"),
    "at the weekend": ("2026-11-28T12:00", 8, "2026-11-30T16:00"),
    "two days": ("2026-11-23T08:00", 16, "2026-11-24T16:00"),
    "a quarter of an hour": ("2026-11-23T15:55", 0.25, "2026-11-24T08:10"),
}


@pytest.mark.parametrize("case", PROMISES)
def test_eight_working_hours_are_counted_from_routing(case):
    """Behaviour, "time": clocks count working hours of the desk; default first reply 8 working hours."""
    start, wh, expected = PROMISES[case]

    assert due(at(start), wh) == at(expected)


def test_a_promise_is_a_moment_in_the_zone_of_the_desk_wherever_the_company_is():
    """Behaviour: a promise to a company is a named moment in a named zone."""
    from_tokyo = datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo("Asia/Tokyo"))

    promised = due(from_tokyo, 8)

    assert promised == at("2026-11-23T16:00")
    assert promised.tzinfo == ZoneInfo("Africa/Maputo")


def test_the_weekend_is_the_desks_own():
    """Weekends differ: Sunday to Thursday in Amman."""
    hours = "Sun-Thu 08:00-16:00"

    assert due(at("2026-11-26T15:00", "Asia/Amman"), 8, hours=hours, zone="Asia/Amman") == at(
        "2026-11-29T15:00", "Asia/Amman"
    )
    assert due(at("2026-11-27T10:00", "Asia/Amman"), 1, hours=hours, zone="Asia/Amman") == at(
        "2026-11-29T09:00", "Asia/Amman"
    )


def test_a_public_holiday_of_the_desks_country_does_not_count():
    assert due(at("2026-11-23T15:00"), 8, holidays=[date(2026, 11, 24)]) == at("2026-11-25T15:00")
    assert due(at("2026-11-23T15:00"), 8, holidays=[date(2026, 11, 24)], country="") == at("2026-11-24T15:00")
    assert due(at("2026-11-23T15:00"), 8, holidays=[date(2026, 11, 24)], country="KE") == at("2026-11-24T15:00")


def test_a_holiday_is_the_desks_own_day_and_not_the_companys():
    evening_in_new_york = datetime(2026, 11, 22, 23, 30, tzinfo=ZoneInfo("America/New_York"))

    assert due(evening_in_new_york, 1, holidays=[date(2026, 11, 23)]) == at("2026-11-24T09:00")


def test_a_lunch_break_does_not_count():
    hours = "Mon-Fri 08:00-12:00, Mon-Fri 13:00-17:00"

    assert due(at("2026-11-23T11:00"), 2, hours=hours) == at("2026-11-23T14:00")
    assert due(at("2026-11-23T12:30"), 1, hours=hours) == at("2026-11-23T14:00")


def test_a_desk_that_never_closes_counts_every_hour():
    always = "Mon-Sun 00:00-24:00"

    assert due(at("2026-11-23T12:00"), 24, hours=always) == at("2026-11-24T12:00")
    assert due(at("2026-11-23T12:00"), 12, hours=always) == at("2026-11-24T00:00")
    assert due(at("2026-11-23T12:00"), 240, hours=always) == at("2026-12-03T12:00")


@pytest.mark.parametrize(
    ("zone", "start", "wh", "expected"),
    [
        ("Europe/Berlin", "2026-03-29T00:00", 4, "2026-03-29T05:00"),
        ("Europe/Berlin", "2026-10-25T00:00", 4, "2026-10-25T03:00"),
        ("America/New_York", "2026-03-08T00:00", 4, "2026-03-08T05:00"),
        ("America/New_York", "2026-11-01T00:00", 4, "2026-11-01T03:00"),
    ],
    ids=["spring in Berlin", "autumn in Berlin", "spring in New York", "autumn in New York"],
)
def test_on_the_day_the_clocks_change_real_hours_count(zone, start, wh, expected):
    assert due(at(start, zone), wh, hours="Mon-Sun 00:00-24:00", zone=zone) == at(expected, zone)


def test_an_hour_that_the_clocks_skip_is_no_working_time():
    night = "Sun 02:00-03:00"

    assert due(at("2026-03-28T12:00", "Europe/Berlin"), 1, hours=night, zone="Europe/Berlin") == at(
        "2026-04-05T03:00", "Europe/Berlin"
    )
    assert due(at("2026-03-28T12:00", "Europe/Berlin"), 0.25, hours="Sun 02:30-03:15", zone="Europe/Berlin") == at(
        "2026-04-05T02:45", "Europe/Berlin"
    )


def test_an_hour_that_comes_twice_counts_twice():
    second_two, second_half_past_two = (datetime(2026, 10, 25, 1, half, tzinfo=timezone.utc) for half in (0, 30))

    assert due(second_two, 1, hours="Sun 02:00-04:00", zone="Europe/Berlin") == at("2026-10-25T03:00", "Europe/Berlin")

    assert due(second_half_past_two, 0.5, hours="Sun 02:00-04:00", zone="Europe/Berlin") == at(
        "2026-10-25T03:00", "Europe/Berlin"
    )
    assert due(at("2026-10-25T00:00", "Europe/Berlin"), 3, hours="Sun 02:00-04:00", zone="Europe/Berlin") == at(
        "2026-10-25T04:00", "Europe/Berlin"
    )


def test_a_closing_time_that_the_clocks_skip_promises_nothing_after_it():
    """On 29 March 2026 Berlin's clocks go from 02:00 to 03:00: a desk that closes at 02:30 is not promised for 03:00."""
    start = at("2026-03-27T12:00", "UTC")

    promised = {
        due(start, quarters / 4, hours="Fri-Mon 01:00-02:30", zone="Europe/Berlin") for quarters in range(1, 20)
    }

    assert all("01:00" <= f"{moment:%H:%M}" <= "02:30" for moment in promised)


def test_a_desk_that_never_opens_is_named():
    everyday = [MONDAY.date() + timedelta(days=n) for n in range(800)]

    with pytest.raises(HoursNotUnderstood, match="cluster-wsh-moz"):
        due(MONDAY, 8, holidays=everyday)


# --- what holds for every desk -------------------------------------------------------------------------------------------

moments = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001  the strategy adds the zone
    max_value=datetime(2027, 12, 31),  # noqa: DTZ001
    timezones=st.just(timezone.utc),
).map(lambda moment: moment.replace(microsecond=0))
holidays = st.lists(st.dates(date(2026, 1, 1), date(2028, 1, 31)), max_size=8)
lengths = st.integers(min_value=1, max_value=96).map(lambda quarters: quarters / 4)


def is_open_around(moment, hours):
    """Whether the moment lies in a span or at its end."""
    minute = moment.hour * 60 + moment.minute + moment.second / 60
    spans = week_of(hours)
    yesterday = (moment.weekday() - 1) % 7
    ends_at_midnight = minute == 0 and any(closes == time.max for _, closes in spans.get(yesterday, []))
    return ends_at_midnight or any(
        opens.hour * 60 + opens.minute <= minute <= closes.hour * 60 + closes.minute + (closes == time.max)
        for opens, closes in spans.get(moment.weekday(), [])
    )


@settings(deadline=None)
@given(start=moments, wh=lengths, hours=st.sampled_from(HOURS), zone=st.sampled_from(ZONES), off=holidays)
def test_a_promise_lies_after_the_start_and_within_the_desks_hours(start, wh, hours, zone, off):
    promised = due(start, wh, hours=hours, zone=zone, holidays=off)

    assert promised >= start + timedelta(hours=wh)
    assert is_open_around(promised, hours)
    assert promised.date() not in off or promised.time() == time.min


@settings(deadline=None)
@given(
    start=moments, later=st.integers(0, 5000), wh=lengths, more=lengths, hours=st.sampled_from(HOURS), zone=st.sampled_from(ZONES)
)  # fmt: skip
def test_whoever_writes_later_or_needs_longer_is_never_promised_an_earlier_moment(start, later, wh, more, hours, zone):
    promised = due(start, wh, hours=hours, zone=zone).timestamp()

    assert due(start + timedelta(minutes=later), wh, hours=hours, zone=zone).timestamp() >= promised
    assert due(start, wh + more, hours=hours, zone=zone).timestamp() >= promised + more * 3600


@settings(deadline=None)
@given(start=moments, wh=lengths, more=lengths, hours=st.sampled_from(HOURS), zone=st.sampled_from(ZONES), off=holidays)
def test_working_hours_add_up(start, wh, more, hours, zone, off):
    in_one = due(start, wh + more, hours=hours, zone=zone, holidays=off)
    in_two = due(due(start, wh, hours=hours, zone=zone, holidays=off), more, hours=hours, zone=zone, holidays=off)

    assert abs((in_one - in_two).total_seconds()) < 1

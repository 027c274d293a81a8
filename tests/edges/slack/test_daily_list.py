"""A desk's daily list of parked offers."""

from __future__ import annotations

from datetime import timedelta

from slack_standin.client import words_of


async def test_parked_offers_are_in_the_desks_list_of_the_day_once(house):
    request = house.request(status="parked")

    for _ in range(3):
        await house.worker.run_once()
    await house.new_worker().run_once()

    (list_of_today,) = await house.workspace.messages("health-moz")
    shown = words_of(list_of_today)
    assert "Parked offers" in shown and request.reference in shown
    assert "4,000 blanket" in shown and "[Demo] Lumen Tents" in shown


async def test_the_list_comes_at_the_desks_time_in_its_zone(house):
    house.now = house.now.replace(hour=6, minute=59)
    house.request(status="parked")
    await house.worker.run_once()
    assert await house.workspace.messages("health-moz") == []

    house.now = house.now.replace(hour=7, minute=0)
    await house.worker.run_once()

    assert len(await house.workspace.messages("health-moz")) == 1


async def test_there_is_no_list_at_the_weekend(house):
    house.now -= timedelta(days=1)
    house.request(status="parked")

    await house.worker.run_once()

    assert await house.workspace.messages("health-moz") == []


async def test_the_next_working_day_lists_again_what_is_still_parked(house):
    house.request(status="parked")
    await house.worker.run_once()

    house.now += timedelta(days=1)
    await house.worker.run_once()

    assert len(await house.workspace.messages("health-moz")) == 2


async def test_take_up_makes_a_card_of_it(busy_house):
    request = busy_house.request(status="parked")
    ana = busy_house.person("ana")
    listed = await ana.sees("Parked offers", channel="health-moz")

    await ana.press("claim", listed, value=request.reference)

    card = await busy_house.shows(request, "Claimed")
    assert card["ts"] != listed["ts"] and "[Demo] Ana Reyes" in words_of(card)


async def test_a_hundred_parked_offers_are_all_listed_within_slacks_limits(house):
    requests = [house.request(status="parked", text=f"offer {number}", company="x" * 500) for number in range(100)]

    await house.worker.run_once()

    messages = await house.workspace.messages("health-moz")
    shown = "\n".join(words_of(message) for message in messages)
    assert all(request.reference in shown for request in requests)
    assert 1 < len(messages) <= 10

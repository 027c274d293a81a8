"""Slack goes away, the process is killed, the database goes: requests wait, are posted once, and companies hear the truth."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.inquiries.records import Member
from slack_standin.client import Workspace, eventually, words_of
from tests.edges.commands.conftest import MONDAY_MORNING
from tests.edges.commands.processes import Company, Process, Service, free_port, member_of, serve, until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("service")]

A_PERSON = "Let me talk to a person"
IT_IS_KEPT = "Your message is kept"


@dataclass
class House:
    """A stand-in Slack and a service, each a process of its own that can be ended and started again."""

    folder: Path
    database: Path
    slack_port: int
    channel: str
    member: Member
    slack: Process = field(init=False)
    service: Service = field(init=False)

    @property
    def settings(self) -> dict[str, str]:
        """Where everything is; the clock is a file, so that a test can let time pass."""
        return {
            "FOCALPOINT_DATABASE_URL": f"sqlite:///{self.database}",
            "FOCALPOINT_CLOCK": str(self.folder / "clock"),
            "FOCALPOINT_DEMO": "1",
            "SLACK_BOT_TOKEN": "xoxb-stand-in",
            "SLACK_APP_TOKEN": "xapp-stand-in",
            "SLACK_API_URL": f"http://127.0.0.1:{self.slack_port}/api/",
        }

    def time_passes(self, minutes: int) -> None:
        """Set the clock."""
        at = MONDAY_MORNING + timedelta(minutes=minutes)
        (self.folder / "clock").write_text(at.isoformat(), encoding="utf-8")

    def start_slack(self) -> None:
        """Start the stand-in, without anything that was there before."""
        database = {"FOCALPOINT_DATABASE_URL": self.settings["FOCALPOINT_DATABASE_URL"]}
        self.slack = Process(("slack-standin", "--port", str(self.slack_port)), database, self.folder)
        assert self.slack.prints(r"SLACK_APP_TOKEN=(\S+)") == self.settings["SLACK_APP_TOKEN"]

    def start_service(self) -> None:
        """Start the service and wait until it can serve."""
        self.service = serve(self.folder, **self.settings)
        self.service.gets_ready()

    @property
    def workspace(self) -> Workspace:
        """The stand-in as it runs now."""
        return Workspace(f"http://127.0.0.1:{self.slack_port}")


@pytest.fixture(scope="module")
def house(shipped_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("breaking")
    database = Path(shutil.copy(shipped_database, folder / "focalpoint.db"))
    channel, member = member_of(database, "front")
    house = House(folder, database, free_port(), channel, member)
    house.time_passes(0)
    house.start_slack()
    try:
        house.start_service()
        yield house
    finally:
        for process in (house.slack, getattr(house, "service", house.slack)):
            if process.running.poll() is None:
                process.kill()


def asks_for_a_person(company: Company) -> tuple[str, str]:
    """The reference of the request, and all that the company was told."""
    turn = company.says(A_PERSON)
    assert turn["outcome"]["kind"] == "route", turn  # type: ignore[index]
    told = "\n".join(reply["text"] for reply in turn["replies"])  # type: ignore[attr-defined]
    return turn["outcome"]["request"]["reference"], told  # type: ignore[index]


async def cards(house: House, reference: str) -> int:
    """How many cards of a request stand in the channel."""
    shown = await house.workspace.messages(house.channel)
    return sum(reference in words_of(message) for message in shown)


async def has_one_card(house: House, reference: str, *, within: float = 60.0) -> None:
    """Wait for the card, and then long enough for a second one."""

    async def look() -> bool:
        return await cards(house, reference) > 0

    await eventually(look, what=f"the card of {reference}", within=within)
    until(lambda: _waiting(house) == 0, what="an empty outbox", within=within)
    assert await cards(house, reference) == 1


def _waiting(house: House) -> int:
    metrics = httpx.get(f"{house.service.url}/metrics", timeout=15).text
    return int(next(float(line.split()[-1]) for line in metrics.splitlines() if line.startswith("focalpoint_outbox")))


async def test_while_slack_is_away_requests_wait_and_companies_are_told(house: House) -> None:
    await house.workspace.connected(within=30)
    before, told_before = asks_for_a_person(Company(house.service.url))
    await has_one_card(house, before)

    house.slack.kill()
    until(lambda: _is_away(house), what="notice that Slack is away")
    first, told_first = asks_for_a_person(Company(house.service.url))
    second, told_second = asks_for_a_person(Company(house.service.url))

    assert IT_IS_KEPT not in told_before
    assert IT_IS_KEPT in told_first and IT_IS_KEPT in told_second
    assert first in told_first and second in told_second
    assert _waiting(house) >= 2
    assert house.service.running.poll() is None

    house.start_slack()
    await has_one_card(house, first)
    await has_one_card(house, second)
    await house.workspace.connected(within=60)


def _is_away(house: House) -> bool:
    """Whether a company that asks for a person now is told that it waits."""
    return IT_IS_KEPT in asks_for_a_person(Company(house.service.url))[1]


async def test_a_wrong_token_or_a_missing_scope_keeps_requests_until_it_is_right(house: House) -> None:
    await house.workspace.connected(within=60)
    await house.workspace.change_app(remove_scopes=["chat:write"])

    reference, _ = asks_for_a_person(Company(house.service.url))
    until(lambda: "missing_scope" in _errors(house), what="the refusal")
    assert await cards(house, reference) == 0
    await house.workspace.change_app(add_scopes=["chat:write"])

    await has_one_card(house, reference)


def _errors(house: House) -> str:
    """What the outbox says of the notices that wait."""
    from sqlalchemy import text

    from bot.store.engine import open_engine

    engine = open_engine(f"sqlite:///{house.database}")
    with engine.connect() as connection:
        found = connection.execute(text("SELECT error FROM outbox WHERE delivered_at IS NULL")).scalars().all()
    engine.dispose()
    return "\n".join(found)


async def test_killed_between_saving_and_posting_it_posts_once_after_the_restart(house: House) -> None:
    offering, url = Company(house.service.url), house.service.url
    asked = offering.says("We would like to give 30 generators to Mozambique, they stand in Durban")
    assert asked["outcome"]["kind"] == "ask"  # type: ignore[index]
    await house.workspace.fail("late_answer", method="chat.postMessage", seconds=30)

    posted, _ = asks_for_a_person(Company(url))
    async with house.workspace as workspace:
        await workspace.person(house.member.slack_user).sees(posted, channel=house.channel, within=30)
    saved, _ = asks_for_a_person(Company(url))
    house.service.kill()
    on_the_way = await cards(house, posted), await cards(house, saved)

    house.time_passes(10)
    house.start_service()
    await has_one_card(house, posted)
    await has_one_card(house, saved)

    assert on_the_way == (1, 0)
    offering.client.base_url = httpx.URL(house.service.url)
    assert _goes_on(offering).endswith("-moz")


def _goes_on(company: Company) -> str:
    """The offer that was begun before the restart is finished after it; the desk that gets it."""
    company.says("from next week")
    turn = company.says("Acme Power Ltd, hello@acme.example.org")
    outcome = turn["outcome"]
    assert isinstance(outcome, dict) and outcome["kind"] == "route", turn
    assert [item["item"] for item in outcome["request"]["items"]] == ["generator"]
    assert outcome["request"]["items"][0]["quantity"]["value"] == 30
    return str(outcome["request"]["desk"])


async def test_without_its_database_it_says_so_and_works_on_when_it_is_back(house: House) -> None:
    company = Company(house.service.url)
    away = house.database.with_suffix(".away")
    house.database.rename(away)

    refused = company.client.post(f"/api/v1/conversations/{company.id}/messages", json={"text": "hello"})
    missing = house.service.not_ready()
    away.rename(house.database)

    assert refused.status_code == 503
    assert "Traceback" not in refused.text
    assert "database" in (missing or [])
    until(lambda: house.service.not_ready() == [], what="readiness")
    assert company.says("hello")["replies"]

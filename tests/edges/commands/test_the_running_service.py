"""`focalpoint serve` as `make run` starts it: the page at once, then the way of an inquiry to a person and back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.inquiries.records import Member
from slack_standin.client import JSON, Person, Workspace, words_of
from tests.edges.commands.processes import Company, Process, Service, member_of, serve, until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("service")]

A_PERSON = "Let me talk to a person"


@dataclass
class House:
    """The service with its stand-in Slack, and what it showed before it was ready."""

    service: Service
    slack_url: str
    channel: str
    member: Member
    early_page: httpx.Response
    early_message: httpx.Response
    early_missing: list[str]


@pytest.fixture(scope="module")
def house(shipped_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("service")
    database = Path(shutil.copy(shipped_database, folder / "focalpoint.db"))
    channel, member = member_of(database, "front")
    url = f"sqlite:///{database}"
    service = serve(folder, "--with-standin", "--standin-port", "0", FOCALPOINT_DATABASE_URL=url, FOCALPOINT_DEMO="1")
    try:
        service.opens()
        page, missing = httpx.get(f"{service.url}/"), service.not_ready()
        message = httpx.post(f"{service.url}/webhooks/rest/webhook", json={"sender": "early", "message": "hello"})
        slack_url = service.prints(r"Stand-in for Slack \(not Slack\):\s+(\S+?)/\n")
        service.gets_ready()
        yield House(service, slack_url, channel, member, page, message, list(missing or []))
    finally:
        if service.running.poll() is None:
            service.kill()


@pytest.fixture
async def workspace(house: House) -> Workspace:
    workspace = Workspace(house.slack_url)
    await workspace.connected(within=30)
    return workspace


async def card_of(workspace: Workspace, house: House, reference: str) -> tuple[Person, JSON]:
    """Somebody of the front desk, and the card in front of them."""
    person = workspace.person(house.member.slack_user)
    return person, await person.sees(reference, channel=house.channel, within=30)


async def replies(person: Person, card: JSON, text: str) -> None:
    """The person claims the request and writes to the company."""
    await person.press("claim", card)
    await person.sees("Claimed", channel=card["channel"], within=30)
    await person.press("reply", card)
    answer = await person.submit(await person.modal(callback_id="reply", within=30), {"text": text})
    assert answer["closed"], answer


def reference_of(turn: dict[str, object]) -> str:
    """The reference of the request that a turn opened."""
    outcome = turn["outcome"]
    assert isinstance(outcome, dict) and outcome["kind"] == "route", turn
    return str(outcome["request"]["reference"])


def test_the_page_opens_at_once_and_says_that_it_is_getting_ready(house: House) -> None:
    assert house.early_page.status_code == 200
    assert "ready" in house.early_page.text
    assert "model" in house.early_missing
    assert "database" not in house.early_missing


def test_a_message_before_that_is_refused_with_the_truth(house: House) -> None:
    assert house.early_message.status_code == 503
    assert "ready" in house.early_message.json()["detail"]


def test_the_start_prints_where_everything_is(house: House) -> None:
    url, out = house.service.url, house.service.out

    assert f"Company chat:    {url}/" in out
    assert f"{url}/admin" in out and "name admin" in out
    assert "focalpoint chat" in out
    assert "The assistant is ready." in out


async def test_a_companys_message_is_answered_by_a_person_where_it_wrote(house: House, workspace: Workspace) -> None:
    company = Company(house.service.url)
    reference = reference_of(company.says(A_PERSON))
    person, card = await card_of(workspace, house, reference)

    await replies(person, card, "Good morning, which size are your tents?")
    told = company.hears("which size are your tents")
    turn = company.says("Family tents, sixteen square metres.")

    assert told["from"] == "person" and told["name"] == house.member.name
    assert (turn["outcome"]["kind"], turn["replies"]) == ("silent", [])  # type: ignore[index]
    assert set(turn["outcome"]["request"]) == {"reference", "desk", "due", "status", "items"}  # type: ignore[index]
    assert turn["outcome"]["request"]["status"] == "claimed"  # type: ignore[index]
    await person.sees("sixteen square metres", channel=house.channel, thread=card, within=30)


async def test_the_reply_arrives_in_the_stream_of_events(house: House, workspace: Workspace) -> None:
    company = Company(house.service.url)
    reference = reference_of(company.says(A_PERSON))
    person, card = await card_of(workspace, house, reference)
    last = max(int(message["id"]) for message in company.reads())

    seen: list[str] = []
    path = f"/api/v1/conversations/{company.id}/events"
    with company.client.stream("GET", path, params={"after": last}, timeout=30) as stream:
        lines = stream.iter_lines()
        await replies(person, card, "This comes by the stream.")
        for line in lines:
            seen.append(line)
            if "This comes by the stream." in line:
                break

    assert "event: message" in seen
    assert "event: status" in seen


async def test_the_reply_arrives_in_the_terminal(house: House, workspace: Workspace, tmp_path: Path) -> None:
    chat = Process(arguments=("chat", "--url", house.service.url), settings={}, folder=tmp_path)
    assert "a person's reply arrives here" in chat.prints(r"(Talking through .*)")
    chat.types(A_PERSON)
    person, card = await card_of(workspace, house, chat.prints(r"(FP-2026-\d{5})"))

    await replies(person, card, "Good morning in the terminal.")
    chat.prints(r"(Good morning in the terminal\.)")
    chat.types("Good morning to you")
    await person.sees("Good morning to you", channel=house.channel, thread=card, within=30)
    chat.types("/quit")

    assert chat.running.wait(30) == 0
    assert f"{house.member.name}: Good morning in the terminal." in chat.out
    assert "passed on to the person" in chat.out
    assert chat.err == ""


async def test_the_reply_arrives_in_the_direct_message_of_whoever_wrote_there(
    house: House, workspace: Workspace
) -> None:
    company = workspace.person("company")
    await company.tell_app(A_PERSON)
    told = words_of(await company.sees("FP-2026-", within=60))
    reference = told[told.index("FP-2026-") :][: len("FP-2026-00001")]
    person, card = await card_of(workspace, house, reference)

    await replies(person, card, "Good morning in the direct message.")
    await company.sees("Good morning in the direct message.", within=30)
    await company.tell_app("Thank you, we wait.")

    await person.sees("Thank you, we wait.", channel=house.channel, thread=card, within=30)


def test_odd_settings_of_a_caller_never_reach_the_log(house: House) -> None:
    company = Company(house.service.url)

    company.says('/greet{"email": "kept.secret@example.org"}')

    assert "kept.secret" not in house.service.err + house.service.out
    assert "size are your tents" not in house.service.err + house.service.out


def test_a_second_service_on_the_same_port_is_told_so(house: House, tmp_path: Path) -> None:
    port = house.service.url.rpartition(":")[2]
    second = Process(arguments=("serve", "--port", port), settings=house.service.settings, folder=tmp_path)

    assert second.running.wait(60) == 1
    assert second.err.strip().endswith("choose another with --port.")
    assert len(second.err.strip().splitlines()) == 1


def test_asked_to_stop_it_stops_cleanly(house: House) -> None:
    code = house.service.stop(within=30)

    assert code == 0
    assert "Traceback" not in house.service.err, house.service.err
    assert until(lambda: house.service.not_ready() is None, what="the closed port")

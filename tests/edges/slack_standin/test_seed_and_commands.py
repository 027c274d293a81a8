"""The stand-in starts from a seed, by itself, and starts afresh when told."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from slack_sdk.web.async_client import AsyncWebClient

from slack_standin import Settings, StandIn
from slack_standin.__main__ import main
from slack_standin.client import ControlError, Workspace
from slack_standin.errors import SeedError

ROOT = Path(__file__).parents[3]


async def test_the_program_runs_by_itself_with_a_seed_and_a_manifest(tmp_path: Path) -> None:
    seed = tmp_path / "people.yml"
    seed.write_text("users:\n- {name: ana, real_name: '[Demo] Ana'}\nchannels:\n- {name: desk, members: [ana, app]}\n")
    manifest = tmp_path / "manifest.yml"
    manifest.write_text(
        "display_information: {name: Focal Point}\n"
        "features: {slash_commands: [{command: /desk, description: x}]}\n"
        "oauth_config: {scopes: {bot: ['chat:write', 'im:history']}}\n"
        "settings: {event_subscriptions: {bot_events: [message.im]}}\n"
    )
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "slack_standin", "--port", "0", "--seed", str(seed), "--manifest", str(manifest)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert program.stdout is not None
    try:
        lines = [(await asyncio.wait_for(program.stdout.readline(), 20)).decode().strip() for _ in range(4)]
        settings = dict(line.split("=", 1) for line in lines[1:])
        client = AsyncWebClient(token=settings["SLACK_BOT_TOKEN"], base_url=settings["SLACK_API_URL"])
        assert (await client.chat_postMessage(channel="#desk", text="Hello"))["ok"]

        async with Workspace(settings["SLACK_API_URL"].removesuffix("/api/")) as workspace:
            state = await workspace.state()
            with pytest.raises(ControlError, match="unknown_command"):
                await workspace.person("ana").command("/other")
    finally:
        program.terminate()
        await program.wait()

    assert state["app"]["name"] == "Focal Point"
    assert state["app"]["scopes"] == ["chat:write", "im:history"]
    assert state["app"]["events"] == ["message.im"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("users: [{name: ana, shoe_size: 40}]", "unknown field shoe_size"),
        ("users: [{real_name: Ana}]", "every user needs a name"),
        ("users: [{name: ana}, {name: ana}]", "ana: name_taken"),
        ("users: [{name: ana, tz: Mars}]", "ana: invalid_timezone"),
        ("channels: [{name: Desk}]", "Desk: invalid_name_specials"),
        ("channels: [{name: desk, members: [bob]}]", "desk: user_not_found"),
        ("- a list", "must hold a mapping"),
        ("users: [", "cannot be read as YAML"),
    ],
)
def test_a_faulty_seed_is_one_sentence(tmp_path: Path, content: str, sentence: str) -> None:
    seed = tmp_path / "seed.yml"
    seed.write_text(content)

    result = CliRunner().invoke(main, ["--port", "0", "--seed", str(seed)])

    assert result.exit_code == 1
    assert sentence in result.output
    assert len(result.output.strip().splitlines()) == 1


async def test_a_taken_port_is_one_sentence(slack: StandIn) -> None:
    port = slack.web_url.rsplit(":", 1)[1]

    result = await asyncio.to_thread(CliRunner().invoke, main, ["--port", port])

    assert result.exit_code == 1
    assert "choose another --port" in result.output


async def test_reset_returns_to_the_seed(slack: StandIn, workspace: Workspace) -> None:
    await workspace.add_person("dee", real_name="Dee")
    await workspace.person("ana").say("#water", "Something")
    await workspace.fail("server_error", times=9)

    await workspace.reset()

    state = await workspace.state()
    assert "dee" not in [user["name"] for user in state["users"]]
    assert state["faults"] == []
    assert await workspace.messages("#water") == []


async def test_the_scene_can_be_set_on_the_fly(slack: StandIn, workspace: Workspace, client: AsyncWebClient) -> None:
    dee = await workspace.add_person("dee", real_name="Dee", email="dee@example.org", tz="Asia/Tokyo")
    await workspace.add_channel("health", members=["dee", "app"])
    await client.chat_postMessage(channel="#health", text="Welcome")

    assert (await dee.sees("Welcome", channel="#health"))["bot_id"]
    with pytest.raises(ControlError, match="not_in_channel"):
        await workspace.person("ana").say("#health", "May I?")
    with pytest.raises(ControlError, match="no_such_action"):
        await dee.press("claim", await dee.sees("Welcome", channel="#health"))


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"kind": "plague"}', b'{"unknown": 1}'])
async def test_a_faulty_control_call_is_refused(slack: StandIn, body: bytes) -> None:
    async with httpx.AsyncClient(base_url=slack.web_url, trust_env=False) as http:
        answer = await http.post("/_control/faults", content=body)

    assert answer.status_code == 400
    assert answer.json()["ok"] is False


async def test_two_stand_ins_live_side_by_side_and_leave_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async with StandIn() as one, StandIn(settings=Settings(ack_seconds=0.1)) as two:
        assert one.api_url != two.api_url
    leftover = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]

    assert leftover == []
    assert caplog.records == []


def test_the_log_holds_nobodys_words() -> None:
    async def scene() -> str:
        seed = {"users": [{"name": "ana", "email": "ana@example.org"}], "channels": [{"name": "w", "members": ["ana"]}]}
        async with StandIn(seed=seed) as slack, Workspace(slack.web_url) as workspace:
            await workspace.person("ana").say("#w", "canary words")
            client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
            await client.chat_postMessage(channel="#w", text="canary words")
            return json.dumps(await workspace.log())

    log = asyncio.run(scene())

    assert "chat.postMessage" in log
    assert not any(word in log for word in ("canary", "ana@example.org", "xoxb"))


async def test_a_seed_error_is_raised_before_anything_listens() -> None:
    with pytest.raises(SeedError):
        await StandIn(seed={"users": [{"name": ""}]}).start()

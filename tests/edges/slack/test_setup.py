"""Tokens, scopes and the manifest: what is wrong is said in one sentence before anything else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.slack.app import slack_client
from bot.slack.check import slack_complaints
from bot.slack.scopes import EVENTS, METHODS, SCOPES

ROOT = Path(__file__).parents[3]
CALLS = re.compile(r"client\.((?:chat|views|conversations|auth|apps|users|reactions|files)_\w+)\(")


def manifest():
    return YAML(typ="safe").load((ROOT / "manifest.yml").read_text(encoding="utf-8"))


def used_methods():
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot/slack").glob("*.py"))
    return {name.replace("_", ".") for name in CALLS.findall(source)}


def test_the_manifest_asks_for_just_the_scopes_of_the_methods_and_events_in_use():
    assert tuple(sorted(manifest()["oauth_config"]["scopes"]["bot"])) == SCOPES
    assert used_methods() == set(METHODS)
    assert manifest()["settings"]["event_subscriptions"]["bot_events"] == list(EVENTS)


def test_the_manifest_switches_on_what_the_app_relies_on():
    settings, features = manifest()["settings"], manifest()["features"]

    assert settings["socket_mode_enabled"] and settings["interactivity"]["is_enabled"]
    assert features["app_home"]["messages_tab_enabled"] and not features["app_home"]["messages_tab_read_only_enabled"]


async def test_with_the_right_tokens_there_is_nothing_to_say(house):
    assert await slack_complaints(house.client, app_token=house.slack.app_token) == ()


async def test_a_wrong_bot_token_is_named(house):
    client = slack_client(bot_token="xoxb-wrong", base_url=house.slack.api_url)

    (complaint,) = await slack_complaints(client, app_token=house.slack.app_token)

    assert "SLACK_BOT_TOKEN" in complaint and "invalid_auth" in complaint and "requests are kept" in complaint
    assert "xoxb-wrong" not in complaint


async def test_a_wrong_app_token_is_named(house):
    (complaint,) = await slack_complaints(house.client, app_token="xapp-wrong")

    assert "SLACK_APP_TOKEN" in complaint and "requests are kept" in complaint


@pytest.mark.parametrize(
    ("missing", "words"),
    [(["groups:history"], "scope groups:history"), (["chat:write", "im:history"], "scopes chat:write, im:history")],
)
async def test_missing_scopes_are_named(house, missing, words):
    await house.workspace.change_app(remove_scopes=missing)

    (complaint,) = await slack_complaints(house.client, app_token=house.slack.app_token)

    assert words in complaint and "manifest.yml" in complaint


async def test_a_slack_that_is_away_is_named_with_its_address():
    client = slack_client(bot_token="xoxb-x", base_url="http://127.0.0.1:9/api/")

    (complaint,) = await slack_complaints(client, app_token="xapp-x")

    assert "cannot be reached at http://127.0.0.1:9/api/" in complaint


async def test_the_connection_comes_back_after_slack_dropped_it(busy_house):
    await busy_house.workspace.disconnect("drop")
    await busy_house.workspace.connected(within=20)

    await busy_house.person("tamar").tell_app("still there?")

    await busy_house.person("tamar").sees("You said: still there?")

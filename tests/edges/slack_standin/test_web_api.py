"""The official client gets Slack's answers and Slack's refusals."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import SectionBlock
from slack_sdk.web.async_client import AsyncWebClient

from slack_standin import StandIn
from slack_standin.client import Person, Workspace
from tests.edges.slack_standin.apps import REPLY, card


async def refusal(call: Awaitable[Any]) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_a_message_is_posted_changed_found_and_deleted(client: AsyncWebClient) -> None:
    metadata = {"event_type": "card", "event_payload": {"reference": "FP-2025-00001"}}
    posted = await client.chat_postMessage(channel="#water", text="One", metadata=metadata)
    channel, ts = posted["channel"], posted["ts"]
    await client.chat_update(channel=channel, ts=ts, text="Two", blocks=[SectionBlock(text="*Two*")])
    reply = await client.chat_postMessage(channel=channel, text="Below", thread_ts=ts)

    history = await client.conversations_history(channel=channel, include_all_metadata=True)
    [message] = history["messages"]
    assert (message["text"], message["metadata"], message["reply_count"]) == ("Two", metadata, 1)
    assert message["edited"]["user"] == posted["message"]["user"]
    replies = await client.conversations_replies(channel=channel, ts=ts)
    assert [one["text"] for one in replies["messages"]] == ["Two", "Below"]
    link = await client.chat_getPermalink(channel=channel, message_ts=reply["ts"])
    assert link["permalink"].endswith(f"?thread_ts={ts}&cid={channel}")

    await client.chat_delete(channel=channel, ts=reply["ts"])
    await client.chat_delete(channel=channel, ts=ts)
    assert (await client.conversations_history(channel=channel))["messages"] == []
    assert await refusal(client.chat_update(channel=channel, ts=ts, text="x")) == "message_not_found"


async def test_timestamps_always_rise(client: AsyncWebClient) -> None:
    stamps = [(await client.chat_postMessage(channel="#water", text=str(n)))["ts"] for n in range(20)]

    assert stamps == sorted(set(stamps))


async def test_refusals_carry_slacks_own_words(client: AsyncWebClient, ana: Person, slack: StandIn) -> None:
    theirs = await ana.say("#water", "Mine")
    hidden = slack.workspace.directory.channel("quiet-room").id
    outside = slack.workspace.directory.channel("elsewhere").id
    slack.workspace.change_app(scopes=slack.workspace.app.scopes - {"chat:write.public"})

    assert await refusal(client.chat_postMessage(channel="C404", text="x")) == "channel_not_found"
    assert await refusal(client.conversations_history(channel="#water")) == "channel_not_found"
    assert await refusal(client.chat_postMessage(channel=hidden, text="x")) == "channel_not_found"
    assert await refusal(client.chat_postMessage(channel=outside, text="x")) == "not_in_channel"
    assert await refusal(client.conversations_history(channel=outside)) == "not_in_channel"
    assert await refusal(client.chat_postMessage(channel="#water", text="")) == "no_text"
    assert await refusal(client.chat_postMessage(channel="#water", text="x" * 40_001)) == "msg_too_long"
    assert await refusal(client.chat_postMessage(channel="#water", text="x", thread_ts="1.000001")) == (
        "thread_not_found"
    )
    assert await refusal(client.chat_update(channel=theirs["channel"], ts=theirs["ts"], text="x")) == (
        "cant_update_message"
    )
    assert await refusal(client.users_info(user="U404")) == "user_not_found"
    assert await refusal(client.users_lookupByEmail(email="nobody@example.org")) == "users_not_found"
    assert await refusal(client.api_call("no.such.method")) == "unknown_method"


async def test_tokens_and_scopes_are_checked(client: AsyncWebClient, slack: StandIn, workspace: Workspace) -> None:
    stranger = AsyncWebClient(token="xoxb-wrong", base_url=slack.api_url)
    assert await refusal(stranger.auth_test()) == "invalid_auth"
    assert await refusal(AsyncWebClient(base_url=slack.api_url).auth_test()) == "not_authed"
    assert await refusal(client.apps_connections_open(app_token=slack.bot_token)) == "not_allowed_token_type"
    assert await refusal(client.chat_postMessage(token=slack.app_token, channel="#water", text="x")) == (
        "not_allowed_token_type"
    )

    await workspace.change_app(remove_scopes=["chat:write", "users:read.email"])
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="#water", text="x")
    assert caught.value.response["error"] == "missing_scope"
    assert caught.value.response["needed"] == "chat:write"
    assert "users:read" in caught.value.response["provided"].split(",")
    user = slack.workspace.directory.user("ana").id
    assert "email" not in (await client.users_info(user=user))["user"]["profile"]

    await workspace.change_app(tokens_revoked=True)
    assert await refusal(client.auth_test()) == "token_revoked"


async def test_people_and_channels_can_be_looked_up(client: AsyncWebClient, slack: StandIn) -> None:
    found = (await client.users_lookupByEmail(email="ANA@example.org"))["user"]
    assert (found["real_name"], found["tz"], found["tz_offset"]) == ("[Demo] Ana Duarte", "Africa/Maputo", 7200)
    direct = (await client.conversations_open(users=[found["id"]]))["channel"]["id"]
    posted = await client.chat_postMessage(channel=found["id"], text="To you")
    assert posted["channel"] == direct
    assert (await client.conversations_info(channel=direct))["channel"]["user"] == found["id"]

    first = await client.conversations_list(types="public_channel", limit=1)
    second = await client.conversations_list(limit=1, cursor=first["response_metadata"]["next_cursor"])
    assert [one["channels"][0]["name"] for one in (first, second)] == ["water", "elsewhere"]
    assert second["response_metadata"]["next_cursor"] == ""
    made = (await client.conversations_create(name="new-desk"))["channel"]
    await client.conversations_invite(channel=made["id"], users=[found["id"]])
    assert found["id"] in (await client.conversations_members(channel=made["id"]))["members"]
    assert (await client.auth_test())["user_id"] == slack.workspace.app.bot_user
    assert (await client.team_info())["team"]["name"] == "Cluster desk"


async def test_joining_lets_the_app_read(client: AsyncWebClient, slack: StandIn) -> None:
    channel = slack.workspace.directory.channel("elsewhere").id

    assert (await client.conversations_join(channel=channel))["channel"]["is_member"]
    assert (await client.conversations_history(channel=channel))["messages"] == []


async def test_reactions_are_added_once_and_removed(client: AsyncWebClient, ana: Person) -> None:
    said = await ana.say("#water", "Forty pumps")
    at = {"channel": said["channel"], "timestamp": said["ts"]}

    await client.reactions_add(name="eyes", **at)
    assert await refusal(client.reactions_add(name="eyes", **at)) == "already_reacted"
    assert (await client.reactions_get(**at))["message"]["reactions"][0]["name"] == "eyes"
    await client.reactions_remove(name="eyes", **at)
    assert await refusal(client.reactions_remove(name="eyes", **at)) == "no_reaction"


async def test_a_trigger_is_good_once_and_for_a_short_time(
    client: AsyncWebClient, slack: StandIn, workspace: Workspace
) -> None:
    person = slack.workspace.directory.user("ana").id
    trigger = slack.workspace.triggers.issue(person)
    opened = await client.views_open(trigger_id=trigger, view=REPLY)

    assert await refusal(client.views_open(trigger_id=trigger, view=REPLY)) == "exchanged_trigger_id"
    assert await refusal(client.views_open(trigger_id="1.2.3", view=REPLY)) == "invalid_trigger_id"
    late = slack.workspace.triggers.issue(person)
    await workspace.expire_triggers()
    assert await refusal(client.views_push(trigger_id=late, view=REPLY)) == "expired_trigger_id"
    old = opened["view"]["hash"]
    await client.views_update(view_id=opened["view"]["id"], view=REPLY, hash=old)
    assert await refusal(client.views_update(view_id=opened["view"]["id"], view=REPLY, hash=old)) == "hash_conflict"


async def test_at_most_three_modals_stand_on_one_another(client: AsyncWebClient, slack: StandIn) -> None:
    person = slack.workspace.directory.user("ana").id
    await client.views_open(trigger_id=slack.workspace.triggers.issue(person), view=REPLY)
    for _ in range(2):
        await client.views_push(trigger_id=slack.workspace.triggers.issue(person), view=REPLY)

    trigger = slack.workspace.triggers.issue(person)
    assert await refusal(client.views_push(trigger_id=trigger, view=REPLY)) == "push_limit_reached"


async def test_the_synchronous_client_and_json_bodies_work_as_well(slack: StandIn, ana: Person) -> None:
    client = WebClient(token=slack.bot_token, base_url=slack.api_url)
    posted = await asyncio.to_thread(client.chat_postMessage, channel="#water", text="Plain", blocks=card())
    body = {"channel": posted["channel"], "ts": posted["ts"], "text": "As JSON"}
    changed = await asyncio.to_thread(client.api_call, "chat.update", json=body)

    assert changed["text"] == "As JSON"
    assert (await ana.sees("As JSON", channel="#water"))["blocks"][1]["block_id"] == "what"


async def test_a_relayed_message_tells_whom_it_alerts(client: AsyncWebClient, workspace: Workspace) -> None:
    await client.chat_postMessage(channel="#water", text="Loud <!channel> and &lt;!here&gt;")

    [message] = await workspace.messages("#water")
    assert message["alerts"] == ["channel"]

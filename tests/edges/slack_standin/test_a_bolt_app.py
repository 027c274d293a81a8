"""A real Bolt app in Socket Mode lives in the stand-in as it would in Slack."""

from __future__ import annotations

import asyncio
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from slack_standin import StandIn
from slack_standin.client import Person, Workspace
from tests.edges.slack_standin.apps import REPLY, bolt_app, card, connected


async def test_a_claim_redraws_the_card_for_everybody(slack: StandIn, client: AsyncWebClient, ana: Person) -> None:
    app = bolt_app(slack)

    @app.action("claim")
    async def claim(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        text = f"<@{body['user']['id']}> has {body['actions'][0]['value']}"
        await client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text=text, blocks=card(text))

    async with connected(app, slack):
        await client.chat_postMessage(channel="#water", text="A card", blocks=card())
        posted = await ana.sees("Acme", channel="#water")

        pressed = await ana.press("claim", posted)

        assert pressed["acknowledged"]
        redrawn = await ana.sees("has FP-2025-00001", channel="#water")
        assert redrawn["ts"] == posted["ts"]
        assert redrawn["edited"]


async def test_a_reply_typed_in_the_modal_reaches_the_app(slack: StandIn, client: AsyncWebClient, ana: Person) -> None:
    app, replies = bolt_app(slack), []

    @app.action("reply")
    async def open_modal(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view={**REPLY, "private_metadata": "FP-2025-00001"})

    @app.view("reply")
    async def submitted(ack: Any, view: dict[str, Any]) -> None:
        await ack()
        replies.append((view["private_metadata"], view["state"]["values"]))

    async with connected(app, slack):
        posted = (await client.chat_postMessage(channel="#water", text="A card", blocks=card())).data
        await ana.press("reply", {**posted, "channel": "water"})
        modal = await ana.modal(callback_id="reply")

        incomplete = await ana.submit(modal, {})
        complete = await ana.submit(modal, {"text": "Yes, please.", "next": "Resolve it"})

        assert incomplete["errors"] == {"words": "Please complete this required field."}
        assert complete["closed"]
        assert await ana.modals() == []
        [(about, values)] = replies
        assert about == "FP-2025-00001"
        assert values["words"]["text"] == {"type": "plain_text_input", "value": "Yes, please."}
        assert values["decision"]["next"]["selected_option"]["value"] == "resolve"


async def test_the_app_may_find_fault_replace_or_clear_the_modal(slack: StandIn, ana: Person) -> None:
    app = bolt_app(slack)
    answers = [
        {"response_action": "errors", "errors": {"words": "Say more."}},
        {"response_action": "update", "view": {**REPLY, "callback_id": "reply", "title": _plain("Sure?")}},
        {"response_action": "push", "view": {**REPLY, "callback_id": "on-top"}},
        {"response_action": "update", "view": {**REPLY, "title": _plain("A title that is much too long for Slack")}},
        {"response_action": "clear"},
    ]

    @app.shortcut("start")
    async def start(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=REPLY)

    async def submitted(ack: Any) -> None:
        await ack(**answers.pop(0))

    app.view("reply")(submitted)
    app.view("on-top")(submitted)

    async with connected(app, slack):
        await ana.shortcut("start")
        modal = await ana.modal()

        refused = await ana.submit(modal, {"words": "No"})
        assert refused["errors"] == {"words": "Say more."}
        assert (await ana.modal())["errors"] == {"words": "Say more."}

        await ana.submit(modal, {"words": "No, thank you"})
        updated = await ana.modal()
        assert (updated["title"]["text"], updated["state"]["values"]["words"]["text"]["value"]) == (
            "Sure?",
            "No, thank you",
        )

        await ana.submit(updated)
        top = await ana.modal(callback_id="on-top")
        assert (top["previous_view_id"], top["root_view_id"]) == (modal["id"], modal["id"])

        trouble = await ana.submit(top, {"words": "x"})
        assert trouble["error"].startswith("We had some trouble")
        assert not trouble["closed"]

        await ana.submit(top)
        assert await ana.modals() == []


async def test_a_choice_in_a_message_comes_with_its_state(slack: StandIn, client: AsyncWebClient, ana: Person) -> None:
    app, seen = bolt_app(slack), []

    @app.action("desk")
    async def chosen(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        seen.append((body["actions"][0]["selected_option"]["value"], body["state"]["values"]))

    async with connected(app, slack):
        await client.chat_postMessage(channel="#water", text="A card", blocks=card())
        await ana.choose("desk", "Water", await ana.sees("Acme", channel="#water"))

    [(value, state)] = seen
    assert value == "cluster-wsh"
    assert state["what"]["desk"]["selected_option"]["value"] == "cluster-wsh"


async def test_direct_messages_threads_and_mentions_reach_the_app_as_events(slack: StandIn, ana: Person) -> None:
    app, heard = bolt_app(slack), []

    @app.event("message")
    async def message(event: dict[str, Any], say: Any) -> None:
        heard.append((event["channel_type"], event["text"], event.get("thread_ts")))
        if event["channel_type"] == "im":
            await say("Thank you.")

    @app.event("app_mention")
    async def mention(event: dict[str, Any]) -> None:
        heard.append(("mention", event["text"], None))

    async with connected(app, slack):
        await ana.tell_app("We have 40 pumps & hoses, write to sales@example.org")
        await ana.sees("Thank you.")
        root = await ana.say("#water", "Who knows about pumps?")
        await ana.say("#water", "@focal-point do you?", thread=root)
        await _until(lambda: len(heard) == 4)

    bot = slack.workspace.app.bot_user
    assert heard[0] == (
        "im",
        "We have 40 pumps &amp; hoses, write to <mailto:sales@example.org|sales@example.org>",
        None,
    )
    assert sorted(heard[1:], key=str) == sorted(
        [
            ("channel", "Who knows about pumps?", None),
            ("channel", f"<@{bot}> do you?", root["ts"]),
            ("mention", f"<@{bot}> do you?", None),
        ],
        key=str,
    )


async def test_the_app_hears_nothing_from_where_it_is_not(slack: StandIn, workspace: Workspace) -> None:
    app, heard = bolt_app(slack), []

    @app.event("message")
    async def message(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    @app.event("member_joined_channel")
    async def joined(event: dict[str, Any]) -> None:
        heard.append(f"joined {event['channel']}")

    async with connected(app, slack):
        chi = workspace.person("chi")
        await chi.say("#elsewhere", "Among ourselves")
        channel = await workspace.add_members("#elsewhere", "app")
        await chi.say("#elsewhere", "Now you hear me")
        await _until(lambda: len(heard) == 2)

    assert sorted(heard) == ["Now you hear me", f"joined {channel['id']}"]


async def test_edits_deletions_and_reactions_are_events_too(slack: StandIn, ana: Person) -> None:
    app, heard = bolt_app(slack), []

    @app.event("message")
    async def message(event: dict[str, Any]) -> None:
        heard.append(event.get("subtype", "new"))

    @app.event("reaction_added")
    async def reaction(event: dict[str, Any]) -> None:
        heard.append(f"{event['reaction']} on {event['item']['ts']}")

    async with connected(app, slack):
        said = await ana.say("#water", "Forty pumps")
        await ana.react("eyes", said)
        await ana.edit(said, "Fifty pumps")
        await ana.delete(said)
        await _until(lambda: len(heard) == 4)

    assert sorted(heard) == sorted(["new", f"eyes on {said['ts']}", "message_changed", "message_deleted"])


async def test_a_command_answers_only_the_person_who_typed_it(slack: StandIn, ana: Person, ben: Person) -> None:
    app = bolt_app(slack)

    @app.command("/desk")
    async def desk(ack: Any, command: dict[str, Any], respond: Any) -> None:
        await ack(f"You asked for {command['text']}.")
        await respond("And here it is.", response_type="in_channel")

    async with connected(app, slack):
        answer = await ana.command("/desk", "today", channel="#water")

        assert answer["acknowledged"]
        assert (await ana.sees("You asked for today.", channel="#water"))["only_for"]
        await ben.sees("And here it is.", channel="#water")
        assert not any("You asked" in message["text"] for message in await ben.messages("#water"))


async def test_an_answer_by_response_url_replaces_the_message(
    slack: StandIn, client: AsyncWebClient, ana: Person
) -> None:
    app = bolt_app(slack)

    @app.action("claim")
    async def claim(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="Taken.", blocks=[], replace_original=True)

    async with connected(app, slack):
        await client.chat_postEphemeral(
            channel="#water", user=slack.workspace.directory.user("ana").id, text="For you", blocks=card()
        )
        await ana.press("claim", await ana.sees("Acme", channel="#water"))
        replaced = await ana.sees("Taken.", channel="#water")

    assert "blocks" not in replaced


async def test_the_home_tab_is_published_when_it_is_opened(slack: StandIn, ana: Person) -> None:
    app, closed = bolt_app(slack), []

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any], client: AsyncWebClient) -> None:
        view = {"type": "home", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Your desk"}}]}
        await client.views_publish(user_id=event["user"], view=view)

    @app.shortcut("start")
    async def start(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view={**REPLY, "notify_on_close": True})

    @app.view_closed("reply")
    async def noticed(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        closed.append(body["is_cleared"])

    async with connected(app, slack):
        await ana.open_home()
        await _until(lambda: slack.workspace.views.home(slack.workspace.directory.user("ana").id))
        await ana.shortcut("start")
        await ana.close(await ana.modal())

    home = await ana.home()
    assert home is not None
    assert home["blocks"][0]["text"]["text"] == "Your desk"
    assert closed == [False]


async def test_a_synchronous_app_is_served_as_well(slack: StandIn, ana: Person) -> None:
    client = WebClient(token=slack.bot_token, base_url=slack.api_url)
    app = await asyncio.to_thread(App, client=client, signing_secret=slack.signing_secret)
    handler = SocketModeHandler(app, slack.app_token)

    @app.event("message")
    def message(event: dict[str, Any], say: Any) -> None:
        say(f"You wrote: {event['text']}")

    await asyncio.to_thread(handler.connect)
    try:
        await ana.tell_app("Forty pumps")
        await ana.sees("You wrote: Forty pumps")
    finally:
        await asyncio.to_thread(handler.close)


def _plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


async def _until(true: Any) -> None:
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("It did not happen in time.")

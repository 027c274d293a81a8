"""A small real Bolt app, written as anybody would write one, and how to run it in Socket Mode."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from slack_standin import StandIn

REPLY = {
    "type": "modal",
    "callback_id": "reply",
    "title": {"type": "plain_text", "text": "Reply"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "words",
            "label": {"type": "plain_text", "text": "Your reply"},
            "element": {"type": "plain_text_input", "action_id": "text", "multiline": True},
        },
        {
            "type": "input",
            "block_id": "decision",
            "optional": True,
            "label": {"type": "plain_text", "text": "And then"},
            "element": {
                "type": "static_select",
                "action_id": "next",
                "options": [
                    {"text": {"type": "plain_text", "text": "Keep it open"}, "value": "open"},
                    {"text": {"type": "plain_text", "text": "Resolve it"}, "value": "resolve"},
                ],
            },
        },
    ],
}


def card(text: str = "*Acme* offers 40 pumps") -> list[dict[str, Any]]:
    return [
        {"type": "section", "block_id": "summary", "text": {"type": "mrkdwn", "text": text}},
        {
            "type": "actions",
            "block_id": "what",
            "elements": [
                {
                    "type": "button",
                    "action_id": "claim",
                    "text": {"type": "plain_text", "text": "Claim"},
                    "value": "FP-2025-00001",
                },
                {"type": "button", "action_id": "reply", "text": {"type": "plain_text", "text": "Reply"}},
                {
                    "type": "static_select",
                    "action_id": "desk",
                    "placeholder": {"type": "plain_text", "text": "Desk"},
                    "options": [
                        {"text": {"type": "plain_text", "text": "Health"}, "value": "cluster-hea"},
                        {"text": {"type": "plain_text", "text": "Water"}, "value": "cluster-wsh"},
                    ],
                },
            ],
        },
    ]


def bolt_app(slack: StandIn) -> AsyncApp:
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    return AsyncApp(client=client, signing_secret=slack.signing_secret)


@contextlib.asynccontextmanager
async def connected(app: AsyncApp, slack: StandIn) -> AsyncIterator[AsyncSocketModeHandler]:
    handler = AsyncSocketModeHandler(app, slack.app_token)
    await handler.connect_async()
    try:
        yield handler
    finally:
        await handler.close_async()

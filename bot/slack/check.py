"""Looks at the start whether Slack takes the tokens and grants the scopes, and says in one sentence what is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.failures import word_of
from bot.slack.scopes import SCOPES

MEANWHILE = "requests are kept meanwhile and go out as soon as it is right."
HOW = "docs/slack-setup.md says where to find it"

_UNREACHABLE = (aiohttp.ClientError, asyncio.TimeoutError, OSError)


async def slack_complaints(
    client: AsyncWebClient, *, app_token: str = "", scopes: Sequence[str] = SCOPES
) -> tuple[str, ...]:
    """One sentence for each thing that is wrong with the tokens or scopes; nothing when all is well.

    Without `app_token` (HTTP mode) only the bot token is looked at.
    """
    try:
        complaints = await _of_bot_token(client, scopes)
        return (*complaints, *(await _of_app_token(client, app_token) if app_token else ()))
    except _UNREACHABLE as error:
        return (f"Slack cannot be reached at {client.base_url} ({type(error).__name__}); {MEANWHILE}",)


async def _of_bot_token(client: AsyncWebClient, scopes: Sequence[str]) -> tuple[str, ...]:
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        return (_refusal("SLACK_BOT_TOKEN", "the bot token that begins with xoxb-", error),)
    granted = _granted(answer.headers.get("x-oauth-scopes"))
    missing = [scope for scope in scopes if granted is not None and scope not in granted]
    if not missing:
        return ()
    some = f"scope {missing[0]}" if len(missing) == 1 else f"scopes {', '.join(missing)}"
    return (f"The Slack app lacks the {some}: add what manifest.yml lists and install the app again; {MEANWHILE}",)


async def _of_app_token(client: AsyncWebClient, app_token: str) -> tuple[str, ...]:
    try:
        await client.apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        return (
            _refusal("SLACK_APP_TOKEN", "the app-level token that begins with xapp- and has connections:write", error),
        )
    return ()


def _refusal(setting: str, token: str, error: SlackApiError) -> str:
    word = word_of(error)
    if word in ("ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout", ""):
        return f"Slack answers with an error ({word or error.response.status_code}); {MEANWHILE}"
    return f"Slack refuses {setting} ({word}): set it to {token}; {HOW}; {MEANWHILE}"


def _granted(header: object) -> set[str] | None:
    return {scope.strip() for scope in header.split(",")} if isinstance(header, str) else None

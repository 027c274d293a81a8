"""Slack's errors in the words of the rules: to be tried again, or never to be delivered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.inquiries.errors import RetryLater, Undeliverable

GONE = ("channel_not_found", "is_archived", "not_in_channel")
"""The channel is not there for us, or no more."""

NO_CARD = ("message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found")
"""The message that was to be changed or answered is not there any more."""

PERMANENT = (
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_arguments",
    "invalid_metadata_format",
    "invalid_metadata_schema",
    "metadata_too_large",
    "msg_blocks_too_long",
    "msg_too_long",
    "no_text",
    "too_many_attachments",
    "cannot_dm_bot",
    "user_not_found",
)
"""Nothing but another message would help."""

USUAL_WAIT = 30.0


@contextmanager
def slack_failures() -> Iterator[None]:
    """Turns what a call of Slack's API raises into RetryLater and Undeliverable; GONE and NO_CARD pass as they are.

    What is not known to be permanent (an error of Slack's, a wrong token, a missing scope) is tried again: nothing is
    lost by waiting.
    """
    try:
        yield
    except SlackApiError as error:
        word = word_of(error)
        if word in GONE or word in NO_CARD:
            raise
        raise _in_words(error, word) from error
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError, SlackClientError) as error:
        raise RetryLater(f"Slack cannot be reached ({type(error).__name__}); it is tried again.") from error


def word_of(error: SlackApiError) -> str:
    """Slack's word for the error; "" where its answer has none."""
    data = getattr(error.response, "data", None)
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def _in_words(error: SlackApiError, word: str) -> RetryLater | Undeliverable:
    status = getattr(error.response, "status_code", None)
    if status == 429 or word in ("ratelimited", "rate_limited"):
        return RetryLater("Slack asks to wait.", seconds=_retry_after(error))
    if word in PERMANENT:
        return Undeliverable(f"Slack refuses the message as it is ({word}).")
    return RetryLater(f"Slack answers with an error ({word or status}); it is tried again.")


def _retry_after(error: SlackApiError) -> float:
    headers = getattr(error.response, "headers", None) or {}
    named = {str(name).lower(): value for name, value in headers.items()}
    try:
        return float(named.get("retry-after", USUAL_WAIT))
    except ValueError:
        return USUAL_WAIT

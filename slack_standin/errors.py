"""What can go wrong, in Slack's own error words.

SlackError            answered as {"ok": false, "error": word}
    RateLimited       answered as HTTP 429 with Retry-After
SeedError             the seed or manifest file cannot be used
"""

from __future__ import annotations

from typing import Any


class SlackError(Exception):
    """The call is refused with one of Slack's error words; `details` ride along in the answer."""

    def __init__(self, word: str, **details: Any) -> None:
        super().__init__(word)
        self.word = word
        self.details = details

    def as_json(self) -> dict[str, Any]:
        """The body of the answer, as Slack words it."""
        return {"ok": False, "error": self.word, **self.details}


class RateLimited(SlackError):
    """Too many calls; the caller may come back after `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


class SeedError(Exception):
    """The seed or the manifest cannot be read; the message names the file and the remedy."""


def invalid(word: str, complaints: list[str]) -> SlackError:
    """A validation error with Slack's `response_metadata.messages`, one line per complaint."""
    return SlackError(
        word,
        errors=complaints,
        response_metadata={"messages": [f"[ERROR] {complaint}" for complaint in complaints]},
    )

"""HTTP mode: signed requests to the app's own address, as Slack sends them."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from urllib.parse import urlencode

import httpx

from slack_standin.delivery import Answer, Envelope
from slack_standin.records import JSON
from slack_standin.state import Workspace


def signature(*, secret: str, timestamp: str, body: str) -> str:
    """The X-Slack-Signature of a body sent at `timestamp` (seconds)."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256)
    return f"v0={digest.hexdigest()}"


class SignedHttp:
    """Posts to the app's request address; anything but 200 within the time is a failure."""

    def __init__(self, *, workspace: Workspace) -> None:
        self._workspace = workspace
        self._client: httpx.AsyncClient | None = None

    async def close(self) -> None:
        """Close the connections to the app."""
        if self._client is not None:
            await self._client.aclose()

    async def attempt(self, envelope: Envelope) -> Answer:
        """Post once; the body of the answer is the acknowledgement's payload."""
        body, content_type = _encoded(envelope)
        headers = {"Content-Type": content_type, **self._signed(body)}
        if envelope.attempt:
            headers |= {"X-Slack-Retry-Num": str(envelope.attempt), "X-Slack-Retry-Reason": envelope.reason}
        try:
            response = await self._connected().post(self._workspace.app.request_url, content=body, headers=headers)
        except httpx.TimeoutException:
            return Answer(False, reason="http_timeout")
        except httpx.HTTPError:
            return Answer(False, reason="connection_failed")
        if response.status_code != 200:
            return Answer(False, reason="http_error", final=response.headers.get("X-Slack-No-Retry") == "1")
        return Answer(True, payload=_json_object(response))

    async def ready(self, *, within: float) -> bool:
        """Nothing tells when a web server is back: wait."""
        await asyncio.sleep(within)
        return False

    async def verify(self) -> bool:
        """The url_verification handshake: whether the address answers the challenge."""
        challenge = self._workspace.identifiers.unique("")
        payload: JSON = {
            "type": "url_verification",
            "token": self._workspace.app.verification_token,
            "challenge": challenge,
        }
        answer = await self.attempt(Envelope("events_api", payload))
        return answer.acknowledged and (answer.payload or {}).get("challenge", challenge) == challenge

    def _connected(self) -> httpx.AsyncClient:
        if self._client is None:
            timeout = httpx.Timeout(self._workspace.settings.ack_seconds)
            self._client = httpx.AsyncClient(timeout=timeout, trust_env=False)
        return self._client

    def _signed(self, body: str) -> dict[str, str]:
        timestamp = str(int(self._workspace.clock()))
        secret = self._workspace.app.signing_secret
        return {
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(secret=secret, timestamp=timestamp, body=body),
        }


def _encoded(envelope: Envelope) -> tuple[str, str]:
    if envelope.kind == "events_api":
        return json.dumps(envelope.payload), "application/json"
    form = envelope.payload if envelope.kind == "slash_commands" else {"payload": json.dumps(envelope.payload)}
    return urlencode(form), "application/x-www-form-urlencoded"


def _json_object(response: httpx.Response) -> JSON | None:
    try:
        content = response.json()
    except ValueError:
        return {"text": response.text} if response.text else None
    return content if isinstance(content, dict) else None

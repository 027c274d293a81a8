"""Socket Mode: web socket connections, their greetings, acknowledgements and refreshes."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Sequence
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from slack_standin.delivery import Answer, Envelope
from slack_standin.errors import SlackError
from slack_standin.records import JSON
from slack_standin.state import Workspace

CONNECTIONS = 10
WITH_RESPONSE = ("interactive", "slash_commands")
CLOSING = {"refresh": "refresh_requested", "warning": "warning", "disable": "link_disabled"}


class Connection:
    """One web socket of the app; `waiting` holds who waits for which acknowledgement."""

    def __init__(self, websocket: WebSocket) -> None:
        self.id = uuid.uuid4().hex[:12]
        self._websocket = websocket
        self._waiting: dict[str, asyncio.Future[Answer]] = {}

    async def send(self, message: JSON) -> None:
        """Send one message as JSON text."""
        await self._websocket.send_text(json.dumps(message))

    async def hand_over(self, envelope: Envelope, *, within: float) -> Answer:
        """Send an envelope and wait for its acknowledgement on this connection."""
        envelope_id = str(uuid.uuid4())
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = future
        try:
            await self.send(_message(envelope, envelope_id))
            return await asyncio.wait_for(future, within)
        except asyncio.TimeoutError:
            return Answer(False, reason="timeout")
        except (WebSocketDisconnect, RuntimeError):
            return Answer(False, reason="connection_failed")
        finally:
            self._waiting.pop(envelope_id, None)

    async def listen(self) -> None:
        """Take acknowledgements until the app goes away."""
        async for text in self._websocket.iter_text():
            self._acknowledged(text)

    def lost(self) -> None:
        """Tell everybody who waits that this connection is gone."""
        for future in self._waiting.values():
            if not future.done():
                future.set_result(Answer(False, reason="connection_failed"))

    async def close(self, *, code: int = 1000) -> None:
        """Close the web socket if it is open."""
        if self._websocket.application_state is WebSocketState.CONNECTED:
            await self._websocket.close(code)

    def _acknowledged(self, text: str) -> None:
        try:
            message: Any = json.loads(text)
        except ValueError:
            return
        future = self._waiting.get(message.get("envelope_id", "")) if isinstance(message, dict) else None
        if future is not None and not future.done():
            payload = message.get("payload")
            future.set_result(Answer(True, payload=payload if isinstance(payload, dict) else None))


class SocketMode:
    """Every open connection; envelopes take turns over them."""

    def __init__(self, *, workspace: Workspace) -> None:
        self._workspace = workspace
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._turn = 0
        self._someone = asyncio.Event()

    @property
    def connections(self) -> Sequence[Connection]:
        """The open connections, oldest first."""
        return tuple(self._connections)

    def ticket(self) -> str:
        """A ticket for one connection; raises SlackError too_many_websockets at ten."""
        if len(self._connections) >= CONNECTIONS:
            raise SlackError("too_many_websockets")
        ticket = uuid.uuid4().hex
        self._tickets.add(ticket)
        return ticket

    async def serve(self, websocket: WebSocket) -> None:
        """One connection from its first to its last message; a ticket is good once."""
        ticket = websocket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await websocket.close(code=1008)
            return
        self._tickets.discard(ticket)
        await websocket.accept()
        connection = Connection(websocket)
        await connection.send(self._hello())
        self._opened(connection)
        try:
            await connection.listen()
        except WebSocketDisconnect:
            pass
        finally:
            self._gone(connection)

    async def attempt(self, envelope: Envelope) -> Answer:
        """Hand over on the connection whose turn it is; one that turns out to be dead is passed over."""
        while self._connections:
            self._turn += 1
            connection = self._connections[self._turn % len(self._connections)]
            answer = await connection.hand_over(envelope, within=self._workspace.settings.ack_seconds)
            if answer.reason != "connection_failed":
                return answer
            self._gone(connection)
        return Answer(False, reason="connection_failed")

    async def ready(self, *, within: float) -> bool:
        """Return True as soon as there is a connection, False after `within` seconds."""
        try:
            return await asyncio.wait_for(self._someone.wait(), within)
        except asyncio.TimeoutError:
            return False

    async def disconnect(self, reason: str) -> int:
        """Ask every connection to go; how many there were.

        warning: a notice. refresh: the app opens another and closes this one, which is used no more. disable: closed.
        """
        connections = self.connections
        message = {"type": "disconnect", "reason": CLOSING[reason], "debug_info": self._debug_info()}
        for connection in connections:
            try:
                await connection.send(message)
                if reason == "refresh":
                    self._retire(connection)
                if reason == "disable":
                    await connection.close()
            except (WebSocketDisconnect, RuntimeError):
                self._gone(connection)
        return len(connections)

    async def drop(self) -> int:
        """Cut every connection without a word; how many there were."""
        connections = self.connections
        for connection in connections:
            self._gone(connection)
            await connection.close(code=1011)
        return len(connections)

    def _opened(self, connection: Connection) -> None:
        self._connections.append(connection)
        self._someone.set()
        self._workspace.traffic.note("connection", connection=connection.id, state="open")

    def _gone(self, connection: Connection) -> None:
        connection.lost()
        self._retire(connection)

    def _retire(self, connection: Connection) -> None:
        if connection in self._connections:
            self._connections.remove(connection)
            self._workspace.traffic.note("connection", connection=connection.id, state="closed")
        if not self._connections:
            self._someone.clear()

    def _hello(self) -> JSON:
        return {
            "type": "hello",
            "num_connections": len(self._connections) + 1,
            "debug_info": self._debug_info(),
            "connection_info": {"app_id": self._workspace.app.id},
        }

    def _debug_info(self) -> JSON:
        return {"host": "slack-standin", "started": "", "build_number": 1, "approximate_connection_time": 18060}


def _message(envelope: Envelope, envelope_id: str) -> JSON:
    message: JSON = {
        "envelope_id": envelope_id,
        "type": envelope.kind,
        "payload": envelope.payload,
        "accepts_response_payload": envelope.kind in WITH_RESPONSE,
    }
    if envelope.kind == "events_api":
        message |= {"retry_attempt": envelope.attempt, "retry_reason": envelope.reason}
    return message

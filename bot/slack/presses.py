"""What focal points do on cards: buttons and forms, each one verb of the rules."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.inquiries import directory
from bot.inquiries.errors import InquiryError, UnknownReference
from bot.inquiries.handling import Handling
from bot.inquiries.ports import Clock
from bot.inquiries.records import Desk
from bot.slack import labels
from bot.slack.blocks import Block
from bot.slack.card import details
from bot.slack.failures import word_of
from bot.slack.forms import (
    DESK,
    FIELD,
    REASON,
    Place,
    desk_options,
    details_form,
    place_of,
    reassign_form,
    text_form,
    typed,
)

_log = logging.getLogger(__name__)

AT_ONCE = ("claim", "accept_to_talk", "resolve", "hand_back")
"""Buttons that act at once; the others open a form."""

ANSWER_SECONDS = 2.0
"""Slack waits three seconds for a form's answer; a slower store is answered for, and a refusal shown afterwards."""

Body = Mapping[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Presses:
    """The listeners of cards and forms. Refusals of the rules are shown to the person who acted, and to nobody else."""

    handling: Handling
    clock: Clock
    poke: Callable[[], None]
    executor: Executor | None = None

    async def act(self, ack: AsyncAck, body: Body, action: Body, client: AsyncWebClient) -> None:
        """A button that acts at once."""
        await ack()
        identity = f"press:{body['user']['id']}:{action['action_ts']}"
        verb = getattr(self.handling, action["action_id"])
        try:
            await self._run(verb, reference=action["value"], by=body["user"]["id"], identity=identity, now=self.clock())
        except InquiryError as error:
            await self._tell(client, place_of_press(body, action), body["user"]["id"], str(error))
        except Exception:  # the person must hear of it, whatever it was
            _log.exception("The verb %s failed.", action["action_id"])
            await self._tell(client, place_of_press(body, action), body["user"]["id"], labels.FAILED)
        self.poke()

    async def ask(self, ack: AsyncAck, body: Body, action: Body, client: AsyncWebClient) -> None:
        """A button that opens a form with one text."""
        await ack()
        place = place_of_press(body, action)
        await self._open(client, body, place, text_form(action["action_id"], place=place))

    async def ask_desk(self, ack: AsyncAck, body: Body, action: Body, client: AsyncWebClient) -> None:
        """The button that opens the form which asks for another desk."""
        await ack()
        place = place_of_press(body, action)
        await self._open(client, body, place, reassign_form(place=place))

    async def offer_desks(self, ack: AsyncAck, body: Body, options: Body) -> None:
        """What the person types into the form with the desks."""
        desks = await self._run(self._other_desks, place_of(body["view"]).reference)
        await ack(options=desk_options(desks, query=options.get("value") or ""))

    async def show(self, ack: AsyncAck, body: Body, action: Body, client: AsyncWebClient) -> None:
        """The button that shows everything about a request."""
        await ack()
        place = place_of_press(body, action)
        blocks = await self._run(self._details, place.reference)
        await self._open(client, body, place, details_form(blocks, place=place))

    async def submitted(self, ack: AsyncAck, body: Body, view: Body, client: AsyncWebClient) -> None:
        """A form that was sent: the verb that it names; a refusal stays in the form, with what was typed."""
        place, by = place_of(view), body["user"]["id"]
        verb = partial(self._submit, view, reference=place.reference, by=by)
        acting = asyncio.ensure_future(self._outcome(view["callback_id"], verb))
        await asyncio.wait({acting}, timeout=ANSWER_SECONDS)
        if not acting.done():
            await ack()
            refusal = await acting
            if refusal:
                await self._tell(client, place, by, refusal)
        elif acting.result():
            block = DESK if view["callback_id"] == "reassign" else FIELD
            await ack(response_action="errors", errors={block: acting.result()})
        else:
            await ack()
        self.poke()

    def _submit(self, view: Body, *, reference: str, by: str) -> None:
        named: dict[str, Any] = {
            "reference": reference,
            "by": by,
            "identity": f"form:{view['id']}",
            "now": self.clock(),
        }
        if view["callback_id"] == "reassign":
            self.handling.reassign(desk=typed(view, DESK), reason=typed(view, REASON), **named)
        elif view["callback_id"] == "decline":
            self.handling.decline(reason=typed(view, FIELD), **named)
        else:
            getattr(self.handling, view["callback_id"])(text=typed(view, FIELD), **named)

    async def _outcome(self, name: str, verb: Callable[[], None]) -> str:
        """What to tell the person; "" when all went well."""
        try:
            await self._run(verb)
        except InquiryError as error:
            return str(error)
        except Exception:  # the person must hear of it, whatever it was
            _log.exception("The verb %s failed.", name)
            return labels.FAILED
        return ""

    async def _open(self, client: AsyncWebClient, body: Body, place: Place, form: dict[str, Any]) -> None:
        try:
            await client.views_open(trigger_id=body["trigger_id"], view=form)
        except SlackApiError as error:
            _log.warning("A form could not be opened (%s).", word_of(error))
            await self._tell(client, place, body["user"]["id"], labels.EXPIRED)

    async def _tell(self, client: AsyncWebClient, place: Place, user: str, text: str) -> None:
        if not place.channel:
            return
        try:
            await client.chat_postEphemeral(channel=place.channel, user=user, text=text)
        except SlackApiError as error:
            _log.warning("A refusal could not be shown (%s).", word_of(error))

    def _other_desks(self, reference: str) -> list[Desk]:
        with self.handling.works() as work:
            request = work.requests.get(reference)
            own = request.desk if request else ""
            return [desk for desk in work.records.all(Desk) if desk.key != own and desk.status != "withdrawn"]

    def _details(self, reference: str) -> list[Block]:
        with self.handling.works() as work:
            request = work.requests.get(reference)
            if request is None:
                raise UnknownReference
            desk = directory.desk_with_key(work.records, request.desk)
            return details(request, desk=desk, history=tuple(work.audit.of(reference)))

    async def _run(self, verb: Callable[..., T], /, *arguments: Any, **named: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.executor, partial(verb, *arguments, **named))


def place_of_press(body: Body, action: Body) -> Place:
    """Which request a button is about, and where it was pressed."""
    container = body.get("container") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id", "")
    return Place(reference=action["value"], channel=channel, ts=container.get("message_ts", ""))

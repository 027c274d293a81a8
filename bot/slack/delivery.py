"""Carries notices to Slack: cards and their redrawing, threads, lists, and messages to companies in direct messages."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.inquiries import directory
from bot.inquiries.conversation import Conversation, Message
from bot.inquiries.errors import InquiryError, RetryLater, Undeliverable
from bot.inquiries.ports import Notice, Work
from bot.inquiries.records import Desk
from bot.inquiries.request import Request
from bot.slack.blocks import Block, context, fallback, in_messages, message, plain_text, whole_words
from bot.slack.bubbles import told, turn_messages
from bot.slack.card import card, is_cut, moved_card
from bot.slack.failures import GONE, NO_CARD, slack_failures, word_of
from bot.slack.lists import digest, information, word_of_inquiry
from bot.slack.posting import Posting, Where

_log = logging.getLogger(__name__)

WITHOUT_CARD = ("parked", "deleted")
"""Requests that are not posted as cards; one that already has its card keeps it."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """All that a request's card shows, and where it stands."""

    request: Request
    desk: Desk
    front: Desk | None
    history: Sequence[Mapping[str, Any]]
    place: tuple[str, str] | None


@dataclass(frozen=True, kw_only=True)
class SlackMessenger:
    """Delivers every kind of notice; called again after a failure it delivers once all the same."""

    posting: Posting

    async def deliver(self, notice: Notice) -> None:
        """Deliver the notice; raises RetryLater (Slack is down or asks to wait) and Undeliverable."""
        verbs = {
            "card": self._card,
            "card_moved": self._card_moved,
            "thread": self._thread,
            "company": self._company,
            "inform": self._inform,
            "digest": self._digest,
        }
        if notice.kind not in verbs:
            raise Undeliverable(f'There is no notice of kind "{notice.kind}".')
        try:
            with slack_failures():
                await verbs[notice.kind](notice)
        except SlackApiError as error:
            raise RetryLater(f"Slack does not find the channel or the message ({word_of(error)}).") from error

    async def _card(self, notice: Notice) -> None:
        shown = await self.posting.run(self._shown, notice.reference)
        if shown.place is None and shown.request.status in WITHOUT_CARD:
            return
        for channel, remark in await self._channels_for(shown.desk, shown.front):
            try:
                await self._draw(shown, notice, channel=channel, remark=remark)
                return
            except SlackApiError as error:
                self._gone(error, channel)
        raise RetryLater(
            f"Neither the channel of {shown.desk.key} nor that of the front desk can be written to.", seconds=60
        )

    async def _draw(self, shown: Shown, notice: Notice, *, channel: str, remark: str) -> None:
        drawn = _message(card(shown.request, desk=shown.desk, history=shown.history, remark=remark), shown.request)
        if shown.place and shown.place[0] == channel and await self._redrawn(drawn, shown.place):
            return
        where = Where(channel=channel, since=shown.request.created_at)
        ts = await self.posting.once(drawn, where=where, key=notice.key, reference=notice.reference)
        await self.posting.run(self._placed, shown.request, channel=channel, ts=ts)
        if shown.place and shown.place[0] != channel:
            await self._redrawn(_message(moved_card(shown.request, desk=shown.desk), shown.request), shown.place)

    async def _redrawn(self, drawn: Mapping[str, Any], place: tuple[str, str]) -> bool:
        """Whether the card was there to be drawn anew."""
        try:
            await self.posting.change(drawn, channel=place[0], ts=place[1])
        except SlackApiError as error:
            if word_of(error) not in (*NO_CARD, *GONE):
                raise
            return False
        return True

    async def _card_moved(self, notice: Notice) -> None:
        shown = await self.posting.run(self._shown, notice.reference)
        if shown.place:
            await self._redrawn(_message(moved_card(shown.request, desk=shown.desk), shown.request), shown.place)

    async def _thread(self, notice: Notice) -> None:
        shown = await self.posting.run(self._shown, notice.reference)
        if shown.place is None and shown.request.status in WITHOUT_CARD:
            return  # what the company wrote is in the request's history, which the card shows once there is one
        try:
            await self._in_thread(notice, shown)
        except SlackApiError as error:
            if word_of(error) not in (*NO_CARD, *GONE):
                raise
            await self._card(notice)
            await self._in_thread(notice, await self.posting.run(self._shown, notice.reference))

    async def _in_thread(self, notice: Notice, shown: Shown) -> None:
        if shown.place is None:
            await self._card(notice)
            shown = await self.posting.run(self._shown, notice.reference)
        if shown.place is None:
            raise RetryLater(f"{notice.reference} has no card yet.")
        where = Where(channel=shown.place[0], thread_ts=shown.place[1], since=shown.request.created_at)
        text, name = str(notice.payload.get("text", "")), str(notice.payload.get("name", ""))
        blocks = [context(plain_text(f"From the company{f': {name}' if name else ''}", 200)), *whole_words(text)]
        await self._all_once(in_messages(blocks), notice=notice, key=f"in:{notice.key}", where=where, text=text)

    async def _company(self, notice: Notice) -> None:
        conversation, written = await self.posting.run(self._told, notice)
        if conversation.channel != "slack":
            return  # the page, the terminal and the REST client read the message where it was written
        replies = list(notice.payload.get("replies", ()))
        texts = [told(written)] if written else turn_messages(replies)
        text = written.text if written else " ".join(str(reply["text"]) for reply in replies)
        try:
            where = Where(channel=conversation.address)
            await self._all_once(texts, notice=notice, key=notice.key, where=where, text=text)
        except SlackApiError as error:
            raise Undeliverable(f"The company's direct message is not there any more ({word_of(error)}).") from error

    async def _inform(self, notice: Notice) -> None:
        desk = await self.posting.run(self._desk, notice.desk)
        if not notice.reference:
            front = await self.posting.run(self._desk, directory.FRONT)
            blocks = word_of_inquiry(
                text=notice.payload["text"], company=notice.payload["company"], flags=notice.payload["flags"]
            )
            await self._to_desk(blocks, notice=notice, desk=desk, front=front, text="For information")
            return
        shown = await self.posting.run(self._shown, notice.reference)
        blocks = information(shown.request, owner=shown.desk)
        await self._to_desk(
            blocks, notice=notice, desk=desk, front=shown.front, text=f"For information: {notice.reference}"
        )

    async def _digest(self, notice: Notice) -> None:
        desk, front, requests = await self.posting.run(self._parked, notice)
        if not requests:
            return
        part, parts = int(notice.payload.get("part", 1)), int(notice.payload.get("parts", 1))
        blocks = digest(requests, desk=desk, part=part, parts=parts)
        await self._to_desk(blocks, notice=notice, desk=desk, front=front, text=f"{len(requests)} parked offers")

    async def _to_desk(
        self, blocks: Sequence[Block], *, notice: Notice, desk: Desk, front: Desk | None, text: str
    ) -> None:
        for channel, remark in await self._channels_for(desk, front):
            said = [*([context(plain_text(remark, 300))] if remark else []), *blocks]
            try:
                drawn = message(said, text=fallback(text))
                await self.posting.once(drawn, where=Where(channel=channel), key=notice.key, reference=notice.reference)
                return
            except SlackApiError as error:
                self._gone(error, channel)
        raise RetryLater(f"Neither the channel of {desk.key} nor that of the front desk can be written to.", seconds=60)

    async def _all_once(
        self, messages: Sequence[Sequence[Block]], *, notice: Notice, key: str, where: Where, text: str
    ) -> None:
        for number, blocks in enumerate(messages):
            one = f"{key}#{number}" if number else key
            await self.posting.once(
                message(blocks, text=fallback(text)), where=where, key=one, reference=notice.reference
            )

    async def _channels_for(self, desk: Desk, front: Desk | None) -> list[tuple[str, str]]:
        """The desk's channel, then the front desk's with a line that says why; those that Slack knows."""
        missing = desk.slack or "of this desk"
        remark = f"The channel {missing} of {desk.name or desk.key} cannot be written to; shown here instead."
        found = []
        for candidate, line in ((desk, ""), (front, remark)):
            channel = await self.posting.channels.id_of(candidate.slack) if candidate and candidate.slack else None
            if channel:
                found.append((channel, line))
        if not found or found[0][1]:
            _log.warning("The Slack channel of desk %s is not there for the bot; the front desk's is used.", desk.key)
        return found

    def _gone(self, error: SlackApiError, channel: str) -> None:
        if word_of(error) not in GONE:
            raise error
        self.posting.channels.forget()
        _log.warning("Slack refuses channel %s (%s); the next one is tried.", channel, word_of(error))

    def _shown(self, reference: str) -> Shown:
        with self.posting.works() as work:
            request = work.requests.get(reference)
            if request is None:
                raise Undeliverable(f"There is no request {reference}.")
            return Shown(
                request=request,
                desk=_desk(work, request.desk),
                front=work.records.get(Desk, directory.FRONT),
                history=tuple(work.audit.of(reference)),
                place=work.cards.place(reference),
            )

    def _placed(self, request: Request, *, channel: str, ts: str) -> None:
        with self.posting.works() as work:
            is_first = work.cards.place(request.reference) is None
            work.cards.put(request.reference, channel=channel, ts=ts)
            if is_first and is_cut(request):
                payload = {"text": request.text, "name": request.company}
                whole = Notice(
                    key=f"whole:{request.reference}", kind="thread", reference=request.reference, payload=payload
                )
                work.outbox.put(whole, at=self.posting.clock())

    def _told(self, notice: Notice) -> tuple[Conversation, Message | None]:
        with self.posting.works() as work:
            conversation = work.conversations.get(notice.conversation)
            if conversation is None:
                raise Undeliverable("The company's conversation is gone.")
            id = notice.payload.get("message")
            if id is None:
                return conversation, None
            later = work.conversations.messages(conversation.id, after=int(id) - 1)
            if not later or later[0].id != int(id):
                raise Undeliverable("The message to the company is gone.")
            return conversation, later[0]

    def _desk(self, key: str) -> Desk:
        with self.posting.works() as work:
            return _desk(work, key)

    def _parked(self, notice: Notice) -> tuple[Desk, Desk | None, list[Request]]:
        with self.posting.works() as work:
            found = (work.requests.get(reference) for reference in notice.payload.get("references", ()))
            requests = [request for request in found if request and request.status == "parked"]
            return _desk(work, notice.desk), work.records.get(Desk, directory.FRONT), requests


def _desk(work: Work, key: str) -> Desk:
    try:
        return directory.desk_with_key(work.records, key)
    except InquiryError:
        return Desk(key=key)  # its record is gone: without a channel of its own, the front desk's is used


def _message(blocks: Sequence[Block], request: Request) -> dict[str, Any]:
    return message(blocks, text=fallback(f"{request.reference} {request.summary}"))

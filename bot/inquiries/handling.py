"""What focal points do with a request: claim, reply, ask, note, reassign, accept to talk, decline, resolve, hand back.

Every verb is one transaction: the request, its messages, audit entries and notices are written together or not at all.
`identity` is that of the press or form that caused it: the same identity acts once. `by` is the person's Slack user.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.inquiries import directory
from bot.inquiries.conversation import ASSISTANT, PERSON, Conversation, Hold, Message
from bot.inquiries.errors import AlreadyClaimed, InquiryError, NotAMember, NothingSaid, ReasonMissing, UnknownReference
from bot.inquiries.ports import Calendar, Notice, Words, Work, Works
from bot.inquiries.records import Member
from bot.inquiries.request import MEMBER, SYSTEM, Request
from bot.inquiries.routing import backups
from bot.inquiries.service_level import IDLE_HOLD_WH, due_at


@dataclass(frozen=True, kw_only=True)
class Handling:
    """The focal points' verbs on one set of stores. Each raises InquiryError with the sentence to show to the person."""

    works: Works
    words: Words
    calendar: Calendar
    idle_hold_wh: float = IDLE_HOLD_WH

    def claim(self, *, reference: str, by: str, identity: str, now: datetime) -> Request:
        """Take the request; of two at once one wins, the other gets AlreadyClaimed. Starts the hold (behaviour 12)."""
        with self.works() as work:
            step = self._step(work, reference=reference, by=by, identity=identity, now=now)
            if step is None:
                return _request(work, reference)
            if step.request.status not in ("unclaimed", "parked") and step.request.assignee not in ("", by):
                raise AlreadyClaimed(step.request.assignee_name)
            request = step.moved("claim", assignee=True)
            self._hold(step, request)
            return step.close(request, action="claim", company_text=self._notice(step, "notice.claimed", request))

    def reply(self, *, reference: str, by: str, text: str, identity: str, now: datetime) -> Request:
        """Send a reply to the company, where it wrote; an explicit act (talk in the thread stays internal)."""
        return self._say(move="reply", reference=reference, by=by, text=text, identity=identity, now=now)

    def ask_more(self, *, reference: str, by: str, text: str, identity: str, now: datetime) -> Request:
        """Ask the company for more; the request waits for its answer."""
        return self._say(move="ask_more", reference=reference, by=by, text=text, identity=identity, now=now)

    def note(self, *, reference: str, by: str, text: str, identity: str, now: datetime) -> Request:
        """Keep an internal note in the request's history; never shown to the company."""
        with self.works() as work:
            step = self._step(work, reference=reference, by=by, identity=identity, now=now)
            if step is None:
                return _request(work, reference)
            return step.close(step.request, action="note", detail={"text": _something(text)})

    def reassign(self, *, reference: str, by: str, desk: str, reason: str, identity: str, now: datetime) -> Request:
        """Give the request to another desk; its clock starts anew there, the old card says where it went."""
        with self.works() as work:
            step = self._step(work, reference=reference, by=by, identity=identity, now=now)
            if step is None:
                return _request(work, reference)
            target = directory.desk_with_key(work.records, desk)
            due = due_at(now, working_hours=target.first_reply_wh, desk=target, calendar=self.calendar)
            moved = replace(
                step.moved("reassign"),
                desk=desk,
                backup=backups(work.records, target),
                restricted=target.restricted == "yes",
                routed_at=now,
                due_at=due,
                assignee="",
                assignee_name="",
            )
            step.release()
            step.put("card_moved", suffix="from", desk=step.request.desk)
            text = self._notice(step, "notice.reassigned", moved)
            return step.close(moved, action="reassign", company_text=text, detail={"to": desk, "reason": reason})

    def accept_to_talk(self, *, reference: str, by: str, identity: str, now: datetime) -> Request:
        """A person is ready to talk with the company about it; that accepts nothing yet (S116)."""
        return self._end(move="accept_to_talk", reference=reference, by=by, reason="", identity=identity, now=now)

    def decline(self, *, reference: str, by: str, reason: str, identity: str, now: datetime) -> Request:
        """Say no, with a reason the company reads; raises ReasonMissing without one (S42, S123)."""
        if not reason.strip():
            raise ReasonMissing
        return self._end(move="decline", reference=reference, by=by, reason=reason, identity=identity, now=now)

    def resolve(self, *, reference: str, by: str, identity: str, now: datetime) -> Request:
        """Close the request; the company is told and may write again."""
        return self._end(move="resolve", reference=reference, by=by, reason="", identity=identity, now=now)

    def hand_back(self, *, reference: str, by: str, identity: str, now: datetime) -> Request:
        """Give the conversation back to the assistant and the request back to the desk."""
        return self._end(move="hand_back", reference=reference, by=by, reason="", identity=identity, now=now)

    def end_idle_holds(self, *, now: datetime) -> int:
        """End the holds of people who were silent too long, telling each company in one line; returns how many."""
        with self.works() as work:
            idle = work.conversations.held_until_before(now)
            for conversation in idle:
                self._end_idle(work, conversation, now=now)
        return len(idle)

    def _say(self, *, move: str, reference: str, by: str, text: str, identity: str, now: datetime) -> Request:
        said = _something(text)
        with self.works() as work:
            step = self._step(work, reference=reference, by=by, identity=identity, now=now)
            if step is None:
                return _request(work, reference)
            if step.request.assignee not in ("", by):
                raise AlreadyClaimed(step.request.assignee_name)
            request = step.moved(move, assignee=True)
            self._hold(step, request)
            return step.close(request, action=move, company_text=said, from_person=True, detail={"text": said})

    def _end(self, *, move: str, reference: str, by: str, reason: str, identity: str, now: datetime) -> Request:
        with self.works() as work:
            step = self._step(work, reference=reference, by=by, identity=identity, now=now)
            if step is None:
                return _request(work, reference)
            request = step.moved(move, assignee=move != "hand_back")
            if move == "hand_back":
                request = replace(request, assignee="", assignee_name="")
            if not request.is_open:
                request = replace(request, closed_at=now)
            step.release()
            text = self._notice(step, f"notice.{_PARTICIPLES[move]}", request, reason=reason.strip())
            return step.close(request, action=move, company_text=text, detail={"reason": reason} if reason else {})

    def _step(self, work: Work, *, reference: str, by: str, identity: str, now: datetime) -> _Step | None:
        request = _request(work, reference)
        if not work.inbox.remember(f"action:{identity}", source="slack", at=now):
            return None
        member = directory.member_at(work.records, desk=request.desk, slack_user=by)
        if member is None:
            raise NotAMember
        conversation = work.conversations.get(request.conversation)
        if conversation is None:
            raise InquiryError(f"The conversation of {reference} is gone; nothing was sent.")
        return _Step(
            work=work, request=request, member=member, by=by, identity=identity, now=now, conversation=conversation
        )

    def _hold(self, step: _Step, request: Request) -> None:
        desk = directory.desk_with_key(step.work.records, request.desk)
        until = due_at(step.now, working_hours=self.idle_hold_wh, desk=desk, calendar=self.calendar)
        hold = Hold(reference=request.reference, by=step.by, name=step.member.name, since=step.now, until=until)
        step.work.conversations.save(step.conversation.held(hold))

    def _notice(self, step: _Step, key: str, request: Request, *, reason: str = "") -> str:
        desk = directory.desk_with_key(step.work.records, request.desk)
        values = {
            "reference": request.reference,
            "name": step.member.name,
            "reason": reason,
            "desk": desk.name or desk.key,
            "due": request.due_at,
            "zone": desk.timezone,
        }
        return self.words.text(key, language=step.conversation.language, values=values)

    def _end_idle(self, work: Work, conversation: Conversation, *, now: datetime) -> None:
        hold = conversation.hold
        request = work.requests.get(hold.reference) if hold else None
        work.conversations.save(conversation.released())
        if hold is None or request is None:
            return
        text = self.words.text("notice.idle", language=conversation.language, values={"reference": request.reference})
        identity = f"idle:{hold.reference}:{hold.until.isoformat()}"
        tell_company(work, request, text=text, identity=identity, now=now)
        work.audit.note(at=now, actor=SYSTEM, action="hold_ended", subject=request.reference)
        work.outbox.put(Notice(key=f"card:{identity}", kind="card", reference=request.reference), at=now)


_PARTICIPLES = {
    "accept_to_talk": "accepted_to_talk",
    "decline": "declined",
    "resolve": "resolved",
    "hand_back": "handed_back",
}


@dataclass(frozen=True, kw_only=True)
class _Step:
    """One act of one member on one request, inside its transaction."""

    work: Work
    request: Request
    member: Member
    by: str
    identity: str
    now: datetime
    conversation: Conversation

    def moved(self, name: str, *, assignee: bool = False) -> Request:
        request = self.request.moved(name, actor=MEMBER)
        return replace(request, assignee=self.by, assignee_name=self.member.name) if assignee else request

    def release(self) -> None:
        hold = self.conversation.hold
        if hold and hold.reference == self.request.reference:
            self.work.conversations.save(self.conversation.released())

    def put(self, kind: str, *, suffix: str = "", desk: str = "", payload: Mapping[str, Any] | None = None) -> None:
        key = ":".join(filter(None, (kind, self.request.reference, self.identity, suffix)))
        notice = Notice(key=key, kind=kind, reference=self.request.reference, desk=desk, payload=payload or {})
        self.work.outbox.put(notice, at=self.now)

    def close(
        self,
        request: Request,
        *,
        action: str,
        company_text: str = "",
        from_person: bool = False,
        detail: Mapping[str, Any] | None = None,
    ) -> Request:
        self.work.requests.save(request)
        entry = {**(detail or {}), "name": self.member.name, "status": request.status}
        self.work.audit.note(at=self.now, actor=self.by, action=action, subject=request.reference, detail=entry)
        if company_text:
            who = {"sender": PERSON, "name": self.member.name} if from_person else {}
            tell_company(self.work, request, text=company_text, identity=self.identity, now=self.now, **who)
        self.put("card")
        return request


def tell_company(
    work: Work, request: Request, *, text: str, identity: str, now: datetime, sender: str = ASSISTANT, name: str = ""
) -> Message:
    """Write a message to the company where it wrote: a person's words, or the assistant's notice of an act."""
    conversation = work.conversations.get(request.conversation)
    if conversation is None:
        raise InquiryError(f"The conversation of {request.reference} is gone; nothing was sent.")
    message = work.conversations.add_message(
        Message(
            conversation=request.conversation,
            at=now,
            sender=sender,
            name=name,
            text=text,
            language=conversation.language,
            reference=request.reference,
            key=f"out:{identity}",
        )
    )
    notice = Notice(
        key=f"company:{identity}",
        kind="company",
        reference=request.reference,
        conversation=request.conversation,
        payload={"message": message.id},
    )
    work.outbox.put(notice, at=now)
    return message


def _request(work: Work, reference: str) -> Request:
    request = work.requests.get(reference)
    if request is None:
        raise UnknownReference
    return request


def _something(text: str) -> str:
    if not text.strip():
        raise NothingSaid
    return text.strip()

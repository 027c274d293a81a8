"""What a company writes while a person holds its conversation goes to that person; the assistant keeps silent (behaviour 12)."""

from __future__ import annotations

from datetime import datetime

from bot.inquiries.conversation import Conversation
from bot.inquiries.ports import Notice, Work
from bot.inquiries.request import COMPANY, Request


def held_request(work: Work, conversation: Conversation, *, now: datetime) -> Request | None:
    """The request whose person holds the conversation at this moment, or None."""
    if conversation.hold is None or not conversation.is_held_at(now):
        return None
    return work.requests.get(conversation.hold.reference)


def waiting_request(work: Work, conversation: Conversation) -> Request | None:
    """The request that waits for this company's answer, or None."""
    waiting = (
        request for request in work.requests.of_conversation(conversation.id) if request.status == "waiting_company"
    )
    return next(waiting, None)


def relay(work: Work, request: Request, *, text: str, now: datetime, identity: str) -> Request:
    """Put a company's words into the request's thread; an answer that was waited for returns the request to its person."""
    changed = request.moved("answer", actor=COMPANY) if request.status == "waiting_company" else request
    work.requests.save(changed)
    work.audit.note(at=now, actor=COMPANY, action="wrote", subject=request.reference, detail={"text": text})
    key = f"thread:{request.reference}:{identity}"
    payload = {"text": text, "name": request.company}
    work.outbox.put(Notice(key=key, kind="thread", reference=request.reference, payload=payload), at=now)
    if changed is not request:
        work.outbox.put(
            Notice(key=f"card:{request.reference}:{identity}", kind="card", reference=request.reference), at=now
        )
    return changed

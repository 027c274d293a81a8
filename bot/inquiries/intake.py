"""How an inquiry becomes a request: opened, joined, raised or parked, with its card and its notices in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.inquiries.conversation import Conversation
from bot.inquiries.directory import desk_with_key
from bot.inquiries.ports import Calendar, Notice, Work
from bot.inquiries.request import COMPANY, SYSTEM, OfferedItem, Request
from bot.inquiries.routing import Ask, Route, route
from bot.inquiries.service_level import due_at

URGENT = ("agreement_match", "urgent", "safety")
"""Flags that raise a request's priority."""

ANY_PERSON = "talk_to_human"
"""The topic of whoever wants a person: it joins what is open already."""


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What is to be handled: the ask to route, the items, who asks, in which words.

    `along_with` is the request that the same message has opened already: one message makes one request (behaviour 11).
    """

    ask: Ask
    topic: str
    text: str
    summary: str = ""
    company: str = ""
    email: str = ""
    items: tuple[OfferedItem, ...] = ()
    flags: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    parked: bool = False
    along_with: str = ""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """The request after intake, and whether this turn opened it or joined one that was there."""

    request: Request
    is_new: bool


def open_request(
    work: Work, intake: Intake, *, conversation: Conversation, now: datetime, calendar: Calendar, identity: str
) -> Opened:
    """Open a request for a conversation, or join the open one on the same topic (behaviour 11: one action, one request).

    A second request of the same company about the same thing is linked to the first and raised there, never dropped.
    """
    before = work.requests.get(intake.along_with) if intake.along_with else None
    if before and before.conversation == conversation.id:
        routed = route(work.records, intake.ask, now=now, calendar=calendar)
        return Opened(request=_asked_along(work, before, intake, routed, now=now, identity=identity), is_new=False)
    joined = _joined(work.requests.of_conversation(conversation.id), intake)
    if joined:
        return Opened(request=add_to_request(work, joined, intake, now=now, identity=identity), is_new=False)
    routed = route(work.records, intake.ask, now=now, calendar=calendar)
    request = _new(work, intake, routed, conversation=conversation, now=now)
    first = _earlier(work, intake, request)
    if first:
        request = replace(request.flagged("repeat"), linked_to=first.reference, priority=True)
        _raise(work, first, request, now=now)
    work.requests.add(request)
    detail = {"desk": request.desk, "status": request.status, "reasons": [dict(reason) for reason in request.reasons]}
    work.audit.note(at=now, actor=SYSTEM, action="opened", subject=request.reference, detail=detail)
    if request.status != "parked":
        _put(work, "card", request, identity=identity, now=now)
    for desk in request.informed:
        _put(work, "inform", request, identity=f"{identity}:{desk}", now=now, desk=desk)
    return Opened(request=request, is_new=True)


def add_to_request(work: Work, request: Request, intake: Intake, *, now: datetime, identity: str) -> Request:
    """Add what a company says later to its open request; the desk sees it in the thread."""
    known = {(item.item, item.text) for item in request.items}
    added = tuple(item for item in intake.items if (item.item, item.text) not in known)
    changed = replace(
        request,
        items=(*request.items, *added),
        company=request.company or intake.company,
        email=request.email or intake.email,
        facts={**request.facts, **intake.facts},
    ).flagged(*intake.flags)
    work.requests.save(changed)
    work.audit.note(at=now, actor=COMPANY, action="added", subject=request.reference, detail={"text": intake.text})
    _put(work, "thread", changed, identity=identity, now=now, payload={"text": intake.text, "name": intake.company})
    _put(work, "card", changed, identity=identity, now=now)
    return changed


def _asked_along(
    work: Work, request: Request, intake: Intake, routed: Route, *, now: datetime, identity: str
) -> Request:
    """The second ask of the message that opened a request: its desk is informed, the words stand in the request already."""
    others = [desk for desk in (routed.desk, *routed.cc) if desk not in (request.desk, *request.informed)]
    known = {(item.item, item.text) for item in request.items}
    added = tuple(item for item in intake.items if (item.item, item.text) not in known)
    changed = replace(request, items=(*request.items, *added), informed=(*request.informed, *others))
    changed = changed.flagged(*intake.flags)
    work.requests.save(changed)
    detail = {"topic": intake.topic, "desk": routed.desk}
    work.audit.note(at=now, actor=SYSTEM, action="asked_along", subject=request.reference, detail=detail)
    _put(work, "card", changed, identity=identity, now=now)
    for desk in others:
        _put(work, "inform", changed, identity=f"{identity}:{desk}", now=now, desk=desk)
    return changed


def revise(
    work: Work,
    request: Request,
    *,
    items: tuple[OfferedItem, ...],
    facts: Mapping[str, str],
    flags: Sequence[str],
    routed: Route | None,
    text: str,
    now: datetime,
    identity: str,
) -> Request:
    """The company corrects what it offered: the items as they are ruled now, and the desk that this belongs to."""
    changed = replace(request, items=items, facts={**request.facts, **facts}).flagged(*flags)
    if routed and routed.desk != request.desk:
        changed = replace(
            changed,
            desk=routed.desk,
            backup=routed.backup,
            informed=tuple(dict.fromkeys((*request.informed, *routed.cc))),
            reasons=tuple({"rule": reason.rule, "text": reason.text} for reason in routed.reasons),
            restricted=routed.restricted,
            routed_at=now,
            due_at=routed.due,
        )
    work.requests.save(changed)
    detail = {"text": text, "desk": changed.desk}
    work.audit.note(at=now, actor=COMPANY, action="added", subject=request.reference, detail=detail)
    _put(work, "card", changed, identity=identity, now=now)
    _put(work, "thread", changed, identity=identity, now=now, payload={"text": text, "name": changed.company})
    for desk in (desk for desk in changed.informed if desk not in request.informed):
        _put(work, "inform", changed, identity=f"{identity}:{desk}", now=now, desk=desk)
    return changed


def withdraw(work: Work, request: Request, *, now: datetime, identity: str) -> Request:
    """The company takes its request back."""
    moved = request.moved("withdraw", actor=COMPANY)
    items = tuple(replace(item, state="withdrawn") for item in request.items)
    changed = replace(moved, items=items, closed_at=now)
    work.requests.save(changed)
    work.audit.note(at=now, actor=COMPANY, action="withdraw", subject=request.reference)
    _put(work, "card", changed, identity=identity, now=now)
    return changed


def reopen(work: Work, request: Request, *, text: str, now: datetime, calendar: Calendar, identity: str) -> Request:
    """The company writes again about a closed request; the desk gets it back, and its clock starts anew."""
    desk = desk_with_key(work.records, request.desk)
    due = due_at(now, working_hours=desk.first_reply_wh, desk=desk, calendar=calendar)
    moved = request.moved("reopen", actor=COMPANY)
    changed = replace(moved, assignee="", assignee_name="", routed_at=now, due_at=due, closed_at=None)
    work.requests.save(changed)
    work.audit.note(at=now, actor=COMPANY, action="reopen", subject=request.reference, detail={"text": text})
    _put(work, "thread", changed, identity=identity, now=now, payload={"text": text, "name": request.company})
    _put(work, "card", changed, identity=identity, now=now)
    return changed


def _new(work: Work, intake: Intake, routed: Route, *, conversation: Conversation, now: datetime) -> Request:
    size = ("sme",) if intake.ask.company_size in ("micro", "small", "medium") else ()
    flags = tuple(dict.fromkeys((*intake.flags, *size)))
    return Request(
        reference=work.requests.next_reference(year=now.year),
        conversation=conversation.id,
        desk=routed.desk,
        status="parked" if intake.parked else "unclaimed",
        topic=intake.topic,
        company=intake.company,
        email=intake.email,
        language=conversation.language,
        summary=intake.summary or intake.text,
        text=intake.text,
        items=intake.items,
        flags=flags,
        informed=routed.cc,
        backup=routed.backup,
        reasons=tuple({"rule": reason.rule, "text": reason.text} for reason in routed.reasons),
        facts=intake.facts,
        priority=any(flag in URGENT for flag in flags),
        restricted=routed.restricted,
        created_at=now,
        routed_at=now,
        due_at=routed.due,
    )


def _joined(requests: Sequence[Request], intake: Intake) -> Request | None:
    """The open request that the message belongs to: the same topic, for an offer the same things; a person joins any."""
    found = [
        request for request in requests if request.is_open and request.status != "parked" and _belongs(request, intake)
    ]
    return found[-1] if found else None


def _belongs(request: Request, intake: Intake) -> bool:
    if intake.topic == ANY_PERSON:
        return True
    if request.topic != intake.topic:
        return False
    offered, known = ({item.item or item.text for item in items} for items in (intake.items, request.items))
    return not offered or not known or bool(offered & known)


def _earlier(work: Work, intake: Intake, request: Request) -> Request | None:
    """An open request of the same company on the same topic and the same things, from another conversation."""
    if not (intake.company or intake.email):
        return None
    same = (
        earlier
        for earlier in work.requests.of_company(intake.company, email=intake.email)
        if earlier.is_open
        and earlier.topic == request.topic
        and {item.item or item.text for item in earlier.items} == {item.item or item.text for item in request.items}
        and not _goes_elsewhere(earlier, request)
    )
    return next(same, None)


def _goes_elsewhere(earlier: Request, request: Request) -> bool:
    """The same things for another country are another offer."""
    there, here = earlier.facts.get("destination"), request.facts.get("destination")
    return bool(there and here and there != here)


def _raise(work: Work, first: Request, repeated: Request, *, now: datetime) -> None:
    raised = replace(first.flagged("repeat"), priority=True)
    work.requests.save(raised)
    detail = {"reference": repeated.reference}
    work.audit.note(at=now, actor=SYSTEM, action="repeated", subject=first.reference, detail=detail)
    _put(work, "card", raised, identity=f"repeat:{repeated.reference}", now=now)


def _put(
    work: Work,
    kind: str,
    request: Request,
    *,
    identity: str,
    now: datetime,
    desk: str = "",
    payload: Mapping[str, str] | None = None,
) -> None:
    key = f"{kind}:{request.reference}:{identity}"
    work.outbox.put(Notice(key=key, kind=kind, reference=request.reference, desk=desk, payload=payload or {}), at=now)

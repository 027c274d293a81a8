"""What several asks stand on: the emergency that is meant, the ask as routing sees it, opening a request with its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.inquiries import directory, intake
from bot.inquiries.inquiry import Asking, Inquiry
from bot.inquiries.ports import Notice
from bot.inquiries.records import Answer, Desk, Emergency
from bot.inquiries.request import OfferedItem
from bot.inquiries.routing import Ask
from bot.inquiries.screening import screen
from bot.inquiries.spoken import Part, Source, Spoken, source_of


def emergency_of(asking: Asking) -> Emergency | None:
    """The emergency on record that the inquiry is about: the one named, else the one that rules in its country."""
    inquiry = asking.inquiry
    named = asking.work.records.get(Emergency, inquiry.crisis) if inquiry.crisis else None
    if named and named.is_published:
        return named
    country = inquiry.country
    return directory.emergency_in(asking.work.records, country=country, day=asking.now.date()) if country else None


def country_of(asking: Asking) -> str:
    """The country that the inquiry is about: that of the crisis named, else the one named."""
    emergency = emergency_of(asking)
    return emergency.country if emergency and asking.inquiry.crisis else asking.inquiry.country


def ask_of(asking: Asking, *, items: Sequence[OfferedItem] = (), owner_desk: str = "") -> Ask:
    """The inquiry as routing sees it."""
    inquiry = asking.inquiry
    return Ask(
        intent=inquiry.ask or asking.heard.intent,
        agency=inquiry.agency,
        cluster=inquiry.cluster,
        country=country_of(asking),
        emergency=emergency_of(asking),
        sector=inquiry.sector,
        company=inquiry.company,
        company_size=inquiry.company_size,
        language=asking.heard.language,
        items=tuple(item.item for item in items) or inquiry.items,
        owner_desk=owner_desk,
    )


def hand_over(
    asking: Asking,
    *,
    key: str,
    topic: str,
    items: Sequence[OfferedItem] = (),
    flags: Sequence[str] = (),
    owner_desk: str = "",
    parked: bool = False,
    text: str = "",
    about: str = "",
    facts: dict[str, str] | None = None,
) -> Spoken:
    """Open (or join) a request for the inquiry and say so: reference, desk, time (behaviour 3)."""
    inquiry = asking.inquiry
    screening = screen(asking.work.records, sector=inquiry.sector, company=inquiry.company)
    taken = intake.open_request(
        asking.work,
        intake.Intake(
            ask=ask_of(asking, items=items, owner_desk=owner_desk),
            topic=topic,
            text=text or inquiry.text or asking.heard.text,
            company=inquiry.company,
            email=inquiry.email,
            items=tuple(items),
            flags=(*flags, *screening.flags),
            facts={**({"internal": "; ".join(screening.internal)} if screening.internal else {}), **(facts or {})},
            parked=parked,
            along_with=asking.opened,
        ),
        conversation=asking.conversation,
        now=asking.now,
        calendar=asking.calendar,
        identity=asking.identity,
    )
    request = taken.request
    desk = directory.desk_with_key(asking.work.records, request.desk)
    values = {
        "reference": request.reference,
        "desk": desk.name or desk.key,
        "due": request.due_at,
        "zone": desk.timezone,
        "is_new": taken.is_new,
        "parked": request.status == "parked",
    }
    return Spoken(
        parts=(Part(key=key, values=values),),
        kind="route",
        about=about or topic,
        inquiry=replace(inquiry, pending="", proposed=""),
        request=request,
        informed=request.informed,
        flags=request.flags,
    )


def inform(asking: Asking, desks: Sequence[str], *, flags: Sequence[str]) -> None:
    """Tell desks about a message that opens no request: a sector's contact always hears of it (S31)."""
    for desk in desks:
        payload = {"text": asking.heard.text, "flags": list(flags), "company": asking.inquiry.company}
        notice = Notice(key=f"inform:{asking.identity}:{desk}", kind="inform", desk=desk, payload=payload)
        asking.work.outbox.put(notice, at=asking.now)


def answer_about(asking: Asking, topic: str, *, fallback: str = "") -> Answer | None:
    """The published answer of a topic that the question points at: most cues heard, else the one without cues."""
    published = [answer for answer in asking.work.records.all(Answer) if answer.topic == topic and answer.is_published]
    scored = [(_heard_cues(asking, answer), answer) for answer in published]
    pointed = [(score, answer) for score, answer in scored if score]
    if pointed:
        return max(pointed, key=lambda pair: pair[0])[1]
    general = (answer for answer in published if not answer.cues)
    return next(general, asking.work.records.get(Answer, fallback) if fallback else None)


def _heard_cues(asking: Asking, answer: Answer) -> int:
    """How much of the question an answer's cues cover, in letters: a longer cue points more clearly."""
    text = f" {asking.heard.text.casefold()} "
    cues = (*answer.cues.get(asking.heard.language, ()), *answer.cues.get("en", ()))
    return sum(len(cue) for cue in set(cues) if cue.casefold() in text)


def said(
    asking: Asking,
    *parts: Part,
    kind: str = "answer",
    about: str = "",
    records: Sequence[str] = (),
    inquiry: Inquiry | None = None,
    flags: Sequence[str] = (),
    step: str = "",
) -> Spoken:
    """A reply that opens no request."""
    return Spoken(
        parts=parts,
        kind=kind,
        about=about or asking.heard.intent,
        inquiry=inquiry or asking.inquiry,
        records=tuple(records),
        flags=tuple(flags),
        step=step,
    )


def desk_name(asking: Asking, key: str) -> str:
    """The name of a desk as companies read it."""
    desk = asking.work.records.get(Desk, key)
    return (desk.name or desk.key) if desk else key


def answer_sources(asking: Asking, answer: Answer) -> tuple[Source, ...]:
    """The sources of an answer: its own address, or the answer itself with the day it was checked."""
    return (source_of(answer, answer.source_kind),) if answer.source_title or answer.source_url else ()

"""An offer from the first sentence to a request: judged item by item, asked for what is missing, routed or kept for later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.inquiries import acceptance
from bot.inquiries.acceptance import Verdict
from bot.inquiries.asks.acceptability import situation_of, told_to_contacts, verdict_part
from bot.inquiries.asks.ground import hand_over, said
from bot.inquiries.asks.hearing import claims_agreement, cues, heard_draft
from bot.inquiries.asks.money import channels_for, channels_part
from bot.inquiries.inquiry import Asking, Inquiry
from bot.inquiries.needs import exceeds
from bot.inquiries.offer import PERSONAL, Draft
from bot.inquiries.records import Need
from bot.inquiries.request import OfferedItem
from bot.inquiries.spoken import Button, Part, Spoken, mark

TOPIC = "offer_contribution"
REGISTER = "register"
PARK = "park"
DONE = "done"

TOLD_FLAGS = ("visibility_expected", "conflict_of_interest", "claimed_request_unverified", "short_dated")
"""Flags that follow from the words of an offer; they change no ruling."""


def offer(asking: Asking) -> Spoken:
    """A concrete offer: the verdict on each item at once; what a person should see is then registered."""
    draft = heard_draft(
        asking, Draft(text=asking.heard.text, company=asking.inquiry.company, email=asking.inquiry.email)
    )
    return judged(asking, draft, claims_agreement=claims_agreement(asking))


def activate(asking: Asking) -> Spoken:
    """A company with an agreement wants it used: its owner is told at once; not on file or expired, its owner is asked."""
    draft = heard_draft(
        asking, Draft(text=asking.heard.text, company=asking.inquiry.company, email=asking.inquiry.email)
    )
    if not draft.company and "company" not in draft.asked:
        return _ask(asking, draft.asking(("company",)), ("company",), lead=())
    return judged(asking, draft, claims_agreement=True)


def judged(asking: Asking, draft: Draft, *, claims_agreement: bool, before: Sequence[OfferedItem] = ()) -> Spoken:
    """Judge the draft's items and go the way the rulings say; what was ruled before is not said again."""
    asking = asking.with_inquiry(_as_told(asking.inquiry, draft))
    verdicts = ruled_on(asking, draft, claims_agreement=claims_agreement)
    news = news_of(asking, verdicts, before)
    flags = tuple(dict.fromkeys(flag for verdict in verdicts for flag in verdict.flags))
    draft = replace(draft, items=tuple(verdict.item for verdict in verdicts))
    owners = [verdict for verdict in verdicts if verdict.ruling in (acceptance.ACTIVATE, acceptance.ASK_OWNER)]
    if owners:
        return told_to_contacts(asking, _to_owner(asking, draft, verdicts, owners), draft.items)
    if draft.asked and not news:
        return _go_on(asking, draft, lead=(), flags=flags)
    if any(verdict.ruling in (acceptance.NEED, acceptance.PERSON) for verdict in verdicts):
        spoken = _noted(_go_on(asking, replace(draft, purpose=REGISTER), lead=lead(asking, news), flags=flags), news)
        return told_to_contacts(asking, spoken, [verdict.item for verdict in news])
    return _told(asking, replace(draft, purpose=PARK), verdicts)


def news_of(asking: Asking, verdicts: Sequence[Verdict], before: Sequence[OfferedItem]) -> list[Verdict]:
    """The verdicts that say something else than what was ruled of the items before."""
    known = {item.item or item.text: _ruled(asking, item) for item in before}
    unruled = _ruled(asking, OfferedItem(item=""))
    return [v for v in verdicts if _ruled(asking, v.item) != known.get(v.item.item or v.item.text, unruled)]


def ruled_on(asking: Asking, draft: Draft, *, claims_agreement: bool) -> list[Verdict]:
    """What the rules say of each item of a draft whose destination is the inquiry's country."""
    situation = replace(
        situation_of(asking, claims_agreement=claims_agreement),
        company=draft.company,
        email=draft.email,
        words=draft.text,
    )
    return [
        acceptance.judge(asking.work.records, item, situation) for item in _to_judge(asking, draft, claims_agreement)
    ]


def _to_judge(asking: Asking, draft: Draft, claims_agreement: bool) -> Sequence[OfferedItem]:
    """The items; what an agreement is claimed for without a word on what it is, is of no type yet."""
    items = draft.items or (OfferedItem(item=""),)
    if not claims_agreement or asking.inquiry.contribution_type:
        return items
    return [item if item.item or item.text else replace(item, contribution_type="") for item in items]


def _as_told(inquiry: Inquiry, draft: Draft) -> Inquiry:
    """The inquiry about where things go, not about where they are, and of whom the draft knows that it asks."""
    return replace(
        inquiry,
        country=draft.country,
        company=draft.company or inquiry.company,
        email=draft.email or inquiry.email,
    )


def _ruled(asking: Asking, item: OfferedItem) -> tuple[str, str, str, bool]:
    """What was ruled of an item, to see whether a correction or a detail changes it: also whether it is over the need."""
    need = asking.work.records.get(Need, item.need) if item.need else None
    return item.state, item.need, item.rule, need is not None and exceeds(need, item.quantity)


def going_on(asking: Asking) -> Spoken:
    """The next details of an offer that is being registered; corrections are worked into the draft and judged anew."""
    before = Draft.from_dict(asking.inquiry.offer)
    draft = heard_draft(asking, before)
    return judged(asking, draft, claims_agreement=claims_agreement(asking), before=before.items)


def register_later(asking: Asking) -> Spoken:
    """The company wants its offer kept for later: registered and parked, without a card (order of rules, 5)."""
    draft, inquiry = Draft.from_dict(asking.inquiry.offer), asking.inquiry
    known = replace(draft, company=draft.company or inquiry.company, email=draft.email or inquiry.email)
    return _go_on(asking, replace(known, purpose=PARK), lead=(), flags=())


def _go_on(asking: Asking, draft: Draft, *, lead: Sequence[Part], flags: Sequence[str]) -> Spoken:
    """Ask for what is missing, or finish."""
    questions = draft.next_questions()
    if questions:
        return _ask(asking, draft.asking(questions), questions, lead=lead)
    return _finish(asking, draft, lead=lead, flags=flags)


def _ask(asking: Asking, draft: Draft, questions: Sequence[str], *, lead: Sequence[Part]) -> Spoken:
    personal = any(name in PERSONAL for name in questions)
    privacy = (Part(key="privacy"),) if personal and not asking.inquiry.privacy_told else ()
    parts = (*lead, *privacy, Part(key="offer.ask", values={"questions": list(questions), "items": _item_keys(draft)}))
    topic = asking.inquiry.ask if asking.inquiry.ask == "activate_agreement" else TOPIC
    inquiry = replace(
        asking.inquiry,
        ask=topic,
        pending="offer",
        privacy_told=asking.inquiry.privacy_told or personal,
        offer=draft.as_dict(),
    )
    return said(asking, *parts, kind="ask", about=topic, inquiry=inquiry, step=REGISTER)


def _finish(asking: Asking, draft: Draft, *, lead: Sequence[Part], flags: Sequence[str]) -> Spoken:
    parked = draft.purpose == PARK
    items = items_of(draft)
    spoken = hand_over(
        asking.with_inquiry(replace(asking.inquiry, country=draft.country or asking.inquiry.country)),
        key="offer.parked" if parked else "offer.routed",
        topic=TOPIC,
        items=tuple(item for item in items if item.state != "not_accepted"),
        flags=tuple(dict.fromkeys((*flags, *told_flags(asking, draft)))),
        owner_desk=owner_of(asking, items),
        parked=parked,
        text=draft.text,
        facts=facts_of(draft),
    )
    return replace(spoken, parts=(*lead, *spoken.parts), inquiry=replace(spoken.inquiry, offer={}), step=DONE)


def _to_owner(asking: Asking, draft: Draft, verdicts: Sequence[Verdict], owners: Sequence[Verdict]) -> Spoken:
    """To the owner of the agreement that holds, else of the one that is asked about; each standing is told once."""
    owners = sorted(owners, key=lambda verdict: verdict.ruling != acceptance.ACTIVATE)
    agreement = owners[0].standing.agreement if owners[0].standing else None
    spoken = hand_over(
        asking.with_inquiry(replace(asking.inquiry, agency=agreement.agency if agreement else asking.inquiry.agency)),
        key="offer.routed",
        topic="activate_agreement",
        items=tuple(item for item in items_of(draft) if item.item or item.text),
        owner_desk=agreement.owner_desk if agreement else "",
        flags=tuple(dict.fromkeys((*(flag for v in verdicts for flag in v.flags), *told_flags(asking, draft)))),
        text=draft.text,
        facts=facts_of(draft),
    )
    never = [
        verdict_part(asking, verdict, hypothetical=False) for verdict in verdicts if verdict.ruling == acceptance.NEVER
    ]
    lead = (*never, *(verdict_part(asking, verdict, hypothetical=False) for verdict in _each_standing(owners)))
    marks = (mark("agreements", agreement),) if agreement else ()
    return replace(spoken, parts=(*lead, *spoken.parts), records=marks, step=DONE)


def _each_standing(owners: Sequence[Verdict]) -> Sequence[Verdict]:
    """The first verdict of each ruling: activated, asked about."""
    return [next(v for v in owners if v.ruling == ruling) for ruling in dict.fromkeys(v.ruling for v in owners)]


def _told(asking: Asking, draft: Draft, verdicts: Sequence[Verdict]) -> Spoken:
    """Nothing for a person now: what the rules say, and where it helps, that the offer can be kept for later."""
    later = any(verdict.ruling == acceptance.CASH_INSTEAD for verdict in verdicts)
    refused = any(verdict.ruling in (acceptance.NEVER, acceptance.CASH_INSTEAD) for verdict in verdicts)
    buttons = (
        Button(title="button.register_later", intent="affirm"),
        Button(title="button.person", intent="talk_to_human"),
    )
    told = lead(asking, verdicts)
    parts = (*told, Part(key="offer.register_later", buttons=buttons)) if later else told
    inquiry = replace(
        asking.inquiry,
        ask=TOPIC,
        pending="register_later" if later else "",
        proposed="register_later" if later else "",
        offer=draft.as_dict(),
    )
    spoken = said(asking, *parts, kind="refuse" if refused else "answer", about=TOPIC, inquiry=inquiry, step="told")
    return told_to_contacts(asking, _noted(spoken, verdicts), [verdict.item for verdict in verdicts])


def _noted(spoken: Spoken, verdicts: Sequence[Verdict]) -> Spoken:
    """The outcome with the rules and needs that spoke, the flags and who is informed."""
    marks = [mark("acceptance_rules", verdict.rule) for verdict in verdicts if verdict.rule]
    marks += [mark("needs", verdict.need) for verdict in verdicts if verdict.need and verdict.ruling == acceptance.NEED]
    flags = tuple(flag for verdict in verdicts for flag in verdict.flags)
    return replace(
        spoken,
        records=tuple(dict.fromkeys((*spoken.records, *marks))),
        flags=tuple(dict.fromkeys((*spoken.flags, *flags))),
    )


def lead(asking: Asking, verdicts: Sequence[Verdict]) -> tuple[Part, ...]:
    """What the rules say of the things, the ways to give money once."""
    parts = [verdict_part(asking, verdict, hypothetical=False) for verdict in said_once(verdicts)]
    if any("spec_mismatch" in verdict.flags for verdict in verdicts):
        parts.append(Part(key="offer.off_specification"))
    if any(verdict.ruling in (acceptance.CASH_NOW, acceptance.CASH_INSTEAD) for verdict in verdicts):
        parts.append(channels_part(asking, channels_for(asking)))
    return tuple(parts)


def said_once(verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """The verdicts, those by the same ruling and rule as one that names all their things."""
    groups: dict[tuple[str, str], Verdict] = {}
    for verdict in verdicts:
        key = (verdict.ruling, verdict.rule.key if verdict.rule and not verdict.need else verdict.item.item)
        first = groups.get(key)
        named = ", ".join(filter(None, (first.item.text if first else "", verdict.item.text)))
        groups[key] = replace(first or verdict, item=replace((first or verdict).item, text=named))
    return tuple(groups.values())


def told_flags(asking: Asking, draft: Draft) -> tuple[str, ...]:
    """What the offer's own words say that the desk should see at once: what is expected for it, who asked for it."""
    text = f"{draft.text}\n{asking.heard.text}".casefold()
    return tuple(flag for flag in TOLD_FLAGS if any(cue in text for cue in cues(asking, f"cues.flag.{flag}")))


def items_of(draft: Draft) -> tuple[OfferedItem, ...]:
    """The draft's items with the places and the day, as a request keeps them."""
    return tuple(
        replace(item, located=draft.located, country=draft.country, available=draft.available) for item in draft.items
    )


def owner_of(asking: Asking, items: Sequence[OfferedItem]) -> str:
    """The desk that owns the need which the items fit, or ""."""
    needs = (asking.work.records.get(Need, item.need) for item in items if item.need)
    return next((need.owner_desk for need in needs if need), "")


def facts_of(draft: Draft) -> dict[str, str]:
    """What the company told of its offer besides the things, by name."""
    told = {"located": draft.located, "destination": draft.country, "available": draft.available, **draft.facts}
    return {name: value for name, value in told.items() if value}


def _item_keys(draft: Draft) -> list[str]:
    wanted = (item for item in draft.items if item.state != "not_accepted")
    return [item.item or item.text for item in wanted if item.item or item.text]

"""An offer from the first sentence to a request: judged item by item, asked for what is missing, routed or kept for later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.inquiries import acceptance, directory
from bot.inquiries.acceptance import Verdict
from bot.inquiries.asks.acceptability import situation_of, told_to_contacts, verdict_part
from bot.inquiries.asks.ground import country_of, hand_over, said
from bot.inquiries.asks.money import channels_for, channels_part
from bot.inquiries.inquiry import Asking, Inquiry
from bot.inquiries.offer import PERSONAL, Draft, bare_amounts, free_answer, items_heard, named_as
from bot.inquiries.places import places_heard
from bot.inquiries.records import Answer, Emergency, Need, Quantity
from bot.inquiries.request import OfferedItem
from bot.inquiries.spoken import Button, Part, Spoken, mark

TOPIC = "offer_contribution"
REGISTER = "register"
PARK = "park"
DONE = "done"


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
    asking = asking.with_inquiry(_bound_for(asking.inquiry, draft.country))
    situation = replace(
        situation_of(asking, claims_agreement=claims_agreement), company=draft.company, email=draft.email
    )
    known = {item.item or item.text: _ruled(item) for item in before}
    verdicts = [
        acceptance.judge(asking.work.records, item, situation) for item in _to_judge(asking, draft, claims_agreement)
    ]
    unruled = _ruled(OfferedItem(item=""))
    news = [v for v in verdicts if _ruled(v.item) != known.get(v.item.item or v.item.text, unruled)]
    flags = tuple(dict.fromkeys(flag for verdict in verdicts for flag in verdict.flags))
    draft = replace(draft, items=tuple(verdict.item for verdict in verdicts))
    owners = [verdict for verdict in verdicts if verdict.ruling in (acceptance.ACTIVATE, acceptance.ASK_OWNER)]
    if owners:
        return told_to_contacts(asking, _to_owner(asking, draft, verdicts, owners), draft.items)
    if draft.asked and not news:
        return _go_on(asking, draft, lead=(), flags=flags)
    if any(verdict.ruling in (acceptance.NEED, acceptance.PERSON) for verdict in verdicts):
        spoken = _noted(_go_on(asking, replace(draft, purpose=REGISTER), lead=_lead(asking, news), flags=flags), news)
        return told_to_contacts(asking, spoken, [verdict.item for verdict in news])
    return _told(asking, replace(draft, purpose=PARK), verdicts)


def _to_judge(asking: Asking, draft: Draft, claims_agreement: bool) -> Sequence[OfferedItem]:
    """The items; what an agreement is claimed for without a word on what it is, is of no type yet."""
    items = draft.items or (OfferedItem(item=""),)
    if not claims_agreement or asking.inquiry.contribution_type:
        return items
    return [item if item.item or item.text else replace(item, contribution_type="") for item in items]


def _bound_for(inquiry: Inquiry, country: str) -> Inquiry:
    """The inquiry about where things go, not about where they are."""
    return inquiry if country == inquiry.country else replace(inquiry, country=country)


def _ruled(item: OfferedItem) -> tuple[str, str, str, Quantity | None]:
    """What was ruled of an item, to see whether a correction or a detail changes it; a need also depends on the amount."""
    return item.state, item.need, item.rule, item.quantity if item.need else None


def going_on(asking: Asking) -> Spoken:
    """The next details of an offer that is being registered; corrections are worked into the draft and judged anew."""
    before = Draft.from_dict(asking.inquiry.offer)
    draft = heard_draft(asking, before)
    return judged(asking, draft, claims_agreement=claims_agreement(asking), before=before.items)


def register_later(asking: Asking) -> Spoken:
    """The company wants its offer kept for later: registered and parked, without a card (order of rules, 5)."""
    return _go_on(asking, replace(Draft.from_dict(asking.inquiry.offer), purpose=PARK), lead=(), flags=())


def heard_draft(asking: Asking, draft: Draft) -> Draft:
    """The draft with what this message tells; a free answer to an open question is taken as it stands."""
    heard = asking.heard
    places = places_heard(
        heard.entities,
        text=heard.text,
        expected=_expected_place(draft, heard.intent),
        destination_words=cues(asking, "cues.destination"),
        has_emergency=lambda country: (
            directory.emergency_in(asking.work.records, country=country, day=asking.now.date()) is not None
        ),
    )
    items = items_heard(heard.entities, contribution_type=heard.first("contribution_type"))
    named = [item for item in items if item.item or item.contribution_type == "cash"]
    is_first = not draft.asked
    is_goal = is_first and not (places.located and asking.inquiry.country in heard.values("country"))
    told = replace(
        draft,
        items=_merged(_without_replaced(asking, draft, named), named or (() if draft.items else items)),
        country=_crisis_country(asking)
        or places.country
        or draft.country
        or (asking.inquiry.country if is_goal else asking.inquiry.country_before if is_first else ""),
        located=places.located or draft.located,
        available=heard.first("date") or draft.available or _today(asking),
        company=asking.inquiry.company or draft.company,
        email=asking.inquiry.email or draft.email,
    )
    told = told if named else _with_quantity(told, asking)
    is_free = not is_first and heard.intent not in ("affirm", "deny")
    return free_answer(told, text=heard.text, entities=heard.entities) if is_free else told


def _today(asking: Asking) -> str:
    """The day itself where things are ready now."""
    is_ready = any(cue in asking.heard.text.casefold() for cue in cues(asking, "cues.ready"))
    return asking.now.date().isoformat() if is_ready else ""


def _crisis_country(asking: Asking) -> str:
    """The country of the crisis on record that this message names."""
    crisis = asking.work.records.get(Emergency, asking.heard.first("crisis"))
    return crisis.country if crisis and crisis.is_published else ""


def _expected_place(draft: Draft, intent: str) -> str:
    """A bare place answers the question of the last turn; a correction means where things go."""
    waits_for_place = "located" in draft.unanswered() or not draft.items
    return "located" if waits_for_place and intent != "deny" else "country"


def claims_agreement(asking: Asking) -> bool:
    """Whether the company says that it has an agreement."""
    text = asking.heard.text.casefold()
    is_called_on = "activate_agreement" in (asking.heard.intent, asking.inquiry.ask)
    return is_called_on or any(cue in text for cue in cues(asking, "cues.agreement"))


def cues(asking: Asking, key: str) -> Sequence[str]:
    """Words of the message's language (and English) kept in the records under this key."""
    record = asking.work.records.get(Answer, key)
    return (*record.cues.get(asking.heard.language, ()), *record.cues.get("en", ())) if record else ()


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
    inquiry = replace(
        asking.inquiry,
        ask=asking.inquiry.ask if asking.inquiry.ask == "activate_agreement" else TOPIC,
        pending="offer",
        privacy_told=asking.inquiry.privacy_told or personal,
        offer=draft.as_dict(),
    )
    return said(asking, *parts, kind="ask", about=TOPIC, inquiry=inquiry, step=REGISTER)


def _finish(asking: Asking, draft: Draft, *, lead: Sequence[Part], flags: Sequence[str]) -> Spoken:
    parked = draft.purpose == PARK
    items = tuple(
        replace(item, located=draft.located, country=draft.country, available=draft.available) for item in draft.items
    )
    spoken = hand_over(
        asking.with_inquiry(replace(asking.inquiry, country=draft.country or asking.inquiry.country)),
        key="offer.parked" if parked else "offer.routed",
        topic=TOPIC,
        items=tuple(item for item in items if item.state != "not_accepted"),
        flags=flags,
        owner_desk=_owner(asking, items),
        parked=parked,
        text=draft.text,
        facts=_facts(draft),
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
        items=tuple(verdict.item for verdict in verdicts if verdict.item.item or verdict.item.text),
        owner_desk=agreement.owner_desk if agreement else "",
        flags=tuple(dict.fromkeys(flag for verdict in verdicts for flag in verdict.flags)),
        text=draft.text,
        facts=_facts(draft),
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
    lead = _lead(asking, verdicts)
    parts = (*lead, Part(key="offer.register_later", buttons=buttons)) if later else lead
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


def _lead(asking: Asking, verdicts: Sequence[Verdict]) -> tuple[Part, ...]:
    """What the rules say of the things, the ways to give money once."""
    parts = [verdict_part(asking, verdict, hypothetical=False) for verdict in said_once(verdicts)]
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


def _owner(asking: Asking, items: Sequence[OfferedItem]) -> str:
    needs = (asking.work.records.get(Need, item.need) for item in items if item.need)
    return next((need.owner_desk for need in needs if need), "")


def _facts(draft: Draft) -> dict[str, str]:
    told = {"located": draft.located, "destination": draft.country, "available": draft.available, **draft.facts}
    return {name: value for name, value in told.items() if value}


def _merged(before: Sequence[OfferedItem], heard: Sequence[OfferedItem]) -> tuple[OfferedItem, ...]:
    """The items with what was heard of them; a thing named again is corrected, a new one added."""
    items = {item.item or item.text: item for item in before if item.item or item.text}
    for item in heard:
        known = items.get(item.item or item.text)
        told = named_as(item, before)
        items[item.item or item.text] = replace(told, quantity=told.quantity or (known.quantity if known else None))
    return tuple(items.values()) or tuple(before)


def _without_replaced(asking: Asking, draft: Draft, named: Sequence[OfferedItem]) -> tuple[OfferedItem, ...]:
    """The items of before; "actually generators" puts the new thing in the place of the only one, with its amount."""
    before = [item for item in draft.items if item.item or item.text]
    heard = asking.heard
    is_swap = heard.intent == "deny" or any(cue in heard.text.casefold() for cue in cues(asking, "cues.instead"))
    if not draft.asked or not is_swap or len(before) != 1 or len(named) != 1 or named[0].item == before[0].item:
        return draft.items
    return (OfferedItem(item="", quantity=before[0].quantity, contribution_type=named[0].contribution_type),)


def _with_quantity(draft: Draft, asking: Asking) -> Draft:
    """A bare amount ("200 pieces") answers for the first item without one, or corrects the only item."""
    amounts = asking.heard.values("quantity") or bare_amounts(asking.heard, draft.items)
    wanted = [item for item in draft.items if item.state != "not_accepted"]
    lacking = [item for item in wanted if item.quantity is None] or wanted[:1]
    if not amounts or not lacking:
        return draft
    quantity = Quantity(value=float(amounts[0]["value"]), unit=str(amounts[0]["unit"]))
    return replace(draft, items=tuple(replace(i, quantity=quantity) if i is lacking[0] else i for i in draft.items))


def _item_keys(draft: Draft) -> list[str]:
    wanted = (item for item in draft.items if item.state != "not_accepted")
    return [item.item or item.text for item in wanted if item.item or item.text]

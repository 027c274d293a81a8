"""Whether a thing is accepted or a company allowed, by published rules; no offer is made yet (S14, S32, S113, S116, S121)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.inquiries import acceptance
from bot.inquiries.acceptance import Situation, Verdict
from bot.inquiries.asks.ground import answer_about, answer_sources, country_of, desk_name, emergency_of, inform, said
from bot.inquiries.asks.money import channels_for, channels_part
from bot.inquiries.inquiry import Asking, Inquiry
from bot.inquiries.records import AcceptanceRule, Item, SectorStance
from bot.inquiries.request import OfferedItem
from bot.inquiries.screening import SECTOR_OF_CATEGORY, answers_of, screen
from bot.inquiries.spoken import Button, Part, Source, Spoken, mark, plain, source_of


def situation_of(asking: Asking, *, claims_agreement: bool = False) -> Situation:
    """What the rules judge in: where it goes, the emergency there, who asks."""
    inquiry = asking.inquiry
    return Situation(
        day=asking.now.date(),
        country=country_of(asking),
        emergency=emergency_of(asking),
        cluster=inquiry.cluster,
        agency=inquiry.agency,
        company=inquiry.company,
        email=inquiry.email,
        claims_agreement=claims_agreement,
    )


def asked_items(asking: Asking) -> tuple[OfferedItem, ...]:
    """The things named in the inquiry; a contribution type alone is a thing too ("staff", "money")."""
    inquiry = asking.inquiry
    kind = inquiry.contribution_type or "in_kind"
    items = tuple(OfferedItem(item=key, contribution_type=kind) for key in inquiry.items)
    return items or ((OfferedItem(item="", contribution_type=kind),) if inquiry.contribution_type else ())


def acceptance_of(asking: Asking) -> Spoken:
    """A verdict for each thing asked about, with its reason, layer and source; nothing named: the question comes first."""
    items = asked_items(asking)
    if not items:
        general = answer_about(asking, "ask_acceptance")
        if general is None:
            return said(asking, Part(key="ask_acceptance.which"), kind="ask", inquiry=_waiting(asking, "item"))
        part = Part(key=general.key, sources=answer_sources(asking, general))
        return said(asking, part, records=[mark("answers", general)], inquiry=_waiting(asking, "item"))
    verdicts = [acceptance.judge(asking.work.records, item, situation_of(asking)) for item in items]
    parts = [verdict_part(asking, verdict, hypothetical=True) for verdict in verdicts]
    refused = any(verdict.ruling in (acceptance.NEVER, acceptance.CASH_INSTEAD) for verdict in verdicts)
    if any(verdict.ruling in (acceptance.CASH_NOW, acceptance.CASH_INSTEAD) for verdict in verdicts):
        parts.append(channels_part(asking, channels_for(asking)))
    marks = [mark("acceptance_rules", verdict.rule) for verdict in verdicts if verdict.rule]
    kind = "refuse" if refused else "answer"
    inquiry = replace(asking.inquiry, pending="handover", proposed="handover")
    spoken = said(asking, *parts, kind=kind, about="ask_acceptance", records=marks, inquiry=inquiry)
    return told_to_contacts(asking, spoken, [verdict.item for verdict in verdicts])


def told_to_contacts(asking: Asking, spoken: Spoken, items: Sequence[OfferedItem]) -> Spoken:
    """The outcome with the sensitive sectors of who asks and of the things, whose contacts are informed (S31).

    Where a request is opened or under way, the contact of the company's own sector hears of it with the request.
    """
    own = asking.inquiry.sector if spoken.request is None and spoken.inquiry.pending != "offer" else ""
    sectors = [own, *(SECTOR_OF_CATEGORY.get(item.category, "") for item in items)]
    screened = [screen(asking.work.records, sector=sector) for sector in dict.fromkeys(filter(None, sectors))]
    informed = tuple(dict.fromkeys((*spoken.informed, *(desk for found in screened for desk in found.informed))))
    flags = tuple(dict.fromkeys((*spoken.flags, *(flag for found in screened for flag in found.flags))))
    inform(asking, [desk for desk in informed if desk not in spoken.informed], flags=flags)
    return replace(spoken, flags=flags, informed=informed)


def verdict_part(asking: Asking, verdict: Verdict, *, hypothetical: bool) -> Part:
    """One item's verdict in words: the answer `verdict.<ruling>` with the rule's published reason and its layer."""
    rule = verdict.rule or _rule_named(asking, verdict)
    values = {
        "item": verdict.item.item,
        "text": verdict.item.text,
        "contribution_type": verdict.item.contribution_type,
        "names": plain(_names(asking, verdict.item.item)),
        "reason": plain(rule.reason) if rule else {},
        "alternative": rule.alternative if rule else "",
        "verdict": rule.verdict if rule else "",
        "scope": _layer_told(asking, verdict),
        "need": plain(verdict.need) if verdict.need else None,
        "agency": verdict.standing.agreement.agency
        if verdict.standing and verdict.standing.agreement
        else asking.inquiry.agency,
        "standing": verdict.standing.status if verdict.standing else "",
        "over": "quantity_over_need" in verdict.flags,
        "hypothetical": hypothetical,
        "country": country_of(asking),
    }
    if values["need"]:
        values["need"] = {name: values["need"][name] for name in ("key", "item", "country", "spec", "place", "until")}
    sources: tuple[Source, ...] = (source_of(rule, rule.key),) if rule else ()
    buttons = (Button(title="button.person", intent="talk_to_human"),) if hypothetical else ()
    return Part(key=f"verdict.{verdict.ruling}", values=values, sources=sources, buttons=buttons)


def _layer_told(asking: Asking, verdict: Verdict) -> str:
    """The layer that spoke, "" for the system: what a system-wide rule forbids as well is no rule of one layer (S121)."""
    if verdict.layer == "system" or (verdict.ruling == acceptance.NEVER and _is_never_anywhere(asking, verdict.item)):
        return ""
    return verdict.layer


def _is_never_anywhere(asking: Asking, item: OfferedItem) -> bool:
    known = asking.work.records.get(Item, item.item)
    system = (
        rule
        for rule in asking.work.records.all(AcceptanceRule)
        if rule.is_published and rule.scope == "system" and rule.verdict == acceptance.NEVER
    )
    named = any(item.item == rule.item if rule.item else item.category == rule.category != "" for rule in system)
    return named or (known is not None and known.never)


def eligibility(asking: Asking) -> Spoken:
    """Whether a sector or size is allowed: published stances in three answers, never a decision and never a named company."""
    inquiry = asking.inquiry
    if not inquiry.sector:
        answer = answer_about(asking, "ask_eligibility")
        key = answer.key if answer else "ask_eligibility.which"
        part = Part(key=key, values={"size": inquiry.company_size, "country": country_of(asking)}, buttons=_person())
        marks = [mark("answers", answer)] if answer else []
        return said(asking, part, records=marks, inquiry=_waiting(asking, "sector"))
    screening = screen(asking.work.records, sector=inquiry.sector, company=inquiry.company, agency=inquiry.agency)
    values = {
        "sector": inquiry.sector,
        "agency": inquiry.agency,
        "stances": [_stance(stance) for stance in screening.stances],
        "on_file": screening.is_sensitive,
        "desks": [desk_name(asking, key) for key in screening.informed],
    }
    key = "ask_eligibility.stances" if screening.stances else "ask_eligibility.no_policy"
    excluded = any(stance.no_partner == "yes" for stance in screening.stances)
    sources = tuple(source_of(stance, stance.source or stance.key) for stance in screening.stances)
    part = Part(key=key, values=values, sources=sources, buttons=_person())
    spoken = said(
        asking,
        part,
        kind="refuse" if excluded else "answer",
        records=[mark("sector_stances", stance) for stance in screening.stances],
        inquiry=replace(inquiry, pending="handover", proposed="handover"),
    )
    return told_to_contacts(asking, spoken, ())


def _stance(stance: SectorStance) -> dict[str, object]:
    return {"agency": stance.agency, "wording": plain(stance.public_wording), **answers_of(stance)}


def _names(asking: Asking, key: str) -> dict[str, tuple[str, ...]]:
    known = asking.work.records.get(Item, key) if key else None
    return dict(known.names) if known else {}


def _rule_named(asking: Asking, verdict: Verdict) -> AcceptanceRule | None:
    """The published rule that the catalogue names for a never-item, when no rule matched by itself."""
    known = asking.work.records.get(Item, verdict.item.item)
    rule = asking.work.records.get(AcceptanceRule, known.rule) if known and known.rule else None
    return rule if rule and rule.is_published and verdict.ruling == acceptance.NEVER else None


def _waiting(asking: Asking, pending: str) -> Inquiry:
    return replace(asking.inquiry, pending=pending)


def _person() -> tuple[Button, ...]:
    return (Button(title="button.person", intent="talk_to_human"),)

"""An offer that its desk has already is put right: judged anew, and moved to the right desk while nobody has taken it."""

from __future__ import annotations

from dataclasses import replace

from bot.inquiries import intake
from bot.inquiries.acceptance import Verdict
from bot.inquiries.asks import offers
from bot.inquiries.asks.ground import ask_of
from bot.inquiries.asks.hearing import claims_agreement, heard_draft
from bot.inquiries.inquiry import Asking
from bot.inquiries.offer import QUESTIONS, Draft
from bot.inquiries.request import Request
from bot.inquiries.routing import Route, route
from bot.inquiries.spoken import Part

OFFERS = ("offer_contribution", "activate_agreement")


def corrected(asking: Asking, request: Request) -> tuple[Request, tuple[Part, ...]] | None:
    """The request with what this message changes of the offer, and what the rules say of it; None when nothing changes."""
    if request.topic not in OFFERS or request.status == "waiting_company":
        return None
    before = _draft_of(request)
    draft = heard_draft(asking, before)
    if (draft.items, draft.country, draft.located) == (before.items, before.country, before.located):
        return None
    asking = _about(asking, draft)
    claims = request.topic == "activate_agreement" or claims_agreement(asking)
    verdicts = offers.ruled_on(asking, draft, claims_agreement=claims)
    news = offers.news_of(asking, verdicts, before.items)
    draft = replace(draft, items=tuple(verdict.item for verdict in verdicts))
    changed = intake.revise(
        asking.work,
        request,
        items=offers.items_of(draft),
        facts=offers.facts_of(draft),
        flags=tuple(dict.fromkeys(flag for verdict in verdicts for flag in verdict.flags)),
        routed=_rerouted(asking, request, verdicts) if _is_elsewhere(before, draft) else None,
        text=asking.heard.text,
        now=asking.now,
        identity=asking.identity,
    )
    return changed, offers.lead(asking, news)


def _draft_of(request: Request) -> Draft:
    facts = request.facts
    return Draft(
        items=request.items,
        country=facts.get("destination", ""),
        located=facts.get("located", ""),
        available=facts.get("available", ""),
        company=request.company,
        email=request.email,
        asked=QUESTIONS,
    )


def _about(asking: Asking, draft: Draft) -> Asking:
    """The message against the offer alone; an organization looked up in between says nothing of where the offer goes."""
    inquiry = replace(asking.inquiry, country=draft.country, items=tuple(filter(None, (i.item for i in draft.items))))
    if inquiry.ask not in (*OFFERS, "update_request"):
        inquiry = replace(inquiry, agency=asking.heard.first("agency"), cluster=asking.heard.first("cluster"))
    return asking.with_inquiry(inquiry)


def _is_elsewhere(before: Draft, draft: Draft) -> bool:
    return before.country != draft.country or {i.item for i in before.items} != {i.item for i in draft.items}


def _rerouted(asking: Asking, request: Request, verdicts: list[Verdict]) -> Route | None:
    """Where the corrected offer belongs; a request that somebody has taken stays with that person's desk."""
    if request.status != "unclaimed":
        return None
    standings = (verdict.standing.agreement for verdict in verdicts if verdict.standing)
    agreement = next(filter(None, standings), None)
    items = [verdict.item for verdict in verdicts]
    owner = agreement.owner_desk if agreement else offers.owner_of(asking, items)
    ask = ask_of(asking, items=items, owner_desk=owner)
    return route(asking.work.records, ask, now=asking.now, calendar=asking.calendar)

"""Looking things up in the records: needs, contacts, agencies, terms, examples (S17, S26, S37, S58, S59)."""

from __future__ import annotations

from dataclasses import replace

from bot.inquiries import directory
from bot.inquiries.asks.ground import ask_of, country_of, desk_name, emergency_of, said
from bot.inquiries.inquiry import Asking
from bot.inquiries.needs import Wanted, closed_needs_for, needs_for, open_quantity
from bot.inquiries.records import Agency, Case, Cluster, Contact, GlossaryTerm, Item, Need, Policy
from bot.inquiries.routing import route
from bot.inquiries.spoken import Button, Part, Spoken, mark, plain, source_of

MOST_SHOWN = 6
"""Needs or examples shown in one reply; more are counted and asked to be narrowed down."""

PUBLIC_PAGE = "public_page"
"""A contact that is only a page: named beside a desk, and no answer to who answers for a cluster in a country."""


def needs(asking: Asking) -> Spoken:
    """What is needed: only cleared needs, each with the day it was checked (behaviour 2, S108)."""
    inquiry = asking.inquiry
    emergency = emergency_of(asking)
    wanted = Wanted(
        country=country_of(asking),
        cluster=inquiry.cluster,
        agency=inquiry.agency,
        item=inquiry.items[0] if inquiry.items else "",
        contribution_type=inquiry.contribution_type,
    )
    day = asking.now.date()
    found = _found(asking, wanted)
    wider = Wanted(country=wanted.country, cluster=_cluster_of(asking, wanted.item) or wanted.cluster)
    related = [] if found or not wanted.item else needs_for(asking.work.records, wider, day=day)
    values = {
        "needs": [_shown(need) for need in (found or related)[:MOST_SHOWN]],
        "more": max(0, len(found or related) - MOST_SHOWN),
        "country": wanted.country,
        "crisis": "" if emergency or not inquiry.crisis else inquiry.crisis,
        "cluster": inquiry.cluster,
        "agency": inquiry.agency,
        "item": wanted.item,
        "closed": bool(closed_needs_for(asking.work.records, wanted, day=day)),
        "mode": emergency.mode if emergency else "normal",
    }
    key = "ask_needs.found" if found else "ask_needs.related" if related else "ask_needs.none"
    shown = (found or related)[:MOST_SHOWN]
    waits = replace(inquiry, pending="" if wanted.country else "country")
    sources = tuple(source_of(need, need.agency or need.cluster) for need in shown)
    part = Part(key=key, values=values, sources=sources, buttons=_person_button(asking, offered=not found))
    return said(asking, part, about="ask_needs", records=[mark("needs", need) for need in shown], inquiry=waits)


def _found(asking: Asking, wanted: Wanted) -> list[Need]:
    """The cleared needs for any of the things that are asked about."""
    each = [replace(wanted, item=item) for item in asking.inquiry.items or ("",)]
    found = [need for one in each for need in needs_for(asking.work.records, one, day=asking.now.date())]
    return list({need.key: need for need in found}.values())


def contact(asking: Asking) -> Spoken:
    """Whom to talk to: a verified public contact, else "no confirmed answer on file" and the right desk (S37, S71)."""
    inquiry = asking.inquiry
    country = country_of(asking)
    routed = route(asking.work.records, ask_of(asking), now=asking.now, calendar=asking.calendar)
    reasons = {reason.rule for reason in routed.reasons}
    has_clusters = not reasons & {"refugee_context", "no_clusters"}
    found = _contacts(asking, country=country, is_for_refugees="refugee_context" in reasons)
    values = {
        "contacts": [{"name": one.name, "value": one.value, "role": one.role} for one in found],
        "desk": desk_name(asking, routed.desk),
        "country": country if not found or found[0].country else "",
        "cluster": inquiry.cluster,
        "agency": inquiry.agency,
        "refugee": "refugee_context" in reasons,
        "no_clusters": "no_clusters" in reasons,
        "page": _page(asking) if has_clusters else "",
    }
    key = "ask_contact.found" if found else "ask_contact.desk"
    sources = tuple(source_of(contact, contact.name or contact.key) for contact in found)
    part = Part(key=key, values=values, sources=sources, buttons=_person_button(asking, offered=True))
    known = replace(inquiry, pending="handover", proposed="handover")
    return said(
        asking, part, about="ask_contact", records=[mark("contacts", contact) for contact in found], inquiry=known
    )


def agency_profile(asking: Asking) -> Spoken:
    """How one organization works with companies; where it has no policy on file, that is said (S26, S113)."""
    agency = asking.work.records.get(Agency, asking.inquiry.agency) if asking.inquiry.agency else None
    if agency is None:
        told = sorted({policy.agency for policy in asking.work.records.all(Policy) if policy.is_published} - {""})
        part = Part(key="ask_agency_profile.which", values={"agencies": told})
        return said(asking, part, kind="ask", inquiry=replace(asking.inquiry, pending="agency"))
    policies = [
        policy for policy in asking.work.records.all(Policy) if policy.agency == agency.key and policy.is_published
    ]
    has_profile = bool(agency.is_published and agency.profile) or bool(policies)
    key = "ask_agency_profile.found" if has_profile else "ask_agency_profile.none"
    values = {
        "agency": agency.key,
        "name": plain(agency.name),
        "unit": agency.unit,
        "un_entity": agency.un_entity,
        "profile": plain(agency.profile) if agency.is_published else {},
        "policies": [plain(policy.text) for policy in policies],
        "url": agency.url,
    }
    part = Part(
        key=key, values=values, sources=(source_of(agency, agency.key),), buttons=_person_button(asking, offered=True)
    )
    known = replace(asking.inquiry, pending="handover", proposed="handover")
    return said(asking, part, records=[mark("agencies", agency)], inquiry=known)


def term(asking: Asking) -> Spoken:
    """What a word means; an unknown word is said to be unknown, never guessed."""
    found = _terms(asking)
    if not found:
        return said(asking, Part(key="ask_term.unknown", values={"term": asking.inquiry.term}))
    values = {
        "terms": [{"term": plain(term.term), "text": plain(term.text), "aliases": list(term.aliases)} for term in found]
    }
    sources = tuple(source_of(term, term.key) for term in found if term.source_url or term.checked_on)
    part = Part(key="ask_term.found", values=values, sources=sources)
    return said(asking, part, records=[mark("glossary", term) for term in found])


def case_studies(asking: Asking) -> Spoken:
    """Dated examples, those of a named agency first."""
    published = [case for case in asking.work.records.all(Case) if case.is_published]
    named = [case for case in published if asking.inquiry.agency in case.agencies]
    shown = (named or published)[:3]
    values = {"cases": [plain(case) for case in shown], "agency": asking.inquiry.agency if named else ""}
    sources = tuple(source_of(case, case.title) for case in shown)
    part = Part(key="ask_case_studies.found", values=values, sources=sources)
    return said(asking, part, records=[mark("cases", case) for case in shown])


def _shown(need: Need) -> dict[str, object]:
    """What a company may see of a need; never its note, owner or desk."""
    shown = {
        name: plain(getattr(need, name))
        for name in ("key", "item", "country", "cluster", "agency", "spec", "place", "until")
    }
    unit = need.requested.unit if need.requested else ""
    return {
        **shown,
        "open": open_quantity(need),
        "unit": unit,
        "contribution_types": list(need.contribution_types),
        "checked_on": plain(need.checked_on) or "",
    }


def _cluster_of(asking: Asking, item: str) -> str:
    known = asking.work.records.get(Item, item) if item else None
    return known.cluster[0] if known and known.cluster else ""


def _contacts(asking: Asking, *, country: str, is_for_refugees: bool) -> list[Contact]:
    """Verified public contacts that answer for what is named: those of the country before the global ones.

    A merged cluster answers under its old name too; in a refugee response UNHCR answers, for clusters do not apply there.
    """
    inquiry = asking.inquiry
    day = asking.now.date()
    agency = "UNHCR" if is_for_refugees else inquiry.agency
    clusters = ("",) if is_for_refugees else _clusters_in(asking, country=country)
    if not (any(clusters) or agency or country):
        return []
    found = [
        contact
        for contact in asking.work.records.all(Contact)
        if contact.is_public
        and contact.is_valid_on(day)
        and contact.cluster in clusters
        and contact.agency == agency
        and contact.country in ("", country)
    ]
    local = [contact for contact in found if contact.country]
    everywhere = [contact for contact in found if not (country and contact.role == PUBLIC_PAGE)]
    return local or (everywhere if any(clusters) or agency else [])


def _clusters_in(asking: Asking, *, country: str) -> tuple[str, ...]:
    """The cluster that is named, under the codes it has in the country; none where no clusters are activated."""
    code = asking.inquiry.cluster
    if not code or not country:
        return (code,)
    records, day = asking.work.records, asking.now.date()
    configured = directory.cluster_set_of(records, country=country, day=day)
    if configured == "none":
        return ()
    return tuple(dict.fromkeys((code, *directory.clusters_in_set(records, code, cluster_set=configured))))


def _page(asking: Asking) -> str:
    """A public page that was seen, of the cluster or agency named."""
    clusters = (
        cluster.page
        for cluster in asking.work.records.all(Cluster)
        if cluster.code == asking.inquiry.cluster and cluster.is_published and cluster.page
    )
    agency = asking.work.records.get(Agency, asking.inquiry.agency) if asking.inquiry.agency else None
    return next(clusters, agency.url if agency and agency.is_published else "")


def _terms(asking: Asking) -> list[GlossaryTerm]:
    found = (
        asking.work.records.get(GlossaryTerm, key)
        for key in asking.heard.values("term") or (asking.inquiry.term,)
        if key
    )
    return [term for term in found if term is not None and term.is_published]


def _person_button(asking: Asking, *, offered: bool) -> tuple[Button, ...]:
    return (Button(title="button.person", intent="talk_to_human"),) if offered else ()

"""The order of rules, judged for each item of an offer; a verdict informs and routes, it never accepts (S14, S53, S116)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.inquiries import agreements, directory, needs
from bot.inquiries.agreements import Standing
from bot.inquiries.ports import Records
from bot.inquiries.records import AcceptanceRule, Conditions, Emergency, Item, Need
from bot.inquiries.request import OfferedItem

NEVER = "never"
ACTIVATE = "activate"
ASK_OWNER = "ask_owner"
NEED = "need"
CASH_NOW = "cash_now"
CASH_INSTEAD = "cash_instead"
PERSON = "person"

STATE_OF = {
    NEVER: "not_accepted",
    ACTIVATE: "agreement_activation",
    ASK_OWNER: "routed",
    NEED: "routed",
    CASH_NOW: "answered",
    CASH_INSTEAD: "held_for_later",
    PERSON: "routed",
}
"""The state an item takes after its ruling."""

_LAYERS = ("emergency", "country", "cluster", "agency", "system")
_YES = ("yes", "true", "valid", "any", "strong")
_NO = ("no", "false", "none")


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What an item is judged in: where it goes, the emergency there, whom it is for, who offers it, in which words."""

    day: date
    country: str = ""
    emergency: Emergency | None = None
    context: str = ""
    cluster: str = ""
    agency: str = ""
    company: str = ""
    email: str = ""
    claims_agreement: bool = False
    words: str = ""

    @property
    def mode(self) -> str:
        """Emergency mode is a switch a person has set on the emergency (S107)."""
        return self.emergency.mode if self.emergency else "normal"

    @property
    def phase(self) -> str:
        """The emergency's phase, "" outside one."""
        return self.emergency.phase if self.emergency else ""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the rules say of one item: the ruling, the rule and layer that spoke, what it rests on, the flags."""

    item: OfferedItem
    ruling: str
    rule: AcceptanceRule | None = None
    standing: Standing | None = None
    need: Need | None = None
    flags: tuple[str, ...] = ()

    @property
    def layer(self) -> str:
        """The scope of the rule that spoke, named in the answer."""
        return self.rule.scope if self.rule else "system"


def judge(records: Records, item: OfferedItem, situation: Situation) -> Verdict:
    """Judge one item by the order of rules: never, agreement, cleared need, emergency mode, person."""
    item = _catalogued(records, item)
    standing = agreements.standing_of(
        records,
        company=situation.company,
        email=situation.email,
        agency=situation.agency,
        item=item,
        country=situation.country,
        day=situation.day,
    )
    need = needs.need_that_fits(records, item, country=situation.country, agency=situation.agency, day=situation.day)
    rule = rule_for(
        records, item, situation, has_agreement=standing.status == agreements.VALID, has_need=need is not None
    )
    verdict = _ruling(item, situation, standing=standing, need=need, rule=rule, never=_is_never(records, item))
    ruled = replace(
        verdict.item,
        state=STATE_OF[verdict.ruling],
        need=need.key if need and verdict.ruling == NEED else "",
        rule=rule.key if rule else "",
        layer=verdict.layer,
    )
    return replace(verdict, item=ruled)


def _ruling(
    item: OfferedItem,
    situation: Situation,
    *,
    standing: Standing,
    need: Need | None,
    rule: AcceptanceRule | None,
    never: bool,
) -> Verdict:
    if never or (rule and rule.verdict == NEVER):
        return Verdict(item=item, ruling=NEVER, rule=rule)
    if standing.status == agreements.VALID:
        return Verdict(item=item, ruling=ACTIVATE, rule=rule, standing=standing, flags=(standing.flag,))
    if standing.agreement or situation.claims_agreement:
        return Verdict(item=item, ruling=ASK_OWNER, rule=rule, standing=standing, flags=(standing.flag,))
    if need:
        over = ("quantity_over_need",) if needs.exceeds(need, item.quantity) else ()
        flags = (*over, *(("spec_mismatch",) if needs.differs_from_spec(need, situation.words) else ()))
        return Verdict(item=item, ruling=NEED, rule=rule, need=need, flags=flags)
    if item.contribution_type in ("cash", "payroll_giving"):
        return Verdict(item=item, ruling=CASH_NOW, rule=rule)
    asks_for_money = rule is not None and rule.verdict == CASH_INSTEAD
    if asks_for_money or (situation.mode == "emergency" and not _opens(rule)):
        return Verdict(item=item, ruling=CASH_INSTEAD, rule=rule)
    return Verdict(item=item, ruling=PERSON, rule=rule)


def _opens(rule: AcceptanceRule | None) -> bool:
    """Whether a published rule lets the thing through in emergency mode: a narrower one, or one written for that mode."""
    is_for_now = rule is not None and (rule.scope != "system" or rule.when.mode == "emergency")
    return rule is not None and is_for_now and rule.verdict in ("yes", "person")


def rule_for(
    records: Records, item: OfferedItem, situation: Situation, *, has_agreement: bool, has_need: bool
) -> AcceptanceRule | None:
    """The published rule that speaks: a never before all, else the narrowest layer; in it what is closest."""
    clusters = _clusters_of(records, item, situation)
    found = [
        rule
        for rule in records.all(AcceptanceRule)
        if rule.is_published
        and rule.is_valid_on(situation.day)
        and _in_scope(rule, situation, clusters=clusters)
        and _closeness(rule, item) is not None
        and _applies(rule.when, situation, has_agreement=has_agreement, has_need=has_need)
    ]
    return min(found, key=lambda rule: _rank(rule, item), default=None)


def _rank(rule: AcceptanceRule, item: OfferedItem) -> tuple[bool, int, int, int, str]:
    conditions = sum(bool(value) for value in vars(rule.when).values())
    is_never = rule.verdict == NEVER
    layer = _LAYERS.index(_layer(rule))
    # Where the whole system says never, that is told, not that one cluster says so too.
    return not is_never, -layer if is_never else layer, _closeness(rule, item) or 0, -conditions, rule.key


def _layer(rule: AcceptanceRule) -> str:
    layer = rule.scope.partition(":")[0]
    return layer if layer in _LAYERS else "system"


def _in_scope(rule: AcceptanceRule, situation: Situation, *, clusters: frozenset[str]) -> bool:
    """A rule of a cluster speaks where the cluster is named, and on things that are its own."""
    name = rule.scope.partition(":")[2]
    emergency = situation.emergency.key if situation.emergency else ""
    of_layer = {
        "system": {""},
        "agency": {situation.agency},
        "cluster": clusters,
        "country": {situation.country},
        "emergency": {emergency},
    }
    return name in of_layer[_layer(rule)] and (bool(name) or _layer(rule) == "system")


def _clusters_of(records: Records, item: OfferedItem, situation: Situation) -> frozenset[str]:
    known = records.get(Item, item.item)
    own = known.cluster if known else ()
    configured = directory.cluster_set_of(records, country=situation.country, day=situation.day)
    here = (code for cluster in own for code in directory.clusters_in_set(records, cluster, cluster_set=configured))
    return frozenset(filter(None, (situation.cluster, *own, *here)))


def _closeness(rule: AcceptanceRule, item: OfferedItem) -> int | None:
    """0 for a rule on the very item, 1 on its category, 2 on its contribution type, 3 on everything; None: not about it."""
    named = ((rule.item, item.item), (rule.category, item.category), (rule.contribution_type, item.contribution_type))
    if any(wanted and wanted != offered for wanted, offered in named):
        return None
    closest = next((rank for rank, (wanted, _) in enumerate(named) if wanted), None)
    return closest if closest is not None else (None if rule.topic else 3)


def _applies(when: Conditions, situation: Situation, *, has_agreement: bool, has_need: bool) -> bool:
    return all(
        (
            when.mode in ("", situation.mode),
            when.phase in ("", situation.phase),
            when.context in ("", situation.context or (situation.emergency.context if situation.emergency else "")),
            _meets(when.agreement, has_agreement),
            _meets(when.cleared_need, has_need),
            _meets(when.relationship, has_agreement),
        )
    )


def _meets(condition: str, fact: bool) -> bool:
    return not condition or (condition in _YES) == fact or (condition not in (*_YES, *_NO))


def _is_never(records: Records, item: OfferedItem) -> bool:
    known = records.get(Item, item.item)
    return known is not None and known.never and known.is_published


def _catalogued(records: Records, item: OfferedItem) -> OfferedItem:
    known = records.get(Item, item.item)
    if known is None:
        return item
    contribution_type = item.contribution_type if item.contribution_type != "in_kind" else known.contribution_type
    return replace(item, category=known.category, contribution_type=contribution_type or "in_kind")

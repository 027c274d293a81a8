"""The draft of an offer: items with quantity, places, dates; what is still to ask, each question once (behaviour 9)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from bot.inquiries.inquiry import Heard
from bot.inquiries.records import Quantity
from bot.inquiries.request import OfferedItem

QUESTIONS = ("what", "country", "quantity", "located", "available", "company", "email")
"""What a focal point needs to know, in the order in which it is asked."""

AT_ONCE = 2
"""At most two questions in a turn."""

GOODS = "in_kind"
PERSONAL = ("company", "email")


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An offer as told so far. `asked` are the questions that were put; a question is put once and may stay unanswered."""

    items: tuple[OfferedItem, ...] = ()
    text: str = ""
    country: str = ""
    located: str = ""
    available: str = ""
    company: str = ""
    email: str = ""
    purpose: str = "register"
    asked: tuple[str, ...] = ()
    last_asked: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)

    def open_questions(self) -> tuple[str, ...]:
        """What is neither known nor asked, in order."""
        return tuple(name for name in QUESTIONS if name not in self.asked and not self.knows(name))

    def next_questions(self) -> tuple[str, ...]:
        """The questions of the next turn: personal data never in one turn with other things."""
        waiting = self.open_questions()[:AT_ONCE]
        personal = tuple(name for name in waiting if name in PERSONAL)
        return waiting if not personal or personal == waiting else tuple(n for n in waiting if n not in PERSONAL)

    def asking(self, names: Sequence[str]) -> Draft:
        """The draft after these questions were put."""
        return replace(self, asked=(*self.asked, *names), last_asked=tuple(names))

    def unanswered(self) -> tuple[str, ...]:
        """The questions of the last turn that this draft still does not know."""
        return tuple(name for name in self.last_asked if not self.knows(name))

    def knows(self, name: str) -> bool:
        """Whether a question is answered, or does not arise: only goods have a quantity and a place."""
        goods = [item for item in self.items if item.contribution_type == GOODS and item.state != "not_accepted"]
        if name == "what":
            return any(item.item or item.text for item in self.items)
        if name == "quantity":
            return not goods or all(item.quantity for item in goods)
        if name == "located":
            return not goods or bool(self.located)
        return bool(getattr(self, name))

    def as_dict(self) -> dict[str, Any]:
        """Plain values for the conversation's slot."""
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Draft:
        """The draft from its slot."""
        known = {name.name for name in fields(cls)}
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in kept.items() if name in known
        }
        items = tuple(_item(item) for item in values.pop("items", ()))
        return cls(items=items, **values)


def _item(kept: Mapping[str, Any]) -> OfferedItem:
    quantity = kept.get("quantity")
    values = {name: value for name, value in kept.items() if name != "quantity"}
    return OfferedItem(**values, quantity=Quantity(**quantity) if quantity else None)


_NUMBER = re.compile(
    r"(?<![\w.,:/+-])(?<!\d\s)\d{1,3}(?:[ ,.]\d{3})+(?![\w:/-])|(?<![\w.,:/+-])(?<!\d\s)\d{1,9}(?![\w:/-]|[.,]\d)"
)
_GROUPING = re.compile(r"[ ,.]")

LONGEST_FREE_ANSWER = 80
"""Characters of a free answer that is taken as it stands; a longer text is talk, not an answer."""


def free_answer(draft: Draft, *, text: str, entities: Sequence[Mapping[str, Any]]) -> Draft:
    """The draft with what is left of a short message, when exactly one question of the last turn is unanswered."""
    waiting = [name for name in draft.unanswered() if name not in ("quantity", "email")]
    rest = _without(text, entities).strip(" \t\n.,;:!-–—")
    if len(waiting) != 1 or not rest or len(rest) > LONGEST_FREE_ANSWER or "?" in rest:
        return draft
    if waiting[0] in ("located", "country") and any(heard["entity"] in ("place", "country") for heard in entities):
        return draft
    if waiting[0] == "what":
        named = tuple(item for item in draft.items if item.item or item.text)
        return replace(draft, items=(*named, named_as(OfferedItem(item="", text=rest), draft.items)))
    told: dict[str, Any] = {waiting[0]: rest} if waiting[0] != "country" else {}
    return replace(draft, **told)


def bare_amounts(heard: Heard, items: Sequence[OfferedItem]) -> tuple[Mapping[str, Any], ...]:
    """The only number of a message without a unit ("make it 300"), counted as the amount told before was."""
    rest = _without(heard.text, heard.entities)
    numbers = _NUMBER.findall(rest)
    known = next((item.quantity for item in items if item.quantity), None)
    if len(numbers) != 1 or len(rest) > LONGEST_FREE_ANSWER or any(e["entity"] == "item" for e in heard.entities):
        return ()
    return ({"value": float(_GROUPING.sub("", numbers[0])), "unit": known.unit if known else Quantity(value=0).unit},)


def _without(text: str, entities: Sequence[Mapping[str, Any]]) -> str:
    named = {at for heard in entities for at in range(int(heard["start"]), int(heard["end"]))}
    return " ".join("".join(" " if at in named else char for at, char in enumerate(text)).split())


def items_heard(entities: Sequence[Mapping[str, Any]], *, contribution_type: str) -> tuple[OfferedItem, ...]:
    """The items of a message, each with the quantity that stands beside it: "300 tents and 20 generators"."""
    things = [heard for heard in entities if heard["entity"] == "item"]
    amounts = [heard for heard in entities if heard["entity"] == "quantity"]
    money = [heard for heard in entities if heard["entity"] == "money"]
    beside = _amounts_beside(things, amounts)
    items = [_item_with(thing, beside.get(number), contribution_type) for number, thing in enumerate(things)]
    if not items and money:
        value = money[0]["value"]
        quantity = Quantity(value=float(value["amount"]), unit=str(value["currency"]))
        items = [OfferedItem(item="", text=str(money[0]["text"]), contribution_type="cash", quantity=quantity)]
    if not items and (contribution_type or amounts):
        items = [_item_with({"value": "", "text": ""}, next(iter(amounts), None), contribution_type)]
    return tuple({(item.item, item.text): item for item in items}.values())


def named_as(item: OfferedItem, before: Sequence[OfferedItem]) -> OfferedItem:
    """The item with the amount and type that were told before the thing itself was named ("we have 500", "staff")."""
    unnamed = next((told for told in before if not (told.item or told.text)), None)
    if unnamed is None:
        return item
    contribution_type = item.contribution_type if item.contribution_type != GOODS else unnamed.contribution_type
    return replace(item, quantity=item.quantity or unnamed.quantity, contribution_type=contribution_type)


def _item_with(thing: Mapping[str, Any], amount: Mapping[str, Any] | None, contribution_type: str) -> OfferedItem:
    quantity = Quantity(value=float(amount["value"]["value"]), unit=str(amount["value"]["unit"])) if amount else None
    return OfferedItem(
        item=str(thing["value"]),
        text=str(thing["text"]),
        contribution_type=contribution_type or GOODS,
        quantity=quantity,
    )


def _amounts_beside(
    things: Sequence[Mapping[str, Any]], amounts: Sequence[Mapping[str, Any]]
) -> dict[int, Mapping[str, Any]]:
    """For each thing (by number) its amount: before it ("300 tents"), or after it where people count so ("tents: 300")."""
    if not things or not amounts:
        return {}
    comes_after = things[0]["start"] < amounts[0]["start"] and things[-1]["start"] < amounts[-1]["start"]
    found: dict[int, Mapping[str, Any]] = {}
    for looks_after in (comes_after, not comes_after):
        for number in range(len(things)):
            free = [amount for amount in amounts if amount not in found.values()]
            gaps = [(_gap(things, number, amount, is_after=looks_after), amount) for amount in free]
            near = [(gap, amount) for gap, amount in gaps if gap is not None]
            if number not in found and near:
                found[number] = min(near, key=lambda pair: pair[0])[1]
    return found


def _gap(things: Sequence[Mapping[str, Any]], number: int, amount: Mapping[str, Any], *, is_after: bool) -> int | None:
    """How far an amount stands from a thing on one side; None on the other side, or with another thing between."""
    edge = number + 1 if is_after else number - 1
    here, there = int(amount["start"]), int(things[number]["start"])
    if (here > there) != is_after:
        return None
    if 0 <= edge < len(things) and (here > int(things[edge]["start"])) == is_after:
        return None
    return abs(here - there)

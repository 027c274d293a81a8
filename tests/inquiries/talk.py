"""What happens in these tests: requests in the store, and a company that talks with the assistant turn by turn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.inquiries.asks import verbs
from bot.inquiries.conversation import Conversation, Message
from bot.inquiries.inquiry import Asking, Heard, Inquiry
from bot.inquiries.ports import Delivery, Work
from bot.inquiries.records import (
    Desk,
    Member,
    Quantity,
    Record,
)
from bot.inquiries.request import OfferedItem, Request
from bot.inquiries.spoken import Part, Spoken
from bot.store.memory import InMemoryWorks

from .cast import (
    COMPANY,
    COMPANY_EMAIL,
    MONDAY,
    WATER_MOZ,
    WORLD,
    FakeCalendar,
    on,
)


def a_world(*more: Record) -> InMemoryWorks:
    """The cast's world, with these records besides or instead."""
    works = InMemoryWorks(WORLD)
    works.keep(*more)
    return works


def a_request(reference: str = "FP-2026-00001", **changes: Any) -> Request:
    plain: dict[str, Any] = {
        "conversation": "blue-river",
        "desk": WATER_MOZ,
        "topic": "offer_contribution",
        "company": COMPANY,
        "email": COMPANY_EMAIL,
        "text": "We have 20 pumps for Beira.",
        "items": (OfferedItem(item="water_pump", quantity=Quantity(value=20), country="MOZ"),),
        "created_at": MONDAY,
        "routed_at": MONDAY,
        "due_at": on(8),
    }
    return Request(reference=reference, **{**plain, **changes})


def a_conversation(id: str = "blue-river", **changes: Any) -> Conversation:
    return Conversation(**{"id": id, "channel": "web", "created_at": MONDAY, **changes})


def keep(works: InMemoryWorks, request: Request) -> Request:
    """The request in the store, with its conversation."""
    with works() as work:
        if work.conversations.get(request.conversation) is None:
            work.conversations.add(a_conversation(request.conversation))
        work.requests.add(request)
    return request


def request_in(works: InMemoryWorks, reference: str = "FP-2026-00001") -> Request:
    with works() as work:
        found = work.requests.get(reference)
    assert found is not None
    return found


def conversation_in(works: InMemoryWorks, id: str = "blue-river") -> Conversation:
    with works() as work:
        found = work.conversations.get(id)
    assert found is not None
    return found


def messages_to(works: InMemoryWorks, id: str = "blue-river") -> Sequence[Message]:
    """What the company was sent."""
    with works() as work:
        return [message for message in work.conversations.messages(id) if message.sender != "company"]


def audit_of(works: InMemoryWorks, reference: str = "FP-2026-00001") -> list[str]:
    with works() as work:
        return [str(entry["action"]) for entry in work.audit.of(reference)]


def notices_in(works: InMemoryWorks) -> list[Delivery]:
    """Everything in the outbox, in order; each is marked as delivered."""
    far = MONDAY + timedelta(days=365)
    found: list[Delivery] = []
    with works() as work:
        while taken := work.outbox.take(now=far, limit=100):
            for delivery in taken:
                work.outbox.delivered(delivery.id, at=far)
            found.extend(taken)
    return sorted(found, key=lambda delivery: delivery.id)


def kinds_of_notices(works: InMemoryWorks) -> list[str]:
    return [delivery.notice.kind for delivery in notices_in(works)]


Entity = tuple[str, str, Any]
"""Name, words in the text, value; `heard` finds where the words stand."""


def amount(words: str, value: float, unit: str = "piece") -> Entity:
    return "quantity", words, {"value": value, "unit": unit}


def place(words: str, country: str | None = None) -> Entity:
    return "place", words, {"name": words, "country": country}


def heard(intent: str, text: str = "", *entities: Entity, language: str = "en", ranking: Sequence[str] = ()) -> Heard:
    """A message as the interface `parse` tells it."""
    found = []
    for name, words, value in entities:
        start = text.index(words)
        found.append({"entity": name, "text": words, "value": value, "start": start, "end": start + len(words)})
    found.sort(key=lambda entity: entity["start"])
    return Heard(intent=intent, text=text, language=language, entities=tuple(found), ranking=tuple(ranking))


class _NotKept(Exception):
    """Takes a transaction back."""


@dataclass
class Talk:
    """A company's conversation with the assistant, turn by turn, as the channel runs it."""

    works: InMemoryWorks = field(default_factory=a_world)
    id: str = "blue-river"
    inquiry: Inquiry = field(default_factory=Inquiry)
    now: datetime = MONDAY
    calendar: FakeCalendar = field(default_factory=FakeCalendar)
    turns: list[Spoken] = field(default_factory=list)

    def __post_init__(self) -> None:
        with self.works() as work:
            if work.conversations.get(self.id) is None:
                work.conversations.add(a_conversation(self.id))

    def says(self, intent: str, text: str = "", *entities: Entity, **more: Any) -> Spoken:
        """One message of the company."""
        return self.hears(heard(intent, text, *entities, **more))

    def hears(self, message: Heard) -> Spoken:
        """One message; what the conversation knows goes through plain JSON between the turns, as its slot does."""
        with self.works() as work:
            spoken = verbs.answer(self._asking(work, message))
        self.inquiry = Inquiry.from_dict(json.loads(json.dumps(spoken.inquiry.as_dict())))
        self.turns.append(spoken)
        self.now += timedelta(minutes=1)
        return spoken

    def would_hear(self, message: Heard) -> tuple[Spoken, Sequence[Request]]:
        """What a message would be answered, and the requests there would then be; nothing of it is kept."""
        with suppress(_NotKept), self.works() as work:
            spoken = verbs.answer(self._asking(work, message))
            found = spoken, work.requests.of_conversation(self.id)
            raise _NotKept
        return found

    def _asking(self, work: Work, message: Heard) -> Asking:
        conversation = work.conversations.get(self.id)
        assert conversation is not None
        return Asking(
            work=work,
            heard=message,
            inquiry=self.inquiry,
            conversation=conversation,
            now=self.now,
            calendar=self.calendar,
            identity=f"{self.id}:{len(self.turns)}",
        )

    def presses(self, spoken: Spoken, title: str) -> Spoken:
        """A button of an earlier reply."""
        button = next(button for part in spoken.parts for button in part.buttons if button.title == title)
        with_words = [(str(e["entity"]), str(e["text"]), e["value"]) for e in button.entities]
        return self.says(button.intent, " ".join(words for _, words, _ in with_words), *with_words)

    @property
    def requests(self) -> Sequence[Request]:
        with self.works() as work:
            return work.requests.of_conversation(self.id)


def keys(spoken: Spoken) -> list[str]:
    """The answers that a turn is made of."""
    return [part.key for part in spoken.parts]


def part(spoken: Spoken, key: str) -> Part:
    return next(part for part in spoken.parts if part.key == key)


def asked(spoken: Spoken) -> list[str]:
    """The questions of the form that a turn puts."""
    return [name for part in spoken.parts if part.key == "offer.ask" for name in part.values["questions"]]


def buttons(spoken: Spoken) -> list[str]:
    return [button.title for part in spoken.parts for button in part.buttons]


def everything_said(spoken: Spoken) -> str:
    """All values of a turn as one text, to look for what must not be in it."""
    return repr([(part.key, part.values, part.buttons, part.sources) for part in spoken.parts])


PUMPS_FOR_MOZAMBIQUE: tuple[Entity, ...] = (
    amount("20", 20),
    ("item", "pumps", "water_pump"),
    ("country", "Mozambique", "MOZ"),
)
BLANKETS_FOR_MOZAMBIQUE: tuple[Entity, ...] = (
    amount("4000", 4000),
    ("item", "blankets", "blanket"),
    ("country", "Mozambique", "MOZ"),
)


def with_member(works: InMemoryWorks, key: str, added: Member) -> None:
    """One more member at a desk."""
    with works() as work:
        known = work.records.get(Desk, key)
    assert known is not None
    works.keep(replace(known, members=(*known.members, added)))


WE_ARE: Entity = ("company", COMPANY, COMPANY)
OUR_MAIL: Entity = ("email", COMPANY_EMAIL, COMPANY_EMAIL)
WE_ARE_HARBOUR: Entity = ("company", "Harbour Line", "Harbour Line")
TOMORROW: Entity = ("date", "tomorrow", "2026-11-24")
NO_KENYA: tuple[str, Entity] = ("no, Kenya", ("country", "Kenya", "KEN"))


def blankets(talk: Talk) -> Spoken:
    """Blue River offers blankets for the cyclone: no agreement, no need."""
    text = "We have 4000 blankets in Rotterdam for Mozambique"
    return talk.says("offer_contribution", text, *BLANKETS_FOR_MOZAMBIQUE, place("Rotterdam", "NLD"))


def pumps(talk: Talk) -> Spoken:
    """Blue River offers what the water cluster needs."""
    return talk.says("offer_contribution", "We have 20 pumps for Mozambique", *PUMPS_FOR_MOZAMBIQUE)


def where_and_when(talk: Talk) -> Spoken:
    return talk.says("inform", "in Lisbon, from tomorrow", place("Lisbon", "PRT"), TOMORROW)


def who(talk: Talk) -> Spoken:
    return talk.says("inform", f"{COMPANY}, {COMPANY_EMAIL}", WE_ARE, OUR_MAIL)

"""A small house with a real Bolt app against the stand-in Slack: three desks, four focal points, a company."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.inquiries.conversation import Conversation, Message
from bot.inquiries.digest import Digests
from bot.inquiries.handling import Handling
from bot.inquiries.ports import Notice, Works
from bot.inquiries.records import Covers, Desk, Member, Quantity
from bot.inquiries.request import OfferedItem, Request
from bot.inquiries.turn import Outcome, Reply, Turn
from bot.slack.app import build_app, slack_client
from bot.slack.channels import Channels
from bot.slack.connection import SocketConnection
from bot.slack.delivery import SlackMessenger
from bot.slack.posting import Posting
from bot.slack.seed import stand_in_seed
from bot.store.engine import open_engine
from bot.store.keeping import write_into
from bot.store.memory import InMemoryWorks
from bot.store.migrate import migrate
from bot.store.record_tables import ROWS
from bot.store.work import sql_works
from bot.worker.worker import Worker
from slack_standin import Settings, StandIn
from slack_standin.client import Person, Workspace, eventually, words_of

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=timezone.utc)
HEALTH = "cluster-hea-moz"
WATER = "cluster-wsh-moz"
APOLOGY = "Sorry, that did not work. Please write again."

DESKS = (
    Desk(
        key=HEALTH,
        name="[Demo] Health Mozambique",
        covers=Covers(cluster="HEA", country="MOZ"),
        slack="#health-moz",
        timezone="Africa/Maputo",
        hours="Mon-Fri 08:00-16:00",
        held_offers_digest="09:00",
        members=(
            Member(key="ana", slack_user="U0ANA", name="[Demo] Ana Reyes", email="ana@example.org"),
            Member(key="luis", slack_user="U0LUIS", name="[Demo] Luis Mota", email="luis@example.org"),
        ),
    ),
    Desk(
        key=WATER,
        name="[Demo] Water Mozambique",
        covers=Covers(cluster="WSH", country="MOZ"),
        slack="#water-moz",
        timezone="Africa/Maputo",
        members=(Member(key="noor", slack_user="U0NOOR", name="[Demo] Noor Haddad", email="noor@example.org"),),
    ),
    Desk(
        key="front",
        name="[Demo] Front desk",
        slack="#front-desk",
        timezone="Europe/Zurich",
        members=(Member(key="fatima", slack_user="U0FATIMA", name="[Demo] Fatima Diallo", email="fatima@example.org"),),
    ),
)


class NamedWords:
    """A sentence is its key and its values: enough to see which one a company reads."""

    def text(self, key: str, *, language: str, values: Mapping[str, Any] | None = None) -> str:
        return " ".join([f"[{key}]", *(f"{name}={value}" for name, value in (values or {}).items() if value)])


class NoHolidays:
    """A calendar on which everybody works."""

    def is_holiday(self, day: date, *, country: str) -> bool:
        return False


@dataclass
class EchoingSay:
    """Answers each message with its own words and two buttons; the same identity gives the same turn."""

    turns: dict[str, Turn] = field(default_factory=dict)
    heard: list[tuple[str, str | None]] = field(default_factory=list)
    fails: bool = False
    is_silent: bool = False

    async def __call__(
        self, *, conversation: str, text: str, at: datetime, payload: str | None = None, identity: str | None = None
    ) -> Turn:
        if self.fails:
            raise OSError("the model is gone")
        key = identity or str(len(self.turns))
        if key not in self.turns:
            self.heard.append((text, payload))
            buttons = ({"title": "Yes, tents", "payload": "yes-1"}, {"title": "No", "payload": "no-1"})
            replies = () if self.is_silent else (Reply(text=f"You said: {text}", buttons=buttons),)
            self.turns[key] = Turn(conversation=conversation, replies=replies, outcome=Outcome(kind="answer"))
        return self.turns[key]


@dataclass
class House:
    """Everything that runs, and short ways to act and to look."""

    works: Works
    slack: StandIn
    workspace: Workspace
    say: EchoingSay
    now: datetime = MONDAY

    def __post_init__(self) -> None:
        self.handling = Handling(works=self.works, words=NamedWords(), calendar=NoHolidays())
        self.client = slack_client(bot_token=self.slack.bot_token, base_url=self.slack.api_url)
        self.posting = Posting(
            client=self.client, channels=Channels(self.client), works=self.works, clock=self.clock, executor=None
        )
        self.worker = self.new_worker()
        self.app = build_app(
            client=self.client,
            handling=self.handling,
            works=self.works,
            say=self.say,
            open_conversation=self.open_conversation,
            words=NamedWords(),
            clock=self.clock,
            poke=lambda: self.worker.poke(),
            apology=APOLOGY,
        )
        self.stop = asyncio.Event()
        self.tasks: list[asyncio.Task[None]] = []

    def clock(self) -> datetime:
        return self.now

    def new_worker(self) -> Worker:
        """A worker as after a restart: it remembers nothing but what is stored."""
        return Worker(
            works=self.works,
            messenger=SlackMessenger(posting=self.posting),
            handling=self.handling,
            digests=Digests(works=self.works, calendar=NoHolidays()),
            clock=self.clock,
            poll_seconds=0.05,
        )

    async def connect(self) -> None:
        connection = SocketConnection(self.app, app_token=self.slack.app_token)
        self.tasks.append(asyncio.create_task(connection.run(self.stop)))
        await self.workspace.connected()

    def work(self) -> None:
        self.tasks.append(asyncio.create_task(self.worker.run(self.stop)))

    async def close(self) -> None:
        self.stop.set()
        for task in self.tasks:
            with suppress(asyncio.CancelledError):
                await task

    def person(self, name: str) -> Person:
        return self.workspace.person(name)

    def open_conversation(self, *, channel: str, address: str, at: datetime, token_hash: str = "") -> str:
        with self.works() as work:
            known = work.conversations.at_address(channel=channel, address=address) if address else None
            if known is None:
                known = Conversation(
                    id=f"{channel}-{address or at.isoformat()}", channel=channel, address=address, created_at=at
                )
                work.conversations.add(known)
            return known.id

    def request(self, *, conversation: str = "", **fields: Any) -> Request:
        """A routed request with its card in the outbox, as an offer leaves it."""
        conversation = conversation or self.open_conversation(channel="web", address="page-1", at=self.now)
        with self.works() as work:
            request = Request(
                reference=work.requests.next_reference(year=2026),
                conversation=conversation,
                created_at=self.now,
                routed_at=self.now,
                due_at=self.now + timedelta(hours=8),
                **{
                    "desk": HEALTH,
                    "company": "[Demo] Lumen Tents",
                    "email": "sales@example.org",
                    "summary": "Offers 4,000 blankets",
                    "text": "We have 4000 blankets in Rotterdam",
                    "items": (BLANKETS,),
                    **fields,
                },
            )
            work.requests.add(request)
            work.audit.note(at=self.now, actor="system", action="opened", subject=request.reference)
            work.outbox.put(
                Notice(key=f"card:{request.reference}:opened", kind="card", reference=request.reference), at=self.now
            )
        return request

    def put(self, notice: Notice) -> None:
        with self.works() as work:
            work.outbox.put(notice, at=self.now)

    def read(self, reference: str) -> Request:
        with self.works() as work:
            request = work.requests.get(reference)
        assert request is not None
        return request

    def told(self, conversation: str) -> list[Message]:
        """What the company was told in its conversation."""
        with self.works() as work:
            return list(work.conversations.messages(conversation))

    def waiting(self) -> int:
        with self.works() as work:
            return work.outbox.waiting()

    async def card(self, request: Request, *, channel: str = "health-moz") -> dict[str, Any]:
        """The request's card, once it is in the channel."""

        async def look() -> dict[str, Any] | None:
            cards = await self.cards(request, channel=channel)
            return cards[-1] if cards else None

        return await eventually(look, what=f"the card of {request.reference} in {channel}")

    async def cards(self, request: Request, *, channel: str = "health-moz") -> list[dict[str, Any]]:
        return [message for message in await self.workspace.messages(channel) if request.reference in words_of(message)]

    async def shows(self, request: Request, words: str, *, channel: str = "health-moz") -> dict[str, Any]:
        """The card once it shows these words."""

        async def look() -> dict[str, Any] | None:
            return next((card for card in await self.cards(request, channel=channel) if words in words_of(card)), None)

        return await eventually(look, what=f"“{words}” on the card of {request.reference}")

    async def delivered(self) -> None:
        """Wait until nothing is left to deliver."""

        async def look() -> bool:
            return self.waiting() == 0

        await eventually(look, what="an empty outbox")

    def desk_changed(self, key: str, **fields: Any) -> None:
        with self.works() as work:
            desk = work.records.get(Desk, key)
        assert desk is not None
        self.works.keep(replace(desk, **fields))


BLANKETS = OfferedItem(
    item="blanket",
    text="4000 blankets",
    quantity=Quantity(value=4000),
    located="Rotterdam",
    country="MOZ",
    available="now",
    rule="needs-first",
    layer="cluster HEA",
)


@asynccontextmanager
async def opened(works: Works) -> AsyncIterator[House]:
    """A house on this store: Slack is up, the app is connected, the worker stands still."""
    with works() as work:
        seed = stand_in_seed(work.records, companies=("tamar",))
    settings = Settings(ack_seconds=1.0, retry_delays=(0.05, 0.05, 0.05))
    async with StandIn(seed=seed, settings=settings) as slack, Workspace(slack.web_url) as workspace:
        house = House(works=works, slack=slack, workspace=workspace, say=EchoingSay())
        await house.connect()
        yield house
        await house.close()


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """The house on a store in memory; tests run its worker when they want to."""
    async with opened(InMemoryWorks(DESKS)) as house:
        yield house


@pytest.fixture
async def busy_house(house: House) -> House:
    """The same with a worker that delivers by itself."""
    house.work()
    return house


@pytest.fixture
async def sqlite_house(tmp_path: Path) -> AsyncIterator[House]:
    """A busy house on SQLite."""
    engine = open_engine(f"sqlite:///{tmp_path / 'house.db'}")
    migrate(engine)
    with Session(engine, future=True) as session:
        for desk in DESKS:
            row = ROWS[Desk]()
            write_into(row, desk)
            session.add(row)
        session.commit()
    async with opened(sql_works(engine)) as house:
        house.work()
        yield house
    engine.dispose()

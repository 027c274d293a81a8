"""The only file that chooses concrete things: builds the house from its settings and hands each part what it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy.engine import Engine

from bot.assistant import models
from bot.assistant.models import Model
from bot.assistant.payloads import Payloads
from bot.assistant.system_words import system_words
from bot.assistant.words import RecordWords
from bot.calendars import FrozenClock, PublicHolidays, SystemClock
from bot.inquiries.conversation import Conversation
from bot.inquiries.handling import Handling
from bot.inquiries.ports import Clock, Records, Works
from bot.inquiries.records import KINDS, Record
from bot.settings import Settings
from bot.store.codec import plain_of, record_of
from bot.store.engine import open_engine
from bot.store.errors import FaultyRecord, StoreUnavailable
from bot.store.migrate import require_newest
from bot.store.work import sql_works

if TYPE_CHECKING:
    from datetime import datetime

    from fastapi import FastAPI

    from bot.assistant.turns import Assistant, Dialogue
    from bot.inquiries.turn import Say
    from bot.web.signals import Signals
    from nlu.components.entities import Lists

KNOWLEDGE = Path("knowledge")
NAMED = ("items", "clusters", "agencies", "glossary", "emergencies")
"""Kinds of record whose names are looked for in messages."""

LOOPBACK = ("127.0.0.1", "::1", "localhost")
THREADS = 8
"""Store verbs at the same time; each holds one database session."""


@dataclass(frozen=True)
class House:
    """All parts that need no model, built once each and when first needed."""

    settings: Settings

    @cached_property
    def engine(self) -> Engine:
        """The database."""
        return open_engine(self.settings.database_url)

    @cached_property
    def works(self) -> Works:
        """Transactions; raises StoreUnavailable when the database is missing or of an older release."""
        require_newest(self.engine)
        return sql_works(self.engine)

    @cached_property
    def clock(self) -> Clock:
        """The time, or the one that a test has frozen."""
        return FrozenClock(self.settings.clock) if self.settings.clock else SystemClock()

    @cached_property
    def calendar(self) -> PublicHolidays:
        """Public holidays."""
        return PublicHolidays()

    @cached_property
    def executor(self) -> Executor:
        """The bounded pool in which store verbs run."""
        return ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="store")

    @cached_property
    def words(self) -> RecordWords:
        """The published sentences."""
        return RecordWords(self.records, system_words(KNOWLEDGE / "answers"))

    @cached_property
    def payloads(self) -> Payloads:
        """What buttons carry."""
        return Payloads(self.settings.secret_key)

    @cached_property
    def handling(self) -> Handling:
        """The focal points' verbs."""
        return Handling(works=self.works, words=self.words, calendar=self.calendar)

    def records(self) -> Records:
        """The records as they are now."""
        return self.works().records

    def open_conversation(self, *, channel: str, address: str, at: datetime, token_hash: str = "") -> str:
        """The conversation of a channel's address; a new one where there is none (`bot.inquiries.turn.OpenConversation`)."""
        with self.works() as work:
            known = work.conversations.at_address(channel=channel, address=address) if address else None
            if known is not None:
                return known.id
            opened = Conversation(
                id=uuid4().hex, channel=channel, address=address, created_at=at, token_hash=token_hash
            )
            work.conversations.add(opened)
            return opened.id


def build_assistant(house: House) -> Assistant:
    """The assistant with the live model. Raises ModelMissing."""
    return assistant_with(load_dialogue(models.loadable(house.settings.model_dir), house=house), house=house)


def assistant_with(dialogue: Dialogue, *, house: House) -> Assistant:
    """The assistant that speaks by this model."""
    from bot.assistant.turns import Assistant

    return Assistant(
        works=house.works,
        words=house.words,
        payloads=house.payloads,
        calendar=house.calendar,
        dialogue=dialogue,
    )


def load_dialogue(model: Model, *, house: House) -> Dialogue:
    """A model, loaded and warm; Rasa is imported here. Raises ModelMissing."""
    from actions.answering import Desktop
    from actions.table import all_actions
    from bot.assistant.recovery import Recovery
    from bot.assistant.spared import spare_tensorflow

    spare_tensorflow(Path(models.CONFIG))
    from bot.assistant.engine import load

    desktop = Desktop(works=house.works, calendar=house.calendar)
    name_entities_from(house)
    return load(
        models.file_of(house.settings.model_dir, model),
        actions=all_actions(desktop),
        words=house.words,
        payloads=house.payloads,
        database_url=house.settings.database_url,
        recover=Recovery(desktop.failed),
    )


def build_site(
    house: House,
    *,
    say: Callable[[], Say | None],
    signals: Signals,
    host: str,
    checks: Mapping[str, Callable[[], str]],
) -> FastAPI:
    """The web app: company page, API, webhook, health, administration; `signals` wake the pages."""
    from bot.assistant.outcomes import interface_of, request_fields
    from bot.store import tables
    from bot.store.record_tables import ROWS
    from bot.web.admin.site import build_admin
    from bot.web.app import build_web
    from bot.web.site import Site

    site = Site(
        works=house.works,
        say=say,
        open_conversation=house.open_conversation,
        words=house.words,
        clock=house.clock,
        turn_fields=interface_of,
        request_fields=request_fields,
        signals=signals,
        base_url=house.settings.base_url,
        rest_token=house.settings.rest_token,
        is_on_loopback=host in LOOPBACK,
        checks=checks,
        unavailable=(StoreUnavailable,),
    )
    app = build_web(site)
    build_admin(
        app,
        engine=house.engine,
        records=tuple(ROWS.values()),
        journals=(
            tables.RequestRow,
            tables.ConversationRow,
            tables.MessageRow,
            tables.OutboxRow,
            tables.AuditRow,
            tables.AnswerVersionRow,
        ),
        audit=tables.AuditRow,
        validate=_complaints_about,
        clock=house.clock,
        secret_key=house.settings.secret_key,
        password=house.settings.admin_password,
        base_url=house.settings.base_url,
        unavailable=(StoreUnavailable,),
    )
    return app


def _complaints_about(kind: str, data: Mapping[str, object]) -> Sequence[str]:
    """What an import would say about this record."""
    try:
        record_of(KINDS[kind], data)
    except FaultyRecord as error:
        return [str(fault) for fault in error.faults]
    return []


def name_entities_from(house: House) -> None:
    """Names that messages are searched for come from the database, so that an edited record is understood at once."""
    from nlu.components.entities import use

    use(NamedRecords(house.records))


class NamedRecords:
    """The lists of names out of the records; built anew only when a record has changed."""

    def __init__(self, records: Callable[[], Records]) -> None:
        self._records = records
        self._kept: tuple[tuple[Sequence[Record], ...], Lists] | None = None

    def __call__(self) -> Lists:
        """The lists as the records are now."""
        from nlu.components.entities import Lists

        records = self._records()
        found = tuple(records.all(KINDS[kind]) for kind in NAMED)
        if self._kept is not None and all(new is old for new, old in zip(found, self._kept[0], strict=True)):
            return self._kept[1]
        plain = {
            kind: [plain_of(record) for record in same if record.status != "withdrawn"]
            for kind, same in zip(NAMED, found, strict=True)
        }
        lists = Lists.from_records(plain, version=uuid4().hex)
        self._kept = (found, lists)
        return lists

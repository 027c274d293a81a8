"""A house with an office: a real database with an answer and a need, and the administration over it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.inquiries.records import KINDS, Answer, Need, Quantity
from bot.store.codec import record_of
from bot.store.engine import open_engine
from bot.store.errors import FaultyRecord, StoreUnavailable
from bot.store.keeping import write_into
from bot.store.migrate import migrate
from bot.store.record_tables import ROWS, AnswerRow, NeedRow
from bot.store.tables import AnswerVersionRow, AuditRow, ConversationRow, MessageRow, OutboxRow, RequestRow
from bot.web.admin.login import Throttle
from bot.web.admin.site import build_admin
from tests.edges.web.house import World

PASSWORD = "correct horse"
JOURNALS = (RequestRow, ConversationRow, MessageRow, OutboxRow, AuditRow, AnswerVersionRow)


def complaints(kind: str, content: Mapping[str, Any]) -> list[str]:
    try:
        record_of(KINDS[kind], content)
    except FaultyRecord as error:
        return [str(fault) for fault in error.faults]
    return []


def an_engine(folder: Path) -> Engine:
    engine = open_engine(f"sqlite:///{folder}/focalpoint.db")
    migrate(engine)
    return furnished(engine)


def furnished(engine: Engine) -> Engine:
    """The database with an answer and a need."""
    answer = Answer(key="smalltalk.greet", topic="smalltalk", text={"en": "Hello.", "fr": "Bonjour."})
    need = Need(key="wsh-moz-1", item="water_tank", country="MOZ", requested=Quantity(value=300))
    with Session(engine, future=True) as session:
        for row, record in ((AnswerRow(), answer), (NeedRow(origin="shipped"), need)):
            write_into(row, record)
            session.add(row)
        session.commit()
    return engine


def an_office(world: World, engine: Engine) -> FastAPI:
    app = world.app()
    build_admin(
        app,
        engine=engine,
        records=list(ROWS.values()),
        journals=JOURNALS,
        audit=AuditRow,
        validate=complaints,
        clock=world.clock,
        secret_key="a secret",
        password=PASSWORD,
        base_url="http://127.0.0.1:8000",
        unavailable=(StoreUnavailable,),
        throttle=Throttle(),
    )
    return app

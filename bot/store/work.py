"""One transaction over all stores on one database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from bot.store.conversations import SqlConversations
from bot.store.engine import READ_ONLY
from bot.store.errors import ChangedMeanwhile, StoreLocked
from bot.store.journal import SqlAudit, SqlCards, SqlInbox
from bot.store.outbox import SqlOutbox
from bot.store.records import RecordMemory, SqlRecords
from bot.store.requests import SqlRequests


def sql_works(engine: Engine) -> Callable[[], SqlWork]:
    """Opens transactions on this database; they share what was read of the records."""
    memory = RecordMemory()
    return lambda: SqlWork(engine, memory=memory)


class SqlWork:
    """One transaction: begun with the first use of anything but the records, committed at the end, or rolled back.

    A transaction that only reads records takes no lock. Every method may raise StoreUnavailable.
    """

    def __init__(self, engine: Engine, *, memory: RecordMemory) -> None:
        self._engine = engine
        self._records = SqlRecords(memory=memory, connect=self._reading)
        self._begun: Session | None = None
        self._is_open = False

    def __enter__(self) -> SqlWork:
        self._is_open = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        session, self._begun, self._is_open = self._begun, None, False
        if session is None:
            return
        try:
            if error is None:
                session.commit()
        except StaleDataError as stale:
            raise ChangedMeanwhile from stale
        finally:
            session.close()

    @property
    def records(self) -> SqlRecords:
        """The records that people maintain."""
        return self._records

    @property
    def requests(self) -> SqlRequests:
        """The requests."""
        return SqlRequests(self._session)

    @property
    def conversations(self) -> SqlConversations:
        """The conversations and their messages."""
        return SqlConversations(self._session)

    @property
    def outbox(self) -> SqlOutbox:
        """The messages on their way out."""
        return SqlOutbox(self._session)

    @property
    def inbox(self) -> SqlInbox:
        """What has come in."""
        return SqlInbox(self._session)

    @property
    def audit(self) -> SqlAudit:
        """Who did what."""
        return SqlAudit(self._session)

    @property
    def cards(self) -> SqlCards:
        """Where cards stand."""
        return SqlCards(self._session)

    @property
    def _session(self) -> Session:
        if not self._is_open:
            raise RuntimeError("A transaction is opened by `with works() as work:` and ends with that block.")
        if self._begun is None:
            session = Session(self._engine, future=True, expire_on_commit=False, autoflush=False)
            try:
                session.connection()
            except NoConnectionFree as error:
                raise StoreLocked("All connections to the database are in use; try again.") from error
            self._begun = session
        return self._begun

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """The transaction's own connection once it has begun, else one that only reads."""
        if self._begun is not None:
            yield self._begun.connection()
            return
        with self._engine.connect().execution_options(**{READ_ONLY: True}) as connection:
            yield connection

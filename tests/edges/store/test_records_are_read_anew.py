"""An edit is what everybody reads next, at once; as long as nothing changes, reading costs one small query."""

from __future__ import annotations

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from bot.inquiries.records import Answer, Need
from bot.store.errors import FaultyRecord
from bot.store.record_tables import ROWS, AnswerRow, NeedRow
from bot.store.tables import AnswerVersionRow
from bot.store.work import sql_works


@pytest.fixture
def session(engine):
    """What the administration's screens use."""
    with Session(engine, future=True) as opened:
        opened.add(AnswerRow(key="hello", text={"en": "Hello"}))
        opened.add(NeedRow(key="b", item="pump", country="MOZ"))
        opened.add(NeedRow(key="a", item="soap", country="MOZ"))
        opened.commit()
        yield opened


@pytest.fixture
def statements(engine):
    """The statements that the database got."""
    seen = []

    def note(connection, cursor, statement, *rest):
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def text_of(works):
    with works() as work:
        return work.records.get(Answer, "hello").text["en"]


def test_records_come_in_the_order_of_their_keys_and_one_by_one(engine, session):
    with sql_works(engine)() as work:
        assert [need.key for need in work.records.all(Need)] == ["a", "b"]
        assert work.records.get(Need, "a").item == "soap"
        assert work.records.get(Need, "c") is None


def test_an_edit_is_what_everybody_reads_next(engine, session):
    here, other_process = sql_works(engine), sql_works(engine)
    assert text_of(here) == text_of(other_process) == "Hello"

    session.execute(select(AnswerRow)).scalar_one().text = {"en": "Good day"}
    session.commit()
    assert text_of(here) == text_of(other_process) == "Good day"

    session.delete(session.execute(select(AnswerRow)).scalar_one())
    session.commit()
    with here() as work:
        assert work.records.all(Answer) == ()


def test_an_edit_that_was_not_committed_is_not_read(engine, session):
    works = sql_works(engine)
    session.execute(select(AnswerRow)).scalar_one().text = {"en": "Good day"}
    session.flush()
    session.rollback()

    assert text_of(works) == "Hello"


def test_reading_again_costs_one_small_query(engine, session, statements):
    works = sql_works(engine)
    text_of(works)
    statements.clear()

    with works() as work:
        for _ in range(3):
            work.records.all(Answer)
            work.records.get(Answer, "hello")
            work.records.get(Answer, "nothing")

    asked = [statement for statement in statements if statement.startswith("SELECT")]
    assert len(asked) == 1
    assert "changes" in asked[0]


def test_reading_needs_no_lock(engine, session):
    with sql_works(engine)() as busy:
        busy.outbox.waiting()
        assert text_of(sql_works(engine)) == "Hello"


def test_a_forms_shorthand_is_brought_into_shape(engine, session):
    row = session.execute(select(NeedRow).where(NeedRow.key == "a")).scalar_one()
    row.requested = {"value": "100", "unit": "kit"}
    row.committed = 40
    row.contribution_types = "cash"
    row.business = "true"
    session.commit()

    with sql_works(engine)() as work:
        need = work.records.get(Need, "a")
    assert (need.requested.value, need.committed.unit, need.contribution_types) == (100, "kit", ("cash",))


def test_an_edit_that_breaks_the_form_is_refused_with_a_sentence(engine, session):
    session.execute(select(NeedRow).where(NeedRow.key == "a")).scalar_one().visibility = "pubic"

    with pytest.raises(FaultyRecord, match='visibility: "pubic" is not one of public, internal'):
        session.commit()
    session.rollback()

    with sql_works(engine)() as work:
        assert work.records.get(Need, "a").visibility == "internal"


def test_a_broken_row_is_left_out_and_logged_by_its_key_alone(engine, session, caplog):
    table = NeedRow.__table__
    with engine.begin() as connection:
        values = {column.name: "" for column in table.columns if str(column.type) in ("VARCHAR", "TEXT")}
        connection.execute(
            insert(table).values(
                **{**values, "key": "broken", "requested": {"value": "secret"}, "edited": False, "revision": 1}
            )
        )

    with sql_works(engine)() as work:
        assert [need.key for need in work.records.all(Need)] == ["a", "b"]
    assert "kind=needs key=broken" in caplog.text
    assert "secret" not in caplog.text


def test_an_answers_former_words_are_kept(engine, session):
    row = session.execute(select(AnswerRow)).scalar_one()
    for words in ("Good day", "Good evening"):
        row.text = {"en": words}
        session.commit()
    row.topic = "greet"
    session.commit()

    former = session.execute(select(AnswerVersionRow).order_by(AnswerVersionRow.id)).scalars().all()
    assert [(version.revision, version.content["text"]["en"]) for version in former] == [
        (1, "Hello"),
        (2, "Good day"),
        (3, "Good evening"),
    ]
    assert row.revision == 4


def test_every_row_can_be_named(engine):
    for row_class in ROWS.values():
        assert str(row_class(key="a-key")) == "a-key"

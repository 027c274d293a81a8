"""A newer release brings its records without touching what people made of them; the demonstration goes as a whole."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.inquiries.records import Answer, Desk, Need
from bot.store.errors import FaultyFiles
from bot.store.record_tables import AnswerRow, DeskRow, NeedRow
from bot.store.shipped import Conflict, load_demo, load_shipped, remove_demo
from bot.store.tables import OutboxRow
from bot.store.transfer import Counts, import_files
from bot.store.work import sql_works

from .people import NOW, NoHolidays, a_conversation, a_request


@pytest.fixture
def release(engine, tmp_path):
    """Loads a release made of an answer's text and more."""

    def load(text="Hello", more="", demo=None):
        folder = tmp_path / "knowledge"
        (folder / "answers" / "en").mkdir(parents=True, exist_ok=True)
        (folder / "demo").mkdir(exist_ok=True)
        (folder / "answers" / "en" / "hello.yml").write_text(
            f"answers:\n  - {{key: hello, text: {{en: {text}}}}}\n{more}"
        )
        if demo is not None:
            (folder / "demo" / "demo.yml").write_text(demo)
            return load_demo(engine, folder, now=NOW, calendar=NoHolidays())
        return load_shipped(engine, folder, now=NOW, calendar=NoHolidays())

    return load


def edit(engine, row_class, key, **changes):
    """What a person does on the administration's screens."""
    with Session(engine, future=True) as session:
        row = session.execute(select(row_class).where(row_class.key == key)).scalar_one()
        for name, value in changes.items():
            setattr(row, name, value)
        session.commit()


def text_of(engine, key="hello"):
    with sql_works(engine)() as work:
        return work.records.get(Answer, key).text["en"]


def test_new_keys_are_inserted_and_untouched_records_updated(engine, release):
    assert release().kinds == {"answers": Counts(inserted=1)}
    assert release().kinds == {"answers": Counts(unchanged=1)}

    second = release("Good day", more="  - {key: bye, text: {en: Bye}}\n")

    assert second.kinds == {"answers": Counts(inserted=1, updated=1)}
    assert (text_of(engine), second.conflicts) == ("Good day", [])


def test_an_edited_record_is_never_overwritten_and_listed_where_the_release_changed_it_too(engine, release):
    release()
    edit(engine, AnswerRow, "hello", text={"en": "Our own words"})

    same = release()
    newer = release("Good day")

    assert same.conflicts == []
    assert newer.conflicts == [Conflict(kind="answers", key="hello")]
    assert text_of(engine) == "Our own words"


def test_a_record_that_was_edited_back_is_untouched_again(engine, release):
    release()
    edit(engine, AnswerRow, "hello", text={"en": "Our own words"})
    edit(engine, AnswerRow, "hello", text={"en": "Hello"})

    assert release("Good day").kinds == {"answers": Counts(updated=1)}


def test_an_edit_that_the_release_took_over_is_no_conflict(engine, release):
    release()
    edit(engine, AnswerRow, "hello", text={"en": "Good day"})

    assert release("Good day").conflicts == []
    assert release("Good evening").kinds == {"answers": Counts(updated=1)}


def test_a_record_that_somebody_imported_is_theirs(engine, release, tmp_path):
    (tmp_path / "own.yml").write_text("answers:\n  - {key: hello, text: {en: Ours}}\n")
    import_files(engine, [tmp_path / "own.yml"], now=NOW, calendar=NoHolidays())

    assert release().conflicts == [Conflict(kind="answers", key="hello")]
    assert text_of(engine) == "Ours"


def test_an_import_over_a_shipped_record_is_an_edit(engine, release, tmp_path):
    release()
    (tmp_path / "own.yml").write_text("answers:\n  - {key: hello, text: {en: Ours}}\n")
    import_files(engine, [tmp_path / "own.yml"], now=NOW, calendar=NoHolidays())

    assert release("Good day").conflicts == [Conflict(kind="answers", key="hello")]


def test_a_broken_release_is_not_loaded_at_all(engine, release):
    with pytest.raises(FaultyFiles):
        release(more="  - {key: bye, txt: {en: Bye}}\n")

    with sql_works(engine)() as work:
        assert work.records.all(Answer) == ()


def test_a_folder_that_is_not_there_is_named(engine, tmp_path):
    with pytest.raises(FaultyFiles, match="there is no such file or folder"):
        load_shipped(engine, tmp_path / "nowhere", now=NOW, calendar=NoHolidays())


DEMO = """\
desks:
  - {key: cluster-hea-moz, name: "[Demo] Health"}
needs:
  - {key: demo-1, item: pump, country: MOZ}
requests:
  - {key: FP-2026-00001, company: "[Demo] Acme", desk: cluster-hea-moz}
"""


def test_the_demonstration_is_loaded_beside_the_release_and_taken_away_as_a_whole(engine, release):
    release()
    assert release(demo=DEMO).kinds["requests"] == Counts(inserted=1)
    assert release(demo=DEMO).kinds["requests"] == Counts(unchanged=1)
    edit(engine, NeedRow, "demo-1", item="soap")
    with Session(engine, future=True) as session:
        session.add(DeskRow(key="our-own-desk"))
        session.commit()
    with sql_works(engine)() as work:
        work.conversations.add(a_conversation())
        work.requests.add(a_request("FP-2026-00002", desk="cluster-hea-moz"))
        work.cards.put("FP-2026-00001", channel="C1", ts="1.1")

    assert remove_demo(engine) == {"needs": 1, "desks": 1, "requests": 1}

    with sql_works(engine)() as work:
        assert [desk.key for desk in work.records.all(Desk)] == ["our-own-desk"]
        assert work.records.all(Need) == ()
        assert work.requests.get("FP-2026-00001") is None
        assert work.conversations.get("import-FP-2026-00001") is None
        assert work.requests.get("FP-2026-00002") is not None
        assert work.outbox.waiting() == 0
        assert work.requests.next_reference(year=2026) == "FP-2026-00003"
    assert text_of(engine) == "Hello"
    assert remove_demo(engine) == {}


def test_the_release_does_not_bring_the_demonstration(engine, release, tmp_path):
    (tmp_path / "knowledge" / "demo").mkdir(parents=True)
    (tmp_path / "knowledge" / "demo" / "demo.yml").write_text(DEMO)

    release()

    with sql_works(engine)() as work:
        assert work.records.all(Need) == ()


def test_the_demonstration_never_takes_over_a_shipped_record(engine, release):
    release(more="needs:\n  - {key: demo-1, item: tent, country: MOZ}\n")

    assert release(demo=DEMO).conflicts == [Conflict(kind="needs", key="demo-1")]
    remove_demo(engine)

    with sql_works(engine)() as work:
        assert work.records.get(Need, "demo-1").item == "tent"


def test_a_demonstration_request_that_people_worked_on_is_not_reset(engine, release):
    release(demo=DEMO)
    with sql_works(engine)() as work:
        request = work.requests.get("FP-2026-00001")
        work.requests.save(request.moved("claim", actor="member"))

    release(demo=DEMO)

    with sql_works(engine)() as work:
        assert work.requests.get("FP-2026-00001").status == "claimed"
    with Session(engine, future=True) as session:
        assert len(session.execute(select(OutboxRow)).all()) == 1

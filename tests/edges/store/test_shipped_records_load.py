"""The records that come with this release keep their form, load whole, and survive export and import."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.store.engine import open_engine
from bot.store.export import export_folder
from bot.store.loading import load
from bot.store.shipped import DEMO_FOLDER, load_demo, load_shipped, remove_demo, shipped_paths
from bot.store.transfer import import_files

from .people import NOW, NoHolidays

KNOWLEDGE = Path(__file__).parents[3] / "knowledge"


def test_no_shipped_file_breaks_the_form():
    read = load([*shipped_paths(KNOWLEDGE), KNOWLEDGE / DEMO_FOLDER])

    assert [str(complaint) for complaint in read.complaints] == []


@pytest.fixture(scope="module")
def loaded(migrated_file, tmp_path_factory):
    path = tmp_path_factory.mktemp("loaded") / "focalpoint.db"
    path.write_bytes(migrated_file.read_bytes())
    engine = open_engine(f"sqlite:///{path}")
    release = load_shipped(engine, KNOWLEDGE, now=NOW, calendar=NoHolidays())
    demo = load_demo(engine, KNOWLEDGE, now=NOW, calendar=NoHolidays())
    yield engine, release, demo
    engine.dispose()


def test_all_of_it_is_loaded_and_the_demonstration_contradicts_nothing(loaded):
    engine, release, demo = loaded

    assert not release.conflicts
    assert not demo.conflicts
    assert sum(counts.inserted for counts in release.kinds.values()) > 300
    assert demo.kinds["needs"].inserted >= 30


def test_what_is_exported_can_be_imported_to_the_same_bytes(loaded, tmp_path):
    engine, *_ = loaded
    export_folder(engine, tmp_path / "first")

    report = import_files(engine, [tmp_path / "first"], now=NOW, calendar=NoHolidays())
    export_folder(engine, tmp_path / "second")

    assert not sum((Counter(inserted=c.inserted, updated=c.updated) for c in report.kinds.values()), Counter())
    for path in sorted((tmp_path / "first").iterdir()):
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()


def test_what_is_left_without_the_demonstration_is_the_release(loaded):
    engine, release, demo = loaded

    removed = remove_demo(engine)

    assert removed == {kind: counts.inserted for kind, counts in demo.kinds.items()}
    again = load_shipped(engine, KNOWLEDGE, now=NOW, calendar=NoHolidays())
    assert {kind: counts.unchanged for kind, counts in again.kinds.items()} == {
        kind: counts.inserted for kind, counts in release.kinds.items()
    }

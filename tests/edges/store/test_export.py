"""Export, import, export gives the same bytes, whatever the records say."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from bot.inquiries.records import KINDS, Answer
from bot.store.engine import open_engine
from bot.store.errors import FolderNotEmpty, StoreError
from bot.store.export import export_folder
from bot.store.migrate import migrate
from bot.store.transfer import import_files
from bot.store.work import sql_works

from .people import NOW, NoHolidays, a_conversation, a_request

WORLD = """\
answers:
  - key: long
    text:
      en: "First line.\\n\\n  indented: and a colon # no comment\\n- dash \\n"
      fr: "yes"
      ar: "\\u0645\\u0631\\u062d\\u0628\\u0627"
      ru: "trailing space \\nand a tab\\t"
  - key: on
    text: "2026-01-01"
agreements:
  - {key: b, company: "[Demo] Acme: \\"quoted\\"", valid: [2026-01-01, null], scope: [{item: blanket}], territory: [HTI]}
  - {key: a, company: "null", valid: [null, 2026-12-31]}
cluster_configuration:
  - {country: MOZ, set: reset-8, from: 2026-01-01}
needs:
  - {key: n, item: "007", country: MOZ, requested: {value: 1.5, unit: t}, business: yes, until: 2026-05-01}
desks:
  - {key: front, first_reply_wh: 8.0, members: [{key: m, hours: "Mon-Fri 08:00-16:00"}], covers: {topic: front}}
items:
  - {key: tent, category: shelter, never: true, names: {en: [tent, "no"], zh: [帐篷]}}
requests:
  - {key: FP-2026-00412, company: Acme, created: 2026-03-02T09:00:00+02:00, items: [blanket], note: moved, checked_on: 2026-03-01}
"""


@pytest.fixture
def world(engine, tmp_path):
    path = tmp_path / "world.yml"
    path.write_text(WORLD, encoding="utf-8")
    import_files(engine, [path], now=NOW, calendar=NoHolidays())
    with sql_works(engine)() as work:
        work.conversations.add(a_conversation())
        work.requests.add(a_request("FP-2026-00500"))
    return engine


def _bytes(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_export_import_export_gives_the_same_bytes(world, tmp_path):
    export_folder(world, tmp_path / "first")

    report = import_files(world, [tmp_path / "first"], now=NOW, calendar=NoHolidays())
    export_folder(world, tmp_path / "second")

    assert all((counts.inserted, counts.updated) == (0, 0) for counts in report.kinds.values())
    assert _bytes(tmp_path / "first") == _bytes(tmp_path / "second")


def test_an_export_brings_everything_into_a_new_database(world, tmp_path):
    export_folder(world, tmp_path / "first")
    other = open_engine(f"sqlite:///{tmp_path}/other.db")
    migrate(other)

    import_files(other, [tmp_path / "first"], now=NOW, calendar=NoHolidays())
    export_folder(other, tmp_path / "second")

    assert _bytes(tmp_path / "first") == _bytes(tmp_path / "second")


def test_an_export_has_one_file_a_kind_sorted_by_key_that_says_how_it_works(world, tmp_path):
    written = export_folder(world, tmp_path / "out")

    assert set(_bytes(tmp_path / "out")) == {f"{kind}.yml" for kind in KINDS}
    assert (written["agreements"], written["requests"], written["cases"]) == (2, 2, 0)
    text = (tmp_path / "out" / "agreements.yml").read_text(encoding="utf-8")
    assert text.startswith("# How this file works")
    assert [record["key"] for record in YAML(typ="safe").load(text)["agreements"]] == ["a", "b"]


def test_texts_of_several_lines_come_back_to_the_letter(world, tmp_path):
    with sql_works(world)() as work:
        before = work.records.get(Answer, "long")
    export_folder(world, tmp_path / "out")

    exported = YAML(typ="safe").load((tmp_path / "out" / "answers.yml").read_text(encoding="utf-8"))

    assert exported["answers"][0]["text"] == before.text


def test_a_folder_that_is_not_empty_is_refused(world, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("mine")

    with pytest.raises(FolderNotEmpty, match="name a new folder or an empty one"):
        export_folder(world, tmp_path / "out")
    assert set(_bytes(tmp_path / "out")) == {"letter.txt"}


def test_a_folder_that_cannot_be_written_is_named(world, tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(StoreError, match="cannot be written"):
        export_folder(world, tmp_path / "file" / "out")

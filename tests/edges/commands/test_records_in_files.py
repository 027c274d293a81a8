"""`check`, `import`, `export` and `demo`: records in files and in the database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.edges.commands.conftest import Program

PUMPS = """\
needs:
  - key: wsh-moz-77
    item: water_pump
    country: MOZ
    cluster: WSH
    requested: {value: 12, unit: piece}
    visibility: public
    business: "yes"
    owner_desk: cluster-wsh-moz
    status: published
"""


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_an_import_tells_what_it_did_and_a_second_one_changes_nothing(focalpoint: Program, tmp_path: Path) -> None:
    path = written(tmp_path, "needs.yml", PUMPS)

    first = focalpoint("import", path, "--json")
    again = focalpoint("import", path)

    assert (first.code, first.err) == (0, "")
    assert json.loads(first.out) == {"needs": {"inserted": 1, "updated": 0, "unchanged": 0}}
    assert (again.code, again.out) == (0, "needs: 1 unchanged\n")


def test_a_dry_run_counts_and_writes_nothing(focalpoint: Program, tmp_path: Path) -> None:
    path = written(tmp_path, "needs.yml", PUMPS)

    dry = focalpoint("import", path, "--dry-run")
    then = focalpoint("import", path)

    assert dry.code == 0
    assert dry.out == "needs: 1 inserted\nNothing was written (dry run).\n"
    assert then.out == "needs: 1 inserted\n"


@pytest.mark.parametrize(
    ("name", "text", "faults"),
    [
        ("broken.yml", "needs:\n  - key: a\n   item: {", ("broken.yml:",)),
        ("list.yml", "- key: a\n", ("list.yml",)),
        (
            "two.yml",
            PUMPS.replace("77", "78").replace("12", "many").replace("public", "secret"),
            ("two.yml:6: needs wsh-moz-78: requested.value", "two.yml:7: needs wsh-moz-78: visibility"),
        ),
        ("kind.yml", PUMPS.replace("needs:", "wishes:"), ("kind.yml:1:", "wishes")),
        (
            "needs.csv",
            "key,item,requested.value,requested.unit\na,water_pump,many,piece\n,tent,1,piece\n",
            ("needs.csv:2:", "needs.csv:3:"),
        ),
        ("letter.txt", "Dear focal point", ("letter.txt",)),
    ],
    ids=["no YAML", "no mapping", "two wrong fields", "no such kind", "CSV", "no records at all"],
)
def test_a_broken_file_is_refused_whole_with_every_fault_at_its_line(
    focalpoint: Program, tmp_path: Path, name: str, text: str, faults: tuple[str, ...]
) -> None:
    good, bad = written(tmp_path, "good.yml", PUMPS), written(tmp_path, name, text)

    ran = focalpoint("import", good, bad)
    after = focalpoint("import", good)

    assert (ran.code, ran.out) == (1, "")
    assert "Traceback" not in ran.err
    assert all(fault in ran.err for fault in faults), ran.err
    assert after.out == "needs: 1 inserted\n"


def test_a_file_that_is_not_text_is_refused(focalpoint: Program, tmp_path: Path) -> None:
    path = tmp_path / "needs.yml"
    path.write_bytes(b"\xff\xfe\x00needs\x00")

    ran = focalpoint("import", str(path))

    assert ran.code == 1
    assert "needs.yml" in ran.err
    assert "Traceback" not in ran.err


def test_export_import_export_gives_the_same_bytes(focalpoint: Program, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"

    out = focalpoint("export", str(first))
    back = focalpoint("import", str(first), "--json")
    again = focalpoint("export", str(second), "--json")

    assert (out.code, back.code, again.code) == (0, 0, 0)
    assert contents(first) == contents(second)
    assert {kind for kind, counts in json.loads(back.out).items() if counts["inserted"] or counts["updated"]} == set()
    assert json.loads(again.out)["needs"]["written"] > 20


def test_an_export_refuses_a_folder_that_is_not_empty(focalpoint: Program, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    written(folder, "letter.txt", "mine")

    ran = focalpoint("export", str(folder))

    assert ran.code == 1
    assert ran.sentence == f"The folder {folder} is not empty; name a new folder or an empty one."
    assert list(contents(folder)) == ["letter.txt"]


def test_removing_the_demonstration_leaves_everything_else_and_it_can_be_loaded_again(
    focalpoint: Program, tmp_path: Path
) -> None:
    focalpoint("import", written(tmp_path, "needs.yml", PUMPS))

    removed = focalpoint("demo", "--remove", "--json")
    focalpoint("export", str(tmp_path / "left"))
    again = focalpoint("demo", "--remove", "--json")
    loaded = focalpoint("demo", "--load", "--json")

    gone = {kind: counts["removed"] for kind, counts in json.loads(removed.out).items() if counts["removed"]}
    back = {kind: counts["inserted"] for kind, counts in json.loads(loaded.out).items() if counts["inserted"]}
    left = contents(tmp_path / "left")
    assert (removed.code, again.code, loaded.code) == (0, 0, 0)
    assert gone == back and gone["emergencies"] == 4
    assert all(counts["removed"] == 0 for counts in json.loads(again.out).values())
    assert b"[Demo]" not in b"".join(left.values())
    assert b"wsh-moz-77" in left["needs.yml"] and len(left["items.yml"]) > 1000


def test_the_records_that_are_shipped_fit_one_another(bare: Program) -> None:
    ran = bare("check")

    assert (ran.code, ran.err) == (0, ""), ran.out
    assert ran.out == "Every record, sentence, rule and example fits every other.\n"


def test_a_check_names_every_misfit_at_once_and_needs_no_database(
    bare: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("knowledge/reference", "knowledge/demo", "domain", "stories", "nlu/en"):
        (tmp_path / folder).mkdir(parents=True)
    written(tmp_path / "domain", "domain.yml", "intents: [greet]\n")
    written(tmp_path / "nlu/en", "greet.yml", "nlu:\n  - intent: grete\n    examples: |\n      - hello\n")
    monkeypatch.chdir(tmp_path)

    told = bare("check", FOCALPOINT_DATABASE_URL="sqlite:///none.db")
    as_json = bare("check", "--json")

    assert (told.code, as_json.code) == (1, 1)
    assert 'nlu/en/greet.yml: there is no intent "grete"' in told.out
    assert "stories: no rule says what happens after the intent greet" in told.out
    assert {"path", "line", "sentence"} == set(json.loads(as_json.out)[0])
    assert len(told.out.splitlines()) == len(json.loads(as_json.out)) > 10

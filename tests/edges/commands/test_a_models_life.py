"""`evaluate`, `models`, `promote`, `rollback`: what people type, what they read, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.assistant import models, promotions
from tests.edges.commands.conftest import ROOT, Program
from tests.edges.evaluation.kept_models import CONFUSED, keep, learnt, write_cases

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)


@pytest.fixture(scope="session")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few messages to evaluate on."""
    return write_cases(tmp_path_factory.mktemp("messages"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three kept models: `good` is live and was so after `older`, and `bad` is the newest."""
    folder = tmp_path / "models"
    older, good = keep(folder, "older", learnt()), keep(folder, "good", learnt(), day=2)
    keep(folder, "bad", learnt(CONFUSED), day=3)
    for model in (older, good):
        promotions.make_live(folder, model, how="trained", now=NOW)
    return folder


@pytest.fixture
def program(focalpoint: Program, folder: Path) -> Program:
    return Program({**focalpoint.settings, "FOCALPOINT_MODEL_DIR": str(folder)})


def last_change(folder: Path) -> dict[str, str]:
    return dict(json.loads((folder / promotions.HISTORY).read_text("utf-8").splitlines()[-1]))


def test_a_worse_model_is_not_promoted_and_where_it_is_worse_is_said(
    program: Program, folder: Path, cases: Path
) -> None:
    ran = program("promote", "bad", "--data", str(cases))

    assert (ran.code, ran.out) == (1, "")
    assert "accuracy (best guess, in scope) [en] 100.0 before" in ran.sentence
    assert "--force" in ran.sentence
    assert models.standing(folder).id == "good"


def test_with_a_reason_it_is_promoted_and_the_reason_is_kept(program: Program, folder: Path) -> None:
    ran = program("promote", "bad", "--force", "the fair in Nairobi begins")

    assert (ran.code, ran.err) == (0, "")
    assert "bad is live" in ran.out
    assert models.standing(folder).id == "bad"
    change = last_change(folder)
    assert (change["how"], change["from"], change["to"]) == ("forced", "good", "bad")
    assert change["reason"] == "the fair in Nairobi begins"


def test_force_without_a_reason_is_wrong_use(program: Program, folder: Path) -> None:
    assert program("promote", "bad", "--force", " ").code == 2
    assert program("promote", "bad", "--force").code == 2
    assert program("promote").code == 2
    assert models.standing(folder).id == "good"


def test_an_equally_good_model_is_promoted(program: Program, folder: Path, cases: Path) -> None:
    ran = program("promote", "older", "--data", str(cases), "--json")

    assert (ran.code, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert (told["model"], told["forced"]) == ("older", False)
    assert {change["verdict"] for change in told["changes"]} == {"same"}
    assert models.standing(folder) == models.Standing(id="older", previous="good")


def test_the_live_model_is_promoted_without_a_look(program: Program, folder: Path) -> None:
    ran = program("promote", "good")

    assert ran.code == 0
    assert models.standing(folder) == models.Standing(id="good", previous="older")


@pytest.mark.parametrize("id", ["unknown", "../good", ""])
def test_an_unknown_model_is_told(program: Program, id: str) -> None:
    ran = program("promote", id)

    assert ran.code == 1
    assert "focalpoint models" in ran.sentence


def test_rollback_goes_back_to_the_model_before(program: Program, folder: Path) -> None:
    back, again = program("rollback", "--json"), program("rollback")

    assert json.loads(back.out) == {"model": "older"}
    assert again.code == 0 and "good is live again" in again.out
    assert models.standing(folder) == models.Standing(id="good", previous="older")


def test_without_a_model_before_rollback_says_so(focalpoint: Program, tmp_path: Path) -> None:
    ran = focalpoint("rollback", FOCALPOINT_MODEL_DIR=str(tmp_path / "none"))

    assert ran.code == 1
    assert "no model to go back to" in ran.sentence


def telling_heavy_imports(program: Program, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own whose last line on stderr tells which heavy packages it imported."""
    code = (
        "import sys\n"
        "from bot.__main__ import main\n"
        f"try:\n    main({arguments})\n"
        "finally:\n    print(sorted({'rasa', 'tensorflow', 'sklearn'} & set(sys.modules)), file=sys.stderr)"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**program.settings, "FOCALPOINT_SECRET_KEY": "k", "FOCALPOINT_ADMIN_PASSWORD": "p"},
        capture_output=True,
        text=True,
        check=True,
    )


@pytest.mark.slow
def test_rollback_takes_less_than_ten_seconds_and_loads_nothing_heavy(program: Program, folder: Path) -> None:
    began = time.monotonic()

    ran = telling_heavy_imports(program, ["rollback"])

    assert time.monotonic() - began < 10
    assert ran.stderr.splitlines() == ["[]"]
    assert models.standing(folder).id == "older"


def test_the_models_are_listed_with_their_scores(program: Program, cases: Path) -> None:
    program("promote", "bad", "--data", str(cases))

    table, listed = program("models"), json.loads(program("models", "--json").out)

    assert [(m["id"], m["live"], m["previous"], m["loadable"]) for m in listed] == [
        ("bad", False, False, True),
        ("good", True, False, True),
        ("older", False, True, True),
    ]
    scores = {model["id"]: model["scores"] for model in listed}
    assert scores["good"]["groups"]["en"]["accuracy"] == 1.0
    assert scores["bad"]["groups"]["others"]["accuracy"] < 0.2
    assert scores["older"] == {}
    rows = [line.split() for line in table.out.splitlines()]
    assert ["good", "live", "100.0", "100.0", "100.0", "60", "messages"] in rows
    assert ["older", "previous", "-", "-", "-", "not", "yet"] in rows


def test_without_models_the_list_says_so(focalpoint: Program, tmp_path: Path) -> None:
    folder = str(tmp_path / "none")

    told = focalpoint("models", FOCALPOINT_MODEL_DIR=folder)
    as_json = focalpoint("models", "--json", FOCALPOINT_MODEL_DIR=folder)

    assert (told.code, as_json.code, as_json.out) == (0, 0, "[]\n")
    assert "make prepare" in told.out


def test_an_evaluation_tells_all_and_leaves_a_report(program: Program, cases: Path, tmp_path: Path) -> None:
    report = tmp_path / "report"

    ran = program("evaluate", "--data", str(cases), "--against", "bad", "--report", str(report), "--json")

    assert (ran.code, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert (told["model"], told["messages"]) == ("good", 60)
    assert set(told["scores"]) == {"all", "en", "fr", "others"}
    assert told["scores"]["en"]["accuracy"]["value"] == 1.0
    assert told["scores"]["en"]["accuracy"]["low"] > 0.8
    assert set(told["worst"]) == {"surely_wrong", "out_of_scope_answered", "in_scope_refused"}
    assert told["against"]["model"] == "bad" and len(told["against"]["won"]) > 40
    assert told["report"] == str(report / "report.html")
    names = {path.name for path in report.iterdir()}
    assert names == {"report.html", "results.json", "confusion.png", "reliability.png"}
    assert "who pays the freight" in (report / "report.html").read_text("utf-8")


def test_a_report_that_cannot_be_written_is_told(program: Program, cases: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").touch()

    ran = program("evaluate", "--data", str(cases), "--report", str(tmp_path / "taken" / "report"))

    assert ran.code == 1
    assert "--report" in ran.sentence


def test_an_evaluation_can_be_read_by_people(program: Program, cases: Path, tmp_path: Path) -> None:
    ran = program("evaluate", "--model", "bad", "--data", str(cases), "--report", str(tmp_path / "report"))

    assert ran.code == 0
    assert "bad on 60 messages" in ran.out
    assert "out-of-scope recall" in ran.out
    assert str(tmp_path / "report" / "report.html") in ran.out


@pytest.mark.slow
def test_an_evaluation_imports_neither_rasa_nor_tensorflow(program: Program, cases: Path, tmp_path: Path) -> None:
    arguments = ["evaluate", "--data", str(cases), "--report", str(tmp_path / "report"), "--json"]

    ran = telling_heavy_imports(program, arguments)

    assert ran.stderr.splitlines()[-1] == "['sklearn']"
    assert json.loads(ran.stdout)["messages"] == 60


@pytest.mark.parametrize(
    "arguments",
    [
        ("evaluate", "--cross-validate", "--model", "good"),
        ("evaluate", "--cross-validate", "--against", "bad"),
        ("evaluate", "--folds", "3"),
        ("evaluate", "--cross-validate", "--folds", "1"),
        ("evaluate", "--data", "no-such-folder"),
        ("promote", "good", "--data", "no-such-folder"),
        ("train", "--data", "no-such-folder"),
    ],
)
def test_what_does_not_go_together_is_wrong_use(program: Program, arguments: tuple[str, ...]) -> None:
    ran = program(*arguments)

    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("command", [("evaluate",), ("promote", "bad"), ("train",)])
def test_faulty_messages_are_told_before_anything_is_done(
    program: Program, folder: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "en.yml").write_text("language: en\nat: 2026-11-23\nmessages:\n- text: hello\n", encoding="utf-8")

    ran = program(*command, "--data", str(tmp_path))

    assert (ran.code, ran.out) == (1, "")
    assert "en.yml, message 1" in ran.sentence
    assert models.standing(folder).id == "good"
    assert len(models.kept(folder)) == 3


@pytest.mark.parametrize("arguments", [("evaluate",), ("evaluate", "--model", "other")])
def test_an_evaluation_without_its_model_is_told(
    focalpoint: Program, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    ran = focalpoint(*arguments, FOCALPOINT_MODEL_DIR=str(tmp_path))

    assert (ran.code, ran.out) == (1, "")
    assert "model" in ran.sentence

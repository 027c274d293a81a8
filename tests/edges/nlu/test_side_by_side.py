"""Our pipeline beside Rasa's stock pipeline: what Rasa says is read right, and people and machines can read the result."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from benchmarks.data import DataSet, Messages, data_set
from benchmarks.in_rasa import benchmark_in_rasa, examples, reading, stock_config
from benchmarks.processes import ProcessFailed, answer
from benchmarks.run import benchmark, report
from benchmarks.side_by_side import main, table
from benchmarks.speed import measured, throughput, with_a_batch
from tests.edges.nlu.benchmark_data import FIELDS, small_folder, written

STOCK_THRESHOLD = 0.3


def parsed(*ranking: tuple[str, float], **more: float) -> dict[str, Any]:
    return {"intent_ranking": [{"name": name, "confidence": value} for name, value in ranking], **more}


def stock_reading(*ranking: tuple[str, float]) -> Any:
    return reading(parsed(*ranking), threshold=STOCK_THRESHOLD)


def test_a_fallback_is_a_refusal_and_the_best_guess_is_what_it_hides() -> None:
    ambiguous = stock_reading(("nlu_fallback", 0.3), ("greet", 0.48), ("thank", 0.45))

    assert ambiguous.name == "oos"
    assert ambiguous.best_inside == "greet"
    assert ambiguous.assurance == 0.48


def test_a_class_for_out_of_scope_is_a_refusal_too() -> None:
    outside = stock_reading(("oos", 0.9), ("greet", 0.1))

    assert outside.name == "oos"
    assert outside.best_inside == "greet"


def test_a_message_in_which_stock_reads_nothing_is_refused() -> None:
    nothing = stock_reading(("nlu_fallback", 0.3))

    assert nothing.name == "oos"
    assert nothing.assurance == 0.0


def test_our_own_assurance_and_threshold_are_kept() -> None:
    ours = reading(parsed(("greet", 0.9), ("oos", 0.1), assurance=0.4, threshold=0.5), threshold=0.0)

    assert (ours.assurance, ours.threshold, ours.is_unsure) == (0.4, 0.5, True)


def test_figures_count_the_refusals_of_stock() -> None:
    test = Messages(("hello", "thanks", "who won", "pancakes"), ("greet", "thank", "oos", "oos"))
    readings = [
        stock_reading(("greet", 0.9), ("thank", 0.1)),
        stock_reading(("nlu_fallback", 0.3), ("thank", 0.5), ("greet", 0.45)),
        stock_reading(("nlu_fallback", 0.3), ("greet", 0.2)),
        stock_reading(("greet", 0.6)),
    ]

    result = report(DataSet("small", test, test), readings=readings, train_seconds=1.0, speed={})

    assert result["accuracy"] == 1.0
    assert result["accuracy_at_threshold"] == result["in_scope_refused"] == result["oos_recall"] == 0.5
    assert result["threshold"] == STOCK_THRESHOLD


def test_stock_is_what_rasa_ships_but_for_the_epochs() -> None:
    steps = {step["name"]: step for step in stock_config(epochs=7)["pipeline"]}

    assert steps["DIETClassifier"] == {"name": "DIETClassifier", "epochs": 7, "constrain_similarities": True}
    assert steps["FallbackClassifier"] == {
        "name": "FallbackClassifier",
        "threshold": STOCK_THRESHOLD,
        "ambiguity_threshold": 0.1,
    }


def test_a_label_with_a_slash_stays_one_name() -> None:
    [given] = examples(Messages(("hello", " "), ("small talk/greet", "blank")))["rasa_nlu_data"]["common_examples"]

    assert "/" not in given["intent"]
    assert stock_reading((given["intent"], 0.9)).name == "small talk/greet"


def test_people_read_a_line_a_field_and_a_column_a_pipeline() -> None:
    figures = dict.fromkeys(FIELDS, 0.5) | {"train": 24, "test": 18, "intents": 4, "oos_recall": None}
    ours, stock = {**figures, "batch_per_second": 1234.5}, {**figures, "batch_per_second": None}
    result = {"data": "small", "stock_epochs": 1, "ours": ours, "ours_in_rasa": stock, "stock_in_rasa": stock}
    console = Console(width=100)

    with console.capture() as shown:
        console.print(table(result))

    lines = [line.replace("│", " ").split() for line in shown.get().splitlines()]
    assert [line[0] for line in lines if line and line[0] in {*FIELDS, "batch_per_second"}] == [
        *FIELDS[1:],
        "batch_per_second",
    ]
    assert ["accuracy", "50.0%", "50.0%", "50.0%"] in lines
    assert ["oos_recall", "-", "-", "-"] in lines
    assert ["batch_per_second", "1,234", "-", "-"] in lines
    assert "ours, bare" in shown.get() and "ours in Rasa" in shown.get() and "stock in Rasa" in shown.get()


def test_single_messages_are_timed_one_by_one_and_a_batch_in_one_call() -> None:
    singles: list[str] = []
    batches: list[Sequence[str]] = []

    times = measured(singles.append, texts=["a", "b"], count=3)
    speed = throughput(batches.append, texts=["a", "b"], count=3)

    assert singles == ["a", "b", "a"] * 2, "as many to warm up, a hundred at most"
    assert batches == [["a", "b", "a"]] * 2
    assert times["parse_p50_ms"] <= times["parse_p95_ms"] and times["rss_mb"] > 1 and speed["batch_per_second"] > 0


@pytest.mark.parametrize(
    ("test", "told"),
    [
        ("text,intent\nhello,greet\n", "test.csv lacks a column text or label"),
        ("text,label\nhello,greet\nhi\n", "test.csv, line 3: has no label"),
        ("text,label\n", "test.csv holds no messages"),
        (None, "test.csv cannot be read"),
    ],
)
def test_a_faulty_folder_is_one_sentence_before_anything_is_trained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], test: str | None, told: str
) -> None:
    small_folder(tmp_path)
    (tmp_path / "test.csv").unlink()
    if test is not None:
        (tmp_path / "test.csv").write_text(test, encoding="utf-8")

    assert main(["--data", str(tmp_path)]) == 1

    shown = capsys.readouterr()
    assert told in shown.err and shown.err.count("\n") == 1
    assert shown.out == ""


@pytest.mark.parametrize("epochs", ["0", "-1", "many"])
def test_epochs_that_are_no_number_are_wrong_use(tmp_path: Path, epochs: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--data", str(tmp_path), "--stock-epochs", epochs])

    assert stopped.value.code == 2


def test_a_process_that_fails_says_why_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ProcessFailed, match="json.tool failed .*No such file"):
        answer("json.tool", tmp_path / "missing.json")


@pytest.mark.slow
def test_ours_is_measured_in_a_batch_too(tmp_path: Path) -> None:
    result = benchmark(data=small_folder(tmp_path), timed=5, speed=with_a_batch)

    assert list(result) == [*FIELDS, "batch_per_second"]


@pytest.mark.model
@pytest.mark.slow
def test_stock_is_trained_by_rasa_and_gives_every_field(tmp_path: Path) -> None:
    data = small_folder(tmp_path)
    written(data / "test.csv", [("[hello](greet)\n{there}", "greet"), ("", "oos"), ("/greet", "oos"), ("hi", "greet")])

    result = benchmark_in_rasa(data_set(data), config=stock_config(epochs=1), timed=2)

    assert list(result) == FIELDS
    assert (result["train"], result["test"], result["intents"], result["threshold"]) == (24, 4, 4, STOCK_THRESHOLD)
    json.dumps(result, allow_nan=False)

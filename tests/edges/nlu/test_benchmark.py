"""The benchmark command: one JSON object from a folder with train.csv and test.csv."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.data import DataFaulty, messages
from benchmarks.run import benchmark, main
from nlu.components.intents.figures import figures
from nlu.components.intents.model import Reading
from tests.edges.nlu.benchmark_data import FIELDS, small_folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return small_folder(tmp_path)


@pytest.mark.slow
def test_every_field_is_given(data: Path) -> None:
    result = benchmark(data=data, timed=5)

    assert list(result) == FIELDS
    assert result["train"] == 24
    assert result["intents"] == 4
    assert result["accuracy"] > 0.9
    assert result["auroc"] > 0.8


def test_out_of_scope_fields_are_null_when_the_test_has_none() -> None:
    readings = [Reading((("greet", 0.9), ("thank", 0.1)), 0.9, 0.5, "oos"), Reading((("thank", 1.0),), 0.4, 0.5, "oos")]

    result = figures(readings, ["greet", "thank"], out_of_scope="oos", threshold=0.5)

    assert result["accuracy"] == 1.0
    assert result["accuracy_at_threshold"] == result["in_scope_refused"] == 0.5
    assert result["oos_recall"] is result["auroc"] is result["fpr95"] is None


def test_data_without_a_label_column_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "train.csv").write_text("text,intent\nhello,greet\n", encoding="utf-8")
    (tmp_path / "test.csv").write_text("text,label\nhello,greet\n", encoding="utf-8")

    assert main(["--data", str(tmp_path)]) == 1
    assert "train.csv lacks a column text or label" in capsys.readouterr().err


def test_a_line_without_a_label_is_named(tmp_path: Path) -> None:
    (tmp_path / "test.csv").write_text("text,label\nhello,greet\nhi\n", encoding="utf-8")

    with pytest.raises(DataFaulty, match="line 3"):
        messages(tmp_path / "test.csv")


@pytest.mark.slow
def test_neither_the_pipeline_nor_the_entity_reader_imports_tensorflow_or_rasa() -> None:
    code = (
        "import sys, json\n"
        "from nlu.components.pipeline import Pipeline\n"
        "from nlu.components.entities import EntityReader\n"
        "Pipeline.train_on(['hello', 'hi', 'we have tents', 'we give tents'], ['a', 'a', 'b', 'b']).predict(['hello'])\n"
        "EntityReader().read('4000 blankets in Rotterdam')\n"
        "print(json.dumps([name for name in ('tensorflow', 'rasa') if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) == []

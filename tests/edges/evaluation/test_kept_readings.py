"""A model is read for an evaluation once; its readings and scores stay beside it until messages or program change."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.assistant import models, promotions
from bot.assistant.models import ModelMissing
from bot.evaluation.archive import intent_model
from bot.evaluation.cases import cases_in
from bot.evaluation.errors import WorseModel
from bot.evaluation.judgement import compared_with_live, require_not_worse
from bot.evaluation.kept import readings_of
from nlu.components.intents.model import IntentModel
from tests.edges.evaluation.kept_models import CONFUSED, keep, learnt, pack, write_cases
from tests.edges.nlu.messages_for_training import TEXTS

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)


def test_the_packed_model_reads_as_it_did_before_it_was_packed(tmp_path: Path) -> None:
    pack(tmp_path / "one.tar.gz", learnt())

    model, settings, _ = intent_model(tmp_path / "one.tar.gz")

    before = IntentModel.from_bytes(learnt()).predict(TEXTS)
    assert model.predict(TEXTS) == before
    assert settings.out_of_scope == "out_of_scope"


@pytest.mark.parametrize("content", [b"", b"not a model", b"\x1f\x8b not a model either"])
def test_what_is_no_model_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "torn.tar.gz").write_bytes(content)

    with pytest.raises(ModelMissing, match="torn cannot be read"):
        intent_model(tmp_path / "torn.tar.gz")


def test_an_archive_without_intents_is_told(tmp_path: Path) -> None:
    pack(tmp_path / "other.tar.gz", b"of another version")

    with pytest.raises(ModelMissing, match="other cannot be read"):
        intent_model(tmp_path / "other.tar.gz")


def test_readings_and_scores_are_kept_and_read_again(tmp_path: Path) -> None:
    model, cases = keep(tmp_path, "one", learnt()), cases_in(write_cases(tmp_path / "cases"))

    first = readings_of(tmp_path, model, cases, now=NOW)
    pack(models.file_of(tmp_path, model), b"unreadable from now on")
    second = readings_of(tmp_path, model, cases, now=NOW)

    assert first == second
    scores = models.with_id(tmp_path, "one").scores
    assert (scores["messages"], scores["groups"]["en"]["accuracy"]) == (60, 1.0)


def test_other_messages_are_read_anew(tmp_path: Path) -> None:
    model, cases = keep(tmp_path, "one", learnt()), cases_in(write_cases(tmp_path / "cases"))
    readings_of(tmp_path, model, cases, now=NOW)

    fewer = readings_of(tmp_path, model, cases[:10], now=NOW)
    changed = readings_of(tmp_path, model, [replace(case, intent="greet") for case in cases[:10]], now=NOW)

    assert len(fewer) == len(changed) == 10
    assert models.with_id(tmp_path, "one").scores["groups"]["en"]["accuracy"] < 1


def test_a_worse_model_is_refused_by_name_and_place(tmp_path: Path) -> None:
    cases = cases_in(write_cases(tmp_path / "cases"))
    good, bad = keep(tmp_path, "good", learnt()), keep(tmp_path, "bad", learnt(CONFUSED), day=2)
    promotions.make_live(tmp_path, good, how="trained", now=NOW)

    require_not_worse(tmp_path, good, compared_with_live(tmp_path, good, cases, now=NOW))
    with pytest.raises(WorseModel) as caught:
        require_not_worse(tmp_path, bad, compared_with_live(tmp_path, bad, cases, now=NOW))

    assert "accuracy (best guess, in scope) [fr] 100.0 before, 8.3 now" in str(caught.value)
    assert 'focalpoint promote bad --force "reason"' in str(caught.value)
    assert "focalpoint evaluate --model bad --against good" in str(caught.value)


def test_where_no_live_model_can_be_read_nothing_is_worse(tmp_path: Path) -> None:
    cases = cases_in(write_cases(tmp_path / "cases"))
    bad = keep(tmp_path, "bad", learnt(CONFUSED))

    first = compared_with_live(tmp_path, bad, cases, now=NOW)
    promotions.make_live(tmp_path, keep(tmp_path, "unreadable", b"?"), how="trained", now=NOW)
    second = compared_with_live(tmp_path, bad, cases, now=NOW)

    assert (first, second) == (None, None)

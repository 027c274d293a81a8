"""Which model is live: changes of it are written down, the one before it stays at hand, and old ones go."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.assistant import models, promotions
from bot.assistant.models import Model, ModelMissing
from nlu.components.intents import model as intents
from nlu.components.languages import learnt as languages
from nlu.components.marks import model as marks
from tests.edges.evaluation.kept_models import keep

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)


def make_live(folder: Path, *found: Model) -> None:
    for model in found:
        promotions.make_live(folder, model, how="promoted", now=NOW)


def history(folder: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (folder / promotions.HISTORY).read_text("utf-8").splitlines()]


def test_the_model_before_is_kept_at_hand(tmp_path: Path) -> None:
    old, new = keep(tmp_path, "old"), keep(tmp_path, "new", day=2)

    make_live(tmp_path, old, new)

    assert models.live(tmp_path) == new
    assert models.standing(tmp_path).previous == "old"


def test_made_live_again_it_still_knows_the_one_before(tmp_path: Path) -> None:
    old, new = keep(tmp_path, "old"), keep(tmp_path, "new", day=2)

    make_live(tmp_path, old, new, new)

    assert models.standing(tmp_path).previous == "old"


def test_back_and_forth(tmp_path: Path) -> None:
    make_live(tmp_path, keep(tmp_path, "old"), keep(tmp_path, "new", day=2))

    back = promotions.roll_back(tmp_path, now=NOW)
    live_then = models.live(tmp_path)
    forth = promotions.roll_back(tmp_path, now=NOW)

    assert (back.id, live_then.id, forth.id) == ("old", "old", "new")
    assert models.live(tmp_path).id == "new"


def test_every_change_is_written_down_with_its_reason(tmp_path: Path) -> None:
    old, new = keep(tmp_path, "old"), keep(tmp_path, "new", day=2)

    promotions.make_live(tmp_path, old, how="trained", now=NOW)
    promotions.make_live(tmp_path, new, how="forced", now=NOW, reason="the fair in Nairobi begins")
    promotions.roll_back(tmp_path, now=NOW)

    at = "2026-11-23T09:00:00+00:00"
    assert history(tmp_path) == [
        {"at": at, "how": "trained", "from": "", "to": "old", "reason": ""},
        {"at": at, "how": "forced", "from": "old", "to": "new", "reason": "the fair in Nairobi begins"},
        {"at": at, "how": "rolled back", "from": "new", "to": "old", "reason": ""},
    ]


def test_without_a_model_before_there_is_no_way_back(tmp_path: Path) -> None:
    make_live(tmp_path, keep(tmp_path, "only"))

    with pytest.raises(ModelMissing, match="no model to go back to"):
        promotions.roll_back(tmp_path, now=NOW)


def test_a_model_of_another_pipeline_is_not_gone_back_to(tmp_path: Path) -> None:
    make_live(tmp_path, keep(tmp_path, "old", pipeline="other parts"), keep(tmp_path, "new", day=2))

    with pytest.raises(ModelMissing, match="another version of the pipeline"):
        promotions.roll_back(tmp_path, now=NOW)

    assert models.live(tmp_path).id == "new"


def test_the_pipeline_is_its_parts_and_not_their_settings(tmp_path: Path) -> None:
    config = tmp_path / models.CONFIG
    config.write_text("pipeline:\n- name: a.Reader\n  threshold: 0.5\n", encoding="utf-8")
    before = models.pipeline_version(tmp_path)

    config.write_text("pipeline:\n- name: a.Reader\n  threshold: 0.7\n", encoding="utf-8")
    other_setting = models.pipeline_version(tmp_path)
    config.write_text("pipeline:\n- name: another.Reader\n  threshold: 0.7\n", encoding="utf-8")
    other_part = models.pipeline_version(tmp_path)

    assert before == other_setting != other_part


@pytest.mark.parametrize("form", models.FORMS)
def test_another_form_of_what_is_learnt_is_another_pipeline(tmp_path: Path, form: str) -> None:
    (tmp_path / form).parent.mkdir(parents=True)
    (tmp_path / form).write_text("VERSION = 1\n", encoding="utf-8")
    before = models.pipeline_version(tmp_path)

    (tmp_path / form).write_text("VERSION = 2\n", encoding="utf-8")

    assert models.pipeline_version(tmp_path) != before


def test_the_form_of_what_is_learnt_is_told_where_it_is_looked_for() -> None:
    root = Path(__file__).resolve().parents[3]

    for form, version in zip(models.FORMS, (intents.VERSION, languages.VERSION, marks.VERSION), strict=True):
        assert f"VERSION = {version}\n" in (root / form).read_text("utf-8")


def test_old_models_go_but_never_the_live_one_nor_the_one_before_it(tmp_path: Path) -> None:
    found = [keep(tmp_path, f"model{day}", day=day) for day in range(1, 9)]
    (tmp_path / "model2.readings").touch()
    make_live(tmp_path, found[2], found[0])

    models.forget_old(tmp_path, most=3)

    assert [model.id for model in models.kept(tmp_path)] == ["model8", "model7", "model6", "model3", "model1"]
    assert not list(tmp_path.glob("model2.*"))


def test_half_a_training_is_no_model(tmp_path: Path) -> None:
    whole = keep(tmp_path, "whole")
    (tmp_path / "torn.json").write_text('{"id": "torn", "finger', encoding="utf-8")
    (tmp_path / "foreign.json").write_text('["something", "else"]', encoding="utf-8")
    models.keep(tmp_path, Model(id="unpacked", fingerprint="", pipeline="", trained_at=""))

    assert models.kept(tmp_path) == (whole,)
    with pytest.raises(ModelMissing, match="focalpoint models"):
        models.with_id(tmp_path, "torn")


def test_a_name_that_leads_elsewhere_is_no_model(tmp_path: Path) -> None:
    keep(tmp_path, "outside")
    folder = tmp_path / "models"
    keep(folder, "inside")

    with pytest.raises(ModelMissing):
        models.with_id(folder, "../outside")


def test_trained_once_on_the_data_it_is_not_trained_again_when_another_is_live(tmp_path: Path) -> None:
    (tmp_path / "nlu" / "en").mkdir(parents=True)
    example = tmp_path / "nlu" / "en" / "greet.yml"
    example.write_text("- hello", encoding="utf-8")
    folder, pipeline = tmp_path / "models", models.pipeline_version(tmp_path)
    keep(folder, "old", pipeline=pipeline)
    new = Model(id="new", fingerprint=models.fingerprint(tmp_path), pipeline=pipeline, trained_at="2026-11-02")
    (folder / "new.tar.gz").touch()
    models.keep(folder, new)
    make_live(folder, new, models.with_id(folder, "old"))

    rolled_back = models.is_stale(folder, tmp_path)
    example.write_text("- hello there", encoding="utf-8")

    assert not rolled_back
    assert models.is_stale(folder, tmp_path)


def test_without_a_live_model_that_loads_one_is_needed(tmp_path: Path) -> None:
    nothing = models.is_stale(tmp_path)
    make_live(tmp_path, keep(tmp_path, "old", pipeline="other parts"))

    assert nothing and models.is_stale(tmp_path)


@pytest.mark.parametrize("content", ["", "[]", "{}", '"id"', '{"id": "gone"}', "null"])
def test_a_damaged_note_of_what_is_live_is_told_and_mended_by_the_next(tmp_path: Path, content: str) -> None:
    (tmp_path / "live.json").write_text(content, encoding="utf-8")

    with pytest.raises(ModelMissing, match="make prepare"):
        models.live(tmp_path)
    make_live(tmp_path, keep(tmp_path, "new"))

    assert models.live(tmp_path).id == "new"

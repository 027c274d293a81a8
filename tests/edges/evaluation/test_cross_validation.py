"""Cross-validation: every example is read once, by a model that has not learnt it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation.cases import Case
from bot.evaluation.cross_validation import cross_validated, examples_in, settings_in
from bot.evaluation.errors import CasesFaulty
from bot.evaluation.results import cross_validation
from nlu.components.intents.settings import IntentSettings
from tests.edges.nlu.messages_for_training import LABELS, TEXTS

ROOT = Path(__file__).resolve().parents[3]

CASES = [Case(text=text, language="en", intent=label) for text, label in zip(TEXTS, LABELS, strict=True)]


def test_every_example_is_read_once_and_the_same_again() -> None:
    first = cross_validated(CASES, IntentSettings(), folds=3)
    second = cross_validated(CASES, IntentSettings(), folds=3)

    assert first == second
    told = cross_validation(CASES, first, folds=3)["scores"]["en"]["accuracy"]
    assert told["of"] == 24 and told["value"] > 0.4


def test_no_example_is_read_by_a_model_that_learnt_it() -> None:
    strange = Case(text="good morning to you all", language="en", intent="report_fraud")

    readings = cross_validated([*CASES, strange], IntentSettings(), folds=3)

    assert readings[-1].name == "greet"


def test_too_few_examples_for_so_many_folds_are_told() -> None:
    with pytest.raises(CasesFaulty, match="fewer --folds"):
        cross_validated(CASES, IntentSettings(), folds=7)


def test_the_examples_of_all_languages_are_there_and_none_twice() -> None:
    found = examples_in(ROOT)

    assert {case.language for case in found} == {"en", "fr", "es", "ar", "zh", "ru", "pt"}
    assert len({case.text for case in found}) == len(found) > 5000
    assert not any(case.text.startswith("-") for case in found)


def test_the_settings_are_those_of_the_configuration() -> None:
    assert settings_in(ROOT).out_of_scope == "out_of_scope"

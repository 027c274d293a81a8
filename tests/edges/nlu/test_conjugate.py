"""Many examples: solved in parts that lead to the solution of all, which is as good as solving them at once."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.components.intents import learning
from nlu.components.intents.conjugate import Part, solved_together
from nlu.components.intents.model import IntentModel
from nlu.components.intents.ridge import solve
from nlu.components.intents.settings import IntentSettings

sys.path.insert(0, str(Path(__file__).parent))
from messages_for_training import LABELS, TEXTS

RIDGE = 0.1


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), parts=st.integers(2, 5), intents=st.integers(2, 6))
def test_parts_lead_to_the_answers_of_all(seed: int, parts: int, intents: int) -> None:
    random = np.random.default_rng(seed)
    points = random.normal(size=(240, 4))
    squares = (points**2).sum(1)
    kernel = np.exp(-(squares[:, None] + squares - 2 * points @ points.T) / 2).astype(np.float32)
    codes = (points @ random.normal(size=(4, intents))).argmax(1)
    targets = np.where(np.eye(intents, dtype=bool)[codes], 1.0, -1.0)
    split = [np.arange(part, len(points), parts) for part in range(parts)]
    known = [Part(some, solve(kernel[np.ix_(some, some)], targets[some], ridge=RIDGE).inverse) for some in split]

    weights = solved_together(kernel, targets, ridge=RIDGE, parts=known)

    exact = np.linalg.solve(kernel.astype(np.float64) + RIDGE * np.eye(len(points)), targets)
    assert np.linalg.norm(kernel @ (weights - exact)) < 0.1 * np.linalg.norm(kernel @ exact)


def test_a_model_learnt_in_parts_answers_as_one_learnt_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = IntentModel.train_on(TEXTS, LABELS, settings=IntentSettings())
    monkeypatch.setattr(learning, "_MOST_AT_ONCE", len(TEXTS) - 1)
    monkeypatch.setattr(learning, "_IN_A_PART", len(TEXTS) // 2)

    in_parts = IntentModel.train_on(TEXTS, LABELS, settings=IntentSettings())

    questions = ["we would like to give 200 tents", "who pays for transport and customs?", "good morning"]
    for first, second in zip(at_once.predict(questions), in_parts.predict(questions), strict=True):
        assert first.name == second.name

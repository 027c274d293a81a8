"""The same data gives the same predictions, in whichever process and whatever order its sets have."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[3]

TRAINED = """
import json
from pathlib import Path
from bot.evaluation.cross_validation import examples_in, settings_in
from nlu.components.pipeline import Pipeline

found = {}
for case in examples_in(Path()):
    found.setdefault((case.language, case.intent), []).append(case)
some = [case for cases in found.values() for case in cases[:2]]
pipeline = Pipeline.train_on([case.text for case in some], [case.intent for case in some], settings=settings_in(Path()))
asked = ["we have 300 tents in Nairobi", "qui paie le transport ?", "谁负责清关", "كيف نتبرع", "what is the weather", "да"]
readings = pipeline.predict(asked)
print(json.dumps([[sorted(reading.ranking), reading.assurance, reading.threshold] for reading in readings]))
"""


def predictions(seed: int) -> list[list[object]]:
    """What a pipeline says that was trained on a small part of nlu/ in a process of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    command = [sys.executable, "-c", TRAINED]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


@pytest.mark.slow
def test_two_processes_that_train_on_the_same_data_say_the_same_to_the_sixth_digit() -> None:
    first, second = predictions(1), predictions(2)

    for one, other in zip(first, second, strict=True):
        assert [name for name, _ in one[0]] == [name for name, _ in other[0]]  # type: ignore[attr-defined]
        said, again = ([confidence for _, confidence in reading[0]] for reading in (one, other))  # type: ignore[attr-defined]
        assert np.allclose(said, again, atol=1e-6, rtol=0)
        assert one[1:] == pytest.approx(other[1:], abs=1e-6)

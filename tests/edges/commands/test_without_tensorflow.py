"""TensorFlow stays out of the process where no part of the configuration needs it, and comes in where one may."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
RASA_LOADED = """
import sys
from pathlib import Path
from bot.assistant.spared import spare_tensorflow
spare_tensorflow(Path(sys.argv[1]))
import rasa.core.agent
print("real" if "tensorflow.python" in sys.modules else "spared")
"""
NAMED = """
import sys
from pathlib import Path
from bot.assistant.spared import spare_tensorflow
spare_tensorflow(Path(sys.argv[1]))
print(any(type(finder).__name__ == "_Sparing" for finder in sys.meta_path))
"""


def said(program: str, config: Path) -> str:
    """What a program says in a process of its own."""
    command = [sys.executable, "-W", "ignore", "-c", program, str(config)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.model
def test_rasa_is_loaded_without_it() -> None:
    assert said(RASA_LOADED, ROOT / "config.yml") == "spared"


@pytest.mark.parametrize("part", ["pipeline:\n  - name: DIETClassifier\n", "policies:\n  - name: TEDPolicy\n", ""])
def test_a_part_that_may_need_it_gets_the_real_one(tmp_path: Path, part: str) -> None:
    config = tmp_path / "config.yml"
    config.write_text(f"recipe: default.v1\n{part}", encoding="utf-8")

    assert said(NAMED, config) == "False"

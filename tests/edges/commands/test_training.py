"""`focalpoint train` on a small project: what it prints, when the new model goes live, and what stays quiet."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.assistant import models
from tests.edges.commands.conftest import NO_SLACK, ROOT
from tests.edges.evaluation.kept_models import NEXT, write_cases
from tests.edges.nlu.messages_for_training import MESSAGES

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("service")]


@dataclass(frozen=True)
class Project:
    """The project's dialogue and pipeline with a handful of examples."""

    root: Path

    def learns(self, examples: dict[str, list[str]]) -> None:
        """Write these examples, in the place of those there were."""
        folder = self.root / "nlu" / "en"
        folder.mkdir(parents=True, exist_ok=True)
        for intent, texts in examples.items():
            block = {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
            with (folder / f"{intent}.yml").open("w", encoding="utf-8") as file:
                YAML(typ="safe").dump({"version": "3.1", "nlu": [block]}, file)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command of the program in this project."""
        environment = {**os.environ, **NO_SLACK, "PYTHONPATH": str(ROOT), "FOCALPOINT_MODEL_DIR": "models"}
        command = [sys.executable, "-m", "bot", *arguments]
        return subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for name in ("stories", "domain"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / models.CONFIG, tmp_path / models.CONFIG)
    project = Project(tmp_path)
    project.learns(MESSAGES)
    write_cases(tmp_path / "cases")
    return project


def test_a_first_model_goes_live_and_a_worse_one_only_when_it_must(project: Project) -> None:
    first = project.run("train", "--data", "cases")
    project.learns({NEXT[intent]: texts for intent, texts in MESSAGES.items()})
    second = project.run("train", "--data", "cases")
    worse, good = json.loads(project.run("models", "--json").stdout)
    forced = project.run("promote", worse["id"], "--force", "the old one knows nothing of the fair")
    back = project.run("rollback", "--json")

    assert (first.returncode, first.stdout) == (0, f"The model {good['id']} is live.\n")
    assert second.returncode == 0
    assert second.stdout.startswith(
        f"The live model stays. The model {worse['id']} is worse than the live one (accuracy"
    )
    assert (good["live"], good["loadable"], worse["live"], worse["loadable"]) == (True, True, False, True)
    assert good["scores"]["groups"]["en"]["accuracy"] > 0.9 > worse["scores"]["groups"]["en"]["accuracy"]
    assert forced.returncode == 0
    assert json.loads(back.stdout) == {"model": good["id"]}
    for ran in (first, second):
        assert len(ran.stderr.splitlines()) == 3, ran.stderr
        assert "Processed" not in ran.stderr


def test_examples_that_cannot_be_read_are_told_in_one_sentence_and_nothing_changes(project: Project) -> None:
    (project.root / "nlu" / "en" / "greet.yml").write_text('version: "3.1\nnlu:\n- intent: greet\n', encoding="utf-8")

    ran = project.run("train", "--data", "cases")

    assert (ran.returncode, ran.stdout) == (1, "")
    assert "Traceback" not in ran.stderr
    assert ran.stderr.splitlines()[-1].startswith("Training failed: ")
    assert "greet.yml" in ran.stderr.splitlines()[-1]
    assert json.loads(project.run("models", "--json").stdout) == []

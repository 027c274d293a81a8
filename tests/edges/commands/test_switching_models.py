"""The running service takes another model while companies write: every message is answered, and going back is quick."""

from __future__ import annotations

import shutil
import tarfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.assistant import models, promotions
from bot.assistant.models import Model
from bot.settings import from_environment
from tests.edges.commands.conftest import MONDAY_MORNING, Program
from tests.edges.commands.processes import Company, Service, serve, until
from tests.edges.evaluation.kept_models import CONFUSED, keep, learnt

pytestmark = [pytest.mark.slow, pytest.mark.model, pytest.mark.xdist_group("service")]


@dataclass
class House:
    """The service on the trained model and one that learnt everything wrong, with the program beside it."""

    service: Service
    program: Program
    folder: Path

    def understands(self) -> str:
        """What `hello` is taken for."""
        turn = Company(self.service.url).says("hello")
        return str(turn["understood"]["intent"]["name"])  # type: ignore[index]


@dataclass
class Writing:
    """A company that writes one message after the other until it is told to stop."""

    url: str
    answers: list[int] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Writing:
        self._thread = threading.Thread(target=self._write)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self._thread.join(60)

    def _write(self) -> None:
        company = Company(self.url)
        while not self.stop.is_set():
            try:
                self.answers.append(len(company.says("hello")["replies"]))  # type: ignore[arg-type]
            except Exception as error:
                self.failures.append(repr(error))


def with_other_intents(trained: Path, other: Path) -> None:
    """The trained model with an intent model of a few messages, all of them wrong."""
    with tarfile.open(trained) as source:
        source.extractall(other.parent / "unpacked")
    unpacked = other.parent / "unpacked"
    next(unpacked.rglob("intents.npz")).write_bytes(learnt(CONFUSED))
    with tarfile.open(other, "w:gz") as target:
        target.add(unpacked, arcname="")
    shutil.rmtree(unpacked)


@pytest.fixture(scope="module")
def house(shipped_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("switching")
    database = shutil.copy(shipped_database, folder / "focalpoint.db")
    kept = folder / "models"
    trained = models.live(from_environment().model_dir)
    good = keep(kept, "good")
    wrong = keep(kept, "wrong", day=2)
    shutil.copy(models.file_of(from_environment().model_dir, trained), models.file_of(kept, good))
    with_other_intents(models.file_of(kept, good), models.file_of(kept, wrong))
    promotions.make_live(kept, good, how="trained", now=MONDAY_MORNING)
    settings = {"FOCALPOINT_DATABASE_URL": f"sqlite:///{database}", "FOCALPOINT_MODEL_DIR": str(kept)}
    service = serve(folder, **settings)
    try:
        service.gets_ready()
        yield House(service, Program(settings), kept)
    finally:
        if service.running.poll() is None:
            service.kill()


def test_another_model_answers_without_a_dropped_message_and_rollback_is_quick(house: House) -> None:
    assert house.understands() == "greet"

    with Writing(house.service.url) as one, Writing(house.service.url) as other:
        house.program("promote", "wrong", "--force", "to see it switch")
        until(lambda: house.understands() == "offer_contribution", what="the other model", within=60)
        began = time.monotonic()
        back = house.program("rollback")
        until(lambda: house.understands() == "greet", what="the model before", within=60)
        seconds = time.monotonic() - began

    assert back.code == 0
    assert (one.failures, other.failures) == ([], [])
    assert min(one.answers + other.answers) > 0 and min(len(one.answers), len(other.answers)) > 1
    assert "The model wrong answers from now on." in house.service.out
    assert seconds < 10


def test_a_model_that_cannot_be_loaded_leaves_the_old_one_answering(house: House) -> None:
    torn: Model = keep(house.folder, "torn", b"no model", day=3)

    ran = house.program("promote", torn.id, "--force", "to see it fail")
    until(lambda: "does not load" in house.service.err, what="the complaint", within=60)
    time.sleep(3)

    assert ran.code == 0
    assert house.understands() == "greet"
    assert len(house.service.err.splitlines()) == 1
    assert house.service.not_ready() == []

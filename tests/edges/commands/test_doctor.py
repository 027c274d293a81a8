"""`doctor` says what is configured, reachable and stale, and fails when the service cannot work."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import models, promotions
from bot.assistant.models import Model
from bot.slack.scopes import SCOPES
from slack_standin.server import StandIn
from tests.edges.commands.conftest import MONDAY_MORNING, Program, Ran


def states(ran: Ran) -> dict[str, str]:
    """What the doctor found, by name."""
    return {finding["what"]: finding["state"] for finding in json.loads(ran.out)}


@pytest.fixture
def a_model(tmp_path: Path) -> str:
    """A folder with a live model of this pipeline; that it is empty only shows when it is loaded."""
    fingerprint, pipeline = models.fingerprint(), models.pipeline_version()
    model = Model(id="one", fingerprint=fingerprint, pipeline=pipeline, trained_at=MONDAY_MORNING.isoformat())
    models.keep(tmp_path / "models", model)
    models.file_of(tmp_path / "models", model).touch()
    promotions.make_live(tmp_path / "models", model, how="trained", now=MONDAY_MORNING)
    return str(tmp_path / "models")


def test_all_is_well(focalpoint: Program, a_model: str) -> None:
    told = focalpoint("doctor", FOCALPOINT_MODEL_DIR=a_model)
    as_json = focalpoint("doctor", "--json", FOCALPOINT_MODEL_DIR=a_model)

    assert (told.code, told.err) == (0, "")
    assert states(as_json) == {
        "database": "ok",
        "outbox": "ok",
        "records": "ok",
        "model": "ok",
        "slack": "warning",
    }
    assert [line.split()[:2] for line in told.out.splitlines()] == [[s, n] for n, s in states(as_json).items()]


def test_a_model_of_other_data_is_stale_but_works(focalpoint: Program, a_model: str) -> None:
    models.keep(Path(a_model), replace(models.live(Path(a_model)), fingerprint="other"))

    ran = focalpoint("doctor", "--json", FOCALPOINT_MODEL_DIR=a_model)

    assert ran.code == 0
    assert states(ran)["model"] == "warning"


def test_a_missing_model_fails(focalpoint: Program, tmp_path: Path) -> None:
    ran = focalpoint("doctor", "--json", FOCALPOINT_MODEL_DIR=str(tmp_path / "none"))

    assert ran.code == 1
    assert states(ran)["model"] == "failed"
    assert "make prepare" in ran.out


def test_a_missing_database_fails_and_is_not_made(bare: Program, tmp_path: Path, a_model: str) -> None:
    url = f"sqlite:///{tmp_path / 'none.db'}"

    ran = bare("doctor", "--json", FOCALPOINT_DATABASE_URL=url, FOCALPOINT_MODEL_DIR=a_model)

    assert ran.code == 1
    assert states(ran)["database"] == "failed"
    assert not (tmp_path / "none.db").exists()


@contextmanager
def slack(*, scopes: Sequence[str] = SCOPES) -> Iterator[StandIn]:
    """A stand-in Slack beside this thread; its app has these scopes."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    standin = StandIn(port=0, seed={"app": {"scopes": list(scopes)}})
    asyncio.run_coroutine_threadsafe(standin.start(), loop).result(10)
    try:
        yield standin
    finally:
        asyncio.run_coroutine_threadsafe(standin.stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


def tokens(standin: StandIn, **others: str) -> dict[str, str]:
    """The settings with which the stand-in is Slack."""
    given = {"SLACK_BOT_TOKEN": standin.bot_token, "SLACK_APP_TOKEN": standin.app_token}
    return {**given, "SLACK_API_URL": standin.api_url, **others}


def test_a_slack_with_right_tokens_and_scopes_is_well(focalpoint: Program, a_model: str) -> None:
    with slack() as standin:
        ran = focalpoint("doctor", "--json", FOCALPOINT_MODEL_DIR=a_model, **tokens(standin))

    assert ran.code == 0
    assert states(ran)["slack"] == "ok"


def test_right_tokens_with_a_scope_missing_fail_and_name_the_scope(focalpoint: Program, a_model: str) -> None:
    with slack(scopes=["chat:write", "im:write"]) as standin:
        ran = focalpoint("doctor", FOCALPOINT_MODEL_DIR=a_model, **tokens(standin))

    assert ran.code == 1
    assert "lacks the scopes" in ran.out
    assert "manifest.yml" in ran.out


@pytest.mark.parametrize("setting", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
def test_a_wrong_token_fails_and_is_named_but_not_shown(focalpoint: Program, a_model: str, setting: str) -> None:
    wrong: dict[str, Any] = {"SLACK_BOT_TOKEN": "xoxb-not-mine", "SLACK_APP_TOKEN": "xapp-not-mine"}

    with slack() as standin:
        settings = tokens(standin, **{setting: wrong[setting]})
        ran = focalpoint("doctor", FOCALPOINT_MODEL_DIR=a_model, **settings)

    assert ran.code == 1
    assert f"Slack refuses {setting} (invalid_auth)" in ran.out
    assert "not-mine" not in ran.out + ran.err


def test_a_slack_that_does_not_answer_fails_with_one_sentence(focalpoint: Program, a_model: str) -> None:
    with slack() as standin:
        settings = tokens(standin)

    ran = focalpoint("doctor", FOCALPOINT_MODEL_DIR=a_model, **settings)

    assert ran.code == 1
    assert "Slack cannot be reached" in ran.out
    assert "Traceback" not in ran.err

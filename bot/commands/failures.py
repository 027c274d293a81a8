"""Errors that people can mend, as one sentence on stderr and exit code 1; never a traceback for bad input."""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import click

from bot.assistant.models import ModelMissing, TrainingFailed
from bot.calendars import ClockNotUnderstood
from bot.evaluation.errors import EvaluationError
from bot.inquiries.errors import InquiryError
from bot.settings import SettingError
from bot.store.errors import StoreError
from nlu.components.errors import UnderstandingError

MENDABLE = (
    InquiryError,
    StoreError,
    SettingError,
    ModelMissing,
    TrainingFailed,
    EvaluationError,
    UnderstandingError,
    ClockNotUnderstood,
)
"""What a person can mend by what the sentence says."""


@contextmanager
def told() -> Iterator[None]:
    """Turn a mendable error into its sentence and exit 1."""
    quiet_logs()
    try:
        yield
    except MENDABLE as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(1)


def quiet_logs(level: int = logging.WARNING) -> None:
    """Logs go to stderr; messages of people are never in them, and so no warning of a library's that may quote one."""
    if not sys.warnoptions:
        warnings.showwarning = _not_shown
    logging.basicConfig(stream=sys.stderr, level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s")


def _not_shown(*_: object, **__: object) -> None:
    """Libraries warn their programmers; `python -W default -m bot` shows it."""

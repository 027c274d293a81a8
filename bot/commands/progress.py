"""Bars of progress on stderr, where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import track

Step = TypeVar("Step")


def shown(steps: Sequence[Step], what: str) -> Iterable[Step]:
    """The steps one after the other, with a bar (`bot.evaluation.progress.Progress`)."""
    if not sys.stderr.isatty():
        return steps
    return track(steps, description=what, console=Console(stderr=True), transient=True)

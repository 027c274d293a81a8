"""Runs a module of this folder in a fresh process that answers with one JSON object."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bot.settings import QUIET

_ROOT = Path(__file__).resolve().parents[1]


class ProcessFailed(Exception):
    """A process of the benchmark failed; its last words on stderr say why."""


def answer(module: str, *arguments: object) -> dict[str, Any]:
    """What `python -m module arguments` prints. A terminal sees its progress bars. Raises ProcessFailed."""
    # `env` adds to the environment without reading it, which only bot/settings.py may.
    quiet = ["env", *(f"{name}={value}" for name, value in QUIET.items())]
    command = [*quiet, sys.executable, "-W", "ignore", "-m", module, *map(str, arguments)]
    errors = None if sys.stderr.isatty() else subprocess.PIPE
    done = subprocess.run(command, cwd=_ROOT, stdout=subprocess.PIPE, stderr=errors, text=True)
    if done.returncode:
        raise ProcessFailed(f"{module} failed (exit {done.returncode}): {_last_line(done.stderr)}")
    return dict(json.loads(done.stdout))


def _last_line(errors: str | None) -> str:
    lines = (errors or "").strip().splitlines()
    return lines[-1] if lines else "see the lines above."

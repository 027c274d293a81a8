"""Keeps all tests that use the trained model in one process, so that it is loaded once; and what is tried at random steady."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in every run; `--hypothesis-profile=explore` looks for new ones.
settings.register_profile("steady", derandomize=True)
settings.register_profile("explore", max_examples=2_000)
settings.load_profile("steady")

DIALOGUES = Path(__file__).parent / "dialogues"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if DIALOGUES in item.path.parents:
            item.add_marker("model")
        if item.get_closest_marker("model") and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group("model"))

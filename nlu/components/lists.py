"""Reads the lists of names in nlu/lists/ and knowledge/, with a sentence for what is wrong in them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from nlu.components.errors import ListFaulty

LISTS = Path(__file__).resolve().parents[1] / "lists"
KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"


@lru_cache(maxsize=32)
def named(name: str) -> dict[str, Any]:
    """The list `nlu/lists/<name>.yml`, read once in a process. Raises ListFaulty."""
    return read(LISTS / f"{name}.yml")


def read(path: Path) -> dict[str, Any]:
    """A YAML file that holds a mapping. Raises ListFaulty with path and line."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_loader())
    except OSError as error:
        raise ListFaulty(f"{path.name}: cannot be read ({error.strerror}); restore it from the repository.") from error
    except yaml.YAMLError as error:
        raise ListFaulty(
            f"{path.name}: is not YAML ({str(error).splitlines()[-1].strip()}); correct that line."
        ) from error
    if not isinstance(content, dict):
        raise ListFaulty(f"{path.name}: should be a mapping from names to lists.")
    return content


def _loader() -> Any:
    """YAML without Norway's problem: no, yes and dates stay text."""
    return yaml.CBaseLoader if hasattr(yaml, "CBaseLoader") else yaml.BaseLoader

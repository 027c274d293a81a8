"""The few sentences that must be sayable when the records cannot be read, out of knowledge/answers/<language>/system.yml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ruamel.yaml import YAML


def system_words(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """{key: {language: text}} of every system.yml below the folder; read once, at the start."""
    texts: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*/system.yml")):
        for answer in (YAML(typ="safe").load(path) or {}).get("answers", []):
            texts.setdefault(answer["key"], {}).update(answer["text"])
    return texts

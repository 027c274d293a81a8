"""Spares the process TensorFlow, which Rasa imports for models that this project does not have: 350 MB and six seconds.

Rasa 3.6 has no setting for it. Its modules name TensorFlow's classes when they are imported and use them only in its own learnt
models (DIET, TED and their kin), none of which config.yml has; docs/decisions/0012 tells how this was tried.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

_SPARED = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras")
_OURS = "nlu.components."
_WITHOUT_IT = ("RulePolicy", "MemoizationPolicy", "AugmentedMemoizationPolicy")


def spare_tensorflow(config: Path) -> None:
    """To be called before Rasa is imported; does nothing where a part of config.yml may need TensorFlow, or has loaded it."""
    if "tensorflow" in sys.modules or not _does_without(config):
        return
    if not any(isinstance(finder, _Sparing) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Sparing())


def _does_without(config: Path) -> bool:
    chosen = yaml.safe_load(config.read_text(encoding="utf-8")) if config.exists() else {}
    parts = [part["name"] for key in ("pipeline", "policies") for part in chosen.get(key) or ()]
    return bool(parts) and all(name.startswith(_OURS) or name in _WITHOUT_IT for name in parts)


class _Sparing(MetaPathFinder, Loader):
    """Finds an empty module wherever one of TensorFlow's is asked for."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, self, is_package=True) if fullname.partition(".")[0] in _SPARED else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Empty(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""


class _Empty(ModuleType):
    """Has every name, each of them a class that does nothing."""

    __version__ = "0"

    def __getattr__(self, name: str) -> Any:
        return _class(name)


class _Nothing(type):
    """A class whose attributes are such classes; used as a decorator it gives back what it decorates."""

    def __getattr__(cls, name: str) -> Any:
        return _class(name)

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        decorates = len(args) == 1 and not kwargs and callable(args[0])
        return args[0] if decorates else super().__call__()


def _class(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return _Nothing(name, (), {"__init_subclass__": classmethod(lambda cls, **_: None)})

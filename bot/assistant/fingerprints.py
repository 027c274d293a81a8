"""Hashes of files: whether what a model was made of, or read by, has changed since."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

SUFFIXES = (".yml", ".py", ".json", ".onnx")


def fingerprint_of(root: Path, names: Sequence[str]) -> str:
    """A hash of these files below the root, and of those in these folders; one that is not there counts as empty."""
    total = hashlib.sha256()
    for file in _files(root, names):
        total.update(file.as_posix().encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _files(root: Path, names: Sequence[str]) -> Iterator[Path]:
    for name in names:
        path = root / name
        found = [path] if path.is_file() else path.rglob("*") if path.is_dir() else []
        yield from sorted(file for file in found if file.is_file() and file.suffix in SUFFIXES)

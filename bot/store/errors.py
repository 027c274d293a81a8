"""What can go wrong in the store, each with the sentence that people read.

    StoreError
    ├── StoreUnavailable     the database cannot be used now
    │   ├── StoreLocked      somebody else holds it too long
    │   ├── StoreReadOnly    it may be read but not written
    │   └── StoreBehind      its tables are missing or of another release
    ├── ChangedMeanwhile     two changes collided
    ├── MissingParent        a message, request or card without what it belongs to
    ├── FaultyRecord         a record that breaks the form
    ├── FaultyFiles          files that break the form, with every complaint
    └── FolderNotEmpty       an export into a folder that holds something

The docstring is the message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class StoreError(Exception):
    """The store could not do this."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (self.__doc__ or "").strip())


class StoreUnavailable(StoreError):
    """The database cannot be reached; check FOCALPOINT_DATABASE_URL and that the database runs."""


class StoreLocked(StoreUnavailable):
    """The database is locked by another program for more than five seconds; end that program or try again."""


class StoreReadOnly(StoreUnavailable):
    """The database is read-only; allow this user to write the database and its folder."""


class StoreBehind(StoreUnavailable):
    """The database has no tables of this release; run `make prepare`."""


class ChangedMeanwhile(StoreError):
    """Somebody else changed the same thing at the same moment; read it again and repeat the change."""


class MissingParent(StoreError):
    """What this belongs to is not kept yet; add it first."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong in one record: the path of fields that leads there, and a sentence."""

    path: tuple[str | int, ...]
    sentence: str

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path))}: {self.sentence}" if self.path else self.sentence


class FaultyRecord(StoreError):
    """The record breaks the form of its kind."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = tuple(faults)


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """What is wrong in a file: its path, its line (0 when the file as a whole is meant), a sentence."""

    path: str
    line: int = 0
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.sentence}" if self.line else f"{self.path}: {self.sentence}"


class FaultyFiles(StoreError):
    """The files break the form of records; nothing was written."""

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        super().__init__("\n".join(map(str, complaints)))
        self.complaints = tuple(complaints)


class FolderNotEmpty(StoreError):
    """The folder is not empty; name a new folder or an empty one."""

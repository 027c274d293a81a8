"""What a verb says: parts that name an answer and its values, and what the turn came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, is_dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.inquiries.inquiry import Inquiry
from bot.inquiries.records import Record
from bot.inquiries.request import Request


@dataclass(frozen=True, kw_only=True)
class Button:
    """A choice offered: the answer whose text is its title, and what pressing it means."""

    title: str
    intent: str
    values: Mapping[str, Any] = field(default_factory=dict)
    entities: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a fact comes from and when it was checked."""

    title: str
    url: str = ""
    checked_on: str = ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One message to the company: the key of the answer and its values."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """A verb's result: the parts, the kind of outcome, and the inquiry as it is now known."""

    parts: tuple[Part, ...]
    kind: str
    about: str
    inquiry: Inquiry
    records: tuple[str, ...] = ()
    request: Request | None = None
    informed: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    step: str = ""

    def knowing(self, **changes: Any) -> Spoken:
        """The same words with a changed inquiry."""
        return replace(self, inquiry=replace(self.inquiry, **changes))


def plain(value: Any) -> Any:
    """A value as JSON knows it: records and quantities as mappings, days and moments in ISO form."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def source_of(record: Record, title: str) -> Source:
    """The source line of a record: every fact told shows when it was checked."""
    return Source(
        title=title, url=record.source_url, checked_on=record.checked_on.isoformat() if record.checked_on else ""
    )


def mark(kind: str, record: Record) -> str:
    """A record's name in an outcome: "needs:wsh-moz-3"."""
    return f"{kind}:{record.key}"

"""Which columns of a mapped class the administration lists, searches, sorts, filters and lets people edit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqladmin.filters import AllUniqueStringValuesFilter, BooleanFilter
from sqlalchemy import JSON, Boolean, String, inspect

from bot.web.admin.forms import as_yaml

KEPT = ("id", "origin", "shipped_hash", "edited", "revision")
"""Columns that the store fills in by itself."""

SECRET = ("token_hash", "company_folded", "email_folded", "provenance", "payload")
"""Columns that are not searched."""

LISTED = (
    *("key", "name", "title", "term", "reference", "company", "item", "topic", "category", "country", "cluster"),
    *("agency", "sector", "situation", "desk", "kind", "scope", "theme", "verdict", "visibility", "business"),
    *("mode", "phase", "channel", "sender", "at", "actor", "action", "subject", "conversation", "text", "language"),
    *("priority", "due_at", "tries", "available_at", "delivered_at", "dead", "replaced_at", "until", "status"),
    *("checked_on", "origin", "edited"),
)
"""Columns worth a place in a list, in this order, as far as a kind has them."""

ALWAYS_LISTED = ("status", "edited")
SHOWN_AT_MOST = 8

FILTERED = (
    *("status", "country", "cluster", "agency", "desk", "topic", "sector", "verdict", "visibility", "kind"),
    *("channel", "sender", "actor", "action", "origin", "edited", "dead"),
)
NEWEST_FIRST = ("at", "created_at", "replaced_at")

CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "What companies read": ("answers", "glossary", "cases", "policies", "entry_points", "emergency_numbers"),
    "Needs and rules": ("emergencies", "needs", "acceptance_rules", "agreements", "cash_channels", "items"),
    "Desks and people": ("desks", "desk_members", "contacts", "clusters", "cluster_configuration", "agencies"),
    "Screening": ("sector_stances", "sector_contacts", "refusal_register"),
    "Companies": ("companies", "subscriptions"),
}
OTHERS = "Other records"
JOURNALS = "What happened"

LONGEST_CELL = 90


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The choices for one mapped class."""

    kind: str
    listed: tuple[str, ...]
    sortable: tuple[str, ...]
    searchable: tuple[str, ...]
    filters: tuple[Any, ...]
    edited: tuple[str, ...]
    labels: Mapping[str, str]
    default_sort: tuple[str, bool]
    formatters: Mapping[str, Callable[[Any, str], str]]

    @property
    def title(self) -> str:
        """The kind's name for people."""
        return self.kind.replace("_", " ").capitalize()

    @classmethod
    def of(cls, model: Any) -> Columns:
        """The choices for a mapped class, by the names and types of its columns."""
        columns = {column.key: column for column in inspect(model).mapper.columns}
        wanted = [name for name in LISTED if name in columns and name not in ALWAYS_LISTED]
        always = [name for name in ALWAYS_LISTED if name in columns]
        listed = (*wanted[: SHOWN_AT_MOST - len(always)], *always)
        newest = next((name for name in NEWEST_FIRST if name in columns), "")
        return cls(
            kind=str(model.__tablename__),
            listed=listed,
            sortable=tuple(name for name in listed if not _is(columns[name], JSON)),
            searchable=tuple(name for name, column in columns.items() if _is_searchable(column)),
            filters=tuple(
                _filter(columns[name]) for name in FILTERED if name in columns and not _is(columns[name], JSON)
            ),
            edited=tuple(name for name in columns if name not in KEPT),
            labels={name: name.rstrip("_").replace("_", " ") for name in columns},
            default_sort=(newest, True) if newest else (listed[0], False),
            formatters={name: _cell for name in listed if not _is(columns[name], Boolean)},
        )


def category_of(kind: str) -> str:
    """Where a kind stands in the menu."""
    return next((name for name, kinds in CATEGORIES.items() if kind in kinds), OTHERS)


def in_order(models: Iterable[Any]) -> list[Any]:
    """The mapped classes in the order of the menu."""
    order = [kind for kinds in CATEGORIES.values() for kind in kinds]
    return sorted(models, key=lambda model: order.index(model.__tablename__) if model.__tablename__ in order else 99)


def identity_of(row: Any) -> Any:
    """A row's primary key."""
    return inspect(row).identity[0]


def _is(column: Any, kind: type) -> bool:
    return isinstance(getattr(column.type, "impl", column.type), kind)


def _is_searchable(column: Any) -> bool:
    return column.key not in (*KEPT, *SECRET) and (_is(column, String) or _is(column, JSON))


def _filter(column: Any) -> Any:
    return BooleanFilter(column.key) if _is(column, Boolean) else AllUniqueStringValuesFilter(column.key)


def _cell(row: Any, name: str) -> str:
    """What a list shows of a value: the English text, or the beginning on one line."""
    value = getattr(row, name)
    if value is None:
        return ""
    if isinstance(value, Mapping):
        value = value.get("en") or next(iter(value.values()), "")
    text = as_yaml(value) if isinstance(value, (list, dict)) else str(value)
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_CELL else f"{line[: LONGEST_CELL - 1]}…"

"""The views of the administration, one for each mapped class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import anyio
from sqladmin import ModelView
from sqladmin.formatters import BASE_FORMATTERS
from starlette.datastructures import URL
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.web.admin.columns import JOURNALS, Columns, category_of, identity_of, in_order
from bot.web.admin.forms import RecordConverter, RecordForm, Validate, as_yaml
from bot.web.admin.journal import Gone, Journal

LONGEST_PAGE_NUMBER = 1_000_000
LONGEST_ID = 18
"""Digits of a number that every database takes."""


class KindView(ModelView):
    """What all views share: safe page numbers, sorting by listed columns only, addresses by the kind's name."""

    page_size = 25
    page_size_options = (25, 50, 100)
    can_export = False
    journal: ClassVar[Journal]

    def validate_page_number(self, number: str | None, default: int) -> int:
        """A page that a list may have; nonsense is the default."""
        try:
            wanted = int(number or default)
        except ValueError:
            return default
        return wanted if 0 < wanted < LONGEST_PAGE_NUMBER else default

    def sort_query(self, stmt: Any, request: Request) -> Any:
        """Sort by a column of the list, or as usual."""
        wanted = request.query_params.get("sortBy")
        if wanted and wanted not in self._sort_fields:
            raise HTTPException(404, "There is no such column to sort by.")
        return super().sort_query(stmt, request)

    def search_query(self, stmt: Any, term: str) -> Any:
        """Search what a database can take."""
        return super().search_query(stmt, term.replace("\x00", "")[:200])

    def _stmt_by_identifier(self, identifier: str) -> Any:
        if identifier.isdigit() and len(identifier) > LONGEST_ID:
            raise HTTPException(404, str(Gone()))
        try:
            return super()._stmt_by_identifier(identifier)
        except ValueError as error:
            raise HTTPException(404, str(Gone())) from error

    async def _run_arbitrary_query(self, stmt: Any) -> Any:
        return await anyio.to_thread.run_sync(self._run_arbitrary_query_sync, stmt)

    def _build_url_for(self, name: str, request: Request, obj: Any) -> URL:
        return request.url_for(name, identity=self.identity, pk=identity_of(obj))

    def _url_for_delete(self, request: Request, obj: Any) -> str:
        return str(request.url_for("admin:delete", identity=self.identity).include_query_params(pks=identity_of(obj)))


class RecordView(KindView):
    """Records that people maintain: browse, search, edit."""

    form_base_class = RecordForm
    form_converter = RecordConverter

    async def get_form_data_for_edit(self, model: Any) -> dict[str, Any]:
        """What the form is filled with: the record and its revision (later versions of sqladmin ask for it)."""
        given: dict[str, Any] = await super().get_form_data_for_edit(model)  # type: ignore[misc]
        return {**given, "revision": model.revision}

    async def insert_model(self, request: Request, data: dict[str, Any]) -> Any:
        """Write a new record with its audit entry."""
        values = self._values(data)
        return await anyio.to_thread.run_sync(lambda: self.journal.create(self.model, values))

    async def update_model(self, request: Request, pk: str, data: dict[str, Any]) -> Any:
        """Write the change with its audit entry."""
        revision, values = str(data.get("revision") or ""), self._values(data)
        return await anyio.to_thread.run_sync(
            lambda: self.journal.change(self.model, int(pk), values, revision=revision)
        )

    async def delete_model(self, request: Request, pk: Any) -> None:
        """Delete a record that did not come with the program."""
        await anyio.to_thread.run_sync(lambda: self.journal.delete(self.model, int(pk), columns=self._form_prop_names))

    def _values(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {name: data[name] for name in self._form_prop_names if name in data}


class JournalView(KindView):
    """What happened: to be read only."""

    can_create = False
    can_edit = False
    can_delete = False


def views_of(models: Iterable[Any], *, journal: Journal, validate: Validate) -> list[type[ModelView]]:
    """The views of all kinds of record, by category."""
    return [_record_view(model, journal=journal, validate=validate) for model in in_order(models)]


def journal_view(model: Any, *, journal: Journal) -> type[ModelView]:
    """The view of something that happened."""
    return _view(JournalView, model, {"journal": journal, "category": JOURNALS})


def _record_view(model: Any, *, journal: Journal, validate: Validate) -> type[ModelView]:
    columns = Columns.of(model)
    form = type(f"{model.__name__}Form", (RecordForm,), {"kind": columns.kind, "check": staticmethod(validate)})
    own = {
        "category": category_of(columns.kind),
        "form_base_class": form,
        "form_columns": list(columns.edited),
        "journal": journal,
    }
    return _view(RecordView, model, own)


def _view(base: type[ModelView], model: Any, own: Mapping[str, Any]) -> type[ModelView]:
    columns = Columns.of(model)
    attributes = {
        "name": "record",
        "name_plural": columns.title,
        "column_list": list(columns.listed),
        "column_sortable_list": list(columns.sortable),
        "column_searchable_list": list(columns.searchable),
        "column_filters": list(columns.filters),
        "column_labels": dict(columns.labels),
        "column_default_sort": columns.default_sort,
        "column_formatters": dict(columns.formatters),
        "column_type_formatters": {**BASE_FORMATTERS, dict: as_yaml, list: as_yaml},
        **own,
    }
    # A metaclass that takes the mapped class as an argument.
    make: Any = type(base)
    view: type[ModelView] = make(f"{model.__name__}View", (base,), attributes, model=model)
    view.identity = columns.kind.replace("_", "-")
    return view

"""The forms of records: nested fields as YAML, and the same checks as an import, each complaint beside its field."""

from __future__ import annotations

import contextvars
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from markupsafe import Markup, escape
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.representer import SafeRepresenter
from sqladmin.forms import ModelConverter, converts
from wtforms import FloatField, Form, HiddenField, TextAreaField

Validate = Callable[[str, Mapping[str, Any]], Sequence[str]]
"""Every complaint about a record of a kind, as `field: sentence`; the same checks as an import."""

forgery_token: contextvars.ContextVar[str] = contextvars.ContextVar("forgery_token", default="")
"""The token that this session's forms must carry; set by the wall for the time of a call."""

TOKEN_FIELD = "csrf_token"


class YamlField(TextAreaField):
    """A list or a mapping, written as in the import files."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return as_yaml(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed. Raises ValueError with one sentence."""
        if valuelist:
            self.data = from_yaml(valuelist[0])


class RecordForm(Form):
    """A record's form; `kind` and `check` are set by the view that makes it."""

    kind: ClassVar[str]
    check: ClassVar[Validate]

    revision = HiddenField()

    def hidden_tag(self) -> Markup:
        """What the form carries unseen: the revision that is edited and the session's token."""
        token = escape(forgery_token.get())
        return Markup(f'{self.revision()}<input type="hidden" name="{TOKEN_FIELD}" value="{token}">')

    def content(self) -> dict[str, Any]:
        """The record as it was typed; what was left empty is left to the defaults."""
        values = {name: field.data for name, field in self._fields.items() if name != "revision"}
        return {name: value for name, value in values.items() if value is not None and value != ""}

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether every field can be read and the record keeps the form of its kind."""
        if not super().validate(extra_validators):
            return False
        complaints = type(self).check(self.kind, self.content())
        for complaint in complaints:
            self._complain(complaint)
        return not complaints

    def _complain(self, complaint: str) -> None:
        name = complaint.split(":")[0].split(".")[0].strip()
        field = self._fields.get(name) or self._fields.get(f"{name}_") or self._fields["key"]
        field.errors = [*field.errors, complaint]


class RecordConverter(ModelConverter):
    """Columns that hold lists and mappings are edited as YAML."""

    @converts("JSON", "JSONB")
    def conv_json(self, model: type, prop: Any, kwargs: dict[str, Any]) -> Any:
        """The field of such a column, as high as what it usually holds."""
        kwargs["render_kw"] = {**kwargs.get("render_kw", {}), "rows": 6, "spellcheck": "true", "dir": "auto"}
        kwargs["description"] = "YAML, as in the import files: `en: …` for texts by language, `- …` for each of a list."
        return YamlField(**kwargs)

    @converts("Float", "Numeric")
    def conv_decimal(self, model: type, prop: Any, kwargs: dict[str, Any]) -> Any:
        """The field of a number."""
        return FloatField(**kwargs)


def as_yaml(value: Any) -> str:
    """A nested value as a person would write it; "" for nothing."""
    if value in (None, [], {}):
        return ""
    writer: Any = YAML(typ="safe", pure=True)
    written = io.StringIO()
    writer.Representer = _Written
    writer.default_flow_style, writer.allow_unicode, writer.width = False, True, 4096
    writer.sort_base_mapping_type_on_output = False
    writer.dump(value, written)
    return written.getvalue().removesuffix("...\n").strip()


def from_yaml(text: str) -> Any:
    """What a person wrote; dates stay text. Raises ValueError with one sentence."""
    if not text.strip():
        return None
    try:
        return _with_texts(YAML(typ="safe", pure=True).load(text))
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark else "this text"
        raise ValueError(f"{place.capitalize()} is not YAML; check its colons, hyphens and indentation.") from error
    except RecursionError as error:
        raise ValueError("This text is nested too deeply; write it flatter.") from error


def _with_texts(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _with_texts(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_with_texts(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


class _Written(SafeRepresenter):
    """Texts of several lines as blocks, all others on one line."""

    def represent_str(self, data: str) -> Any:
        """One text."""
        style = "|" if "\n" in data.strip("\n") else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)


_Written.add_representer(str, _Written.represent_str)

"""What a person's choice looks like in a payload, for each kind of input element."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from slack_standin.blocks import interactive_elements
from slack_standin.errors import SlackError
from slack_standin.records import JSON

_TEXTS = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
_SINGLE = {
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "rich_text_input": ("rich_text_value", "initial_value"),
}
_MANY = {
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
}
_OPTION = ("static_select", "external_select", "radio_buttons", "overflow")
_OPTIONS = ("multi_static_select", "multi_external_select", "checkboxes")


def options_of(element: JSON) -> list[JSON]:
    """Every option of a select or choice, groups opened."""
    groups = element.get("option_groups") or []
    return [*(element.get("options") or []), *(option for group in groups for option in group["options"])]


def initial_value(element: JSON) -> Any:
    """What the element holds before anybody touched it, in the simple form that `state_of` takes."""
    kind = element["type"]
    if kind in _TEXTS:
        return element.get("initial_value")
    if kind in _OPTION:
        return element.get("initial_option")
    if kind in _OPTIONS:
        return element.get("initial_options") or []
    if kind in _SINGLE:
        return element.get(_SINGLE[kind][1])
    return element.get(_MANY[kind][1]) or [] if kind in _MANY else None


def state_of(element: JSON, value: Any) -> JSON | None:
    """The state of the element when it holds `value`; None for what has no state, as a button.

    `value` is a text, an option (or its value, or the words on it) or a list of these.
    Raises SlackError invalid_choice for an option that is not offered.
    """
    kind = element["type"]
    if kind in _TEXTS:
        return {"type": kind, "value": None if value in (None, "") else str(value)}
    if kind in _OPTION:
        return {"type": kind, "selected_option": None if value in (None, "") else _option(element, value)}
    if kind in _OPTIONS:
        return {"type": kind, "selected_options": [_option(element, one) for one in _listed(value)]}
    if kind == "datetimepicker":
        return {"type": kind, "selected_date_time": int(value) if value else None}
    if kind in _SINGLE:
        return {"type": kind, _SINGLE[kind][0]: value or None}
    return {"type": kind, _MANY[kind][0]: _listed(value)} if kind in _MANY else None


def starting_values(blocks: Sequence[JSON]) -> JSON:
    """The state of every input before anybody touched it, by block and action."""
    values: JSON = {}
    for block, element in interactive_elements(blocks):
        state = state_of(element, initial_value(element))
        if state is not None and element["type"] != "overflow":
            values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values


def merged(first: JSON, second: JSON) -> JSON:
    """Two sets of values by block and action, the second over the first."""
    return {block: {**first.get(block, {}), **second.get(block, {})} for block in {**first, **second}}


def choice(state: JSON) -> Any:
    """The simple value inside a state, the reverse of `state_of`."""
    content = next((value for name, value in state.items() if name != "type"), None)
    if isinstance(content, dict) and "value" in content:
        return content["value"]
    if isinstance(content, list):
        return [one["value"] if isinstance(one, dict) else one for one in content]
    return content


def is_empty(state: JSON) -> bool:
    """Whether nothing is filled in."""
    return choice(state) in (None, "", [])


def complaints(blocks: Sequence[JSON], values: JSON) -> dict[str, str]:
    """What Slack's own client would not let pass before submitting, by block."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] == "input":
            state = values.get(block["block_id"], {}).get(block["element"]["action_id"], {})
            for sentence in _block_complaints(block, state):
                found[block["block_id"]] = sentence
    return found


def _block_complaints(block: JSON, state: JSON) -> Iterator[str]:
    element = block["element"]
    if not state or is_empty(state):
        if not block.get("optional"):
            yield "Please complete this required field."
        return
    value = choice(state)
    if element["type"] == "plain_text_input":
        if len(value) < (element.get("min_length") or 0):
            yield f"Please write at least {element['min_length']} characters."
        if len(value) > (element.get("max_length") or 3000):
            yield f"Please write at most {element.get('max_length') or 3000} characters."
    if element["type"] == "email_text_input" and "@" not in value:
        yield "Please enter a valid email address."


def _option(element: JSON, value: Any) -> JSON:
    if isinstance(value, dict):
        return value
    for option in options_of(element):
        if value in (option["value"], option["text"]["text"]):
            return option
    if element["type"].endswith("external_select"):
        return {"text": {"type": "plain_text", "text": str(value), "emoji": True}, "value": str(value)}
    raise SlackError("invalid_choice")


def _listed(value: Any) -> list[Any]:
    if value in (None, ""):
        return []
    return list(value) if isinstance(value, list | tuple) else [value]

"""The composition objects and interactive elements of Block Kit with their limits."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from slack_standin.checks import Check, anything, boolean, integer, items, matching, one_of, shape, string, typed

DATE = matching(r"\d{4}-\d{2}-\d{2}", "must be a date like 2024-05-31")
TIME = matching(r"\d{2}:\d{2}", "must be a time like 09:30")
NUMBER = matching(r"-?\d+(\.\d+)?", "must be a number in a string")
ACTION_ID = string(255, minimum=1)


def plain_text(maximum: int) -> Check:
    """A plain_text object."""
    fields = {"type": one_of("plain_text"), "text": string(maximum, minimum=1), "emoji": boolean}
    return shape(fields, required=("type", "text"))


def any_text(maximum: int) -> Check:
    """A plain_text or mrkdwn object."""
    mrkdwn = shape(
        {"type": one_of("mrkdwn"), "text": string(maximum, minimum=1), "verbatim": boolean},
        required=("type", "text"),
    )
    return typed({"plain_text": plain_text(maximum), "mrkdwn": mrkdwn}, "a text object")


def _option(text: Check, *, with_url: bool = False) -> Check:
    fields = {"text": text, "value": string(150, minimum=1), "description": any_text(75)}
    if with_url:
        fields["url"] = string(3000)
    return shape(fields, required=("text", "value"))


SELECT_OPTION = _option(plain_text(75))
CHOICE_OPTION = _option(any_text(75))
OVERFLOW_OPTION = _option(plain_text(75), with_url=True)
OPTION_GROUP = shape(
    {"label": plain_text(75), "options": items(SELECT_OPTION, 100)},
    required=("label", "options"),
)
CONFIRM = shape(
    {
        "title": plain_text(100),
        "text": any_text(300),
        "confirm": plain_text(30),
        "deny": plain_text(30),
        "style": one_of("primary", "danger"),
    },
    required=("title", "text", "confirm", "deny"),
)
DISPATCH = shape({"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)})
FILTER = shape(
    {
        "include": items(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    }
)


def _element(fields: Mapping[str, Check], *, required: tuple[str, ...] = (), any_of: tuple[str, ...] = ()) -> Check:
    everywhere = {"type": anything, "action_id": ACTION_ID, "confirm": CONFIRM, "focus_on_load": boolean}
    return shape({**everywhere, **fields}, required=("type", *required), any_of=any_of)


def _select(fields: Mapping[str, Check], *, required: tuple[str, ...] = (), any_of: tuple[str, ...] = ()) -> Check:
    return _element({"placeholder": plain_text(150), **fields}, required=required, any_of=any_of)


def _multi(fields: Mapping[str, Check], *, required: tuple[str, ...] = (), any_of: tuple[str, ...] = ()) -> Check:
    return _select({"max_selected_items": integer(1, 100), **fields}, required=required, any_of=any_of)


def _typed_in(fields: Mapping[str, Check], *, required: tuple[str, ...] = ()) -> Check:
    everywhere = {"placeholder": plain_text(150), "dispatch_action_config": DISPATCH}
    return _element({**everywhere, **fields}, required=required)


ID = string(255, minimum=1)
IDS = items(ID, 100, minimum=0)
OPTIONS = {"options": items(SELECT_OPTION, 100), "option_groups": items(OPTION_GROUP, 100)}
EITHER = ("options", "option_groups")
RESPONSE_URL = {"response_url_enabled": boolean}
LENGTHS = {"min_length": integer(0, 3000), "max_length": integer(1, 3000)}

BUTTON = _element(
    {
        "text": plain_text(75),
        "value": string(2000),
        "url": string(3000),
        "style": one_of("primary", "danger"),
        "accessibility_label": string(75),
    },
    required=("text",),
)
IMAGE = shape(
    {"type": anything, "image_url": string(3000), "slack_file": anything, "alt_text": string(2000, minimum=1)},
    required=("type", "alt_text"),
    any_of=("image_url", "slack_file"),
)

SELECTS: Mapping[str, Check] = {
    "static_select": _select({**OPTIONS, "initial_option": SELECT_OPTION}, any_of=EITHER),
    "external_select": _select({"initial_option": SELECT_OPTION, "min_query_length": integer(0, 100)}),
    "users_select": _select({"initial_user": ID}),
    "conversations_select": _select(
        {"initial_conversation": ID, "default_to_current_conversation": boolean, "filter": FILTER, **RESPONSE_URL}
    ),
    "channels_select": _select({"initial_channel": ID, **RESPONSE_URL}),
}
MULTI_SELECTS: Mapping[str, Check] = {
    "multi_static_select": _multi({**OPTIONS, "initial_options": items(SELECT_OPTION, 100)}, any_of=EITHER),
    "multi_external_select": _multi(
        {"initial_options": items(SELECT_OPTION, 100), "min_query_length": integer(0, 100)}
    ),
    "multi_users_select": _multi({"initial_users": IDS}),
    "multi_conversations_select": _multi(
        {"initial_conversations": IDS, "default_to_current_conversation": boolean, "filter": FILTER}
    ),
    "multi_channels_select": _multi({"initial_channels": IDS}),
}
PICKERS: Mapping[str, Check] = {
    "datepicker": _select({"initial_date": DATE}),
    "timepicker": _select({"initial_time": TIME, "timezone": string(100)}),
    "datetimepicker": _element({"initial_date_time": integer(0, 9_999_999_999)}),
}
CHOICES: Mapping[str, Check] = {
    "checkboxes": _element(
        {"options": items(CHOICE_OPTION, 10), "initial_options": items(CHOICE_OPTION, 10)}, required=("options",)
    ),
    "radio_buttons": _element(
        {"options": items(CHOICE_OPTION, 10), "initial_option": CHOICE_OPTION}, required=("options",)
    ),
}
OVERFLOW = _element({"options": items(OVERFLOW_OPTION, 5)}, required=("options",))
TYPED_IN: Mapping[str, Check] = {
    "plain_text_input": _typed_in({"initial_value": string(3000), "multiline": boolean, **LENGTHS}),
    "email_text_input": _typed_in({"initial_value": string(3000)}),
    "url_text_input": _typed_in({"initial_value": string(3000)}),
    "number_input": _typed_in(
        {"is_decimal_allowed": boolean, "initial_value": NUMBER, "min_value": NUMBER, "max_value": NUMBER},
        required=("is_decimal_allowed",),
    ),
    "rich_text_input": _typed_in({"initial_value": anything}),
}

_clickable: Mapping[str, Check] = {"button": BUTTON, "overflow": OVERFLOW}
ACCESSORY = typed({**_clickable, **SELECTS, **MULTI_SELECTS, **PICKERS, **CHOICES, "image": IMAGE}, "an accessory")
IN_ACTIONS = typed({**_clickable, **SELECTS, **PICKERS, **CHOICES}, "an actions element")
IN_INPUT = typed({**SELECTS, **MULTI_SELECTS, **PICKERS, **CHOICES, **TYPED_IN}, "an input element")
IN_CONTEXT = partial(typed, what="a context element")(
    {
        "image": IMAGE,
        "plain_text": plain_text(3000),
        "mrkdwn": any_text(3000),
    }
)

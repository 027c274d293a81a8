"""Block Kit as Slack enforces it: limits, unknown types and duplicate ids, each with its place."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from slack_standin.checks import Check, anything, boolean, complaint, items, one_of, shape, string, typed
from slack_standin.elements import ACCESSORY, IN_ACTIONS, IN_CONTEXT, IN_INPUT, any_text, plain_text
from slack_standin.errors import SlackError, invalid
from slack_standin.records import JSON

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
BLOCKS_CHARACTERS = 13_200
TEXT_CHARACTERS = 40_000


def _block(fields: Mapping[str, Check], *, required: tuple[str, ...] = (), any_of: tuple[str, ...] = ()) -> Check:
    everywhere = {"type": anything, "block_id": string(255, minimum=1)}
    return shape({**everywhere, **fields}, required=("type", *required), any_of=any_of)


SHAPES: Mapping[str, Check] = {
    "section": _block(
        {
            "text": any_text(3000),
            "fields": items(any_text(2000), 10),
            "accessory": ACCESSORY,
            "expand": boolean,
        },
        any_of=("text", "fields"),
    ),
    "divider": _block({}),
    "header": _block({"text": plain_text(150)}, required=("text",)),
    "actions": _block({"elements": items(IN_ACTIONS, 25)}, required=("elements",)),
    "context": _block({"elements": items(IN_CONTEXT, 10)}, required=("elements",)),
    "image": _block(
        {
            "image_url": string(3000),
            "slack_file": anything,
            "alt_text": string(2000, minimum=1),
            "title": plain_text(2000),
        },
        required=("alt_text",),
        any_of=("image_url", "slack_file"),
    ),
    "input": _block(
        {
            "label": plain_text(2000),
            "element": IN_INPUT,
            "hint": plain_text(2000),
            "optional": boolean,
            "dispatch_action": boolean,
        },
        required=("label", "element"),
    ),
    "markdown": _block({"text": string(12_000, minimum=1)}, required=("text",)),
    "rich_text": _block({"elements": items(anything, 1000, minimum=0)}, required=("elements",)),
}
BLOCK = typed(SHAPES, "a block")
IN_VIEW = typed({name: check for name, check in SHAPES.items() if name != "markdown"}, "a block of a view")

VIEW = shape(
    {
        "type": one_of("modal", "home"),
        "title": plain_text(24),
        "blocks": items(IN_VIEW, VIEW_BLOCKS, minimum=0),
        "submit": plain_text(24),
        "close": plain_text(24),
        "private_metadata": string(3000),
        "callback_id": string(255),
        "external_id": string(255),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
    required=("type", "blocks"),
)


def parsed(value: Any, *, word: str) -> Any:
    """JSON that came as a string in a form, or the value itself; raises SlackError(word) when it is no JSON."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise SlackError(word) from error


def message_blocks(value: Any) -> tuple[JSON, ...]:
    """The blocks of a message, checked and given ids; raises SlackError invalid_blocks and msg_blocks_too_long."""
    blocks = parsed(value, word="invalid_blocks_format")
    if blocks in (None, "", []):
        return ()
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    complaints = [*items(BLOCK, MESSAGE_BLOCKS)(blocks, "/blocks"), *_repeated_ids(blocks, "/blocks")]
    if complaints:
        raise invalid("invalid_blocks", complaints)
    if text_length(blocks) > BLOCKS_CHARACTERS:
        raise SlackError("msg_blocks_too_long")
    return with_block_ids(blocks)


def view_payload(value: Any, *, kind: Literal["modal", "home"]) -> JSON:
    """A view, checked and its blocks given ids; raises SlackError invalid_arguments."""
    view = parsed(value, word="invalid_arguments")
    complaints = list(VIEW(view, "/view"))
    if isinstance(view, dict) and isinstance(view.get("blocks"), list):
        complaints += [*_view_rules(view, kind), *_repeated_ids(view["blocks"], "/view/blocks")]
    if complaints:
        raise invalid("invalid_arguments", complaints)
    return {**view, "blocks": list(with_block_ids(view["blocks"]))}


def _view_rules(view: JSON, kind: str) -> Iterator[str]:
    if view.get("type") != kind:
        yield complaint(f"must be a view of type {kind}", "/view/type")
    if kind == "modal" and "title" not in view:
        yield complaint("missing required field: title", "/view")
    has_input = any(isinstance(block, dict) and block.get("type") == "input" for block in view["blocks"])
    if kind == "modal" and has_input and not view.get("submit"):
        yield complaint("missing required field: submit", "/view")


def _repeated_ids(blocks: Sequence[Any], at: str) -> Iterator[str]:
    known = [block for block in blocks if isinstance(block, dict)]
    for block_id, count in Counter(block.get("block_id") for block in known).items():
        if block_id and count > 1:
            yield complaint(f"block_id must be unique: {str(block_id)[:60]}", at)
    for index, block in enumerate(known):
        elements = [element for element in block.get("elements") or () if isinstance(element, dict)]
        for action_id, count in Counter(element.get("action_id") for element in elements).items():
            if action_id and count > 1:
                yield complaint(f"action_id must be unique in a block: {str(action_id)[:60]}", f"{at}/{index}")


def with_block_ids(blocks: Sequence[JSON]) -> tuple[JSON, ...]:
    """The blocks with the ids that Slack makes up for blocks and elements which came without."""
    return tuple(_with_ids(block, number) for number, block in enumerate(blocks))


def _with_ids(block: JSON, number: int) -> JSON:
    named = {**block, "block_id": block.get("block_id") or f"b{number:03d}"}
    for place in ("element", "accessory"):
        if isinstance(block.get(place), dict) and block[place].get("type") != "image":
            named[place] = _with_action_id(block[place], f"a{number:03d}")
    if block["type"] == "actions":
        named["elements"] = [
            _with_action_id(element, f"a{number:03d}-{index}") for index, element in enumerate(block["elements"])
        ]
    return named


def _with_action_id(element: JSON, made_up: str) -> JSON:
    return {**element, "action_id": element.get("action_id") or made_up}


def interactive_elements(blocks: Sequence[JSON]) -> Iterator[tuple[JSON, JSON]]:
    """Every (block, element) that a person can operate."""
    for block in blocks:
        if block["type"] == "actions":
            yield from ((block, element) for element in block["elements"])
        for place in ("accessory", "element"):
            element = block.get(place)
            if isinstance(element, dict) and element.get("type") != "image":
                yield block, element


def text_length(value: Any) -> int:
    """How many characters of text the blocks hold in all."""
    if isinstance(value, dict):
        own = value.get("text")
        return (len(own) if isinstance(own, str) else 0) + sum(
            text_length(content) for content in value.values() if not isinstance(content, str)
        )
    return sum(text_length(item) for item in value) if isinstance(value, list | tuple) else 0

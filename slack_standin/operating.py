"""What a person does with the app's surfaces: buttons, selects, modals, commands, shortcuts, App Home."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from slack_standin import payloads
from slack_standin.blocks import interactive_elements, message_blocks, view_payload
from slack_standin.delivery import Answer, Deliverer
from slack_standin.errors import SlackError
from slack_standin.inputs import complaints, merged, starting_values, state_of
from slack_standin.posting import say_after
from slack_standin.records import JSON, Channel, Message, User, View
from slack_standin.state import Workspace

TROUBLE = "We had some trouble connecting. Try again?"
Place = Message | View


class Operating:
    """Verbs of a person with a mouse; each returns what the person sees of the app's acknowledgement."""

    def __init__(self, *, workspace: Workspace, deliverer: Deliverer, web_url: str) -> None:
        self._workspace = workspace
        self._deliverer = deliverer
        self._web_url = web_url
        self._choices: dict[tuple[str, str, str], JSON] = {}

    async def press(self, user: User, *, place: Place, action_id: str, value: str | None = None) -> JSON:
        """Press a button, or choose `value` in an overflow menu; raises SlackError no_such_action."""
        block, element = _found(_blocks(place), action_id, value)
        state = state_of(element, value) if element["type"] == "overflow" else None
        return await self._act(user, place, block, element, state)

    async def choose(self, user: User, *, place: Place, action_id: str, choice: Any) -> JSON:
        """Choose in a select, picker, check box or radio button; raises no_such_action, invalid_choice."""
        block, element = _found(_blocks(place), action_id, None)
        state = state_of(element, choice)
        values: JSON = {block["block_id"]: {element["action_id"]: state}}
        if isinstance(place, View):
            place = self._workspace.views.set_values(place, values)
            if block["type"] == "input" and not block.get("dispatch_action"):
                return _seen(Answer(True))
        else:
            self._choices[user.id, place.channel, place.ts] = merged(self._chosen(user, place), values)
        return await self._act(user, place, block, element, state)

    async def suggestions(self, user: User, *, place: Place, action_id: str, query: str) -> JSON:
        """What the app offers in an external select."""
        block, element = _found(_blocks(place), action_id, None)
        where: JSON = (
            {"view": payloads.view_json(self._workspace, place), "container": {"type": "view", "view_id": place.id}}
            if isinstance(place, View)
            else {"container": {"type": "message", "message_ts": place.ts, "channel_id": place.channel}}
        )
        payload = payloads.suggestion(
            self._workspace, user=user, block=block, element=element, query=query, place=where
        )
        answer = await self._deliverer.ask("interactive", payload)
        return {**_seen(answer), "options": (answer.payload or {}).get("options", [])}

    async def submit(self, user: User, *, view: View, values: JSON) -> JSON:
        """Fill in and submit a modal; `values` by block or action id; raises no_such_input, view_not_on_top."""
        modals = self._workspace.views.modals(user.id)
        if not modals or modals[-1].id != view.id:
            raise SlackError("view_not_on_top")
        filled = self._workspace.views.set_values(view, dict(_entered(view, values)))
        missing = complaints(filled.payload["blocks"], filled.values)
        if missing:
            self._workspace.views.set_errors(filled, missing)
            return {**_seen(Answer(True)), "errors": missing, "closed": False}
        payload = payloads.submission(self._workspace, user=user, view=filled)
        return self._answered(user, filled, await self._deliverer.ask("interactive", payload))

    async def close(self, user: User, *, view: View) -> JSON:
        """Close a modal with its cross or its close button."""
        is_cleared = bool(view.payload.get("clear_on_close"))
        if is_cleared:
            self._workspace.views.clear(user.id)
        else:
            self._workspace.views.close(view)
        if not view.payload.get("notify_on_close"):
            return _seen(Answer(True))
        payload = payloads.closing(self._workspace, user=user, view=view, is_cleared=is_cleared)
        return _seen(await self._deliverer.ask("interactive", payload))

    async def command(self, user: User, *, channel: Channel, command: str, text: str) -> JSON:
        """Type a slash command; raises SlackError unknown_command if the app has named its commands."""
        known = [entry["command"] for entry in self._workspace.app.commands]
        if known and command not in known:
            raise SlackError("unknown_command", known=known)
        url = self._response_url(channel=channel.id, user=user.id)
        payload = payloads.slash_command(
            self._workspace, user=user, channel=channel, command=command, text=text, response_url=url
        )
        answer = await self._deliverer.ask("slash_commands", payload)
        if answer.payload and (answer.payload.get("text") or answer.payload.get("blocks")):
            say_after(self._workspace, channel=channel.id, user=user.id, arguments=answer.payload)
        return _seen(answer)

    async def shortcut(self, user: User, *, callback_id: str, message: Message | None = None) -> JSON:
        """Use a shortcut: a global one, or one on a message."""
        if message is None:
            payload = payloads.global_shortcut(self._workspace, user=user, callback_id=callback_id)
        else:
            url = self._response_url(
                channel=message.channel, user=user.id, message_ts=message.ts, thread_ts=message.thread_ts
            )
            payload = payloads.message_shortcut(
                self._workspace, user=user, message=message, callback_id=callback_id, response_url=url
            )
        return _seen(await self._deliverer.ask("interactive", payload))

    def open_home(self, user: User) -> View | None:
        """Open the app's home tab; announces app_home_opened."""
        view = self._workspace.views.home(user.id)
        event: JSON = {
            "type": "app_home_opened",
            "user": user.id,
            "channel": self._workspace.app_direct(user.id).id,
            "tab": "home",
        }
        if view is not None:
            event["view"] = payloads.view_json(self._workspace, view)
        self._workspace.announce(event)
        return view

    def chosen(self, user: User, message: Message) -> JSON:
        """The values of a message's inputs as this person sees them."""
        return merged(starting_values(message.blocks), self._chosen(user, message))

    async def _act(self, user: User, place: Place, block: JSON, element: JSON, state: JSON | None) -> JSON:
        act = payloads.action(self._workspace, block=block, element=element, state=state)
        if isinstance(place, View):
            payload = payloads.view_action(self._workspace, user=user, view=place, act=act)
        else:
            url = self._response_url(
                channel=place.channel, user=user.id, message_ts=place.ts, thread_ts=place.thread_ts
            )
            payload = payloads.message_action(
                self._workspace,
                user=user,
                message=place,
                act=act,
                values=self.chosen(user, place),
                response_url=url,
            )
        return _seen(await self._deliverer.ask("interactive", payload))

    def _answered(self, user: User, view: View, answer: Answer) -> JSON:
        views = self._workspace.views
        response = answer.payload or {}
        kind = response.get("response_action")
        if not answer.acknowledged:
            return {**_seen(answer), "errors": {}, "closed": False}
        if kind == "errors":
            views.set_errors(view, dict(response.get("errors") or {}))
            return {**_seen(answer), "errors": response.get("errors") or {}, "closed": False}
        if kind in ("update", "push"):
            return self._replaced(user, view, response)
        if kind == "clear":
            views.clear(user.id)
        else:
            views.close(view)
        return {**_seen(answer), "errors": {}, "closed": True}

    def _replaced(self, user: User, view: View, response: JSON) -> JSON:
        """A view in the acknowledgement: a faulty one is shown to the person as trouble, the app is told nothing."""
        try:
            payload = view_payload(response.get("view"), kind="modal")
            if response["response_action"] == "push":
                self._workspace.views.push(user.id, payload)
            else:
                self._workspace.views.update(view, payload)
        except SlackError as error:
            return {"acknowledged": True, "error": TROUBLE, "reason": error.as_json(), "errors": {}, "closed": False}
        return {**_seen(Answer(True)), "errors": {}, "closed": False}

    def _chosen(self, user: User, message: Message) -> JSON:
        return self._choices.get((user.id, message.channel, message.ts), {})

    def _response_url(self, *, channel: str, user: str, message_ts: str = "", thread_ts: str = "") -> str:
        key = self._workspace.response_urls.issue(
            channel=channel, user=user, message_ts=message_ts, thread_ts=thread_ts
        )
        return f"{self._web_url}/response/{key}"


def _seen(answer: Answer) -> JSON:
    return {
        "acknowledged": answer.acknowledged,
        "error": "" if answer.acknowledged else TROUBLE,
        "reason": answer.reason,
    }


def _blocks(place: Place) -> Sequence[JSON]:
    if isinstance(place, View):
        blocks: Sequence[JSON] = place.payload["blocks"]
        return blocks
    attached = [block for attachment in place.attachments for block in attachment.get("blocks", ())]
    return [*place.blocks, *(message_blocks(attached) if attached else ())]


def _found(blocks: Sequence[JSON], action_id: str, value: str | None) -> tuple[JSON, JSON]:
    same = [pair for pair in interactive_elements(blocks) if pair[1]["action_id"] == action_id]
    fitting = [pair for pair in same if value is None or pair[1]["type"] != "button" or pair[1].get("value") == value]
    if not fitting:
        known = sorted({element["action_id"] for _, element in interactive_elements(blocks)})
        raise SlackError("no_such_action", wanted=action_id, known=known)
    return fitting[0]


def _entered(view: View, values: JSON) -> Iterator[tuple[str, JSON]]:
    inputs = list(interactive_elements(view.payload["blocks"]))
    entered: JSON = {}
    for key, value in values.items():
        fitting = [
            (block, element)
            for block, element in inputs
            if key in (element["action_id"], block["block_id"], f"{block['block_id']}.{element['action_id']}")
        ]
        if not fitting:
            raise SlackError("no_such_input", wanted=key, known=[element["action_id"] for _, element in inputs])
        block, element = fitting[0]
        entered.setdefault(block["block_id"], {})[element["action_id"]] = state_of(element, value)
    yield from entered.items()

"""Modals and App Homes: what each person has open, and the rules of stacking."""

from __future__ import annotations

from dataclasses import replace

from slack_standin.clock import Identifiers, Timestamps
from slack_standin.errors import SlackError
from slack_standin.inputs import merged, starting_values
from slack_standin.records import JSON, View

STACK = 3


class Views:
    """The open views of everybody; a person has at most three modals on top of one another."""

    def __init__(self, *, identifiers: Identifiers, timestamps: Timestamps) -> None:
        self._identifiers = identifiers
        self._timestamps = timestamps
        self._views: dict[str, View] = {}
        self._stacks: dict[str, list[str]] = {}
        self._homes: dict[str, str] = {}

    def open(self, user: str, payload: JSON) -> View:
        """Open a modal in place of whatever the person had open; raises SlackError duplicate_external_id."""
        self._free_external_id(payload)
        self.clear(user)
        return self._stacked(user, payload)

    def push(self, user: str, payload: JSON) -> View:
        """Put a modal on top; raises SlackError push_limit_reached, view_not_found."""
        self._free_external_id(payload)
        if not self._stacks.get(user):
            raise SlackError("view_not_found")
        if len(self._stacks[user]) >= STACK:
            raise SlackError("push_limit_reached")
        return self._stacked(user, payload)

    def publish(self, user: str, payload: JSON, *, expected_hash: str = "") -> View:
        """Set a person's App Home; raises SlackError hash_conflict."""
        if user in self._homes:
            return self.update(self._views[self._homes[user]], payload, expected_hash=expected_hash)
        identifier = self._identifiers.unique("V")
        view = View(identifier, user, "home", payload, self._timestamps.next(), root_id=identifier)
        self._homes[user] = view.id
        return self._kept(view)

    def update(self, view: View, payload: JSON, *, expected_hash: str = "") -> View:
        """Replace a view's content, keeping what was typed into blocks that stay; raises hash_conflict."""
        if expected_hash and expected_hash != view.hash:
            raise SlackError("hash_conflict")
        if (payload.get("external_id") or "") != view.external_id:
            self._free_external_id(payload)
        starting = starting_values(payload["blocks"])
        kept = {
            block: {action: view.values.get(block, {}).get(action, value) for action, value in actions.items()}
            for block, actions in starting.items()
        }
        return self._kept(replace(view, payload=payload, values=kept, errors={}, hash=self._timestamps.next()))

    def find(self, *, view_id: str = "", external_id: str = "") -> View:
        """An open view by its id or by the app's own name for it; raises SlackError not_found."""
        for view in self._views.values():
            if view.id == view_id or (external_id and view.external_id == external_id):
                return view
        raise SlackError("not_found")

    def set_values(self, view: View, values: JSON) -> View:
        """Keep what a person has filled in."""
        current = self._views.get(view.id, view)
        return self._kept(replace(current, values=merged(current.values, values)))

    def set_errors(self, view: View, errors: JSON) -> None:
        """Keep the complaints that the app answered to a submission, by block."""
        if view.id in self._views:
            self._kept(replace(self._views[view.id], errors=errors))

    def modals(self, user: str) -> list[View]:
        """A person's open modals, the one on top last."""
        return [self._views[view] for view in self._stacks.get(user, ())]

    def home(self, user: str) -> View | None:
        """A person's App Home, if the app published one."""
        return self._views.get(self._homes.get(user, ""))

    def close(self, view: View) -> None:
        """Close one modal; the one below comes up."""
        stack = self._stacks.get(view.user, [])
        if view.id in stack:
            stack.remove(view.id)
            self._views.pop(view.id, None)

    def clear(self, user: str) -> None:
        """Close every modal of a person."""
        for view in self.modals(user):
            self.close(view)

    def _stacked(self, user: str, payload: JSON) -> View:
        stack = self._stacks.setdefault(user, [])
        identifier = self._identifiers.unique("V")
        view = View(
            id=identifier,
            user=user,
            kind="modal",
            payload=payload,
            hash=self._timestamps.next(),
            root_id=stack[0] if stack else identifier,
            previous_id=stack[-1] if stack else "",
            values=starting_values(payload["blocks"]),
        )
        stack.append(view.id)
        return self._kept(view)

    def _kept(self, view: View) -> View:
        self._views[view.id] = view
        return view

    def _free_external_id(self, payload: JSON) -> None:
        wanted = payload.get("external_id")
        if wanted and any(view.external_id == wanted for view in self._views.values()):
            raise SlackError("duplicate_external_id")

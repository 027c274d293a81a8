"""When an action fails, the company is still answered: a person takes it, or at the very least it is told the truth."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

log = logging.getLogger(__name__)

FAILED: Mapping[str, Any] = {
    "kind": "answer",
    "about": "failed",
    "records": [],
    "request": None,
    "informed": [],
    "flags": [],
}


class Recovery:
    """Answers in the place of an action that failed, in the form of an action server's response."""

    def __init__(self, hand_over: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> None:
        self._hand_over = hand_over

    async def __call__(self, call: Mapping[str, Any]) -> Mapping[str, Any]:
        """A request to a person; when that fails as well, the sentence that needs no store."""
        try:
            return await asyncio.to_thread(self._hand_over, call)
        except Exception:
            log.exception("After %s failed, no request could be opened either.", call["next_action"])
            return {"events": [], "responses": [{"response": "system.failed"}, {"custom": {"outcome": FAILED}}]}

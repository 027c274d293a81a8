"""A second ask in one message: its sentences read one by one, each on its own clear enough to count."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlu.components.intents.model import IntentModel

NOT_ASKS = ("out_of_scope", "inform", "affirm", "deny", "greet", "goodbye", "thank", "help", "cancel", "abuse", "bot_challenge")
"""Intents that never count as a second ask."""

SURE = 0.6
"""Assurance that a sentence's own reading needs."""

LONGEST = 2_000
MOST_SENTENCES = 6
_SHORTEST = 12
_BOUNDARY = re.compile(r"(?<=[.!?؟。！？;；])\s+|(?<=[。！？；])|\n+|\s+(?:and also|also,|by the way,|btw)\s+")


def second_asks(model: IntentModel, text: str, *, first: str) -> Sequence[str]:
    """Other intents that a sentence of the message asks for clearly; none for a message of one sentence."""
    sentences = [part.strip() for part in _BOUNDARY.split(text[:LONGEST]) if part and len(part.strip()) >= _SHORTEST]
    if len(sentences) < 2:
        return ()
    found: list[str] = []
    for reading in model.predict(sentences[:MOST_SENTENCES]):
        clear = not reading.is_unsure and reading.assurance >= SURE
        if clear and reading.name != first and reading.name not in (*NOT_ASKS, *found):
            found.append(reading.name)
    return tuple(found[:2])

"""What was understood of a message, in the fields of the interface `parse`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

BEST = 5
FIELDS = ("entity", "value", "text", "start", "end")


def understood(parsed: Mapping[str, Any]) -> dict[str, Any]:
    """The model's parse as the interface gives it: all fields always present, the best guess never a fallback name."""
    return {
        "language": parsed.get("language") or "und",
        "intent": _scored(parsed["intent"]),
        "unsure": bool(parsed.get("unsure")),
        "also": list(parsed.get("also") or ()),
        "ranking": [_scored(entry) for entry in (parsed.get("intent_ranking") or ())[:BEST]],
        "entities": [{name: entity[name] for name in FIELDS} for entity in parsed.get("entities") or ()],
    }


def _scored(intent: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": intent["name"], "confidence": round(float(intent["confidence"]), 6)}

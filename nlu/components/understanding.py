"""What was understood of a message, in the form that the commands and the API give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_MOST_IN_RANKING = 5


@dataclass(frozen=True)
class Understanding:
    """One understood message; `as_dict` is the object of `focalpoint parse` without its id."""

    language: str
    intent: str
    confidence: float
    unsure: bool
    also: tuple[str, ...]
    ranking: tuple[tuple[str, float], ...]
    entities: tuple[Mapping[str, Any], ...]
    language_confidence: float = 1.0

    @classmethod
    def of(cls, parsed: Mapping[str, Any]) -> Understanding:
        """From what Rasa's parser returns for a message read by this project's pipeline."""
        intent = parsed.get("intent") or {}
        ranking = parsed.get("intent_ranking") or [intent]
        return cls(
            language=str(parsed.get("language") or "und"),
            intent=str(intent.get("name") or "out_of_scope"),
            confidence=float(intent.get("confidence") or 0.0),
            unsure=bool(parsed.get("unsure", False)),
            also=tuple(parsed.get("also") or ()),
            ranking=tuple(
                (str(entry.get("name") or "out_of_scope"), float(entry.get("confidence") or 0.0)) for entry in ranking
            ),
            entities=tuple(_entity(entity) for entity in parsed.get("entities") or ()),
            language_confidence=float(parsed.get("language_confidence", 1.0)),
        )

    def as_dict(self) -> dict[str, Any]:
        """All fields, always."""
        ranking = self.ranking[:_MOST_IN_RANKING]
        return {
            "language": self.language,
            "intent": {"name": self.intent, "confidence": round(self.confidence, 6)},
            "unsure": self.unsure,
            "also": list(self.also),
            "ranking": [{"name": name, "confidence": round(confidence, 6)} for name, confidence in ranking],
            "entities": [dict(entity) for entity in self.entities],
        }


def _entity(entity: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "entity": entity["entity"],
        "value": entity["value"],
        "text": entity.get("text", ""),
        "start": entity.get("start", 0),
        "end": entity.get("end", 0),
    }

"""What an administrator may set in the intent pipeline, with the values it was measured with."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from nlu.components.errors import UnderstandingError


@dataclass(frozen=True)
class IntentSettings:
    """Every number was chosen on training folds.

    A wrong answer costs `wrong_answer_cost` times an unneeded question; `out_of_scope_share` is the share of messages that are
    expected to be about something else. From these two follows the threshold of doubt.
    """

    out_of_scope: str = "out_of_scope"
    wrong_answer_cost: float = 1.0
    out_of_scope_share: float = 0.05
    ridge: float = 0.1
    lexical_weight: float = 0.1
    multilingual_weight: float = 0.3
    sentence_weight: float = 0.4
    mean_weight: float = 0.4
    highest_weight: float = 0.3
    components: int = 128
    sentence_components: int = 256
    second_ask: float = 0.25
    sentence_encoder: str = "e5"
    english_encoder: str = "minilm"
    english_tokenizer: str = ""
    english_sha256: str = ""

    @classmethod
    def of(cls, config: dict[str, Any]) -> IntentSettings:
        """From a component's part of config.yml; other keys are Rasa's own. Raises UnderstandingError."""
        known = {field.name for field in fields(cls)}
        settings = cls(**{key: value for key, value in config.items() if key in known and value is not None})
        for name in ("ridge", "wrong_answer_cost", "multilingual_weight"):
            if not getattr(settings, name) > 0:
                raise UnderstandingError(f"config.yml: {name} must be greater than 0.")
        if not 0 <= settings.out_of_scope_share < 1:
            raise UnderstandingError("config.yml: out_of_scope_share must be at least 0 and below 1.")
        if settings.sentence_encoder not in ("e5", "none"):
            raise UnderstandingError("config.yml: sentence_encoder is e5 or none.")
        return settings

    def as_dict(self) -> dict[str, Any]:
        """As it is written beside a trained model."""
        return asdict(self)

"""A button's payload: opaque to the company, signed, and valid in its own conversation alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from bot.inquiries.errors import InquiryError


class PayloadForeign(InquiryError):
    """This button belongs to another conversation; press one of the last reply, or write instead."""


@dataclass(frozen=True)
class Payloads:
    """Signs and reads payloads with the service's secret."""

    secret: str

    def sign(self, choice: Mapping[str, Any], *, conversation: str) -> str:
        """The opaque value of a choice {intent, entities}."""
        return str(self._serializer(conversation).dumps(dict(choice)))

    def read(self, payload: str, *, conversation: str) -> Mapping[str, Any]:
        """The choice that was signed for this conversation; raises PayloadForeign for anything else."""
        try:
            choice = self._serializer(conversation).loads(payload)
        except BadData as error:
            raise PayloadForeign from error
        if not isinstance(choice, dict) or "intent" not in choice:
            raise PayloadForeign
        return choice

    def _serializer(self, conversation: str) -> URLSafeSerializer:
        return URLSafeSerializer(self.secret, salt=f"button:{conversation}")

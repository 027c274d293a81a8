"""The forms of the API: what a call takes and gives, as its OpenAPI description shows them."""

from __future__ import annotations

from typing import Any, Dict, List, Optional  # noqa: UP035 - pydantic 1 reads these at run time

from pydantic import BaseModel, Field, StrictStr


class MessageIn(BaseModel):
    """A company's message; with `payload` the press of a button, whose title is the text."""

    text: StrictStr
    client_message_id: Optional[StrictStr] = None  # noqa: UP045
    payload: Optional[StrictStr] = None  # noqa: UP045


class Opened(BaseModel):
    """A new conversation; the token is given this once."""

    id: str
    token: str


class Button(BaseModel):
    """A choice offered; the payload is opaque and valid in its own conversation."""

    title: str
    payload: str


class Source(BaseModel):
    """Where a fact comes from and when it was checked."""

    title: str
    url: str
    checked_on: str


class Reply(BaseModel):
    """One message of the assistant."""

    text: str
    language: str
    buttons: List[Button]  # noqa: UP006
    sources: List[Source]  # noqa: UP006


class TurnOut(BaseModel):
    """A message answered; `outcome` and `understood` as the command `reply` gives them."""

    conversation: str
    replies: List[Reply]  # noqa: UP006
    understood: Dict[str, Any]  # noqa: UP006
    outcome: Dict[str, Any]  # noqa: UP006


class MessageOut(BaseModel):
    """One message of a conversation; `sources` when facts were told, `name` when a person wrote."""

    id: int
    at: str
    sender: str = Field(..., alias="from", description="company, assistant or person")
    name: Optional[str] = None  # noqa: UP045
    text: str
    language: str
    buttons: List[Button]  # noqa: UP006
    sources: Optional[List[Source]] = None  # noqa: UP006, UP045


class RequestOut(BaseModel):
    """A request as its own requester sees it."""

    reference: str
    desk: str
    due: str
    status: str
    items: List[Dict[str, Any]]  # noqa: UP006


class RestMessage(BaseModel):
    """A message in the form of Rasa's REST channel."""

    sender: str
    message: str


class RestReply(BaseModel):
    """A reply in the form of Rasa's REST channel."""

    recipient_id: str
    text: str
    buttons: Optional[List[Button]] = None  # noqa: UP006, UP045


class ProblemOut(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


def responses(form: Any, *problems: int, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """The responses of a route for its description: what it gives, and the problems it may answer with."""
    problem = {
        "description": "A problem document",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemOut"}}},
    }
    return {status: {"model": form}, **{code: dict(problem) for code in problems}}

"""Who a conversation belongs to: a random token that its opener alone holds; only its hash is kept here."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.inquiries.conversation import Conversation
from bot.inquiries.ports import Work
from bot.inquiries.request import Request as Inquiry
from bot.web.problems import NotFound

COOKIE = "focalpoint_conversation"
COOKIE_SECONDS = 90 * 24 * 3600

_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_REFERENCE = re.compile(r"FP-[0-9]{4}-[0-9]{5,20}", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What a caller shows: a token, and with the page's cookie the conversation that it is for."""

    token: str = ""
    conversation: str = ""

    def opens(self, conversation: Conversation) -> bool:
        """Whether this is the token of the conversation."""
        if not self.token or not conversation.token_hash:
            return False
        is_named = self.conversation in ("", conversation.id)
        return is_named and hmac.compare_digest(hash_of(self.token), conversation.token_hash)


def new_token() -> str:
    """A token that nobody can guess (256 bits)."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def proof_in(request: Request) -> Proof:
    """The token of the Authorization header, else of the page's cookie."""
    header = request.headers.get("authorization")
    if header is not None:
        scheme, _, token = header.partition(" ")
        return Proof(token=token.strip() if scheme.lower() == "bearer" else "")
    conversation, _, token = request.cookies.get(COOKIE, "").partition(".")
    return Proof(token=token, conversation=conversation) if token else Proof()


def remember(response: Response, *, conversation: str, token: str, is_https: bool) -> None:
    """Have the browser keep the proof where no script can read it."""
    value = f"{conversation}.{token}"
    response.set_cookie(COOKIE, value, COOKIE_SECONDS, httponly=True, samesite="lax", secure=is_https)


def forget(response: Response, *, is_https: bool) -> None:
    """Have the browser drop the proof."""
    response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=is_https)


def owned(work: Work, id: str, *, proof: Proof) -> Conversation:
    """The caller's conversation. Raises NotFound, with the same words for one that is missing and one that is foreign."""
    found = work.conversations.get(id) if _ID.fullmatch(id) else None
    if found is None or not proof.opens(found):
        raise NotFound
    return found


def owned_request(work: Work, reference: str, *, proof: Proof) -> Inquiry:
    """The caller's request. Raises NotFound, with the same words for one that is missing and one that is foreign."""
    found = work.requests.get(reference.upper()) if _REFERENCE.fullmatch(reference) else None
    if found is None:
        raise NotFound
    owned(work, found.conversation, proof=proof)
    return found

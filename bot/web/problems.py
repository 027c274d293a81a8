"""What can go wrong in a call, each as an RFC 9457 problem document with one clear sentence.

    Problem
    ├── NotFound        nothing here, or nothing that this caller may see: the same words
    ├── TokenWrong      the REST channel's token is missing or wrong
    ├── Forbidden       a call that only the page itself, or only this machine, may make
    ├── Conflict        the same identity with another text, or a time that goes back
    ├── TooLong         a message of more than 10,000 characters
    ├── TooLarge        a body of more bytes than any call needs
    ├── Malformed       a body or value of another form
    ├── Failed          a fault of ours
    ├── Unavailable     the store cannot be reached now
    └── GettingReady    the model is still being loaded

The docstring is the sentence. Nothing of what was sent is repeated in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.inquiries.errors import DuplicateIdentity, InquiryError, StaleTime, UnknownRecord, UnknownReference

LONGEST_TEXT = 10_000
"""Characters (Unicode code points) of one message."""


class Problem(Exception):
    """This could not be done."""

    status = 500

    def __init__(
        self, detail: str = "", *, headers: Mapping[str, str] | None = None, members: Mapping[str, Any] | None = None
    ) -> None:
        self.detail = detail or (self.__doc__ or "").strip()
        self.headers = dict(headers or {})
        self.members = dict(members or {})
        super().__init__(self.detail)


class NotFound(Problem):
    """There is nothing here that you can see; check the address and the token."""

    status = 404


class TokenWrong(Problem):
    """This channel needs its token; send it as `Authorization: Bearer <token>`."""

    status = 401

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": "Bearer"})


class Forbidden(Problem):
    """This call came from another site; open the page itself and try there."""

    status = 403


class Conflict(Problem):
    """This contradicts an earlier call; send it under a new identity."""

    status = 409


class TooLong(Problem):
    """A message may have 10,000 characters; shorten it or send it in parts."""

    status = 413


class TooLarge(Problem):
    """The body is larger than this call takes; send less."""

    status = 413


class Malformed(Problem):
    """The body does not have the expected form; see /api/openapi.json."""

    status = 422


class Failed(Problem):
    """Something failed on our side and was logged; try again."""

    status = 500


class Unavailable(Problem):
    """The service cannot reach its records now; try again in a moment."""

    status = 503

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "5"})


class GettingReady(Problem):
    """The assistant is getting ready; send the same again in a few seconds."""

    status = 503

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail, headers={"Retry-After": "3"})


def document(problem: Problem) -> JSONResponse:
    """The problem as a response."""
    content = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        **problem.members,
    }
    return JSONResponse(content, problem.status, problem.headers, media_type="application/problem+json")


def answer_with_documents(app: FastAPI, *, unavailable: tuple[type[Exception], ...]) -> None:
    """Have the app answer every error with a problem document; `unavailable` are the errors of a store that is away."""
    handlers: Mapping[type[Exception], Any] = {
        Problem: _own,
        RequestValidationError: _wrong_form,
        HTTPException: _of_the_framework,
        InquiryError: _of_the_rules,
        **dict.fromkeys(unavailable, _store_away),
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


def problem_of(error: InquiryError) -> Problem:
    """What an error of the rules means to the caller of a message."""
    if isinstance(error, (DuplicateIdentity, StaleTime)):
        return Conflict(str(error))
    if isinstance(error, (UnknownReference, UnknownRecord)):
        return NotFound()
    return Malformed(str(error))


async def _own(request: Request, error: Problem) -> JSONResponse:
    return document(error)


async def _wrong_form(request: Request, error: RequestValidationError) -> JSONResponse:
    """Names the fields that are wrong, which are ours; what was in them is not repeated."""
    places = (fault["loc"][1] for fault in error.errors() if len(fault["loc"]) > 1)
    names = sorted({place for place in places if isinstance(place, str) and place.isidentifier()})
    return document(Malformed(f"Correct or add: {', '.join(names)}; see /api/openapi.json." if names else ""))


async def _of_the_framework(request: Request, error: HTTPException) -> JSONResponse:
    known = {404: NotFound(), 400: Malformed(), 422: Malformed()}
    problem = known.get(error.status_code)
    if problem is None:
        problem = Problem(f"{HTTPStatus(error.status_code).phrase}; see /api/openapi.json.", headers=error.headers)
        problem.status = error.status_code
    return document(problem)


async def _of_the_rules(request: Request, error: InquiryError) -> JSONResponse:
    return document(problem_of(error))


async def _store_away(request: Request, error: Exception) -> JSONResponse:
    return document(Unavailable())

"""Builds the web app from what it is given: page, API, webhook, health."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles

from bot.web.conversations import Conversations
from bot.web.forms import ProblemOut, RestMessage
from bot.web.guard import Bounded, Forgiving, Headed, Measured
from bot.web.health import Health
from bot.web.metrics import Metrics
from bot.web.page import Page
from bot.web.problems import answer_with_documents
from bot.web.rest import RestChannel
from bot.web.site import Site

STATIC = Path(__file__).parent / "static"


def build_web(site: Site, *, metrics: Metrics | None = None) -> FastAPI:
    """The app with page, API, webhook and health; the administration is added by `build_admin`.

    Run it with uvicorn's own access log off: the app writes one without addresses, ids and queries.
    """
    counted = metrics or Metrics()
    # Its debug lines hold whole events.
    logging.getLogger("sse_starlette").setLevel(logging.INFO)
    app = _Described(
        title="Focalpoint",
        summary="Companies write, get an answer from published records, or reach the right focal point.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        middleware=[
            Middleware(Measured, metrics=counted),
            Middleware(Headed, is_https=site.is_https),
            Middleware(Forgiving, unavailable=site.unavailable),
            Middleware(Bounded),
        ],
    )
    answer_with_documents(app, unavailable=site.unavailable)
    conversations = Conversations(site, metrics=counted)
    for part in (Page(site, conversations=conversations), conversations, RestChannel(site, metrics=counted)):
        app.include_router(part.router())
    app.include_router(Health(site, metrics=counted).router())
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


class _Described(FastAPI):
    """Adds to the description the forms that its routes read or answer with by hand."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI description."""
        described = super().openapi()
        schemas = described.setdefault("components", {}).setdefault("schemas", {})
        for form in (ProblemOut, RestMessage):
            # pydantic 2 has renamed the method
            schema = getattr(form, "model_json_schema", None) or form.schema
            schemas.setdefault(form.__name__, schema())
        return described

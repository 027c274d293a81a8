"""Whether the service lives, whether it can serve, and what it counts."""

from __future__ import annotations

import asyncio
import logging

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from bot.web.metrics import Metrics
from bot.web.problems import Problem, document
from bot.web.site import Check, Site

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 10


class NotReady(Problem):
    """The service is not ready."""

    status = 503


class Health:
    """The calls of those who watch the service."""

    def __init__(self, site: Site, *, metrics: Metrics) -> None:
        self._site = site
        self._metrics = metrics

    def router(self) -> APIRouter:
        """The routes."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/healthz", self.alive, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route("/readyz", self.ready, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route("/metrics", self.metrics, methods=["GET"], response_model=None)
        return router

    async def alive(self) -> JSONResponse:
        """The process answers."""
        return JSONResponse({"status": "alive"})

    async def ready(self) -> JSONResponse:
        """200 when the service can serve, else 503 with the names of what is not ready; why is in the log."""
        checks = {"model": self._model, **self._site.checks}
        said = await asyncio.gather(*(_said(name, check) for name, check in checks.items()))
        missing = [name for name, sentence in zip(checks, said, strict=True) if sentence]
        for name, sentence in zip(checks, said, strict=True):
            if sentence:
                log.info("Not ready: %s. %s", name, sentence)
        if not missing:
            return JSONResponse({"status": "ready"})
        detail = f"Not ready: {', '.join(missing)}."
        return document(NotReady(detail, headers={"Retry-After": "3"}, members={"not_ready": missing}))

    async def metrics(self) -> Response:
        """The counters in Prometheus' form."""
        try:
            waiting = await run_in_threadpool(self._waiting)
        except self._site.unavailable:
            waiting = None
        return Response(self._metrics.exposition(waiting=waiting), media_type=CONTENT_TYPE_LATEST)

    def _model(self) -> str:
        return "" if self._site.say() else "The model is being loaded."

    def _waiting(self) -> int:
        with self._site.works() as work:
            return work.outbox.waiting()


async def _said(name: str, check: Check) -> str:
    try:
        return await asyncio.wait_for(run_in_threadpool(check), PATIENCE_SECONDS)
    except (asyncio.TimeoutError, TimeoutError):
        return f"It did not answer within {PATIENCE_SECONDS} seconds."
    except Exception as error:  # whatever is wrong there, this part is not ready
        return f"It failed with {type(error).__name__}."

"""Builds the administration on sqladmin and mounts it at /admin."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from sqladmin import Admin
from sqladmin.authentication import login_required
from sqladmin.templating import Jinja2Templates
from sqlalchemy.orm import Session, sessionmaker
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.inquiries.ports import Clock
from bot.web.admin.forms import Validate
from bot.web.admin.journal import EditRefused, Gone, Journal
from bot.web.admin.login import PasswordLogin, Throttle, address_of
from bot.web.admin.views import journal_view, views_of
from bot.web.admin.wall import BASE, Keys, wall

log = logging.getLogger(__name__)

TEMPLATES = Path(__file__).parents[1] / "templates"
CLOSED = "Too many wrong passwords; wait five minutes and try again."
FAILED = "Something failed on our side and was logged; go back and try again."
WRONG = "Name or password is wrong."


def build_admin(
    app: FastAPI,
    *,
    engine: Any,
    records: Sequence[type],
    journals: Sequence[type],
    audit: type,
    validate: Validate,
    clock: Clock,
    secret_key: str,
    password: str,
    base_url: str,
    unavailable: tuple[type[Exception], ...] = (),
    throttle: Throttle | None = None,
) -> Admin:
    """Mount the administration on the app.

    `records` are the mapped classes that people edit, `journals` those that are only read, `audit` the one that keeps who
    changed what. `validate` gives every complaint about a record: the checks of an import. `unavailable` are the errors of
    a store that cannot be reached now.
    """
    keys = Keys(secret_key=secret_key, password=password)
    # sqladmin logs every refused edit with a traceback; it is shown to the person who made it.
    logging.getLogger("sqladmin.application").setLevel(logging.CRITICAL)
    sessions = sessionmaker(bind=engine, class_=Session, future=True)
    admin = Administration(
        app,
        session_maker=sessions,
        base_url=BASE,
        title="Focalpoint",
        favicon_url="/static/icon.svg",
        middlewares=wall(keys, base_url=base_url),
        templates_dir=str(TEMPLATES),
        authentication_backend=PasswordLogin(keys=keys, throttle=throttle or Throttle()),
    )
    admin.explain(unavailable=unavailable)
    journal = Journal(sessions=sessions, audit=audit, clock=clock)
    for view in views_of(records, journal=journal, validate=validate):
        admin.add_view(view)
    for model in journals:
        admin.add_view(journal_view(model, journal=journal))
    return admin


class Administration(Admin):
    """sqladmin with our templates, a login that tires, and refusals in words."""

    def init_templating_engine(self) -> Jinja2Templates:
        """Our templates before sqladmin's; ours extend theirs as `stock/...`."""
        templates = super().init_templating_engine()
        stock = PackageLoader("sqladmin", "templates")
        ours = FileSystemLoader(self.templates_dir)
        templates.env.loader = ChoiceLoader([ours, stock, PrefixLoader({"stock": stock})])
        return templates

    def explain(self, *, unavailable: tuple[type[Exception], ...]) -> None:
        """Answer what nobody foresaw with a page that says so; what a store says of itself is shown."""

        async def explained(request: Request, error: Exception) -> Response:
            log.error("The administration failed with %s.", type(error).__name__)
            is_away = isinstance(error, unavailable)
            status = 503 if is_away else 500
            context = {"status_code": status, "message": str(error) if is_away else FAILED}
            page: Response = await self.templates.TemplateResponse(
                request, "sqladmin/error.html", context, status_code=status
            )
            return page

        for kind in (*unavailable, Exception):
            self.admin.add_exception_handler(kind, explained)

    async def login(self, request: Request) -> Response:
        """The login's form, and what becomes of it."""
        backend: Any = self.authentication_backend
        if request.method == "GET":
            return await self._login_page(request)
        if backend.throttle.is_closed(address_of(request)):
            return await self._login_page(request, error=CLOSED, status=429)
        if not await backend.login(request):
            return await self._login_page(request, error=WRONG, status=400)
        return Response(status_code=303, headers={"Location": str(request.url_for("admin:index"))})

    @login_required
    async def delete(self, request: Request) -> Response:
        """Delete the records named by `pks`, or say why not; the answer is the address to go on with."""
        await self._delete(request)
        view = self._find_model_view(request.path_params["identity"])
        try:
            for id in filter(None, request.query_params.get("pks", "").split(",")):
                if not await view.get_object_for_delete(id):
                    raise Gone
                await view.delete_model(request, id)
        except EditRefused as error:
            return PlainTextResponse(str(error), 409)
        return PlainTextResponse(str(request.url_for("admin:list", identity=view.identity)))

    async def _login_page(self, request: Request, *, error: str = "", status: int = 200) -> Response:
        page: Response = await self.templates.TemplateResponse(
            request, "sqladmin/login.html", {"error": error}, status_code=status
        )
        return page

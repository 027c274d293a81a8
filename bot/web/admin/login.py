"""The login of the administration: one name, one password, and patience with wrong ones that ends soon."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from sqladmin.authentication import AuthenticationBackend
from starlette.requests import Request

from bot.web.admin.wall import Keys

NAME = "admin"
TRIES = 5
TRIES_OF_ALL = 50
WINDOW_SECONDS = 300


class Throttle:
    """Counts failed logins of the last five minutes, by address and in all."""

    def __init__(self, *, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._failures: deque[tuple[float, str]] = deque(maxlen=10_000)

    def is_closed(self, address: str) -> bool:
        """Whether this address, or everybody together, has failed too often."""
        self._forget()
        own = sum(1 for _, known in self._failures if known == address)
        return own >= TRIES or len(self._failures) >= TRIES_OF_ALL

    def failed(self, address: str) -> None:
        """Another wrong password."""
        self._failures.append((self._seconds(), address))

    def _forget(self) -> None:
        while self._failures and self._failures[0][0] < self._seconds() - WINDOW_SECONDS:
            self._failures.popleft()


class PasswordLogin(AuthenticationBackend):
    """Lets the administrator in."""

    def __init__(self, *, keys: Keys, throttle: Throttle) -> None:
        self.middlewares = []
        self._keys = keys
        self.throttle = throttle

    async def login(self, request: Request) -> bool:
        """Whether name and password are right; a session begins."""
        form = await request.form()
        name, password = form.get("username"), form.get("password")
        is_right = isinstance(password, str) and self._keys.is_password(password) and name == NAME
        if is_right:
            self._keys.let_in(request.session)
        else:
            self.throttle.failed(address_of(request))
        return is_right

    async def logout(self, request: Request) -> bool:
        """End the session."""
        request.session.clear()
        return True

    async def authenticate(self, request: Request) -> bool:
        """Whether the session began with the password."""
        return self._keys.is_in(request.session)


def address_of(request: Request) -> str:
    """Where the call comes from."""
    return request.client.host if request.client else ""

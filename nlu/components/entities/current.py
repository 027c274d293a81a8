"""Which lists are in force: the program hands in a provider, so that a changed record is known at the next message."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from nlu.components.entities.lists import Lists

Provider = Callable[[], Lists]


class _InForce:
    def __init__(self) -> None:
        self.provider: Provider | None = None
        self._shipped: Lists | None = None
        self._lock = Lock()

    def shipped(self) -> Lists:
        with self._lock:
            if self._shipped is None:
                self._shipped = Lists.from_files()
            return self._shipped


_in_force = _InForce()


def use(provider: Provider | None) -> None:
    """Take the lists from this provider from now on; None: from the shipped files again.

    It is asked at every message and should answer from memory; only a new `Lists.version` compiles anything again.
    """
    _in_force.provider = provider


def current() -> Lists:
    """The lists in force: the provider's, or those of the shipped records, which are read once."""
    provider = _in_force.provider
    return provider() if provider else _in_force.shipped()

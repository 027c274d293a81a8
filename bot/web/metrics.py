"""What the service counts, for Prometheus; no personal data, no addresses, no texts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class Metrics:
    """The counters of one app, in a registry of its own; others may register theirs in `registry`."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry or CollectorRegistry()
        self._calls = Counter(
            "focalpoint_http_requests_total", "Calls", ["method", "route", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "focalpoint_http_request_seconds", "Time to answer a call", ["route"], registry=self.registry
        )
        self._messages = Counter(
            "focalpoint_messages_total", "Company messages answered", ["channel", "kind"], registry=self.registry
        )
        self._streams = Gauge("focalpoint_event_streams", "Open event streams", registry=self.registry)
        self._waiting = Gauge("focalpoint_outbox_waiting", "Notices not delivered yet", registry=self.registry)

    def called(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """A call was answered."""
        self._calls.labels(method if method in METHODS else "OTHER", route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answered(self, *, channel: str, kind: str) -> None:
        """A company's message was answered."""
        self._messages.labels(channel, kind).inc()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """An event stream is open."""
        with self._streams.track_inprogress():
            yield

    def exposition(self, *, waiting: int | None) -> bytes:
        """The text for Prometheus; `waiting` is the outbox's length, None when the store is away."""
        self._waiting.set(float("nan") if waiting is None else waiting)
        return generate_latest(self.registry)

"""What is counted of each request, for Prometheus and for the logs: an address of ours, a status, a time, sizes."""

import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.domain.job import JobState
from web.logs import ACCESS

_LOG = logging.getLogger(ACCESS)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECONDS = (0.005, 0.025, 0.1, 0.5, 1, 2, 5, 10, 30, 60)
ELSEWHERE = "(inconnue)"
"""Stands for every address that is none of ours, so that nobody can make labels."""


class Metrics:
    """The counters of one application, in a register of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        labels = ("method", "route", "status")
        self.requests = Counter("jury_blanc_requests", "Requests answered.", labels, registry=self.registry)
        self.seconds = Histogram(
            "jury_blanc_request_seconds",
            "Time to the end of the answer.",
            ("method", "route"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.under_way = Gauge("jury_blanc_requests_under_way", "Requests being answered.", registry=self.registry)
        self.received = Counter("jury_blanc_received_bytes", "Bytes of requests.", registry=self.registry)
        self.readings = Counter("jury_blanc_readings", "Drafts read, by scope.", ("scope",), registry=self.registry)
        self.waiting = Gauge("jury_blanc_readings_waiting", "Drafts that wait for their turn.", registry=self.registry)
        self.kept = Gauge("jury_blanc_readings_kept", "Followed readings in memory.", registry=self.registry)
        self.jobs = Gauge("jury_blanc_jobs", "Readings of accounts, by state.", ("state",), registry=self.registry)

    def set_jobs(self, counts: Mapping[JobState, int]) -> None:
        """Take how many readings of accounts are in each state."""
        for state, count in counts.items():
            self.jobs.labels(state.value).set(count)

    def text(self) -> bytes:
        """Return every figure in the text format of Prometheus."""
        return generate_latest(self.registry)


@dataclass
class _Served:
    method: str
    number: str = field(default_factory=lambda: secrets.token_hex(8))
    status: int = 0
    received: int = 0
    sent: int = 0
    began: float = field(default_factory=time.perf_counter)


class Telemetry:
    """Counts and logs every request, refused ones included."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request and write down what it took."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        served = _Served(scope["method"] if scope["method"] in _METHODS else "OTHER")
        path = scope["path"].removeprefix(scope.get("root_path", ""))

        async def counted_in() -> Message:
            message = await receive()
            served.received += len(message.get("body", b""))
            return message

        async def counted_out(message: Message) -> None:
            if message["type"] == "http.response.start":
                served.status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = served.number
            served.sent += len(message.get("body", b""))
            await send(message)

        with self._metrics.under_way.track_inprogress():
            try:
                await self._app(scope, counted_in, counted_out)
            finally:
                self._write(served, "/static" if path.startswith("/static/") else _route(scope))

    def _write(self, served: _Served, route: str) -> None:
        seconds = time.perf_counter() - served.began
        self._metrics.requests.labels(served.method, route, str(served.status)).inc()
        self._metrics.seconds.labels(served.method, route).observe(seconds)
        self._metrics.received.inc(served.received)
        figures = {
            "request": served.number,
            "method": served.method,
            "route": route,
            "status": served.status,
            "ms": round(seconds * 1000, 1),
            "received": served.received,
            "sent": served.sent,
        }
        _LOG.info("%s %s %s", served.method, route, served.status, extra={"served": figures})


def _route(scope: Scope) -> str:
    """Return the address as it is declared, never as it was asked: it could hold anything."""
    declared = getattr(scope.get("route"), "path", None)
    return declared if isinstance(declared, str) else ELSEWHERE

"""Readings under way: texts that nobody reads yet, something that a reading waits for, and what is told meanwhile."""

import json
import time
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from visitors import Visitor

import web.routes.drafts as drafts_routes
import web.routes.jobs as jobs_routes
from web.jobs import Worker

TEXT = "Le 12 mai, trois offres sont comparées avec la comptable."


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have pages wait for a reading, and streams follow it, for a tenth of a second."""
    monkeypatch.setattr(drafts_routes, "_PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(jobs_routes, "_STREAM_SECONDS", 0.1)


class Waiting:
    """Something that a reading waits for."""

    def __init__(self) -> None:
        self.begun, self.allowed = Event(), Event()

    def __call__(self) -> None:
        self.begun.set()
        assert self.allowed.wait(20)


def events(stream: str) -> list[tuple[str, dict[str, Any]]]:
    blocks = [dict(line.split(": ", 1) for line in block.splitlines()) for block in stream.strip().split("\n\n")]
    return [(block["event"], json.loads(block["data"])) for block in blocks]


def unread(visitor: Visitor, text: str = TEXT, **fields: str) -> str:
    """Deposit a text while nobody reads; return the address of its reading."""
    sent = {"jeton": (None, visitor.token("/espace/deposer")), "text": (None, text)}
    answer = visitor.http.post("/espace/deposer", files=sent | {name: (None, value) for name, value in fields.items()})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def worker_of(visitor: Visitor) -> Worker:
    worker: Worker = visitor.http.app.state.worker  # type: ignore[attr-defined]  # a client is typed for any application
    return worker


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)

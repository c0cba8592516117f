"""Readings followed step by step in the browser, one draft or several, and the pages they become for a while."""

import asyncio
from collections.abc import AsyncIterator, Callable
from threading import Event
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from assistant.errors import JuryBlancError
from web.desk import Desk
from web.following import Stopped, Tell, pages_of, read_all
from web.limits import READING, bill
from web.problems import Forgotten, problem_of_error, unexpected
from web.rendering.pages import render_template
from web.shelf import Shelf
from web.submissions import EVERY_BLOC, Submission, submissions

Drafts = Annotated[tuple[Submission, ...], Depends(submissions)]


class Follower:
    """Reads the drafts of a form and keeps their pages for a while."""

    def __init__(self, desk: Desk, shelf: Shelf) -> None:
        self._desk = desk
        self._shelf = shelf

    def bill(self, request: Request, sent: tuple[Submission, ...]) -> None:
        """Count the readings beyond the first."""
        blocs = len(self._desk.reviewer.knowledge.referentiel.blocs)
        bill(request, READING * (sum(blocs if one.bloc == EVERY_BLOC else 1 for one in sent) - 1))

    def keep(self, sent: tuple[Submission, ...], tell: Tell) -> str:
        """Return the address of the readings, from the root of the application."""
        readings = read_all(self._desk, sent, tell)
        return f"lectures/{self._shelf.put(pages_of(self._desk, readings, self._shelf.minutes))}/"


def follower_router(desk: Desk, shelf: Shelf) -> APIRouter:
    """Return the routes of readings that are followed or kept for a while."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    follower = Follower(desk, shelf)

    @router.post("/lecture/suivie", response_class=EventSourceResponse)
    async def follow(request: Request, sent: Drafts) -> AsyncIterator[ServerSentEvent]:
        follower.bill(request, sent)
        async for event in streamed(lambda tell: follower.keep(sent, tell)):
            yield event

    @router.get("/lectures/{name}/")
    def first(name: str) -> Response:
        return _page(name, 0)

    @router.get("/lectures/{name}/{rank}")
    def other(name: str, rank: str) -> Response:
        return _page(name, int(rank) if rank.isdecimal() and len(rank) < 4 else -1)

    @router.post("/lectures/{name}/oublier")
    def forget(name: str) -> Response:
        shelf.forget(name)
        return HTMLResponse(render_template("forgotten.html.j2", root="../../"))

    def _page(name: str, rank: int) -> Response:
        page = shelf.page(name, rank)
        if page is None:
            raise Forgotten
        return HTMLResponse(page)

    return router


async def streamed(work: Callable[[Tell], str]) -> AsyncIterator[ServerSentEvent]:
    """Yield what the work tells while it goes on in a thread, then `done` with its address, or `error`."""
    loop, told, left = asyncio.get_running_loop(), asyncio.Queue[ServerSentEvent | None](), Event()

    def tell(event: ServerSentEvent | None) -> None:
        if left.is_set():
            raise Stopped
        loop.call_soon_threadsafe(told.put_nowait, event)

    def run() -> None:
        try:
            tell(ServerSentEvent(event="done", data={"href": work(tell)}))
        except Stopped:
            return
        except Exception as error:  # noqa: BLE001 - the stream has started: a problem is all that can still be said
            problem = problem_of_error(error) if isinstance(error, JuryBlancError) else unexpected(error)
            tell(ServerSentEvent(event="error", data=problem.model_dump(mode="json", exclude_none=True)))
        tell(None)

    working = asyncio.create_task(run_in_threadpool(run))
    try:
        while (event := await told.get()) is not None:
            yield event
        await working
    finally:
        left.set()

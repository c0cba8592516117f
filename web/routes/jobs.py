"""A reading that an account asked for: followed step by step, cancelled, tried again, from its own page."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from types import MappingProxyType

from fastapi import APIRouter
from fastapi.sse import format_sse_event
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from assistant.domain.job import Job, JobState
from assistant.errors import InputError, LibraryBusy
from assistant.store.jobs import JobStore
from web.gate import Gate, Person, Posted, to
from web.jobs import Deposits
from web.problems import problem_for, problem_of_error
from web.rendering.words import counted
from web.security import SCRIPTED_POLICY

_LOOK_EVERY, _STREAM_SECONDS = 0.4, 15.0
"""A stream is short, so that a service that stops waits for none: whoever follows asks again."""
_STREAM_HEADERS = {"x-accel-buffering": "no"}
STATE_WORDS: Mapping[JobState, str] = MappingProxyType(
    {
        JobState.WAITING: "en attente",
        JobState.RUNNING: "lecture en cours",
        JobState.DONE: "lue",
        JobState.ABANDONED: "lecture abandonnée",
        JobState.CANCELLED: "lecture annulée",
    }
)


class JobPages:
    """The pages of readings; each asks the store for those of one owner only."""

    def __init__(self, gate: Gate, deposits: Deposits) -> None:
        self._gate = gate
        self._deposits = deposits
        self._jobs = deposits.jobs

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(prefix="/espace/lectures/{code}", include_in_schema=False)
        router.add_api_route("", self.page, methods=["GET"])
        router.add_api_route("/suivi", self.follow, methods=["GET"])
        router.add_api_route("/annuler", self.cancel, methods=["POST"])
        router.add_api_route("/reprendre", self.retry, methods=["POST"])
        return router

    def page(self, request: Request, code: str, who: Person) -> Response:
        """Show where a reading is; lead to what it became once it is done."""
        job = self._jobs.get(who.id, code)
        if job.state is JobState.DONE:
            return to(request, f"/{result_of(job)}")
        shown = self._gate.page(request, "job.html.j2", who=who, job=job, said=said_of(job))
        shown.headers["content-security-policy"] = SCRIPTED_POLICY
        return shown

    async def follow(self, code: str, who: Person) -> Response:
        """Tell each step as soon as it is done, then the address of the reading, or why there is none."""
        job = await run_in_threadpool(self._jobs.get, who.id, code)
        return StreamingResponse(told(self._jobs, who.id, job), media_type="text/event-stream", headers=_STREAM_HEADERS)

    def cancel(self, request: Request, code: str, who: Person, _: Posted) -> Response:
        """Give up a reading, and its text."""
        with suppress(LibraryBusy):  # the text is deleted: the last traces go with the next tidying
            self._jobs.cancel(who.id, code)
        return to(request, f"/espace/lectures/{code}")

    def retry(self, request: Request, code: str, who: Person, _: Posted) -> Response:
        """Try an abandoned reading again."""
        self._deposits.retry(who.id, code)
        return to(request, f"/espace/lectures/{code}")


def result_of(job: Job) -> str:
    """Return the address, from the root of the application, of what a reading became."""
    draft = f"espace/textes/{job.draft}"
    number = job.number or 1
    return f"{draft}/versions/1" if number == 1 else f"{draft}/comparaison?de={number - 1}&a={number}"


def said_of(job: Job) -> str:
    """Return where a reading is, in a sentence."""
    if job.state is JobState.WAITING and job.ahead:
        return f"Elle attend son tour\u00a0: {counted(job.ahead, 'lecture passe', 'lectures passent')} avant elle."
    if job.state is JobState.WAITING and job.attempts:
        return "Elle s’est arrêtée\u00a0; elle est reprise dans un instant."
    if job.state is JobState.WAITING:
        return "Elle va commencer."
    return "La lecture s’était arrêtée\u00a0; elle a été reprise du début." if job.attempts > 1 else "Elle est en cours."


async def ended(jobs: JobStore, owner: str, job: Job, within: float) -> Job:
    """Return a reading once it has ended, or as it is when that takes longer."""
    until, pause = time.monotonic() + within, 0.05
    while not job.state.ended and time.monotonic() < until:
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LOOK_EVERY)
        job = await run_in_threadpool(jobs.get, owner, job.id)
    return job


async def told(jobs: JobStore, owner: str, job: Job) -> AsyncIterator[bytes]:
    """Yield what is done of a reading as it goes on, for a while; who follows it to its end asks again."""
    until, steps, said = time.monotonic() + _STREAM_SECONDS, -1, ""
    while True:
        if len(job.steps) < steps or steps < 0:  # from the start, or from the start again
            steps = 0
            yield _event("file", n=1, of=1, name=job.title)
        if (now := said_of(job)) != said and not job.state.ended:
            said = now
            yield _event("state", n=1, words=said)
        for step in job.steps[steps:]:
            yield _event("step", n=1, step=step.step, words=step.words)
        steps = max(steps, len(job.steps))
        if job.state.ended or time.monotonic() > until:
            break
        await asyncio.sleep(_LOOK_EVERY)
        try:
            job = await run_in_threadpool(jobs.get, owner, job.id)
        except InputError as gone:  # erased meanwhile, with its draft or its account
            yield _event("error", **problem_of_error(gone).model_dump(mode="json", exclude_none=True))
            return
    if job.state.ended:
        yield _ending(job)


def _ending(job: Job) -> bytes:
    if job.state is JobState.DONE:
        return _event("done", href=result_of(job))
    detail = job.detail or "La lecture a été annulée."
    problem = problem_for(409, code=f"lecture_{job.state.value}", detail=detail, hint=job.hint)
    return _event("error", **problem.model_dump(mode="json", exclude_none=True))


def _event(kind: str, **data: object) -> bytes:
    return format_sse_event(event=kind, data_str=json.dumps(data, ensure_ascii=False))

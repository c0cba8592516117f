"""What machines that run the service ask of it: whether it lives, whether it can work, and its figures."""

from collections.abc import Callable, Mapping
from contextlib import suppress

from fastapi import APIRouter
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.responses import Response

from assistant.domain.job import JobState
from assistant.errors import SetupError
from web.problems import PROBLEMS
from web.readiness import Readiness, Ready
from web.telemetry import Metrics

Jobs = Callable[[], Mapping[JobState, int]] | None
"""Counts the readings of accounts in each state; None without accounts."""


def service_router(readiness: Readiness, metrics: Metrics, version: str, kept: Callable[[], int], jobs: Jobs) -> APIRouter:
    """Return the routes of the service itself."""
    router = APIRouter(tags=["service"])

    @router.get("/healthz", summary="Dire que le processus répond", response_description="Le processus répond")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    @router.get(
        "/readyz",
        summary="Lire, répondre et chercher une fois pour dire que le service est prêt",
        response_description="Le service est prêt",
        responses={status: PROBLEMS[status] for status in (500, 503)},
    )
    def ready() -> Ready:
        return readiness.check()

    @router.get("/version", summary="Dire la version du service", response_description="La version")
    async def tell_version() -> dict[str, str]:
        return {"version": version}

    @router.get("/metrics", include_in_schema=False)
    def figures() -> Response:
        metrics.kept.set(kept())
        if jobs is not None:
            with suppress(SetupError):  # the database is held: the other figures are told all the same
                metrics.set_jobs(jobs())
        return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)

    return router

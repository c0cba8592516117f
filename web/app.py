"""The web service, assembled."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from assistant.errors import JuryBlancError
from assistant.settings import Settings
from assistant.version import product_version
from web.addresses import UnderPath
from web.dependencies import Closed, Doors, Reviewer
from web.desk import Desk
from web.doors.gate import Gate, OriginHeaders
from web.doors.openai import openai_router
from web.doors.quotas import Quotas
from web.doors.refusals import add_refusal_handler
from web.doors.usage import Counting, Usage
from web.doors.widget import demonstration_router, widget_router
from web.limits import RateLimit
from web.problems import add_problem_handlers, unexpected
from web.readiness import Readiness
from web.routes.chat import chat_router
from web.routes.followed import follower_router
from web.routes.interviews import interviews_router
from web.routes.live import live_router
from web.routes.pages import pages_router
from web.routes.reviews import reviews_router
from web.routes.service import service_router
from web.routes.sessions import sessions_router
from web.security import Shield
from web.shelf import Shelf
from web.telemetry import Metrics, Telemetry

if TYPE_CHECKING:
    from web.jobs import Worker
    from web.workspace import Workspace


_OPENS_WITHIN = 10.0
"""Seconds after which the port opens though the assistant is not ready."""


def create_app(
    assistant: Reviewer,
    *,
    settings: Settings | None = None,
    doors: Doors | None = None,
    workspace: "Workspace | None" = None,
) -> FastAPI:
    """Return the service: pages for people, an API for programs; nothing is kept but in the `workspace` of accounts.

    Settings are the default ones unless given; no other site or key is let in without `doors`.
    """
    chosen = settings or Settings.model_construct()
    readiness, metrics, shelf, usage = Readiness(assistant), Metrics(), Shelf(chosen.kept_minutes), Usage()
    desk = Desk(assistant, metrics)
    app = FastAPI(
        title="Jury Blanc",
        summary="Une lecture d’entraînement, critère par critère, d’un dossier de responsable de formation.",
        version=product_version(),
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=_warmed(readiness),
    )
    app.add_middleware(RateLimit, points=chosen.rate_limit, trusted=chosen.trusted_proxies)
    app.add_middleware(Shield)
    app.add_middleware(OriginHeaders)
    app.add_middleware(Counting, usage=usage)
    app.add_middleware(Telemetry, metrics=metrics)
    app.add_middleware(UnderPath, root_path=chosen.root_path, trusted=chosen.trusted_proxies)
    add_problem_handlers(app)
    add_refusal_handler(app)
    app.include_router(pages_router(desk, shelf, accounts=workspace is not None))
    app.include_router(follower_router(desk, shelf))
    app.include_router(reviews_router(desk))
    app.include_router(interviews_router(desk))
    app.include_router(sessions_router(desk))
    app.include_router(live_router(desk))
    app.include_router(chat_router(desk))
    app.include_router(
        service_router(readiness, metrics, app.version, shelf.__len__, workspace.jobs.counts if workspace else None)
    )
    _open(app, desk, doors or Closed())
    if workspace is not None:  # imported for those who have accounts: it takes a fifth of a start
        import_module("web.routes.workspace").add_workspace(app, desk, workspace, usage)
    app.mount("/static", StaticFiles(packages=[("web", "static")]))
    return app


def _open(app: FastAPI, desk: Desk, doors: Doors) -> None:
    """Add what other sites and programs may ask."""
    quotas = Quotas()
    gate = Gate(doors, quotas)
    app.include_router(widget_router(desk, gate))
    app.include_router(demonstration_router(gate))
    app.include_router(openai_router(desk, doors, quotas))


def _warmed(readiness: Readiness) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Return what makes the assistant ready before the first request, and reads for accounts until the server stops.

    Requests let in meanwhile would share the processor with what they wait for: ready came twice as late. Something
    that does not become ready keeps the port closed for a few seconds only.
    """

    def warm() -> None:
        try:
            readiness.check()
        except JuryBlancError:
            return  # `/readyz` says it to whoever asks
        except Exception as error:  # noqa: BLE001 - what still works is served; it is logged under a number
            unexpected(error)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        thread = Thread(target=warm, daemon=True)
        thread.start()
        thread.join(_OPENS_WITHIN)
        worker: Worker | None = getattr(app.state, "worker", None)
        with worker.running() if worker else nullcontext():
            yield

    return lifespan

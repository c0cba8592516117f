"""The web service, assembled."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from threading import Thread

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from assistant.bootstrap import product_version
from assistant.errors import JuryBlancError
from assistant.settings import Settings
from web.addresses import UnderPath
from web.dependencies import Reviewer
from web.desk import Desk
from web.limits import RateLimit
from web.problems import add_problem_handlers, unexpected
from web.readiness import Readiness
from web.routes.chat import chat_router
from web.routes.followed import follower_router
from web.routes.interviews import interviews_router
from web.routes.pages import pages_router
from web.routes.reviews import reviews_router
from web.routes.service import service_router
from web.security import Shield
from web.shelf import Shelf
from web.telemetry import Metrics, Telemetry


def create_app(assistant: Reviewer, settings: Settings | None = None) -> FastAPI:
    """Return the service: pages for people, an API for programs, nothing written down; default settings unless given."""
    chosen = settings or Settings.model_construct()
    readiness, metrics, shelf = Readiness(assistant), Metrics(), Shelf(chosen.kept_minutes)
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
    app.add_middleware(Telemetry, metrics=metrics)
    app.add_middleware(UnderPath, root_path=chosen.root_path)
    add_problem_handlers(app)
    app.include_router(pages_router(desk, shelf))
    app.include_router(follower_router(desk, shelf))
    app.include_router(reviews_router(desk))
    app.include_router(interviews_router(desk))
    app.include_router(chat_router(desk))
    app.include_router(service_router(readiness, metrics, app.version, shelf.__len__))
    app.mount("/static", StaticFiles(packages=[("web", "static")]))
    return app


def _warmed(readiness: Readiness) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Return what makes the assistant ready while the server already answers."""

    def warm() -> None:
        try:
            readiness.check()
        except JuryBlancError:
            return  # `/readyz` says it to whoever asks
        except Exception as error:  # noqa: BLE001 - a thread has nobody to raise to; it is logged under a number
            unexpected(error)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        Thread(target=warm, daemon=True).start()
        yield

    return lifespan

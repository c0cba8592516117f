"""The web service, assembled."""

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from assistant.bootstrap import product_version
from web.dependencies import Reviewer
from web.desk import Desk
from web.problems import add_problem_handlers
from web.routes.chat import chat_router
from web.routes.interviews import interviews_router
from web.routes.live import live_router
from web.routes.pages import pages_router
from web.routes.reviews import reviews_router
from web.routes.sessions import sessions_router
from web.security import Shield


def create_app(assistant: Reviewer) -> FastAPI:
    """Return the service: pages for people, an API for programs, nothing kept."""
    app = FastAPI(
        title="Jury Blanc",
        summary="Une lecture d’entraînement, critère par critère, d’un dossier de responsable de formation.",
        version=product_version(),
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    app.add_middleware(Shield)
    desk = Desk(assistant)
    add_problem_handlers(app)
    app.include_router(pages_router(desk))
    app.include_router(reviews_router(desk))
    app.include_router(interviews_router(desk))
    app.include_router(sessions_router(desk))
    app.include_router(live_router(desk))
    app.include_router(chat_router(desk))
    app.mount("/static", StaticFiles(packages=[("web", "static")]))

    @app.get("/healthz", summary="Dire que le service répond", tags=["service"], response_description="Le service répond")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    return app

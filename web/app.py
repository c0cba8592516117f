"""The web service, assembled."""

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from assistant.bootstrap import product_version
from web.dependencies import Closed, Doors, Reviewer
from web.desk import Desk
from web.doors.gate import Gate, OriginHeaders
from web.doors.openai import openai_router
from web.doors.quotas import Quotas
from web.doors.refusals import add_refusal_handler
from web.doors.widget import demonstration_router, widget_router
from web.problems import add_problem_handlers
from web.routes.chat import chat_router
from web.routes.interviews import interviews_router
from web.routes.pages import pages_router
from web.routes.reviews import reviews_router
from web.routes.workspace import add_workspace
from web.security import Shield
from web.workspace import Workspace


def create_app(assistant: Reviewer, doors: Doors | None = None, workspace: Workspace | None = None) -> FastAPI:
    """Return the service: pages for people, an API for programs; nothing is kept but in the `workspace` of accounts.

    No other site or key is let in without `doors`.
    """
    app = FastAPI(
        title="Jury Blanc",
        summary="Une lecture d’entraînement, critère par critère, d’un dossier de responsable de formation.",
        version=product_version(),
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    app.add_middleware(Shield)
    app.add_middleware(OriginHeaders)
    desk = Desk(assistant)
    add_problem_handlers(app)
    add_refusal_handler(app)
    app.include_router(pages_router(desk, accounts=workspace is not None))
    app.include_router(reviews_router(desk))
    app.include_router(interviews_router(desk))
    app.include_router(chat_router(desk))
    _open(app, desk, doors or Closed())
    if workspace is not None:
        add_workspace(app, desk, workspace)
    app.mount("/static", StaticFiles(packages=[("web", "static")]))

    @app.get("/healthz", summary="Dire que le service répond", tags=["service"], response_description="Le service répond")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    return app


def _open(app: FastAPI, desk: Desk, doors: Doors) -> None:
    """Add what other sites and programs may ask."""
    quotas = Quotas()
    gate = Gate(doors, quotas)
    app.include_router(widget_router(desk, gate))
    app.include_router(demonstration_router(gate))
    app.include_router(openai_router(desk, doors, quotas))

"""The pages: a form, a reading, and a description of the API; all work without script."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import HTMLResponse

from ingestion.readers import limits
from web.dependencies import labels_for
from web.desk import Desk
from web.rendering.html import render_page
from web.rendering.pages import render_template
from web.rendering.words import counted
from web.submissions import Submission, submission


def pages_router(desk: Desk) -> APIRouter:
    """Return the routes that people look at."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.api_route("/", methods=["GET", "HEAD"])
    def home() -> str:
        return render_template(
            "home.html.j2",
            root="",
            blocs=[(bloc.code, bloc.intitule) for bloc in desk.reviewer.knowledge.referentiel.blocs],
            megabytes=limits.FILE_BYTES // limits.MEGABYTE,
            characters=counted(limits.CHARACTERS, "signe", "signes"),
            pages=limits.PAGES,
        )

    @router.post("/lecture")
    def read(sent: Annotated[Submission, Depends(submission)]) -> str:
        draft, report = desk.read(sent)
        return render_page(report, draft, labels_for(desk.reviewer, report))

    @router.get("/docs")
    def describe(request: Request) -> str:
        schema = request.app.openapi()
        operations = [
            (method.upper(), path, operation.get("summary", ""), operation.get("responses", {}))
            for path, methods in schema["paths"].items()
            for method, operation in methods.items()
        ]
        return render_template("endpoints.html.j2", root="", operations=operations, version=schema["info"]["version"])

    return router

"""The pages: a form, a reading, and a description of the API; all work without script."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assistant.domain.referentiel import Referentiel
from ingestion.readers import limits
from web.dependencies import labels_for
from web.desk import Desk
from web.rendering.html import render_page
from web.rendering.pages import render_template
from web.rendering.plain import shortened
from web.rendering.words import counted, typeset
from web.routes.followed import Drafts, Follower
from web.security import SCRIPTED_POLICY
from web.shelf import Shelf
from web.submissions import EVERY_BLOC, MOST_FILES, Submission, submission

_CHOICE_LENGTH = 90


def pages_router(desk: Desk, shelf: Shelf, *, accounts: bool = False) -> APIRouter:
    """Return the routes that people look at; `accounts` tells whether they may have one."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    follower = Follower(desk, shelf)

    @router.api_route("/", methods=["GET", "HEAD"])
    def home() -> HTMLResponse:
        page = render_template(
            "home.html.j2",
            root="",
            accounts=accounts,
            blocs=_choices(desk.reviewer.knowledge.referentiel),
            megabytes=limits.FILE_BYTES // limits.MEGABYTE,
            characters=counted(limits.CHARACTERS, "signe", "signes"),
            pages=limits.PAGES,
            most_files=MOST_FILES,
            minutes=round(shelf.minutes),
            every=EVERY_BLOC,
        )
        return HTMLResponse(page, headers={"content-security-policy": SCRIPTED_POLICY})

    @router.post("/lecture")
    def read(request: Request, sent: Drafts) -> Response:
        if len(sent) > 1 or sent[0].bloc == EVERY_BLOC:
            follower.bill(request, sent)
            return RedirectResponse(follower.keep(sent, lambda _: None), 303)
        draft, report = desk.read(sent[0])
        downloads = desk.downloads(sent[0], draft, report)
        return HTMLResponse(render_page(report, draft, labels_for(desk.reviewer, report), downloads))

    @router.api_route("/accessibilite", methods=["GET", "HEAD"])
    def accessibility() -> str:
        return render_template("accessibility.html.j2", root="")

    @router.post("/lecture.docx", response_class=Response)
    def read_into_word(sent: Annotated[Submission, Depends(submission)]) -> Response:
        document = desk.annotate(sent, *desk.read(sent))
        headers = {"content-disposition": document.disposition}
        return Response(document.content, media_type=document.media_type, headers=headers)

    @router.get("/docs")
    def describe(request: Request) -> str:
        schema = request.app.openapi()
        version = schema["info"]["version"]
        return render_template("endpoints.html.j2", root="", operations=_operations(schema), version=version)

    return router


def _operations(schema: dict[str, Any]) -> list[tuple[str, str, str, dict[str, Any]]]:
    """Return what the API offers: method, path, summary, and answers by status."""
    return [
        (method.upper(), path, operation.get("summary", ""), dict(sorted(operation["responses"].items())))
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def _choices(referentiel: Referentiel) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the blocs of the form, each with its critères."""
    return [
        (bloc.code, typeset(bloc.intitule), [(c.code, shortened(typeset(c.texte), _CHOICE_LENGTH)) for c in bloc.criteres])
        for bloc in referentiel.blocs
    ]

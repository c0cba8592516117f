"""The widget: its script, its frame, and what it asks for; each request is checked."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import Field
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from assistant.domain.base import Frozen
from assistant.domain.referentiel import Referentiel
from web.conversations import ChatRequest, chat_request
from web.dependencies import labels_for
from web.desk import Desk
from web.doors.asset import script
from web.doors.gate import Gate, Visit
from web.doors.look import MODES
from web.doors.quotas import file_cost, passage_cost, question_cost
from web.rendering.pages import render_template
from web.rendering.plain import shortened
from web.rendering.widget import passage_reading
from web.rendering.words import typeset
from web.replies import Reply, guarded, reply_to
from web.submissions import Submission, submission

PREFIX = "/widget/v1"
LONGEST_PASSAGE = 12_000
"""Characters of the longest paragraph that is read at once."""
_A_YEAR, _AN_HOUR = 31_536_000, 3600
_CHOICE_LENGTH = 90
_PREFLIGHT = {
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "authorization, content-type",
    "access-control-max-age": "600",
}
_ASKED = ("reglages", "chat", "passages", "textes")
_FRAME_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' {origins}; base-uri 'none'; form-action 'none'; "
    "frame-ancestors {origins}"
)
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


class PassageRequest(Frozen):
    """Body of a request for the reading of a paragraph."""

    text: Annotated[str, Field(max_length=LONGEST_PASSAGE)]
    bloc: str = "auto"
    critere: str | None = None


def widget_router(desk: Desk, gate: Gate) -> APIRouter:
    """Return what pages of other sites may ask."""
    router = APIRouter(prefix=PREFIX, include_in_schema=False)
    _add_files(router, gate)
    _add_questions(router, desk, gate)
    _add_texts(router, desk, gate)

    def preflight(request: Request) -> Response:
        gate.admitted(request)
        return Response(status_code=204, headers=_PREFLIGHT)

    for name in _ASKED:
        router.add_api_route(f"/{name}", preflight, methods=["OPTIONS"])
    return router


def _add_files(router: APIRouter, gate: Gate) -> None:
    @router.api_route("/jury-blanc.js", methods=["GET", "HEAD"])
    def send_script(request: Request) -> Response:
        shipped = script()
        named = request.query_params.get("v") == shipped.version
        headers = {
            "access-control-allow-origin": "*",
            "cross-origin-resource-policy": "cross-origin",
            "etag": f'"{shipped.version}"',
            "cache-control": f"public, max-age={_A_YEAR}, immutable" if named else f"public, max-age={_AN_HOUR}",
        }
        if f'"{shipped.version}"' in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(shipped.content, media_type="text/javascript", headers=headers)

    @router.api_route("/cadre", methods=["GET", "HEAD"])
    def frame(request: Request) -> HTMLResponse:
        asked = request.query_params
        site = gate.site(asked.get("site", ""))
        page = render_template(
            "cadre.html.j2",
            root="../../",
            site=site.id,
            bloc=asked.get("bloc", ""),
            theme=asked.get("theme", ""),
            token_url=asked.get("token-url", ""),
            version=script().version,
        )
        policy = _FRAME_POLICY.format(origins=" ".join(site.origins))
        return HTMLResponse(page, headers={"content-security-policy": policy, "cross-origin-resource-policy": "cross-origin"})


def _add_questions(router: APIRouter, desk: Desk, gate: Gate) -> None:
    @router.post("/reglages")
    def settings(visit: Annotated[Visit, Depends(gate.visit)]) -> JSONResponse:
        gate.charge(visit, 1)
        return JSONResponse({"blocs": _blocs(desk.reviewer.knowledge.referentiel), "longest": LONGEST_PASSAGE})

    def replied(visit: Annotated[Visit, Depends(gate.visit)], asked: Annotated[ChatRequest, Depends(chat_request)]) -> Reply:
        gate.charge(visit, question_cost(asked.draft or ""))
        return reply_to(desk, asked)

    @router.post("/chat", response_class=EventSourceResponse)
    def chat(reply: Annotated[Reply, Depends(replied)]) -> Iterator[ServerSentEvent]:
        yield from guarded(reply.events())


def _add_texts(router: APIRouter, desk: Desk, gate: Gate) -> None:
    @router.post("/passages")
    def read_passage(visit: Annotated[Visit, Depends(gate.visit)], asked: PassageRequest) -> Response:
        gate.charge(visit, passage_cost(asked.text))
        sent = Submission(None, "", asked.text, asked.bloc, "passage", asked.critere or None)
        _, report = desk.read(sent)
        read = passage_reading(report, labels_for(desk.reviewer, report))
        return Response(read.model_dump_json(), media_type="application/json")

    @router.post("/textes")
    def take_text(visit: Annotated[Visit, Depends(gate.visit)], sent: Annotated[Submission, Depends(submission)]) -> JSONResponse:
        gate.charge(visit, file_cost(len(sent.data or b"")))
        draft = desk.text(sent)
        return JSONResponse({"name": draft.name, "text": draft.text})


def _blocs(referentiel: Referentiel) -> list[dict[str, object]]:
    return [
        {
            "code": bloc.code,
            "intitule": typeset(bloc.intitule),
            "criteres": [{"code": c.code, "texte": shortened(typeset(c.texte), _CHOICE_LENGTH)} for c in bloc.criteres],
        }
        for bloc in referentiel.blocs
    ]


def demonstration_router(gate: Gate) -> APIRouter:
    """Return the page on which an administrator sees the widget before putting it elsewhere."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/demonstration", methods=["GET", "HEAD"])
    def show(request: Request) -> HTMLResponse:
        asked = request.query_params
        mode, code = asked.get("mode", ""), asked.get("site", "").strip()
        page = render_template(
            "demonstration.html.j2",
            root="",
            site=gate.site(code).id if code else "",
            modes=MODES,
            mode=mode if mode in MODES else next(iter(MODES)),
            version=script().version,
        )
        return HTMLResponse(page, headers={"content-security-policy": _PAGE_POLICY})

    return router

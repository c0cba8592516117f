"""Mock interviews: a plan for programs, a form and a printable sheet for people."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from assistant.domain.interview import LONGEST, SHORTEST, InterviewKind, InterviewPlan, InterviewWish, JuryStyle
from web.described import body_of
from web.desk import Desk
from web.problems import PROBLEMS
from web.rendering.document import as_document
from web.rendering.interview import SETTINGS, STYLE_HELP, STYLES, TITLES, sheet_of
from web.rendering.interview_html import render_sheet_page
from web.rendering.pages import render_template
from web.security import SCRIPTED_POLICY
from web.submissions import Submission, sent_as


class InterviewRequest(BaseModel):
    """Body of a request for an interview plan."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    text: str = ""
    """The draft to start from, as plain text or Markdown; empty for a plan that starts from the grille alone."""
    bloc: str = "auto"
    """Bloc of the draft, for the final interview; the others read it for their own bloc."""
    kind: InterviewKind
    style: JuryStyle = "referentiel"
    seed: int = Field(default=0, ge=-(2**53), le=2**53)
    """Another number draws other questions; the same one, the same questions."""
    minutes: int | None = Field(default=None, ge=SHORTEST, le=LONGEST)
    """Length; by default the official one, or the one proposed."""


@dataclass(frozen=True)
class Wanted:
    """An interview wanted, and the draft sent for it."""

    wish: InterviewWish
    sent: Submission | None


async def wanted(request: Request) -> Wanted:
    """Read the body of a request for an interview."""
    return wanted_from(*await sent_as(request, InterviewRequest))


def wanted_from(asked: InterviewRequest, data: bytes | None, name: str) -> Wanted:
    """Return what was asked, with the draft that came as a file or as text, if one did."""
    wish = InterviewWish(kind=asked.kind, style=asked.style, seed=asked.seed, minutes=asked.minutes)
    if data is None and not asked.text.strip():
        return Wanted(wish, None)
    return Wanted(wish, Submission(data, name, asked.text, asked.bloc))


def request_of(model: type[InterviewRequest]) -> dict[str, Any]:
    """Return the body of such a request as OpenAPI describes it, in JSON or as a form with a file."""
    schema = body_of(model)
    file = {"type": "string", "format": "binary", "description": ".docx .odt .pdf .md .txt .html"}
    form = schema | {"properties": schema["properties"] | {"file": file}}
    content = {"application/json": {"schema": schema}, "multipart/form-data": {"schema": form}}
    return {"requestBody": {"required": True, "content": content}}


def interviews_router(desk: Desk) -> APIRouter:
    """Return the routes of mock interviews."""
    router = APIRouter()

    @router.post(
        "/api/v1/interviews",
        summary="Préparer un entretien blanc",
        tags=["interviews"],
        response_model=None,
        responses={200: {"model": InterviewPlan, "description": "Le plan"}, **PROBLEMS},
        openapi_extra=request_of(InterviewRequest),
    )
    def create_interview(asked: Annotated[Wanted, Depends(wanted)]) -> Response:
        plan, _ = desk.plan_from(asked.wish, asked.sent)
        return Response(as_document(plan), media_type="application/json")

    @router.api_route("/entretien", methods=["GET", "HEAD"], include_in_schema=False, response_class=HTMLResponse)
    def form() -> HTMLResponse:
        page = render_template(
            "interview_form.html.j2",
            root="",
            kinds=[(code, title, SETTINGS[code]) for code, title in TITLES.items()],
            styles=[(code, words, STYLE_HELP[code]) for code, words in STYLES.items()],
            shortest=SHORTEST,
            longest=LONGEST,
        )
        return HTMLResponse(page, headers={"content-security-policy": SCRIPTED_POLICY})

    @router.post("/entretien", include_in_schema=False, response_class=HTMLResponse)
    def prepare(asked: Annotated[Wanted, Depends(wanted)]) -> str:
        plan, draft = desk.plan_from(asked.wish, asked.sent)
        return render_sheet_page(sheet_of(plan, draft.name if draft else ""))

    return router

"""Interviews held by programs: a state comes in with an answer, the next one goes out; nothing is kept."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from assistant.domain.session import Debrief, Mode, Session, Step
from assistant.hold_interview import answer, begin, step
from assistant.oral.soundness import LONGEST_ANSWER, sound
from web.desk import Desk
from web.problems import PROBLEMS
from web.rendering.document import as_document
from web.routes.interviews import InterviewRequest, Wanted, request_of, wanted_from
from web.submissions import sent_as


class SessionRequest(InterviewRequest):
    """Body of a request to begin an interview."""

    mode: Mode = "practice"
    """`practice` gives help after each answer; `exam` gives none and keeps to its times."""


class AnswerRequest(BaseModel):
    """Body of an answer."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    session: Session
    """The state, as it was last given."""
    answer: str = Field(max_length=LONGEST_ANSWER)
    """What the person answers; empty to go on to the next question."""
    seconds: int = Field(default=0, ge=0, le=86_400)
    """Time that the answer took."""


class DebriefRequest(BaseModel):
    """Body of a request for a debrief."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    session: Session
    """The state, at any moment of the interview."""


@dataclass(frozen=True)
class WantedSession(Wanted):
    """An interview wanted, the draft sent for it, and how it is to be held."""

    mode: Mode


async def wanted_session(request: Request) -> WantedSession:
    """Read the body of a request to begin an interview."""
    asked, data, name = await sent_as(request, SessionRequest)
    wanted = wanted_from(asked, data, name)
    return WantedSession(wanted.wish, wanted.sent, asked.mode)


async def _answer(request: Request) -> AnswerRequest:
    asked, _, _ = await sent_as(request, AnswerRequest)
    return asked


async def _debrief(request: Request) -> DebriefRequest:
    asked, _, _ = await sent_as(request, DebriefRequest)
    return asked


def _json_body(model: type[BaseModel]) -> dict[str, Any]:
    """Return the body as OpenAPI describes it; what a session is stands with the responses."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def sessions_router(desk: Desk) -> APIRouter:
    """Return the routes of interviews held by programs."""
    router = APIRouter(prefix="/api/v1/interviews", tags=["interviews"])

    @router.post(
        "/sessions",
        summary="Commencer un entretien",
        response_model=None,
        responses={200: {"model": Step, "description": "L’état, et la première question"}, **PROBLEMS},
        openapi_extra=request_of(SessionRequest),
    )
    def create_session(asked: Annotated[WantedSession, Depends(wanted_session)]) -> Response:
        plan, draft = desk.plan_from(asked.wish, asked.sent)
        return _told(step(begin(plan, mode=asked.mode, dossier=draft.text if draft else "", name=draft.name if draft else "")))

    @router.post(
        "/answers",
        summary="Répondre, et recevoir la suite",
        response_model=None,
        responses={200: {"model": Step, "description": "L’état suivant, ce que dit le jury, l’aide"}, **PROBLEMS},
        openapi_extra=_json_body(AnswerRequest),
    )
    def create_answer(asked: Annotated[AnswerRequest, Depends(_answer)]) -> Response:
        return _told(step(answer(sound(asked.session), asked.answer, asked.seconds)))

    @router.post(
        "/debriefs",
        summary="Faire le bilan d’un entretien",
        response_model=None,
        responses={200: {"model": Debrief, "description": "Le bilan, sans note"}, **PROBLEMS},
        openapi_extra=_json_body(DebriefRequest),
    )
    def create_debrief(asked: Annotated[DebriefRequest, Depends(_debrief)]) -> Response:
        return _told(desk.debrief(sound(asked.session)))

    return router


def _told(value: BaseModel) -> Response:
    return Response(as_document(value), media_type="application/json")

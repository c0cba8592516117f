"""The coach: a stream of events for programs, a page of questions for people; nothing is kept."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.responses import HTMLResponse

from assistant.coaching.choosing import Chooser
from assistant.domain.conversation import Exchange
from assistant.errors import InputError
from web.conversations import ChatRequest, chat_form, chat_request
from web.described import body_of
from web.desk import Desk
from web.problems import PROBLEMS, Problem, problem_of_error
from web.rendering.pages import render_template
from web.rendering.talk import parts, sources
from web.rendering.words import typeset
from web.replies import Reply, guarded, reply_to
from web.security import SCRIPTED_POLICY

_BODY: dict[str, Any] = {"requestBody": {"required": True, "content": {"application/json": {"schema": body_of(ChatRequest)}}}}
_STREAM = (
    "Flux d’événements : meta (mode, bloc, notice), delta (text), citation, puis done (réponse entière et conversation à "
    "renvoyer) ou error"
)


def chat_router(desk: Desk) -> APIRouter:
    """Return the routes of the coach."""
    router = APIRouter()

    def replied(asked: Annotated[ChatRequest, Depends(chat_request)]) -> Reply:
        return reply_to(desk, asked)

    @router.post(
        "/api/v1/chat",
        tags=["chat"],
        summary="Poser une question, la réponse arrive par événements",
        response_class=EventSourceResponse,
        responses={200: {"description": _STREAM}, **PROBLEMS},
        openapi_extra=_BODY,
    )
    async def chat(reply: Annotated[Reply, Depends(replied)]) -> AsyncIterator[ServerSentEvent]:
        for event in guarded(reply.events()):
            yield event

    @router.get("/questions", include_in_schema=False)
    def page() -> HTMLResponse:
        return questions_page(desk, ChatRequest(message=""))

    @router.post("/questions", include_in_schema=False)
    def ask(asked: Annotated[ChatRequest, Depends(chat_form)]) -> HTMLResponse:
        return questions_page(desk, asked)

    return router


def questions_page(desk: Desk, asked: ChatRequest) -> HTMLResponse:
    """Return the conversation so far with its answers; what cannot be answered is said above the form."""
    problem: Problem | None = None
    exchanges: tuple[Exchange, ...] = ()
    conversation = asked.conversation
    try:
        reading = desk.read_for_coach(asked.draft or "", asked.bloc)
        if asked.message:
            conversation = conversation.asking(asked.message)
        exchanges = desk.reviewer.coach.replay(conversation, reading)
        if asked.message:
            conversation = asked.conversation.asking(asked.message, exchanges[-1].chosen)
    except InputError as error:
        problem, conversation = problem_of_error(error), asked.conversation
    html = render_template(
        "questions.html.j2",
        root="",
        blocs=[(bloc.code, typeset(bloc.intitule)) for bloc in desk.reviewer.knowledge.referentiel.blocs],
        asked=asked if problem else ChatRequest(message="", draft=asked.draft, bloc=asked.bloc),
        conversation=conversation.model_dump_json(),
        exchanges=[(e.question, parts(e.answer.answer), sources(e.answer)) for e in exchanges],
        notice=exchanges[-1].answer.notice if exchanges else "",
        model=_sent_to(desk.reviewer.coach.chooser),
        problem=problem,
    )
    return HTMLResponse(html, problem.status if problem else 200, {"content-security-policy": SCRIPTED_POLICY})


def _sent_to(chooser: Chooser | None) -> str:
    """Return what a person must know before asking: that a question goes to a model; nothing when none does."""
    if chooser is None:
        return ""
    masked = ", noms masqués," if chooser.masks else ""
    return (
        f"Votre question{masked} est envoyée au modèle de langue {chooser.model}, qui dit ce qui y répond le mieux\u00a0; "
        "votre texte ne l’est pas."
    )

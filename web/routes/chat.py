"""The coach: a stream of events for programs, a page of questions for people; nothing is kept."""

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.responses import HTMLResponse

from assistant.domain.conversation import Answer, Conversation, Exchange
from assistant.errors import InputError
from web.conversations import ChatRequest, chat_form, chat_request
from web.described import body_of
from web.desk import Desk
from web.problems import PROBLEMS, Problem, problem_of_error, unexpected
from web.rendering.pages import render_template
from web.rendering.talk import parts, pieces, sources
from web.security import SCRIPTED_POLICY

_BODY: dict[str, Any] = {"requestBody": {"required": True, "content": {"application/json": {"schema": body_of(ChatRequest)}}}}
_STREAM = (
    "Flux d’événements : meta (mode, bloc, notice), delta (text), citation, puis done (réponse entière et conversation à "
    "renvoyer) ou error"
)


class Reply:
    """An answer ready to be streamed."""

    def __init__(self, answer: Answer, conversation: Conversation, bloc: str | None) -> None:
        self.answer = answer
        self.conversation = conversation
        self.bloc = bloc

    def events(self) -> Iterator[ServerSentEvent]:
        """Yield the events of the answer, in order."""
        meta = {"mode": self.answer.mode, "bloc": self.bloc, "notice": self.answer.notice}
        yield ServerSentEvent(event="meta", data=meta)
        yield from (ServerSentEvent(event="delta", data={"text": piece}) for piece in pieces(self.answer.answer))
        yield from (ServerSentEvent(event="citation", data=c.model_dump(mode="json")) for c in self.answer.citations)
        whole = self.answer.model_dump(mode="json") | {"conversation": self.conversation.model_dump(mode="json")}
        yield ServerSentEvent(event="done", data=whole)


def guarded(events: Iterable[ServerSentEvent]) -> Iterator[ServerSentEvent]:
    """Yield events; what goes wrong once the stream has started becomes a last event, `error`."""
    try:
        yield from events
    except Exception as error:  # noqa: BLE001 - the answer has started: a numbered problem is all that can still be said
        yield ServerSentEvent(event="error", data=unexpected(error).model_dump(mode="json", exclude_none=True))


def reply_to(desk: Desk, asked: ChatRequest) -> Reply:
    """Return the answer to a question; a bloc without a draft is the one that the question is about."""
    reading = desk.read_for_coach(asked.draft or "", asked.bloc)
    about = None if asked.bloc == "auto" else desk.reviewer.knowledge.referentiel.bloc(asked.bloc).code
    answer = desk.reviewer.coach.answer(asked.message, reading, asked.conversation, about)
    return Reply(answer, asked.conversation.asking(asked.message), reading.report.bloc if reading else None)


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
    except InputError as error:
        problem, conversation = problem_of_error(error), asked.conversation
    html = render_template(
        "questions.html.j2",
        root="",
        blocs=[(bloc.code, bloc.intitule) for bloc in desk.reviewer.knowledge.referentiel.blocs],
        asked=asked if problem else ChatRequest(message="", draft=asked.draft, bloc=asked.bloc),
        conversation=conversation.model_dump_json(),
        exchanges=[(e.question, parts(e.answer.answer), sources(e.answer)) for e in exchanges],
        notice=exchanges[-1].answer.notice if exchanges else "",
        problem=problem,
    )
    return HTMLResponse(html, problem.status if problem else 200, {"content-security-policy": SCRIPTED_POLICY})

"""The live interview in the browser: the state travels in each page, so that the server keeps nothing and may be restarted."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends
from starlette.responses import HTMLResponse, Response

from assistant.domain.session import Session
from assistant.errors import InputError
from assistant.hold_interview import answer, begin, is_over, put_aside, step
from web.desk import Desk
from web.rendering.live import Clock, Shown, View, now, render_debrief, render_live, session_file
from web.rendering.pages import render_template
from web.routes.sessions import WantedSession, wanted_session
from web.security import SCRIPTED_POLICY
from web.sessions import Sent, pack, sent_file, sent_step, session_in, unpack

_EMPTY = "Écrivez votre réponse, ou passez la question."


def live_router(desk: Desk) -> APIRouter:
    """Return the routes of interviews held in a browser."""
    router = APIRouter(prefix="/entretien", include_in_schema=False, default_response_class=HTMLResponse)

    @router.post("/debut")
    def start(asked: Annotated[WantedSession, Depends(wanted_session)]) -> HTMLResponse:
        plan, draft = desk.plan_from(asked.wish, asked.sent)
        session = begin(plan, mode=asked.mode, dossier=draft.text if draft else "", name=draft.name if draft else "")
        return _page(session, "ready", new=True)

    @router.post("/reprise")
    def resume(data: Annotated[bytes, Depends(sent_file)]) -> HTMLResponse:
        return _guarded(lambda: _taken_up(desk, session_in(data)))

    @router.post("/seance")
    def go_on(sent: Annotated[Sent, Depends(sent_step)]) -> HTMLResponse:
        return _guarded(lambda: _moved(desk, unpack(sent.state), sent), sent.answer)

    @router.post("/seance.json", response_class=Response)
    def save(sent: Annotated[Sent, Depends(sent_step)]) -> Response:
        return _guarded(lambda: _file(put_aside(unpack(sent.state), sent.answer)), sent.answer)

    for address in ("/debut", "/reprise", "/seance"):
        router.add_api_route(address, _resume_page, methods=["GET", "HEAD"])
    return router


Page = TypeVar("Page", bound=Response)


def _guarded(page: Callable[[], Page], typed: str = "") -> Page | HTMLResponse:
    """Return the page; when the state cannot be used, one that says so and gives back what was typed."""
    try:
        return page()
    except InputError as error:
        problem = f"{error} {error.hint}".strip()
        return _html(render_template("live_resume.html.j2", root="../", problem=problem, typed=typed), 400)


def _taken_up(desk: Desk, session: Session) -> HTMLResponse:
    return _debrief(desk, session) if is_over(session) else _page(session, "ready", new=True)


def _file(session: Session) -> Response:
    file = session_file(session)
    return Response(file.content, media_type=file.media_type, headers={"content-disposition": file.disposition})


def _moved(desk: Desk, session: Session, sent: Sent) -> HTMLResponse:
    if sent.action == "finish":
        return _debrief(desk, put_aside(session, sent.answer))
    if is_over(session):
        return _debrief(desk, session)
    if sent.action in ("pause", "resume"):
        aside = put_aside(session, sent.answer)
        return _page(aside, "pause" if sent.action == "pause" else "question", spent=sent.seconds)
    return _answered(desk, session, sent)


def _answered(desk: Desk, session: Session, sent: Sent) -> HTMLResponse:
    given = sent.answer if sent.action == "answer" else ""
    if sent.action == "answer" and not given.strip():
        return _page(session, "question", spent=sent.seconds, problem=_EMPTY)
    try:
        after = answer(session, given, sent.seconds)
    except InputError as error:
        kept = put_aside(session, sent.answer)
        return _page(kept, "question", spent=sent.seconds, problem=f"{error} {error.hint}")
    reached = step(after)
    if reached.help and given:
        return _page(after, "help")
    return _debrief(desk, after) if is_over(after) else _page(after, "question")


def _page(session: Session, view: View, *, spent: int = 0, problem: str = "", new: bool = False) -> HTMLResponse:
    clock = Clock(since=now() if view == "question" else 0, spent=spent)
    shown = Shown(view, step(session), pack(session), clock, problem, new)
    return _html(render_live(shown), 400 if problem else 200)


def _debrief(desk: Desk, session: Session) -> HTMLResponse:
    return _html(render_debrief(session, desk.debrief(session), pack(session)))


def _resume_page() -> HTMLResponse:
    return _html(render_template("live_resume.html.j2", root="../", problem="", typed=""))


def _html(page: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(page, status, {"content-security-policy": SCRIPTED_POLICY})

"""A live interview as pages: ready, a question, the help after an answer, a pause, the debrief."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.domain.interview import Part, Question
from assistant.domain.session import Debrief, Help, Said, Session, Step, Turn
from assistant.oral.soundness import LONGEST_ANSWER
from web.rendering.document import as_document
from web.rendering.downloads import Download, file_name
from web.rendering.interview import STYLES, TITLES
from web.rendering.pages import render_template
from web.rendering.plain import one_line, shortened
from web.rendering.session import MODES, listed, transcript

View = Literal["ready", "question", "help", "pause"]
_FULL, _NEARLY = 90, 30


@dataclass(frozen=True)
class Clock:
    """Where the time stands, for the page that is shown."""

    since: int = 0
    """When the question was shown, by the clock of the server."""
    spent: int = 0
    """Seconds already spent on it."""


@dataclass(frozen=True)
class PhaseShown:
    """A phase in the row of phases."""

    title: str
    minutes: int
    place: Literal["done", "now", "next"]


@dataclass(frozen=True)
class Shown:
    """What a page of the live interview shows."""

    view: View
    step: Step
    state: str
    clock: Clock = field(default_factory=Clock)
    problem: str = ""
    """What could not be done, above the form; what was typed is still in it."""
    new: bool = False
    """Whether the interview begins, or comes from a file: another one may be kept in the browser."""


def render_live(shown: Shown) -> str:
    """Return the page of an interview that goes on."""
    session, prompt = shown.step.session, shown.step.prompt
    number = prompt.question if prompt else len(session.plan.questions)
    return render_template(
        "live.html.j2",
        root="../",
        shown=shown,
        session=session,
        prompt=prompt,
        title=TITLES[session.plan.kind],
        mode=MODES[session.mode],
        style=STYLES[session.plan.style],
        count=len(session.plan.questions),
        phases=_phases(session, number),
        time=time_words(prompt.seconds_left - shown.clock.spent, exam=session.mode == "exam") if prompt else "",
        gone=_gone(shown, number),
        longest=LONGEST_ANSWER,
        source=_source(session, number),
        said=[turn for turn in session.turns if turn.question == number],
        help=_help(shown.step.help) if shown.step.help else None,
        helped=session.turns[-1] if session.turns else None,
    )


def _source(session: Session, number: int) -> str:
    """Return the passage that the question starts from, when the question does not read it aloud."""
    question = session.plan.questions[number - 1]
    return shortened(question.source.quote) if question.source and question.source.quote not in question.text else ""


def now() -> int:
    """Return the present by the clock of the server, in whole seconds."""
    return int(time.time())


def time_words(left: int, *, exam: bool) -> str:
    """Return how much of a phase is left, in words that do not count seconds."""
    if left < 0:
        after = "le jury passera ensuite à la partie suivante" if exam else "concluez à votre rythme"
        return f"Le temps prévu pour cette partie est passé\u00a0: {after}."
    if left < _NEARLY:
        return "Cette partie touche à sa fin."
    minutes = max(1, round(left / 60))
    about = "environ une minute" if left < _FULL else f"environ {minutes}\u00a0minutes"
    return f"Il reste {about} pour cette partie."


def _phases(session: Session, number: int) -> list[PhaseShown]:
    shown, last = [], 0
    for phase in session.plan.phases:
        first, last = last + 1, last + len(phase.questions)
        place: Literal["done", "now", "next"] = "now" if first <= number <= last else "done" if number > last else "next"
        shown.append(PhaseShown(one_line(phase.title), phase.minutes, place))
    return shown


def _gone(shown: Shown, number: int) -> tuple[int, int]:
    """Return the seconds gone of the present phase, and how many it has."""
    last = 0
    for phase in shown.step.session.plan.phases:
        last += len(phase.questions)
        if number <= last:
            whole = phase.minutes * 60
            left = shown.step.prompt.seconds_left if shown.step.prompt else 0
            return min(whole, max(0, whole - left + shown.clock.spent)), whole
    return 0, 1


@dataclass(frozen=True)
class HelpShown:
    """The help after an answer, in words."""

    shown: tuple[tuple[str, str], ...]
    missing: str
    expected: tuple[str, ...]


def _help(given: Help) -> HelpShown:
    return HelpShown(
        shown=tuple((parts, quote) for parts, _, quote in _said(given.shown)),
        missing=listed(given.missing) if given.missing else "",
        expected=given.expected,
    )


def _said(shown: Sequence[Said]) -> list[tuple[str, int, str]]:
    """Return what was said once a sentence: the parts that it shows, its question, its words."""
    parts: dict[tuple[int, str], list[Part]] = {}
    for said in shown:
        parts.setdefault((said.question, said.quote), []).append(said.part)
    told = [(listed(tuple(found)), number, shortened(quote, 200)) for (number, quote), found in parts.items()]
    return [(words[:1].upper() + words[1:], number, quote) for words, number, quote in told]


def render_debrief(session: Session, done: Debrief, state: str) -> str:
    """Return the page of the debrief, with what there is to take away."""
    return render_template(
        "debrief.html.j2",
        root="../",
        session=session,
        state=state,
        done=done,
        over=session.at > len(session.plan.questions),
        title=TITLES[session.plan.kind],
        mode=MODES[session.mode],
        minutes=max(1, round(done.seconds / 60)),
        points=[
            (
                point,
                _said(point.shown),
                listed(point.missing) if point.missing else "",
            )
            for point in done.points
        ],
        exchanges=_exchanges(session),
        downloads=downloads_of_session(session, done),
    )


def _exchanges(session: Session) -> list[tuple[int, Question, list[Turn]]]:
    numbers = dict.fromkeys(turn.question for turn in session.turns)
    return [(n, session.plan.questions[n - 1], [t for t in session.turns if t.question == n]) for n in numbers]


def session_file(session: Session) -> Download:
    """Return the file with which an interview goes on later, here or in a terminal."""
    name = file_name(session.name or "entretien", "séance.json")
    return Download("La séance, pour la reprendre (JSON)", name, "application/json", as_document(session).encode())


def downloads_of_session(session: Session, done: Debrief) -> tuple[Download, ...]:
    """Return the interview in the forms that a person may take away."""
    name = file_name(session.name or "entretien", "échange et bilan.md")
    written = Download(
        "L’échange et le bilan (Markdown)", name, "text/markdown;charset=utf-8", transcript(session, done).encode()
    )
    return written, session_file(session)

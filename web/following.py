"""Drafts read one after another, each step told as soon as it is done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from fastapi.sse import ServerSentEvent

from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport
from assistant.errors import JuryBlancError
from assistant.review_draft import Step
from web.dependencies import labels_for
from web.desk import Desk
from web.problems import Busy, Problem, problem_of_error
from web.rendering.html import Frame, render_page
from web.rendering.overview import render_overview, rows_of
from web.rendering.reading import reading_of
from web.rendering.words import NBSP, counted
from web.submissions import EVERY_BLOC, Submission

Tell = Callable[[ServerSentEvent], None]
OPENED = "lu"
"""The step that comes before those of the reading: the file is open."""
_ROOT = "../../"


@dataclass(frozen=True)
class Read:
    """A draft that was read, and what was sent for it."""

    sent: Submission
    draft: Draft
    report: FeedbackReport


@dataclass(frozen=True)
class Refused:
    """A draft that could not be read, and why."""

    name: str
    problem: Problem


@dataclass(frozen=True)
class Readings:
    """What came of the drafts sent together, in their order."""

    read: tuple[Read, ...]
    refused: tuple[Refused, ...] = ()


class Stopped(Exception):
    """Nobody is listening any more."""


def read_all(desk: Desk, sent: Sequence[Submission], tell: Tell) -> Readings:
    """Read drafts one after another; one that cannot be read does not stop the others.

    Raise the refusal when none could be read: there is nothing to show then.
    """
    read: list[Read] = []
    refused: list[Refused] = []
    first: JuryBlancError | None = None
    for rank, one in enumerate(sent, start=1):
        told = _Telling(tell, rank)
        told.event("file", name=one.name, of=len(sent))
        try:
            read += _read(desk, one, told)
        except Busy:
            raise
        except JuryBlancError as error:
            first = first or error
            refused.append(Refused(one.name, problem_of_error(error)))
            told.event("refused", **_words(refused[-1].problem))
    if first is not None and not read:
        raise first
    return Readings(tuple(read), tuple(refused))


def _read(desk: Desk, sent: Submission, told: "_Telling") -> list[Read]:
    with desk.slot():
        draft = sent.draft()
        told.step(OPENED, size_of(draft))
        blocs = [sent.bloc] if sent.bloc != EVERY_BLOC else [b.code for b in desk.reviewer.knowledge.referentiel.blocs]
        asked = [replace(sent, bloc=bloc) for bloc in blocs]
        return [Read(one, draft, desk.review(draft, one, told.progress)) for one in asked]


def _words(problem: Problem) -> dict[str, str]:
    return {"detail": problem.detail, "hint": problem.hint}


def size_of(draft: Draft) -> str:
    """Return, for a person, that a file was read and how long it is."""
    return f"Fichier lu{NBSP}: {counted(draft.words, 'mot', 'mots')}"


class _Telling:
    """Says, of one draft among those sent, what has just been done."""

    def __init__(self, tell: Tell, rank: int) -> None:
        self._tell = tell
        self._rank = rank

    def event(self, kind: str, **details: object) -> None:
        self._tell(ServerSentEvent(event=kind, data={"n": self._rank, **details}))

    def step(self, step: str, words: str) -> None:
        self.event("step", step=step, words=words)

    def progress(self, step: Step, detail: str | int) -> None:
        self.step(step.value, words_of(step, detail))


def words_of(step: Step, detail: str | int) -> str:
    """Return, for a person, what has just been done of a reading."""
    number = detail if isinstance(detail, int) else 0
    return {
        Step.RECOGNISED: f"Lecture pour le bloc {detail}",
        Step.MATCHED: f"{counted(number, 'passage examiné', 'passages examinés')}",
        Step.JUDGED: f"{counted(number, 'critère lu', 'critères lus')}",
        Step.CHECKED: f"Forme, calculs et règles vérifiés{NBSP}: {counted(number, 'remarque', 'remarques')}",
    }[step]


def pages_of(desk: Desk, readings: Readings, minutes: float) -> tuple[bytes, ...]:
    """Return the pages of the readings: the reading itself when it is alone, else their picture and a page each."""
    alone = len(readings.read) == 1 and not readings.refused
    frame = Frame(root=_ROOT, minutes=round(minutes), picture=not alone)
    labels = [labels_for(desk.reviewer, one.report) for one in readings.read]
    pages = [
        render_page(one.report, one.draft, words, desk.downloads(one.sent, one.draft, one.report), frame)
        for one, words in zip(readings.read, labels, strict=True)
    ]
    if not alone:
        shown = [reading_of(one.report, words, one.draft) for one, words in zip(readings.read, labels, strict=True)]
        refused = [(one.name, f"{one.problem.detail} {one.problem.hint}".strip()) for one in readings.refused]
        rows = rows_of(shown, desk.reviewer.knowledge.referentiel)
        pages.insert(0, render_overview(rows, refused, root=_ROOT, minutes=round(minutes)))
    return tuple(page.encode() for page in pages)

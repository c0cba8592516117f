"""What the routes need from the assistant."""

from typing import Literal, Protocol

from assistant.coaching.choosing import Chooser
from assistant.coaching.outline import Outline
from assistant.coaching.reading import Reading
from assistant.domain.conversation import Conversation, Exchange, SearchResults
from assistant.domain.doors import Client, Site
from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport
from assistant.domain.grille import Grille
from assistant.domain.interview import InterviewKind, InterviewPlan, JuryStyle
from assistant.domain.referentiel import Referentiel
from assistant.domain.session import Debrief, Session
from assistant.review_draft import Progress
from web.rendering.words import Labels, labels_from


class KnowledgeBase(Protocol):
    """The référentiel and its grilles."""

    @property
    def referentiel(self) -> Referentiel:
        """Return the référentiel in use."""

    def grille(self, bloc: str) -> Grille:
        """Return the grille of a bloc."""


class Coaching(Protocol):
    """What answers questions, one conversation after another."""

    @property
    def chooser(self) -> Chooser | None:
        """Return what has a language model choose what answers, None when no model has a part in answers."""

    def turn(
        self, question: str, reading: Reading | None = None, before: Conversation | None = None, about: str | None = None
    ) -> Exchange:
        """Return a question with its answer, as the next turn of a conversation about a bloc."""

    def outline(self, question: str) -> Outline:
        """Return the sentences of an answer, before they are checked and before any model is asked."""

    def replay(self, conversation: Conversation, reading: Reading | None = None) -> tuple[Exchange, ...]:
        """Return every question of a conversation with its answer."""


class Doors(Protocol):
    """Who may come in from elsewhere."""

    def site(self, code: str) -> Site | None:
        """Return the site of that id, if there is one."""

    def client(self, key: str) -> Client | None:
        """Return the program of that key, if there is one."""


class Closed:
    """No door is open."""

    def site(self, code: str) -> Site | None:  # noqa: ARG002 - nobody is let in, whatever they say
        """Return nothing."""
        return None

    def client(self, key: str) -> Client | None:  # noqa: ARG002 - nobody is let in, whatever they say
        """Return nothing."""
        return None


class Reviewer(Protocol):
    """The part of the assistant that reads a draft and answers questions."""

    @property
    def coach(self) -> Coaching:
        """Return what answers questions."""

    def read_for_coach(self, draft: Draft | None, bloc: str = "auto") -> Reading | None:
        """Return what lets the coach speak of a draft; None without a draft."""

    @property
    def knowledge(self) -> KnowledgeBase:
        """Return what the readings rest on."""

    def review(
        self,
        draft: Draft,
        bloc: str = "auto",
        scope: Literal["draft", "passage"] = "draft",
        critere: str | None = None,
        progress: Progress | None = None,
    ) -> FeedbackReport:
        """Return the reading of a draft; `progress` is told each step."""

    def search(self, query: str, k: int = 10) -> SearchResults:
        """Return the entries of the référentiel closest to a text, best first."""

    def plan_interview(
        self,
        kind: InterviewKind,
        draft: Draft | FeedbackReport | None = None,
        *,
        style: JuryStyle = "referentiel",
        seed: int = 0,
        minutes: int | None = None,
    ) -> InterviewPlan:
        """Return a mock interview, from a draft or its reading when one is given."""

    def debrief(self, session: Session) -> Debrief:
        """Return what to remember of an interview that was held, or of its beginning."""


def labels_for(reviewer: Reviewer, report: FeedbackReport) -> Labels:
    """Return the words needed to show that report."""
    return labels_from(reviewer.knowledge.referentiel, reviewer.knowledge.grille(report.bloc))

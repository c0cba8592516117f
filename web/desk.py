"""Reads what people send, a few at a time so that memory stays bounded."""

from threading import BoundedSemaphore

from assistant.coaching.reading import Reading
from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport
from assistant.domain.interview import InterviewPlan, InterviewWish
from assistant.domain.session import Debrief, Session
from ingestion.readers import read_text
from web.dependencies import Reviewer, labels_for
from web.rendering.downloads import Download, annotated_document, downloads_of
from web.submissions import Submission

_AT_ONCE = 4
"""Readings at the same time: each may hold a child of up to 1 GB while a file is parsed."""


class Desk:
    """The one place where a submission becomes a reading."""

    def __init__(self, reviewer: Reviewer) -> None:
        self.reviewer = reviewer
        self._slots = BoundedSemaphore(_AT_ONCE)

    def read(self, sent: Submission) -> tuple[Draft, FeedbackReport]:
        """Return the draft and its reading; wait for a free slot first."""
        with self._slots:
            draft = sent.draft()
            return draft, self.reviewer.review(draft, sent.bloc, scope=sent.scope, critere=sent.critere)

    def plan_from(self, wish: InterviewWish, sent: Submission | None) -> tuple[InterviewPlan, Draft | None]:
        """Return the interview wanted and the draft that it starts from, if one was sent."""
        with self._slots:
            draft = sent.draft() if sent else None
            bloc = sent.bloc if sent and wish.kind == "final" else wish.kind
            read = self.reviewer.review(draft, bloc) if draft else None
            plan = self.reviewer.plan_interview(wish.kind, read, style=wish.style, seed=wish.seed, minutes=wish.minutes)
            return plan, draft

    def debrief(self, session: Session) -> Debrief:
        """Return what to remember of an interview."""
        with self._slots:
            return self.reviewer.debrief(session)

    def downloads(self, sent: Submission, draft: Draft, report: FeedbackReport) -> tuple[Download, ...]:
        """Return a reading in the forms that a person may take away; a file is opened in its child for it."""
        with self._slots:
            return downloads_of(report, draft, labels_for(self.reviewer, report), sent.data)

    def annotate(self, sent: Submission, draft: Draft, report: FeedbackReport) -> Download:
        """Return the Word document of a reading."""
        with self._slots:
            return annotated_document(report, draft, labels_for(self.reviewer, report), sent.data)

    def read_for_coach(self, text: str, bloc: str) -> Reading | None:
        """Return what lets the coach speak of a pasted text; None when it is empty."""
        if not text.strip():
            return None
        with self._slots:
            return self.reviewer.read_for_coach(read_text(text), bloc)

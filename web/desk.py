"""Reads what people send, a few at a time so that memory stays bounded."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from assistant.coaching.reading import Reading
from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport
from assistant.domain.interview import InterviewPlan, InterviewWish
from assistant.domain.session import Debrief, Session
from assistant.review_draft import Progress
from ingestion.readers import read_text
from web.dependencies import Reviewer, labels_for
from web.problems import Busy
from web.rendering.downloads import Download, annotated_document, downloads_of
from web.submissions import Submission
from web.telemetry import Metrics

_AT_ONCE = 4
"""Readings at the same time: each may hold a child of up to 1 GB while a file is parsed."""
_WAITING = 16
"""Drafts that may wait: each holds a thread, and the others must stay free for those who only look."""


class Desk:
    """The one place where a submission becomes a reading."""

    def __init__(self, reviewer: Reviewer, metrics: Metrics | None = None) -> None:
        self.reviewer = reviewer
        self._metrics = metrics or Metrics()
        self._slots = BoundedSemaphore(_AT_ONCE)
        self._waiting = 0
        self._lock = Lock()

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Wait for a turn to read; raise `Busy` when too many wait already."""
        with self._lock:
            if self._waiting >= _WAITING:
                raise Busy
            self._waiting += 1
        try:
            with self._metrics.waiting.track_inprogress():
                self._slots.acquire()
        finally:
            with self._lock:
                self._waiting -= 1
        try:
            yield
        finally:
            self._slots.release()

    def read(self, sent: Submission) -> tuple[Draft, FeedbackReport]:
        """Return the draft and its reading, when its turn has come."""
        with self.slot():
            draft = sent.draft()
            return draft, self.review(draft, sent)

    def review(self, draft: Draft, sent: Submission, progress: Progress | None = None) -> FeedbackReport:
        """Return the reading of a draft that was opened already, in a slot that is held."""
        told = {"progress": progress} if progress else {}
        report = self.reviewer.review(draft, sent.bloc, scope=sent.scope, critere=sent.critere, **told)
        self._metrics.readings.labels(sent.scope).inc()
        return report

    def text(self, sent: Submission) -> Draft:
        """Return the draft of a submission alone."""
        with self.slot():
            return sent.draft()

    def plan_from(self, wish: InterviewWish, sent: Submission | None) -> tuple[InterviewPlan, Draft | None]:
        """Return the interview wanted and the draft that it starts from, if one was sent."""
        with self.slot():
            draft = sent.draft() if sent else None
            bloc = sent.bloc if sent and wish.kind == "final" else wish.kind
            read = self.reviewer.review(draft, bloc) if draft else None
            plan = self.reviewer.plan_interview(wish.kind, read, style=wish.style, seed=wish.seed, minutes=wish.minutes)
            return plan, draft

    def debrief(self, session: Session) -> Debrief:
        """Return what to remember of an interview."""
        with self.slot():
            return self.reviewer.debrief(session)

    def downloads(self, sent: Submission, draft: Draft, report: FeedbackReport) -> tuple[Download, ...]:
        """Return a reading in the forms that a person may take away; a file is opened in its child for it."""
        with self.slot():
            return downloads_of(report, draft, labels_for(self.reviewer, report), sent.data)

    def annotate(self, sent: Submission, draft: Draft, report: FeedbackReport) -> Download:
        """Return the Word document of a reading."""
        with self.slot():
            return annotated_document(report, draft, labels_for(self.reviewer, report), sent.data)

    def read_for_coach(self, text: str, bloc: str) -> Reading | None:
        """Return what lets the coach speak of a pasted text; None when it is empty."""
        if not text.strip():
            return None
        with self.slot():
            return self.reviewer.read_for_coach(read_text(text), bloc)

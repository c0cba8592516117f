"""Reads what people send, a few at a time so that memory stays bounded."""

from threading import BoundedSemaphore

from assistant.coaching.reading import Reading
from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport
from ingestion.readers import read_text
from web.dependencies import Reviewer
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

    def read_for_coach(self, text: str, bloc: str) -> Reading | None:
        """Return what lets the coach speak of a pasted text; None when it is empty."""
        if not text.strip():
            return None
        with self._slots:
            return self.reviewer.read_for_coach(read_text(text), bloc)

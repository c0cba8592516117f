"""What an account keeps: drafts, their versions, and the reading of each."""

from pydantic import Field

from assistant.domain.base import BlocCode, Frozen
from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport


class DraftSummary(Frozen):
    """What a list shows of a kept draft."""

    id: str
    title: str
    bloc: BlocCode
    created_at: str
    """UTC, ISO 8601."""
    changed_at: str
    """UTC, ISO 8601: when its last version came."""
    versions: int = Field(ge=1)


class VersionReading(Frozen):
    """The reading of one version, without its text."""

    number: int = Field(ge=1)
    created_at: str
    report: FeedbackReport
    original: bool
    """Whether the file was kept as it was sent; a pasted text has none."""


class KeptVersion(Frozen):
    """One version of a draft, whole."""

    number: int = Field(ge=1)
    created_at: str
    draft: Draft
    report: FeedbackReport
    original: bytes | None = None
    """The file as it was sent."""

"""A reading as a Word document: the candidate's own when it is one, a clean one otherwise."""

from importlib import import_module

from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport
from ingestion.writers.word import annotated
from web.rendering.margin import margin_remarks
from web.rendering.words import Labels

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_CLEAN = "web.rendering.clean_word"


def render_docx(report: FeedbackReport, draft: Draft, labels: Labels, sent: bytes | None) -> bytes:
    """Return the document with the reading in its margin.

    `sent` is the file from which the draft was read, or None for pasted words; a file that
    is no Word document gives a new one of the same words.
    """
    remarks = margin_remarks(report, draft, labels)
    own = annotated(sent, draft.name, remarks) if sent else None
    if own is not None:
        return own
    made: bytes = import_module(_CLEAN).clean_document(draft, remarks)  # loaded when first asked for: a start writes nothing
    return made

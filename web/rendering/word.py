"""A reading as a Word document: the candidate's own when it is one, a clean one otherwise."""

from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport
from ingestion.writers.word import annotated
from web.rendering.clean_word import clean_document
from web.rendering.margin import margin_remarks
from web.rendering.words import Labels

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def render_docx(report: FeedbackReport, draft: Draft, labels: Labels, sent: bytes | None) -> bytes:
    """Return the document with the reading in its margin.

    `sent` is the file from which the draft was read, or None for pasted words; a file that
    is no Word document gives a new one of the same words.
    """
    remarks = margin_remarks(report, draft, labels)
    own = annotated(sent, draft.name, remarks) if sent else None
    return clean_document(draft, remarks) if own is None else own

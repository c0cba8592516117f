"""A reading to take away, carried by its own page: the server keeps nothing that could be asked for later."""

import logging
import re
from base64 import b64encode
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport
from assistant.errors import JuryBlancError
from web.rendering.document import render_json
from web.rendering.markdown import render_markdown
from web.rendering.plain import one_line
from web.rendering.word import MEDIA_TYPE, render_docx
from web.rendering.words import Labels

_LOG = logging.getLogger(__name__)
_UNFIT = re.compile(r"[^\w\-. ()«»’']+")
_LONGEST_NAME = 80


@dataclass(frozen=True)
class Download:
    """A file that a link of the page holds."""

    label: str
    name: str
    media_type: str
    content: bytes

    @property
    def href(self) -> str:
        """Return the address that is the file itself."""
        return f"data:{self.media_type};base64,{b64encode(self.content).decode()}"

    @property
    def disposition(self) -> str:
        """Return the header that makes a browser save the file under its name."""
        plain = self.name.encode("ascii", "ignore").decode()
        return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(self.name)}"


def annotated_document(report: FeedbackReport, draft: Draft, labels: Labels, sent: bytes | None) -> Download:
    """Return the Word document with the reading in its margin; `sent` is the file that was read, if it was one."""
    content = render_docx(report, draft, labels, sent)
    return Download("Télécharger mon document annoté (.docx)", file_name(draft.name, "annoté.docx"), MEDIA_TYPE, content)


def downloads_of(report: FeedbackReport, draft: Draft, labels: Labels, sent: bytes | None) -> tuple[Download, ...]:
    """Return the reading in every form to take away; a document that cannot be annotated is left out."""
    word: tuple[Download, ...] = ()
    try:
        word = (annotated_document(report, draft, labels, sent),)
    except JuryBlancError as refusal:
        _LOG.warning("document non annoté : %s", refusal.code)
    markdown = render_markdown(report, labels, draft).encode()
    return (
        *word,
        Download("Markdown", file_name(draft.name, "lecture.md"), "text/markdown;charset=utf-8", markdown),
        Download("JSON", file_name(draft.name, "lecture.json"), "application/json", render_json(report).encode()),
    )


def file_name(name: str, ending: str) -> str:
    """Return a file name made from that of a draft, with nothing that a header or a disk could take amiss."""
    return f"{safe_stem(PurePosixPath(one_line(name)).stem)} - {ending}"


def safe_stem(words: str) -> str:
    """Return words that can be the name of a file or of a folder anywhere."""
    stem = _UNFIT.sub(" ", one_line(words)).replace('"', "").strip(" .")[:_LONGEST_NAME].strip(" .")
    return stem or "lecture"

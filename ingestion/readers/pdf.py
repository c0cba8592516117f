"""PDF files, with pypdf: pages are counted, lines are rejoined into paragraphs.

Text that is white, tiny, off the page or drawn invisible is out and reported, save on pages
that are pictures: there the invisible text is what a scanner recognised.
"""

import io
from dataclasses import replace

from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError

from ingestion.readers import limits, refusals
from ingestion.readers.kinds import Source
from ingestion.readers.manuscript import Manuscript, Reading
from ingestion.readers.notices import recognised_text
from ingestion.readers.pdf_lines import rebuild, without_furniture
from ingestion.readers.pdf_page import Line, PageReader

_OPERATORS = 1_000_000
_DECODED_BYTES = 30 * limits.MEGABYTE


def read(source: Source) -> Reading:
    """Return the reading of a .pdf file."""
    bounds = Configuration(
        stream_parsing_work_maximum_count=_OPERATORS,
        zlib_maximum_output_length=_DECODED_BYTES,
        page_tree_maximum_entries=10 * limits.PAGES,
        disable_legacy_handling=True,
    )
    try:
        with apply_configuration(bounds):
            return _read(source.data)
    except LimitReachedError as error:
        raise refusals.too_intricate() from error
    except (DependencyError, FileNotDecryptedError, NotImplementedError) as error:
        raise refusals.protected_pdf() from error
    except PyPdfError as error:
        raise refusals.damaged() from error


def _read(data: bytes) -> Reading:
    document = PdfReader(io.BytesIO(data), strict=False)
    if document.is_encrypted and not document.decrypt(""):
        raise refusals.protected_pdf()
    if len(document.pages) > limits.PAGES:
        raise refusals.too_many_pages()
    manuscript = Manuscript()
    pages: list[list[Line]] = []
    recognised = pictures = 0
    for number, page in enumerate(document.pages, start=1):
        seen = PageReader(page, number)
        pictures += seen.pictures
        lines = seen.lines
        if seen.has_other_text:
            unseen = PageReader(page, number, unseen=True).lines
            if seen.is_scan and not lines:
                lines, recognised = unseen, recognised + 1
            else:
                manuscript.hide(" ".join(line.text for line in unseen))
        pages.append(lines)
    if pictures and not any(pages):
        raise refusals.scanned_pdf()
    manuscript.leave_out(max(0, pictures - recognised))
    manuscript.write(rebuild(without_furniture(pages)))
    reading = manuscript.finish(counted_pages=len(pages))
    return replace(reading, notices=reading.notices + recognised_text(recognised))

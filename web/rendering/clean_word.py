"""A Word document of a draft that came in another form, with remarks in its margin."""

import io
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun

from assistant.domain.draft import Draft
from ingestion.writers.remarks import AUTHOR, INITIALS, MarginRemark
from ingestion.writers.word import same_every_time
from web.rendering.manuscript import Listing, Note, Paragraph, Run, Table, TableCell, manuscript_of

_LIST_LEVELS = 3
_REMARK_SIZE = Pt(9.5)
_NOTE_SIZE = Pt(9.5)


def clean_document(draft: Draft, remarks: Sequence[MarginRemark]) -> bytes:
    """Return the text of the draft as a new .docx, each remark beside the words it is about."""
    parts, _ = manuscript_of(draft, [_note(rank, remark) for rank, remark in enumerate(remarks)])
    sheet = _Sheet()
    for part in parts:
        if isinstance(part, Table):
            sheet.table(part)
        elif isinstance(part, Listing):
            for item in part.items:
                sheet.item(item)
        else:
            sheet.paragraph(part)
    for rank, remark in enumerate(remarks):
        sheet.comment(str(rank), remark)
    return sheet.saved()


def _note(rank: int, remark: MarginRemark) -> Note:
    return Note(start=remark.start, end=remark.end, anchor=str(rank), target="", text="", title="", kind="critere")


class _Sheet:
    """The document while it is written, and the first and last run of each remark."""

    def __init__(self) -> None:
        self._document: Document = docx.Document()
        self._first: dict[str, WordRun] = {}
        self._last: dict[str, WordRun] = {}
        self._document.core_properties.author = ""
        self._document.core_properties.comments = ""
        for language in self._document.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), "fr-FR")

    def paragraph(self, part: Paragraph) -> None:
        """Write a heading, a paragraph or a note."""
        style = f"Heading {part.level}" if part.kind == "heading" else None
        paragraph = self._document.add_paragraph(style=style)
        self._runs(paragraph, part.runs)
        if part.kind == "note":
            for run in paragraph.runs:
                run.font.size = _NOTE_SIZE

    def item(self, item: Paragraph, depth: int = 1) -> None:
        """Write a list item and those under it."""
        level = min(depth, _LIST_LEVELS)
        bulleted = "List Bullet" if level == 1 else f"List Bullet {level}"
        self._runs(self._document.add_paragraph(style="List Paragraph" if item.marked else bulleted), item.runs)
        for child in item.children:
            self.item(child, depth + 1)

    def table(self, part: Table) -> None:
        """Write a table; its header, if it has one, is bold."""
        rows = [part.header, *part.rows] if part.header else list(part.rows)
        table = self._document.add_table(0, max(sum(cell.span for cell in row) for row in rows), style="Table Grid")
        for rank, cells in enumerate(rows):
            row = table.add_row().cells
            self._cells(row, cells, strong=rank == 0 and bool(part.header))
        self._document.add_paragraph()

    def comment(self, anchor: str, remark: MarginRemark) -> None:
        """Write a remark beside its words, or beside the first ones when its words are not shown."""
        first = self._first.get(anchor) or next(iter(self._first.values()), None)
        if first is None:
            return
        comment = self._document.add_comment([first, self._last.get(anchor, first)], author=AUTHOR, initials=INITIALS)
        comment._comment_elm.attrib.pop(qn("w:date"), None)  # a reading bears no time
        for rank, line in enumerate(remark.lines):
            paragraph = comment.paragraphs[0] if rank == 0 else comment.add_paragraph()
            for words in line:
                run = paragraph.add_run(words.text)
                run.bold = words.strong or None
                run.font.size = _REMARK_SIZE

    def saved(self) -> bytes:
        """Return the document; equal drafts and remarks give equal bytes."""
        out = io.BytesIO()
        self._document.save(out)
        return same_every_time(out.getvalue())

    def _cells(self, row: Sequence[docx.table._Cell], cells: Sequence[TableCell], *, strong: bool) -> None:
        column = 0
        for cell in cells:
            last = min(column + cell.span, len(row)) - 1
            words = row[column].merge(row[last]) if last > column else row[column]
            self._runs(words.paragraphs[0], cell.runs, strong=strong)
            column = last + 1

    def _runs(self, paragraph: WordParagraph, runs: Sequence[Run], *, strong: bool = False) -> None:
        for run in runs:
            written = paragraph.add_run(run.text)
            written.bold = strong or None
            for note in run.notes:
                self._first.setdefault(note.anchor, written)
                self._last[note.anchor] = written

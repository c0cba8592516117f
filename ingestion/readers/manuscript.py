"""The text of a draft while it is being written down, one block after another.

The rule for .docx, .odt, .html and .pdf: blocks are separated by one line break and cells
of a row by one tab; a line break inside a paragraph or a cell is a line break of the text.
A table is laid on a grid, so that a cell merged over two columns leaves the second empty.
A table of one cell that holds several blocks is a frame: its blocks stand as if alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from ingestion.readers import limits, refusals
from ingestion.readers.characters import Cleaner
from ingestion.readers.notices import Notice, hidden_text, left_out, unseen_characters
from ingestion.readers.origins import Piece, kept_lines
from ingestion.readers.shapes import headings_by_look, past_bullet


class BlockAt(NamedTuple):
    """A block of the text and its place, as `assistant.domain.draft.Block`."""

    kind: str
    start: int
    end: int
    level: int | None = None
    page: int | None = None


class CellAt(NamedTuple):
    """A table cell with text and its place, as `assistant.domain.draft.Cell`."""

    table: int
    row: int
    column: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a reader found in a file, in types that cross a pipe."""

    text: str
    blocks: list[BlockAt]
    cells: list[CellAt]
    pages: int | None
    pages_are: str | None
    notices: list[Notice]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the source document, its markup gone."""

    text: str
    kind: str = "paragraph"
    level: int | None = None
    page: int | None = None
    strong: bool = False
    """Whether all of it is bold; decides in documents that style no heading."""
    pieces: tuple[Piece, ...] = ()
    """Where its words come from, when the reader tells."""


class Trace(NamedTuple):
    """Where a paragraph of the source document came to stand in the text."""

    start: int
    end: int
    paragraph: Paragraph


@dataclass(slots=True)
class TableCell:
    """A cell of the source document, over one or more columns; a covered cell has no items."""

    items: list["Item"] = field(default_factory=list)
    columns: int = 1


@dataclass(slots=True)
class Table:
    """A table of the source document, row by row."""

    rows: list[list[TableCell]] = field(default_factory=list)
    page: int | None = None


Item = Paragraph | Table


class Manuscript:
    """Writes down the blocks of a document and where they stand."""

    def __init__(self) -> None:
        self.cleaner = Cleaner()
        self._pieces: list[str] = []
        self._length = 0
        self._blocks: list[BlockAt] = []
        self._strong: list[bool] = []
        self._cells: list[CellAt] = []
        self._tables = 0
        self._hidden: list[str] = []
        self._left_out = 0
        self.traces: list[Trace] = []
        """Where the paragraphs that say where their words come from now stand, in order."""

    def write(self, items: Iterable[Item]) -> None:
        """Append paragraphs and tables in reading order."""
        for item in items:
            if isinstance(item, Paragraph):
                self._write_paragraph(item)
            elif framed := _framed(item):
                self.write(framed)
            else:
                self._write_table(item)

    def hide(self, text: str) -> None:
        """Take note of text that a reader of the document does not see."""
        self._hidden.append(text)

    def leave_out(self, count: int = 1) -> None:
        """Take note of pictures or embedded objects whose content is not read."""
        self._left_out += count

    def finish(self, stored_pages: int | None = None, counted_pages: int | None = None) -> Reading:
        """Return the reading; the pages are the counted, else the stored, else an estimate."""
        text = "".join(self._pieces)
        hidden = self.cleaner.clean(" ".join(self._hidden)).split()
        if not text:
            raise refusals.only_hidden_text() if hidden else refusals.no_text()
        notices = hidden_text(" ".join(hidden)) + unseen_characters(self.cleaner) + left_out(self._left_out)
        pages, pages_are = count_pages(text, stored_pages)
        if counted_pages is not None:
            pages, pages_are = counted_pages, "counted"
        return Reading(text, self._with_headings(text), self._cells, pages, pages_are, notices)

    def _write_paragraph(self, paragraph: Paragraph) -> None:
        text = tidy(self.cleaner.clean(paragraph.text))
        if not text:
            return
        start = self._begin_block()
        self._append(text)
        self._trace(start, text, paragraph)
        kind, offset = paragraph.kind, 0
        if kind in ("paragraph", "list_item"):
            offset = past_bullet(text)
            kind = "list_item" if offset else kind
        level = paragraph.level or (1 if kind == "list_item" else None)
        self._end_block(BlockAt(kind, start + offset, self._length, level, paragraph.page), strong=paragraph.strong)

    def _write_table(self, table: Table) -> None:
        self._tables += 1
        number = self._tables
        for row, cells in enumerate(table.rows, start=1):
            self._write_row(number, row, cells, table.page)
            for cell in cells:
                self.write(i for i in cell.items if isinstance(i, Table) or i.kind == "note")

    def _write_row(self, table: int, row: int, cells: list[TableCell], page: int | None) -> None:
        grid: list[list[tuple[str, Paragraph]]] = []
        for cell in cells:
            grid.append(self._lines_of(cell))
            grid.extend([[]] * (cell.columns - 1))
        grid = grid[: limits.COLUMNS]
        if not any(grid):
            return
        while not grid[-1]:
            grid.pop()
        self._begin_block()
        start: int | None = None
        for column, lines in enumerate(grid, start=1):
            self._append("\t" if column > 1 else "")
            if lines:
                start = self._length if start is None else start
                begin = self._length
                self._write_lines(lines)
                self._add_cell(CellAt(table, row, column, begin, self._length))
        self._end_block(BlockAt("table_row", start or 0, self._length, None, page))

    def _lines_of(self, cell: TableCell) -> list[tuple[str, Paragraph]]:
        paragraphs = (i for i in cell.items if isinstance(i, Paragraph) and i.kind != "note")
        lines = ((tidy(self.cleaner.clean(p.text).replace("\t", " ")), p) for p in paragraphs)
        return [(line, paragraph) for line, paragraph in lines if line]

    def _write_lines(self, lines: list[tuple[str, Paragraph]]) -> None:
        for rank, (line, paragraph) in enumerate(lines):
            self._append("\n" if rank else "")
            self._trace(self._length, line, paragraph)
            self._append(line)

    def _trace(self, start: int, text: str, paragraph: Paragraph) -> None:
        if paragraph.pieces:
            self.traces.append(Trace(start, start + len(text), paragraph))

    def _add_cell(self, cell: CellAt) -> None:
        self._cells.append(cell)
        if len(self._cells) > limits.CELLS:
            raise refusals.too_many_paragraphs()

    def _begin_block(self) -> int:
        if self._blocks:
            self._append("\n")
        return self._length

    def _end_block(self, block: BlockAt, *, strong: bool = False) -> None:
        self._blocks.append(block)
        self._strong.append(strong)
        if len(self._blocks) > limits.PARAGRAPHS:
            raise refusals.too_many_paragraphs()

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)
        if self._length > limits.CHARACTERS:
            raise refusals.too_many_characters()

    def _with_headings(self, text: str) -> list[BlockAt]:
        """Recognise headings by their look in a document that styles none."""
        if any(b.kind == "heading" for b in self._blocks):
            return self._blocks
        lines = [
            (text[b.start : b.end] if b.kind == "paragraph" else "", s) for b, s in zip(self._blocks, self._strong, strict=True)
        ]
        levels = headings_by_look(lines)
        return [
            block._replace(kind="heading", level=level) if level else block
            for block, level in zip(self._blocks, levels, strict=True)
        ]


def tidy(text: str) -> str:
    """Return the text without outer white space, nor any around its line breaks."""
    if "\n" not in text:
        return text.strip()
    return "\n".join(text[start:end] for start, end in kept_lines(text))


def count_pages(text: str, stored: int | None = None) -> tuple[int, str]:
    """Return the number of pages and what it is; a stored number that cannot be true is not believed."""
    if stored and len(text) <= stored * limits.CHARACTERS_A_FULL_PAGE:
        return stored, "stored"
    return max(1, -(-len(text) // limits.CHARACTERS_A_PAGE)), "estimated"


def _framed(table: Table) -> list[Item]:
    if len(table.rows) != 1 or len(table.rows[0]) != 1:
        return []
    items = [i for i in table.rows[0][0].items if isinstance(i, Table) or i.text.strip()]
    return items if len(items) > 1 or any(isinstance(i, Table) for i in items) else []

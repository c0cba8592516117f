"""A text kept as its author typed it, in which blocks and cells are only pointed at."""

from ingestion.readers import limits, refusals
from ingestion.readers.characters import Cleaner
from ingestion.readers.manuscript import BlockAt, CellAt, Reading, count_pages
from ingestion.readers.notices import Notice, unseen_characters

_ROW_EDGES = " \t|>\u00a0\u202f"


class Written:
    """Points at the lines of a text and at what stands in them."""

    def __init__(self, text: str) -> None:
        self._cleaner = Cleaner()
        self.text = self._cleaner.clean(text)
        if len(self.text) > limits.CHARACTERS:
            raise refusals.too_many_characters()
        self.lines = self.text.split("\n")
        self.starts: list[int] = []
        position = 0
        for line in self.lines:
            self.starts.append(position)
            position += len(line) + 1
        self._blocks: list[BlockAt] = []
        self._cells: list[CellAt] = []
        self._tables = 0

    def point(self, kind: str, start: int, end: int, level: int | None = None) -> None:
        """Add a block; outer white space is left out, and a block of nothing is none."""
        piece = self.text[start:end]
        if piece.strip():
            start += len(piece) - len(piece.lstrip())
            self._blocks.append(BlockAt(kind, start, start + len(piece.strip()), level))
        if len(self._blocks) > limits.PARAGRAPHS:
            raise refusals.too_many_paragraphs()

    def new_table(self) -> int:
        """Return the number of a table that begins."""
        self._tables += 1
        return self._tables

    def point_at_row(self, table: int, row: int, spans: list[tuple[int, int]]) -> None:
        """Add the row of a table from the places of its cells; empty cells are none."""
        filled = [(column, start, end) for column, (start, end) in enumerate(spans, start=1) if start < end]
        self._cells.extend(CellAt(table, row, *place) for place in filled)
        if filled:
            start = self.text.rfind("\n", 0, filled[0][1]) + 1
            end = self.text.find("\n", filled[-1][2])
            line = self.text[start : end if end >= 0 else None]
            left = len(line) - len(line.lstrip(_ROW_EDGES))
            self.point("table_row", start + left, start + left + len(line.strip(_ROW_EDGES)))

    def finish(self, notices: list[Notice]) -> Reading:
        """Return the reading, refusing a text in which nothing stands."""
        if not self.text.strip():
            raise refusals.no_text()
        pages, pages_are = count_pages(self.text)
        notices = notices + unseen_characters(self._cleaner)
        return Reading(self.text, self._blocks, self._cells, pages, pages_are, notices)


def stripped_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return `start:end` without outer white space; nothing is an empty span at `start`."""
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return start, start
    start += len(piece) - len(piece.lstrip())
    return start, start + len(stripped)


def pipe_cells(line: str, offset: int) -> list[tuple[int, int]]:
    """Return where the cells of a row written with `|` stand, marks of emphasis around them left out."""
    start, end = stripped_span(line, 0, len(line))
    start += line.startswith("|", start)
    if end > start and line[end - 1] == "|" and line[end - 2 : end - 1] != "\\":
        end -= 1
    spans: list[tuple[int, int]] = []
    begin = start
    for position in range(start, end + 1):
        if position == end or (line[position] == "|" and line[position - 1 : position] != "\\"):
            cell = without_emphasis(line, *stripped_span(line, begin, position))
            spans.append((cell[0] + offset, cell[1] + offset))
            begin = position + 1
    return spans


def without_emphasis(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without the `**`, `*`, `__` or `` ` `` that surround the whole of it."""
    for mark in ("***", "**", "__", "*", "_", "`"):
        size = len(mark)
        inside = text[start + size : end - size]
        if end - start > 2 * size and text.startswith(mark, start) and text.endswith(mark, start, end) and mark not in inside:
            return stripped_span(text, start + size, end - size)
    return start, end

"""Plain text: paragraphs, typed lists, typed headings and tables told by their shape."""

import re
from collections.abc import Callable

from ingestion.readers.encodings import decode
from ingestion.readers.kinds import Source
from ingestion.readers.manuscript import Reading
from ingestion.readers.notices import Notice, undecodable_characters
from ingestion.readers.shapes import headings_by_look, past_bullet, past_number
from ingestion.readers.written import Written, pipe_cells, stripped_span

_UNDERLINE = re.compile(r"\s*(={3,}|-{3,}|_{3,})\s*")
_ROW_RULE = re.compile(r"[\s|:+=-]+")
_WRAPPED_MIN, _WRAPPED_MAX = 45, 120
_ENDS = ".!?:;…»"
_CellFinder = Callable[[str, int], list[tuple[int, int]]]


def read(source: Source) -> Reading:
    """Return the reading of a text file."""
    words, lost = decode(source.data)
    return read_words(words, undecodable_characters(lost))


def read_words(words: str, notices: list[Notice] | None = None) -> Reading:
    """Return the reading of plain text."""
    written = Written(words)
    _Pointer(written).point_at_all()
    return written.finish(notices or [])


class _Pointer:
    """Goes down the lines once, taking groups that blank lines separate."""

    def __init__(self, written: Written) -> None:
        self._written = written
        self._lines = written.lines
        headings = headings_by_look([(line.strip(), False) for line in written.lines])
        self._headings = dict(enumerate(headings))

    def point_at_all(self) -> None:
        first = 0
        for index in range(len(self._lines) + 1):
            if index == len(self._lines) or not self._lines[index].strip():
                self._point_at_group(first, index)
                first = index + 1

    def _point_at_group(self, first: int, last: int) -> None:
        index = first
        wrapped = self._is_wrapped(first, last)
        while index < last:
            taken = self._table(index, last) or self._heading(index, last) or self._item(index, last)
            index += taken or self._paragraph(index, last, wrapped=wrapped)

    def _table(self, first: int, last: int) -> int:
        for separator, cells in (("\t", _tab_cells), ("|", pipe_cells)):
            size = self._table_size(first, last, separator)
            if size >= 2:
                self._point_at_rows(first, size, cells)
                return size
        return 0

    def _table_size(self, first: int, last: int, separator: str) -> int:
        """Return how many lines from the first have its separators; pipes must be as many, tabs may not."""
        size = 0
        columns = self._lines[first].strip().strip("|").count(separator)
        while columns and first + size < last:
            here = self._lines[first + size].strip().strip("|").count(separator)
            if not here or (separator == "|" and here != columns):
                break
            size += 1
        return size

    def _point_at_rows(self, first: int, size: int, cells: _CellFinder) -> None:
        table = self._written.new_table()
        row = 0
        for index in range(first, first + size):
            if not _ROW_RULE.fullmatch(self._lines[index]):
                row += 1
                self._written.point_at_row(table, row, cells(self._lines[index], self._written.starts[index]))

    def _heading(self, index: int, last: int) -> int:
        following = self._lines[index + 1] if index + 1 < last else ""
        underline = _UNDERLINE.fullmatch(following)
        if underline and len(self._lines[index].strip()) <= 110:
            self._point(index, index + 1, "heading", 1 if "=" in following else 2)
            return 2
        level = self._headings[index]
        if level:
            self._point(index, index + 1, "heading", level)
        return 1 if level else 0

    def _item(self, first: int, last: int) -> int:
        line = self._lines[first]
        indent = len(line) - len(line.lstrip())
        mark = _past_mark(line)
        if not mark:
            return 0
        end = first + 1
        while end < last and _indent(self._lines[end]) > indent and not _past_mark(self._lines[end]):
            end += 1
        self._point(first, end, "list_item", min(9, 1 + indent // 2), skip=mark)
        return end - first

    def _paragraph(self, first: int, last: int, *, wrapped: bool) -> int:
        end = first + 1
        while wrapped and end < last and not self._headings[end] and not _past_mark(self._lines[end]):
            end += 1
        if not _ROW_RULE.fullmatch(self._lines[first]) or end > first + 1:
            self._point(first, end, "paragraph")
        return end - first

    def _is_wrapped(self, first: int, last: int) -> bool:
        """Tell whether lines were broken to a width, rather than each being a paragraph."""
        if last - first < 2:
            return False
        inner = [line.strip() for line in self._lines[first : last - 1]]
        even = sum(_WRAPPED_MIN <= len(line) <= _WRAPPED_MAX for line in inner)
        running = sum(line[-1] not in _ENDS for line in inner)
        return even >= 0.8 * len(inner) and running >= 0.5 * len(inner)

    def _point(self, first: int, last: int, kind: str, level: int | None = None, *, skip: int = 0) -> None:
        starts = self._written.starts
        self._written.point(kind, starts[first] + skip, starts[last - 1] + len(self._lines[last - 1]), level)


def _tab_cells(line: str, offset: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    begin = 0
    for cell in line.split("\t"):
        start, end = stripped_span(line, begin, begin + len(cell))
        spans.append((offset + start, offset + end))
        begin += len(cell) + 1
    return spans


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _past_mark(line: str) -> int:
    indent = _indent(line)
    mark = past_bullet(line[indent:]) or past_number(line[indent:])
    return indent + mark if mark else 0

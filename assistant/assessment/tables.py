"""The tables of a draft as grids of cells with their numbers, whatever the file they came from."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from assistant.domain.draft import Cell, Draft
from assistant.text.french import fold
from assistant.text.numbers import Quantity, cell_quantity

Corrections = Mapping[tuple[int, int], Decimal]
"""Right values of the cells of a table that were found wrong, by row and column."""

_MARKDOWN_ROW = re.compile(r"[ \t]*\|.+\|[ \t]*")
_RULE = re.compile(r"[\s|:=+-]*-[\s|:=+-]*")
_YEAR = re.compile(r"\**\s*(?:en |annee )?(?:19|20)\d\d(?:\s*\(.*\)|\s*-\s*(?:19|20)\d\d)?\s*\**")
_MARKUP = re.compile(r"[*_`]+")


@dataclass(frozen=True)
class TableCell:
    """A cell: where it stands, its words without bold marks, and the number it consists of."""

    row: int
    column: int
    start: int
    end: int
    text: str
    bold: bool
    quantity: Quantity | None

    @cached_property
    def folded(self) -> str:
        """Return the words in lower case without accents."""
        return fold(self.text)

    @property
    def empty(self) -> bool:
        """Tell whether nothing is written, or only a dash."""
        return not any(c.isalnum() for c in self.text)


@dataclass(frozen=True)
class Table:
    """A grid; rows and columns are counted from 1, merged cells leave holes."""

    number: int
    rows: tuple[dict[int, TableCell], ...]
    header_rows: int

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """Return the numbers of the columns, in order."""
        return tuple(sorted({column for row in self.rows for column in row}))

    @property
    def body(self) -> tuple[dict[int, TableCell], ...]:
        """Return the rows under the header."""
        return self.rows[self.header_rows :]

    def header(self, column: int) -> str:
        """Return the folded words above a column."""
        heads = (row.get(column) for row in self.rows[: self.header_rows])
        return " ".join(cell.folded for cell in heads if cell is not None)

    @cached_property
    def numeric_columns(self) -> tuple[int, ...]:
        """Return the columns that hold numbers, and no more sentences than numbers."""
        return tuple(c for c in self.columns if self._is_numeric(c))

    def _is_numeric(self, column: int) -> bool:
        cells = [row[column] for row in self.body if column in row]
        numbers = sum(cell.quantity is not None for cell in cells)
        wordy = sum(cell.quantity is None and not cell.empty for cell in cells)
        return numbers > wordy and re.fullmatch(r"n°|#|numero|rang", self.header(column).strip()) is None

    def label(self, row: dict[int, TableCell], column: int) -> TableCell | None:
        """Return the words of the row that say what the number in that column is."""
        left = [c for c in sorted(row, reverse=True) if c < column]
        while left and left[0] in self.numeric_columns:
            left.pop(0)
        found = None
        for c in left:
            if c in self.numeric_columns and found is not None:
                break
            if not row[c].empty and row[c].quantity is None:
                found = row[c]
        return found


def tables(draft: Draft) -> list[Table]:
    """Return the tables of the draft in order: from its cells, or else from lines with `|` or tabs."""
    cells = draft.cells or tuple(_cells_of_lines(draft.text))
    grids: dict[int, dict[int, dict[int, TableCell]]] = {}
    for cell in cells:
        row = grids.setdefault(cell.table, {}).setdefault(cell.row, {})
        row.setdefault(cell.column, _read(draft.text, cell))
    return [_table(number, [rows[r] for r in sorted(rows)]) for number, rows in sorted(grids.items())]


def _cells_of_lines(text: str) -> Iterator[Cell]:
    table, row, position, inside = 0, 0, 0, False
    for line in text.split("\n"):
        separator = "|" if _MARKDOWN_ROW.fullmatch(line) else "\t" if "\t" in line.strip() else None
        if separator and not _RULE.fullmatch(line):
            table, row = (table, row + 1) if inside else (table + 1, 1)
            yield from _split(line, separator, position, (table, row))
        inside = separator is not None
        position += len(line) + 1


def _split(line: str, separator: str, position: int, address: tuple[int, int]) -> Iterator[Cell]:
    begin, end = 0, len(line)
    if separator == "|":
        begin, end = line.index("|") + 1, line.rindex("|")
    for column, piece in enumerate(line[begin:end].split(separator), start=1):
        start = position + begin + len(piece) - len(piece.lstrip())
        yield Cell(table=address[0], row=address[1], column=column, start=start, end=start + len(piece.strip()))
        begin += len(piece) + 1


def _read(text: str, cell: Cell) -> TableCell:
    written = text[cell.start : cell.end]
    return TableCell(
        row=cell.row,
        column=cell.column,
        start=cell.start,
        end=cell.end,
        text=_MARKUP.sub("", written).strip(),
        bold=written.startswith(("**", "__")) or text[max(0, cell.start - 2) : cell.start] in ("**", "__"),
        quantity=cell_quantity(written, cell.start),
    )


def _table(number: int, rows: list[dict[int, TableCell]]) -> Table:
    rows = [row for row in rows if not all(_RULE.fullmatch(c.text) or not c.text for c in row.values())]
    header = 0
    while header < min(len(rows) - 1, 2) and _is_header(rows[header]):
        header += 1
    return Table(number=number, rows=tuple(rows), header_rows=header)


def _is_header(row: dict[int, TableCell]) -> bool:
    named = [cell for cell in row.values() if not cell.empty]
    return len(named) > 1 and all(cell.quantity is None or _YEAR.fullmatch(cell.folded) for cell in named)

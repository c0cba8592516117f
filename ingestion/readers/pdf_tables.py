"""Lines with gaps as wide as columns become the rows of a table, when the gaps are no accident."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from ingestion.readers.manuscript import Paragraph, Table, TableCell
from ingestion.readers.pdf_page import Line

_SPREAD = 12.0
_SAME_END = 10.0
_WRAPPED = 1.45

Row = list[tuple[float, str]]


def read_table(lines: Sequence[Line], first: int) -> tuple[Table | None, int]:
    """Return the table that begins at that line and the line after it, None where there is none."""
    rows: list[Row] = []
    gapped: list[Line] = []
    index = first
    while index < len(lines) and lines[index].page == lines[first].page:
        line = lines[index]
        if "\t" in line.text:
            rows.append(list(zip(line.cells, line.text.split("\t"), strict=True)))
            gapped.append(line)
        elif not (rows and _wraps(line, lines[index - 1], rows[-1])):
            break
        index += 1
    if len(gapped) < 2 or not _are_aligned(gapped):
        return None, first
    return Table(_laid(rows), page=lines[first].page), index


def _wraps(line: Line, before: Line, row: Row) -> bool:
    """Add to a cell of the row the line that goes on with it, if it does."""
    if not 0 < before.y - line.y <= _WRAPPED * max(line.size, before.size):
        return False
    for place, (x, text) in enumerate(row):
        if abs(x - line.x) <= _SPREAD / 2 and (place or line.text[0].islower()):
            row[place] = (x, f"{text} {line.text}")
            return True
    return False


def _are_aligned(lines: list[Line]) -> bool:
    """Tell whether cells begin at common places, or rows of as many cells end together."""
    starts = Counter(round(x / _SPREAD) for line in lines for x in line.cells[1:])
    if any(count >= 2 for count in starts.values()):
        return True
    ends = [line.end for line in lines]
    return len({len(line.cells) for line in lines}) == 1 and max(ends) - min(ends) <= _SAME_END


def _laid(rows: list[Row]) -> list[list[TableCell]]:
    """Return the rows on a grid; cells that begin at the same places are in the same columns."""
    columns: list[float] = []
    for x in sorted(x for row in rows for x, _ in row):
        if not columns or x - columns[-1] > _SPREAD:
            columns.append(x)
    most = max(len(row) for row in rows)
    laid: list[list[TableCell]] = []
    for row in rows:
        places = [bisect_right(columns, x) - 1 for x, _ in row] if len(columns) == most else range(len(row))
        cells = [TableCell() for _ in range(most)]
        for place, (_, text) in zip(places, row, strict=True):
            cells[place].items.append(Paragraph(text))
        laid.append(cells)
    return laid

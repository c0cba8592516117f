"""Rows whose cells span several columns or rows, laid out on a grid."""

from dataclasses import dataclass, field

from ingestion.referentiel.grid import MAX_COLUMNS, Cell


@dataclass(slots=True)
class SpanGrid:
    """Places the cells of a table one after the other, as a browser does."""

    rows: list[list[Cell]] = field(default_factory=list)
    _held: dict[int, tuple[Cell, int]] = field(default_factory=dict)

    def start_row(self) -> None:
        """Begin a row; cells that span into it are already there."""
        self.rows.append([])
        self._fill()

    def add(self, cell: Cell, columns: int = 1, rows: int = 1) -> None:
        """Place a cell at the next free place of the current row."""
        for _ in range(max(1, min(columns, MAX_COLUMNS))):
            position = len(self.rows[-1])
            if position >= MAX_COLUMNS:
                return
            self.rows[-1].append(cell)
            if rows > 1:
                self._held[position] = (cell, rows - 1)
        self._fill()

    def repeat_above(self, columns: int = 1) -> None:
        """Place the cell of the row above, for formats that mark a span cell by cell."""
        above = self.rows[-2] if len(self.rows) > 1 else []
        position = len(self.rows[-1])
        self.add(above[position] if position < len(above) else Cell(), columns)

    def _fill(self) -> None:
        row = self.rows[-1]
        while len(row) in self._held:
            cell, left = self._held.pop(len(row))
            if left > 1:
                self._held[len(row)] = (cell, left - 1)
            row.append(cell)

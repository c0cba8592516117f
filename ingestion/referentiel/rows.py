"""From tables to the contents of their rows, role by role."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.text.french import fold
from ingestion.referentiel.codes import Label, bloc_label
from ingestion.referentiel.columns import Columns, resolve
from ingestion.referentiel.grid import Cell, Line, Prose, Row, Source, Table
from ingestion.referentiel.headings import CORE, Role, is_heading_row, merged_headings
from ingestion.referentiel.report import Report, short

_CLOSING = re.compile(r"\b(?:attribution du|delivrance du|obtention du|entretien final|entretien d'une duree|cet entretien)\b")


@dataclass(slots=True)
class Entry:
    """A row of a référentiel's table: new cells only, what spans from above is left out."""

    place: str
    table: int
    """Number of the stretch of rows under the same headings."""
    headed: bool
    """Whether the stretch has headings of its own."""
    cells: dict[Role, Cell] = field(default_factory=dict)
    marks: tuple[Label, ...] = ()
    """Bloc headings met just before the row."""
    modalites_above: Cell | None = None
    """The modalités cell that spans into the row from above."""

    def lines(self, role: Role) -> tuple[Line, ...]:
        """Return the lines of that role, none when the row has no such cell of its own."""
        return self.cells[role].lines if role in self.cells else ()


@dataclass(slots=True)
class Reading:
    """What the tables hold, and the prose around them."""

    entries: list[Entry] = field(default_factory=list)
    prose: list[Prose] = field(default_factory=list)
    named: set[Role] = field(default_factory=set)
    """Roles that headings named somewhere."""
    heading_words: int = 0


@dataclass(slots=True)
class _Stretch:
    """Rows under the same headings."""

    headings: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def read_rows(source: Source, report: Report) -> Reading:
    """Return the rows of every table that is part of the référentiel, and the prose."""
    return _Reader(report).read(source)


class _Reader:
    def __init__(self, report: Report) -> None:
        self._report = report
        self._reading = Reading()
        self._marks: list[Label] = []
        self._columns: Columns | None = None
        self._waiting: list[Role | None] | None = None
        self._stretches = 0

    def read(self, source: Source) -> Reading:
        for part in source:
            if isinstance(part, Prose):
                self._see_prose(part)
            else:
                for stretch in _stretches(part):
                    self._see_stretch(stretch)
        return self._reading

    def _see_prose(self, prose: Prose) -> None:
        label = bloc_label(prose.line.text)
        if label is not None and len(prose.line.text) < 300:
            self._marks.append(label)
        self._reading.prose.append(prose)

    def _see_stretch(self, stretch: _Stretch) -> None:
        data = [row for row in stretch.rows if not _is_banner(row)]
        columns = self._columns_of(stretch, data)
        self._stretches += 1
        previous: Row | None = None
        for row in stretch.rows:
            if _is_banner(row):
                self._see_banner(row)
            elif columns is not None:
                self._reading.entries.append(self._entry(row, previous, columns, headed=bool(stretch.headings)))
                previous = row
        if columns is not None:
            self._reading.heading_words += sum(len(cell.text.split()) for row in stretch.headings for cell in row.filled())
            self._note_columns(stretch, data, columns)

    def _see_banner(self, row: Row) -> None:
        for line in row.filled()[0].lines:
            self._see_prose(Prose(line, row.place))

    def _columns_of(self, stretch: _Stretch, data: list[Row]) -> Columns | None:
        if not data:
            self._carry(stretch)
            return None
        width = len(data[0].cells)
        headings = self._headings(stretch, width)
        known = self._columns
        columns = resolve(headings or [None] * width, data)
        if headings is None and known is not None and len(known.roles) == width and _found(columns) < len(CORE):
            columns = known
        if not _is_part(columns):
            return None
        self._columns = columns
        return columns

    def _headings(self, stretch: _Stretch, width: int) -> list[Role | None] | None:
        """Return the headings of the rows, those cut from them by a blank line included."""
        waiting, self._waiting = self._waiting, None
        if not stretch.headings:
            return waiting if waiting is not None and len(waiting) == width else None
        roles = merged_headings(stretch.headings)
        self._reading.named |= {role for role in roles if role is not None}
        return roles

    def _carry(self, stretch: _Stretch) -> None:
        if stretch.headings:
            self._waiting = self._headings(stretch, len(stretch.headings[0].cells))

    def _entry(self, row: Row, previous: Row | None, columns: Columns, *, headed: bool) -> Entry:
        entry = Entry(row.place, self._stretches, headed, marks=tuple(self._marks))
        self._marks.clear()
        for column, role in enumerate(columns.roles):
            cell = row.cells[column]
            if role in (None, Role.OTHER) or not cell.lines:
                continue
            if previous is not None and cell is previous.cells[column]:
                entry.modalites_above = cell if role is Role.MODALITES else entry.modalites_above
            elif role is not None and all(cell is not known for known in entry.cells.values()):
                known = entry.cells.get(role)
                entry.cells[role] = Cell(known.lines + cell.lines) if known else cell
        return entry

    def _note_columns(self, stretch: _Stretch, data: list[Row], columns: Columns) -> None:
        place = data[0].place.partition(",")[0]
        if columns.by_content:
            guessed = " ; ".join(f"colonne {column + 1}, {columns.roles[column]}" for column in columns.by_content)
            self._report.info(place, f"Reconnu au contenu, faute d’en-tête qui le dise : {guessed}.")
        for column, role in enumerate(columns.roles):
            cells = [row.cells[column] for row in data if row.cells[column].lines]
            if role in (None, Role.OTHER) and cells and all(cell.lines for cell in cells):
                title = next((row.cells[column].text for row in stretch.headings if row.cells[column].lines), "sans titre")
                self._report.warning(f"{place}, colonne {column + 1}", f"La colonne « {short(title)} » n’est pas reprise.")


def _found(columns: Columns) -> int:
    return sum(columns.has(role) for role in (*CORE, Role.EVALUATION))


def _is_part(columns: Columns) -> bool:
    evaluated = any(columns.has(role) for role in (Role.CRITERES, Role.MODALITES, Role.EVALUATION))
    return _found(columns) >= 2 and (columns.has(Role.CRITERES) or (columns.has(Role.COMPETENCES) and evaluated))


def _is_banner(row: Row) -> bool:
    """A row with a single text, across the table or alone at its left, that is no part of the columns."""
    filled = row.filled()
    if len(filled) != 1 or len(row.cells) < 2:
        return False
    if all(cell is filled[0] for cell in row.cells):
        return True
    text = row.cells[0].text
    return bool(text) and len(text) < 1500 and (bloc_label(text) is not None or bool(_CLOSING.search(fold(text))))


def _stretches(table: Table) -> Iterator[_Stretch]:
    """Cut a table where headings come again."""
    current = _Stretch()
    for row in table.rows:
        heading = not _is_banner(row) and is_heading_row([cell.text for cell in row.cells])
        if heading and any(not _is_banner(known) for known in current.rows):
            yield current
            current = _Stretch()
        (current.headings if heading else current.rows).append(row)
    yield current

"""Text whose tables are tab-separated or piped, with HTML in the cells or not."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.errors import DocumentTooLarge
from ingestion.referentiel.grid import MAX_CELLS, Prose, Source, Table, rectangle
from ingestion.referentiel.headings import MAX_HEADING, is_heading_row
from ingestion.referentiel.markup import cell_from_markup

_QUOTED = re.compile(r'"(?:[^"]|"")*+"(?=[\t\n]|\Z)')
_PLAIN = re.compile(r"[^\t\n]*+")
_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_TAG = re.compile(r"</?(?:p|div|ul|ol|li|br)\b[^<>]{0,200}>", re.IGNORECASE)
_NEW_ROW = re.compile(r"\W{0,3}(?:<[^<>]{0,80}>\s*){0,4}(?:fonction|activité|activite|bloc|bc\d|rncp|a\d)\b", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*\*|__|`")
_GOES_ON = re.compile(r"[-–—•·▪*]|\d{1,2}[.)]|C\d|\(?[a-zéèàêç]")

Fields = list[str]


def source_from_text(text: str) -> Source:
    """Return the prose and tables of a text, in order, line numbers as places."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    records = _piped(unified) if _is_piped(unified) else _tabbed(unified)
    if sum(len(fields) for _, fields in records) > MAX_CELLS:
        raise DocumentTooLarge("Ce texte a trop de cellules pour un référentiel.", hint="Gardez les tableaux du référentiel.")
    return _parts(records)


def _parts(records: Sequence[tuple[int, Fields]]) -> Source:
    parts: list[Table | Prose] = []
    rows: list[tuple[int, Fields]] = []
    tables = 0
    for number, fields in [*records, (0, [])]:
        if len(fields) > 1:
            rows.append((number, fields))
            continue
        if rows:
            tables += 1
            parts.append(_table(rows, tables))
            rows = []
        parts += [Prose(line, f"ligne {number}") for line in (cell_from_markup(fields[0]).lines if fields else ())]
    return tuple(parts)


def _table(rows: list[tuple[int, Fields]], number: int) -> Table:
    placed = (
        ([cell_from_markup(field) for field in fields], f"tableau {number}, ligne {line} du fichier") for line, fields in rows
    )
    return Table(rectangle(placed), number)


def _is_piped(text: str) -> bool:
    lines = text.split("\n")
    piped = sum(line.lstrip().startswith("|") for line in lines)
    return piped >= 2 and piped > sum("\t" in line.strip() for line in lines)


def _piped(text: str) -> list[tuple[int, Fields]]:
    records: list[tuple[int, Fields]] = []
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        if not stripped.startswith("|"):
            records.append((number, [stripped.lstrip("#").strip()] if stripped else []))
        elif not _RULE.fullmatch(stripped):
            inner = stripped.removeprefix("|").removesuffix("|")
            fields = [_EMPHASIS.sub("", field.replace("\\|", "|")) for field in re.split(r"(?<!\\)\|", inner)]
            records.append((number, [*fields, ""] if len(fields) == 1 else fields))
    return records


@dataclass(frozen=True, slots=True)
class _Physical:
    """One line of the file, cut at its tabs."""

    number: int
    fields: Fields
    heading: bool

    @property
    def width(self) -> int:
        return len(self.fields)

    @property
    def blank(self) -> bool:
        return not any(field.strip() for field in self.fields)


def _tabbed(text: str) -> list[tuple[int, Fields]]:
    """Join physical lines into rows: a cell may hold line breaks, quoted or not."""
    physical = [_Physical(number, fields, _is_heading(fields)) for number, fields in _physical_lines(text)]
    near, far = _coming(physical, across_blanks=False), _coming(physical, across_blanks=True)
    width = max((line.width for line in physical), default=0)
    records: list[tuple[int, Fields]] = []
    open_row = False
    for index, line in enumerate(physical):
        if line.heading:
            width, open_row = line.width, False
        elif open_row and _continues(records[-1][1], line, width, (near[index], far[index])):
            number, row = records[-1]
            records[-1] = (number, [*row[:-1], f"{row[-1]}\n{line.fields[0]}", *line.fields[1:]])
            continue
        else:
            open_row = not line.blank and (line.width > 1 or (near[index] > 1 and bool(_NEW_ROW.match(line.fields[0]))))
        records.append((line.number, [] if line.blank else line.fields))
    return records


def _is_heading(fields: Fields) -> bool:
    short = len(fields) > 1 and sum(map(len, fields)) < MAX_HEADING * len(fields)
    return short and is_heading_row([cell_from_markup(field).text for field in fields])


def _continues(row: Fields, line: _Physical, width: int, coming: tuple[int, int]) -> bool:
    """Tell whether a physical line goes on with the row before it."""
    if len(row) < width:
        return len(row) + line.width - 1 <= width and (not line.blank or coming[1] > 1)
    if line.width > 1 or line.blank:
        return False
    text = line.fields[0].strip()
    if coming[0] > 1 and _NEW_ROW.match(text):
        return False
    return bool(_GOES_ON.match(text) or _TAG.search(text))


def _coming(physical: Sequence[_Physical], *, across_blanks: bool) -> list[int]:
    """For each line, how many cells the next row has; 1 when headings, or nothing, come first."""
    ahead: list[int] = []
    coming = 1
    for line in reversed(physical):
        ahead.append(coming)
        if line.width > 1:
            coming = 1 if line.heading else line.width
        elif line.blank and not across_blanks:
            coming = 1
    return ahead[::-1]


def _physical_lines(text: str) -> Iterator[tuple[int, Fields]]:
    position, number = 0, 1
    fields: Fields = []
    while position <= len(text):
        quoted = _QUOTED.match(text, position) if text.startswith('"', position) else None
        match = quoted or _PLAIN.match(text, position)
        end = match.end() if match else len(text)
        value = text[position:end]
        fields.append(value[1:-1].replace('""', '"') if quoted else value)
        position = end + 1
        if not text.startswith("\t", end):
            yield number, fields
            number += 1 + sum(field.count("\n") for field in fields)
            fields = []

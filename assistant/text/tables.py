"""Finds the tables of a plain text: lines cut into cells by tabs, bars or semicolons."""

import re
from collections.abc import Iterator


def tables(text: str) -> Iterator[list[list[tuple[int, int]]]]:
    """Yield runs of lines with as many cells, as rows of cell places."""
    rows: list[list[tuple[int, int]]] = []
    start = 0
    for line in [*text.split("\n"), ""]:
        cells = _cells(line, start)
        start += len(line) + 1
        if re.fullmatch(r"[\s|:\-–—+=]+", line) and rows:
            continue
        if len(cells) < 2:
            if len(rows) > 1:
                yield rows
            rows = []
        else:
            rows.append(cells)
    if len(rows) > 1:
        yield rows


def _cells(line: str, start: int) -> list[tuple[int, int]]:
    separator = "\t" if "\t" in line else "|" if "|" in line else ";" if line.count(";") >= 2 and len(line) < 160 else ""
    if not separator:
        return []
    found, position = [], start
    for cell in line.split(separator):
        found.append((position, position + len(cell)))
        position += len(cell) + 1
    if separator == "|" and found and not line.split("|")[0].strip():
        found = found[1:]
    return found

"""Reading in this process, and the rules that every reading keeps."""

import unicodedata
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise

from ingestion.readers.kinds import recognise
from ingestion.readers.manuscript import Reading


def read_here(data: bytes, name: str) -> Reading:
    """Return the reading of a file without a child process: for tests of many small files."""
    source = recognise(data, name)
    reading = import_module(f"ingestion.readers.{source.kind}").read(source)
    assert isinstance(reading, Reading)
    return reading


def broken_rules(reading: Reading) -> Iterator[str]:
    """Return what is wrong with the places of blocks and cells, if anything is."""
    if unicodedata.normalize("NFC", reading.text) != reading.text or "\r" in reading.text:
        yield "text is not normalised"
    yield from _broken_blocks(reading)
    yield from _broken_cells(reading)


def _broken_blocks(reading: Reading) -> Iterator[str]:
    for block in reading.blocks:
        piece = reading.text[block.start : block.end]
        if not 0 <= block.start < block.end <= len(reading.text) or piece != piece.strip():
            yield f"{block} is outside the text or has outer white space: {piece!r}"
        if block.kind in ("heading", "list_item") and block.level is None:
            yield f"{block} has no level"
    for before, after in pairwise(reading.blocks):
        if before.end > after.start:
            yield f"{before} and {after} overlap"


def _broken_cells(reading: Reading) -> Iterator[str]:
    rows = [b for b in reading.blocks if b.kind == "table_row"]
    for cell in reading.cells:
        piece = reading.text[cell.start : cell.end]
        if not piece or piece != piece.strip() or "\t" in piece:
            yield f"{cell} is not a clean cell: {piece!r}"
        if min(cell.table, cell.row, cell.column) < 1 or not any(r.start <= cell.start and cell.end <= r.end for r in rows):
            yield f"{cell} is in no row"
    for one, other in pairwise(reading.cells):
        if one.end > other.start or one[:3] >= other[:3]:
            yield f"{one} and {other} are not in order"

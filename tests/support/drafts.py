"""Drafts made from Markdown or plain lines, with the blocks and cells a reader would give."""

import re

from assistant.domain.draft import Block, BlockKind, Cell, Draft

_HEADING = re.compile(r"(#{1,6})\s+\S")
_ITEM = re.compile(r"\s*(?:[-*•]|\d+[.)])\s+\S")
_ROW = re.compile(r"\s*\|.*\|\s*")
_RULE = re.compile(r"[\s|:-]+")


def draft_from_markdown(text: str, *, pages: int | None = None, name: str = "dossier.md") -> Draft:
    """Return the draft that a Markdown text is."""
    blocks: list[Block] = []
    cells: list[Cell] = []
    position, table, row = 0, 0, 0
    previous: BlockKind | None = None
    for line in text.split("\n"):
        start, end = position + len(line) - len(line.lstrip("# |")), position + len(line.rstrip(" |"))
        position += len(line) + 1
        kind = _kind(line)
        if kind is None:
            previous = None
            continue
        if kind == "table_row":
            if previous != "table_row":
                table, row = table + 1, 0
            previous = kind
            if _RULE.fullmatch(line):
                continue
            row += 1
            cells.extend(_cells(line, position - len(line) - 1, table, row))
        previous = kind
        level = len(line) - len(line.lstrip("#")) if kind == "heading" else None
        blocks.append(Block(kind=kind, start=start, end=end, level=level))
    pages_are = "counted" if pages is not None else None
    return Draft(name=name, text=text, blocks=tuple(blocks), cells=tuple(cells), pages=pages, pages_are=pages_are)


def plain_draft(text: str, *, name: str = "dossier.txt") -> Draft:
    """Return a draft of which only the text is known, as some PDF files give."""
    return Draft(name=name, text=text)


def _kind(line: str) -> BlockKind | None:
    if not line.strip():
        return None
    if _HEADING.match(line):
        return "heading"
    if _ROW.fullmatch(line):
        return "table_row"
    return "list_item" if _ITEM.match(line) else "paragraph"


def _cells(line: str, position: int, table: int, row: int) -> list[Cell]:
    found = []
    begin = line.index("|") + 1
    for column, piece in enumerate(line[begin : line.rindex("|")].split("|"), start=1):
        start = position + begin + len(piece) - len(piece.lstrip(" *"))
        found.append(Cell(table=table, row=row, column=column, start=start, end=start + len(piece.strip(" *"))))
        begin += len(piece) + 1
    return found

"""Files: one neutral list of blocks as .md, .txt, .docx, .odt, .html or .pdf, the same bytes every time."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal, get_args

import docx

from evaluations.transforms.units import ITEM, Unit, cells, lines, rows, units

try:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table
except ImportError:
    getSampleStyleSheet = None

Format = Literal["md", "txt", "docx", "odt", "html", "pdf"]
FORMATS: tuple[Format, ...] = get_args(Format)

_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TABLE_POINTS = 450
"""Width of a table in a PDF."""


@dataclass(frozen=True, slots=True)
class FileBlock:
    """A heading, paragraph, list item or table, without any mark of a format."""

    kind: Literal["heading", "paragraph", "item", "table"]
    text: str = ""
    level: int = 1
    rows: tuple[tuple[str, ...], ...] = ()
    """Cells of a table, its header first."""


def blocks_of(text: str) -> tuple[FileBlock, ...]:
    """Return the blocks of a Markdown-like text, bold and italic marks left out."""
    return tuple(block for unit in units(text) for block in _blocks(text, unit))


def written(blocks: Sequence[FileBlock], kind: Format) -> bytes:
    """Return a file of that format; a PDF needs reportlab, which the test extra installs."""
    return _WRITERS[kind](blocks)


def can_write(kind: Format) -> bool:
    """Tell whether this installation can write that format."""
    return kind != "pdf" or getSampleStyleSheet is not None


def words_of(blocks: Sequence[FileBlock]) -> list[str]:
    """Return all the words of the blocks in reading order, as every reader should find them."""
    return [word for block in blocks for piece in (block.text, *(c for row in block.rows for c in row)) for word in piece.split()]


def _blocks(text: str, unit: Unit) -> list[FileBlock]:
    if unit.kind == "heading":
        return [FileBlock("heading", _plain(text[unit.start : unit.end].lstrip(" #").rstrip(" #")), unit.level)]
    if unit.kind == "table":
        grid = [tuple(_plain(text[c.start : c.end]) for c in cells(row)) for row in rows(text, unit)]
        width = max(map(len, grid), default=0)
        return [FileBlock("table", rows=tuple(row + ("",) * (width - len(row)) for row in grid))]
    found: list[FileBlock] = []
    for line in lines(text, unit.start, unit.end):
        mark = ITEM.match(line.text)
        if mark:
            found.append(FileBlock("item", _plain(line.text[mark.end() :])))
        elif found and unit.kind != "list":
            found[-1] = FileBlock(found[-1].kind, f"{found[-1].text} {_plain(line.text)}")
        else:
            found.append(FileBlock("paragraph", _plain(line.text)))
    return found


def _plain(words: str) -> str:
    return " ".join(re.sub(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)", "", words).split())


def _markdown(blocks: Sequence[FileBlock]) -> bytes:
    parts: list[str] = []
    for number, block in enumerate(blocks):
        joined = block.kind == "item" and number > 0 and blocks[number - 1].kind == "item"
        parts.append(("\n" if joined else "\n\n" if parts else "") + _markdown_block(block))
    return ("".join(parts) + "\n").encode()


def _markdown_block(block: FileBlock) -> str:
    if block.kind == "table":
        ruled = [block.rows[0], ("---",) * len(block.rows[0]), *block.rows[1:]]
        return "\n".join(f"| {' | '.join(row)} |" for row in ruled)
    marks = {"heading": "#" * block.level + " ", "item": "- "}
    return marks.get(block.kind, "") + block.text


def _text(blocks: Sequence[FileBlock]) -> bytes:
    parts = []
    for block in blocks:
        body = "\n".join("\t".join(row) for row in block.rows) if block.kind == "table" else block.text
        parts.append(f"• {body}" if block.kind == "item" else body)
    return ("\n\n".join(parts) + "\n").encode()


def _docx(blocks: Sequence[FileBlock]) -> bytes:
    document = docx.Document()
    for block in blocks:
        if block.kind == "heading":
            document.add_heading(block.text, block.level)
        elif block.kind == "table":
            table = document.add_table(len(block.rows), len(block.rows[0]))
            for row, contents in zip(table.rows, block.rows, strict=True):
                for cell, words in zip(row.cells, contents, strict=True):
                    cell.text = words
        else:
            document.add_paragraph(block.text, style="List Bullet" if block.kind == "item" else None)
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as archive:
        return zipped({info.filename: archive.read(info) for info in archive.infolist()})


def _odt(blocks: Sequence[FileBlock]) -> bytes:
    body = "".join(map(_odt_block, blocks))
    names = "".join(f' xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "text", "table"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content{names}><office:body><office:text>'
        f"{body}</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()})


def _odt_block(block: FileBlock) -> str:
    words = escape(block.text)
    if block.kind == "table":
        grid = ("".join(f"<table:table-cell><text:p>{escape(c)}</text:p></table:table-cell>" for c in row) for row in block.rows)
        return "<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in grid) + "</table:table>"
    if block.kind == "heading":
        return f'<text:h text:outline-level="{block.level}">{words}</text:h>'
    if block.kind == "item":
        return f"<text:list><text:list-item><text:p>{words}</text:p></text:list-item></text:list>"
    return f"<text:p>{words}</text:p>"


def _html(blocks: Sequence[FileBlock]) -> bytes:
    head = '<head><meta charset="utf-8"><title></title></head>'
    body = "\n".join(map(_html_block, blocks))
    return f'<!doctype html>\n<html lang="fr">{head}<body>\n{body}\n</body></html>\n'.encode()


def _html_block(block: FileBlock) -> str:
    if block.kind == "table":
        grid = ("".join(f"<td>{escape(c)}</td>" for c in row) for row in block.rows)
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in grid) + "</table>"
    if block.kind == "item":
        return f"<ul><li>{escape(block.text)}</li></ul>"
    tag = f"h{block.level}" if block.kind == "heading" else "p"
    return f"<{tag}>{escape(block.text)}</{tag}>"


def _pdf(blocks: Sequence[FileBlock]) -> bytes:
    styles = getSampleStyleSheet()
    flow: list[Flowable] = []
    for block in blocks:
        if block.kind == "table":
            width = _TABLE_POINTS / len(block.rows[0])
            grid = [[Paragraph(escape(c), styles["BodyText"]) for c in row] for row in block.rows]
            flow.append(Table(grid, colWidths=[width] * len(block.rows[0])))
        else:
            style = styles[f"Heading{min(block.level, 6)}" if block.kind == "heading" else "BodyText"]
            flow.append(Paragraph(escape(block.text), style, bulletText="•" if block.kind == "item" else None))
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4, invariant=1).build(flow)
    return out.getvalue()


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return an archive without the time of day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


_WRITERS: Mapping[Format, Callable[[Sequence[FileBlock]], bytes]] = {
    "md": _markdown, "txt": _text, "docx": _docx, "odt": _odt, "html": _html, "pdf": _pdf,
}  # fmt: skip

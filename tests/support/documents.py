"""One neutral list of blocks, written as .docx, .odt, .pdf, .html or .md; and raw containers for odd files."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import Flowable, SimpleDocTemplate
from reportlab.platypus import Paragraph as PdfParagraph
from reportlab.platypus import Table as PdfTable

Rows = Sequence[Sequence[str]]
Heading = tuple[str, int, str]
Words = tuple[str, str]
Grid = tuple[str, Rows]
NeutralBlock = Heading | Words | Grid
"""("heading", level, text), ("paragraph", text), ("list", text) or ("table", rows)."""

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{_ODF}{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("meta", "meta"),
    )
)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def rows_of(block: NeutralBlock) -> Rows:
    """Return the rows of a table block."""
    rows = block[1]
    assert not isinstance(rows, int | str)
    return rows


def zipped(parts: Mapping[str, str | bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive of these parts, in order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def raw_docx(body: str, extra: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return a .docx around WordprocessingML body content, with more parts if given."""
    document = f"{_XML}<w:document {_W_NAMESPACES}><w:body>{body}</w:body></w:document>"
    return zipped({"[Content_Types].xml": _XML + _CONTENT_TYPES, "word/document.xml": document, **(extra or {})})


def word_part(root: str, content: str) -> str:
    """Return the XML of a Word part, as `styles` or `footnotes`."""
    return f"{_XML}<w:{root} {_W_NAMESPACES}>{content}</w:{root}>"


def word_paragraph(text: str, run_properties: str = "", paragraph_properties: str = "") -> str:
    """Return a WordprocessingML paragraph of one run."""
    return f"<w:p><w:pPr>{paragraph_properties}</w:pPr>{word_run(text, run_properties)}</w:p>"


def word_run(text: str, properties: str = "") -> str:
    """Return a WordprocessingML run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def raw_odt(body: str, styles: str = "", extra: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return an .odt around the content of `office:text`, with automatic styles and more parts if given."""
    content = (
        f"{_XML}<office:document-content {_ODF_NAMESPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **(extra or {})})


def docx_bytes(blocks: Sequence[NeutralBlock]) -> bytes:
    """Return the blocks as a .docx written by python-docx."""
    document = docx.Document()
    for block in blocks:
        if block[0] == "heading":
            document.add_heading(str(block[2]), int(str(block[1])))  # type: ignore[misc] # a heading has three
        elif block[0] == "table":
            rows = rows_of(block)
            table = document.add_table(len(rows), len(rows[0]))
            for row, cells in enumerate(rows):
                for column, text in enumerate(cells):
                    table.cell(row, column).text = text
        else:
            document.add_paragraph(str(block[1]), style="List Bullet" if block[0] == "list" else None)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def odt_bytes(blocks: Sequence[NeutralBlock]) -> bytes:
    """Return the blocks as an .odt."""
    parts: list[str] = []
    for block in blocks:
        if block[0] == "heading":
            parts.append(f'<text:h text:outline-level="{block[1]}">{_odt_text(str(block[-1]))}</text:h>')
        elif block[0] == "table":
            parts.append("<table:table>" + "".join(_odt_row(cells) for cells in rows_of(block)) + "</table:table>")
        elif block[0] == "list":
            parts.append(f"<text:list><text:list-item><text:p>{_odt_text(str(block[1]))}</text:p></text:list-item></text:list>")
        else:
            parts.append(f"<text:p>{_odt_text(str(block[1]))}</text:p>")
    return raw_odt("".join(parts))


def html_bytes(blocks: Sequence[NeutralBlock]) -> bytes:
    """Return the blocks as an .html page in UTF-8."""
    parts: list[str] = []
    for block in blocks:
        if block[0] == "heading":
            parts.append(f"<h{block[1]}>{_html_text(str(block[-1]))}</h{block[1]}>")
        elif block[0] == "table":
            rows = ("<tr>" + "".join(f"<td>{_html_text(c)}</td>" for c in cells) + "</tr>" for cells in rows_of(block))
            parts.append("<table>" + "".join(rows) + "</table>")
        elif block[0] == "list":
            parts.append(f"<ul><li>{_html_text(str(block[1]))}</li></ul>")
        else:
            parts.append(f"<p>{_html_text(str(block[1]))}</p>")
    return f"<!doctype html><html><head><meta charset='utf-8'></head><body>{''.join(parts)}</body></html>".encode()


def markdown_bytes(blocks: Sequence[NeutralBlock]) -> bytes:
    """Return the blocks as Markdown in UTF-8."""
    parts: list[str] = []
    for block in blocks:
        if block[0] == "heading":
            parts.append(f"{'#' * int(str(block[1]))} {block[-1]}")
        elif block[0] == "table":
            rows = ["| " + " | ".join(cells) + " |" for cells in rows_of(block)]
            parts.append("\n".join([rows[0], "|" + "---|" * len(rows_of(block)[0]), *rows[1:]]))
        else:
            parts.append(("- " if block[0] == "list" else "") + str(block[1]))
    return ("\n\n".join(parts) + "\n").encode()


def pdf_bytes(blocks: Sequence[NeutralBlock], header: str = "") -> bytes:
    """Return the blocks as a PDF with numbered pages and, if given, a running title."""
    styles = getSampleStyleSheet()
    flow: list[Flowable] = []
    for block in blocks:
        if block[0] == "table":
            flow.append(PdfTable([list(cells) for cells in rows_of(block)], colWidths=[150] * len(rows_of(block)[0])))
        elif block[0] == "list":
            item = ParagraphStyle("item", parent=styles["BodyText"], leftIndent=18, bulletIndent=6)
            flow.append(PdfParagraph(escape(str(block[1])), item, bulletText="•"))
        else:
            style = styles[f"Heading{block[1]}"] if block[0] == "heading" else styles["BodyText"]
            flow.append(PdfParagraph(escape(str(block[-1])), style))
    out = io.BytesIO()

    def furnish(canvas: object, template: SimpleDocTemplate) -> None:
        canvas.drawString(60, 800, header)  # type: ignore[attr-defined] # reportlab is untyped
        canvas.drawString(300, 30, f"Page {template.page}")  # type: ignore[attr-defined]

    SimpleDocTemplate(out, pagesize=A4).build(flow, onFirstPage=furnish, onLaterPages=furnish)
    return out.getvalue()


def pdf_of_content(content: bytes, *, pages: int = 1, filters: str = "") -> bytes:
    """Return a minimal PDF whose pages share one content stream, stored as given."""
    kids = " ".join(["3 0 R"] * pages)
    declared = f"/Filter {filters} " if filters else ""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {pages}/Kids[{kids}]>>".encode(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>>>>>",
        f"<<{declared}/Length {len(content)}>>stream\n".encode() + content + b"\nendstream",
    ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places: list[int] = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj" % number + body + b"endobj\n")
    table = out.tell()
    out.write(b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % table)
    return out.getvalue()


def _odt_row(cells: Sequence[str]) -> str:
    inside = "".join(f"<table:table-cell><text:p>{_odt_text(text)}</text:p></table:table-cell>" for text in cells)
    return f"<table:table-row>{inside}</table:table-row>"


def _odt_text(text: str) -> str:
    return escape(text).replace("\n", "<text:line-break/>")


def _html_text(text: str) -> str:
    return escape(text).replace("\n", "<br>")

"""The sheet of an interview as a Word document: the only module that writes with python-docx for interviews."""

import io

from docx import Document
from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from web.rendering.interview import Sheet, SheetPhase, SheetQuestion

_QUIET = RGBColor(0x55, 0x55, 0x55)
_WIDTHS = (Mm(140), Mm(50))
_FEW_QUESTIONS = 8
"""Up to this many, there is room on a page for all that is known of each."""


def render_sheet_docx(sheet: Sheet) -> bytes:
    """Return the sheet as a .docx: one table a phase, with room to write beside each question."""
    document = Document()
    _page(document)
    document.core_properties.title = sheet.title
    document.core_properties.author = "Jury Blanc"
    document.core_properties.language = "fr-FR"
    document.add_heading(f"{sheet.title} – {sheet.minutes}\u00a0minutes", level=1)
    document.add_paragraph(sheet.setting)
    origin = f"D’après «\u00a0{sheet.name}\u00a0» · " if sheet.name else ""
    _quiet(document.add_paragraph(), f"{origin}{sheet.style} · tirage n°\u00a0{sheet.seed}")
    document.add_paragraph("Candidat ou candidate\u00a0: ……………………………    Date\u00a0: ……………    Jury\u00a0: ……………………………")
    for phase in sheet.phases:
        _phase(document, phase, dense=sheet.count > _FEW_QUESTIONS)
    _quiet(document.add_paragraph(), sheet.notice)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _page(document: Word) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(10)
    section.top_margin = section.bottom_margin = Mm(8)
    normal = document.styles["Normal"]
    normal.font.size = Pt(7.5)
    normal.font.name = "Arial"
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.space_before = Pt(0)
    normal.element.get_or_add_rPr().append(_language())
    for name, size in (("Heading 1", 14), ("Heading 2", 9)):
        style = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(3), Pt(1)


def _language() -> OxmlElement:
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR")
    return language


def _phase(document: Word, phase: SheetPhase, *, dense: bool) -> None:
    document.add_heading(f"{phase.begin}–{phase.end}\u00a0min · {phase.title}", level=2)
    table = document.add_table(rows=0, cols=2)
    table.autofit = False
    table._tblPr.append(_borders())
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width
    for question in phase.questions:
        row = table.add_row()
        # python-docx has no public way to keep a row whole, nor to draw borders
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = width
        _question(row.cells[0], question, dense=dense)
        _quiet(row.cells[1].paragraphs[0], "Notes")


def _borders() -> OxmlElement:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "BBBBBB")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    return borders


def _question(cell: _Cell, question: SheetQuestion, *, dense: bool) -> None:
    first = cell.paragraphs[0]
    first.add_run(f"{question.number}. {question.text}").bold = True
    _quiet(first, f" {question.probes}")
    if not dense:
        _quiet(cell.add_paragraph(), question.why)
    if question.source and not dense:
        _quiet(cell.add_paragraph(), f"Dans le dossier\u00a0: «\u00a0{question.source}\u00a0»")
    for line in question.expected[: 1 if dense else None]:
        cell.add_paragraph(f"☐ {line}")
    relances = cell.add_paragraph()
    for number, (missing, text) in enumerate(question.relances):
        _quiet(relances, f"{' — ' if number else ''}Si {missing} manque\u00a0: ")
        relances.add_run(text).italic = True


def _quiet(paragraph: Paragraph, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(7), _QUIET

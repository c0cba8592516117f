"""The same référentiel in many shapes; its content is read from the source independently of the product."""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument

SOURCE = Path(__file__).parents[2] / "ingestion" / "sources" / "referentiel.txt"
HEADINGS = ("REFERENTIEL D'ACTIVITES", "REFERENTIEL DE COMPETENCES", "MODALITÉS D'ÉVALUATION", "CRITÈRES D'ÉVALUATION")


@dataclass(frozen=True)
class Fiche:
    """One bloc as plain strings."""

    fonction: str
    activite: str
    taches: tuple[str, ...]
    competences: tuple[str, ...]
    """With their numbers, as in the source (« 1.1. Informer… »)."""
    modalites: tuple[str, ...]
    criteres: tuple[str, ...]


def paragraphs(markup: str) -> tuple[str, ...]:
    """Return the words of each `<p>`."""
    return tuple(squeezed(re.sub(r"<[^>]+>", "", p)) for p in re.findall(r"<p[^>]*>(.*?)</p>", markup))


def squeezed(text: str) -> str:
    """Return the text with single spaces."""
    return " ".join(text.split())


def source_fiches() -> tuple[Fiche, ...]:
    """Return the six tables of the owner's file, cut with nothing but tabs, `<p>` and « - »."""
    fiches = []
    for line in SOURCE.read_text(encoding="utf-8").splitlines():
        if "Activité" not in line:
            continue
        activites, competences, modalites, criteres = line.split("\t")
        fonction, activite = paragraphs(activites)
        fiches.append(
            Fiche(
                fonction,
                activite,
                _bullets(activites),
                paragraphs(competences),
                paragraphs(modalites),
                _bullets(criteres),
            )
        )
    return tuple(fiches)


def _bullets(markup: str) -> tuple[str, ...]:
    listed = markup.partition("<ul")[2].partition(">")[2]
    return tuple(squeezed(re.sub(r"<[^>]+>", "", item)) for item in listed.split(" - ") if item.strip(" -")) if listed else ()


def closing() -> tuple[str, ...]:
    """Return the lines about the award and the final interview."""
    text = SOURCE.read_text(encoding="utf-8")
    return tuple(line for line in text[text.index("L'attribution") :].splitlines() if line)


def without_number(competence: str) -> str:
    """Return a compétence of the source without « 1.1. »."""
    return competence.split(" ", 1)[1]


@dataclass(frozen=True)
class Shape:
    """How to write a référentiel down."""

    order: tuple[int, ...] = (0, 1, 2, 3)
    headings: Sequence[str] | None = HEADINGS
    headings_once: bool = False
    code: Callable[[str], str] = field(default=lambda number: f"{number}.")
    """From « 1.1 » to what stands before the compétence."""
    bullet: str = "-"
    """Put before each item, or `li` for real lists, `nested`, `unclosed`."""
    glue: str = " "
    """Between items: a space keeps them on one line."""
    paragraph: str = "p"
    """`p`, or `br` for lines."""
    extra: str | None = None
    """A further column with this heading and a remark in each row."""
    split_rows: bool = False
    """One row for each compétence, the other cells spanning."""
    before: str = ""
    closing: bool = True


def _lines(texts: Sequence[str], shape: Shape) -> str:
    written = [escape(text, quote=False) for text in texts]
    return "<br>".join(written) if shape.paragraph == "br" else "".join(f"<p>{text}</p>" for text in written)


def _listed(items: Sequence[str], shape: Shape) -> str:
    written = [escape(item, quote=False) for item in items]
    if shape.bullet == "li":
        return "<ul>" + "".join(f"<li>{item}</li>" for item in written) + "</ul>"
    if shape.bullet == "nested":
        return "<ul><li><ul>" + "".join(f"<li><p>{item}</p></li>" for item in written) + "</ul></li></ul>"
    if shape.bullet == "unclosed":
        return "<ul>" + "".join(f"<li>{item}" for item in written)
    marks = (f"{n}." if shape.bullet == "1." else shape.bullet for n in range(1, len(written) + 1))
    return shape.glue.join(f"{mark} {item}" for mark, item in zip(marks, written, strict=True))


def _competence(text: str, shape: Shape) -> str:
    number, _, wording = text.partition(" ")
    return f"{shape.code(number.rstrip('.'))} {wording}"


def _cells(fiche: Fiche, shape: Shape) -> list[str]:
    joint = "<br>" if shape.paragraph == "br" else " "
    head = [fiche.fonction, fiche.activite] if fiche.fonction else [fiche.activite]
    return [
        _lines(head, shape) + joint + _listed(fiche.taches, shape),
        _lines([_competence(c, shape) for c in fiche.competences], shape),
        _lines(fiche.modalites, shape),
        _listed(fiche.criteres, shape),
    ]


def _head(shape: Shape, position: int) -> list[str] | None:
    if shape.headings is None or (shape.headings_once and position):
        return None
    return [shape.headings[c] for c in shape.order] + ([shape.extra] if shape.extra else [])


def as_text(fiches: Sequence[Fiche], shape: Shape) -> str:
    """Return tab-separated tables with HTML in the cells."""
    lines = [shape.before] if shape.before else []
    for position, fiche in enumerate(fiches):
        head = _head(shape, position)
        lines += ["", "\t".join(head)] if head else [""]
        cells = _cells(fiche, shape)
        lines.append("\t".join([cells[c] for c in shape.order] + (["à relire"] if shape.extra else [])))
    return "\n".join([*lines, "", *(closing() if shape.closing else ())])


def as_html(fiches: Sequence[Fiche], shape: Shape) -> str:
    """Return a page with a table for each bloc."""
    parts = [f"<p>{shape.before}</p>"]
    for position, fiche in enumerate(fiches):
        head = _head(shape, position)
        rows = ["<tr>" + "".join(f"<th>{h}</th>" for h in head) + "</tr>"] if head else []
        rows += _html_rows(fiche, shape)
        parts.append("<table border=1>" + "\n".join(rows) + "</table>")
    if shape.closing:
        intro, question, *points = closing()
        parts.append(f"<p>{intro}</p><p>{question}</p><ul>" + "".join(f"<li>{p[2:]}</li>" for p in points) + "</ul>")
    return "<!doctype html><html><head><title>Titre</title></head><body>" + "\n".join(parts) + "</body></html>"


def _html_rows(fiche: Fiche, shape: Shape) -> list[str]:
    cells = _cells(fiche, shape)
    extra = "<td>à relire</td>" if shape.extra else ""
    if not shape.split_rows:
        return ["<tr>" + "".join(f"<td>{cells[c]}</td>" for c in shape.order) + extra + "</tr>"]
    count = len(fiche.competences)
    rows = []
    for index, competence in enumerate(fiche.competences):
        share = fiche.criteres[index:] if index == count - 1 else fiche.criteres[index : index + 1]
        own = {1: f"<td>{_competence(competence, shape)}</td>", 3: f"<td>{_listed(share, shape)}</td>"}
        spanning = {c: f'<td rowspan="{count}">{cells[c]}</td>' for c in (0, 2)} if index == 0 else {}
        rows.append("<tr>" + "".join((own | spanning).get(c, "") for c in shape.order) + "</tr>")
    return rows


def as_docx(fiches: Sequence[Fiche], shape: Shape) -> bytes:
    """Return a Word document with a table for each bloc."""
    document = Document()
    document.add_paragraph(shape.before)
    for position, fiche in enumerate(fiches):
        _word_table(document, fiche, shape, _head(shape, position))
    for line in closing() if shape.closing else ():
        document.add_paragraph(line[2:], style="List Bullet") if line.startswith("- ") else document.add_paragraph(line)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _word_table(document: WordDocument, fiche: Fiche, shape: Shape, head: list[str] | None) -> None:
    table = document.add_table(rows=0, cols=len(shape.order))
    if head:
        for cell, text in zip(table.add_row().cells, head, strict=True):
            cell.text = text
    columns: list[list[tuple[str, bool]]] = [
        [(fiche.fonction, False), (fiche.activite, False), *((t, True) for t in fiche.taches)],
        [(_competence(c, shape), False) for c in fiche.competences],
        [(m, False) for m in fiche.modalites],
        [(c, True) for c in fiche.criteres],
    ]
    for cell, column in zip(table.add_row().cells, shape.order, strict=True):
        cell.paragraphs[0].text = ""
        for text, listed in columns[column]:
            if listed and shape.bullet == "li":
                cell.add_paragraph(text, style="List Bullet")
            else:
                cell.add_paragraph(f"{shape.bullet} {text}" if listed else text)

"""`review` and `extract`."""

import io
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from assistant.bootstrap import ASSESSORS, Assistant, build_assistant, open_assessor
from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport
from assistant.errors import InputError
from assistant.settings import load_settings
from ingestion.anonymise import Pseudonymiser
from ingestion.readers import read_draft
from web.commands.console import FrenchCommand, draft_at, file_at, progress, put, put_bytes, put_json
from web.commands.summaries import SUMMARIES
from web.dependencies import labels_for
from web.rendering.document import render_json
from web.rendering.html import render_html
from web.rendering.markdown import render_markdown
from web.rendering.terminal import render_terminal
from web.rendering.word import render_docx

Format = Literal["terminal", "json", "md", "html", "docx"]
DraftPath = Annotated[
    str, typer.Argument(metavar="FICHIER", help="Brouillon (.docx .odt .pdf .md .txt .html), ou - pour l’entrée standard.")
]
BlocOption = Annotated[str, typer.Option("--bloc", metavar="BLOC", help="B1 à B6, ou auto pour reconnaître le bloc.")]
OutOption = Annotated[Path | None, typer.Option("--out", metavar="FICHIER", help="Fichier à écrire, au lieu de l’affichage.")]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command(cls=FrenchCommand, help=SUMMARIES["review"])(review)
    app.command(cls=FrenchCommand, help=SUMMARIES["extract"])(extract)


def review(
    path: DraftPath,
    *,
    bloc: BlocOption = "auto",
    critere: Annotated[str | None, typer.Option("--critere", metavar="CODE", help="Un seul critère, par exemple B1-C3.")] = None,
    passage: Annotated[bool, typer.Option("--passage", help="Lit un passage seul\u00a0: des constats, sans niveau.")] = False,
    form: Annotated[Format, typer.Option("--format", help="Forme de la lecture.")] = "terminal",
    out: OutOption = None,
    assessor: Annotated[
        str, typer.Option("--assessor", metavar="NOM", help=f"Lecteur à employer\u00a0: {', '.join(ASSESSORS)}.")
    ] = "embedded",
) -> None:
    """Read a draft and show the reading."""
    if form == "docx" and out is None:
        raise InputError("Un document Word s’écrit dans un fichier.", hint="Ajoutez --out lecture.docx.")
    settings = load_settings()
    sent, name = file_at(path)
    chosen = open_assessor(assessor, settings, masker=Pseudonymiser(sent, name))
    with progress("Lecture du fichier…"):
        draft = read_draft(sent, name)
    assistant = build_assistant(settings, chosen)
    with progress("Lecture critère par critère…"):
        report = assistant.review(draft, bloc, scope="passage" if passage else "draft", critere=critere)
    if form == "docx" and out is not None:
        put_bytes(render_docx(report, draft, labels_for(assistant, report), sent), out)
    elif form == "terminal" and out is None:
        render_terminal(report, labels_for(assistant, report), Console(file=sys.stdout, highlight=False), draft)
    else:
        put(_rendered(assistant, report, draft, form), out)


def _rendered(assistant: Assistant, report: FeedbackReport, draft: Draft, form: Format) -> str:
    labels = labels_for(assistant, report)
    match form:
        case "json":
            return render_json(report)
        case "md":
            return render_markdown(report, labels, draft)
        case "html":
            return render_html(report, draft, labels)
        case _:
            console = Console(file=io.StringIO(), width=100, highlight=False)
            render_terminal(report, labels, console, draft)
            file = console.file
            return file.getvalue() if isinstance(file, io.StringIO) else ""


def extract(
    path: DraftPath,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Ajoute la structure\u00a0: blocs, cellules, pages.")] = False,
    out: OutOption = None,
) -> None:
    """Print the text exactly as positions refer to it."""
    with progress("Lecture du fichier…"):
        draft = draft_at(path)
    if as_json:
        put_json(draft, out)
    else:
        put(draft.text, out)

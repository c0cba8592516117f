"""`interview`: the plan of a mock interview, and the sheet to print."""

import importlib
from pathlib import Path
from typing import Annotated, Literal

import typer

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport
from assistant.domain.interview import LONGEST, SHORTEST, InterviewKind, InterviewPlan, JuryStyle
from assistant.errors import InputError
from assistant.hold_interview import begin
from web.commands.console import FrenchCommand, draft_at, progress, put, put_bytes, put_json
from web.commands.live import Kept, hold, resumed
from web.commands.reading import BlocOption, OutOption
from web.commands.summaries import SUMMARIES
from web.rendering.interview import lines_of, sheet_of
from web.rendering.interview_html import render_sheet
from web.rendering.plain import printable

Form = Literal["terminal", "json", "md", "html", "docx"]
_WORD = "web.rendering.interview_docx"
"""Loaded when asked for: python-docx takes a quarter of a second."""


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command(cls=FrenchCommand, help=SUMMARIES["interview"])(interview)


def interview(
    path: Annotated[str | None, typer.Argument(metavar="[FICHIER]", help="Brouillon dont partir, ou rien.")] = None,
    *,
    kind: Annotated[InterviewKind, typer.Option("--kind", help="Entretien du bloc 3, du bloc 4, ou final.")] = "final",
    style: Annotated[JuryStyle, typer.Option("--style", help="Manière de questionner du jury.")] = "referentiel",
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Autre tirage de questions.")] = 0,
    minutes: Annotated[
        int | None, typer.Option("--minutes", metavar="N", help=f"Durée, de {SHORTEST} à {LONGEST}\u00a0minutes.")
    ] = None,
    bloc: BlocOption = "auto",
    live: Annotated[bool, typer.Option("--live", help="Passe l’entretien tout de suite, question par question.")] = False,
    exam: Annotated[bool, typer.Option("--exam", help="Avec --live\u00a0: conditions d’examen, sans aide, temps tenus.")] = False,
    resume: Annotated[
        Path | None, typer.Option("--resume", metavar="FICHIER", help="Avec --live\u00a0: reprend un entretien gardé.")
    ] = None,
    record: Annotated[
        Path | None, typer.Option("--transcript", metavar="FICHIER", help="Avec --live\u00a0: écrit l’échange (.md ou .json).")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="Forme du plan\u00a0; docx demande --out.")] = "terminal",
    out: OutOption = None,
) -> int:
    """Plan a mock interview, or hold it."""
    if resume is not None:
        return hold(build_assistant(), resumed(resume), Kept(out or resume, record))
    if live and path == "-":
        raise InputError(
            "L’entrée standard sert aux réponses\u00a0: le brouillon ne peut pas y être lu aussi.", hint="Donnez un fichier."
        )
    if form == "docx" and out is None and not live:
        raise InputError("Un fichier Word ne s’affiche pas ici.", hint="Ajoutez --out entretien.docx.")
    draft = draft_at(path) if path else None
    with progress("Préparation de l’entretien…"):
        assistant = build_assistant()
        plan = assistant.plan_interview(kind, read_for(assistant, kind, draft, bloc), style=style, seed=seed, minutes=minutes)
    name = draft.name if draft else ""
    if live:
        session = begin(plan, mode="exam" if exam else "practice", dossier=draft.text if draft else "", name=name)
        return hold(assistant, session, Kept(out, record))
    _put(plan, name, form, out)
    return 0


def read_for(assistant: Assistant, kind: InterviewKind, draft: Draft | None, bloc: str) -> FeedbackReport | None:
    """Return the reading that an interview starts from: of the bloc told, for the final one."""
    if draft is None:
        return None
    return assistant.review(draft, bloc if kind == "final" else kind)


def _put(plan: InterviewPlan, name: str, form: Form, out: Path | None) -> None:
    if form == "json":
        put_json(plan, out)
        return
    sheet = sheet_of(plan, name)
    if form == "html":
        put(render_sheet(sheet), out)
    elif form == "docx" and out is not None:
        put_bytes(importlib.import_module(_WORD).render_sheet_docx(sheet), out)
    else:
        put(printable("\n".join(lines_of(sheet, markdown=form == "md"))) + "\n", out)

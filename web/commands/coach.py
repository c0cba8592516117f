"""`ask` and `interview`."""

from typing import Annotated

import typer

from assistant.bootstrap import build_assistant
from assistant.domain.interview import InterviewKind, JuryStyle
from web.commands.console import FrenchCommand, draft_at, progress, put, put_json
from web.commands.reading import BlocOption, OutOption
from web.commands.sources import AsJson
from web.rendering.coach import Form, render_answer, render_interview


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command(cls=FrenchCommand, help="Répond à une question, avec ses sources.")(ask)
    app.command(cls=FrenchCommand, help="Prépare un entretien blanc.")(interview)


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION")],
    *,
    draft: Annotated[
        str | None, typer.Option("--draft", metavar="FICHIER", help="Brouillon dont la lecture sera consultée.")
    ] = None,
    bloc: BlocOption = "auto",
    as_json: AsJson = False,
) -> None:
    """Answer a question."""
    read = draft_at(draft) if draft else None
    with progress("Recherche…"):
        answer = build_assistant().answer(question, read, bloc)
    if as_json:
        put_json(answer)
    else:
        put(render_answer(answer))


def interview(
    path: Annotated[str | None, typer.Argument(metavar="[FICHIER]", help="Brouillon dont partir, ou rien.")] = None,
    *,
    kind: Annotated[InterviewKind, typer.Option("--kind", help="Entretien du bloc 3, du bloc 4, ou final.")] = "final",
    style: Annotated[JuryStyle, typer.Option("--style", help="Manière de questionner du jury.")] = "referentiel",
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Autre tirage de questions.")] = 0,
    form: Annotated[Form, typer.Option("--format", help="Forme du plan.")] = "terminal",
    out: OutOption = None,
) -> None:
    """Plan a mock interview."""
    draft = draft_at(path) if path else None
    with progress("Préparation de l’entretien…"):
        plan = build_assistant().plan_interview(kind, draft, style=style, seed=seed)
    if form == "json":
        put_json(plan, out)
    else:
        put(render_interview(plan, form), out)

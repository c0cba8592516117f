"""`ask`."""

from typing import Annotated

import typer

from assistant.bootstrap import build_assistant
from web.commands.console import FrenchCommand, draft_at, progress, put, put_json
from web.commands.reading import BlocOption
from web.commands.sources import AsJson
from web.rendering.coach import render_answer


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command(cls=FrenchCommand, help="Répond à une question, avec ses sources.")(ask)


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

"""`ask` and `chat`."""

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from assistant.bootstrap import Assistant, build_assistant, open_chooser
from assistant.domain.conversation import Conversation
from assistant.errors import InputError
from assistant.settings import load_settings
from ingestion.anonymise import Pseudonymiser
from web.commands.console import FrenchCommand, draft_at, progress, put, put_json, tell
from web.commands.reading import BlocOption
from web.commands.sources import AsJson
from web.commands.summaries import SUMMARIES
from web.rendering.coach import as_line, render_answer, render_turn

DraftOption = Annotated[str | None, typer.Option("--draft", metavar="FICHIER", help="Brouillon dont la lecture sera consultée.")]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command(cls=FrenchCommand, help=SUMMARIES["ask"])(ask)
    app.command(cls=FrenchCommand, help=SUMMARIES["chat"])(chat)


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION")],
    *,
    draft: DraftOption = None,
    bloc: BlocOption = "auto",
    as_json: AsJson = False,
) -> None:
    """Answer a question."""
    read = draft_at(draft) if draft else None
    with progress("Recherche…"):
        answer = _assistant().answer(question, read, bloc)
    if as_json:
        put_json(answer)
    else:
        put(render_answer(answer))


def chat(
    *,
    draft: DraftOption = None,
    bloc: BlocOption = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="Un document JSON par ligne, un par question.")] = False,
) -> None:
    """Answer questions one after another, from a terminal or from standard input."""
    if draft == "-":
        raise InputError("L’entrée standard porte déjà vos questions.", hint="Donnez le fichier de votre brouillon avec --draft.")
    assistant = _assistant()
    read = draft_at(draft) if draft else None
    with progress("Lecture critère par critère…" if read else "Préparation…"):
        reading = assistant.read_for_coach(read, bloc)
        coach = assistant.coach
    conversation = Conversation()
    notice = ""
    for question in _questions():
        try:
            turn = coach.turn(question, reading, conversation)
        except InputError as error:
            tell(f"{error}\n{error.hint}".rstrip())
            continue
        conversation, answer = conversation.asking(question, turn.chosen), turn.answer
        notice = answer.notice
        put(as_line(answer, question) if as_json else render_turn(answer, "" if sys.stdin.isatty() else question))
        sys.stdout.flush()
    if notice and not as_json:
        put(f"{notice}\n")


def _assistant() -> Assistant:
    settings = load_settings()
    return build_assistant(settings, chooser=open_chooser(settings, masker=Pseudonymiser()))


def _questions() -> Iterator[str]:
    """Yield the lines that are typed or piped, until there are no more."""
    typed = sys.stdin.isatty()
    if typed:
        tell("Posez vos questions, une par ligne. Ctrl+D pour finir.")
    while True:
        if typed:
            sys.stderr.write("\nVotre question\u00a0: ")
            sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            return
        if line.strip():
            yield line.strip()

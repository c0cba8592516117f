"""`interview --live`: an interview held in a terminal, one question at a time."""

import sys
import time
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from assistant.bootstrap import Assistant
from assistant.domain.session import Session
from assistant.errors import InputError
from assistant.hold_interview import answer, help_on, is_over, prompt, put_aside
from assistant.oral.soundness import sound
from web.commands.console import bytes_at, put, put_json, tell
from web.rendering.document import as_document
from web.rendering.plain import printable
from web.rendering.session import MODES, debrief_lines, help_lines, prompt_lines, transcript


class Paused(Exception):
    """The person stops here and will go on later; what was typed so far is its message."""


class Kept(NamedTuple):
    """Where a session is kept and where its transcript goes."""

    session: Path | None
    transcript: Path | None


def hold(assistant: Assistant, session: Session, kept: Kept) -> int:
    """Ask until all is asked or the person pauses; return the exit code."""
    tell(_welcome(session, kept))
    try:
        while not is_over(session):
            session = _one(session)
            _keep(session, kept.session)
    except (Paused, KeyboardInterrupt) as stopped:
        _keep(put_aside(session, _joined(session.typed, str(stopped))), kept.session)
        tell(_pause(kept.session))
        return 130
    done = assistant.debrief(session)
    put("\n".join(debrief_lines(done)) + "\n")
    if kept.transcript:
        if kept.transcript.suffix == ".json":
            put_json(session, kept.transcript)
        else:
            put(transcript(session, done), kept.transcript)
    return 0


def resumed(path: Path) -> Session:
    """Return the session kept in that file; raise `InputError` when it holds none."""
    try:
        return sound(Session.model_validate_json(bytes_at(path)))
    except ValidationError:
        raise InputError(
            f"Le fichier «\u00a0{path}\u00a0» ne contient pas d’entretien à reprendre.",
            hint="Donnez le fichier choisi avec --out quand vous avez commencé.",
        ) from None


def _one(session: Session) -> Session:
    asked = prompt(session)
    if asked is None:
        return session
    sys.stdout.write("\n".join(prompt_lines(asked)) + "\n")
    sys.stdout.flush()
    if session.typed:
        sys.stdout.write(f"\nVous aviez commencé\u00a0; ce que vous tapez s’y ajoute.\n{printable(session.typed)}\n")
        sys.stdout.flush()
    started = time.monotonic()
    text = _joined(session.typed, _typed())
    after = answer(session, text, round(time.monotonic() - started))
    helped = help_on(after)
    if helped and after.pending is None:
        sys.stdout.write("\n" + printable("\n".join(help_lines(helped))) + "\n")
    return after


def _typed() -> str:
    """Return the lines typed up to an empty one; an end of input, or Control-C, is a pause."""
    lines: list[str] = []
    while True:
        try:
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            raise Paused("\n".join(lines)) from None
        if not line and not lines:
            raise Paused
        if not line.strip():
            return "\n".join(lines)
        lines.append(line.rstrip("\n"))


def _joined(*texts: str) -> str:
    return "\n".join(filter(None, texts))


def _keep(session: Session, path: Path | None) -> None:
    if path is None:
        return
    aside = path.with_name(f".{path.name}.part")
    try:
        aside.write_text(as_document(session), encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise InputError(
            f"Le fichier «\u00a0{path}\u00a0» ne peut pas être écrit ({error.strerror}).",
            hint="Choisissez un autre dossier avec --out.",
        ) from error


def _welcome(session: Session, kept: Kept) -> str:
    going_on = f" Reprise à la question {session.at}." if session.turns else ""
    keeping = (
        f"L’entretien est gardé dans {kept.session} après chaque réponse."
        if kept.session
        else "Rien n’est gardé si vous arrêtez\u00a0; avec --out FICHIER, vous pourriez reprendre."
    )
    return (
        f"Entretien de {session.plan.minutes}\u00a0minutes, {MODES[session.mode]}.{going_on} "
        f"Tapez votre réponse, puis une ligne vide. Une ligne vide seule passe à la suite\u00a0; Ctrl-D met en pause. {keeping}"
    )


def _pause(path: Path | None) -> str:
    if path is None:
        return "\nEntretien interrompu\u00a0; il n’a pas été gardé."
    return f"\nEntretien en pause. Pour reprendre\u00a0: jury-blanc interview --live --resume {path}"

"""The command `jury-blanc`: parses, calls the assistant, and turns every no into French."""

import gc
import logging
import os
import re
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from types import ModuleType
from typing import Annotated, NoReturn, TextIO

import typer
from typer import rich_utils

from assistant.errors import JuryBlancError, SetupError
from assistant.version import product_version
from web.commands.console import FrenchCommand, FrenchGroup, group, put, tell
from web.commands.summaries import SUMMARIES

DONE, BAD_INPUT, BAD_SETUP, INTERRUPTED = 0, 2, 3, 130
_RARELY = (50_000, 20, 100)
"""How seldom memory is searched for cycles: doing it over and over while everything is made ready took a tenth of a start."""

FAMILIES = {
    "reading": ("review", "extract"),
    "coach": ("ask", "chat"),
    "oral": ("interview",),
    "sources": ("referentiel", "ingest", "search"),
    "pseudonymise": ("pseudonymise",),
    "evaluate": ("evaluate",),
    "accounts": ("accounts", "erase", "backup", "restore"),
    "service": ("serve",),
    "doctor": ("doctor",),
    "sites": ("sites", "keys"),
}
"""Which module of `web.commands` adds which commands; one is imported when asked for, since some take seconds."""


def build_app(command: str | None = None) -> typer.Typer:
    """Return the command with this sub-command, or with the list of all of them when there is no such one."""
    told = "Jury Blanc lit un dossier comme le ferait un jury, critère par critère, et montre ses preuves."
    app = group(told)
    app.callback(cls=FrenchGroup, help=told, no_args_is_help=True)(_named)
    for family in [f for f, commands in FAMILIES.items() if command in commands]:
        _loaded(f"web.commands.{family}").add_commands(app)
    if command not in SUMMARIES:
        for name, summary in SUMMARIES.items():
            app.command(name, cls=FrenchCommand, help=summary)(_listed)
    return app


def _loaded(name: str) -> ModuleType:
    """Import a module without looking for garbage, of which imports leave none: that took a fifth of their time."""
    if name in sys.modules:
        return sys.modules[name]
    gc.disable()
    try:
        return import_module(name)
    finally:
        gc.freeze()
        gc.enable()


def _version(wanted: bool) -> None:
    if wanted:
        put(f"Jury Blanc {product_version()}\n")
        raise typer.Exit


def _named(
    *, version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Affiche la version.")] = False
) -> None:
    """Keep the name of a sub-command needed, even when it is the only one."""


def _listed() -> None:
    """Stand for a command in the list of all of them."""


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; every refusal is told on standard error."""
    if arguments[:1] == ["--"]:  # says only that no option follows
        arguments = arguments[1:]
    try:
        returned = build_app(arguments[0] if arguments else None)(list(arguments), prog_name="jury-blanc", standalone_mode=False)
    except JuryBlancError as error:
        tell(f"{error}\n{error.hint}".rstrip())
        return BAD_SETUP if isinstance(error, SetupError) else BAD_INPUT
    except typer.TyperException as error:
        tell(_usage(error, arguments))
        return BAD_INPUT
    except (KeyboardInterrupt, typer.Abort):
        tell("Interrompu.")
        return INTERRUPTED
    return returned if isinstance(returned, int) else DONE


def _usage(error: typer.TyperException, arguments: Sequence[str]) -> str:
    """Say in French what the parser of the command line says in English."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return str(error)
    if not arguments[0].startswith("-") and arguments[0] not in SUMMARIES:
        near = get_close_matches(arguments[0], SUMMARIES, n=1)
        meant = f" Vouliez-vous dire «\u00a0{near[0]}\u00a0»\u00a0?" if near else ""
        return f"La commande «\u00a0{arguments[0]}\u00a0» n’existe pas.{meant}\nVoyez «\u00a0jury-blanc --help\u00a0»."
    named = getattr(error, "option_name", None)
    param = getattr(error, "param", None)
    if param is not None:
        named = param.metavar if getattr(param, "param_type_name", "") == "argument" else max(param.opts, key=len)
    messages = {
        "NoSuchOption": f"L’option «\u00a0{named}\u00a0» n’existe pas.",
        "MissingParameter": f"Il manque\u00a0: {named}.",
        "BadOptionUsage": f"L’option «\u00a0{named}\u00a0» attend une valeur.",
        "BadParameter": f"La valeur donnée pour «\u00a0{named}\u00a0» n’est pas acceptée{_accepted(str(error))}.",
    }
    said = messages.get(kind, "Cette commande n’existe pas, ou ses mots ne sont pas dans l’ordre attendu.")
    return f"{said}\nVoyez «\u00a0jury-blanc --help\u00a0»."


def _accepted(message: str) -> str:
    choices = re.findall(r"'([^']+)'", message.partition("not one of")[2])
    return f"\u00a0; valeurs possibles\u00a0: {', '.join(choices)}" if choices else ""


def _write_utf8(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")


def main() -> NoReturn:
    """Run the command line of this process."""
    os.environ.update({"LANGSMITH_TRACING": "false", "HF_HUB_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False"})
    gc.set_threshold(*_RARELY)
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    logging.getLogger("bm25s").propagate = False  # it sets its own level when imported, and tells every build
    _write_utf8(sys.stdout)
    _write_utf8(sys.stderr)
    rich_utils.ARGUMENTS_PANEL_TITLE, rich_utils.COMMANDS_PANEL_TITLE = "Arguments", "Commandes"
    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = DONE
    sys.exit(code)


if __name__ == "__main__":
    main()

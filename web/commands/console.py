"""What every command shares: reading input, printing output, saying no in French."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from pydantic import BaseModel
from rich.console import Console
from typer.core import TyperCommand, TyperGroup

from assistant.domain.draft import Draft
from assistant.errors import InputError
from ingestion.readers import read_draft
from web.rendering.document import as_document
from web.rendering.plain import printable

_HELP = "Affiche cette aide."
_MOST_BYTES = 15 * 1024 * 1024


class FrenchCommand(TyperCommand):
    """A command whose help is in French."""

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - the types of the vendored click are not public
        """Return the help option, described in French."""
        return _in_french(super().get_help_option(ctx))


class FrenchGroup(TyperGroup):
    """A group of commands whose help is in French."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - the types of the vendored click are not public
        """Write the list of commands, each with its whole summary."""
        with formatter.section("Commandes"):
            formatter.write_dl([(name, self.commands[name].help or "") for name in self.list_commands(ctx)])

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - the types of the vendored click are not public
        """Return the help option, described in French."""
        return _in_french(super().get_help_option(ctx))


def _in_french(option: Any) -> Any:  # noqa: ANN401 - the types of the vendored click are not public
    if option is not None:
        option.help = _HELP
    return option


def group(help_text: str) -> typer.Typer:
    """Return an empty group of commands."""
    return typer.Typer(
        cls=FrenchGroup,
        help=help_text,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        subcommand_metavar="COMMANDE [ARGUMENTS]…",
    )


def draft_at(path: str) -> Draft:
    """Return the draft at that path, or on standard input for « - »; raise `InputError` otherwise."""
    return read_draft(*file_at(path))


def file_at(path: str) -> tuple[bytes, str]:
    """Return the content and the name of the file at that path, or on standard input for « - »."""
    if path == "-":
        return sys.stdin.buffer.read(_MOST_BYTES + 1), "entrée standard"
    return bytes_at(Path(path)), Path(path).name


def bytes_at(path: Path) -> bytes:
    """Return the content of a file; raise `InputError` when it cannot be opened."""
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        hint = "Vérifiez le chemin, ou mettez-le entre guillemets s’il contient des espaces."
        raise InputError(f"Le fichier «\u00a0{path}\u00a0» n’existe pas.", hint=hint) from None
    except IsADirectoryError:
        raise InputError(f"«\u00a0{path}\u00a0» est un dossier.", hint="Donnez un fichier.") from None
    except OSError as error:
        raise InputError(f"Le fichier «\u00a0{path}\u00a0» ne peut pas être lu ({error.strerror}).") from error


def put(text: str, out: Path | None = None) -> None:
    """Write a text to a file, whole or not at all, or to standard output."""
    if out is None:
        sys.stdout.write(text)
    else:
        put_bytes(text.encode("utf-8"), out)


def put_bytes(data: bytes, out: Path) -> None:
    """Write a document to a file, whole or not at all."""
    try:
        aside = out.with_name(f".{out.name}.{os.getpid()}")
        aside.write_bytes(data)
        aside.replace(out)
    except OSError as error:
        raise InputError(
            f"Le fichier «\u00a0{out}\u00a0» ne peut pas être écrit ({error.strerror}).",
            hint="Choisissez un autre dossier avec --out.",
        ) from error
    tell(f"Écrit\u00a0: {out}")


def put_json(value: BaseModel, out: Path | None = None) -> None:
    """Write a value as one JSON document."""
    put(as_document(value), out)


def tell(message: str) -> None:
    """Say something on standard error, where it cannot spoil an output."""
    sys.stderr.write(printable(message) + "\n")


@contextmanager
def progress(message: str) -> Iterator[None]:
    """Show that work goes on, on a terminal only."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(message):
        yield

"""`serve`: the web application."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer
import uvicorn

from assistant.bootstrap import Assistant, build_assistant, open_chooser
from assistant.settings import load_settings, sub_path
from assistant.version import product_version
from ingestion.anonymise import Pseudonymiser
from web.app import create_app
from web.commands.console import FrenchCommand, tell
from web.commands.summaries import SUMMARIES
from web.doorway import doorway_of, link_of
from web.logs import write_logs

if TYPE_CHECKING:
    from web.workspace import Workspace


def add_commands(app: typer.Typer) -> None:
    """Add the command of this family."""
    app.command(cls=FrenchCommand, help=SUMMARIES["serve"])(serve)


def serve(
    *,
    host: Annotated[str | None, typer.Option("--host", metavar="ADRESSE", help="Adresse d’écoute.")] = None,
    port: Annotated[int | None, typer.Option("--port", metavar="PORT", min=1, max=65535, help="Port d’écoute.")] = None,
    root_path: Annotated[
        str | None, typer.Option("--root-path", metavar="CHEMIN", help="Chemin sous lequel un portail montre l’application.")
    ] = None,
) -> None:
    """Serve the web application until interrupted."""
    settings = load_settings()
    if root_path is not None:
        settings = settings.model_copy(update={"root_path": sub_path(root_path)})
    doorway_of(settings)  # unsafe settings are refused before anything is made ready
    assistant = build_assistant(settings, chooser=open_chooser(settings, masker=Pseudonymiser()))
    assistant.begin_exemplars()
    index = assistant.open_index()
    where = f"http://{host or settings.host}:{port or settings.port}{settings.root_path}/"
    tell(f"Jury Blanc {product_version()} – index {index} – ouvrez {where} (Ctrl+C pour arrêter)")
    write_logs(settings.log_format)
    with _accounts(assistant, where) as workspace:
        uvicorn.run(
            create_app(assistant, settings=settings, doors=assistant, workspace=workspace),
            host=host or settings.host,
            port=port or settings.port,
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=settings.shutdown_grace,
        )


@contextmanager
def _accounts(assistant: Assistant, where: str) -> "Iterator[Workspace | None]":
    """Open the accounts, show the link of the first administrator, and tidy what they keep for as long as this lasts.

    Without accounts nothing of theirs is imported: it took a fifth of a start.
    """
    if assistant.settings.accounts == "off":
        yield None
        return
    rooms = import_module("web.workspace")
    workspace: Workspace = rooms.open_workspace(assistant)
    token = rooms.first_invitation(workspace)
    if token:
        tell(f"Premier accès : créez le compte d’administrateur avec {link_of(assistant.settings, token, where)}")
        tell("Ce lien sert une fois, pendant quatorze jours ; il n’est montré que maintenant.")
    with rooms.tidied(workspace):
        yield workspace

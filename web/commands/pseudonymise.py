"""`pseudonymise`."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from assistant.domain.pseudonym import Pseudonymised
from ingestion.anonymise import pseudonymise as mask
from ingestion.anonymise import pseudonymise_file
from web.commands.console import FrenchCommand, bytes_at, draft_at, progress, put, put_json, tell
from web.commands.summaries import SUMMARIES
from web.rendering.exemplar import replaced_in_words

_MOST_TOLD = 15


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command(cls=FrenchCommand, help=SUMMARIES["pseudonymise"])(pseudonymise)


def pseudonymise(
    path: Annotated[
        str, typer.Argument(metavar="FICHIER", help="Document (.docx .odt .pdf .md .txt .html), ou - pour l’entrée standard.")
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Texte, remplacements et risques en un document JSON.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FICHIER", help="Fichier à écrire, au lieu de l’affichage.")
    ] = None,
) -> None:
    """Mask the identities of a text, and say what may still identify someone."""
    with progress("Recherche des noms et des numéros…"):
        done = mask(draft_at(path).text) if path == "-" else pseudonymise_file(bytes_at(Path(path)), Path(path).name)
    if as_json:
        put_json(done, out)
        return
    put(done.text, out)
    tell("\n".join(_summary(done)))


def _summary(done: Pseudonymised) -> list[str]:
    """Return what was masked and what is left to check, without repeating any masked word."""
    total = len(done.replacements)
    told = replaced_in_words(Counter(r.type for r in done.replacements))
    lines = [f"{total} remplacement{'s' * (total > 1)}\u00a0: {told}." if total else "Rien à masquer n’a été trouvé."]
    left = Counter(r.why for r in done.risks)
    lines += [f"À vérifier ({count})\u00a0: {why}" for why, count in left.most_common(_MOST_TOLD)]
    lines.append(
        "Relisez le texte avant de le partager\u00a0: un masquage automatique peut laisser passer un nom. Détail\u00a0: --json."
    )
    return lines

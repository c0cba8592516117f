"""`evaluate gold`: labels by people, and what they say of each other."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.bootstrap import build_assistant
from assistant.domain.base import Frozen
from assistant.settings import load_settings
from evaluations.gold import GoldSet
from evaluations.marking import Leak, Readers, agreement_of, as_jsonl, inventory, leaked
from evaluations.suites import GATE_FAILED, TOO_LITTLE
from web.commands.console import FrenchCommand, bytes_at, group, progress, put, put_json, tell
from web.commands.sources import AsJson
from web.rendering.evaluation import agreement_lines, inventory_lines


class Leaks(Frozen):
    """What stands both in tested texts and in what the product ships."""

    leaks: tuple[Leak, ...]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this family."""
    family = group("Étiquettes des lecteurs\u00a0: import, accord, fuites, inventaire.")
    family.command("import", cls=FrenchCommand, help="Vérifie et range les étiquettes d’un lecteur (.csv .jsonl).")(import_)
    family.command(cls=FrenchCommand, help="Mesure l’accord de deux lecteurs et énumère ce qu’il reste à trancher.")(agree)
    family.command("leaks", cls=FrenchCommand, help="Cherche des textes de test dans ce qui est livré.")(leaks_)
    family.command("list", cls=FrenchCommand, help="Énumère ce qui est étiqueté.")(list_)
    app.add_typer(family, name="gold")


def _gold() -> tuple[GoldSet, Readers]:
    gold = GoldSet(build_assistant().knowledge)
    return gold, Readers(load_settings().data_dir / "evaluations" / "labels", gold)


def import_(
    path: Annotated[
        Path, typer.Argument(metavar="FICHIER", help="Colonnes dossier, critere, niveau, et lecteur s’ils sont plusieurs.")
    ],
    *,
    reader: Annotated[str, typer.Option("--reader", metavar="NOM", help="Lecteur dont les étiquettes sont gardées.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FICHIER", help="Fichier .jsonl à écrire, au lieu du rangement.")
    ] = None,
) -> None:
    """Check the labels of a reader and keep them."""
    _, readers = _gold()
    labels = readers.import_(bytes_at(path), path.name, reader)
    unknown = readers.unknown(labels)
    if unknown:
        tell(f"Dossiers qui ne sont pas dans le jeu étiqueté\u00a0: {', '.join(unknown)}.")
    kept = out or readers.path_of(reader)
    if out is None:
        kept.parent.mkdir(parents=True, exist_ok=True)
    put(as_jsonl(labels), kept)
    tell(f"{len(labels)} étiquettes de {reader}, {len({label.dossier for label in labels})} dossiers.")


def agree(
    first: Annotated[str, typer.Argument(metavar="A", help="Fichier d’étiquettes, lecteur importé, ou gold (l’auteur).")],
    second: Annotated[str, typer.Argument(metavar="B", help="Le second lecteur.")],
    *,
    as_json: AsJson = False,
) -> int:
    """Say how far two readers agree; return 5 when they labelled nothing in common."""
    _, readers = _gold()
    found = agreement_of(readers.labels(first), readers.labels(second))
    if as_json:
        put_json(found)
    else:
        put("\n".join(agreement_lines(found)) + "\n")
    return 0 if found.criteres > found.abstentions else TOO_LITTLE


def leaks_(*, as_json: AsJson = False) -> int:
    """Say which tested words the product ships with; return 1 when there are any."""
    gold, _ = _gold()
    with progress("Recherche de fuites…"):
        found = Leaks(leaks=tuple(leaked(gold)))
    if as_json:
        put_json(found)
    else:
        put("".join(f"{leak.where}\u00a0: {leak.words}\n" for leak in found.leaks) or "Aucune fuite.\n")
    return GATE_FAILED if found.leaks else 0


def list_(*, as_json: AsJson = False) -> None:
    """List what is labelled, and by whom."""
    gold, readers = _gold()
    found = inventory(gold, readers)
    if as_json:
        put_json(found)
    else:
        put("\n".join(inventory_lines(found)) + "\n")

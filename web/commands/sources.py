"""`referentiel`, `search` and `ingest index`; the rest of `ingest` is beside."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.bootstrap import build_assistant
from assistant.domain.referentiel import Bloc, Referentiel
from assistant.errors import InputError
from ingestion.parse_referentiel import parse_referentiel, referentiel_to_yaml
from web.commands import library
from web.commands.console import FrenchCommand, bytes_at, group, progress, put, put_json, tell
from web.commands.summaries import SUMMARIES
from web.rendering.document import as_document

AsJson = Annotated[bool, typer.Option("--json", help="Un seul document JSON sur la sortie standard.")]
_SEVERITIES = {"info": "à savoir", "warning": "à vérifier", "error": "à corriger"}


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this family."""
    referentiel = group(SUMMARIES["referentiel"])
    referentiel.command("show", cls=FrenchCommand, help="Affiche le référentiel, un bloc, un critère ou une compétence.")(show)
    referentiel.command("import", cls=FrenchCommand, help="Importe un référentiel (.txt .docx .html .yaml .json).")(import_)
    app.add_typer(referentiel, name="referentiel")
    ingest = group(SUMMARIES["ingest"])
    ingest.command("index", cls=FrenchCommand, help="Construit l’index de recherche, s’il n’est pas déjà bon.")(index)
    library.add_commands(ingest)
    app.add_typer(ingest, name="ingest")
    app.command(cls=FrenchCommand, help=SUMMARIES["search"])(search)


def show(
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="B1, B1-C3, C1.2 ou E2.")] = None, *, as_json: AsJson = False
) -> None:
    """Show the référentiel or one part of it."""
    knowledge = build_assistant().knowledge
    part = knowledge.referentiel.part(code) if code else knowledge.referentiel
    if as_json:
        put_json(part)
    elif isinstance(part, Referentiel):
        put("\n".join(_bloc_lines(b) for b in part.blocs) + _interview(part))
    elif isinstance(part, Bloc):
        put(_bloc_lines(part))
    else:
        put(f"{part.code}  {part.texte}\n")


def _bloc_lines(bloc: Bloc) -> str:
    lines = [f"{bloc.code}  {bloc.intitule}"]
    lines += [f"  {c.code:6} {c.texte}" for c in bloc.competences]
    lines += [f"  {c.code:6} {c.texte}" for c in bloc.criteres]
    lines += [f"  {bloc.code}-M{n}  {m.texte}" for n, m in enumerate(bloc.modalites, start=1)]
    return "\n".join(lines) + "\n"


def _interview(referentiel: Referentiel) -> str:
    final = referentiel.entretien_final
    if final is None:
        return ""
    points = "".join(f"  {p.code:6} {p.texte}\n" for p in final.points)
    length = f" ({final.minutes} minutes)" if final.minutes else ""
    return f"\nEntretien final{length}\n{points}"


def import_(
    path: Annotated[Path, typer.Argument(metavar="FICHIER")],
    *,
    out: Annotated[Path | None, typer.Option("--out", metavar="FICHIER", help="Fichier .json ou .yaml à écrire.")] = None,
    as_json: AsJson = False,
) -> None:
    """Import a référentiel and say what was understood and what is missing."""
    with progress("Lecture du référentiel…"):
        referentiel = parse_referentiel(bytes_at(path), path.name)
    wrong = [line for line in referentiel.report if line.severity == "error"]
    if wrong and out is not None:
        hint = " ".join(f"{line.where}\u00a0: {line.message}" for line in wrong)
        raise InputError("Ce référentiel contient des erreurs\u00a0: rien n’a été écrit.", hint=hint)
    if out is not None:
        put(referentiel_to_yaml(referentiel) if out.suffix in (".yaml", ".yml") else as_document(referentiel), out)
    if as_json:
        put_json(referentiel)
        return
    competences = sum(len(b.competences) for b in referentiel.blocs)
    criteres = sum(len(b.criteres) for b in referentiel.blocs)
    points = len(referentiel.entretien_final.points) if referentiel.entretien_final else 0
    put(f"{len(referentiel.blocs)} blocs, {competences} compétences, {criteres} critères, {points} points d’entretien\n")
    for line in referentiel.report:
        put(f"{_SEVERITIES[line.severity]} – {line.where}\u00a0: {line.message}\n")


def index() -> None:
    """Build the derived index unless a sound one is there."""
    assistant = build_assistant()
    with progress("Construction de l’index…"):
        built = assistant.build_index()
    tell("Index de recherche construit." if built else "Index de recherche déjà prêt.")


def search(
    text: Annotated[str, typer.Argument(metavar="TEXTE")],
    *,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="Nombre de résultats.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Search critères and compétences."""
    found = build_assistant().search(text, k)
    if as_json:
        put_json(found)
        return
    for result in found.results:
        put(f"{result.code:6} {result.score:.2f}  {result.text}\n")
    if not found.results:
        tell("Rien de proche dans le référentiel\u00a0: essayez d’autres mots.")

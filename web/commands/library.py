"""`ingest exemplars`, `list`, `publish` and `withdraw`: the library of an institute; `review` is beside."""

import getpass
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.base import Frozen
from assistant.domain.exemplar import ExemplarSummary, ReviewState
from assistant.errors import InputError
from ingestion.anonymise import pseudonymise
from ingestion.bundles import files_in
from ingestion.exemplars import Intake, Taken, Taker, Terms
from web.commands.console import FrenchCommand, put, put_json, tell
from web.commands.library_review import review_in_terminal
from web.rendering.exemplar import masked_and_risky
from web.rendering.plain import one_line

AsJson = Annotated[bool, typer.Option("--json", help="Un seul document JSON sur la sortie standard.")]
By = Annotated[str, typer.Option("--by", metavar="NOM", help="Qui le fait\u00a0; par défaut, le compte de cette machine.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="Identifiant donné par «\u00a0ingest list\u00a0».")]
_OUTCOMES = {"ajoute": "ajouté", "deja": "déjà là", "refuse": "refusé"}
_NOTHING_TAKEN = 2


class Library(Frozen):
    """What `ingest list --json` prints."""

    exemplars: tuple[ExemplarSummary, ...]


def add_commands(ingest: typer.Typer) -> None:
    """Add the commands of this family to `ingest`."""
    ingest.command("exemplars", cls=FrenchCommand, help="Prend des dossiers dans la bibliothèque, masqués, à relire.")(exemplars)
    ingest.command("list", cls=FrenchCommand, help="Liste les dossiers de la bibliothèque.")(list_)
    ingest.command("review", cls=FrenchCommand, help="Relit un dossier\u00a0: masquage, bloc, niveaux.")(review)
    ingest.command("publish", cls=FrenchCommand, help="Publie un dossier relu\u00a0: il peut être cité aux candidats.")(publish)
    ingest.command("withdraw", cls=FrenchCommand, help="Retire un dossier\u00a0; avec --erase, l’efface pour de bon.")(withdraw)


def exemplars(
    paths: Annotated[list[Path], typer.Argument(metavar="CHEMIN…", help="Documents, dossiers ou archives .zip.")],
    *,
    bloc: Annotated[str | None, typer.Option("--bloc", metavar="CODE", help="Bloc auquel tous répondent, B1 à B6.")] = None,
    fictional: Annotated[bool, typer.Option("--fictional", help="Ces dossiers sont inventés.")] = False,
    consent: Annotated[
        str, typer.Option("--consent", metavar="RÉFÉRENCE", help="Où se trouve l’accord des auteurs (numéro, date, registre).")
    ] = "",
    by: By = "",
    as_json: AsJson = False,
) -> int:
    """Take dossiers into the library, and say what became of each."""
    assistant = build_assistant()
    code = assistant.knowledge.referentiel.bloc(bloc.upper()).code if bloc else None
    terms = Terms(by=_actor(by), bloc=code, fictional=fictional, consent=consent.strip())
    taker = Taker(assistant.library, pseudonymise, terms)
    batch = Intake.of(_told(taker.take_all(files_in(paths))))
    tell(_summary(batch))
    if as_json:
        put_json(batch)
    return 0 if batch.added or batch.known else _NOTHING_TAKEN


def _told(files: Iterable[Taken]) -> Iterator[Taken]:
    for taken in files:
        identity = f" {taken.id}" if taken.id else ""
        reason = f"\u00a0: {taken.why} {taken.hint}".rstrip() if taken.why else ""
        masked = sum(taken.replacements.values())
        found = f" ({masked_and_risky(masked, taken.risks)})" if taken.outcome == "ajoute" else ""
        tell(f"{_OUTCOMES[taken.outcome]}{identity} – {one_line(taken.name)}{found}{reason}")
        yield taken


def _summary(batch: Intake) -> str:
    if not batch.files:
        return "Aucun document n’a été trouvé à ces chemins."
    told = f"Ajoutés\u00a0: {batch.added}. Déjà là\u00a0: {batch.known}. Refusés\u00a0: {batch.refused}."
    return f"{told}\nRelisez chaque brouillon avec «\u00a0jury-blanc ingest review\u00a0»." if batch.added else told


def list_(
    *,
    state: Annotated[
        ReviewState | None, typer.Option("--state", metavar="ÉTAT", help="brouillon, relu, publie ou retire seulement.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the exemplars of the institute."""
    found = build_assistant().library.summaries(state)
    if as_json:
        put_json(Library(exemplars=found))
        return
    for one in found:
        kind = "fictif" if one.fictional else ("accord noté" if one.consent else "sans accord")
        risks = f", {one.risks} endroit{'s' * (one.risks > 1)} à vérifier" if one.risks else ""
        put(f"{one.id}  {one.state.shown:9}  {one.bloc or '–':2}  {one_line(one.name)} ({kind}{risks})\n")
    if not found:
        tell("La bibliothèque ne contient aucun dossier de ce genre. Ajoutez-en avec «\u00a0jury-blanc ingest exemplars\u00a0».")


def review(
    code: Annotated[str | None, typer.Argument(metavar="ID", help="Par défaut, le plus ancien brouillon.")] = None,
    *,
    by: By = "",
) -> None:
    """Review one exemplar in the terminal."""
    assistant = build_assistant()
    code = code or _oldest_draft(assistant)
    if code is None:
        tell("Aucun brouillon n’attend de relecture.")
        return
    review_in_terminal(assistant, assistant.library.get(code), by=_actor(by))


def _oldest_draft(assistant: Assistant) -> str | None:
    waiting = assistant.library.summaries(ReviewState.BROUILLON)
    return waiting[0].id if waiting else None


def publish(code: Id, *, by: By = "") -> None:
    """Publish a reviewed exemplar."""
    assistant = build_assistant()
    published = assistant.library.publish(code, by=_actor(by), embedder=assistant.embedder)
    tell(f"{published.id} est publié\u00a0: ses passages peuvent être cités aux candidats du bloc {published.bloc}.")


def withdraw(
    code: Id,
    *,
    erase: Annotated[bool, typer.Option("--erase", help="Efface le texte et tout ce qui en a été tiré, sans retour.")] = False,
    by: By = "",
) -> None:
    """Withdraw an exemplar, or erase it for good."""
    library = build_assistant().library
    if erase:
        library.erase(code, by=_actor(by))
        tell(f"{code} est effacé\u00a0: il n’en reste rien ici. Vos fichiers d’origine et vos sauvegardes ne sont pas touchés.")
        return
    library.withdraw(code, by=_actor(by))
    tell(f"{code} est retiré\u00a0: il n’est plus cité. Son texte reste ici jusqu’à «\u00a0withdraw {code} --erase\u00a0».")


def _actor(by: str) -> str:
    if by.strip():
        return by.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise InputError("Cette machine ne dit pas qui vous êtes.", hint="Ajoutez --by et votre nom.") from None

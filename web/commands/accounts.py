"""`accounts`, `erase`, `backup` and `restore`: what an administrator does at the machine."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from assistant.bootstrap import build_assistant
from assistant.domain.account import AccountSummary, Role
from assistant.domain.base import Frozen
from assistant.errors import InputError
from assistant.settings import LIBRARY_FILE, Settings, load_settings
from assistant.store.accounts import AccountStore
from assistant.store.backup import back_up, restore
from assistant.store.database import open_database
from assistant.version import product_version
from web.commands.console import FrenchCommand, group, put, put_json, tell
from web.commands.summaries import SUMMARIES
from web.doorway import link_of
from web.rendering.plain import one_line
from web.workspace import open_workspace, tidy

_BY = "commande"
"""Who acts, in the audit log, when it is someone at the machine."""
Name = Annotated[str, typer.Argument(metavar="IDENTIFIANT", help="Identifiant du compte.")]


class People(Frozen):
    """What `accounts list --json` prints."""

    accounts: tuple[AccountSummary, ...]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this family."""
    accounts = group(SUMMARIES["accounts"])
    accounts.command("invite", cls=FrenchCommand, help="Fait un lien d’invitation, montré cette seule fois.")(invite)
    accounts.command("reset", cls=FrenchCommand, help="Fait un lien pour choisir un autre mot de passe.")(reset)
    accounts.command("list", cls=FrenchCommand, help="Liste les comptes, sans rien de ce qu’ils gardent.")(list_)
    app.add_typer(accounts, name="accounts")
    app.command(cls=FrenchCommand, help=SUMMARIES["erase"])(erase)
    app.command(cls=FrenchCommand, help=SUMMARIES["backup"])(backup)
    app.command("restore", cls=FrenchCommand, help=SUMMARIES["restore"])(restore_)


def invite(
    *,
    role: Annotated[Role, typer.Option("--role", metavar="RÔLE", help="candidat, tuteur ou administrateur.")] = Role.CANDIDAT,
    url: Annotated[str, typer.Option("--url", metavar="ADRESSE", help="Adresse publique du service.")] = "",
) -> None:
    """Make a link of invitation."""
    settings = _with_passwords()
    _, token = _accounts(settings).invite(role, by=_BY)
    put(f"{link_of(settings, token, url)}\n")
    tell(f"Compte de {role.shown}. Ce lien sert une fois, pendant quatorze jours ; il n’est pas gardé.")


def reset(
    name: Name, *, url: Annotated[str, typer.Option("--url", metavar="ADRESSE", help="Adresse publique du service.")] = ""
) -> None:
    """Make a link with which the owner of an account chooses another password."""
    settings = _with_passwords()
    accounts = _accounts(settings)
    owner = accounts.named(name)
    _, token = accounts.invite(owner.role, by=_BY, account=owner.id)
    put(f"{link_of(settings, token, url)}\n")
    tell(f"Pour {one_line(owner.name)} seulement. Ce lien sert une fois, pendant quatorze jours.")


def list_(*, as_json: Annotated[bool, typer.Option("--json", help="Un seul document JSON.")] = False) -> None:
    """List the accounts."""
    found = _accounts(load_settings()).summaries()
    if as_json:
        put_json(People(accounts=found))
        return
    for one in found:
        who = one.account
        put(f"{one_line(who.name)}  {who.role.shown}  venu le {who.seen_at[:10]}  textes {one.drafts}, versions {one.versions}\n")
    if not found:
        tell("Il n’y a aucun compte.")


def erase(
    *,
    user: Annotated[str, typer.Option("--user", metavar="IDENTIFIANT", help="Le compte, et tout ce qu’il garde.")] = "",
    expired: Annotated[bool, typer.Option("--expired", help="Les textes plus vieux que JURY_BLANC_RETENTION_DAYS.")] = False,
) -> None:
    """Erase an account and all it keeps, or what is too old."""
    if bool(user) == expired:
        raise InputError("Dites ce qu’il faut effacer.", hint="Donnez --user IDENTIFIANT, ou --expired.")
    if user:
        accounts = _accounts(load_settings())
        accounts.erase(accounts.named(user).id, by=_BY)
        tell(
            f"Le compte «\u00a0{one_line(user)}\u00a0» et tout ce qu’il gardait sont effacés."
            " Vos sauvegardes ne sont pas touchées."
        )
        return
    workspace = open_workspace(build_assistant())
    if workspace is None:
        raise InputError("Les comptes ne sont pas en service.", hint="Réglez JURY_BLANC_ACCOUNTS.")
    erased = tidy(workspace)
    tell(f"Textes effacés\u00a0: {erased}.")


def backup(
    out: Annotated[Path | None, typer.Argument(metavar="[ARCHIVE]", help="Par défaut, un nom daté dans ce dossier.")] = None,
) -> None:
    """Write a backup."""
    folder = load_settings().data_dir
    if not (folder / LIBRARY_FILE).exists():
        raise InputError("Il n’y a rien à sauvegarder\u00a0: ni compte, ni bibliothèque.", hint="Vérifiez JURY_BLANC_DATA_DIR.")
    archive = out or Path(f"jury-blanc-{datetime.now(UTC):%Y%m%d-%H%M%S}.zip")
    if archive.exists():
        raise InputError(f"«\u00a0{archive}\u00a0» existe déjà.", hint="Donnez un autre nom.")
    digest = back_up(open_database(folder), archive, product_version())
    put(f"{digest}  {archive}\n")
    tell("Gardez cette empreinte ailleurs que l’archive\u00a0: elle montre, à la restauration, que rien n’a été changé.")


def restore_(
    archive: Annotated[Path, typer.Argument(metavar="ARCHIVE", help="Faite par «\u00a0jury-blanc backup\u00a0».")],
    *,
    sha256: Annotated[
        str | None, typer.Option("--sha256", metavar="EMPREINTE", help="Celle que «\u00a0backup\u00a0» a dite.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Remplace la base qui est là\u00a0; elle est gardée à côté.")
    ] = False,
) -> None:
    """Put a backup back in place."""
    if not archive.is_file():
        raise InputError(f"Le fichier «\u00a0{archive}\u00a0» n’existe pas.", hint="Vérifiez le chemin.")
    manifest = restore(archive, load_settings().data_dir, sha256=sha256, replace=replace)
    tell(
        f"La base du {manifest.created_at[:16].replace('T', ' ')} (UTC) est en place."
        " Ce qui a été effacé depuis y est revenu\u00a0: effacez-le de nouveau. Relancez «\u00a0jury-blanc serve\u00a0»."
    )


def _accounts(settings: Settings) -> AccountStore:
    return AccountStore(open_database(settings.data_dir))


def _with_passwords() -> Settings:
    settings = load_settings()
    if settings.accounts != "local":
        raise InputError(
            "Les comptes avec mot de passe ne sont pas en service.", hint="Réglez JURY_BLANC_ACCOUNTS=local, puis recommencez."
        )
    return settings

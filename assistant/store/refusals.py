"""What an administrator is told when the database of the library cannot be used."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError

from assistant.errors import LibraryBusy, LibraryUnusable

_RESTORE = (
    "Rien n’y a été changé. Remettez une sauvegarde à sa place, ou déplacez ce fichier ailleurs\u00a0:"
    " une bibliothèque vide sera alors créée."
)
_WAIT = "Attendez la fin de l’autre commande, ou arrêtez le programme qui ouvre ce fichier, puis recommencez."
_PRIMARY = 0xFF
"""The part of an extended code of SQLite that names the kind of error."""


def empty_file(path: Path) -> LibraryUnusable:
    """Return the refusal of a database of zero byte."""
    return LibraryUnusable(f"La bibliothèque «\u00a0{path}\u00a0» est un fichier vide.", hint=_RESTORE)


def not_a_database(path: Path) -> LibraryUnusable:
    """Return the refusal of a file that is no database."""
    return LibraryUnusable(f"«\u00a0{path}\u00a0» n’est pas une base de données.", hint=_RESTORE)


def damaged(path: Path) -> LibraryUnusable:
    """Return the refusal of a database whose pages do not hold together."""
    return LibraryUnusable(f"La bibliothèque «\u00a0{path}\u00a0» est endommagée.", hint=_RESTORE)


def foreign(path: Path) -> LibraryUnusable:
    """Return the refusal of the database of another program."""
    return LibraryUnusable(f"«\u00a0{path}\u00a0» est une base de données, mais pas celle de Jury Blanc.", hint=_RESTORE)


def newer(path: Path) -> LibraryUnusable:
    """Return the refusal of a database that a later version of the product made."""
    return LibraryUnusable(
        f"La bibliothèque «\u00a0{path}\u00a0» a été créée par une version plus récente de Jury Blanc.",
        hint="Installez cette version, ou remettez la sauvegarde faite avant la mise à jour. Rien n’y a été changé.",
    )


def headless(path: Path) -> LibraryUnusable:
    """Return the refusal of a journal without its database."""
    return LibraryUnusable(
        f"La bibliothèque «\u00a0{path}\u00a0» manque, mais son journal «\u00a0{path.name}-wal\u00a0» est là.",
        hint="Remettez le fichier à sa place\u00a0; ou, si vous l’avez écarté exprès, écartez aussi son journal.",
    )


def busy(path: Path) -> LibraryBusy:
    """Return the refusal of a database that another program holds."""
    return LibraryBusy(f"La bibliothèque «\u00a0{path}\u00a0» est occupée par un autre programme.", hint=_WAIT)


def not_scrubbed(path: Path) -> LibraryBusy:
    """Return the news that words are deleted, and that traces of them still lie in the files."""
    return LibraryBusy(
        f"Le texte est supprimé, mais ses traces dans «\u00a0{path}\u00a0» n’ont pas encore pu être effacées.",
        hint="Arrêtez les autres programmes\u00a0; la prochaine commande «\u00a0ingest\u00a0» terminera l’effacement.",
    )


def unwritable(path: Path, why: str) -> LibraryUnusable:
    """Return the refusal of a folder or disk that does not take the database."""
    return LibraryUnusable(
        f"La bibliothèque ne peut pas être écrite dans «\u00a0{path.parent}\u00a0» ({why}).",
        hint="Vérifiez les droits et la place, ou choisissez un autre dossier avec JURY_BLANC_DATA_DIR.",
    )


@contextmanager
def in_french(path: Path) -> Iterator[None]:
    """Turn what the database, or the disk, complains of into a sentence and a next step."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        raise _refusal(path, error.orig) from error
    except sqlite3.Error as error:
        raise _refusal(path, error) from error
    except OSError as error:
        raise unwritable(path, error.strerror or "erreur du disque") from error


def _refusal(path: Path, error: BaseException | None) -> LibraryUnusable:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return busy(path)
    if code == sqlite3.SQLITE_FULL:
        return unwritable(path, "le disque est plein")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return unwritable(path, "accès refusé")
    if code == sqlite3.SQLITE_IOERR:
        return unwritable(path, "erreur du disque")
    return not_a_database(path) if code == sqlite3.SQLITE_NOTADB else damaged(path)

"""A backup of the database in one archive, and the way back, which refuses what is not whole and of this version."""

import hashlib
import json
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path

from pydantic import Field, ValidationError

from assistant.domain.base import Frozen
from assistant.errors import BackupRefused, LibraryUnusable
from assistant.settings import LIBRARY_FILE
from assistant.store import refusals
from assistant.store.clock import Clock, stored, utc_now
from assistant.store.database import Database, open_database
from assistant.store.tables import REVISION

_MANIFEST = "manifeste.json"
_MOST_BYTES = 64 * 1024**3
_BLOCK = 1024 * 1024
_AGAIN = "Faites une nouvelle sauvegarde, ou prenez-en une autre."


class Manifest(Frozen):
    """What an archive says of itself."""

    format: str = Field("jury-blanc/backup/1", pattern="^jury-blanc/backup/1$")
    version: str
    """Of the product."""
    revision: str
    """Form of the database."""
    created_at: str
    size: int = Field(ge=1, le=_MOST_BYTES)
    sha256: str
    """Of the database."""


def back_up(database: Database, archive: Path, version: str, clock: Clock = utc_now) -> str:
    """Write a backup of the database as it is now, while it is in use; return the sha256 of the archive.

    The archive is made whole or not at all, and only the account that makes it can read it.
    """
    with refusals.in_french(archive), tempfile.TemporaryDirectory(prefix=".sauvegarde-", dir=archive.parent) as working:
        copy = Path(working) / LIBRARY_FILE
        with closing(sqlite3.connect(database.path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        manifest = Manifest(
            version=version,
            revision=REVISION,
            created_at=stored(clock()),
            size=copy.stat().st_size,
            sha256=sha256_of(copy),
        )
        aside = Path(working) / "archive.zip"
        with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as written:
            written.writestr(_MANIFEST, manifest.model_dump_json(indent=2))
            written.write(copy, LIBRARY_FILE)
        aside.chmod(0o600)
        digest = sha256_of(aside)
        aside.replace(archive)
    return digest


def restore(archive: Path, folder: Path, *, sha256: str | None = None, replace: bool = False) -> Manifest:
    """Put the database of a backup in a data folder; raise `BackupRefused`, with nothing changed, unless it is whole.

    `sha256` is that of the archive, told when it was made: it also shows a change made on purpose.
    A database that is there already is refused unless `replace`; it is then kept beside, under another name.
    """
    if sha256 is not None and sha256_of(archive) != sha256.strip().lower():
        raise BackupRefused("Cette archive n’est pas celle qui a cette empreinte.", hint=_AGAIN)
    path = folder / LIBRARY_FILE
    if path.exists() and not replace:
        raise BackupRefused(
            f"«\u00a0{path}\u00a0» existe déjà.", hint="Ajoutez --replace pour la remplacer\u00a0; l’ancienne sera gardée à côté."
        )
    with refusals.in_french(path):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(prefix=".restauration-", dir=folder) as working:
            manifest = _unpacked(archive, Path(working) / LIBRARY_FILE)
            _check(Path(working))
            _put(Path(working) / LIBRARY_FILE, path)
    return manifest


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unpacked(archive: Path, copy: Path) -> Manifest:
    try:
        with zipfile.ZipFile(archive) as opened:
            if sorted(opened.namelist()) != sorted([_MANIFEST, LIBRARY_FILE]):
                raise BackupRefused("Ce fichier n’est pas une sauvegarde de Jury Blanc.", hint=_AGAIN)
            manifest = _manifest(opened.read(_MANIFEST))
            _extract(opened, manifest, copy)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise BackupRefused("Ce fichier n’est pas une archive, ou elle est endommagée.", hint=_AGAIN) from error
    if copy.stat().st_size != manifest.size or sha256_of(copy) != manifest.sha256:
        raise BackupRefused(
            "Le contenu de cette archive n’est pas celui qu’elle annonce\u00a0: elle a été modifiée.", hint=_AGAIN
        )
    return manifest


def _manifest(content: bytes) -> Manifest:
    try:
        manifest = Manifest.model_validate(json.loads(content))
    except (ValidationError, ValueError) as error:
        raise BackupRefused("Cette archive ne dit pas ce qu’elle contient.", hint=_AGAIN) from error
    if manifest.revision != REVISION:
        raise BackupRefused(
            f"Cette sauvegarde a la forme {manifest.revision} (Jury Blanc {manifest.version})\u00a0;"
            f" ce programme attend la forme {REVISION}.",
            hint="Restaurez-la avec la version qui l’a faite, puis mettez le programme à jour\u00a0: la base suivra.",
        )
    return manifest


def _extract(opened: zipfile.ZipFile, manifest: Manifest, copy: Path) -> None:
    """Write the database, never more bytes than announced: an archive may inflate without end."""
    left = manifest.size + 1
    with opened.open(LIBRARY_FILE) as source, copy.open("wb") as target:
        while left > 0 and (block := source.read(min(_BLOCK, left))):
            target.write(block)
            left -= len(block)
    copy.chmod(0o600)


def _check(folder: Path) -> None:
    try:
        database = open_database(folder)
        with database.reading() as connection:
            form = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    except LibraryUnusable as error:
        raise BackupRefused("La base de cette sauvegarde ne peut pas être ouverte.", hint=_AGAIN) from error
    if form != REVISION or broken is not None:
        raise BackupRefused("La base de cette sauvegarde n’est pas entière.", hint=_AGAIN)


def _put(copy: Path, path: Path) -> None:
    """Give the restored database its name; the former one, with its journal, keeps another."""
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
    former = path.with_name(f"{path.name}.avant-{stored(utc_now())[:19].replace(':', '')}")
    for ending in ("", "-wal", "-shm"):
        one = path.with_name(path.name + ending)
        if one.exists():
            one.rename(former.with_name(former.name + ending))
    copy.replace(path)

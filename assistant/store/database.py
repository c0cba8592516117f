"""The database file: made whole or not at all, checked when opened, and scrubbed of what is deleted."""

import importlib
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, event, inspect, select, text, update
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from assistant.settings import DERIVED_FOLDER, LIBRARY_FILE
from assistant.store import refusals
from assistant.store.tables import REVISION, SCRUBS

WAIT_SECONDS = 5.0
"""How long a command waits for another one to finish writing."""

_MAGIC = b"SQLite format 3\x00"
_WRITES = "writes"
_MIGRATIONS = "assistant.store.migrations.running"
_PAUSE_SECONDS = 0.1


def now() -> str:
    """Return the time as it is stored: UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def open_database(folder: Path, *, wait: float = WAIT_SECONDS) -> "Database":
    """Return the database of that data folder, made or brought up to date when needed.

    Raises `LibraryUnusable` with the next step when the file is empty, damaged, foreign, of a
    later version or cannot be written, and `LibraryBusy` when another program holds it; the
    file is then as it was.
    """
    path = folder / LIBRARY_FILE
    with refusals.in_french(path):
        if not path.exists():
            _create(path, wait)
        _look_at(path)
        database = Database(path, wait)
        database.prepare()
    return database


class Database:
    """One SQLite file, opened for each piece of work; safe to share between threads."""

    def __init__(self, path: Path, wait: float) -> None:
        self.path = path
        self._wait = wait
        self._engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool, hide_parameters=True)
        event.listen(self._engine, "connect", self._set_up)
        event.listen(self._engine, "begin", _begin)

    @property
    def derived(self) -> Path:
        """Return the folder of what is made from published exemplars."""
        return self.path.parent / DERIVED_FOLDER

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database."""
        with refusals.in_french(self.path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the only connection that writes; everything is kept at the end, or nothing."""
        with refusals.in_french(self.path), self._engine.execution_options(**{_WRITES: True}).begin() as connection:
            yield connection

    def prepare(self) -> None:
        """Check the file, bring it to the present form and finish erasures that were interrupted."""
        with self.reading() as connection:
            if connection.execute(text("PRAGMA quick_check(1)")).scalar() != "ok":
                raise refusals.damaged(self.path)
            form = self._form(connection)
        self.keep_journal()
        if form != REVISION:
            with self.writing() as connection:
                importlib.import_module(_MIGRATIONS).upgrade(connection)
        self.finish_scrubs()

    def keep_journal(self) -> None:
        """Write changes to a journal first, so that readers and one writer do not wait for each other."""
        with closing(self._engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute("PRAGMA journal_mode = WAL")

    def _form(self, connection: Connection) -> str | None:
        tables = inspect(connection).get_table_names()
        if "alembic_version" not in tables:
            raise refusals.foreign(self.path)
        form: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        if form not in (None, REVISION) and form not in importlib.import_module(_MIGRATIONS).revisions():
            raise refusals.newer(self.path)
        return form

    def forget_derived(self) -> None:
        """Delete everything made from published exemplars: it no longer says what they say."""
        with refusals.in_french(self.path):
            _remove(self.derived)

    def scrub(self, asked: int | None = None) -> None:
        """Leave no byte of what was deleted or replaced: not in the file, its journal or anything derived.

        `asked` is the only scrub to close, of something from which nothing is ever derived.
        Raises `LibraryBusy` when another program prevents it; the next opening tries again.
        """
        if asked is None:
            self.forget_derived()
        with refusals.in_french(self.path):
            if not self._vacuumed():
                raise refusals.not_scrubbed(self.path)
        closed = SCRUBS.c.done_at.is_(None) if asked is None else SCRUBS.c.id == asked
        with self.writing() as connection:
            connection.execute(update(SCRUBS).where(closed).values(done_at=now()))

    def finish_scrubs(self) -> None:
        """Finish the erasures that were interrupted or prevented, if there are any."""
        with self.reading() as connection:
            pending = connection.execute(select(SCRUBS.c.id).where(SCRUBS.c.done_at.is_(None)).limit(1)).first()
        if pending is not None:
            self.scrub()

    def _vacuumed(self) -> bool:
        """Rewrite the file without its free space and empty its journal; tell whether nobody prevented it."""
        deadline = time.monotonic() + self._wait
        while True:
            try:
                with closing(self._engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
                    cursor.execute("VACUUM")
                    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                    [blocked, *_] = cursor.fetchone() or [1]
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
                blocked = 1
            if not blocked:
                return True
            if time.monotonic() > deadline:
                return False
            time.sleep(_PAUSE_SECONDS)

    def _set_up(self, connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # transactions are ours: see `_begin`
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {int(self._wait * 1000)}",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
            "temp_store = MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def _begin(connection: Connection) -> None:
    """Take the lock of writers at once: a reader that turned writer later could be refused."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _look_at(path: Path) -> None:
    """Refuse what is no database, or was cut within a page, before anything opens it."""
    with path.open("rb") as file:
        head = file.read(len(_MAGIC) + 2)
    if not head:
        raise refusals.empty_file(path)
    if not head.startswith(_MAGIC):
        raise refusals.not_a_database(path)
    page = int.from_bytes(head[len(_MAGIC) :]) or 1
    if path.stat().st_size % page and not path.with_name(f"{path.name}-wal").exists():
        raise refusals.damaged(path)


def _create(path: Path, wait: float) -> None:
    """Make an empty library aside, then give it its name in one step: whoever comes second uses the first's."""
    if path.with_name(f"{path.name}-wal").exists():
        raise refusals.headless(path)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".creating-", dir=path.parent, ignore_cleanup_errors=True) as working:
        aside = Path(working) / path.name
        database = Database(aside, wait)
        database.keep_journal()
        with database.writing() as connection:
            importlib.import_module(_MIGRATIONS).upgrade(connection)
        aside.chmod(0o600)
        try:
            os.link(aside, path)
        except FileExistsError:
            return
        except OSError:  # a file system without links
            aside.rename(path)


def _remove(folder: Path) -> None:
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)

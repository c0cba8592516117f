"""A database that cannot be used is told in French, with a next step, and left as it was."""

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from library import exemplar, library, published
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from assistant.errors import LibraryBusy, LibraryUnusable, SetupError
from assistant.settings import LIBRARY_FILE
from assistant.store.database import open_database
from assistant.store.migrations import versions
from assistant.store.migrations.versions import (
    v0001_exemplars,
    v0002_doors,
    v0003_accounts,
    v0004_cohorts,
    v0005_jobs,
    v0006_identities,
)
from assistant.store.tables import METADATA, REVISION


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    store = library(folder)
    for number in range(5):
        published(store, exemplar(f"Dossier {number}. " + "Le 12 mai, trois offres sont comparées. " * 800))
    return folder / LIBRARY_FILE


@pytest.fixture
def file(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path))


def _truncated(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _truncated_in_a_page(file: Path) -> None:
    os.truncate(file, file.stat().st_size - 1000)


def _only_a_head(file: Path) -> None:
    os.truncate(file, 60)


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _not_a_database(file: Path) -> None:
    file.write_bytes(b"Ceci est une lettre. " * 900)


def _garbled_inside(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[8192:24576] = os.urandom(16384)
    file.write_bytes(content)


def _of_a_later_version(file: Path) -> None:
    _run(file, "UPDATE alembic_version SET version_num = '9999'")


def _of_another_program(file: Path) -> None:
    file.unlink()
    _run(file, "CREATE TABLE recettes (nom TEXT)")


def _without_tables(file: Path) -> None:
    file.unlink()
    _run(file, "VACUUM")


def _run(file: Path, statement: str) -> None:
    connection = sqlite3.connect(file)
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_truncated, "endommagée"),
        (_truncated_in_a_page, "endommagée"),
        (_only_a_head, "pas une base de données|endommagée"),
        (_empty, "fichier vide"),
        (_not_a_database, "pas une base de données"),
        (_garbled_inside, "endommagée"),
        (_of_a_later_version, "version plus récente"),
        (_of_another_program, "pas celle de Jury Blanc"),
        (_without_tables, "pas celle de Jury Blanc|fichier vide"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_database_that_cannot_be_used_is_refused_and_left_as_it_was(
    damage: Callable[[Path], None], said: str, file: Path
) -> None:
    damage(file)
    before = file.read_bytes()
    with pytest.raises(LibraryUnusable, match=said) as refused:
        open_database(file.parent)
    assert "sauvegarde" in refused.value.hint
    assert isinstance(refused.value, SetupError)
    assert file.read_bytes() == before


def test_a_database_that_was_moved_away_from_its_journal_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / f"{LIBRARY_FILE}-wal").write_bytes(b"pages")
    with pytest.raises(LibraryUnusable, match="journal"):
        open_database(tmp_path)
    assert not (tmp_path / LIBRARY_FILE).exists()


def test_a_locked_database_is_waited_for_then_told_and_nothing_is_lost(file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store = library(file.parent)
    with pytest.raises(LibraryBusy, match="occupée"):
        store.add(exemplar("Un autre dossier."), by="Ana")
    assert len(store.published()) == 5  # readers are not kept out
    other.execute("COMMIT")
    other.close()
    assert store.add(exemplar("Un autre dossier."), by="Ana")


def test_a_database_held_for_someone_alone_is_told_too(file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    other.execute("UPDATE alembic_version SET version_num = version_num")
    with pytest.raises(LibraryBusy, match="occupée"):
        library(file.parent)
    other.execute("COMMIT")
    other.close()
    assert len(library(file.parent).published()) == 5


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("x", encoding="utf-8")
    with pytest.raises(LibraryUnusable, match="ne peut pas être écrite") as refused:
        open_database(tmp_path / "fichier" / "data")
    assert "JURY_BLANC_DATA_DIR" in refused.value.hint


def test_a_folder_whose_name_holds_marks_of_an_address_is_an_ordinary_folder(tmp_path: Path) -> None:
    folder = tmp_path / "a b?c=1&d#é%20"
    code = library(folder).add(exemplar(), by="Ana")
    assert (folder / LIBRARY_FILE).is_file()
    assert library(folder).get(code).bloc == "B1"


def test_two_programs_that_make_the_library_at_once_share_one(tmp_path: Path) -> None:
    added: list[str] = []
    threads = [
        threading.Thread(target=lambda n=n: added.append(library(tmp_path).add(exemplar(f"Dossier {n}"), by="Ana")))
        for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(s.id for s in library(tmp_path).summaries()) == sorted(added)
    assert len(added) == 6


def test_others_on_the_machine_cannot_read_the_library(file: Path) -> None:
    assert file.stat().st_mode & 0o077 == 0


def test_the_database_is_set_up_to_survive_and_to_forget(file: Path) -> None:
    with open_database(file.parent).reading() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        assert [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked] == ["wal", 2, 1, 1, 5000]


def test_the_migrations_make_exactly_the_tables_that_the_code_reads(tmp_path: Path) -> None:
    with open_database(tmp_path).reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    scripts = ScriptDirectory(str(Path(versions.__file__).parents[1]))
    assert scripts.get_heads() == [REVISION]


def test_an_older_database_is_brought_up_to_date_when_opened(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    with database.writing() as connection:
        context = MigrationContext.configure(connection)
        with Operations.context(context):
            v0006_identities.downgrade()
            v0005_jobs.downgrade()
            v0004_cohorts.downgrade()
            v0003_accounts.downgrade()
            v0002_doors.downgrade()
            v0001_exemplars.downgrade()
        connection.exec_driver_sql("DELETE FROM alembic_version")
    with database.reading() as connection:
        assert sqlalchemy.inspect(connection).get_table_names() == ["alembic_version"]
    assert library(tmp_path).add(exemplar(), by="Ana")


def test_nothing_in_the_tables_is_refused_by_postgresql() -> None:
    dialect: sqlalchemy.Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
    statements = [str(CreateTable(table).compile(dialect=dialect)) for table in METADATA.sorted_tables]
    assert len(statements) == 28
    assert sum("BYTEA" in s for s in statements) == 3
    reserved = {"end", "user", "order", "group", "table", "column", "check", "references", "primary", "limit", "offset"}
    assert not {c.name for t in METADATA.sorted_tables for c in t.columns} & reserved

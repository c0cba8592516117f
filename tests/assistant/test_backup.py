"""A backup is whole and comes back; what was changed, cut, foreign or of another form is refused with nothing touched."""

import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from kept import Kept, version_of

from assistant.errors import BackupRefused
from assistant.settings import LIBRARY_FILE
from assistant.store.backup import back_up, restore

Change = Callable[[dict[str, bytes]], None]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    made = Kept(tmp_path / "data")
    owner = made.account("Ana Durand").id
    made.drafts.add(owner, "Mission", version_of("Un texte gardé.", b"fichier"))
    return made


def test_a_backup_made_while_people_work_comes_back_whole_in_another_folder(kept: Kept, tmp_path: Path) -> None:
    archive = tmp_path / "sauvegarde.zip"
    with kept.database.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM drafts").scalar()
        digest = back_up(kept.database, archive, "0.1.0")
    assert archive.stat().st_mode & 0o077 == 0
    manifest = restore(archive, tmp_path / "ailleurs", sha256=digest)
    assert (manifest.version, manifest.revision) == ("0.1.0", "0006")
    there = Kept(tmp_path / "ailleurs")
    owner = there.accounts.named("Ana Durand").id
    [draft] = there.drafts.summaries(owner)
    assert there.drafts.version(owner, draft.id, 1).original == b"fichier"
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_a_database_that_is_there_is_replaced_only_when_asked_and_kept_beside(kept: Kept, tmp_path: Path) -> None:
    archive = tmp_path / "sauvegarde.zip"
    back_up(kept.database, archive, "0.1.0")
    kept.account("Bob Petit")
    with pytest.raises(BackupRefused, match="existe déjà"):
        restore(archive, kept.folder)
    assert len(kept.accounts.summaries()) == 2
    restore(archive, kept.folder, replace=True)
    assert [s.account.name for s in Kept(kept.folder).accounts.summaries()] == ["Ana Durand"]
    assert len(list(kept.folder.glob(f"{LIBRARY_FILE}.avant-*"))) >= 1


def _other_database(content: dict[str, bytes]) -> None:
    changed = bytearray(content[LIBRARY_FILE])
    changed[-10] ^= 1
    content[LIBRARY_FILE] = bytes(changed)


def _longer(content: dict[str, bytes]) -> None:
    content[LIBRARY_FILE] += b"x"


def _manifest(content: dict[str, bytes], **changes: object) -> None:
    content["manifeste.json"] = json.dumps(json.loads(content["manifeste.json"]) | changes).encode()


def _newer(content: dict[str, bytes]) -> None:
    _manifest(content, revision="9999")


def _older(content: dict[str, bytes]) -> None:
    _manifest(content, revision="0001")


def _other_format(content: dict[str, bytes]) -> None:
    _manifest(content, format="autre/1")


def _no_manifest(content: dict[str, bytes]) -> None:
    del content["manifeste.json"]


def _garbled_manifest(content: dict[str, bytes]) -> None:
    content["manifeste.json"] = b"\xff{"


def _one_more_file(content: dict[str, bytes]) -> None:
    content["../../ailleurs.txt"] = b"x"


def _foreign_database(content: dict[str, bytes]) -> None:
    _swap(content, b"SQLite format 3\x00" + b"\x00" * 4080)


def _other_program(content: dict[str, bytes]) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE recettes (nom TEXT)")
    _swap(content, connection.serialize())
    connection.close()


def _swap(content: dict[str, bytes], database: bytes) -> None:

    content[LIBRARY_FILE] = database
    _manifest(content, size=len(database), sha256=hashlib.sha256(database).hexdigest())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_other_database, "modifiée"),
        (_longer, "modifiée"),
        (_newer, "forme 9999"),
        (_older, "forme 0001"),
        (_other_format, "ne dit pas"),
        (_no_manifest, "pas une sauvegarde"),
        (_garbled_manifest, "ne dit pas"),
        (_one_more_file, "pas une sauvegarde"),
        (_foreign_database, "ne peut pas être ouverte"),
        (_other_program, "ne peut pas être ouverte"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_is_not_a_whole_backup_of_this_form_is_refused(change: Change, said: str, kept: Kept, tmp_path: Path) -> None:
    archive = tmp_path / "sauvegarde.zip"
    back_up(kept.database, archive, "0.1.0")
    with zipfile.ZipFile(archive) as opened:
        content = {name: opened.read(name) for name in opened.namelist()}
    change(content)
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as written:
        for name, data in content.items():
            written.writestr(name, data)
    archive.write_bytes(changed.getvalue())
    target = tmp_path / "ailleurs"
    with pytest.raises(BackupRefused, match=said):
        restore(archive, target)
    assert not (target / LIBRARY_FILE).exists()
    assert not (tmp_path / "ailleurs.txt").exists()


def test_an_archive_cut_short_or_that_is_none_or_of_another_digest_is_refused(kept: Kept, tmp_path: Path) -> None:
    archive = tmp_path / "sauvegarde.zip"
    digest = back_up(kept.database, archive, "0.1.0")
    with pytest.raises(BackupRefused, match="empreinte"):
        restore(archive, tmp_path / "a", sha256="0" * 64)
    assert restore(archive, tmp_path / "b", sha256=f" {digest.upper()}\n")
    for content in (archive.read_bytes()[:-40], b"", b"Ceci est une lettre."):
        archive.write_bytes(content)
        with pytest.raises(BackupRefused, match="pas une archive"):
            restore(archive, tmp_path / "c")

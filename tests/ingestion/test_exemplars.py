"""Dossiers are taken in from any mix of files, masked first, and nothing stops the others."""

import io
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from library import FakeMasked, FakePseudonymiser, files_holding, library

from assistant.domain.exemplar import ReviewState
from assistant.errors import LibraryBusy
from ingestion.bundles import files_in
from ingestion.exemplars import Intake, Taker, Terms
from ingestion.readers import read_draft

TEXT = """# Mission d’Amina Benali

Le 12 mai, Amina Benali compare trois offres avec Hector Durand.

| Poste | Montant |
|---|---|
| Location | 1 500 € |

- Hector Durand anime.
- Amina Benali évalue.
"""


def _take(folder: Path, *paths: Path, mask: FakePseudonymiser | None = None, terms: Terms | None = None) -> Intake:
    taker = Taker(library(folder), mask or FakePseudonymiser(), terms or Terms(by="Ana", bloc="B1", fictional=True))
    return Intake.of(taker.take_all(files_in(paths)))


def _word(path: Path, *paragraphs: str, author: str = "") -> Path:
    document = docx.Document()
    document.core_properties.author = author
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(path))
    return path


def _zip(path: Path, **entries: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_a_dossier_is_masked_before_it_is_kept_and_its_places_follow(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "dossier-B1.md"
    path.write_text(TEXT, encoding="utf-8")
    taken = _take(data, path, mask=FakePseudonymiser(risky=("12 mai", "Location"))).files[0]
    assert (taken.outcome, taken.replacements, taken.risks) == ("ajoute", {"PERSON": 5}, 2)
    kept = library(data).get(str(taken.id))
    assert kept.text == TEXT.replace("Amina Benali", "[PERSONNE 1]").replace("Hector Durand", "[PERSONNE 2]")
    assert [kept.words(p.span) for p in kept.passages] == [
        "Le 12 mai, [PERSONNE 1] compare trois offres avec [PERSONNE 2].",
        "Poste | Montant |\n|---|---|\n| Location | 1 500 €",
        "[PERSONNE 2] anime.\n- [PERSONNE 1] évalue.",
    ]
    assert {p.heading for p in kept.passages} == {"Mission d’[PERSONNE 1]"}
    assert [kept.words(r.span) for r in kept.risks] == ["12 mai", "Location"]
    assert (kept.state, kept.bloc, kept.source.fictional) == (ReviewState.BROUILLON, "B1", True)


def test_no_identity_is_anywhere_in_the_data_folder_not_even_in_names_of_files_or_properties(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Lycée Zorglub"
    folder.mkdir()
    _word(folder / "Dossier_Amina_BENALI_B1.docx", *TEXT.splitlines(), author="Quentin Zyxwvut")
    [taken] = _take(data, folder).files
    assert files_holding(data, "Benali", "Amina", "Hector", "Zyxwvut", "Zorglub") == []
    assert library(data).get(str(taken.id)).source.name == "Dossier_…_…_B1.docx"


def test_the_words_of_a_file_s_name_help_to_find_its_author(data: Path, tmp_path: Path) -> None:
    mask = FakePseudonymiser()
    _take(data, _word(tmp_path / "Dossier_Amina_BENALI.docx", "Un paragraphe."), mask=mask)
    assert mask.people == [("Dossier Amina BENALI",)]


def test_the_author_in_the_properties_of_a_file_helps_too(data: Path, tmp_path: Path) -> None:
    mask = FakePseudonymiser()
    _take(data, _word(tmp_path / "dossier.docx", "Un paragraphe.", author="Quentin Zyxwvut"), mask=mask)
    assert mask.people == [("Quentin Zyxwvut", "dossier")]


def test_every_format_is_read_and_the_same_words_are_taken_once(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "dossiers"
    (folder / "sous" / "dossier").mkdir(parents=True)
    (folder / "a.md").write_text("Premier texte, sur le budget.", encoding="utf-8")
    (folder / "b.txt").write_text("Deuxième texte, sur le recrutement.", encoding="latin-1")
    (folder / "c.html").write_text("<p>Troisième texte, sur la veille.</p>", encoding="utf-8")
    _word(folder / "sous" / "dossier" / "d.docx", "Quatrième texte, sur l’évaluation.")
    (folder / "e.txt").write_text("Premier texte, sur le budget.", encoding="utf-8")
    first = _take(data, folder)
    assert (first.added, first.known, first.refused) == (4, 1, 0)
    assert first.files[-1].name == os.path.join("dossiers", "sous", "dossier", "d.docx")  # noqa: PTH118 - a name, not a path
    again = _take(data, folder, folder / "b.txt")
    assert (again.added, again.known, again.refused) == (0, 6, 0)
    assert {f.id for f in first.files} == {f.id for f in again.files}


def test_a_bad_file_never_stops_the_batch_and_each_is_told_why(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mélange"
    folder.mkdir()
    (folder / "1-vide.docx").write_bytes(b"")
    (folder / "2-image.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    (folder / "3-coupé.docx").write_bytes(_word(tmp_path / "x.docx", "Texte.").read_bytes()[:300])
    (folder / "4-bon.txt").write_text("Un texte lisible.", encoding="utf-8")
    (folder / ".DS_Store").write_bytes(b"\0\0")
    (folder / "~$bon.docx").write_bytes(b"verrou")
    (folder / "5-lien.txt").symlink_to("/etc/hostname")
    os.mkfifo(folder / "6-tube")
    batch = _take(data, folder, tmp_path / "absent.docx", folder / "6-tube")
    told = {Path(f.name).name: f for f in batch.files}
    assert (batch.added, batch.refused) == (1, 5)
    assert set(told) == {"1-vide.docx", "2-image.png", "3-coupé.docx", "4-bon.txt", "absent.docx", "6-tube"}
    assert all(f.why and f.hint for f in batch.files if f.outcome == "refuse")
    assert "n’existe pas" in told["absent.docx"].why


def test_names_in_no_known_encoding_and_folders_that_cannot_be_opened_are_told(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "dossiers"
    (folder / "fermé").mkdir(parents=True)
    (folder / os.fsdecode(b"th\xe8se\n2.txt")).write_text("Un texte.", encoding="utf-8")
    opened = os.scandir

    def scandir(path: str) -> Any:
        if str(path).endswith("fermé"):
            raise PermissionError(13, "Permission denied", path)
        return opened(path)

    monkeypatch.setattr(os, "scandir", scandir)
    batch = _take(data, folder)
    assert [(f.name.rpartition("/")[2], f.outcome) for f in batch.files] == [
        ("th\ufffdse\ufffd2.txt", "ajoute"),
        ("fermé", "refuse"),
    ]
    assert library(data).get(str(batch.files[0].id)).source.name
    assert batch.model_dump_json()


def test_a_mistake_of_ours_on_one_file_is_told_by_a_number_and_the_others_go_on(data: Path, tmp_path: Path) -> None:
    class Failing(FakePseudonymiser):
        def __call__(self, text: str, *, people: Sequence[str] = (), organisations: Sequence[str] = ()) -> FakeMasked:
            if "piège" in text:
                raise RecursionError(text)
            return super().__call__(text, people=people, organisations=organisations)

    for name, text in (("a.txt", "Un piège."), ("b.txt", "Un texte.")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    batch = _take(data, tmp_path / "a.txt", tmp_path / "b.txt", mask=Failing())
    assert [f.outcome for f in batch.files] == ["refuse", "ajoute"]
    assert "erreur interne n°" in batch.files[0].why
    assert "piège" not in batch.files[0].model_dump_json()


def test_a_pseudonymiser_that_changes_more_than_it_says_is_not_believed(data: Path, tmp_path: Path) -> None:
    class Sloppy(FakePseudonymiser):
        def __call__(self, text: str, *, people: Sequence[str] = (), organisations: Sequence[str] = ()) -> FakeMasked:
            masked = super().__call__(text, people=people, organisations=organisations)
            return FakeMasked(f"{masked.text} Et plus.", masked.replacements, masked.risks)

    (tmp_path / "a.txt").write_text("Un texte.", encoding="utf-8")
    assert _take(data, tmp_path / "a.txt", mask=Sloppy()).refused == 1
    assert library(data).summaries() == ()


def test_an_unusable_library_stops_the_batch(data: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Un texte.", encoding="utf-8")
    store = library(data)
    with library(data)._database.writing(), pytest.raises(LibraryBusy):
        list(Taker(store, FakePseudonymiser(), Terms(by="Ana")).take_all(files_in([tmp_path / "a.txt"])))


def test_an_archive_is_opened_and_its_documents_are_taken(data: Path, tmp_path: Path) -> None:
    word = _word(tmp_path / "x.docx", "Un document Word.").read_bytes()
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("c.txt", "dedans")
    path = _zip(
        tmp_path / "Dossiers.ZIP",
        **{
            "promo/a.docx": word,
            "promo/b.txt": "Un texte, à part.".encode(),
            "promo/emboîtée.zip": inner.getvalue(),
            "__MACOSX/promo/._a.docx": b"x",
            "promo/": b"",
        },
    )
    batch = _take(data, path)
    told = {f.name: f.outcome for f in batch.files}
    assert told == {
        "Dossiers.ZIP/promo/a.docx": "ajoute",
        "Dossiers.ZIP/promo/b.txt": "ajoute",
        "Dossiers.ZIP/promo/emboîtée.zip": "refuse",
    }


def test_a_document_named_zip_is_still_a_document(data: Path, tmp_path: Path) -> None:
    path = _word(tmp_path / "x.docx", "Un document Word.").rename(tmp_path / "x.zip")
    assert _take(data, path).added == 1


@pytest.mark.parametrize("name", ["../dehors.txt", "/etc/dehors.txt", "a/../../dehors.txt", "C:\\dehors.txt", "..\\dehors.txt"])
def test_an_archive_that_would_write_elsewhere_is_refused_whole(name: str, data: Path, tmp_path: Path) -> None:
    path = _zip(tmp_path / "piège.zip", **{name: b"x", "bon.txt": b"Un texte."})
    batch = _take(data, path)
    assert [f.outcome for f in batch.files] == ["refuse"]
    assert "Extrayez" in batch.files[0].hint
    assert not (tmp_path / "dehors.txt").exists()


def test_an_archive_that_inflates_without_measure_is_refused_whole(data: Path, tmp_path: Path) -> None:
    batch = _take(data, _zip(tmp_path / "bombe.zip", **{"a.txt": bytes(40_000_000), "b.txt": b"Un texte."}))
    assert [f.outcome for f in batch.files] == ["refuse"]
    assert "n’est pas ouverte" in batch.files[0].why


@pytest.mark.parametrize("content", [b"PK\x03\x04 et puis rien", b"PK\x05\x06" + bytes(18), b"Pas une archive."])
def test_what_is_named_as_an_archive_and_is_none_is_told_or_read(content: bytes, data: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    [taken] = _take(data, path).files
    assert taken.outcome == ("ajoute" if content.startswith(b"Pas") else "refuse")


def test_a_real_dossier_keeps_its_tables_as_passages(data: Path, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Budget", 1)
    table = document.add_table(rows=0, cols=2)
    for row in (("Poste", "Montant"), ("Animation d’Amina Benali", "4 000 €")):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    path = tmp_path / "x.docx"
    document.save(str(path))
    [taken] = _take(data, path).files
    kept = library(data).get(str(taken.id))
    assert [(p.heading, p.tabular, kept.words(p.span)) for p in kept.passages] == [
        ("Budget", True, "Poste\tMontant\nAnimation d’[PERSONNE 1]\t4 000 €")
    ]
    assert read_draft(path.read_bytes(), "x.docx").sha256 == kept.source.sha256

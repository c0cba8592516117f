"""`ingest`, as a training manager would use it: take in, review, publish, withdraw, erase."""

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from architecture_map import ROOT
from library import FakePseudonymiser, files_holding, library

from assistant.bootstrap import Assistant
from assistant.domain.exemplar import Exemplar, ReviewState
from assistant.domain.feedback import Niveau
from assistant.store.exemplars import ExemplarStore
from ingestion.anonymise import pseudonymise
from web.cli import run

SAMPLE = (ROOT / "ingestion" / "sources" / "exemples" / "brouillon-b1.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("JURY_BLANC_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr("web.commands.library.pseudonymise", FakePseudonymiser(risky=("Zorglubine",)))
    return tmp_path / "data"


@dataclass(frozen=True)
class Borrowed:
    """The assistant of the whole session, with the library of one test: made ready once for all."""

    assistant: Assistant
    library: ExemplarStore

    def __getattr__(self, name: str) -> Any:
        return getattr(self.assistant, name)


@pytest.fixture
def quick(assistant: Assistant, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.commands.library.build_assistant", lambda: Borrowed(assistant, library(data)))


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    path = tmp_path / "dossier-B1.md"
    path.write_text(f"{SAMPLE}\n\nAmina Benali et Zorglubine valident, avec Zorglubine, le plan.\n", encoding="utf-8")
    return path


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert run(arguments) == 0
    document = json.loads(capsys.readouterr().out)
    assert isinstance(document, dict)
    return document


def _type(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def _taken(capsys: pytest.CaptureFixture[str], dossier: Path, *options: str) -> str:
    return str(_json(capsys, "ingest", "exemplars", str(dossier), "--json", *options)["files"][0]["id"])


def _kept(data: Path, code: str) -> Exemplar:
    return library(data).get(code)


def test_a_dossier_goes_from_its_file_to_the_candidates_and_away_for_good(
    data: Path, dossier: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _taken(capsys, dossier, "--bloc", "b1", "--consent", "registre 2026-14", "--by", "Ana")
    assert run(["ingest", "publish", code]) == 2
    assert "pas encore été relu" in capsys.readouterr().err
    _type(monkeypatch, "masquer Zorglubine", "niveau B1-C1 démontré", "contexte association, restauration", "ok")
    assert run(["ingest", "review", code, "--by", "Ana"]) == 0
    reviewed = _kept(data, code)
    assert reviewed.state is ReviewState.RELU
    assert reviewed.text.endswith("[PERSONNE 1] et [PERSONNE 2] valident, avec [PERSONNE 2], le plan.\n")
    assert (reviewed.niveaux["B1-C1"], len(reviewed.niveaux)) == (Niveau.DEMONTRE, 8)
    assert (reviewed.context, reviewed.risks) == ("association, restauration", ())
    assert files_holding(data, "Zorglubine", "Benali") == []
    assert run(["ingest", "publish", code, "--by", "Bob"]) == 0
    [published] = library(data).published("B1")
    shown = [s for i in published.indicateurs for s in i.spans]
    assert shown
    assert all(published.words(s).strip() for s in shown)
    assert run(["ingest", "withdraw", code]) == 0
    assert library(data).published() == ()
    assert run(["ingest", "withdraw", code, "--erase"]) == 0
    assert files_holding(data, "valident", "restauration", "registre", "dossier-B1") == []
    assert [(a.actor, a.action) for a in library(data).audit(code)][:3] == [
        ("Ana", "ajout"),
        ("Ana", "relecture"),
        ("Bob", "publication"),
    ]
    assert run(["ingest", "publish", code]) == 2


@pytest.mark.usefixtures("quick")
def test_the_json_of_a_batch_is_alone_on_standard_output_and_progress_on_the_other(
    dossier: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "vide.docx").write_bytes(b"")
    assert run(["ingest", "exemplars", str(dossier), str(tmp_path / "vide.docx"), "--fictional", "--json"]) == 0
    printed = capsys.readouterr()
    document = json.loads(printed.out)
    assert (document["added"], document["known"], document["refused"]) == (1, 0, 1)
    assert document["files"][0]["replacements"] == {"PERSON": 1}
    assert document["files"][0]["risks"] == 2
    assert "ajouté" in printed.err
    assert "Ajoutés\u00a0: 1. Déjà là\u00a0: 0. Refusés\u00a0: 1." in printed.err
    assert run(["ingest", "exemplars", str(dossier)]) == 0
    assert "déjà là" in capsys.readouterr().err


@pytest.mark.usefixtures("quick")
def test_a_batch_of_which_nothing_could_be_taken_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ingest", "exemplars", str(tmp_path / "absent.docx")]) == 2
    assert "n’existe pas" in capsys.readouterr().err
    assert run(["ingest", "exemplars", str(tmp_path / "absent.docx"), "--bloc", "B9"]) == 2


@pytest.mark.usefixtures("quick")
def test_a_list_shows_states_and_what_is_left_to_check(
    dossier: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["ingest", "list"]) == 0
    assert "aucun dossier" in capsys.readouterr().err
    code = _taken(capsys, dossier, "--fictional")
    document = _json(capsys, "ingest", "list", "--json")
    [entry] = document["exemplars"]
    assert (entry["id"], entry["state"], entry["bloc"], entry["risks"]) == (code, "brouillon", None, 2)
    _type(monkeypatch, "ok")
    assert run(["ingest", "review"]) == 0
    capsys.readouterr()
    assert run(["ingest", "list", "--state", "relu"]) == 0
    assert "relu       B1  dossier-B1.md (fictif, 2 endroits à vérifier)" in capsys.readouterr().out
    assert run(["ingest", "list", "--state", "brouillon"]) == 0
    assert capsys.readouterr().out == ""
    assert run(["ingest", "review"]) == 0
    assert "Aucun brouillon" in capsys.readouterr().err


@pytest.mark.usefixtures("quick")
def test_a_review_shows_placeholders_risks_and_suggestions(
    dossier: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _taken(capsys, dossier, "--fictional")
    _type(monkeypatch)
    assert run(["ingest", "review", code]) == 0
    printed = capsys.readouterr()
    assert "[PERSONNE 1] et ⟦Zorglubine⟧ valident, avec ⟦Zorglubine⟧, le plan." in printed.out
    assert "1 masquage, 2 endroits à vérifier\u00a0:" in printed.out
    assert "nom possible" in printed.out
    assert all(f"B1-C{n}" in printed.out for n in range(1, 9))
    assert "Bloc proposé\u00a0: B1" in printed.err


@pytest.mark.usefixtures("quick")
def test_a_review_that_is_left_or_cut_changes_nothing(
    data: Path, dossier: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _taken(capsys, dossier, "--fictional")
    before = _kept(data, code)
    for lines in (["masquer Zorglubine", "quitter", "ok"], ["masquer Zorglubine"], []):
        _type(monkeypatch, *lines)
        assert run(["ingest", "review", code]) == 0
        assert "Rien n’a été enregistré." in capsys.readouterr().err
    assert _kept(data, code) == before


@pytest.mark.usefixtures("quick")
def test_what_was_masked_too_much_is_put_back_in_the_person_s_own_words(
    data: Path, dossier: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _taken(capsys, dossier, "--fictional")
    _type(monkeypatch, "masquer organisme: zorglubine", "démasquer [PERSONNE 1] Kirkpatrick", "ok")
    assert run(["ingest", "review", code]) == 0
    assert _kept(data, code).text.endswith("Kirkpatrick et [ORGANISME 1] valident, avec [ORGANISME 1], le plan.\n")


@pytest.mark.usefixtures("quick")
def test_lines_that_make_no_sense_are_told_and_the_review_goes_on(
    data: Path, dossier: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _taken(capsys, dossier)
    lines = ["", "??", "masquer Introuvable", "démasquer [PERSONNE 9] x", "démasquer [PERSONNE 1]", "niveau B9-C1 partiel"]
    _type(monkeypatch, *lines, "niveau B1-C1 génial", "bloc B9", "accord", "aide", "a registre 3", "fictif", "o")
    assert run(["ingest", "review", code]) == 0
    told = capsys.readouterr().err
    assert told.count("Rien de tel dans le texte") == 3
    assert "n’est pas un critère de ce bloc" in told
    assert "n’est pas un niveau" in told
    assert "Donnez la référence" in told
    kept = _kept(data, code)
    assert (kept.source.consent, kept.source.fictional, kept.bloc) == ("registre 3", True, "B1")


@pytest.mark.usefixtures("quick")
def test_another_bloc_brings_its_own_criteres(
    data: Path, dossier: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _taken(capsys, dossier, "--fictional")
    _type(monkeypatch, "bloc b6", "n B6-C1 non abordé", "ok")
    assert run(["ingest", "review", code]) == 0
    kept = _kept(data, code)
    assert {c.split("-")[0] for c in kept.niveaux} == {"B6"}
    assert kept.niveaux["B6-C1"] is Niveau.ABSENT


@pytest.mark.usefixtures("quick")
def test_what_is_kept_was_masked_by_the_products_own_pseudonymiser(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("web.commands.library.pseudonymise", pseudonymise)
    named = tmp_path / "dossier.md"
    named.write_text("J’ai reçu Mme Nadia Benkhelil (06 12 34 56 78) le 3 mars 2025.\n\n" + SAMPLE, encoding="utf-8")
    code = _taken(capsys, named, "--fictional")
    kept = _kept(data, code).text
    assert "Benkhelil" not in kept
    assert "06 12 34 56 78" not in kept
    assert "3 mars 2025" in kept


def test_a_broken_library_is_a_set_up_problem(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.mkdir()
    (data / "jury-blanc.sqlite").write_bytes(b"")
    assert run(["ingest", "list"]) == 3
    assert "sauvegarde" in capsys.readouterr().err

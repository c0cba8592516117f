"""The command `pseudonymise`, as a person or a script would use it."""

import io
import json
import sys
from pathlib import Path

import docx
import pytest

from web.cli import run

TEXT = "Mme Amina Benali, directrice, a signé le 12 mars 2026. Contact : amina.benali@gue.fr.\n"


@pytest.fixture
def note(tmp_path: Path) -> str:
    path = tmp_path / "note.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def test_the_document_has_the_documented_form(capsys: pytest.CaptureFixture[str], note: str) -> None:
    assert run(["pseudonymise", note, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert list(document) == ["text", "replacements", "risks"]
    person, email = document["replacements"]
    assert person == {
        "start": 4, "end": 16, "type": "PERSON", "placeholder": "[PERSONNE 1]", "reason": "nom après « Mme »",
    }  # fmt: skip
    assert TEXT[email["start"] : email["end"]] == "amina.benali@gue.fr"
    assert document["text"] == "Mme [PERSONNE 1], directrice, a signé le 12 mars 2026. Contact : [COURRIEL 1].\n"
    assert document["risks"] == []


def test_the_masked_text_goes_to_the_output_and_the_summary_beside_it(capsys: pytest.CaptureFixture[str], note: str) -> None:
    assert run(["pseudonymise", note]) == 0
    shown = capsys.readouterr()
    assert shown.out == "Mme [PERSONNE 1], directrice, a signé le 12 mars 2026. Contact : [COURRIEL 1].\n"
    assert "2 remplacements\u00a0: 1 nom de personne, 1 adresse électronique." in shown.err
    assert "Benali" not in shown.err


def test_standard_input_is_read(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("M. Wojciech Kowalczyk est là.".encode())))
    assert run(["pseudonymise", "-"]) == 0
    assert capsys.readouterr().out.strip() == "M. [PERSONNE 1] est là."


def test_a_text_without_identities_is_given_back_and_said_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Le budget est de 200 euros.")))
    assert run(["pseudonymise", "-"]) == 0
    shown = capsys.readouterr()
    assert shown.out.strip() == "Le budget est de 200 euros."
    assert "Rien à masquer" in shown.err


def test_the_author_of_a_word_file_and_of_its_name_are_masked_in_the_text(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    document = docx.Document()
    document.core_properties.author = "khedidja zarbouni"
    document.add_paragraph("Document relu avec Zarbouni le 3 mai, puis par brzyski.")
    path = tmp_path / "dossier_Wojtek_BRZYSKI_B1.docx"
    document.save(str(path))
    assert run(["pseudonymise", str(path)]) == 0
    assert capsys.readouterr().out.strip() == "Document relu avec [PERSONNE 1] le 3 mai, puis par [PERSONNE 2]."


def test_the_result_is_written_to_a_file(capsys: pytest.CaptureFixture[str], note: str, tmp_path: Path) -> None:
    target = tmp_path / "masque.txt"
    assert run(["pseudonymise", note, "--out", str(target)]) == 0
    assert target.read_text(encoding="utf-8").startswith("Mme [PERSONNE 1]")
    assert capsys.readouterr().out == ""


def test_a_missing_file_is_refused_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pseudonymise", "absent.docx"]) == 2
    assert "n’existe pas" in capsys.readouterr().err

"""The command line, as a person or a script would use it."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import jsonschema
import pytest
from architecture_map import ROOT
from typer.main import get_command

from assistant.version import product_version
from web.cli import FAMILIES, build_app, run
from web.commands.summaries import SUMMARIES

SAMPLE = ROOT / "ingestion" / "sources" / "exemples" / "brouillon-b1.md"


@pytest.fixture(autouse=True)
def _own_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JURY_BLANC_DATA_DIR", str(tmp_path / "data"))


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert run(arguments) == 0
    document = json.loads(capsys.readouterr().out)
    assert isinstance(document, dict)
    return document


def test_review_prints_one_document_that_the_shipped_schema_accepts(capsys: pytest.CaptureFixture[str]) -> None:
    document = _json(capsys, "review", str(SAMPLE), "--format", "json")
    schema = json.loads((ROOT / "web" / "schemas" / "review-1.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(document, schema)
    assert document["bloc"] == "B1"


def test_every_quote_of_a_review_stands_in_what_extract_prints(capsys: pytest.CaptureFixture[str]) -> None:
    document = _json(capsys, "review", str(SAMPLE), "--format", "json")
    assert run(["extract", str(SAMPLE)]) == 0
    text = capsys.readouterr().out
    quotes = [e for a in document["assessments"] for e in a["evidence"]]
    assert len(quotes) >= 8
    assert all(text[e["start"] : e["end"]] == e["quote"] for e in quotes)


def test_a_word_file_with_a_wrong_total_is_read_and_the_cell_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Le budget de la session est le suivant, établi avec la comptable en mars 2026. " * 12)
    rows = [("Poste", "Montant"), ("Animation", "4 000 €"), ("Location", "1 500 €"), ("Supports", "500 €"), ("Total", "6 200 €")]
    table = document.add_table(rows=0, cols=2)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    path = tmp_path / "budget.docx"
    document.save(str(path))
    reading = _json(capsys, "review", str(path), "--bloc", "B1", "--format", "json")
    [finding] = reading["arithmetic"]
    assert finding["cell"] == {"table": 1, "row": 5, "column": 2}
    assert finding["expected"] == "6\u202f000\u00a0€"


def test_review_reads_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SAMPLE.read_bytes())))
    assert _json(capsys, "review", "-", "--format", "json")["scope"] == "draft"


def test_one_critere_of_a_passage_has_states_and_no_niveau(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    passage = tmp_path / "passage.txt"
    passage.write_text(
        "Le 12 mai 2026, j’ai comparé le CPF (2 150 €) et le PTP dans un tableau remis à Mme Maurin.", encoding="utf-8"
    )
    document = _json(capsys, "review", str(passage), "--passage", "--critere", "B1-C1", "--format", "json")
    [assessment] = document["assessments"]
    assert (document["scope"], assessment["niveau"]) == ("passage", None)


@pytest.mark.parametrize("form", ["terminal", "json", "md", "html"])
def test_review_writes_each_form_to_a_file_and_says_where(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / f"lecture.{form}"
    assert run(["review", str(SAMPLE), "--format", form, "--out", str(out)]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert str(out) in captured.err
    assert "B1" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["review", "/nulle/part.docx"], "n’existe pas"),
        (["review"], "Il manque"),
        (["review", str(SAMPLE), "--bloc", "B9"], "B9"),
        (["review", str(SAMPLE), "--critere", "B1-C99"], "B1-C99"),
        (["review", str(SAMPLE), "--bloc", "B2", "--critere", "B1-C1"], "n’appartient pas"),
        (["review", str(SAMPLE), "--assessor", "devin"], "n’existe pas"),
        (["review", str(SAMPLE), "--format", "pdf"], "valeurs possibles"),
        (["review", str(SAMPLE), "--out", "/nulle/part/x.html"], "ne peut pas être écrit"),
        (["review", str(ROOT)], "dossier"),
        (["review", str(SAMPLE), "--inconnue"], "--inconnue"),
        (["inconnue"], "n’existe pas"),
        (["referentiel", "show", "C9.9"], "C9.9"),
        (["referentiel", "import", str(SAMPLE)], "référentiel"),
        (["ask", "?"], "vide"),
        (["interview", "--kind", "B2"], "valeurs possibles"),
    ],
)
def test_bad_input_gets_a_french_sentence_and_exit_2(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err


def test_a_misspelt_setting_is_a_set_up_problem(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("JURY_BLANC_DATADIR", "/ailleurs")
    assert run(["doctor"]) == 3
    assert "JURY_BLANC_DATA_DIR" in capsys.readouterr().err


def test_the_referentiel_has_its_counts(capsys: pytest.CaptureFixture[str]) -> None:
    document = _json(capsys, "referentiel", "show", "--json")
    blocs = document["blocs"]
    assert [len(b["criteres"]) for b in blocs] == [8, 6, 7, 7, 6, 5]
    assert sum(len(b["competences"]) for b in blocs) == 37
    assert len(document["entretien_final"]["points"]) == 5


@pytest.mark.parametrize("code", ["B3", "b3-c2", "C3.1", "E5"])
def test_any_code_can_be_shown(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["referentiel", "show", code]) == 0
    assert code.upper() in capsys.readouterr().out


def test_an_imported_referentiel_can_be_used_for_readings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = (ROOT / "ingestion" / "sources" / "referentiel.txt").read_text(encoding="utf-8")
    ours = tmp_path / "notre.txt"
    ours.write_text(source.replace("listées et comparées", "recensées, chiffrées et comparées"), encoding="utf-8")
    out = tmp_path / "notre.json"
    assert run(["referentiel", "import", str(ours), "--out", str(out)]) == 0
    capsys.readouterr()
    monkeypatch.setenv("JURY_BLANC_REFERENTIEL", str(out))
    document = _json(capsys, "review", str(SAMPLE), "--bloc", "B1", "--format", "json")
    assert "dérivée" in document["provenance"]["grille"]
    assert len(document["assessments"]) == 8


def test_search_and_ask_and_interview_give_their_documents(capsys: pytest.CaptureFixture[str]) -> None:
    found = _json(capsys, "search", "budget prévisionnel", "-k", "3", "--json")
    assert len(found["results"]) == 3
    answer = _json(capsys, "ask", "B1-C4, c’est quoi ?", "--json")
    assert answer["citations"][0]["code"] == "B1-C4"
    plan = _json(capsys, "interview", "--kind", "final", "--format", "json")
    assert (plan["minutes"], sum(p["minutes"] for p in plan["phases"])) == (30, 30)


@pytest.mark.parametrize("form", ["terminal", "md"])
def test_an_interview_can_be_read_by_a_person(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["interview", "--kind", "B4", "--format", form, str(SAMPLE)]) == 0
    shown = capsys.readouterr().out
    assert "Entretien du bloc 4" in shown
    assert "Relance (" in shown


def test_the_command_alone_shows_what_it_can_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "review" in capsys.readouterr().err
    assert run(["evaluate"]) == 2
    assert "Mesure les lectures" in capsys.readouterr().err


def test_every_command_belongs_to_the_family_that_is_said_to_add_it() -> None:
    for family, commands in FAMILIES.items():
        for command in commands:
            made = get_command(build_app(command))
            assert set(made.commands) == set(commands), family  # type: ignore[attr-defined]  # the vendored click is not typed
            assert made.commands[command].help == SUMMARIES[command]  # type: ignore[attr-defined]
    assert set(SUMMARIES) == {c for commands in FAMILIES.values() for c in commands}


def test_the_list_of_commands_says_what_each_does_and_imports_none_of_them() -> None:
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "web.cli", "--help"], capture_output=True, encoding="utf-8", check=True
    )
    assert all(f"  {name} " in shown.stdout for name in SUMMARIES)
    assert "Commandes" in shown.stdout
    assert "web.commands.reading" not in shown.stderr
    assert "assistant.bootstrap" not in shown.stderr


def test_a_command_that_does_not_exist_is_told_with_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reviw", "brouillon.md"]) == 2
    assert capsys.readouterr().err.startswith(
        "La commande «\u00a0reviw\u00a0» n’existe pas. Vouliez-vous dire «\u00a0review\u00a0»\u00a0?\n"
    )
    assert run(["photocopier"]) == 2
    assert capsys.readouterr().err.startswith("La commande «\u00a0photocopier\u00a0» n’existe pas.\n")


def test_two_dashes_before_a_command_change_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--", "extract", str(SAMPLE)]) == 0
    told = capsys.readouterr().out
    assert run(["extract", str(SAMPLE)]) == 0
    assert told == capsys.readouterr().out != ""


def test_the_version_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"Jury Blanc {product_version()}\n"


def test_help_is_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Affiche cette aide." in shown
    assert "Show this message" not in shown


@pytest.mark.long
def test_the_index_is_built_once_and_doctor_sees_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ingest", "index"]) == 0
    assert "construit" in capsys.readouterr().err
    assert run(["ingest", "index"]) == 0
    assert "déjà prêt" in capsys.readouterr().err
    assert run(["doctor"]) == 0
    assert "Index de recherche\u00a0: prêt" in capsys.readouterr().out


def test_the_same_text_gives_the_same_bytes_whatever_the_process(tmp_path: Path) -> None:
    outputs = set()
    for seed in ("0", "1"):
        environment = {"PYTHONHASHSEED": seed, "LC_ALL": "C", "PATH": "/usr/bin:/bin", "JURY_BLANC_DATA_DIR": str(tmp_path)}
        command = [sys.executable, "-m", "web.cli", "review", str(SAMPLE), "--format", "json"]
        outputs.add(subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True).stdout)
    assert len(outputs) == 1

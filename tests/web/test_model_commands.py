"""The command line with a language model: plugged in, failing, absent."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from architecture_map import ROOT
from fake_model_server import Exchange, answering, serving
from scripted_models import shameless

from evaluations.harness.record import RunFolder
from prompts.prompt import Prompt
from web.cli import run

SAMPLE = str(ROOT / "ingestion" / "sources" / "exemples" / "brouillon-b1.md")
ARGUMENTS = ["review", SAMPLE, "--bloc", "B1", "--critere", "B1-C1", "--format", "json"]


@pytest.fixture(autouse=True)
def _own_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JURY_BLANC_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("JURY_BLANC_INDEX", "exact")


def _praise(exchange: Exchange) -> None:
    system, user = (m["content"] for m in exchange.body["messages"])
    exchange.reply(json.dumps(shameless(Prompt(system, user, ""))))


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A model that praises, served by a compatible service of this machine."""
    with serving(_praise) as service:
        _plug(monkeypatch, service.base_url("openai"))
        yield service.base_url("openai")


def _plug(monkeypatch: pytest.MonkeyPatch, base_url: str) -> None:
    for name, value in {"PROVIDER": "openai", "NAME": "essai", "BASE_URL": base_url, "DEADLINE": "20"}.items():
        monkeypatch.setenv(f"JURY_BLANC_MODEL__{name}", value)


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize("assessor", ["model", "panel"])
def test_a_reading_with_a_model_is_a_reading_that_names_it(assessor: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*ARGUMENTS, "--assessor", assessor]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["provenance"]["model"] == "openai:essai"
    assert re.fullmatch(r"evaluer_critere/v\d+@[0-9a-f]{12}", document["provenance"]["prompt"])
    assert "Lecture sans modèle" not in document["assessments"][0]["explanation"]


def test_a_model_that_is_down_still_gives_a_whole_reading(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(ARGUMENTS) == 0
    plain = json.loads(capsys.readouterr().out)["assessments"][0]
    with serving(answering(["Je ne sais pas."])) as service:
        _plug(monkeypatch, service.base_url("openai"))
        assert run([*ARGUMENTS, "--assessor", "model"]) == 0
    read = json.loads(capsys.readouterr().out)["assessments"][0]
    assert read["explanation"].startswith(f"{plain['explanation']} Lecture sans modèle\u00a0:")
    assert read["indicateurs"] == plain["indicateurs"]


def test_names_of_a_draft_and_of_its_file_stay_on_this_machine_when_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heard: list[str] = []

    def note(exchange: Exchange) -> None:
        heard.append(json.dumps(exchange.body, ensure_ascii=False))
        _praise(exchange)

    draft = tmp_path / "Dossier_Perrine_Vasseur.md"
    told = "Le 4 mars, j’ai reçu Mme Aminata Diallo (06 12 34 56 78) et j’ai comparé trois financements dans un tableau."
    draft.write_text(f"# Mon dossier\n\n{told} Perrine Vasseur.\n", encoding="utf-8")
    with serving(note) as service:
        _plug(monkeypatch, service.base_url("openai"))
        monkeypatch.setenv("JURY_BLANC_MODEL__PSEUDONYMISE", "true")
        assert run(["review", str(draft), "--passage", "--critere", "B1-C1", "--assessor", "model", "--format", "json"]) == 0
    sent = "".join(heard)
    assert "[PERSONNE 1]" in sent
    assert not [word for word in ("Diallo", "Vasseur", "06 12") if word in sent]
    assert "[PERSONNE" not in capsys.readouterr().out


def test_without_settings_a_model_is_a_set_up_problem(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([*ARGUMENTS, "--assessor", "model"], ["evaluate", "run", "--assessor", "panel"]):
        assert run(arguments) == 3
        assert "JURY_BLANC_MODEL__PROVIDER" in capsys.readouterr().err


def test_doctor_says_whether_anything_leaves_the_machine(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["doctor"]) == 0
    assert "aucun, rien ne sort de cette machine" in capsys.readouterr().out
    _plug(monkeypatch, "https://modeles.example/v1")
    monkeypatch.setenv("JURY_BLANC_MODEL__API_KEY", "cle-canari")
    assert run(["doctor"]) == 0
    shown = capsys.readouterr().out
    assert "openai:essai, sur une autre machine (https://modeles.example/v1), textes pseudonymisés" in shown
    assert "canari" not in shown


@pytest.mark.usefixtures("model")
@pytest.mark.long
def test_a_model_is_measured_by_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "mesure"
    command = ["evaluate", "run", "--assessor", "model", "--property", "F1", "--jobs", "1", "--out", str(out)]
    assert run(command) in (0, 1, 5)
    capsys.readouterr()
    assert RunFolder(out).run().identity.assessor.startswith("model/1+openai:essai+evaluer_critere/v")
    assert list(RunFolder(out).cases())

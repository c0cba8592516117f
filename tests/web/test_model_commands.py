"""The command line with a language model: plugged in, failing, absent."""

import html
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from architecture_map import ROOT
from fake_model_server import Exchange, answering, serving
from scripted_models import shameless
from starlette.testclient import TestClient

from assistant.bootstrap import build_assistant, open_chooser
from assistant.settings import load_settings
from evaluations.harness.record import RunFolder
from ingestion.anonymise import Pseudonymiser
from prompts.prompt import Prompt
from web.app import create_app
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


def _last(exchange: Exchange) -> None:
    matter = exchange.body["messages"][-1]["content"]
    source = re.findall(r"^## (\S+) :", matter, re.MULTILINE)[-1]
    element = re.findall(r"^- (\S+) \|", matter, re.MULTILINE)[-1]
    exchange.reply(json.dumps({"source": source, "elements": [element]}))


def _hidden(page: str) -> str:
    found = re.search(r'id="conversation"[^>]*value="([^"]*)"', page) or re.search(r'value="([^"]*)"[^>]*id="conversation"', page)
    assert found
    return found[1]


def test_a_model_chooses_what_answers_when_that_is_set_and_the_answer_says_so_wherever_it_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    question = "Mme Aminata Diallo me demande ce qu’attend B1-C1"
    heard: list[str] = []

    def note(exchange: Exchange) -> None:
        heard.append(json.dumps(exchange.body, ensure_ascii=False))
        _last(exchange)

    with serving(note) as service:
        _plug(monkeypatch, service.base_url("openai"))
        assert run(["ask", question, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["mode"] == "embedded"
        assert heard == []
        monkeypatch.setenv("JURY_BLANC_MODEL__ANSWER_SECONDS", "20")
        monkeypatch.setenv("JURY_BLANC_MODEL__PSEUDONYMISE", "true")
        assert run(["ask", question]) == 0
        assert "modèle de langue\u00a0: openai:essai." in capsys.readouterr().out
        assert "[PERSONNE 1]" in heard[0]
        assert "Diallo" not in "".join(heard)
        served = build_assistant(load_settings(), chooser=open_chooser(load_settings(), masker=Pseudonymiser()))
        with TestClient(create_app(served)) as web:
            asked = len(heard)
            assert web.get("/readyz").status_code == 200
            assert len(heard) == asked
            page = web.get("/questions").text
            assert (
                "Votre question, noms masqués, est envoyée au modèle de langue openai:essai, qui dit ce qui y répond le mieux"
                in page
            )
            shown = web.post("/questions", data={"message": question}).text
            told = web.post("/api/v1/chat", json={"message": question}).text
            conversation = json.loads(re.findall(r"^data: (.*)$", told, re.MULTILINE)[-1])["conversation"]
            assert conversation["chosen"][0][0] == "B1-C1"
            assert conversation == json.loads(html.unescape(_hidden(shown)))
            after = web.post("/api/v1/chat", json={"message": "et le suivant ?", "conversation": conversation}).text
            assert '"B1-C2"' in after
    assert "modèle de langue : openai:essai." in shown.replace("\u00a0", " ")
    assert '"mode":"model"' in told.replace(" ", "")
    assert len(heard) == asked + 1  # the second time it is remembered


def test_a_model_that_is_down_still_gives_a_whole_answer_within_its_time(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    question = "qu’attend B1-C1 ?"
    assert run(["ask", question, "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    monkeypatch.setenv("JURY_BLANC_MODEL__ANSWER_SECONDS", "1")
    with serving(lambda _: time.sleep(30)) as service:
        _plug(monkeypatch, service.base_url("openai"))
        began = time.monotonic()
        assert run(["ask", question, "--json"]) == 0
    assert time.monotonic() - began < 15
    answer = json.loads(capsys.readouterr().out)
    assert answer | {"notice": plain["notice"]} == plain
    assert "sans modèle de langue (le modèle n’a pas répondu dans le temps prévu)" in answer["notice"]


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
    assert "avec --assessor model ou panel seulement" in shown
    assert "canari" not in shown
    monkeypatch.setenv("JURY_BLANC_MODEL__ANSWER_SECONDS", "20")
    assert run(["doctor"]) == 0
    assert "ou panel, et pour choisir ce qui répond aux questions (20\u00a0s au plus)" in capsys.readouterr().out


@pytest.mark.usefixtures("model")
@pytest.mark.long
def test_a_model_is_measured_by_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "mesure"
    command = ["evaluate", "run", "--assessor", "model", "--property", "F1", "--jobs", "1", "--out", str(out)]
    assert run(command) in (0, 1, 5)
    capsys.readouterr()
    assert RunFolder(out).run().identity.assessor.startswith("model/1+openai:essai+evaluer_critere/v")
    assert list(RunFolder(out).cases())

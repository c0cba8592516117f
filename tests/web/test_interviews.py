"""Interviews as programs, browsers and people at a terminal get them."""

import io
import json
import re
from pathlib import Path
from typing import Any

import docx
import pytest
from markup import Elements, by_class, parse
from starlette.testclient import TestClient

from assistant.bootstrap import Assistant
from web.app import create_app
from web.cli import run
from web.rendering.interview import sheet_of
from web.rendering.interview_html import render_sheet

DRAFT = Path(__file__).parents[2] / "evaluations" / "gold" / "dossiers" / "B4-04" / "draft.md"
INTERVIEWS = "/api/v1/interviews"
BROWSER = {"accept": "text/html"}


@pytest.fixture(scope="module")
def service(assistant: Assistant) -> TestClient:
    return TestClient(create_app(assistant))


def _whole(plan: dict[str, Any]) -> None:
    assert set(plan) == {"schema", "kind", "style", "seed", "minutes", "phases", "notice"}
    assert plan["schema"] == "jury-blanc/interview/1"
    assert sum(p["minutes"] for p in plan["phases"]) == plan["minutes"]
    for question in (q for p in plan["phases"] for q in p["questions"]):
        assert set(question) == {"text", "probes", "why", "source", "expected", "follow_ups"}


def test_a_plan_from_nothing(service: TestClient) -> None:
    answer = service.post(INTERVIEWS, json={"kind": "final"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    _whole(answer.json())
    assert (answer.json()["minutes"], answer.json()["style"], answer.json()["seed"]) == (30, "referentiel", 0)


def test_a_plan_from_a_text_quotes_it(service: TestClient) -> None:
    text = DRAFT.read_text(encoding="utf-8")
    asked = {"kind": "B4", "text": text, "style": "terrain", "seed": 4, "minutes": 25}
    plan = service.post(INTERVIEWS, json=asked).json()
    _whole(plan)
    assert (plan["kind"], plan["style"], plan["seed"], plan["minutes"]) == ("B4", "terrain", 4, 25)
    sources = [q["source"] for p in plan["phases"] for q in p["questions"] if q["source"]]
    assert len(sources) >= 4
    assert all(text[s["start"] : s["end"]] == s["quote"] for s in sources)
    assert plan == service.post(INTERVIEWS, json=asked).json()


def test_a_plan_from_a_file(service: TestClient) -> None:
    fields = {"kind": "final", "bloc": "B4", "minutes": "20"}
    answer = service.post(INTERVIEWS, files={"file": ("d.md", DRAFT.read_bytes())}, data=fields)
    _whole(answer.json())
    assert answer.json()["minutes"] == 20
    assert any(q["source"] for p in answer.json()["phases"] for q in p["questions"])


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ({}, 422, "kind"),
        ({"kind": "B2"}, 422, "kind"),
        ({"kind": "B3", "style": "dur"}, 422, "style"),
        ({"kind": "B3", "minutes": 3}, 422, "minutes"),
        ({"kind": "B3", "minutes": "long"}, 422, "minutes"),
        ({"kind": "B3", "autre": 1}, 422, "autre"),
        ({"kind": "final", "text": "Un dossier.", "bloc": "B9"}, 422, "B9"),
    ],
)
def test_a_wrong_request_is_a_problem_that_names_what_to_mend(
    service: TestClient, body: dict[str, object], status: int, word: str
) -> None:
    answer = service.post(INTERVIEWS, json=body)
    problem = answer.json()
    assert answer.status_code == problem["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert word in problem["hint"] + problem["detail"]


def test_an_unreadable_file_is_a_problem(service: TestClient) -> None:
    answer = service.post(INTERVIEWS, files={"file": ("d.docx", b"PK\x03\x04rien")}, data={"kind": "B3"})
    assert answer.status_code == 415
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_form_works_without_script_and_every_field_has_its_label(service: TestClient) -> None:
    answer = service.get("/entretien", headers=BROWSER)
    assert answer.status_code == 200
    assert all(not script.text for script in parse(answer.text).iter("script"))
    assert "style=" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    elements = Elements(answer.text).found
    labelled = {attrs["for"] for tag, attrs in elements if tag == "label"}
    assert labelled == {attrs["id"] for tag, attrs in elements if tag in {"input", "textarea", "select"}}
    assert not re.search(r"(?<!<)!(?!doctype)", answer.text)


def test_the_form_gives_a_sheet_to_print(service: TestClient) -> None:
    sent = {"kind": (None, "B4"), "style": (None, "terrain"), "minutes": (None, ""), "seed": (None, "2"), "text": (None, "")}
    answer = service.post("/entretien", files={"file": ("", b""), **sent}, headers=BROWSER)
    page = parse(answer.text)
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    questions = by_class(page, "asked")
    assert len(questions) == len(by_class(page, "notes")) >= 8
    assert "tirage n° 2" in page.text_content()
    assert service.get("/static/interview.css").status_code == 200


def test_a_wrong_field_of_the_form_gives_a_page_in_french(service: TestClient) -> None:
    answer = service.post("/entretien", files={"kind": (None, "B4"), "minutes": (None, "300")}, headers=BROWSER)
    assert answer.status_code == 422
    assert "minutes" in parse(answer.text).text_content()


def test_the_sheet_shows_hostile_names_and_quotes_as_text(assistant: Assistant) -> None:
    page = render_sheet(sheet_of(assistant.plan_interview("B3"), "<script>alert(1)</script>\x1b[2J"))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "\x1b" not in page
    assert "http" not in re.sub(r"http-equiv", "", page)


@pytest.mark.parametrize("form", ["json", "md", "html", "terminal"])
def test_the_command_gives_every_form(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    draft = [str(DRAFT)] if form == "md" else []
    assert run(["interview", *draft, "--kind", "B4", "--style", "terrain", "--format", form, "--minutes", "20"]) == 0
    shown = capsys.readouterr().out
    if form == "json":
        _whole(json.loads(shown))
    else:
        assert "Entretien du bloc 4" in shown
        assert "jury «\u00a0terrain\u00a0»" in shown.replace("Jury", "jury")
    if form == "html":
        assert by_class(parse(shown), "asked")


def test_the_command_writes_a_word_document_that_opens(tmp_path: Path) -> None:
    out = tmp_path / "feuille.docx"
    assert run(["interview", "--kind", "B4", "--format", "docx", "--out", str(out)]) == 0
    document = docx.Document(io.BytesIO(out.read_bytes()))
    words = "\n".join(c.text for t in document.tables for r in t.rows for c in r.cells)
    assert "Entretien du bloc 4" in document.paragraphs[0].text
    assert words.count("Notes") == 12
    assert "Si l’analyse manque" in words


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "docx"], "--out"),
        (["--minutes", "3"], "entre 8 et 120"),
        (["--minutes", "x"], "--minutes"),
        (["--style", "doux"], "valeurs possibles"),
        (["--kind", "final", "--bloc", "B9", str(DRAFT)], "B9"),
    ],
)
def test_the_command_refuses_in_french(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["interview", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err

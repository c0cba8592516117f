"""A live interview in a browser without script: every state is in the page, nothing is on the server."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from interviews import BROWSER, WHOLE, Seat
from markup import Elements, by_class
from starlette.testclient import TestClient
from vectors import VECTORS

from assistant.bootstrap import Assistant
from assistant.domain.session import Session
from assistant.hold_interview import answer, begin, is_over, put_aside
from assistant.oral.soundness import LONGEST_ANSWER
from web.app import create_app
from web.cli import run
from web.rendering.document import as_document
from web.rendering.live import time_words
from web.sessions import pack, unpack

DRAFT = Path(__file__).parents[2] / "evaluations" / "gold" / "dossiers" / "B3-02" / "draft.md"
VAGUE = "C’est une bonne question, il faut voir les choses dans leur ensemble."


@pytest.fixture(scope="module")
def service(assistant: Assistant) -> TestClient:
    return TestClient(create_app(assistant))


@pytest.fixture
def seat(service: TestClient) -> Seat:
    return Seat(service)


def _begun(seat: Seat, **fields: str) -> Seat:
    seat.begin(kind="B3", **fields)
    assert (seat.status, seat.view) == (200, "ready")
    return seat.press("resume")


def test_a_whole_interview_without_script_ends_with_a_debrief(seat: Seat) -> None:
    _begun(seat, minutes="8")
    seen = []
    while seat.view != "debrief":
        seen.append((seat.view, seat.heading))
        seat.press("answer", WHOLE) if seat.view == "question" else seat.press("resume")
        assert len(seen) < 30
    assert [view for view, _ in seen[:4]] == ["question", "help", "question", "help"]
    assert seat.heading == "Bilan de l’entretien"
    assert "À répéter" in seat.text
    assert re.search(r"\bnote\b", seat.page.xpath("//main")[0].text_content()) is None
    assert "Ce n’est ni une note" in seat.page.xpath("//footer")[0].text_content()


def test_a_relance_asks_for_what_lacks_and_shows_what_was_said(seat: Seat) -> None:
    _begun(seat).press("skip")
    first = seat.heading
    seat.press("answer", VAGUE)
    assert "Relance" in seat.words("kind")
    assert (first in seat.words("jury"), VAGUE in seat.words("answered")) == (True, True)
    assert seat.heading != first


def test_practice_helps_after_each_question_and_an_exam_never(seat: Seat) -> None:
    _begun(seat).press("skip").press("answer", WHOLE)
    assert seat.view == "help"
    assert "Une bonne réponse contient" in seat.text
    seat.press("resume")
    assert "Retour sur votre réponse à la question 2" in seat.text
    assert "Pourquoi cette question" in seat.text
    _begun(seat, mode="exam").press("skip").press("answer", WHOLE)
    assert seat.view == "question"
    assert "Une bonne réponse contient" not in seat.text
    assert "Pourquoi cette question" not in seat.text


def test_the_same_page_sent_twice_in_the_same_second_gives_the_same_next_one(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 1_000_000.0)
    _begun(seat)
    before = seat.page
    once = seat.press("answer", WHOLE).fields["state"]
    seat.page = before
    assert seat.press("answer", WHOLE).fields["state"] == once


def test_a_new_server_goes_on_from_the_page_of_the_old_one(assistant: Assistant, seat: Seat) -> None:
    _begun(seat).press("answer", WHOLE)
    seat.service = TestClient(create_app(assistant))
    assert seat.press("resume").status == 200
    assert "Question 2 sur" in seat.words("time")


def test_a_pause_keeps_what_was_being_typed_and_stops_the_clock(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1_000_000.0]
    monkeypatch.setattr("time.time", lambda: clock[0])
    _begun(seat)
    clock[0] += 40
    seat.press("pause", "Je dirais d’abord\nque la demande")
    assert seat.view == "pause"
    clock[0] += 100_000
    seat.press("resume")
    assert seat.fields["answer"] == "Je dirais d’abord\nque la demande"
    clock[0] += 20
    after = unpack(seat.press("answer", WHOLE).fields["state"])
    assert (after.turns[0].seconds, after.typed) == (60, "")


def test_an_empty_answer_is_not_taken_for_a_skip(seat: Seat) -> None:
    _begun(seat)
    before = seat.heading
    seat.press("answer", "  ")
    assert (seat.status, seat.heading) == (400, before)
    assert "passez la question" in by_class(seat.page, "refusal")[0].text_content()
    assert seat.press("skip").heading != before


def test_an_answer_too_long_is_refused_and_still_there(seat: Seat) -> None:
    typed = "a" * (LONGEST_ANSWER + 1)
    _begun(seat).press("answer", typed)
    assert seat.status == 400
    assert "trop longue" in by_class(seat.page, "refusal")[0].text_content()
    assert len(seat.fields["answer"]) >= LONGEST_ANSWER


@pytest.mark.parametrize("change", ["cut", "letter", "sum", "empty", "words", "bomb"])
def test_a_state_that_was_tampered_with_is_a_problem_and_the_answer_is_given_back(seat: Seat, change: str) -> None:
    _begun(seat)
    state = seat.fields["state"]
    middle = len(state) // 2
    changed = {
        "cut": state[:-20],
        "letter": state[:middle] + ("A" if state[middle] != "A" else "B") + state[middle + 1 :],
        "sum": state[:-1] + ("0" if state[-1] != "0" else "1"),
        "empty": "",
        "words": "<b>bonjour</b>",
        "bomb": pack(Session.model_construct(**(dict(unpack(state)) | {"name": "a" * 20_000_000}))),
    }[change]
    if change == "empty":
        sent = {"state": (None, ""), "action": (None, "answer"), "answer": (None, "Ma réponse.")}
        response = seat.service.post("/entretien/seance", files=sent, headers=BROWSER)
        assert response.status_code in (400, 422)
        return
    seat.press("answer", "Ma réponse.", state=changed)
    assert seat.status == 400
    assert "ne peut pas être repris" in by_class(seat.page, "refusal")[0].text_content()
    assert seat.page.xpath("//textarea[@readonly]")[0].text == "Ma réponse."


def _changed(session: Session, **fields: Any) -> bytes:
    return json.dumps(json.loads(as_document(session)) | fields).encode()


def test_a_session_that_could_not_have_been_held_is_refused(assistant: Assistant, seat: Seat) -> None:
    held = answer(begin(assistant.plan_interview("B3"), dossier="Un dossier."), WHOLE)
    turn = json.loads(as_document(held))["turns"][0]
    invented = json.loads(as_document(held.plan))
    invented["phases"][0]["questions"][0]["source"] = {"quote": "Inventé", "start": 0, "end": 7}
    wrong: list[dict[str, Any]] = [
        {"plan": invented},
        {"at": 99},
        {"at": 1},
        {"turns": [turn] * 4},
        {"turns": [turn | {"question": 7}]},
        {"turns": [turn | {"answer": "a" * 30_000}]},
        {"pending": "analyse", "turns": [], "at": 1},
        {"plan": json.loads(as_document(held.plan)) | {"phases": []}},
        {"plan": json.loads(as_document(held.plan)) | {"minutes": 500}},
        {"dossier": "a" * 500_000},
        {"schema": "jury-blanc/session/9"},
    ]
    assert seat.bring(_changed(held)).view == "ready"
    for fields in wrong:
        seat.bring(_changed(held, **fields))
        assert seat.status == 400, fields
        assert by_class(seat.page, "refusal")


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"PK\x03\x04", b'{"schema": "jury-blanc/interview/1"}', b"[" * 100_000])
def test_a_file_that_is_no_session_is_refused_in_french(seat: Seat, content: bytes) -> None:
    seat.bring(content)
    assert seat.status == 400
    assert "ne contient pas d’entretien" in by_class(seat.page, "refusal")[0].text_content()


def test_a_session_goes_from_the_browser_to_the_terminal_and_back(
    assistant: Assistant, seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("web.commands.oral.build_assistant", lambda: assistant)
    monkeypatch.setattr("time.time", lambda: 5.0)
    monkeypatch.setattr("time.monotonic", lambda: 5.0)
    kept, there = tmp_path / "seance.json", tmp_path / "terminal.json"
    monkeypatch.setattr("sys.stdin", _Lines(f"{WHOLE}\n\n"))
    assert run(["interview", str(DRAFT), "--live", "--kind", "B3", "--out", str(there)]) == 130
    file = ("draft.md", DRAFT.read_bytes())
    seat.took(seat.service.post("/entretien/debut", files={"file": file}, data={"kind": "B3"}, headers=BROWSER))
    seat.press("resume").press("answer", WHOLE)
    saved = seat.saved()
    assert "séance.json" in re.sub(r"%C3%A9", "é", saved.headers["content-disposition"])
    assert saved.content == there.read_bytes()
    kept.write_bytes(seat.press("resume").saved("Une réponse commencée").content)
    monkeypatch.setattr("sys.stdin", _Lines("et finie.\n\n"))
    assert run(["interview", "--resume", str(kept)]) == 130
    assert "Une réponse commencée" in capsys.readouterr().out
    seat.bring(kept.read_bytes())
    assert seat.view == "ready"
    assert unpack(seat.fields["state"]).turns[1].answer == "Une réponse commencée\net finie."


class _Lines:
    def __init__(self, text: str) -> None:
        self._lines = iter(text.splitlines(keepends=True))

    def readline(self) -> str:
        return next(self._lines, "")


def test_the_debrief_puts_claims_side_by_side_and_is_given_as_files(assistant: Assistant, seat: Seat) -> None:
    dossier = "J’ai mené quatre entretiens avec les chefs d’équipe."
    session = begin(assistant.plan_interview("B3", minutes=10), dossier=dossier, name="mon dossier.docx")
    while not is_over(session):
        session = answer(session, "J’ai mené quinze entretiens avec les chefs d’équipe." if session.at == 2 else "", 30)
    seat.shows(session)
    clash = by_class(seat.page, "clash")[0].text_content()
    assert "«\u00a0J’ai mené quinze entretiens avec les chefs d’équipe.\u00a0»" in clash
    assert f"«\u00a0{dossier}\u00a0»" in clash
    assert len(seat.page.xpath("//section[@aria-labelledby='rehearse']//li")) == 3
    links = {a.get("download"): a.get("href") for a in seat.page.xpath("//a[@download]")}
    assert sorted(links) == ["mon dossier - séance.json", "mon dossier - échange et bilan.md"]
    assert all(href.startswith("data:") for href in links.values())


def test_an_unfinished_interview_may_be_ended_and_gone_on_with(seat: Seat) -> None:
    _begun(seat).press("answer", WHOLE)
    seat.press("resume").press("finish", "Ce que je")
    assert (seat.view, "Reprendre l’entretien" in seat.text) == ("debrief", True)
    assert seat.press("resume").fields["answer"] == "Ce que je"


def test_answers_names_and_dossiers_never_act(assistant: Assistant, seat: Seat) -> None:
    plan = assistant.plan_interview("B3", minutes=8)
    for vector in VECTORS:
        session = put_aside(answer(begin(plan, name=vector), f"{vector} {VAGUE}"), vector)
        while not is_over(session):
            for page in (seat.shows(session), seat.press("pause", vector)):
                outside = [
                    e
                    for e in page.page.iter("script", "iframe", "img", "object", "base")
                    if not e.get("src", "").startswith("../static/")
                ]
                assert outside == []
                assert not page.page.xpath("//*[@onerror or @onload or @onclick or @style]")
            session = answer(session, vector * 2)
            session = session.model_copy(update={"at": len(plan.questions) + 1, "pending": None})
        assert not seat.shows(session).page.xpath("//*[@onerror or @onload or @onclick or @style]")


def test_every_page_has_its_policy_and_labels(seat: Seat) -> None:
    for address in ("/entretien", "/entretien/seance", "/entretien/debut", "/entretien/reprise"):
        got = seat.service.get(address, headers=BROWSER)
        assert got.status_code == 200
        assert "default-src 'none'" in got.headers["content-security-policy"]
        assert "unsafe" not in got.headers["content-security-policy"]
        elements = Elements(got.text).found
        labelled = {attrs["for"] for tag, attrs in elements if tag == "label"}
        assert labelled == {attrs["id"] for tag, attrs in elements if tag in {"input", "textarea", "select"}}
    _begun(seat)
    assert not re.search(r"(?<!<)!(?!doctype)", seat.text)


@pytest.mark.parametrize(
    ("left", "exam", "words"),
    [
        (600, False, "Il reste environ 10\u00a0minutes pour cette partie."),
        (100, False, "Il reste environ 2\u00a0minutes pour cette partie."),
        (80, False, "Il reste environ une minute pour cette partie."),
        (29, False, "Cette partie touche à sa fin."),
        (-5, False, "Le temps prévu pour cette partie est passé\u00a0: concluez à votre rythme."),
        (-5, True, "Le temps prévu pour cette partie est passé\u00a0: le jury passera ensuite à la partie suivante."),
    ],
)
def test_time_is_told_without_counting_seconds(left: int, exam: bool, words: str) -> None:
    assert time_words(left, exam=exam) == words

"""Readings that outlive a request, for people and for programs: followed, cancelled, tried again, exported, counted."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from fake_assistant import FakeAssistant
from kept import Kept, version_of
from library import MARKER, files_holding
from markup import by_class, parse, said
from starlette.testclient import TestClient
from underway import TEXT, Waiting, events, hurry, unread, until, worker_of
from visitors import Visitor

import web.routes.jobs as jobs_routes
from assistant.domain.account import Role
from assistant.domain.draft import Draft
from assistant.store.claims import LEASE, MOST_ATTEMPTS
from assistant.store.jobs import MOST_OPEN, Sent
from web.app import create_app
from web.cli import run

KEY = {"idempotency-key": "une-cle"}


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path, wait=10)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


def test_a_long_reading_is_followed_from_its_page_which_then_leads_to_it(kept: Kept) -> None:
    wait = Waiting()
    visitor = Visitor(kept, Role.CANDIDAT, assistant=FakeAssistant(wait))
    where = unread(visitor, title=f"Ma {MARKER}")
    page = visitor.get(where)
    assert (page.status_code, f"Ma {MARKER}" in said(page), "Elle va commencer" in said(page)) == (200, True, True)
    assert "connect-src 'self'" in page.headers["content-security-policy"]
    assert parse(page.text).xpath("//noscript//a/@href") == [f"../../{where.lstrip('/')}"]
    assert "en attente" in said(visitor.get("/espace"))
    with worker_of(visitor).running():
        assert wait.begun.wait(20)
        assert "Elle est en cours" in said(visitor.get(where))
        told = events(visitor.get(f"{where}/suivi").text)
        assert [(kind, data.get("words")) for kind, data in told] == [
            ("file", None),
            ("state", "Elle est en cours."),
            ("step", "Fichier lu\u00a0: 10\u00a0mots"),
        ]
        assert told[0][1]["name"] == f"Ma {MARKER}"
        wait.allowed.set()
        until(lambda: visitor.get(where).status_code == 303)
    kind, data = events(visitor.get(f"{where}/suivi").text)[-1]
    assert (kind, f"/{data['href']}") == ("done", visitor.get(where).headers["location"])
    assert visitor.get(f"/{data['href']}").status_code == 200
    assert "Lectures demandées" not in said(visitor.get("/espace"))


def test_steps_are_told_as_they_are_done_and_a_version_leads_to_its_comparison(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(kept, Role.CANDIDAT)
    assert visitor.who is not None
    code = kept.drafts.add(visitor.who.id, "Mission", version_of(TEXT))
    sent = {"jeton": (None, visitor.token("/espace/compte")), "text": (None, f"{TEXT} Revu."), "bloc": (None, "b1")}
    where = visitor.http.post(f"/espace/textes/{code}/versions", files=sent).headers["location"]
    assert "Nouvelle version" in said(visitor.get("/espace"))
    monkeypatch.setattr(jobs_routes, "_STREAM_SECONDS", 20.0)
    with worker_of(visitor).running():
        told = events(visitor.get(f"{where}/suivi").text)
    steps = [data["step"] for kind, data in told if kind == "step"]
    assert steps and steps == ["lu", "bloc", "criteres"][: len(steps)]  # those already done at a look, before the end
    assert told[-1] == ("done", {"href": f"espace/textes/{code}/comparaison?de=1&a=2"})


def test_a_reading_can_be_cancelled_while_it_goes_on_and_nothing_of_it_is_left(kept: Kept) -> None:
    wait = Waiting()
    visitor = Visitor(kept, Role.CANDIDAT, assistant=FakeAssistant(wait))
    where = unread(visitor, f"{TEXT} {MARKER}", title=MARKER)
    with worker_of(visitor).running():
        assert wait.begun.wait(20)
        assert visitor.post(f"{where}/annuler", where).headers["location"] == where
        assert files_holding(kept.folder, MARKER) == []
        assert events(visitor.get(f"{where}/suivi").text)[-1][1]["code"] == "lecture_annulee"
        wait.allowed.set()
    assert "n’a pas été gardé" in said(visitor.get(where))
    assert MARKER not in visitor.get("/espace").text
    assert visitor.who is not None
    assert kept.drafts.summaries(visitor.who.id) == ()


def test_a_text_that_stops_the_process_again_and_again_is_left_alone_until_its_owner_asks(kept: Kept) -> None:
    visitor = Visitor(kept, Role.CANDIDAT)
    where = unread(visitor, title="Mission")
    for _ in range(MOST_ATTEMPTS):
        assert kept.claims.claim() is not None  # and the process dies here
        kept.clock.turn(seconds=LEASE.total_seconds())
    assert not worker_of(visitor).read_next()
    page = visitor.get(where)
    assert (page.status_code, "arrêtée net 3 fois" in said(page), "Mission" in said(page)) == (200, True, True)
    assert "lecture abandonnée" in said(visitor.get("/espace"))
    kind, problem = events(visitor.get(f"{where}/suivi").text)[-1]
    assert (kind, problem["status"], problem["code"]) == ("error", 409, "lecture_abandonnee")
    visitor.post(f"{where}/reprendre", where)
    assert worker_of(visitor).read_next()
    assert visitor.get(where).headers["location"].endswith("/versions/1")


def test_an_abandoned_text_that_is_sent_again_is_tried_again(kept: Kept) -> None:
    visitor = Visitor(kept, Role.CANDIDAT)
    where = unread(visitor)
    claim = kept.claims.claim()
    assert claim is not None
    kept.claims.fail(claim, "Non.", "", for_good=True)
    assert unread(visitor) == where
    assert "Elle va commencer" in said(visitor.get(where))


def test_what_cannot_be_read_is_refused_before_anything_is_written(kept: Kept) -> None:
    visitor = Visitor(kept, Role.CANDIDAT)
    page = visitor.deposit("/espace/deposer", file=(f"{MARKER}.docx", f"PK\x03\x04 {MARKER}".encode()))
    assert by_class(parse(page.text), "refusal")
    assert visitor.deposit("/espace/deposer", f"Un {MARKER}.", bloc="B9").status_code == 422
    assert files_holding(kept.folder, MARKER) == []
    assert sum(kept.jobs.counts().values()) == 0


def test_a_program_sends_asks_and_cancels_and_the_same_key_is_the_same_reading(kept: Kept) -> None:
    visitor = Visitor(kept, Role.CANDIDAT)
    body = {"text": TEXT, "title": "Mission", "bloc": "B1"}
    first, again = (visitor.http.post("/api/v1/jobs", json=body, headers=KEY) for _ in range(2))
    job = first.json()
    assert (first.status_code, job["state"], job["href"], job["title"]) == (202, "attente", None, "Mission")
    assert first.headers["location"] == f"/api/v1/jobs/{job['id']}"
    assert (again.json(), again.headers["idempotent-replayed"]) == (job, "true")
    other = visitor.http.post("/api/v1/jobs", json=body | {"text": "Autre."}, headers=KEY)
    assert (other.status_code, other.json()["code"]) == (422, "cle_deja_employee")
    assert worker_of(visitor).read_next()
    done = visitor.get(first.headers["location"]).json()
    assert (done["state"], done["number"], visitor.get(done["href"]).status_code) == ("faite", 1, 200)
    file = visitor.http.post(
        "/api/v1/jobs", files={"file": ("d.txt", b"Un fichier.")}, data={"draft": done["draft"]}, headers={"idempotency-key": "b"}
    ).json()
    cancelled = visitor.http.delete(f"/api/v1/jobs/{file['id']}")
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "annulee")
    assert visitor.http.delete(first.headers["location"]).json()["state"] == "faite"


def test_a_program_is_refused_in_problem_documents(kept: Kept) -> None:
    visitor = Visitor(kept, Role.CANDIDAT)
    for headers, body, status in (
        ({}, {"text": TEXT}, 422),  # without that header a page of another site could send it
        ({"idempotency-key": " "}, {"text": TEXT}, 422),
        (KEY, {"text": " "}, 400),
        (KEY, {"text": TEXT, "bloc": "B9"}, 422),
        (KEY, {"text": TEXT, "draft": "txt-inconnu"}, 404),
        (KEY, {"text": TEXT, "autre": 1}, 422),
    ):
        answer = visitor.http.post("/api/v1/jobs", json=body, headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), body
    assert sum(kept.jobs.counts().values()) == 0
    assert visitor.who is not None
    for number in range(MOST_OPEN):
        kept.jobs.submit(visitor.who.id, Sent(Draft(name="d.txt", text=f"{TEXT} {number}")))
    full = visitor.http.post("/api/v1/jobs", json={"text": TEXT}, headers=KEY)
    assert (full.status_code, full.json()["code"]) == (409, "trop_de_textes")


def test_the_figures_say_how_many_and_never_what(kept: Kept) -> None:
    visitor = Visitor(kept, Role.CANDIDAT)
    unread(visitor, f"{TEXT} {MARKER}", title=MARKER)
    figures = visitor.get("/metrics").text
    assert 'jury_blanc_jobs{state="attente"} 1.0' in figures
    assert 'jury_blanc_jobs{state="abandonnee"} 0.0' in figures
    assert MARKER not in figures
    assert "jury_blanc_jobs{" not in TestClient(create_app(FakeAssistant())).get("/metrics").text


def test_doctor_says_how_many_and_erasing_takes_texts_that_wait(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JURY_BLANC_DATA_DIR", str(kept.folder))
    monkeypatch.setenv("JURY_BLANC_ACCOUNTS", "local")
    monkeypatch.setenv("JURY_BLANC_INDEX", "exact")
    visitor = Visitor(kept, Role.CANDIDAT)
    unread(visitor, f"{TEXT} {MARKER}", title=MARKER)
    assert run(["doctor"]) == 0
    told = capsys.readouterr().out
    assert "Lectures des comptes\u00a0: 1 en attente, 0 en cours, 0 abandonnée" in told
    assert MARKER not in told
    assert visitor.who is not None
    assert run(["erase", "--user", visitor.who.name]) == 0
    assert files_holding(kept.folder, MARKER) == []


def test_the_export_holds_the_texts_that_wait(kept: Kept) -> None:
    visitor = Visitor(kept, Role.CANDIDAT)
    sent: dict[str, Any] = {"jeton": (None, visitor.token("/espace/deposer")), "file": ("d.txt", TEXT.encode())}
    visitor.http.post("/espace/deposer", files=sent)
    archive = zipfile.ZipFile(io.BytesIO(visitor.get("/espace/export").content))
    assert archive.read("lectures demandées/01 - d.txt/original - d.txt") == TEXT.encode()
    assert archive.read("lectures demandées/01 - d.txt/texte.txt").decode() == TEXT
    assert json.loads(archive.read("lectures demandées/01 - d.txt/demande.json"))["state"] == "attente"

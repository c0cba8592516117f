"""What machines that run the service see of it: readiness, figures, logs, a path of a portal; never a word of a draft."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
from fake_assistant import FakeAssistant
from starlette.testclient import TestClient

import web.app
from assistant.errors import SetupError
from assistant.settings import Settings
from web.app import create_app
from web.logs import ACCESS, JsonLines, PlainLines
from web.readiness import Readiness

REVIEWS = "/api/v1/reviews"
CANARY, FILE = "perroquet-violet", "dossier-de-Josette.txt"
BROWSER = {"accept": "text/html"}


def service(failing: Callable[[], None] = lambda: None, **chosen: Any) -> TestClient:
    return TestClient(create_app(FakeAssistant(failing), settings=Settings.model_construct(**chosen)), follow_redirects=False)


def broken() -> None:
    raise RuntimeError(f"je cite {CANARY} de {FILE}")


def missing() -> None:
    raise SetupError("Le modèle manque.", hint="Réinstallez.")


def busy_with(client: TestClient) -> None:
    client.post(REVIEWS, json={"text": f"Un {CANARY}."})
    client.post(REVIEWS, files={"file": (FILE, CANARY.encode())}, headers={"idempotency-key": CANARY})
    client.post("/lecture", files={"file": (FILE, CANARY.encode())})
    client.post("/lecture/suivie", files={"file": (FILE, CANARY.encode())})
    client.post("/api/v1/chat", json={"message": CANARY, "draft": CANARY})
    client.post("/questions", data={"message": CANARY, "draft": CANARY})
    client.post(REVIEWS, content=CANARY, headers={"content-type": "application/json"})
    client.post(REVIEWS, json={CANARY: 1})
    client.get(f"/{CANARY}/{FILE}?q={CANARY}")
    client.get(f"/lectures/{CANARY}/")
    client.request(CANARY.upper().replace("-", ""), "/")


class Written(logging.Handler):
    """Keeps what would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines += [JsonLines().format(record), PlainLines().format(record)]


@pytest.fixture
def written() -> Iterator[Written]:
    handler, root, access = Written(), logging.getLogger(), logging.getLogger(ACCESS)
    root.addHandler(handler)
    access.setLevel(logging.INFO)
    yield handler
    root.removeHandler(handler)
    access.setLevel(logging.NOTSET)


@pytest.mark.parametrize("failing", [lambda: None, broken], ids=["sound", "broken"])
def test_no_word_of_a_draft_and_no_name_of_a_file_is_logged_or_counted(failing: Callable[[], None], written: Written) -> None:
    client = service(failing)
    busy_with(client)
    logging.getLogger("pypdf").warning("unreadable object near %s", CANARY)
    logging.getLogger("uvicorn.error").error("Exception in ASGI application\nTraceback… %s", CANARY)
    told = "\n".join([*written.lines, client.get("/metrics").text])
    assert len(written.lines) > 20
    for secret in (CANARY, CANARY.upper().replace("-", ""), "Josette"):
        assert secret not in told
    assert "pypdf" in told


def test_each_request_is_one_json_line_that_the_answer_can_be_found_by(written: Written) -> None:
    answer = service().get("/healthz")
    line = json.loads(written.lines[0])
    assert line["request"] == answer.headers["x-request-id"]
    assert (line["event"], line["method"], line["route"], line["status"]) == ("request", "GET", "/healthz", 200)
    assert line["sent"] == len(answer.content)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", line["time"])


def test_figures_are_counted_by_our_own_addresses_alone() -> None:
    client = service()
    busy_with(client)
    figures = client.get("/metrics")
    assert figures.headers["content-type"].startswith("text/plain")
    assert 'jury_blanc_requests_total{method="POST",route="/api/v1/reviews",status="200"} 2.0' in figures.text
    assert 'jury_blanc_requests_total{method="GET",route="(inconnue)",status="404"} 1.0' in figures.text
    assert 'jury_blanc_readings_total{scope="draft"} 4.0' in figures.text
    assert "jury_blanc_readings_kept 1.0" in figures.text
    known = {"/", "(inconnue)", "/static", "/metrics", "/lectures/{name}/"}
    routes = set(re.findall(r'route="([^"]+)"', figures.text))
    assert {r for r in routes if r not in known} <= {
        REVIEWS,
        "/lecture",
        "/lecture/suivie",
        "/api/v1/chat",
        "/questions",
    }


def test_two_services_of_one_process_count_apart() -> None:
    first, second = service(), service()
    first.get("/healthz")
    assert 'route="/healthz"' not in second.get("/metrics").text


def test_ready_means_that_a_reading_an_answer_and_a_search_were_made() -> None:
    assistant = FakeAssistant()
    client = TestClient(create_app(assistant))
    assert client.get("/readyz").json() == {"status": "prêt", "blocs": 1, "lecteur": "embedded", "recherche": 1}
    assert [scope for _, _, scope, _ in assistant.asked] == ["passage"]


@pytest.mark.parametrize(("failing", "status"), [(missing, 503), (broken, 500)])
def test_a_service_that_cannot_read_lives_but_is_not_ready(failing: Callable[[], None], status: int) -> None:
    client = service(failing)
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_first_request_finds_the_service_ready() -> None:
    assistant = FakeAssistant()
    with TestClient(create_app(assistant)) as client:
        assert len(assistant.asked) == 1
        assert client.get("/readyz").status_code == 200
        assert len(assistant.asked) == 1


def test_what_does_not_become_ready_keeps_the_port_closed_for_a_while_only(monkeypatch: pytest.MonkeyPatch) -> None:
    released = Event()

    def stuck() -> None:
        released.wait(30)
        missing()

    monkeypatch.setattr(web.app, "_OPENS_WITHIN", 0.1)
    with TestClient(create_app(FakeAssistant(stuck))) as client:
        assert client.get("/healthz").status_code == 200
        released.set()
        assert client.get("/readyz").status_code == 503


def test_readiness_is_asked_again_after_ten_seconds_and_at_once_after_a_failure() -> None:
    assistant, now = FakeAssistant(), [0.0]
    readiness = Readiness(assistant, lambda: now[0])
    readiness.check()
    readiness.check()
    assert len(assistant.asked) == 1
    now[0] = 11.0
    assistant.failing = missing
    with pytest.raises(SetupError):
        readiness.check()
    assistant.failing = lambda: None
    readiness.check()
    assert len(assistant.asked) == 3


@pytest.mark.parametrize("taken_away", [False, True], ids=["the proxy keeps the path", "the proxy takes it away"])
def test_under_a_path_every_address_answers_whatever_the_proxy_does(taken_away: bool) -> None:
    client = service(root_path="/portail/jury")
    before = "" if taken_away else "/portail/jury"
    for path in ("/", "/docs", "/questions", "/entretien", "/accessibilite", "/healthz", "/openapi.json", "/static/home.js"):
        assert client.get(before + path).status_code == 200, path
    assert client.get(f"{before}/static/home.js").headers["cache-control"] == "public, max-age=3600"
    assert client.post(before + REVIEWS, json={"text": "Un texte."}).status_code == 200
    assert client.get(f"{before}/api/v1/rien", headers=BROWSER).headers["content-type"] == "application/problem+json"
    lost = client.get(f"{before}/a/b", headers=BROWSER)
    assert 'href="../static/jury-blanc.css"' in lost.text
    assert client.get(f"{before}/openapi.json").json()["servers"] == [{"url": "/portail/jury"}]


def test_under_a_path_the_bare_path_leads_to_the_home_page() -> None:
    answer = service(root_path="/portail").get("/portail")
    assert (answer.status_code, answer.headers["location"]) == (308, "/portail/")


def test_no_page_has_an_address_that_leaves_the_path() -> None:
    client = service(root_path="/portail")
    pages = [client.get(f"/portail{path}", headers=BROWSER).text for path in ("/", "/docs", "/questions", "/entretien", "/rien")]
    pages.append(client.post("/portail/lecture", files={"text": (None, "Un texte.")}, headers=BROWSER).text)
    moved = client.post("/portail/lecture", files=[("file", ("a.txt", b"Un.")), ("file", ("b.txt", b"Deux."))])
    kept = moved.headers["location"]
    assert not kept.startswith("/")
    pages += [client.get(f"/portail/{kept}{rank}").text for rank in ("", "1")]
    for page in pages:
        assert not re.search(r"(?:src|href|action)=[\"']?/", page)

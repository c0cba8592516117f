"""The web service: readings for people and programs, and a kind answer to everything else."""

import json
import logging
import re
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from time import sleep
from typing import Any

import pytest
from documents import docx_bytes
from fake_assistant import FakeAssistant
from jsonschema import Draft202012Validator
from margins import comments_of
from markup import Elements, by_class, parse
from starlette.testclient import TestClient

from assistant.domain.feedback import FeedbackReport
from assistant.errors import DocumentTooLarge, InputError, JuryBlancError, SetupError, UnknownCode, UnreadableDocument
from web.app import create_app
from web.rendering.document import review_schema
from web.security import BODY_BYTES

BROWSER = {"accept": "text/html,application/xhtml+xml"}
TEXT = "Mme Roche dispose de 2 340 € de droits.\n\nElle choisit le projet de transition professionnelle."
REVIEWS = "/api/v1/reviews"


def client(failing: Callable[[], None] = lambda: None) -> TestClient:
    return TestClient(create_app(FakeAssistant(failing)), follow_redirects=False)


def test_starting_the_service_loads_nothing_that_only_writes_word_keeps_accounts_asks_a_provider_or_indexes() -> None:
    unwanted = ("docx", "httpx", "chromadb", "langchain", "alembic", "sqlalchemy", "simplemma")
    script = f"import sys, web.app; print([m for m in {unwanted} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip() == "[]"


@pytest.fixture
def service() -> Iterator[TestClient]:
    with client() as started:
        yield started


def raising(error: Exception) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


def test_the_form_works_without_script_and_says_what_is_kept(service: TestClient) -> None:
    answer = service.get("/", headers=BROWSER)
    words = parse(answer.text).text_content()
    assert answer.status_code == 200
    assert re.findall(r"<script[^>]*>[^<]*", answer.text) == ['<script type="module" src="static/home.js">']
    assert "Rien n’est écrit sur un disque" in words
    assert "15 Mo" in words
    assert "Reconnaître le bloc" in words
    elements = Elements(answer.text).found
    labelled = {attrs["for"] for tag, attrs in elements if tag == "label"}
    assert labelled == {attrs["id"] for tag, attrs in elements if tag in {"input", "textarea", "select"}}
    assert not re.search(r"(?<!<)!(?!doctype)", answer.text)


def test_pasted_text_gives_a_reading(service: TestClient) -> None:
    answer = service.post("/lecture", files={"file": ("", b""), "text": (None, TEXT), "bloc": (None, "B1")}, headers=BROWSER)
    page = parse(answer.text)
    assert answer.status_code == 200
    assert "transition professionnelle" in by_class(page, "manuscript")[0].text_content()
    assert "Mme Roche" in "".join(e.text or "" for e in page.iter("mark"))


def test_a_passage_is_read_against_the_critere_that_was_chosen() -> None:
    assistant = FakeAssistant()
    sent = {"text": (None, TEXT), "bloc": (None, "auto"), "scope": (None, "passage"), "critere": (None, "B1-C2")}
    answer = TestClient(create_app(assistant)).post("/lecture", files=sent, headers=BROWSER)
    assert "Lecture d’un passage" in parse(answer.text).text_content()
    assert assistant.asked == [("texte collé", "auto", "passage", "B1-C2")]


def held(page: str, ending: str) -> bytes:
    """Return the file of that kind that the links of a page hold."""
    links = [a for a in parse(page).iter("a") if (a.get("download") or "").endswith(ending)]
    assert len(links) == 1
    return b64decode(links[0].get("href").partition(";base64,")[2])


def test_the_page_holds_the_reading_in_every_form_to_take_away(service: TestClient) -> None:
    own = docx_bytes([("heading", 1, "Titre"), ("paragraph", TEXT)])
    answer = service.post("/lecture", files={"file": ("dossier.docx", own)}, headers=BROWSER)
    assert "B1-C1, partiel" in "\n".join(comments_of(held(answer.text, "annoté.docx")).values())
    assert held(answer.text, "lecture.md").startswith("# Lecture de «\u00a0dossier.docx\u00a0»".encode())
    assert json.loads(held(answer.text, "lecture.json"))["schema"] == "jury-blanc/review/1"


def test_the_annotated_document_can_be_asked_for_alone(service: TestClient) -> None:
    answer = service.post("/lecture.docx", files={"file": ('d\r\nX: y"é.txt', TEXT.encode())}, headers=BROWSER)
    assert answer.status_code == 200
    assert answer.headers["content-type"].endswith("wordprocessingml.document")
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert "x" not in answer.headers
    assert comments_of(answer.content)["0"].startswith("Lecture d’ensemble")


def test_a_document_that_cannot_be_annotated_does_not_take_the_reading_away(
    service: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.rendering.downloads.render_docx", lambda *_: (_ for _ in ()).throw(DocumentTooLarge("Non.")))
    answer = service.post("/lecture", files={"text": (None, TEXT)}, headers=BROWSER)
    assert answer.status_code == 200
    assert "document annoté" not in answer.text
    assert held(answer.text, "lecture.json")


def test_a_file_gives_a_reading_under_its_bare_name(service: TestClient) -> None:
    answer = service.post("/lecture", files={"file": ("C:\\Dossiers\\mon dossier.txt", TEXT.encode())}, headers=BROWSER)
    assert "«\u00a0mon dossier.txt\u00a0»" in parse(answer.text).text_content()


def test_nothing_to_read_is_said_kindly(service: TestClient) -> None:
    answer = service.post("/lecture", files={"file": ("", b""), "text": (None, "  ")}, headers=BROWSER)
    assert answer.status_code == 400
    words = parse(answer.text).text_content()
    assert "Vous n’avez donné ni fichier ni texte." in words
    assert "collez votre texte" in words


@pytest.mark.parametrize("scope", ["draft", "passage"])
def test_the_api_reads_json(service: TestClient, scope: str) -> None:
    answer = service.post(REVIEWS, json={"text": TEXT, "bloc": "B1", "scope": scope})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["scope"] == scope
    assert list(Draft202012Validator(review_schema()).iter_errors(answer.json())) == []


def test_the_api_reads_a_file_and_passes_on_what_was_asked() -> None:
    assistant = FakeAssistant()
    service = TestClient(create_app(assistant))
    answer = service.post(REVIEWS, files={"file": ("d.txt", TEXT.encode())}, data={"bloc": "B1"})
    assert answer.json()["draft"]["name"] == "d.txt"
    service.post(REVIEWS, json={"text": TEXT, "bloc": "B1", "scope": "passage", "critere": "B1-C2"})
    assert assistant.asked == [("d.txt", "B1", "draft", None), ("texte collé", "B1", "passage", "B1-C2")]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b'{"text": 3}', "application/json", 422),
        (b'{"text": "x", "blok": "B1"}', "application/json", 422),
        (b'{"text": "x", "scope": "tout"}', "application/json", 422),
        (b'{"text": "\\ud800"}', "application/json", 422),
        (b"{", "application/json", 422),
        (b"\xff\xfe", "application/json", 422),
        (b"[" * 100_000, "application/json", 422),
        (b"", "application/json", 422),
        (b"text=x", "application/x-www-form-urlencoded", 415),
        (b"x", "text/plain", 415),
        (b"x", "multipart/form-data", 400),
        (b"x", "multipart/form-data; boundary=b", 400),
        (b'--b\r\nContent-Disposition: form-data; name="bloc"\r\n\r\n\xff\r\n--b--\r\n', "multipart/form-data; boundary=b", 400),
        (b'{"text": " "}', "application/json", 400),
    ],
)
def test_a_malformed_request_is_a_problem(service: TestClient, body: bytes, kind: str, status: int) -> None:
    answer = service.post(REVIEWS, content=body, headers={"content-type": kind})
    assert_problem(answer.status_code, answer.headers["content-type"], answer.json(), status)


def assert_problem(status: int, kind: str, document: dict[str, object], expected: int) -> None:
    assert status == expected
    assert kind == "application/problem+json"
    assert document["status"] == expected
    assert {"type", "title", "detail", "code"} <= set(document)
    assert str(document["type"]).startswith("urn:jury-blanc:probleme:")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InputError("Non.", hint="Autrement."), 400),
        (UnreadableDocument("Non.", hint="Autrement."), 415),
        (DocumentTooLarge("Non.", hint="Autrement."), 413),
        (UnknownCode("Non.", hint="Autrement."), 422),
        (SetupError("Non.", hint="Autrement."), 503),
    ],
)
def test_our_errors_keep_their_words_for_programs_and_for_people(error: JuryBlancError, status: int) -> None:
    service = client(raising(error))
    answer = service.post(REVIEWS, json={"text": TEXT})
    assert_problem(answer.status_code, answer.headers["content-type"], answer.json(), status)
    assert (answer.json()["detail"], answer.json()["hint"], answer.json()["code"]) == ("Non.", "Autrement.", error.code)
    page = service.post("/lecture", files={"text": (None, TEXT)}, headers=BROWSER)
    assert page.status_code == status
    assert "Non." in parse(page.text).text_content()
    assert "Autrement." in parse(page.text).text_content()


def test_a_defect_is_numbered_logged_and_tells_nothing(caplog: pytest.LogCaptureFixture) -> None:
    service = client(raising(RuntimeError("Mme Roche, secret")))
    with caplog.at_level(logging.ERROR):
        answer = service.post(REVIEWS, json={"text": TEXT})
    assert_problem(answer.status_code, answer.headers["content-type"], answer.json(), 500)
    number = answer.json()["instance"].rpartition(":")[2]
    assert re.fullmatch(r"[0-9a-f]{8}", number)
    assert number in answer.json()["detail"]
    assert number in caplog.text
    assert "RuntimeError" in caplog.text
    for told in (answer.text, caplog.text):
        assert "Roche" not in told
        assert "Traceback" not in told
    page = service.post("/lecture", files={"text": (None, TEXT)}, headers=BROWSER)
    assert page.status_code == 500
    assert "Erreur interne" in page.text


@pytest.mark.parametrize(("path", "status"), [("/api/v1/rien", 404), (REVIEWS, 405), ("/static/x", 404)])
def test_what_does_not_exist_is_a_problem(service: TestClient, path: str, status: int) -> None:
    answer = service.get(path)
    assert_problem(answer.status_code, answer.headers["content-type"], answer.json(), status)
    if status == 405:
        assert answer.headers["allow"] == "POST"


def test_a_browser_that_is_lost_gets_a_page_and_a_way_back(service: TestClient) -> None:
    answer = service.get("/a/b/c", headers=BROWSER)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert 'href="../../"' in answer.text
    assert 'href="../../static/jury-blanc.css"' in answer.text


def test_a_page_below_the_root_of_a_portal_still_finds_its_style() -> None:
    service = TestClient(create_app(FakeAssistant()), root_path="/portail")
    assert 'href="../static/jury-blanc.css"' in service.get("/static/x", headers=BROWSER).text
    assert 'href="static/jury-blanc.css"' in service.get("/", headers=BROWSER).text
    assert service.get("/portail/api/v1/rien", headers=BROWSER).headers["content-type"] == "application/problem+json"


def test_what_is_announced_too_large_is_refused_before_it_is_read(service: TestClient) -> None:
    announced = {"content-length": str(BODY_BYTES + 1), "content-type": "application/json"}
    answer = service.post(REVIEWS, content=b"x", headers=announced)
    assert_problem(answer.status_code, answer.headers["content-type"], answer.json(), 413)


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=b"])
def test_what_turns_out_too_large_is_refused_while_it_is_read(service: TestClient, kind: str) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="d.txt"\r\n\r\n'
        for _ in range(17):
            yield b"x" * 1024 * 1024

    answer = service.post(REVIEWS, content=pieces(), headers={"content-type": kind})
    assert_problem(answer.status_code, answer.headers["content-type"], answer.json(), 413)


@pytest.mark.parametrize("path", ["/", "/docs", "/healthz", "/openapi.json", "/rien", "/static/jury-blanc.css", REVIEWS])
def test_every_answer_carries_the_same_guard(service: TestClient, path: str) -> None:
    headers = service.get(path).headers
    talking = "connect-src 'self'; " if path == "/" else ""
    assert headers["content-security-policy"] == (
        f"default-src 'none'; script-src 'self'; style-src 'self'; {talking}img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == ("public, max-age=3600" if path.startswith("/static") else "no-store")


def test_pages_ask_nothing_from_elsewhere(service: TestClient) -> None:
    pages = [service.get(path, headers=BROWSER).text for path in ("/", "/docs", "/rien")]
    pages.append(service.post("/lecture", files={"text": (None, TEXT)}, headers=BROWSER).text)
    for page in pages:
        assert not re.search(r"(?:src|href|action)=[\"']?(?:https?:)?//", page)
        assert not re.search(
            r"<script(?! src=\"static/jury-blanc\.js\" defer></script>| type=\"module\" src=\"static/home\.js\"></script>)|<style|\sstyle=|\son\w+=",
            page,
        )


def test_the_description_of_the_api_names_both_bodies(service: TestClient) -> None:
    schema = service.get("/openapi.json").json()
    operation = schema["paths"][REVIEWS]["post"]
    assert set(operation["requestBody"]["content"]) == {"application/json", "multipart/form-data"}
    assert {"200", "400", "409", "413", "415", "422", "429", "500", "503"} == set(operation["responses"])
    assert "POST /api/v1/reviews" in parse(service.get("/docs").text).text_content()


def test_a_hostile_file_name_stays_text(service: TestClient) -> None:
    answer = service.post("/lecture", files={"file": ("<img src=x onerror=alert(1)>.txt", TEXT.encode())}, headers=BROWSER)
    assert answer.status_code == 200
    assert "img" not in {tag for tag, _ in Elements(answer.text).found}


def test_only_a_few_drafts_are_read_at_the_same_time() -> None:
    inside, most, lock = 0, 0, Lock()

    class Slow(FakeAssistant):
        def review(self, *arguments: Any, **named: Any) -> FeedbackReport:
            nonlocal inside, most
            with lock:
                inside += 1
                most = max(most, inside)
            sleep(0.05)
            with lock:
                inside -= 1
            return super().review(*arguments, **named)

    service = TestClient(create_app(Slow()))
    body = {"text": "Un texte à lire. " * 60, "bloc": "B1"}
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: service.post("/api/v1/reviews", json=body).status_code, range(12)))
    assert answers == [200] * 12
    assert 1 < most <= 4

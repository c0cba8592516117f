"""Readings followed step by step, several drafts in one picture, and pages that are soon forgotten."""

import json
from collections.abc import Callable, Iterator

import pytest
from fake_assistant import FakeAssistant
from markup import by_class, parse
from starlette.testclient import TestClient

from assistant.errors import InputError
from web.app import create_app
from web.shelf import Shelf

TEXT = "Mme Roche dispose de 2 340 € de droits.\n\nElle choisit le projet de transition professionnelle."
FOLLOW = "/lecture/suivie"


def client(failing: Callable[[], None] = lambda: None) -> TestClient:
    return TestClient(create_app(FakeAssistant(failing)), follow_redirects=False)


@pytest.fixture
def service() -> Iterator[TestClient]:
    with client() as started:
        yield started


def events(stream: str) -> list[tuple[str, dict[str, object]]]:
    blocks = [dict(line.split(": ", 1) for line in block.splitlines()) for block in stream.strip().split("\n\n")]
    return [(block["event"], json.loads(block["data"])) for block in blocks if "event" in block]


def test_a_draft_is_followed_from_its_file_to_its_page(service: TestClient) -> None:
    answer = service.post(FOLLOW, files={"file": ("d.txt", TEXT.encode())})
    assert answer.headers["content-type"].startswith("text/event-stream")
    told = events(answer.text)
    assert [(kind, data.get("step")) for kind, data in told] == [
        ("file", None),
        ("step", "lu"),
        ("step", "bloc"),
        ("step", "criteres"),
        ("done", None),
    ]
    assert told[1][1]["words"] == "Fichier lu\u00a0: 15\u00a0mots"
    assert told[3][1]["words"] == "1\u00a0critère lu"
    page = service.get(f"/{told[-1][1]['href']}")
    assert "Lecture de" in page.text
    assert "reste en mémoire 30 minutes" in page.text
    assert page.headers["cache-control"] == "no-store"


def test_several_drafts_come_back_as_one_picture_that_leads_to_each(service: TestClient) -> None:
    sent = [("file", ("a.txt", TEXT.encode())), ("file", ("b.txt", b"Un autre texte."))]
    moved = service.post("/lecture", files=sent, data={"text": "jamais lu"})
    assert moved.status_code == 303
    home = f"/{moved.headers['location']}"
    page = parse(service.get(home).text)
    rows = by_class(page, "row")
    assert len(rows) == 2
    cells = by_class(page, "cell")
    assert [(c.get("href"), " ".join(c.text_content().split())) for c in cells] == [
        ("1#c-B1-C1", "C1partiel"),
        ("2#c-B1-C1", "C1partiel"),
    ]
    assert all(c.find("svg") is not None for c in cells)
    for rank, name in (("1", "a.txt"), ("2", "b.txt")):
        reading = service.get(home + rank).text
        assert f"«\u00a0{name}\u00a0»" in parse(reading).text_content()
        assert 'id="c-B1-C1"' in reading
        assert 'href="../../static/jury-blanc.css"' in reading


def test_a_file_that_cannot_be_read_does_not_take_the_others_away(service: TestClient) -> None:
    sent = [("file", ("<b>x.docx", b"PK\x03\x04 damaged")), ("file", ("b.txt", TEXT.encode()))]
    told = events(service.post(FOLLOW, files=sent).text)
    assert [kind for kind, _ in told if kind != "step"] == ["file", "refused", "file", "done"]
    page = parse(service.get(f"/{told[-1][1]['href']}").text)
    assert "<b>x.docx" in page.text_content()
    assert "endommagé" in page.text_content()
    assert len(by_class(page, "cell")) == 1


def test_when_nothing_can_be_read_the_reason_is_given_and_nothing_kept(service: TestClient) -> None:
    kind, problem = events(service.post(FOLLOW, files={"text": (None, " ")}).text)[-1]
    assert (kind, problem["status"]) == ("error", 400)
    assert problem["detail"] == "Vous n’avez donné ni fichier ni texte."
    assert "jury_blanc_readings_kept 0.0" in service.get("/metrics").text
    refused = service.post("/lecture", files=[("file", ("a.docx", b"PK\x03\x04 a")), ("file", ("b.docx", b"PK\x03\x04 b"))])
    assert refused.status_code == 415


def test_one_text_can_be_read_for_every_bloc(service: TestClient) -> None:
    moved = service.post("/lecture", files={"text": (None, TEXT), "bloc": (None, "tous")})
    assert moved.status_code == 303
    assert service.get(f"/{moved.headers['location']}").status_code == 200


def test_a_defect_in_the_middle_ends_the_stream_with_a_number_and_no_word_of_the_text() -> None:
    def broken() -> None:
        raise RuntimeError(TEXT)

    answer = client(broken).post(FOLLOW, files={"text": (None, TEXT)})
    kind, problem = events(answer.text)[-1]
    assert (kind, problem["status"]) == ("error", 500)
    assert "Roche" not in answer.text


def test_a_malformed_form_is_a_problem_before_any_stream(service: TestClient) -> None:
    for body, kind, status in ((b"{}", "application/json", 415), (b"x", "multipart/form-data", 400)):
        answer = service.post(FOLLOW, content=body, headers={"content-type": kind})
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_more_files_than_allowed_are_refused(service: TestClient) -> None:
    sent = [("file", (f"{n}.txt", b"Un texte.")) for n in range(13)]
    assert service.post("/lecture", files=sent).status_code == 400


def test_what_is_forgotten_is_gone_and_says_so(service: TestClient) -> None:
    home = f"/{service.post('/lecture', files=[('file', ('a.txt', b'Un.')), ('file', ('b.txt', b'Deux.'))]).headers['location']}"
    assert "C’est oublié" in service.post(f"{home}oublier").text
    for path in (home, f"{home}1", f"{home}9", f"{home}x", "/lectures/rien/"):
        gone = service.get(path)
        assert gone.status_code == 404
        assert gone.json()["code"] == "lecture_oubliee"


def test_pages_leave_with_time_and_the_oldest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.shelf._BYTES", 10)
    shelf = Shelf(30)
    first, second, third = (shelf.put((b"12345",)) for _ in range(3))
    assert len({first, second, third}) == 3
    assert shelf.page(first, 0) is None
    assert (shelf.page(second, 0), shelf.page(third, 0), shelf.page(third, 1)) == (b"12345", b"12345", None)
    assert len(Shelf(0)) == 0
    brief = Shelf(0)
    assert brief.page(brief.put((b"1",)), 0) is None


def test_beyond_those_who_wait_the_others_are_told_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.desk._WAITING", 0)
    answer = client().post("/api/v1/reviews", json={"text": TEXT})
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "service_occupe", "10")


def test_an_error_of_one_reading_leaves_no_turn_taken() -> None:
    fails = [True] * 6

    def failing() -> None:
        if fails:
            fails.pop()
            raise InputError("Non.")

    service = client(failing)
    codes = [service.post("/api/v1/reviews", json={"text": TEXT}).status_code for _ in range(8)]
    assert codes == [400] * 6 + [200] * 2

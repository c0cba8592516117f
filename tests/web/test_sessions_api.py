"""Interviews held by programs: a state comes in, the next one goes out; every refusal is a problem document."""

from pathlib import Path
from typing import Any

import pytest
from fake_assistant import FakeAssistant
from interviews import WHOLE
from starlette.testclient import TestClient

from assistant.domain.session import Session
from assistant.hold_interview import answer, begin
from web.app import create_app

API = "/api/v1/interviews"
DRAFT = Path(__file__).parents[2] / "evaluations" / "gold" / "dossiers" / "B3-02" / "draft.md"


@pytest.fixture
def service() -> TestClient:
    return TestClient(create_app(FakeAssistant()))


def _begun(service: TestClient, **fields: Any) -> dict[str, Any]:
    answered = service.post(f"{API}/sessions", json={"kind": "final"} | fields)
    assert answered.status_code == 200
    assert answered.headers["content-type"] == "application/json"
    step: dict[str, Any] = answered.json()
    return step


def test_a_whole_interview_through_the_api(service: TestClient) -> None:
    step = _begun(service, text="Un dossier assez long pour être lu.")
    assert set(step) == {"session", "prompt", "help"}
    assert step["session"]["dossier"] == "Un dossier assez long pour être lu."
    assert (step["prompt"]["text"], step["prompt"]["why"], step["help"]) == ("Qui décide\u00a0?", "Pour savoir.", None)
    step = service.post(f"{API}/answers", json={"session": step["session"], "answer": WHOLE, "seconds": 40}).json()
    assert step["prompt"] is None
    assert step["help"]["expected"] == ["Une personne."]
    done = service.post(f"{API}/debriefs", json={"session": step["session"]}).json()
    assert (done["schema"], done["asked"], done["answered"], done["seconds"]) == ("jury-blanc/debrief/1", 1, 1, 40)
    assert done["notice"]


def test_an_exam_gives_no_help_and_no_reason(service: TestClient) -> None:
    step = _begun(service, mode="exam")
    assert (step["session"]["mode"], step["prompt"]["why"]) == ("exam", "")
    assert service.post(f"{API}/answers", json={"session": step["session"], "answer": WHOLE}).json()["help"] is None


def test_a_file_may_begin_an_interview(service: TestClient) -> None:
    answered = service.post(
        f"{API}/sessions", files={"file": ("d.md", DRAFT.read_bytes())}, data={"kind": "final", "mode": "exam"}
    )
    assert answered.status_code == 200
    assert answered.json()["session"]["name"] == "d.md"


def test_the_answer_of_the_api_is_that_of_the_state_machine(service: TestClient) -> None:
    held = begin(FakeAssistant().plan_interview("B3"))
    after = service.post(
        f"{API}/answers", json={"session": held.model_dump(mode="json"), "answer": "Un mot.", "seconds": 3}
    ).json()
    assert Session.model_validate(after["session"]) == answer(held, "Un mot.", 3)


def _session() -> dict[str, Any]:
    dumped: dict[str, Any] = begin(FakeAssistant().plan_interview("B3")).model_dump(mode="json")
    return dumped


@pytest.mark.parametrize(
    ("address", "body", "status", "word"),
    [
        ("sessions", {}, 422, "kind"),
        ("sessions", {"kind": "B3", "mode": "oral"}, 422, "mode"),
        ("sessions", {"kind": "B3", "minutes": 1}, 422, "minutes"),
        ("answers", {"answer": "Oui."}, 422, "session"),
        ("answers", {"session": {}, "answer": "Oui."}, 422, "plan"),
        ("answers", {"session": _session(), "answer": "a" * 30_000}, 422, "answer"),
        ("answers", {"session": _session(), "answer": "Oui.", "seconds": -1}, 422, "seconds"),
        ("answers", {"session": _session() | {"at": 7}, "answer": "Oui."}, 400, "modifié"),
        ("answers", {"session": _session() | {"at": 2}, "answer": "Oui."}, 400, "terminé"),
        ("debriefs", {"session": _session() | {"at": 9}}, 400, "modifié"),
        ("debriefs", {}, 422, "session"),
    ],
)
def test_a_wrong_request_is_a_problem_in_french(
    service: TestClient, address: str, body: dict[str, Any], status: int, word: str
) -> None:
    answered = service.post(f"{API}/{address}", json=body)
    assert answered.headers["content-type"] == "application/problem+json"
    problem = answered.json()
    assert answered.status_code == problem["status"] == status
    assert word in problem["detail"] + problem["hint"]


@pytest.mark.parametrize("address", ["sessions", "answers", "debriefs"])
def test_a_body_of_another_kind_is_a_problem(service: TestClient, address: str) -> None:
    for content, kind in ((b"{", "application/json"), (b"bonjour", "text/plain")):
        answered = service.post(f"{API}/{address}", content=content, headers={"content-type": kind})
        assert answered.status_code in (415, 422)
        assert answered.headers["content-type"] == "application/problem+json"
    assert service.get(f"{API}/{address}").status_code == 405


def _references(node: object) -> set[str]:
    if isinstance(node, dict):
        found = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return found.union(*map(_references, node.values()))
    return set().union(*map(_references, node)) if isinstance(node, list) else set()


def test_the_description_names_the_three_addresses_and_points_nowhere_in_vain(service: TestClient) -> None:
    schema = service.get("/openapi.json").json()
    for address in ("sessions", "answers", "debriefs"):
        operation = schema["paths"][f"{API}/{address}"]["post"]
        assert {"200", "400", "413", "415", "422"} <= set(operation["responses"])
        references = _references(operation)
        assert references
        for reference in references:
            assert reference.removeprefix("#/components/schemas/") in schema["components"]["schemas"]

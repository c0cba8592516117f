"""A request sent twice under one key is worked out once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from fake_assistant import FakeAssistant
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from assistant.errors import InputError, KeyReused
from web.app import create_app
from web.idempotency import Replies

REVIEWS = "/api/v1/reviews"
TEXT = {"text": "Mme Roche dispose de 2 340 € de droits.", "bloc": "B1"}
KEY = {"idempotency-key": "une-cle"}


def test_the_same_key_and_content_give_the_same_bytes_and_one_reading() -> None:
    assistant = FakeAssistant()
    client = TestClient(create_app(assistant))
    first, second = (client.post(REVIEWS, json=TEXT, headers=KEY) for _ in range(2))
    assert first.content == second.content
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert len(assistant.asked) == 1
    client.post(REVIEWS, json=TEXT, headers={"idempotency-key": "une-autre"})
    assert len(assistant.asked) == 2


def test_the_form_of_a_file_may_be_written_otherwise_the_second_time() -> None:
    assistant = FakeAssistant()
    client = TestClient(create_app(assistant))
    for _ in range(2):  # each form has a boundary of its own
        answer = client.post(REVIEWS, files={"file": ("d.txt", b"Mme Roche choisit.")}, headers=KEY)
    assert answer.headers["idempotent-replayed"] == "true"
    assert len(assistant.asked) == 1


@pytest.mark.parametrize("change", [{"text": "Autre texte."}, {"bloc": "auto"}, {"scope": "passage"}])
def test_the_same_key_for_another_content_is_refused(change: dict[str, str]) -> None:
    client = TestClient(create_app(FakeAssistant()))
    client.post(REVIEWS, json=TEXT, headers=KEY)
    answer = client.post(REVIEWS, json=TEXT | change, headers=KEY)
    assert answer.status_code == 422
    assert answer.json()["code"] == "cle_deja_employee"
    assert answer.json()["hint"] == "Employez une nouvelle clé."


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "a\tb"])
def test_a_key_that_is_none_is_a_problem_that_names_it(key: str) -> None:
    answer = TestClient(create_app(FakeAssistant())).post(REVIEWS, json=TEXT, headers={"idempotency-key": key})
    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json()["hint"]


def test_a_refusal_is_not_remembered() -> None:
    replies, tries = Replies(), []

    def make() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise InputError("Non.")
        return "lu"

    with pytest.raises(InputError):
        replies.once("k", "f", make)
    assert replies.once("k", "f", make).content == "lu"


def test_a_request_under_way_is_not_begun_again() -> None:
    replies, began, go = Replies(), Event(), Event()

    def make() -> str:
        began.set()
        go.wait(10)
        return "lu"

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(replies.once, "k", "f", make)
        assert began.wait(10)
        with pytest.raises(HTTPException) as refused:
            replies.once("k", "f", make)
        with pytest.raises(KeyReused):
            replies.once("k", "other", make)
        go.set()
        assert first.result().replayed is False
    assert refused.value.status_code == 409
    assert replies.once("k", "f", make).replayed is True

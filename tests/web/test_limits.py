"""How much one address may ask for, and whose word is taken for an address."""

from ipaddress import ip_network
from typing import Any

import pytest
from fake_assistant import FakeAssistant
from starlette.testclient import TestClient

from assistant.settings import Settings
from web.addresses import UNKNOWN, client_address
from web.app import create_app
from web.limits import Buckets

TEXT = {"text": "Mme Roche dispose de 2 340 € de droits."}
REVIEWS = "/api/v1/reviews"


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def service(**chosen: Any) -> TestClient:
    return TestClient(create_app(FakeAssistant(), settings=Settings.model_construct(**chosen)), follow_redirects=False)


def test_points_come_back_with_time_and_each_address_has_its_own() -> None:
    clock = Clock()
    buckets = Buckets(60, clock)
    assert [buckets.take("a", 20) for _ in range(3)] == [0, 0, 0]
    assert buckets.take("a", 20) == pytest.approx(20)
    assert buckets.take("b", 20) == 0
    clock.now += 19
    assert buckets.take("a", 20) == pytest.approx(1)
    clock.now += 1
    assert buckets.take("a", 20) == 0


def test_work_that_was_more_than_foreseen_is_waited_for_later_but_never_for_hours() -> None:
    clock = Clock()
    buckets = Buckets(60, clock)
    buckets.take("a", 10)
    buckets.owe("a", 10_000)
    assert buckets.take("a", 10) == pytest.approx(70)


def test_a_price_above_the_whole_allowance_waits_for_a_full_one_and_passes() -> None:
    assert Buckets(5, Clock()).take("a", 10) == 0


def test_too_many_readings_are_refused_with_the_time_to_wait_before_their_body_is_read() -> None:
    client = service(rate_limit=20)
    assert [client.post(REVIEWS, json=TEXT).status_code for _ in range(2)] == [200, 200]
    refused = client.post(REVIEWS, json=TEXT)
    assert refused.status_code == 429
    assert refused.headers["content-type"] == "application/problem+json"
    assert 20 <= int(refused.headers["retry-after"]) <= 31
    assert refused.json()["hint"] == f"Réessayez dans {refused.headers['retry-after']} secondes."
    assert client.get("/").status_code == client.get("/healthz").status_code == 200


def test_fifty_long_drafts_at_once_meet_the_default_limit_and_a_hundred_questions_do_not() -> None:
    client = service()
    long = {"text": "mot " * 50_000}
    answers = [client.post(REVIEWS, json=long).status_code for _ in range(50)]
    assert set(answers) == {200, 429}
    assert 25 <= answers.count(200) <= 35
    other = service()
    assert {other.post("/api/v1/chat", json={"message": "combien de pages ?"}).status_code for _ in range(100)} == {200}


def test_each_draft_of_a_form_counts() -> None:
    client = service(rate_limit=60)
    files = [("file", (f"{n}.txt", b"Mme Roche dispose de droits.")) for n in range(6)]
    assert client.post("/lecture", files=files).status_code == 303
    assert client.post("/lecture", files=files).status_code == 429


def test_zero_means_no_limit() -> None:
    client = service(rate_limit=0)
    assert {client.post(REVIEWS, json=TEXT).status_code for _ in range(80)} == {200}


LOCAL, NETWORK = ip_network("127.0.0.1"), ip_network("10.0.0.0/8")


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "address"),
    [
        ("192.0.2.1", [], [], "192.0.2.1"),
        ("192.0.2.1", ["203.0.113.9"], [], "192.0.2.1"),
        ("192.0.2.1", ["203.0.113.9"], [LOCAL], "192.0.2.1"),
        ("127.0.0.1", ["203.0.113.9"], [LOCAL], "203.0.113.9"),
        ("127.0.0.1", ["198.51.100.7, 203.0.113.9"], [LOCAL], "203.0.113.9"),
        ("127.0.0.1", ["198.51.100.7, 203.0.113.9, 10.1.1.1"], [LOCAL, NETWORK], "203.0.113.9"),
        ("127.0.0.1", ["198.51.100.7", "203.0.113.9"], [LOCAL], "203.0.113.9"),
        ("127.0.0.1", ["nonsense"], [LOCAL], "127.0.0.1"),
        ("127.0.0.1", ["203.0.113.9, nonsense"], [LOCAL], "127.0.0.1"),
        ("127.0.0.1", [""], [LOCAL], "127.0.0.1"),
        ("127.0.0.1", ["10.0.0.1"], [LOCAL, NETWORK], "10.0.0.1"),
        ("::ffff:127.0.0.1", ["203.0.113.9"], [LOCAL], "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", [], [], "2001:db8:1:2::/64"),
        ("testclient", [], [], UNKNOWN),
    ],
)
def test_a_forwarded_address_is_believed_only_from_a_proxy_that_is_trusted(
    peer: str, forwarded: list[str], trusted: list[object], address: str
) -> None:
    headers = [(b"x-forwarded-for", one.encode()) for one in forwarded]
    scope = {"type": "http", "client": (peer, 1), "headers": headers}
    assert client_address(scope, trusted) == address  # type: ignore[arg-type]  # networks of either version


def test_people_behind_one_proxy_have_an_allowance_each_when_it_is_trusted() -> None:
    app = create_app(FakeAssistant(), settings=Settings.model_construct(rate_limit=10, trusted_proxies=(LOCAL,)))
    client = TestClient(app, client=("127.0.0.1", 4))
    codes = [client.post(REVIEWS, json=TEXT, headers={"x-forwarded-for": f"203.0.113.{n}"}).status_code for n in (1, 2, 1)]
    assert codes == [200, 200, 429]

"""Whatever a program sends to the API: no internal error, and every refusal is a problem document that the API declares."""

from typing import Any

import pytest
import schemathesis
from fake_assistant import FakeAssistant
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CheckContext, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from web.app import create_app
from web.problems import Problem

pytestmark = pytest.mark.long

_UNLIMITED = Settings.model_construct(rate_limit=0)


def every_refusal_is_a_problem(_: CheckContext, response: Any, __: Any) -> None:
    if response.status_code >= 400:
        kind = response.headers["content-type"][0]
        assert kind == "application/problem+json", kind
        assert Problem.model_validate(response.json()).status == response.status_code


OPERATIONS = [
    ("POST", "/api/v1/reviews"),
    ("POST", "/api/v1/interviews"),
    ("POST", "/api/v1/interviews/sessions"),
    ("POST", "/api/v1/interviews/answers"),
    ("POST", "/api/v1/interviews/debriefs"),
    ("POST", "/api/v1/chat"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/version"),
]
CHECKS = [
    every_refusal_is_a_problem,
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    unsupported_method,
]


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_nothing_that_is_sent_breaks_the_routes(method: str, path: str) -> None:
    attack(create_app(FakeAssistant(), settings=_UNLIMITED), method, path, most=150)


@pytest.mark.parametrize(("method", "path"), [one for one in OPERATIONS if one[0] == "POST"])
def test_nothing_that_is_sent_breaks_the_product(method: str, path: str) -> None:
    attack(create_app(build_assistant(_UNLIMITED), settings=_UNLIMITED), method, path, most=40)


def test_every_operation_that_is_declared_is_attacked() -> None:
    paths = create_app(FakeAssistant()).openapi()["paths"]
    declared = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    others = {(method, path) for method, path in declared if path.startswith("/v1/")}  # errors there have OpenAI's shape
    assert declared - others == set(OPERATIONS)


def attack(app: FastAPI, method: str, path: str, most: int) -> None:
    operation = schemathesis.openapi.from_asgi("/openapi.json", app)[path][method]
    modes = [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE]
    for generation in modes if method == "POST" else modes[:1]:

        @settings(max_examples=most, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy(generation_mode=generation))
        def sent(case: Any) -> None:
            case.call_and_validate(checks=CHECKS)

        sent()

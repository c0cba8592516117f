"""Whatever a program sends to the API: no internal error, and every refusal has the shape that the API declares.

Below `/v1/` that is the shape of OpenAI's errors; everywhere else, a problem document.
"""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fake_assistant import FakeAssistant
from fastapi import FastAPI
from host_pages import KEY, KnownDoors
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kept import Kept, workspace_of
from pydantic import BaseModel, ConfigDict, Field
from schemathesis.checks import CheckContext, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from starlette.testclient import TestClient

from assistant.bootstrap import build_assistant
from assistant.domain.doors import MOST_POINTS, Client
from assistant.settings import Settings
from web.app import create_app
from web.gate import SESSION
from web.problems import Problem

pytestmark = pytest.mark.long

_UNLIMITED = Settings.model_construct(rate_limit=0)
_DOORS = KnownDoors(clients={KEY: Client(id="cle-1", name="Essai", per_hour=MOST_POINTS)})


class OpenAIError(BaseModel):
    """What clients of OpenAI read in a refusal."""

    model_config = ConfigDict(extra="forbid", strict=True)

    message: str = Field(min_length=1)
    type: str = Field(min_length=1)
    param: str | None
    code: str = Field(min_length=1)


class OpenAIRefusal(BaseModel):
    """The document around it, with nothing else."""

    model_config = ConfigDict(extra="forbid", strict=True)

    error: OpenAIError


def every_refusal_has_its_shape(_: CheckContext, response: Any, case: Any) -> None:
    if response.status_code < 400:
        return
    kind = response.headers["content-type"][0]
    if case.path.startswith("/v1/"):
        assert kind == "application/json", kind
        OpenAIRefusal.model_validate(response.json())
    else:
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
    ("GET", "/v1/models"),
    ("GET", "/v1/models/{name}"),
    ("POST", "/v1/chat/completions"),
]
OF_ACCOUNTS = [("POST", "/api/v1/jobs"), ("GET", "/api/v1/jobs/{code}"), ("DELETE", "/api/v1/jobs/{code}")]
MODELS = ("jury-blanc/B1", "jury-blanc/entretien")
CHECKS = [
    every_refusal_has_its_shape,
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    unsupported_method,
]


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_nothing_that_is_sent_breaks_the_routes(method: str, path: str) -> None:
    attack(create_app(FakeAssistant(), settings=_UNLIMITED, doors=_DOORS), method, path, most=150)


@pytest.mark.parametrize(("method", "path"), [one for one in OPERATIONS if one[0] == "POST"])
def test_nothing_that_is_sent_breaks_the_product(method: str, path: str) -> None:
    attack(create_app(build_assistant(_UNLIMITED), settings=_UNLIMITED, doors=_DOORS), method, path, most=40)


@pytest.mark.parametrize("signed_in", [True, False])
@pytest.mark.parametrize(("method", "path"), OF_ACCOUNTS)
def test_nothing_that_is_sent_breaks_the_routes_of_accounts(method: str, path: str, signed_in: bool, tmp_path: Path) -> None:
    kept = Kept(tmp_path, wait=10)
    token = kept.accounts.open_session(kept.account("Ana Durand").id) if signed_in else "non"
    app = create_app(FakeAssistant(), settings=_UNLIMITED, workspace=workspace_of(kept))
    attack(app, method, path, most=60, headers={"cookie": f"{SESSION}={token}"})


def test_every_operation_that_is_declared_is_attacked(tmp_path: Path) -> None:
    for workspace, operations in ((None, OPERATIONS), (workspace_of(Kept(tmp_path)), [*OPERATIONS, *OF_ACCOUNTS])):
        paths = create_app(FakeAssistant(), workspace=workspace).openapi()["paths"]
        declared = {(method.upper(), path) for path, methods in paths.items() for method in methods}
        assert declared == set(operations)


def test_a_program_without_a_key_is_refused_in_the_shape_of_openai() -> None:
    app = create_app(FakeAssistant(), settings=_UNLIMITED, doors=_DOORS)
    for method, path in (one for one in OPERATIONS if one[1].startswith("/v1/")):
        answer = TestClient(app).request(method, path)
        assert answer.status_code == 401
        assert OpenAIRefusal.model_validate(answer.json()).error.code == "invalid_api_key"


def attack(app: FastAPI, method: str, path: str, most: int, headers: dict[str, str] | None = None) -> None:
    operation = schemathesis.openapi.from_asgi("/openapi.json", app)[path][method]
    modes = [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE]
    for generation in modes if method == "POST" else modes[:1]:

        @settings(max_examples=most, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy(generation_mode=generation), model=st.sampled_from([*MODELS, ""]))
        def sent(case: Any, model: str) -> None:
            if path == "/v1/chat/completions" and model:
                _address(case.body, model)
            case.call_and_validate(checks=CHECKS, headers=headers or {"authorization": f"Bearer {KEY}"})

        sent()


def _address(body: Any, model: str) -> None:
    """Send a well-formed request to a model that exists, as a person: words drawn at random never do."""
    if isinstance(body, dict) and isinstance(body.get("model"), str) and isinstance(body.get("messages"), list):
        body["model"] = model
        if model == MODELS[0]:
            for refused in ("n", "response_format"):
                body.pop(refused, None)
        for message in body["messages"]:
            if isinstance(message, dict) and isinstance(message.get("role"), str):
                message["role"] = "user"
                for part in message["content"] if isinstance(message.get("content"), list) else ():
                    if isinstance(part, dict) and isinstance(part.get("type"), str):
                        part["type"] = "text"

"""The scheme of a request behind a proxy that ends TLS: believed from a trusted proxy, from nobody else."""

from ipaddress import ip_network

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from web.addresses import UnderPath


async def _scheme(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.url.scheme)


@pytest.mark.parametrize(
    ("peer", "told", "scheme"),
    [
        ("10.0.0.7", "https", "https"),
        ("10.0.0.7", "http", "http"),
        ("10.0.0.7", "javascript", "http"),
        ("10.0.0.7", None, "http"),
        ("192.0.2.9", "https", "http"),
        ("nobody", "https", "http"),
    ],
)
def test_a_trusted_proxy_alone_says_that_the_browser_came_by_tls(peer: str, told: str | None, scheme: str) -> None:
    app = UnderPath(Starlette(routes=[Route("/", _scheme)]), root_path="", trusted=(ip_network("10.0.0.0/8"),))
    client = TestClient(app, client=(peer, 4000))
    assert client.get("/", headers={"x-forwarded-proto": told} if told else {}).text == scheme

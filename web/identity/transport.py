"""The only way to the provider: no redirect, no endless answer, no waiting beyond a deadline. The one door to httpx2."""

import asyncio
import importlib
import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

from web.identity.failures import ProviderUnreachable, ProviderUnsound

DEADLINE_SECONDS = 10.0
"""How long an exchange may last in all, whatever the provider does."""
_STEP_SECONDS = 5.0
_MOST_BYTES = 500_000
_HTTPX = "httpx2"
_HEADERS = {"accept": "application/json, application/jwt", "accept-encoding": "identity"}


@dataclass(frozen=True)
class Reply:
    """What the provider answered: an object, or the text of a token."""

    status: int
    document: Mapping[str, Any]
    text: str
    gap: float
    """Seconds by which the clock of the provider is ahead of ours, as far as it says."""


async def ask(address: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> Reply:
    """Return the answer of the provider to a GET, or to a POST of a form.

    Raises `ProviderUnreachable` when there is none in time, `ProviderUnsound` when it is no answer to read.
    """
    httpx: Any = importlib.import_module(_HTTPX)  # loaded at the first sign-in: a start has nothing to ask
    try:
        async with (
            asyncio.timeout(DEADLINE_SECONDS),
            httpx.AsyncClient(verify=_trusted(), timeout=_STEP_SECONDS, follow_redirects=False) as client,
            client.stream(
                "GET" if form is None else "POST", address, data=form, headers={**_HEADERS, **(headers or {})}
            ) as answer,
        ):
            body = await _read(answer)
    except TimeoutError:
        raise ProviderUnreachable("délai dépassé") from None
    except (httpx.HTTPError, OSError) as error:
        raise ProviderUnreachable(type(error).__name__) from None
    except (httpx.InvalidURL, ValueError):
        raise ProviderUnsound("adresse illisible") from None
    return _reply(answer.status_code, body, answer.headers)


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    """Return the authorities that this machine trusts, an institute's own among them; reading them takes a tenth of a second."""
    return ssl.create_default_context()


async def _read(answer: Any) -> bytes:  # noqa: ANN401 - a response of httpx2, which is not imported here
    body = bytearray()
    async for chunk in answer.aiter_raw():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise ProviderUnsound("réponse démesurée")
    return bytes(body)


def _reply(status: int, body: bytes, headers: Mapping[str, str]) -> Reply:
    if status >= 500 or status == 429:
        raise ProviderUnreachable(f"code {status}")
    if 300 <= status < 400:
        raise ProviderUnsound(f"renvoi vers une autre adresse (code {status})")
    text = body.decode("utf-8", "replace")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        document = {}
    return Reply(status, document if isinstance(document, dict) else {}, text.strip(), _gap(headers.get("date", "")))


def _gap(told: str) -> float:
    try:
        return parsedate_to_datetime(told).timestamp() - time.time()
    except (ValueError, OverflowError):
        return 0.0

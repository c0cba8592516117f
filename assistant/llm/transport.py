"""The only way to the network: no redirect, no endless body, no compressed surprise, failures already named."""

import importlib
from collections.abc import AsyncIterator, Callable, Mapping, MutableMapping
from typing import Any, Protocol

from assistant.errors import ModelBusy, ModelCutShort, ModelFailure, ModelGarbled, ModelRefused, ModelUnreachable

_MOST_BYTES = 4_000_000
_ENCODED = "content-encoding"
_BUSY = (429, 503, 529)
_REFUSED = {
    401: "le service refuse la clé",
    403: "le service refuse l’accès",
    404: "le service ne connaît pas cette adresse ou ce modèle",
}


class _Bytes(Protocol):
    def __aiter__(self) -> AsyncIterator[bytes]: ...
    async def aclose(self) -> None: ...


class _Request(Protocol):
    headers: MutableMapping[str, str]


class _Response(Protocol):
    status_code: int
    headers: Mapping[str, str]
    stream: _Bytes

    async def aclose(self) -> None: ...


class _Transport(Protocol):
    async def handle_async_request(self, request: _Request) -> _Response: ...
    async def aclose(self) -> None: ...


def guarded_client(library: str, **options: Any) -> Any:  # noqa: ANN401 - httpx or httpx2, whichever the provider's library speaks
    """Return an asynchronous client of that library, without its own time limits: the deadline is kept outside."""
    httpx = importlib.import_module(library)
    return httpx.AsyncClient(
        transport=guarded_transport(library), follow_redirects=False, trust_env=False, timeout=None, **options
    )


def guarded_transport(library: str) -> Any:  # noqa: ANN401 - httpx or httpx2, whichever the provider's library speaks
    """Return a transport of that library that lets through only bounded answers of 2xx."""
    httpx = importlib.import_module(library)
    kind = type("GuardedTransport", (_Guard, httpx.AsyncBaseTransport), {})
    body = type("GuardedBody", (_Body, httpx.AsyncByteStream), {})
    once = httpx.Limits(max_keepalive_connections=0)  # a server that closes a connection at rest would fail the next request
    return kind(httpx.AsyncHTTPTransport(limits=once), body, httpx.TransportError)


class _Guard:
    """Names what goes wrong, whatever the library that asked would make of it."""

    def __init__(self, transport: _Transport, body: Callable[[_Bytes, type[Exception]], _Bytes], broken: type[Exception]) -> None:
        self._transport = transport
        self._body = body
        self._broken = broken

    async def handle_async_request(self, request: _Request) -> _Response:
        request.headers["Accept-Encoding"] = "identity"
        try:
            response = await self._transport.handle_async_request(request)
        except self._broken as error:
            raise ModelUnreachable("le service ne répond pas") from error
        failure = _failure(response.status_code, response.headers)
        if failure is not None:
            await response.aclose()
            raise failure
        response.stream = self._body(response.stream, self._broken)
        return response

    async def aclose(self) -> None:
        await self._transport.aclose()


class _Body:
    """The bytes of an answer, up to a limit."""

    def __init__(self, stream: _Bytes, broken: type[Exception]) -> None:
        self._stream = stream
        self._broken = broken

    async def __aiter__(self) -> AsyncIterator[bytes]:
        seen = 0
        try:
            async for chunk in self._stream:
                seen += len(chunk)
                if seen > _MOST_BYTES:
                    raise ModelGarbled("la réponse du service est démesurée")
                yield chunk
        except self._broken as error:
            raise ModelCutShort("la réponse a été coupée en route") from error

    async def aclose(self) -> None:
        await self._stream.aclose()


def _failure(status: int, headers: Mapping[str, str]) -> ModelFailure | None:
    if 200 <= status < 300:
        if headers.get(_ENCODED, "identity") != "identity" or headers.get("content-type", "").startswith("text/html"):
            return ModelGarbled("le service répond autre chose que ce qui est attendu")
        return None
    if status in _BUSY:
        return ModelBusy(f"le service est saturé (code {status})", wait=_seconds(headers.get("retry-after")))
    if status >= 500:
        return ModelUnreachable(f"le service est en panne (code {status})")
    if status < 400:
        return ModelRefused("le service renvoie vers une autre adresse, ce qui n’est pas suivi")
    return ModelRefused(_REFUSED.get(status, f"le service refuse la demande (code {status})"))


def _seconds(retry_after: str | None) -> float | None:
    """Return the seconds that a service asks to wait; a date or anything else counts as not said."""
    try:
        return max(0.0, float(retry_after)) if retry_after else None
    except ValueError:
        return None

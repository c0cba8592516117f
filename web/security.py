"""What surrounds every request: a limit on what comes in, headers on what goes out, no error without words."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.problems import answer, problem_for, unexpected

BODY_BYTES = 16 * 1024 * 1024
"""The largest request that is read."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SCRIPTED_POLICY = POLICY.replace("img-src", "connect-src 'self'; img-src")
"""The policy of a page that a script of ours makes livelier: it may only talk to this service."""

_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Shield:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, body_bytes: int = BODY_BYTES) -> None:
        self._app = RequestBodyLimitMiddleware(app, max_body_size=body_bytes)
        self._body_bytes = body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; anything unforeseen becomes a numbered problem."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False
        cached = scope["path"].removeprefix(scope.get("root_path", "")).startswith("/static/")

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _add_headers(message, cached=cached)
            await send(message)

        if _announced(scope) > self._body_bytes:
            await answer(Request(scope), problem_for(413))(scope, receive, send_with_headers)
            return
        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:  # noqa: BLE001 - the last resort: it is logged under the number that the person is given
            problem = unexpected(error)
            if not started:
                await answer(Request(scope), problem)(scope, receive, send_with_headers)


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "")
    return int(length) if length.isdecimal() and len(length) < 20 else 0


def _add_headers(message: Message, *, cached: bool) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    if "frame-ancestors 'none'" not in headers["content-security-policy"]:
        del headers["x-frame-options"]  # it can name no site: the policy of the page says which may frame it
    headers.setdefault("cache-control", "public, max-age=3600" if cached else "no-store")

"""Where a request comes from: the address of whoever asks, and the path that a reverse proxy adds or takes away."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

Network = IPv4Network | IPv6Network
UNKNOWN = "unknown"
"""Stands for an address that cannot be told: all of them share it."""
_ONE_PLACE = 64
"""Bits of an IPv6 address that name a place; the others are chosen by the machine, as often as it likes."""


def client_address(scope: Scope, trusted: Sequence[Network]) -> str:
    """Return the address that sent a request, going back through `X-Forwarded-For` as far as proxies are trusted."""
    hop = _parsed(scope["client"][0]) if scope.get("client") else None
    told = ",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")
    while hop is not None and told and any(hop in network for network in trusted):
        before = _parsed(told.pop())
        if before is None:
            break
        hop = before
    if hop is None:
        return UNKNOWN
    return str(ip_network((hop, _ONE_PLACE), strict=False)) if hop.version == 6 else str(hop)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return (address.version == 6 and address.ipv4_mapped) or address


class UnderPath:
    """Lets the application stand under a path of a portal, whether or not the proxy takes that path away."""

    def __init__(self, app: ASGIApp, root_path: str, trusted: Sequence[Network] = ()) -> None:
        self._app = app
        self._root = root_path
        self._trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request under the path, by the scheme that a trusted proxy tells."""
        scope = _by_told_scheme(scope, self._trusted)
        if scope["type"] != "http" or not self._root:
            await self._app(scope, receive, send)
            return
        if scope["path"] == self._root:  # without its last slash, relative links would lead beside the application
            await RedirectResponse(f"{self._root}/", 308)(scope, receive, send)
            return
        path = scope["path"] if scope["path"].startswith(f"{self._root}/") else self._root + scope["path"]
        await self._app({**scope, "root_path": self._root, "path": path}, receive, send)


def _by_told_scheme(scope: Scope, trusted: Sequence[Network]) -> Scope:
    """Return the request as the browser made it: a proxy that ends TLS says so, and is believed when it is trusted."""
    peer = _parsed(scope["client"][0]) if scope["type"] == "http" and scope.get("client") else None
    if peer is None or not any(peer in network for network in trusted):
        return scope
    told = Headers(scope=scope).get("x-forwarded-proto", "")
    return {**scope, "scheme": told} if told in ("http", "https") else scope

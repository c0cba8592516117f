"""Sites that show the widget: what an administrator keeps of them, the tokens they sign, and their pages."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import jwt
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from assistant.domain.doors import Client, Site
from web.doors.asset import script

SECRET = "un-secret-de-plus-de-trente-deux-octets"  # noqa: S105 - of a site that does not exist
ORIGIN = "https://intranet.example"
KEY = "jb-une-cle"


def site(**changes: Any) -> Site:
    """Return a site that asks for tokens, changed where said."""
    return Site(id="site-1", name="Intranet", origins=(ORIGIN,), secret=SecretStr(SECRET)).model_copy(update=changes)


@dataclass
class KnownDoors:
    """A site and a program, known in advance."""

    sites: dict[str, Site] = field(default_factory=lambda: {"site-1": site()})
    clients: dict[str, Client] = field(default_factory=lambda: {KEY: Client(id="cle-1", name="Essai")})

    def site(self, code: str) -> Site | None:
        return self.sites.get(code)

    def client(self, key: str) -> Client | None:
        return self.clients.get(key)


def claims(**changes: Any) -> dict[str, Any]:
    """Return what a good token says, changed where said; a value of None takes the claim out."""
    said = {"aud": "site-1", "sub": "u-42", "role": "candidate", "exp": int(time.time()) + 240} | changes
    return {name: value for name, value in said.items() if value is not None}


def token(secret: str = SECRET, algorithm: str = "HS256", **changes: Any) -> str:
    """Return a signed token."""
    return jwt.encode(claims(**changes), secret, algorithm=algorithm)


def host_page(widget: str, *, lang: str = "fr", css: str = "") -> str:
    """Return a page of an intranet that holds that markup."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Intranet</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:,"><style nonce="n">{css}</style></head>'
        "<body><header><p>Intranet</p></header><main><h1>Préparer le titre</h1><p>Voici la page du bloc 4, telle que l’institut "
        f"l’a écrite pour ses candidats, avec un <a href='#'>lien</a>.</p>{widget}</main></body></html>"
    )


def script_tag(service: str) -> str:
    """Return the tag of the script, with its proof of integrity."""
    return (
        f'<script src="{service}widget/v1/jury-blanc.js" integrity="{script().integrity}" crossorigin="anonymous" defer></script>'
    )


def policy(service: str) -> str:
    """Return the strict policy of such a page: nothing inline but one sheet of its own, nothing from elsewhere but the service."""
    return (
        f"default-src 'none'; script-src {service}widget/v1/jury-blanc.js; connect-src 'self' {service}; frame-src {service}; "
        "style-src 'nonce-n'; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def host(service: str, page: Callable[[Request], str], sign: Callable[[], str] = token) -> Starlette:
    """Return the server of such a site: its pages, and the address at which it signs tokens."""

    def show(request: Request) -> Response:
        return HTMLResponse(page(request), headers={"content-security-policy": policy(service)})

    def give(_: Request) -> Response:
        return JSONResponse({"token": sign()}, headers={"cache-control": "no-store"})

    return Starlette(routes=[Route("/jeton", give), Route("/{rest:path}", show)])

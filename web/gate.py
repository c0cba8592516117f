"""Who is asking, and whether the form they send is one that was given to them."""

import hmac
import secrets
from collections.abc import Callable, Mapping
from hashlib import sha256
from http import HTTPStatus
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assistant.domain.account import Account, Role
from assistant.errors import AccountRefused, FormRefused, NotSignedIn
from assistant.store.accounts import SIGNED_IN_FOR
from web.problems import root_of
from web.rendering.pages import render_template
from web.workspace import Workspace

SESSION, FORM = "jury_blanc_session", "jury_blanc_formulaire"
"""Names of the two cookies: who is signed in, and which browser a form was given to."""
WAY_IN, WAY_BACK, WAY_OUT = "/connexion/openid", "/connexion/openid/retour", "/connexion/openid/fin"
"""Where people leave for a provider of identities, come back from it, and go on to when they sign out."""
TOKEN_FIELD = "jeton"  # noqa: S105 - the name of a field
_MOST_FORM_BYTES, _MOST_FIELDS = 64 * 1024, 64
_OWN_SITE = (None, "same-origin", "none")


class Gate:
    """The one place that reads cookies and the header of a trusted proxy."""

    def __init__(self, workspace: Workspace) -> None:
        self._accounts = workspace.accounts
        self._identities = workspace.identities
        self._secret = workspace.secret
        self.doorway = workspace.doorway

    def person(self, request: Request) -> Account | None:
        """Return who is asking, if they are known."""
        if self.doorway.mode == "proxy":
            name = self._vouched_name(request)
            return self._vouched(name) if name else None
        token = request.cookies.get(SESSION)
        return self._accounts.account_of(token) if token else None

    def signed_in(self, request: Request) -> Account:
        """Return who is asking; raise `NotSignedIn` when nobody known is."""
        found = self.person(request)
        if found is None:
            raise NotSignedIn("Cette page demande un compte.", hint="Connectez-vous, puis recommencez.")
        return found

    def in_role(self, request: Request, role: Role) -> Account:
        """Return who is asking when they have that role; for anybody else, this address leads nowhere."""
        found = self.signed_in(request)
        if found.role is not role:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return found

    def _vouched_name(self, request: Request) -> str:
        """Return the name that a trusted proxy gives; empty when anyone else could have written it."""
        peer = request.client.host if request.client else ""
        twins = [name for name, _ in request.headers.items() if name.replace("_", "-") == self.doorway.header]
        if not _within(peer, self) or twins != [self.doorway.header]:
            return ""
        return request.headers[self.doorway.header].strip()

    def _vouched(self, name: str) -> Account | None:
        role = Role.TUTEUR if name.casefold() in self.doorway.tutors else Role.CANDIDAT
        role = Role.ADMINISTRATEUR if name.casefold() in self.doorway.administrators else role
        try:
            return self._accounts.vouched(name, role)
        except AccountRefused:
            return None

    async def form(self, request: Request) -> Mapping[str, str]:
        """Return the fields of a form that was given to whoever sends it; raise `FormRefused` otherwise."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/x-www-form-urlencoded":
            raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        body = await request.body()
        if len(body) > _MOST_FORM_BYTES:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            fields = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"))
        except ValueError:
            raise HTTPException(HTTPStatus.BAD_REQUEST) from None
        self.check(request, fields.get(TOKEN_FIELD, ""))
        return fields

    def check(self, request: Request, token: str) -> None:
        """Raise `FormRefused` unless that token was given to this browser and this person, and the form comes from our pages."""
        cookie = request.cookies.get(FORM, "")
        own = request.headers.get("sec-fetch-site") in _OWN_SITE
        if not (own and cookie and hmac.compare_digest(self._token(request, cookie).encode(), token.encode())):
            raise FormRefused(
                "Ce formulaire n’est plus valable\u00a0: rien n’a été changé.",
                hint="Revenez à la page, rechargez-la, puis recommencez\u00a0; les cookies doivent être acceptés.",
            )

    def page(self, request: Request, template: str, *, status: int = 200, **shown: object) -> Response:
        """Return a page whose forms carry their token."""
        ways = {
            "local": self.doorway.mode == "local",
            "sessions": self.doorway.sessions,
            "identity_button": self.doorway.openid.button if self.doorway.openid else "",
        }
        common = {"root": root_of(request), "who": None, **ways, **shown}
        return self.with_forms(request, lambda token: render_template(template, **{"token": token, **common}), status)

    def with_forms(self, request: Request, html: Callable[[str], str], status: int = 200) -> Response:
        """Return the page made with the token of its forms; the cookie it goes with is given when the browser has none."""
        cookie = request.cookies.get(FORM) or secrets.token_urlsafe(32)
        response = HTMLResponse(html(self._token(request, cookie)), status)
        if request.cookies.get(FORM) != cookie:
            response.set_cookie(
                FORM, cookie, httponly=True, samesite="strict", secure=is_secure(request), path=home_of(request) or "/"
            )
        return response

    def enter(self, request: Request, account: Account) -> Response:
        """Open a session and lead to the drafts of that person; the session of the browser until now is closed."""
        former = request.cookies.get(SESSION)
        if former:
            self._accounts.close_session(former)
        token = self._accounts.open_session(account.id)
        response = to(request, "/espace")
        response.set_cookie(
            SESSION,
            token,
            max_age=int(SIGNED_IN_FOR.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=is_secure(request),
            path=home_of(request) or "/",
        )
        return response

    def leave(self, request: Request, where: str) -> Response:
        """Close the session of this browser and lead elsewhere."""
        token = request.cookies.get(SESSION)
        if token:
            self._accounts.close_session(token)
        response = to(request, where)
        response.delete_cookie(SESSION, path=home_of(request) or "/", httponly=True, samesite="lax", secure=is_secure(request))
        return response

    def sign_out(self, request: Request) -> Response:
        """Close the session of this browser; whoever came through a provider goes on to leave it too."""
        who = self.person(request)
        elsewhere = self.doorway.openid is not None and who is not None and self._identities.holds(who.id)
        return self.leave(request, WAY_OUT if elsewhere else "/connexion")

    def _token(self, request: Request, cookie: str) -> str:
        holder = self._vouched_name(request) if self.doorway.mode == "proxy" else request.cookies.get(SESSION, "")
        return hmac.new(self._secret, f"formulaire\0{cookie}\0{holder}".encode(), sha256).hexdigest()


def signed_in(request: Request) -> Account:
    """Return who is asking, for a route; raise `NotSignedIn` when nobody known is."""
    return _gate(request).signed_in(request)


def administrator(request: Request) -> Account:
    """Return the administrator who is asking, for a route; for anybody else it leads nowhere."""
    return _gate(request).in_role(request, Role.ADMINISTRATEUR)


def tutor(request: Request) -> Account:
    """Return the tutor who is asking, for a route; for anybody else it leads nowhere."""
    return _gate(request).in_role(request, Role.TUTEUR)


async def posted(request: Request) -> Mapping[str, str]:
    """Return the fields of a form, for a route, once it is certain that it was given to whoever sends it."""
    return await _gate(request).form(request)


def check_form(request: Request, token: str) -> None:
    """Raise `FormRefused`, for a route that read its body itself, unless that token was given to whoever sends it."""
    _gate(request).check(request, token)


Person = Annotated[Account, Depends(signed_in)]
"""Whoever is asking, signed in; it stands before what reads the body, so that nobody else has theirs read."""
Administrator = Annotated[Account, Depends(administrator)]
Tutor = Annotated[Account, Depends(tutor)]
Posted = Annotated[Mapping[str, str], Depends(posted)]


def _gate(request: Request) -> Gate:
    gate: Gate = request.app.state.gate
    return gate


def to(request: Request, path: str) -> Response:
    """Lead a browser to another page of the service, wherever a proxy shows it."""
    return RedirectResponse(f"{home_of(request)}{path}", HTTPStatus.SEE_OTHER)


def home_of(request: Request) -> str:
    """Return the path under which the service is shown, empty at the root of a host."""
    scope = request.scope
    return str(scope.get("app_root_path", scope.get("root_path", ""))).rstrip("/")


def is_secure(request: Request) -> bool:
    """Tell whether the browser asks through https."""
    return request.url.scheme == "https"


def _within(peer: str, gate: Gate) -> bool:
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    return any(mapped in network for network in gate.doorway.proxies)

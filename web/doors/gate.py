"""Who may use the widget: a known site, one of its origins, and a token or an administrator's leave to do without."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.domain.doors import Site
from web.dependencies import Doors
from web.doors.quotas import Allowance, Quotas
from web.doors.refusals import Refused
from web.doors.tokens import TokenRefused, person_of
from web.doors.usage import UNKNOWN_SITE, through

_STATE = "widget_origin"
_MINUTE = 60


@dataclass(frozen=True)
class Visit:
    """Someone on a page of a site; `person` is only good to count what they ask."""

    site: Site
    person: str


class Gate:
    """Lets visits in; each request is checked anew, so that what an administrator changes holds at once."""

    def __init__(self, doors: Doors, quotas: Quotas) -> None:
        self._doors = doors
        self._quotas = quotas

    def site(self, code: str) -> Site:
        """Return the site of that key; raise `Refused` when there is none."""
        site = self._doors.site(code) if code else None
        if site is None:
            raise Refused(
                403,
                "Cette page n’est pas autorisée à utiliser Jury Blanc.",
                code="site_inconnu",
                hint="La personne qui administre le service en donne la clé avec «\u00a0jury-blanc sites create\u00a0».",
            )
        return site

    def admitted(self, request: Request) -> Site:
        """Return the site that a request comes from; raise `Refused` unless its origin is one of that site, or our own frame."""
        through(request, UNKNOWN_SITE)
        site = self.site(request.query_params.get("site", ""))
        through(request, site.id)
        origin = request.headers.get("origin", "")
        if origin in site.origins:
            setattr(request.state, _STATE, origin)
        elif not origin or urlsplit(origin).netloc != request.headers.get("host", ""):
            raise Refused(
                403,
                "Cette page n’est pas autorisée à utiliser Jury Blanc.",
                code="origine_refusee",
                hint="Son origine n’est pas de celles du site\u00a0: voyez «\u00a0jury-blanc sites show\u00a0».",
            )
        return site

    def visit(self, request: Request) -> Visit:
        """Return who a request comes from; raise `Refused` without a valid token, unless the site may do without."""
        site = self.admitted(request)
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if not kind and site.anonymous:
            return Visit(site, f"address {request.client.host if request.client else ''}")
        if kind.lower() != "bearer" or not token:
            raise _unproved("jeton_absent", "Ce site demande de s’identifier.")
        try:
            person = person_of(token.strip(), site)
        except TokenRefused as error:
            raise _unproved("jeton_expire" if error.expired else "jeton_refuse", str(error)) from None
        return Visit(site, f"sub {person.sub}")

    def charge(self, visit: Visit, cost: int) -> None:
        """Count what a request costs; raise `Refused` with the time to wait when nothing is left."""
        site = visit.site
        shares = [Allowance(f"{site.id} {visit.person}", site.per_person), Allowance(site.id, site.per_site)]
        wait = self._quotas.spend(cost, shares)
        if wait:
            raise too_many(wait)


def too_many(wait: int) -> Refused:
    """Return the refusal of a request beyond what may be asked in an hour."""
    told = f"{wait} seconde{'s' * (wait > 1)}" if wait < _MINUTE else f"{-(-wait // _MINUTE)}\u00a0min"
    return Refused(
        429,
        "Vous avez beaucoup demandé en peu de temps.",
        code="quota_atteint",
        hint=f"Réessayez dans {told}.",
        headers={"retry-after": str(wait)},
    )


def _unproved(code: str, detail: str) -> Refused:
    hint = "Rechargez la page. Si cela revient, prévenez la personne qui administre ce site."
    return Refused(401, detail, code=code, hint=hint, headers={"www-authenticate": "Bearer"})


class OriginHeaders:
    """Lets the pages of an admitted origin read the answer, refusals included; no other page can."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, and name the origin that was admitted meanwhile."""

        async def send_named(message: Message) -> None:
            origin = scope.get("state", {}).get(_STATE)
            if message["type"] == "http.response.start" and origin:
                headers = MutableHeaders(scope=message)
                headers["access-control-allow-origin"] = origin
                headers["access-control-expose-headers"] = "retry-after"
                headers["cross-origin-resource-policy"] = "cross-origin"
                headers.add_vary_header("origin")
            await send(message)

        await self._app(scope, receive, send_named)

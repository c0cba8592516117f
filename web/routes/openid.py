"""Signing in through a provider of identities: the way there, the way back, and the way out."""

import logging
from http import HTTPStatus

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assistant.domain.account import Account
from assistant.settings import OpenIdSettings
from web.gate import WAY_BACK, WAY_IN, WAY_OUT, Gate, home_of, is_secure, to
from web.identity.claims import identity_of
from web.identity.failures import (
    IdentityFailure,
    IdentityUnproven,
    ProviderUnreachable,
    ProviderUnsound,
    SignInDeclined,
)
from web.identity.passage import COOKIE, LASTS_SECONDS, Passages
from web.identity.provider import Provider
from web.problems import answer, problem_of_error, wants_page
from web.workspace import Workspace

_LOG = logging.getLogger(__name__)
_ERRORS: dict[str, type[IdentityFailure]] = {
    "access_denied": SignInDeclined,
    "consent_required": SignInDeclined,
    "interaction_required": SignInDeclined,
    "login_required": SignInDeclined,
    "account_selection_required": SignInDeclined,
    "server_error": ProviderUnreachable,
    "temporarily_unavailable": ProviderUnreachable,
    "invalid_request": ProviderUnsound,
    "invalid_scope": ProviderUnsound,
    "unauthorized_client": ProviderUnsound,
    "unsupported_response_type": ProviderUnsound,
}
"""What the errors of the provider are for us; any other is one of settings."""


class OpenIdPages:
    """The three steps through which people pass; none of them leads anywhere but to the provider or to pages of ours."""

    def __init__(self, gate: Gate, workspace: Workspace, settings: OpenIdSettings) -> None:
        self._gate = gate
        self._identities = workspace.identities
        self._settings = settings
        self._provider = Provider(settings)
        self._passages = Passages(workspace.secret)

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route(WAY_IN, self.leave_for_provider, methods=["GET"])
        router.add_api_route(WAY_BACK, self.come_back, methods=["GET"])
        router.add_api_route(WAY_OUT, self.sign_out_there, methods=["GET"])
        return router

    async def leave_for_provider(self, request: Request) -> Response:
        """Send the browser to the provider, with what will show that it is the same one that comes back."""
        passage = self._passages.begin()
        try:
            way = await self._provider.way_in(passage, self._public(request, WAY_BACK))
        except IdentityFailure as failure:
            return self._refused(request, failure)
        response = RedirectResponse(way, HTTPStatus.SEE_OTHER)
        response.set_cookie(
            passage.cookie,
            passage.value,
            max_age=LASTS_SECONDS,
            httponly=True,
            samesite="lax",
            secure=is_secure(request),
            path=home_of(request) + WAY_IN,
        )
        return response

    async def come_back(self, request: Request) -> Response:
        """Let in whoever the provider vouches for, or say why not; either way this passage is over."""
        try:
            account = await self._recognised(request)
            response = await run_in_threadpool(self._gate.enter, request, account)
        except IdentityFailure as failure:
            response = self._refused(request, failure)
        for name in request.cookies:
            if name.startswith(COOKIE) and (response.status_code < HTTPStatus.BAD_REQUEST or name == self._own(request)):
                response.delete_cookie(name, path=home_of(request) + WAY_IN, httponly=True, samesite="lax")
        return response

    async def sign_out_there(self, request: Request) -> Response:
        """Lead on to the page on which one leaves the provider, when it announces one."""
        try:
            way = await self._provider.way_out(self._public(request, "/connexion"))
        except IdentityFailure as failure:
            _LOG.warning("déconnexion OpenID : %s (%s)", failure.code, failure.reason)
            way = None
        return self._gate.page(request, "leaving.html.j2", way=way) if way else to(request, "/connexion")

    async def _recognised(self, request: Request) -> Account:
        told = request.query_params
        error = told.get("error", "")
        if not told.get("state") and _ERRORS.get(error) is SignInDeclined:  # some providers forget the state when they say no
            raise SignInDeclined(f"{error}, sans état")
        passage = self._passages.resume(told.get("state", ""), request.cookies)
        announced = await self._provider.announced()
        sender = told.get("iss")
        if sender != announced.issuer and (sender is not None or announced.authorization_response_iss_parameter_supported):
            raise IdentityUnproven("réponse d’un autre émetteur")
        if "error" in told:
            raise _ERRORS.get(error, ProviderUnsound)(error if error in _ERRORS else "erreur inconnue")
        claims = await self._provider.claims(passage, told.get("code", ""), self._public(request, WAY_BACK))
        found = identity_of(claims, self._settings)
        return await run_in_threadpool(
            lambda: self._identities.account(found.issuer, found.subject, name=found.name, role=found.role)
        )

    def _refused(self, request: Request, failure: IdentityFailure) -> Response:
        _LOG.warning("connexion OpenID : %s (%s)", failure.code, failure.reason)
        problem = problem_of_error(failure)
        if not wants_page(request):
            return answer(request, problem)
        return self._gate.page(request, "sign_in.html.j2", status=problem.status, typed="", problem=problem)

    def _public(self, request: Request, path: str) -> str:
        """Return the address of a page of ours as the provider knows it."""
        home = self._settings.public_url or f"{request.url.scheme}://{request.url.netloc}{home_of(request)}"
        return f"{home}{path}"

    def _own(self, request: Request) -> str:
        return COOKIE + request.query_params.get("state", "").partition(".")[0]

"""Coming in and going out: by a password, or by a link of invitation the first time; a provider of identities is beside."""

from http import HTTPStatus

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from assistant.errors import AccountRefused, SignInRefused, SignInThrottled
from assistant.store.credentials import SHORTEST
from web.gate import Gate, Posted, to
from web.problems import Problem, problem_for, problem_of_error
from web.workspace import Workspace


class SignInPages:
    """The page on which one signs in, and those of passwords."""

    def __init__(self, gate: Gate, workspace: Workspace) -> None:
        self._gate = gate
        self._accounts = workspace.accounts
        self._cohorts = workspace.cohorts
        self._local = workspace.doorway.mode == "local"

    def router(self) -> APIRouter:
        """Return the routes; without passwords, those of passwords are not there."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/connexion", self.sign_in_page, methods=["GET"])
        router.add_api_route("/deconnexion", self.sign_out, methods=["POST"])
        if not self._local:
            return router
        router.add_api_route("/connexion", self.sign_in, methods=["POST"])
        router.add_api_route("/inscription/{token}", self.sign_up_page, methods=["GET"], name="invitation")
        router.add_api_route("/inscription/{token}", self.sign_up, methods=["POST"])
        return router

    def sign_in_page(self, request: Request) -> Response:
        """Show the form, or lead to the drafts whoever is already in."""
        if self._gate.person(request) is not None:
            return to(request, "/espace")
        return self._gate.page(request, "sign_in.html.j2", typed="", problem=None)

    def sign_in(self, request: Request, fields: Posted) -> Response:
        """Let in, or say that the name and the password do not go together."""
        name = fields.get("identifiant", "")
        try:
            found = self._accounts.sign_in(name, fields.get("secret", ""), address=address_of(request))
        except SignInRefused as refusal:
            shown = self._gate.page(request, "sign_in.html.j2", status=403, typed=name, problem=problem_of_error(refusal))
            return refused(shown, refusal)
        return self._gate.enter(request, found)

    def sign_out(self, request: Request, _: Posted) -> Response:
        """Close the session of this browser."""
        return self._gate.sign_out(request)

    def sign_up_page(self, request: Request, token: str) -> Response:
        """Show the form of an invitation."""
        return self._page(request, token)

    def sign_up(self, request: Request, token: str, fields: Posted) -> Response:
        """Make the account, or give it another password, and let in."""
        name, secret = fields.get("identifiant", ""), fields.get("secret", "")
        if secret != fields.get("encore", ""):
            problem = problem_for(400, detail="Les deux mots de passe ne sont pas les mêmes.", hint="Tapez-les de nouveau.")
            return self._page(request, token, problem, name)
        try:
            made = self._accounts.sign_up(token, name, secret)
        except AccountRefused as refusal:
            return self._page(request, token, problem_of_error(refusal), name)
        return self._gate.enter(request, made)

    def _page(self, request: Request, token: str, problem: Problem | None = None, name: str = "") -> Response:
        invitation = self._accounts.invitation(token)
        owner = self._accounts.of_id(invitation.account).name if invitation.account else None
        return self._gate.page(
            request,
            "sign_up.html.j2",
            status=problem.status if problem else 200,
            role=invitation.role.shown,
            owner=owner,
            cohort=self._cohorts.of_invitation(token),
            typed=name,
            problem=problem,
            shortest=SHORTEST,
        )


def refused(page: Response, refusal: SignInRefused) -> Response:
    """Return a page of refusal with the status that says whether to wait, and how long."""
    if isinstance(refusal, SignInThrottled):
        page.status_code = HTTPStatus.TOO_MANY_REQUESTS
        page.headers["retry-after"] = str(refusal.wait)
    return page


def address_of(request: Request) -> str:
    """Return the address that failures to sign in are counted by."""
    return request.client.host if request.client else "inconnue"

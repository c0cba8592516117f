"""My account: another password, out of every browser, everything erased."""

from contextlib import suppress

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from assistant.domain.account import Account
from assistant.errors import AccountRefused, LibraryBusy, SignInRefused, SignInThrottled
from assistant.store.credentials import SHORTEST
from web.gate import Gate, Person, Posted
from web.problems import Problem, problem_for, problem_of_error
from web.rendering.words import french_date
from web.routes.sign_in import address_of, refused
from web.workspace import Workspace

_WORD = "effacer"
"""What a person types to show that erasing everything is no slip of the finger."""


class AccountPages:
    """The pages of one's own account."""

    def __init__(self, gate: Gate, workspace: Workspace) -> None:
        self._gate = gate
        self._accounts = workspace.accounts
        self._identities = workspace.identities
        self._local, self._sessions = workspace.doorway.mode == "local", workspace.doorway.sessions
        self._cohorts = workspace.cohorts
        self._days = workspace.kept_for.days

    def router(self) -> APIRouter:
        """Return the routes; without passwords, those of passwords are not there."""
        router = APIRouter(prefix="/espace/compte", include_in_schema=False)
        router.add_api_route("", self.page, methods=["GET"])
        router.add_api_route("/effacer", self.erase, methods=["POST"])
        if self._local:
            router.add_api_route("/mot-de-passe", self.change_password, methods=["POST"])
        if self._sessions:
            router.add_api_route("/sessions", self.sign_out_everywhere, methods=["POST"])
        return router

    def page(self, request: Request, who: Person) -> Response:
        """Show the account."""
        return self._shown(request, who)

    def change_password(self, request: Request, who: Person, fields: Posted) -> Response:
        """Change the password; every other browser is out from then on."""
        if fields.get("secret", "") != fields.get("encore", ""):
            return self._shown(request, who, problem_for(400, detail="Les deux nouveaux mots de passe ne sont pas les mêmes."))
        try:
            self._accounts.change_password(who, fields.get("actuel", ""), fields.get("secret", ""), address=address_of(request))
        except SignInThrottled as refusal:
            return refused(self._shown(request, who, problem_of_error(refusal)), refusal)
        except SignInRefused:
            said = problem_for(403, detail="Le mot de passe actuel n’est pas celui-là.", hint="Rien n’a été changé.")
            return self._shown(request, who, said)
        except AccountRefused as refusal:
            return self._shown(request, who, problem_of_error(refusal))
        return self._gate.enter(request, who)

    def sign_out_everywhere(self, request: Request, who: Person, _: Posted) -> Response:
        """Close every session of the account, this one included."""
        led = self._gate.sign_out(request)
        self._accounts.close_sessions(who.id)
        return led

    def erase(self, request: Request, who: Person, fields: Posted) -> Response:
        """Erase the account and all it keeps, once the word was typed."""
        if fields.get("mot", "").strip().casefold() != _WORD:
            said = f"Rien n’a été effacé\u00a0: il faut taper le mot «\u00a0{_WORD}\u00a0»."
            return self._shown(request, who, problem_for(400, detail=said))
        with suppress(LibraryBusy):  # everything is deleted: the last traces go with the next tidying
            self._accounts.erase(who.id, by=who.id)
        return self._gate.leave(request, "/")

    def _shown(self, request: Request, who: Account, problem: Problem | None = None) -> Response:
        return self._gate.page(
            request,
            "account.html.j2",
            status=problem.status if problem else 200,
            who=who,
            own_password=self._local and not self._identities.holds(who.id),
            problem=problem,
            shortest=SHORTEST,
            days=self._days,
            memberships=[(m.cohort, french_date(m.joined_at[:10])) for m in self._cohorts.memberships(who.id)],
            word=_WORD,
        )

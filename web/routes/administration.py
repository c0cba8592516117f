"""The administrator's page: invitations, and who has an account; never a word of what they keep."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from assistant.domain.account import Account, Role
from assistant.errors import InputError
from web.gate import Administrator, Gate, Posted, to
from web.rendering.words import counted, french_date
from web.workspace import Workspace


class AdministrationPages:
    """The page of administrators."""

    def __init__(self, gate: Gate, workspace: Workspace) -> None:
        self._gate = gate
        self._accounts = workspace.accounts
        self._identities = workspace.identities
        self._local = workspace.doorway.mode == "local"

    def router(self) -> APIRouter:
        """Return the routes; without passwords, nobody is invited."""
        router = APIRouter(prefix="/administration", include_in_schema=False)
        router.add_api_route("", self.page, methods=["GET"])
        if self._local:
            router.add_api_route("/invitations", self.invite, methods=["POST"])
            router.add_api_route("/invitations/{code}/retirer", self.withdraw, methods=["POST"])
            router.add_api_route("/comptes/{code}/lien", self.reset, methods=["POST"])
        return router

    def page(self, request: Request, who: Administrator) -> Response:
        """Show the accounts and the invitations."""
        return self._shown(request, who)

    def invite(self, request: Request, who: Administrator, fields: Posted) -> Response:
        """Make a link, and show it this once."""
        role = fields.get("role", "")
        if role not in list(Role):
            raise InputError("Ce rôle n’existe pas.", hint="Choisissez un rôle de la liste.")
        token = self._accounts.invite(Role(role), by=who.id)[1]
        return self._shown(request, who, str(request.url_for("invitation", token=token)))

    def withdraw(self, request: Request, code: str, who: Administrator, _: Posted) -> Response:
        """Make a link of no use any more."""
        self._accounts.withdraw_invitation(code, by=who.id)
        return to(request, "/administration")

    def reset(self, request: Request, code: str, who: Administrator, _: Posted) -> Response:
        """Make a link with which the owner of an account chooses another password."""
        owner = self._accounts.of_id(code)
        token = self._accounts.invite(owner.role, by=who.id, account=owner.id)[1]
        return self._shown(request, who, str(request.url_for("invitation", token=token)), owner.name)

    def _shown(self, request: Request, who: Account, link: str = "", owner: str = "") -> Response:
        summaries = self._accounts.summaries()
        names = {s.account.id: s.account.name for s in summaries}
        people = [
            (
                s.account,
                french_date(s.account.seen_at[:10]),
                counted(s.drafts, "texte", "textes"),
                counted(s.versions, "version", "versions"),
            )
            for s in summaries
        ]
        pending = self._accounts.invitations()
        return self._gate.page(
            request,
            "administration.html.j2",
            who=who,
            link=link,
            owner=owner,
            roles=[(role.value, role.shown) for role in Role],
            invitations=[(i.id, i.role.shown, names.get(i.account or "", ""), french_date(i.expires_at[:10])) for i in pending],
            people=people,
            elsewhere=self._identities.holders(),
        )

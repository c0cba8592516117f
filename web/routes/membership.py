"""A candidate and their cohorts: joining, leaving, disputing a reading."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from assistant.errors import InputError
from web.gate import Gate, Person, Posted, to
from web.workspace import Workspace


class MembershipPages:
    """What candidates do with cohorts; what their tutors say is shown beside their readings."""

    def __init__(self, gate: Gate, workspace: Workspace) -> None:
        self._gate = gate
        self._workspace = workspace

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/rejoindre/{token}", self.invited, methods=["GET"], name="rejoindre")
        router.add_api_route("/rejoindre/{token}", self.join, methods=["POST"])
        router.add_api_route("/espace/cohortes/{code}/quitter", self.leave, methods=["POST"])
        router.add_api_route("/espace/textes/{code}/versions/{number}/contester", self.dispute, methods=["POST"])
        return router

    def invited(self, request: Request, token: str) -> Response:
        """Show whose cohort it is and what its tutor would see, signed in or not."""
        cohort, who = self._workspace.cohorts.invited_by(token), self._gate.person(request)
        drafts = len(self._workspace.drafts.summaries(who.id)) if who else 0
        return self._gate.page(request, "join.html.j2", who=who, cohort=cohort, drafts=drafts)

    def join(self, request: Request, token: str, who: Person, _: Posted) -> Response:
        """Join a cohort."""
        self._workspace.cohorts.join(who.id, token)
        return to(request, "/espace/compte#qui-voit")

    def leave(self, request: Request, code: str, who: Person, _: Posted) -> Response:
        """Leave a cohort."""
        self._workspace.cohorts.leave(who.id, code)
        return to(request, "/espace/compte#qui-voit")

    def dispute(self, request: Request, code: str, number: int, who: Person, fields: Posted) -> Response:
        """Dispute the reading of a critère; the tutors of one's cohorts answer."""
        self._workspace.drafts.get(who.id, code)
        if not self._workspace.cohorts.memberships(who.id):
            raise InputError(
                "Vous n’êtes dans aucune cohorte\u00a0: personne ne répondrait.", hint="Demandez un lien à votre tuteur."
            )
        if (code, number) in self._workspace.shown.waiting(who.id):
            raise InputError("Cette lecture ne vous a pas encore été rendue.", hint="Attendez votre tuteur.")
        critere = fields.get("critere", "")
        self._workspace.opinions.dispute(who.id, (code, number), critere, fields.get("raison", ""))
        return to(request, f"/espace/textes/{code}/versions/{number}#c-{critere}")

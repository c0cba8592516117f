"""The desk of a tutor: cohorts, who is in them, and how they stand on the critères."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import Response

from assistant.domain.account import Account, Role
from assistant.domain.cohort import ReleasePolicy
from assistant.domain.feedback import Niveau
from assistant.errors import InputError, LibraryBusy
from web.dependencies import Reviewer
from web.gate import Gate, Posted, Tutor, check_form, to
from web.rendering.heatmap import heat_tables, legend
from web.rendering.invited import as_table, people_in
from web.rendering.layer import NIVEAUX
from web.rendering.words import counted, french_date, typeset
from web.submissions import sent_as
from web.workspace import Workspace

_TABLE = {"content-disposition": 'attachment; filename="jury-blanc-invitations.csv"'}


class ListRequest(BaseModel):
    """Fields of the form that invites people; the file comes beside them."""

    model_config = ConfigDict(extra="forbid")

    text: str = ""
    jeton: str = ""


async def listed(request: Request) -> tuple[bytes | None, str]:
    """Read the body of a form that invites people: a file, or a pasted list."""
    asked, data, _ = await sent_as(request, ListRequest)
    check_form(request, asked.jeton)
    return data, asked.text


Listed = Annotated[tuple[bytes | None, str], Depends(listed)]


@dataclass(frozen=True)
class Asked:
    """What a tutor wants to see of a cohort."""

    bloc: str = ""
    niveau: str = ""


class TutorPages:
    """The pages of cohorts; each asks the store for the cohorts of one tutor only."""

    def __init__(self, gate: Gate, reviewer: Reviewer, workspace: Workspace) -> None:
        self._gate = gate
        self._reviewer = reviewer
        self._workspace = workspace
        self._cohorts = workspace.cohorts
        self._local = workspace.doorway.mode == "local"

    def router(self) -> APIRouter:
        """Return the routes; without passwords, nobody is invited one by one."""
        router = APIRouter(prefix="/tuteur", include_in_schema=False)
        router.add_api_route("", self.mine, methods=["GET"])
        router.add_api_route("/cohortes", self.create, methods=["POST"])
        router.add_api_route("/cohortes/{cohort}", self.one, methods=["GET"], name="cohorte")
        router.add_api_route("/cohortes/{cohort}/lien", self.link, methods=["POST"])
        router.add_api_route("/cohortes/{cohort}/lien/retirer", self.close_link, methods=["POST"])
        router.add_api_route("/cohortes/{cohort}/reglages", self.settle, methods=["POST"])
        router.add_api_route("/cohortes/{cohort}/membres/{member}/retirer", self.remove, methods=["POST"])
        router.add_api_route("/cohortes/{cohort}/effacer", self.erase, methods=["POST"])
        if self._local:
            router.add_api_route("/cohortes/{cohort}/invitations", self.invite, methods=["POST"])
        return router

    def mine(self, request: Request, who: Tutor) -> Response:
        """Show the list."""
        waiting = sum(q.dispute.answer is None for q in self._workspace.opinions.queue(who.id))
        shown = [(c, counted(c.members, "candidat", "candidats")) for c in self._cohorts.of_tutor(who.id)]
        disputes = counted(waiting, "contestation attend", "contestations attendent") if waiting else ""
        return self._gate.page(
            request, "cohorts.html.j2", who=who, cohorts=shown, disputes=disputes, policies=_policies(), cases=self._cases(who)
        )

    def create(self, request: Request, who: Tutor, fields: Posted) -> Response:
        """Make a cohort, and show its link this once."""
        made, token = self._cohorts.create(who.id, fields.get("nom", ""), _policy(fields))
        return self._shown(request, who, made.id, token=token)

    def one(self, request: Request, cohort: str, who: Tutor, bloc: str = "", niveau: str = "") -> Response:
        """Show a cohort: its picture, its candidates, its settings."""
        return self._shown(request, who, cohort, Asked(bloc, niveau))

    def link(self, request: Request, cohort: str, who: Tutor, _: Posted) -> Response:
        """Make another link to join, and show it this once."""
        return self._shown(request, who, cohort, token=self._cohorts.new_link(who.id, cohort))

    def close_link(self, request: Request, cohort: str, who: Tutor, _: Posted) -> Response:
        """Make the link to join of no use any more."""
        self._cohorts.close_link(who.id, cohort)
        return to(request, f"/tuteur/cohortes/{cohort}")

    def settle(self, request: Request, cohort: str, who: Tutor, fields: Posted) -> Response:
        """Change the name or the policy."""
        self._cohorts.settle(who.id, cohort, fields.get("nom", ""), _policy(fields))
        return to(request, f"/tuteur/cohortes/{cohort}")

    def remove(self, request: Request, cohort: str, member: str, who: Tutor, _: Posted) -> Response:
        """Take a candidate out."""
        self._cohorts.remove(who.id, cohort, member)
        return to(request, f"/tuteur/cohortes/{cohort}")

    def erase(self, request: Request, cohort: str, who: Tutor, _: Posted) -> Response:
        """Erase a cohort; its candidates keep their drafts."""
        with suppress(LibraryBusy):  # the cohort is deleted: the last traces go with the next tidying
            self._cohorts.erase(who.id, cohort)
        return to(request, "/tuteur")

    def invite(self, request: Request, cohort: str, who: Tutor, sent: Listed) -> Response:
        """Give the list back with a link for each; neither names nor links are kept."""
        self._cohorts.get(who.id, cohort)
        made = [(one, *self._workspace.accounts.invite(Role.CANDIDAT, by=who.id)) for one in people_in(*sent)]
        self._cohorts.bind(who.id, cohort, tuple(invitation.id for _, invitation, _ in made))
        links = [(one, str(request.url_for("invitation", token=token))) for one, _, token in made]
        table = as_table(links, french_date(made[0][1].expires_at[:10]))
        return Response(table, media_type="text/csv; charset=utf-8", headers=_TABLE)

    def _shown(self, request: Request, who: Account, code: str, asked: Asked = Asked(), token: str = "") -> Response:
        cohort, members = self._cohorts.get(who.id, code), self._cohorts.members(who.id, code)
        referentiel = self._reviewer.knowledge.referentiel
        niveau = Niveau(asked.niveau) if asked.niveau in list(Niveau) else None
        readings = self._workspace.shown.latest(who.id, code, asked.bloc or None)
        read = {r.account for r in readings}
        return self._gate.page(
            request,
            "cohort.html.j2",
            who=who,
            cohort=cohort,
            until=french_date(cohort.link_until[:10]) if cohort.link_until else "",
            link=str(request.url_for("rejoindre", token=token)) if token else "",
            tables=heat_tables(readings, referentiel, self._workspace.opinions.given(who.id), niveau),
            asked=asked,
            blocs=[(bloc.code, typeset(bloc.intitule)) for bloc in referentiel.blocs],
            niveaux=NIVEAUX,
            legend=legend(),
            members=[(m, french_date(m.joined_at[:10]), m.account in read) for m in members],
            policies=_policies(),
        )

    def _cases(self, who: Account) -> str:
        number = len(self._workspace.opinions.cases(who.id))
        return counted(number, "critère jugé", "critères jugés") if number else ""


def _policies() -> list[tuple[str, str]]:
    words = {
        ReleasePolicy.AT_ONCE: "aussitôt\u00a0: chacun s’entraîne à son rythme",
        ReleasePolicy.AFTER_TUTOR: "après vous\u00a0: aucun niveau tant que vous n’avez pas rendu la lecture",
    }
    return [(policy.value, said) for policy, said in words.items()]


def _policy(fields: Mapping[str, str]) -> ReleasePolicy:
    try:
        return ReleasePolicy(fields.get("rendu", ""))
    except ValueError:
        raise InputError("Ce choix n’existe pas.", hint="Choisissez quand les lectures sont rendues.") from None

"""The reading of a candidate, as the tutor opens it: comments, niveaux beside it, release, disputes, export."""

from collections.abc import Mapping
from contextlib import suppress

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from assistant.domain.feedback import Niveau
from assistant.errors import InputError, LibraryBusy
from web.dependencies import Reviewer, labels_for
from web.gate import Gate, Posted, Tutor, to
from web.problems import root_of
from web.rendering.cases import as_labels
from web.rendering.html import Frame, Place, render_page
from web.rendering.layer import NIVEAUX, Layer, beside, disputed
from web.workspace import Workspace

_LABELS = {"content-disposition": 'attachment; filename="jury-blanc-avis.jsonl"'}


class TutorReadingPages:
    """The pages of readings and disputes; the store refuses those of candidates who are in no cohort of the tutor."""

    def __init__(self, gate: Gate, reviewer: Reviewer, workspace: Workspace) -> None:
        self._gate = gate
        self._reviewer = reviewer
        self._workspace = workspace
        self._opinions = workspace.opinions

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(prefix="/tuteur", include_in_schema=False)
        version = "/textes/{code}/versions/{number}"
        router.add_api_route(version, self.reading, methods=["GET"])
        router.add_api_route(f"{version}/avis", self.override, methods=["POST"])
        router.add_api_route(f"{version}/commentaires", self.comment, methods=["POST"])
        router.add_api_route(f"{version}/commentaires/retirer", self.withdraw, methods=["POST"])
        router.add_api_route(f"{version}/rendre", self.release, methods=["POST"])
        router.add_api_route("/contestations", self.disputes, methods=["GET"])
        router.add_api_route("/contestations/{dispute}", self.answer, methods=["POST"])
        router.add_api_route("/avis.jsonl", self.cases, methods=["GET"])
        return router

    def reading(self, request: Request, code: str, number: int, who: Tutor) -> Response:
        """Show the reading of a candidate; that it was opened is written down."""
        owner = self._workspace.shown.opened(who.id, code)
        draft = self._workspace.drafts.get(owner, code)
        version = self._workspace.drafts.version(owner, code, number)
        labels = labels_for(self._reviewer, version.report)
        criteres, comments = beside(self._opinions.of_draft(code).of_version(number), who.id)
        place = Place(root_of(request), code, draft.title, number, draft.versions)

        def page(token: str) -> str:
            layer = Layer(
                viewer="tutor",
                title=draft.title,
                criteres=criteres,
                comments=comments,
                back="tuteur",
                action=f"tuteur/textes/{code}/versions/{number}",
                token=token,
                candidate=self._workspace.accounts.of_id(owner).name,
                waiting=(code, number) in self._workspace.shown.waiting(owner),
                versions=tuple(range(1, draft.versions + 1)),
            )
            return render_page(version.report, version.draft, labels, (), Frame(root=place.root, kept=place, layer=layer))

        return self._gate.with_forms(request, page)

    def override(self, request: Request, code: str, number: int, who: Tutor, fields: Posted) -> Response:
        """Give a critère a niveau beside the one of the reading."""
        critere, niveau = fields.get("critere", ""), _niveau(fields)
        if niveau is None:
            raise InputError("Choisissez un niveau.", hint="Pour une remarque sans niveau, écrivez un commentaire.")
        self._opinions.override(who.id, (code, number), critere, niveau, fields.get("raison", ""))
        return self._back(request, code, number, critere)

    def comment(self, request: Request, code: str, number: int, who: Tutor, fields: Posted) -> Response:
        """Add a comment."""
        critere = fields.get("critere", "") or None
        self._opinions.comment(who.id, (code, number), fields.get("mots", ""), critere)
        return self._back(request, code, number, critere)

    def withdraw(self, request: Request, code: str, number: int, who: Tutor, fields: Posted) -> Response:
        """Remove a comment of one's own."""
        written = fields.get("commentaire", "")
        with suppress(LibraryBusy):  # it is deleted: the last traces go with the next tidying
            self._opinions.withdraw_comment(who.id, code, int(written) if written.isascii() and written.isdecimal() else 0)
        return self._back(request, code, number)

    def release(self, request: Request, code: str, number: int, who: Tutor, _: Posted) -> Response:
        """Give the reading back to its candidate."""
        self._workspace.shown.release(who.id, code, number)
        return self._back(request, code, number)

    def disputes(self, request: Request, who: Tutor) -> Response:
        """Show the queue."""
        shown = [(q, disputed(q.dispute), *self._read(q.dispute.critere)) for q in self._opinions.queue(who.id)]
        return self._gate.page(request, "disputes.html.j2", who=who, disputes=shown, niveaux=NIVEAUX)

    def answer(self, request: Request, dispute: str, who: Tutor, fields: Posted) -> Response:
        """Answer a dispute, with another niveau or without."""
        self._opinions.answer(who.id, dispute, fields.get("mots", ""), _niveau(fields))
        return to(request, "/tuteur/contestations")

    def cases(self, who: Tutor) -> Response:
        """Give what this tutor judged as a file of labels."""
        written = as_labels(self._opinions.cases(who.id))
        return Response(written, media_type="application/x-ndjson; charset=utf-8", headers=_LABELS)

    def _read(self, critere: str) -> tuple[str]:
        worded = {c.code: c.texte for bloc in self._reviewer.knowledge.referentiel.blocs for c in bloc.criteres}
        return (worded.get(critere, critere),)

    def _back(self, request: Request, code: str, number: int, critere: str | None = None) -> Response:
        return to(request, f"/tuteur/textes/{code}/versions/{number}{f'#c-{critere}' if critere else '#autour'}")


def _niveau(fields: Mapping[str, str]) -> Niveau | None:
    written = fields.get("niveau", "")
    if written and written not in list(Niveau):
        raise InputError("Ce niveau n’existe pas.", hint="Choisissez-en un de la liste.")
    return Niveau(written) if written else None

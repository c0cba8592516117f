"""The administrator's library: the exemplars that there are, and dossiers taken in, masked, to review."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from assistant.domain.account import Account
from assistant.errors import InputError
from assistant.knowledge.shipped import shipped_exemplars
from ingestion.anonymise import pseudonymise
from ingestion.bundles import Found
from ingestion.exemplars import Intake, Taker, Terms
from ingestion.readers import limits
from web.desk import Desk
from web.gate import Administrator, Gate, check_form
from web.problems import Problem, answer, problem_for, problem_of_error, wants_page
from web.rendering.library import rows_of, shipped_rows, taken_rows
from web.rendering.words import typeset
from web.submissions import MOST_FILES, sent_with_files
from web.workspace import Workspace

HOME = "/administration/exemplaires"
_GONE = ("efface", "traces")
"""What the list says after an erasure: nothing is left, or the last traces are still to go."""


class IntakeRequest(BaseModel):
    """Fields of the form that takes dossiers in; the files come beside them."""

    jeton: str = ""
    bloc: str = ""
    nature: str = "reel"
    accord: str = ""


@dataclass(frozen=True)
class Brought:
    """Dossiers to take in, not opened yet, and what is said of them."""

    asked: IntakeRequest
    files: tuple[Found, ...]


async def brought(request: Request) -> Brought:
    """Read the body of the form that takes dossiers in."""
    asked, files = await sent_with_files(request, IntakeRequest)
    check_form(request, asked.jeton)
    return Brought(asked, tuple(Found(name or "fichier", data) for data, name in files))


Sent = Annotated[Brought, Depends(brought)]


class LibraryPages:
    """The list, and the form that takes dossiers in; what is then done with each is beside."""

    def __init__(self, gate: Gate, desk: Desk, workspace: Workspace) -> None:
        self._gate = gate
        self._desk = desk
        self._library = workspace.library

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(prefix=HOME, include_in_schema=False)
        router.add_api_route("", self.page, methods=["GET"])
        router.add_api_route("/ajouter", self.new, methods=["GET"])
        router.add_api_route("/ajouter", self.add, methods=["POST"])
        return router

    def page(self, request: Request, who: Administrator) -> Response:
        """Show the exemplars of the institute and those that ship."""
        said = request.query_params.get("fait", "")
        return self._gate.page(
            request,
            "exemplars.html.j2",
            who=who,
            said=said if said in _GONE else "",
            own=rows_of(self._library.summaries()),
            shipped=shipped_rows(shipped_exemplars(), self._desk.reviewer.knowledge.referentiel),
        )

    def new(self, request: Request, who: Administrator) -> Response:
        """Show the form that takes dossiers in."""
        return self._form(request, who, IntakeRequest())

    async def add(self, request: Request, who: Administrator, sent: Sent) -> Response:
        """Take dossiers in, and say of each what became of it and what was masked."""
        return await run_in_threadpool(self._add, request, who, sent)

    def _add(self, request: Request, who: Account, sent: Brought) -> Response:
        try:
            batch = self._taken(who, sent)
        except InputError as refusal:
            return self._refused(request, who, sent.asked, problem_of_error(refusal))
        if not batch.added and not batch.known:
            words = " ".join(f"«\u00a0{row.name}\u00a0»\u00a0: {row.why}" for row in taken_rows(batch.files))
            return self._refused(request, who, sent.asked, problem_for(422, code="dossiers_refuses", detail=words))
        return self._gate.page(
            request, "exemplars_taken.html.j2", who=who, files=taken_rows(batch.files), added=batch.added, refused=batch.refused
        )

    def _taken(self, who: Account, sent: Brought) -> Intake:
        asked = sent.asked
        if not sent.files:
            raise InputError("Vous n’avez choisi aucun fichier.", hint="Choisissez un dossier, ou plusieurs.")
        bloc = self._desk.reviewer.knowledge.referentiel.bloc(asked.bloc.upper()).code if asked.bloc else None
        terms = Terms(by=who.id, bloc=bloc, fictional=asked.nature == "fictif", consent=asked.accord.strip())
        taker, taken = Taker(self._library, pseudonymise, terms), []
        for file in sent.files:
            with self._desk.slot():
                taken.append(taker.take(file))
        return Intake.of(taken)

    def _refused(self, request: Request, who: Account, asked: IntakeRequest, problem: Problem) -> Response:
        return self._form(request, who, asked, problem) if wants_page(request) else answer(request, problem)

    def _form(self, request: Request, who: Account, asked: IntakeRequest, problem: Problem | None = None) -> Response:
        return self._gate.page(
            request,
            "exemplars_add.html.j2",
            status=problem.status if problem else 200,
            who=who,
            problem=problem,
            form=asked,
            blocs=[(bloc.code, typeset(bloc.intitule)) for bloc in self._desk.reviewer.knowledge.referentiel.blocs],
            megabytes=limits.FILE_BYTES // limits.MEGABYTE,
            most_files=MOST_FILES,
        )

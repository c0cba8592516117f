"""My drafts: kept when asked, revised, compared, taken away and erased."""

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from assistant.domain.account import Account
from assistant.domain.job import Job, JobState
from assistant.domain.workspace import DraftSummary, KeptVersion
from assistant.errors import InputError, LibraryBusy
from ingestion.readers import limits
from web.dependencies import labels_for
from web.desk import Desk
from web.gate import Gate, Person, Posted, check_form, to
from web.jobs import Deposits
from web.problems import Problem, problem_of_error, root_of
from web.rendering.comparison import compared_page
from web.rendering.export import exported
from web.rendering.history import history_of
from web.rendering.html import Frame, Place, render_page
from web.rendering.layer import Layer, beside
from web.rendering.words import counted, french_date, typeset
from web.routes.jobs import STATE_WORDS, ended, result_of
from web.submissions import Submission, sent_as
from web.workspace import Workspace

_LONGEST_TITLE = 120
_PATIENCE_SECONDS = 5.0
"""How long a browser waits for a reading before it is shown where to follow it: most are done by then."""
_ARCHIVE = {"content-disposition": 'attachment; filename="jury-blanc-mes-textes.zip"'}


class DepositRequest(BaseModel):
    """Fields of the forms that keep a version; the file comes beside them."""

    model_config = ConfigDict(extra="forbid")

    text: str = ""
    bloc: str = "auto"
    title: str = Field(default="", max_length=_LONGEST_TITLE)
    jeton: str = ""


@dataclass(frozen=True)
class Deposit:
    """A version to read and to keep, not parsed yet."""

    sent: Submission
    title: str


async def deposited(request: Request) -> Deposit:
    """Read the body of a form that keeps a version."""
    asked, data, name = await sent_as(request, DepositRequest)
    check_form(request, asked.jeton)
    return Deposit(Submission(data, name, asked.text, asked.bloc), asked.title)


Deposited = Annotated[Deposit, Depends(deposited)]


class DraftPages:
    """The pages of kept drafts; each asks the store for the drafts of one owner only."""

    def __init__(self, gate: Gate, desk: Desk, workspace: Workspace, deposits: Deposits) -> None:
        self._gate = gate
        self._deposits = deposits
        self._desk = desk
        self._workspace = workspace
        self._drafts = workspace.drafts
        self._shown = workspace.shown

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(prefix="/espace", include_in_schema=False)
        router.add_api_route("", self.mine, methods=["GET"])
        router.add_api_route("/deposer", self.new, methods=["GET"])
        router.add_api_route("/deposer", self.create, methods=["POST"])
        router.add_api_route("/export", self.export, methods=["GET"])
        router.add_api_route("/textes/{code}", self.one, methods=["GET"])
        router.add_api_route("/textes/{code}/versions", self.revision, methods=["GET"])
        router.add_api_route("/textes/{code}/versions", self.revise, methods=["POST"])
        router.add_api_route("/textes/{code}/versions/{number}", self.reading, methods=["GET"])
        router.add_api_route("/textes/{code}/comparaison", self.compare, methods=["GET"])
        router.add_api_route("/textes/{code}/effacer", self.erase, methods=["POST"])
        return router

    def mine(self, request: Request, who: Person) -> Response:
        """Show the list."""
        found = self._drafts.summaries(who.id)
        shown = [(d, counted(d.versions, "version", "versions"), french_date(d.changed_at[:10])) for d in found]
        jobs = [(job, STATE_WORDS[job.state]) for job in self._deposits.jobs.open(who.id)]
        return self._gate.page(
            request,
            "drafts.html.j2",
            who=who,
            drafts=shown,
            jobs=jobs,
            days=self._workspace.kept_for.days,
            seers=self._seers(who),
        )

    def new(self, request: Request, who: Person) -> Response:
        """Show the form of a new draft."""
        return self._form(request, who, None)

    async def create(self, request: Request, who: Person, deposit: Deposited) -> Response:
        """Have a first version read, and keep it."""
        return await self._deposit(request, who, None, deposit)

    def revision(self, request: Request, code: str, who: Person) -> Response:
        """Show the form of a new version."""
        return self._form(request, who, code)

    async def revise(self, request: Request, code: str, who: Person, deposit: Deposited) -> Response:
        """Have one more version read, keep it, and show what changed."""
        await run_in_threadpool(self._drafts.get, who.id, code)
        return await self._deposit(request, who, code, deposit)

    def one(self, request: Request, code: str, who: Person) -> Response:
        """Show the versions of a draft, and how it went from one to the next."""
        draft, waiting = self._drafts.get(who.id, code), self._shown.waiting(who.id)
        readings = self._drafts.readings(who.id, code)
        given = [r for r in readings if (code, r.number) not in waiting]
        opinions = self._workspace.opinions.of_draft(code)
        said = [(r.number, *beside(opinions.of_version(r.number), who.id)) for r in given]
        return self._gate.page(
            request,
            "draft.html.j2",
            who=who,
            draft=draft,
            history=history_of(given, labels_for(self._desk.reviewer, given[-1].report)) if given else None,
            waiting=[(r.number, french_date(r.created_at[:10])) for r in readings if (code, r.number) in waiting],
            said=[(number, criteres, comments) for number, criteres, comments in said if criteres or comments],
            read={(r.number, a.critere): a.niveau for r in given for a in r.report.assessments if a.niveau},
            erased_on=french_date(self._workspace.erased_on(draft.changed_at)),
        )

    def reading(self, request: Request, code: str, number: int, who: Person) -> Response:
        """Show the reading of one version."""
        draft, version = self._drafts.get(who.id, code), self._drafts.version(who.id, code, number)
        if (code, number) in self._shown.waiting(who.id):
            return self._waiting(request, who, draft, number)
        place = Place(root_of(request), code, draft.title, number, draft.versions)
        files = self._desk.downloads(_as_sent(version), version.draft, version.report)
        labels = labels_for(self._desk.reviewer, version.report)
        layer = self._layer(who, draft, number)

        def page(token: str) -> str:
            frame = Frame(root=place.root, kept=place, layer=replace(layer, token=token))
            return render_page(version.report, version.draft, labels, files, frame)

        return self._gate.with_forms(request, page)

    def compare(self, request: Request, code: str, who: Person, de: int | None = None, a: int | None = None) -> Response:
        """Show what changed between two versions: the last two where none are named."""
        draft = self._drafts.get(who.id, code)
        if draft.versions == 1 and de is None and a is None:
            return to(request, f"/espace/textes/{code}/versions/1")
        a = draft.versions if a is None else a
        de = a - 1 if de is None else de
        before, after = self._drafts.version(who.id, code, de), self._drafts.version(who.id, code, a)
        held = [number for number in (a, de) if (code, number) in self._shown.waiting(who.id)]
        if held:
            return self._waiting(request, who, draft, held[0])
        labels = labels_for(self._desk.reviewer, after.report)
        page = compared_page(self._workspace.compare(before, after), labels, (before, after))
        return self._gate.page(request, "comparison.html.j2", who=who, draft=draft, page=page)

    def export(self, who: Person) -> Response:
        """Give everything that the account keeps, in one archive."""
        self._drafts.exported(who.id)
        parts = exported(who, self._workspace, lambda report: labels_for(self._desk.reviewer, report))
        return StreamingResponse(parts, media_type="application/zip", headers=_ARCHIVE)

    def erase(self, request: Request, code: str, who: Person, _: Posted) -> Response:
        """Erase a draft and all its versions."""
        with suppress(LibraryBusy):  # the draft is deleted: the last traces go with the next tidying
            self._drafts.erase(who.id, code)
        return to(request, "/espace")

    def _seers(self, who: Account) -> list[str]:
        return list(dict.fromkeys(m.cohort.tutor_name for m in self._workspace.cohorts.memberships(who.id)))

    def _waiting(self, request: Request, who: Account, draft: DraftSummary, number: int) -> Response:
        return self._gate.page(request, "waiting.html.j2", who=who, draft=draft, number=number, seers=self._seers(who))

    def _layer(self, who: Account, draft: DraftSummary, number: int) -> Layer:
        criteres, comments = beside(self._workspace.opinions.of_draft(draft.id).of_version(number), who.id)
        return Layer(
            viewer="owner",
            title=draft.title,
            criteres=criteres,
            comments=comments,
            back="espace",
            action=f"espace/textes/{draft.id}/versions/{number}",
            disputable=bool(self._seers(who)),
        )

    async def _deposit(self, request: Request, who: Account, code: str | None, deposit: Deposit) -> Response:
        """Lead to the reading when it is soon done, and to where it can be followed otherwise."""
        try:
            job = await run_in_threadpool(self._submitted, who, code, deposit)
        except InputError as refusal:
            return await run_in_threadpool(self._form, request, who, code, problem_of_error(refusal))
        job = await ended(self._deposits.jobs, who.id, job, _PATIENCE_SECONDS)
        return to(request, f"/{result_of(job)}" if job.state is JobState.DONE else f"/espace/lectures/{job.id}")

    def _submitted(self, who: Account, code: str | None, deposit: Deposit) -> Job:
        job, _ = self._deposits.submit(who.id, deposit.sent, title=deposit.title, version_of=code)
        if job.state is JobState.ABANDONED:  # whoever sends it again wishes that it be tried again
            job = self._deposits.retry(who.id, job.id)
        return job

    def _form(self, request: Request, who: Account, code: str | None, problem: Problem | None = None) -> Response:
        return self._gate.page(
            request,
            "deposit.html.j2",
            status=problem.status if problem else 200,
            who=who,
            draft=self._drafts.get(who.id, code) if code else None,
            problem=problem,
            blocs=[(bloc.code, typeset(bloc.intitule)) for bloc in self._desk.reviewer.knowledge.referentiel.blocs],
            megabytes=limits.FILE_BYTES // limits.MEGABYTE,
            days=self._workspace.kept_for.days,
        )


def _as_sent(version: KeptVersion) -> Submission:
    return Submission(version.original, version.draft.name, version.draft.text)

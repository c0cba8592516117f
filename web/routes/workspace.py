"""The pages with an account, put together; without them the service keeps nothing."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from assistant.errors import NotSignedIn
from web.desk import Desk
from web.doors.usage import Usage
from web.gate import Gate, to
from web.jobs import Deposits, Worker
from web.problems import answer, problem_of_error, wants_page
from web.routes.account import AccountPages
from web.routes.administration import AdministrationPages
from web.routes.calibration import CalibrationPages
from web.routes.drafts import DraftPages
from web.routes.jobs import JobPages
from web.routes.jobs_api import JobApi
from web.routes.library import LibraryPages
from web.routes.library_review import ExemplarPages
from web.routes.membership import MembershipPages
from web.routes.openid import OpenIdPages
from web.routes.sign_in import SignInPages
from web.routes.sites import SitePages
from web.routes.tutor import TutorPages
from web.routes.tutor_reading import TutorReadingPages
from web.workspace import Workspace


def add_workspace(app: FastAPI, desk: Desk, workspace: Workspace, usage: Usage) -> None:
    """Add the pages of accounts to the service, and `app.state.worker`, which reads what they ask for."""
    worker = app.state.worker = Worker(workspace.claims, desk)
    deposits = Deposits(workspace.jobs, desk, worker)
    gate = app.state.gate = Gate(workspace)
    doorway = workspace.doorway

    def ask_to_sign_in(request: Request, error: Exception) -> Response:
        if doorway.sessions and wants_page(request):
            return to(request, "/connexion")
        problem = problem_of_error(error if isinstance(error, NotSignedIn) else NotSignedIn("Cette page demande un compte."))
        return answer(request, problem)

    app.add_exception_handler(NotSignedIn, ask_to_sign_in)
    if doorway.sessions:
        app.include_router(SignInPages(gate, workspace).router())
    if doorway.openid is not None:
        app.include_router(OpenIdPages(gate, workspace, doorway.openid).router())
    app.include_router(DraftPages(gate, desk, workspace, deposits).router())
    app.include_router(JobPages(gate, deposits).router())
    app.include_router(JobApi(deposits).router())
    app.include_router(AccountPages(gate, workspace).router())
    app.include_router(AdministrationPages(gate, workspace).router())
    app.include_router(SitePages(gate, desk, workspace, usage).router())
    app.include_router(LibraryPages(gate, desk, workspace).router())
    app.include_router(ExemplarPages(gate, desk, workspace).router())
    app.include_router(MembershipPages(gate, workspace).router())
    app.include_router(TutorPages(gate, desk.reviewer, workspace).router())
    app.include_router(TutorReadingPages(gate, desk.reviewer, workspace).router())
    app.include_router(CalibrationPages(gate, desk.reviewer).router())

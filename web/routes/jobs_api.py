"""The same readings for programs: sent under a key, asked after, cancelled."""

from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from assistant.domain.job import Job
from assistant.errors import LibraryBusy
from web.described import body_of
from web.gate import Person
from web.idempotency import checked_key
from web.jobs import Deposits
from web.problems import PROBLEMS
from web.routes.jobs import result_of
from web.submissions import Submission, sent_as

_FILE = {"type": "string", "format": "binary", "description": ".docx .odt .pdf .md .txt .html"}


class JobRequest(BaseModel):
    """Body of a request for a reading that is kept, in JSON."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    text: str = ""
    """The draft, as plain text or Markdown."""
    bloc: str = "auto"
    """`auto`, or the code of a bloc."""
    title: str = Field(default="", max_length=120)
    """Name of the draft in the space of its owner."""
    draft: str | None = None
    """Id of the kept draft of which this is one more version."""


class JobDocument(Job):
    """A reading as a program sees it."""

    href: str | None
    """Where its result is, from the root of the service; null until it is done."""


_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": body_of(JobRequest)},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": _FILE, **{name: {"type": "string"} for name in ("bloc", "title", "draft")}},
                }
            },
        },
    }
}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    401: PROBLEMS[422] | {"description": "Il faut un compte"},
    404: PROBLEMS[422] | {"description": "Lecture ou texte d’un autre, ou effacé"},
    **{status: PROBLEMS[status] for status in (400, 422, 429, 500, 503)},
}
_REFUSALS: dict[int | str, dict[str, Any]] = {
    **_ANSWERS,
    409: PROBLEMS[422] | {"description": "Trop de textes gardés ou de lectures en attente"},
    **{status: PROBLEMS[status] for status in (413, 415)},
}
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=255,
        description="Clé choisie par le programme : le même envoi sous la même clé est la même lecture, pendant un jour.",
    ),
]


async def asked(request: Request, _: Person) -> tuple[JobRequest, bytes | None, str]:
    """Read the body of a request for a reading, once it is known who asks."""
    return await sent_as(request, JobRequest)


class JobApi:
    """The routes of readings for programs that act for one person.

    A page of another site cannot use them: it may send neither that header nor that method.
    """

    def __init__(self, deposits: Deposits) -> None:
        self._deposits = deposits
        self._jobs = deposits.jobs

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(prefix="/api/v1/jobs", tags=["jobs"])
        router.add_api_route(
            "",
            self.create,
            methods=["POST"],
            status_code=202,
            summary="Demander une lecture gardée dans l’espace d’un compte",
            response_description="La lecture, qui attend son tour",
            responses=_REFUSALS,
            openapi_extra=_BODY,
        )
        router.add_api_route(
            "/{code}",
            self.one,
            methods=["GET"],
            summary="Dire où en est une lecture",
            response_description="La lecture",
            responses=_ANSWERS,
        )
        router.add_api_route(
            "/{code}",
            self.cancel,
            methods=["DELETE"],
            summary="Annuler une lecture qui n’est pas finie, et effacer son texte",
            response_description="La lecture, annulée, ou finie si elle l’était déjà",
            responses=_ANSWERS,
        )
        return router

    def create(
        self,
        response: Response,
        who: Person,
        key: Key,
        sent: Annotated[tuple[JobRequest, bytes | None, str], Depends(asked)],
    ) -> JobDocument:
        """Keep a text until it is read."""
        body, data, name = sent
        submission = Submission(data, name, body.text, body.bloc)
        job, again = self._deposits.submit(who.id, submission, title=body.title, version_of=body.draft, key=checked_key(key))
        response.headers["location"] = f"/api/v1/jobs/{job.id}"
        if again:
            response.headers["idempotent-replayed"] = "true"
        return _document(job)

    def one(self, code: str, who: Person) -> JobDocument:
        """Say where a reading is."""
        return _document(self._jobs.get(who.id, code))

    def cancel(self, code: str, who: Person) -> JobDocument:
        """Give up a reading, and its text."""
        with suppress(LibraryBusy):  # the text is deleted: the last traces go with the next tidying
            self._jobs.cancel(who.id, code)
        return self.one(code, who)


def _document(job: Job) -> JobDocument:
    return JobDocument(**job.model_dump(), href=f"/{result_of(job)}" if job.draft and job.number else None)

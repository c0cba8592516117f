"""A refusal with its own words and headers."""

from collections.abc import Mapping

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from web.problems import answer, problem_for


class Refused(HTTPException):
    """A request that is not let in; the person is told why and what to do."""

    def __init__(self, status: int, detail: str, *, code: str, hint: str = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, headers=dict(headers or {}))
        self.problem = problem_for(status, code=code, detail=detail, hint=hint)


def add_refusal_handler(app: FastAPI) -> None:
    """Answer refusals as the problems that they are."""

    def refuse(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)  # noqa: S101 - the handler is registered for this class alone
        return answer(request, error.problem, error.headers)

    app.add_exception_handler(Refused, refuse)

"""The API: a draft comes in, the document of its reading goes out."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from assistant.domain.feedback import FeedbackReport
from web.desk import Desk
from web.problems import Problem
from web.rendering.document import render_json
from web.submissions import ReviewRequest, Submission, submission

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": ReviewRequest.model_json_schema()},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": ".docx .odt .pdf .md .txt .html"},
                        "bloc": {"type": "string", "default": "auto"},
                    },
                }
            },
        },
    }
}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "content": {"application/problem+json": {}}, "description": words}
    for status, words in {
        400: "Demande illisible",
        413: "Document trop volumineux",
        415: "Document ou format refusé",
        422: "Demande à corriger",
        500: "Erreur interne, numérotée",
        503: "Installation incomplète",
    }.items()
}
"""The problems that any route of the API may answer with."""


def reviews_router(desk: Desk) -> APIRouter:
    """Return the routes that read drafts for programs."""
    router = APIRouter(prefix="/api/v1", tags=["reviews"])

    @router.post(
        "/reviews",
        summary="Lire un texte critère par critère",
        response_model=None,
        responses={200: {"model": FeedbackReport, "description": "La lecture"}, **PROBLEMS},
        openapi_extra=_BODY,
    )
    def create_review(sent: Annotated[Submission, Depends(submission)]) -> Response:
        _, report = desk.read(sent)
        return Response(render_json(report), media_type="application/json")

    return router

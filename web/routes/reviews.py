"""The API: a draft comes in, the document of its reading goes out."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header
from starlette.requests import Request
from starlette.responses import Response

from assistant.domain.feedback import FeedbackReport
from web.described import body_of
from web.desk import Desk
from web.idempotency import Replies, Reply, checked_key, fingerprint_of
from web.problems import PROBLEMS
from web.rendering.document import render_json
from web.submissions import ReviewRequest, Submission, submission

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": body_of(ReviewRequest)},
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
_UNDER_WAY: dict[int | str, dict[str, Any]] = {409: PROBLEMS[422] | {"description": "La même clé est en cours de traitement"}}
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=255,
        description="Clé choisie par le programme : le même envoi sous la même clé rend la même réponse pendant dix minutes.",
    ),
]


def reviews_router(desk: Desk) -> APIRouter:
    """Return the routes that read drafts for programs."""
    router = APIRouter(prefix="/api/v1", tags=["reviews"])
    replies = Replies()

    @router.post(
        "/reviews",
        summary="Lire un texte critère par critère",
        response_model=None,
        responses={200: {"model": FeedbackReport, "description": "La lecture"}, **PROBLEMS, **_UNDER_WAY},
        openapi_extra=_BODY,
    )
    def create_review(request: Request, sent: Annotated[Submission, Depends(submission)], key: Key = None) -> Response:
        def make() -> str:
            return render_json(desk.read(sent)[1])

        if key is None:
            return _document(Reply(make(), replayed=False))
        owner = request.client.host if request.client else ""
        return _document(replies.once(f"{owner} {checked_key(key)}", fingerprint_of(sent), make))

    return router


def _document(reply: Reply) -> Response:
    headers = {"idempotent-replayed": "true"} if reply.replayed else None
    return Response(reply.content, media_type="application/json", headers=headers)

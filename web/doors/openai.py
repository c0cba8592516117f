"""OpenAI's protocol: models and chat completions, for programs with a key."""

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from assistant.domain.doors import Client
from web.dependencies import Doors
from web.desk import Desk
from web.doors.gate import too_many
from web.doors.openai_shapes import Completion, CompletionRequest, Spoken
from web.doors.openai_talk import coach, interview
from web.doors.quotas import Allowance, Quotas, question_cost
from web.doors.refusals import Refused
from web.doors.usage import UNKNOWN_KEY, through

OWNER = "jury-blanc"
INTERVIEW = f"{OWNER}/entretien"
_ERROR = {"type": "object", "properties": {"error": {"type": "object"}}}
_ANSWER = "La réponse entière, ou, avec stream, un flux d’événements qui finit par [DONE]"
_REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"content": {"application/json": {"schema": _ERROR}}, "description": words}
    for status, words in {
        400: "Demande illisible",
        401: "Clé absente ou inconnue",
        404: "Modèle inconnu",
        413: "Envoi trop volumineux",
        422: "Demande à corriger",
        429: "Trop de demandes",
        500: "Erreur interne, numérotée",
        503: "Installation incomplète",
    }.items()
}


def openai_router(desk: Desk, doors: Doors, quotas: Quotas) -> APIRouter:
    """Return the routes that clients of OpenAI know."""
    router = APIRouter(prefix="/v1", tags=["openai"], responses=_REFUSALS)

    def client(request: Request) -> Client:
        kind, _, key = request.headers.get("authorization", "").partition(" ")
        found = doors.client(key.strip()) if kind.lower() == "bearer" and key.strip() else None
        through(request, found.id if found else UNKNOWN_KEY)
        if found is None:
            hint = "La personne qui administre le service en donne une avec «\u00a0jury-blanc keys create\u00a0»."
            raise Refused(401, "La clé manque ou n’est pas connue.", code="invalid_api_key", hint=hint)
        return found

    Known = Annotated[Client, Depends(client)]

    @router.get("/models", summary="Lister les modèles", response_description="Les modèles")
    def models(known: Known) -> JSONResponse:  # noqa: ARG001 - only asked for its key
        return JSONResponse({"object": "list", "data": [_model(name) for name in _names(desk)]})

    @router.get("/models/{name:path}", summary="Décrire un modèle", response_description="Le modèle")
    def model(name: str, known: Known) -> JSONResponse:  # noqa: ARG001 - only asked for its key
        return JSONResponse(_model(_known_model(desk, name)))

    @router.post(
        "/chat/completions",
        summary="Parler au coach, ou passer un entretien",
        response_model=None,
        responses={200: {"content": {"application/json": {}, "text/event-stream": {}}, "description": _ANSWER}},
    )
    def complete(known: Known, asked: CompletionRequest) -> Response:
        name, said = _known_model(desk, asked.model), asked.said()
        wait = quotas.spend(question_cost("".join(said)), [Allowance(known.id, known.per_hour)])
        if wait:
            raise too_many(wait)
        done = Completion(name, said, _spoken(desk, name, said))
        if not asked.stream:
            return JSONResponse(done.whole())
        usage = asked.stream_options is not None and asked.stream_options.include_usage
        headers = {"x-accel-buffering": "no", "cache-control": "no-cache"}
        return StreamingResponse(_bytes(done.events(usage=usage)), media_type="text/event-stream", headers=headers)

    return router


def _bytes(lines: Iterator[str]) -> Iterator[bytes]:
    return (line.encode() for line in lines)


def _names(desk: Desk) -> list[str]:
    return [*(f"{OWNER}/{bloc.code}" for bloc in desk.reviewer.knowledge.referentiel.blocs), INTERVIEW]


def _known_model(desk: Desk, name: str) -> str:
    if name not in _names(desk):
        hint = f"Modèles\u00a0: {', '.join(_names(desk))}."
        raise Refused(404, f"Le modèle «\u00a0{name}\u00a0» n’existe pas.", code="model_not_found", hint=hint)
    return name


def _model(name: str) -> dict[str, object]:
    return {"id": name, "object": "model", "created": 0, "owned_by": OWNER}


def _spoken(desk: Desk, name: str, said: list[str]) -> Spoken:
    return interview(desk, said) if name == INTERVIEW else coach(desk, name.partition("/")[2], said)

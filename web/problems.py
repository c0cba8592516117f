"""What a browser or a program is told when something cannot be done (RFC 9457)."""

import logging
import secrets
import traceback
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from assistant.domain.base import Frozen
from assistant.errors import (
    DocumentTooLarge,
    EmptyDraft,
    ExemplarNotReady,
    FormRefused,
    InputError,
    InvitationRefused,
    JuryBlancError,
    KeyReused,
    NotSignedIn,
    SetupError,
    SignInRefused,
    TooMuchKept,
    UnknownAccess,
    UnknownAccount,
    UnknownCode,
    UnknownCohort,
    UnknownDispute,
    UnknownDraft,
    UnknownExemplar,
    UnknownJob,
    UnreadableDocument,
)
from web.identity.failures import IdentityFailure, ProviderUnreachable, ProviderUnsound
from web.rendering.pages import render_template
from web.rendering.plain import one_line

_LOG = logging.getLogger(__name__)

PROBLEM = "problem"
"""Where the state of a request holds the code of the problem it was answered with."""
BUSY_SECONDS = 10
"""Seconds after which to come back when everything that can be read at once is being read."""


class Busy(JuryBlancError):
    """Too many drafts wait for their turn already."""

    code = "service_occupe"

    def __init__(self) -> None:
        super().__init__(
            "Beaucoup de lectures sont en cours.",
            hint=f"Réessayez dans {BUSY_SECONDS} secondes\u00a0: votre texte n’a pas été lu.",
        )


class Forgotten(InputError):
    """A reading that is no longer in memory, or never was."""

    code = "lecture_oubliee"

    def __init__(self) -> None:
        super().__init__("Cette lecture n’est plus en mémoire.", hint="Revenez à l’accueil et redonnez votre texte à lire.")


STATUS_OF: tuple[tuple[type[JuryBlancError], int], ...] = (
    (DocumentTooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE.value),
    (EmptyDraft, HTTPStatus.UNPROCESSABLE_ENTITY.value),
    (UnreadableDocument, HTTPStatus.UNSUPPORTED_MEDIA_TYPE.value),
    (UnknownCode, HTTPStatus.UNPROCESSABLE_ENTITY.value),
    (NotSignedIn, HTTPStatus.UNAUTHORIZED.value),
    (SignInRefused, HTTPStatus.FORBIDDEN.value),
    (ProviderUnreachable, HTTPStatus.SERVICE_UNAVAILABLE.value),
    (ProviderUnsound, HTTPStatus.SERVICE_UNAVAILABLE.value),
    (IdentityFailure, HTTPStatus.FORBIDDEN.value),
    (FormRefused, HTTPStatus.FORBIDDEN.value),
    (UnknownDraft, HTTPStatus.NOT_FOUND.value),
    (UnknownAccess, HTTPStatus.NOT_FOUND.value),
    (UnknownCohort, HTTPStatus.NOT_FOUND.value),
    (UnknownDispute, HTTPStatus.NOT_FOUND.value),
    (UnknownAccount, HTTPStatus.NOT_FOUND.value),
    (UnknownJob, HTTPStatus.NOT_FOUND.value),
    (InvitationRefused, HTTPStatus.NOT_FOUND.value),
    (UnknownExemplar, HTTPStatus.NOT_FOUND.value),
    (ExemplarNotReady, HTTPStatus.CONFLICT.value),
    (TooMuchKept, HTTPStatus.CONFLICT.value),
    (Forgotten, HTTPStatus.NOT_FOUND.value),
    (KeyReused, HTTPStatus.UNPROCESSABLE_ENTITY.value),
    (InputError, HTTPStatus.BAD_REQUEST.value),
    (Busy, HTTPStatus.SERVICE_UNAVAILABLE.value),
    (SetupError, HTTPStatus.SERVICE_UNAVAILABLE.value),
)
"""Status of each family of errors, the narrowest first."""

_WORDS: Mapping[int, tuple[str, str, str]] = MappingProxyType(
    {
        400: ("requete_illisible", "Requête illisible", "La demande n’a pas pu être lue."),
        401: ("identite_absente", "Identité non prouvée", "Il faut prouver qui vous êtes."),
        403: ("acces_refuse", "Accès refusé", "Cet accès n’est pas ouvert."),
        404: ("adresse_inconnue", "Page introuvable", "Cette adresse ne mène à rien."),
        405: ("methode_refusee", "Méthode refusée", "Cette adresse ne s’utilise pas ainsi."),
        409: ("demande_deja_en_cours", "Demande déjà en cours", "La même demande est en train d’être traitée."),
        413: ("envoi_trop_volumineux", "Envoi trop volumineux", "L’envoi dépasse la taille acceptée."),
        415: ("format_refuse", "Format refusé", "Ce format d’envoi n’est pas accepté."),
        422: ("demande_mal_formee", "Demande à corriger", "La demande n’a pas la forme attendue."),
        429: ("quota_atteint", "Trop de demandes", "Vous avez beaucoup demandé en peu de temps."),
        500: ("erreur_interne", "Erreur interne", "Une erreur est survenue de notre côté."),
        503: ("installation_incomplete", "Service indisponible", "Le service n’est pas prêt."),
    }
)

_HINTS: Mapping[int, str] = MappingProxyType(
    {
        404: "Vérifiez l’adresse, ou repartez de l’accueil.",
        413: "Retirez les images du fichier, ou collez le texte seul.",
        415: "Envoyez un fichier par le formulaire, ou un objet JSON qui contient le texte.",
    }
)


class Problem(Frozen):
    """A problem document; `detail` and `hint` are French sentences for a person."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    hint: str = ""
    instance: str | None = None
    """Number to give to an administrator; only for an internal error."""


def problem_for(status: int, *, code: str = "", detail: str = "", hint: str = "", instance: str | None = None) -> Problem:
    """Return the problem of that status, in our own words where none are given."""
    own_code, title, sentence = _WORDS.get(status, ("demande_refusee", "Demande refusée", "La demande a été refusée."))
    code = code or own_code
    return Problem(
        type=f"urn:jury-blanc:probleme:{code}",
        title=title,
        status=status,
        detail=one_line(detail) or sentence,
        code=code,
        hint=one_line(hint) or _HINTS.get(status, ""),
        instance=instance,
    )


def problem_of_error(error: JuryBlancError) -> Problem:
    """Return the problem that one of our errors is."""
    status = next((status for family, status in STATUS_OF if isinstance(error, family)), 500)
    return problem_for(status, code=error.code, detail=str(error), hint=error.hint)


def unexpected(error: Exception) -> Problem:
    """Log a defect under a number, without a word of what a candidate wrote, and return its problem."""
    number = secrets.token_hex(4)
    frames = traceback.extract_tb(error.__traceback__)[::-1]
    where = " < ".join(f"{frame.name} {frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames)
    _LOG.error("erreur interne %s : %s (%s)", number, type(error).__name__, where)
    return problem_for(
        500,
        detail=f"Une erreur est survenue de notre côté (n° {number}).",
        hint="Réessayez dans un instant. Si l’erreur revient, donnez ce numéro à la personne qui administre le service.",
        instance=f"urn:jury-blanc:erreur:{number}",
    )


def answer(request: Request, problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """Return the problem as a page for a browser, as a problem document for a program, or as clients of OpenAI expect it."""
    setattr(request.state, PROBLEM, problem.code)
    if _path(request).startswith("/v1/"):
        return JSONResponse(as_openai(problem), problem.status, headers)
    if wants_page(request):
        page = render_template("problem.html.j2", problem=problem, root=root_of(request))
        return HTMLResponse(page, problem.status, headers)
    document = problem.model_dump(mode="json", exclude_none=True)
    return JSONResponse(document, problem.status, headers, media_type="application/problem+json")


def as_openai(problem: Problem) -> dict[str, object]:
    """Return a problem in the shape of OpenAI's errors."""
    kinds = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}
    kind = kinds.get(
        problem.status, "server_error" if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR else "invalid_request_error"
    )
    message = f"{problem.detail} {problem.hint}".strip()
    return {"error": {"message": message, "type": kind, "param": None, "code": problem.code}}


def root_of(request: Request) -> str:
    """Return the way from the address asked for to the root of the service, wherever a proxy shows it."""
    return "../" * max(0, _path(request).count("/") - 1) or "./"


def wants_page(request: Request) -> bool:
    """Tell whether a person is looking: a browser, outside the API."""
    return not _path(request).startswith("/api/") and "text/html" in request.headers.get("accept", "")


def _path(request: Request) -> str:
    path: str = request.scope["path"]
    return path.removeprefix(request.scope.get("app_root_path", request.scope.get("root_path", "")))


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "content": {"application/problem+json": {}}, "description": words}
    for status, words in {
        400: "Demande illisible",
        413: "Document trop volumineux",
        415: "Document ou format refusé",
        422: "Demande à corriger",
        429: "Trop de demandes ; Retry-After dit quand revenir",
        500: "Erreur interne, numérotée",
        503: "Service occupé ou installation incomplète",
    }.items()
}
"""The problems that any route of the API may answer with."""


def add_problem_handlers(app: FastAPI) -> None:
    """Make every error that a route or the framework raises a problem in French."""

    def ours(request: Request, error: Exception) -> Response:
        headers = {"retry-after": str(BUSY_SECONDS)} if isinstance(error, Busy) else None
        return answer(request, problem_of_error(error) if isinstance(error, JuryBlancError) else unexpected(error), headers)

    def http(request: Request, error: Exception) -> Response:
        status, headers = (error.status_code, error.headers) if isinstance(error, HTTPException) else (500, None)
        return answer(request, problem_for(status), headers)

    def malformed(request: Request, error: Exception) -> Response:
        errors = error.errors() if isinstance(error, RequestValidationError) else ()
        fields = sorted({str(e["loc"][-1]) for e in errors if e.get("loc")})
        hint = f"À vérifier : {', '.join(fields)}." if fields else "Le corps attendu est un objet JSON."
        return answer(request, problem_for(422, hint=hint))

    app.add_exception_handler(JuryBlancError, ours)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, malformed)

"""What a person or a program sends to be read."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import Literal, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from assistant.domain.draft import Draft
from assistant.errors import InputError
from ingestion.readers import read_draft, read_text
from web.rendering.plain import one_line
from web.security import BODY_BYTES

EVERY_BLOC = "tous"
"""Asks that one draft be read for each bloc in turn."""
MOST_FILES = 12
"""Files of one form."""
FIELD_BYTES = 2 * 1024 * 1024
"""The longest field of a form that is read."""
_NAME_LENGTH = 120
_PASTED = "texte collé"


Body = TypeVar("Body", bound=BaseModel)


class ReviewRequest(BaseModel):
    """Body of a request for a reading, in JSON."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    text: str
    """The draft, as plain text or Markdown."""
    bloc: str = "auto"
    """`auto`, or the code of a bloc."""
    scope: Literal["draft", "passage"] = "draft"
    """A whole draft, or a single passage (states and advice, no niveau)."""
    critere: str | None = None
    """Code of the only critère to read."""


@dataclass(frozen=True)
class Submission:
    """A draft to read, not parsed yet, and the question asked about it."""

    data: bytes | None
    name: str
    text: str
    bloc: str = "auto"
    scope: Literal["draft", "passage"] = "draft"
    critere: str | None = None

    def draft(self) -> Draft:
        """Read the file or the pasted text; a file wins over a text."""
        if self.data is not None:
            return read_draft(self.data, self.name)
        if not self.text.strip():
            raise InputError(
                "Vous n’avez donné ni fichier ni texte.", hint="Choisissez un fichier, ou collez votre texte dans la zone prévue."
            )
        return read_text(self.text)


async def submission(request: Request) -> Submission:
    """Read the body of a request, multipart or JSON, in memory and within limits."""
    asked, data, name = await sent_as(request, ReviewRequest)
    return Submission(data, name, asked.text, asked.bloc, asked.scope, asked.critere or None)


async def submissions(request: Request) -> tuple[Submission, ...]:
    """Read the form of a person, with as many files as they chose; the pasted text counts when there is none."""
    asked, files = await sent_with_files(request, ReviewRequest)
    chosen: list[tuple[bytes | None, str]] = [*files]
    return tuple(
        Submission(data, name or _PASTED, asked.text, asked.bloc, asked.scope, asked.critere or None)
        for data, name in chosen or [(None, _PASTED)]
    )


async def sent_with_files(request: Request, model: type[Body]) -> tuple[Body, list[tuple[bytes, str]]]:
    """Return the form of a person as that model, with the files that they chose and their bare names."""
    if _kind(request) != "multipart/form-data":
        raise HTTPException(415)
    form = await _form(request, MOST_FILES)
    files = [await _file(upload) for upload in form.getlist("file") if isinstance(upload, UploadFile)]
    await form.close()
    return _fields(form, model), [(data, name) for data, name in files if data is not None]


async def sent_as(request: Request, model: type[Body]) -> tuple[Body, bytes | None, str]:
    """Return the body of a request as that model, with the file sent beside it and its bare name."""
    kind = _kind(request)
    if kind == "application/json":
        body = await request.body()
        return _valid(lambda: model.model_validate_json(body)), None, ""
    if kind == "multipart/form-data":
        return await _from_form(await _form(request), model)
    raise HTTPException(415)


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _form(request: Request, most_files: int = 1) -> FormData:
    parser = MultiPartParser(request.headers, request.stream(), max_files=most_files, max_fields=8, max_part_size=FIELD_BYTES)
    parser.spool_max_size = 2 * BODY_BYTES  # a draft without an account is never written on a disk
    try:
        return await parser.parse()
    except (MultiPartException, KeyError, UnicodeDecodeError):
        raise HTTPException(400) from None


async def _from_form(form: FormData, model: type[Body]) -> tuple[Body, bytes | None, str]:
    upload = form.get("file")
    data, name = await _file(upload) if isinstance(upload, UploadFile) else (None, "")
    await form.close()
    return _fields(form, model), data, name or "fichier"


async def _file(upload: UploadFile) -> tuple[bytes | None, str]:
    """Return the content and the bare name of a file; no content when no file was chosen."""
    data, name = await upload.read() or None, _bare_name(upload.filename or "")
    return (b"" if data is None and name else data), name


def _fields(form: FormData, model: type[Body]) -> Body:
    fields = {key: value for key, value in form.items() if isinstance(value, str)}
    asked = {key: fields[key] for key in model.model_fields if fields.get(key)}
    if "text" in model.model_fields:
        asked.setdefault("text", "")
    return _valid(lambda: model.model_validate(asked))


def _valid(parse: Callable[[], Body]) -> Body:
    try:
        return parse()
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_input=False, include_url=False, include_context=False)) from None


def _bare_name(name: str) -> str:
    """Return the last part of a file name, on one line and of a sensible length."""
    return one_line(PureWindowsPath(name).name)[-_NAME_LENGTH:]

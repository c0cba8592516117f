"""An interview under way, as it travels: in a form, in a file; the server keeps nothing of it."""

import base64
import binascii
import hashlib
import re
import time
import zlib
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request

from assistant.domain.session import Session
from assistant.errors import DocumentTooLarge, UnsoundSession
from assistant.oral.soundness import sound
from web.submissions import FIELD_BYTES, sent_as

Action = Literal["answer", "skip", "pause", "resume", "finish"]
_TOKEN = re.compile(r"jb1\.(?P<body>[A-Za-z0-9_-]+={0,2})\.(?P<sum>[0-9a-f]{16})")
_MOST_BYTES = 8 * 1024 * 1024
_ROOM = 64 * 1024
"""What a state may still grow by, in answers, before it would no longer fit a form."""
_LONGEST_STEP = 2 * 3600
_MARK = b"\xef\xbb\xbf"


def pack(session: Session) -> str:
    """Return the session as one word that a form can carry, with a sum that shows when it was changed.

    Raises `DocumentTooLarge` when it would not fit a form.
    """
    body = base64.urlsafe_b64encode(zlib.compress(session.model_dump_json().encode(), 6)).decode()
    token = f"jb1.{body}.{_sum(body)}"
    if len(token) > FIELD_BYTES - _ROOM:
        raise DocumentTooLarge(
            "Cet entretien est trop volumineux pour être passé dans une page.",
            hint="Partez d’un extrait du dossier, ou passez l’entretien dans un terminal\u00a0: jury-blanc interview --live.",
        )
    return token


def unpack(token: str) -> Session:
    """Return the session that a form carried; raise `UnsoundSession` when it is not what we gave."""
    match = _TOKEN.fullmatch(token)
    if match is None or match["sum"] != _sum(match["body"]):
        raise _changed()
    try:
        inflater = zlib.decompressobj()
        document = inflater.decompress(base64.urlsafe_b64decode(match["body"]), _MOST_BYTES)
    except (zlib.error, binascii.Error):
        raise _changed() from None
    if inflater.unconsumed_tail or not inflater.eof:
        raise _changed()
    return session_in(document)


def session_in(document: bytes) -> Session:
    """Return the session of a file, ours or the terminal's; raise `UnsoundSession` when it holds none that can go on."""
    try:
        return sound(Session.model_validate_json(document.removeprefix(_MARK)))
    except ValidationError:
        raise UnsoundSession(
            "Ce fichier ne contient pas d’entretien à reprendre.",
            hint="Donnez le fichier enregistré pendant l’entretien (seance.json), sans le modifier.",
        ) from None


def _sum(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def _changed() -> UnsoundSession:
    return UnsoundSession(
        "L’état de l’entretien est arrivé modifié ou coupé\u00a0: il ne peut pas être repris tel quel.",
        hint="Revenez à la page précédente et renvoyez votre réponse, ou reprenez depuis la copie gardée ou enregistrée.",
    )


class StepForm(BaseModel):
    """What the page of a live interview sends."""

    model_config = ConfigDict(extra="forbid")

    state: str
    action: Action = "answer"
    answer: str = ""
    since: int = Field(default=0, ge=0, le=2**40)
    """When the question was shown, by the clock of the server; 0 when no question was."""
    spent: int = Field(default=0, ge=0, le=2**31)
    """Seconds already spent on it before a pause."""


@dataclass(frozen=True)
class Sent:
    """What the page sent, without the differences between browsers."""

    state: str
    action: Action
    answer: str
    seconds: int


async def sent_step(request: Request) -> Sent:
    """Read what the page of a live interview sends."""
    form, _, _ = await sent_as(request, StepForm)
    elapsed = max(0, int(time.time()) - form.since) if form.since else 0
    answer = form.answer.replace("\r\n", "\n")
    return Sent(form.state.strip(), form.action, answer, min(form.spent + elapsed, _LONGEST_STEP))


class FileForm(BaseModel):
    """The form of a session to go on with: its file stands beside."""

    model_config = ConfigDict(extra="forbid")


async def sent_file(request: Request) -> bytes:
    """Read the file of a session to go on with."""
    _, data, _ = await sent_as(request, FileForm)
    return data or b""

"""Who may come in from elsewhere: the pages of an intranet, and other programs."""

import re
from datetime import date
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, SecretStr

from assistant.domain.base import Frozen
from assistant.errors import InputError, UnknownAccess

PERSON_POINTS, SITE_POINTS, CLIENT_POINTS = 120, 2000, 1200
"""Points an hour unless an administrator says otherwise."""
MOST_POINTS = 1_000_000

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*\.?|\[[0-9a-f:.]+\])$")


class Site(Frozen):
    """A site on whose pages the widget may be put."""

    id: str
    """The key of the tag: it names the site, it opens nothing by itself."""
    name: str
    origins: tuple[str, ...] = Field(min_length=1)
    """`https://intranet.example`, exactly as browsers send it."""
    secret: SecretStr
    """What the server of the site signs its tokens with."""
    anonymous: bool = False
    """Whether people may use the widget without a token."""
    per_person: int = Field(default=PERSON_POINTS, ge=1, le=MOST_POINTS)
    """Points an hour for one person, or for one address when they are anonymous."""
    per_site: int = Field(default=SITE_POINTS, ge=1, le=MOST_POINTS)
    """Points an hour for all of them together."""


class Client(Frozen):
    """A program that may talk to the coach."""

    id: str
    name: str
    per_hour: int = Field(default=CLIENT_POINTS, ge=1, le=MOST_POINTS)
    """Points an hour."""
    created_at: str = ""


class DoorDay(Frozen):
    """What was asked at one door in a day: numbers alone."""

    day: date
    asked: int
    refused: dict[str, int]
    """How many were refused, by the code of the reason."""


def origin_of(address: str) -> str:
    """Return the origin of a site as browsers write it; raise `InputError` for a path, a joker or anything vague."""
    parts = _split(address)
    port = _port(parts) if parts else None
    host = (parts.hostname or "") if parts else ""
    if parts is None or port == -1 or not _exact(parts):
        raise InputError(f"«\u00a0{address}\u00a0» n’est pas une origine.", hint=_said_of(address))
    written = f"[{host}]" if ":" in host else _ascii(host)
    return f"{parts.scheme}://{written}" + (f":{port}" if port and port != _DEFAULT_PORTS[parts.scheme] else "")


def unknown_access(kind: Literal["site", "clé"], code: str) -> UnknownAccess:
    """Return the refusal of an identifier that no site, or no key of a program, has."""
    none, command = ("Aucune", "keys") if kind == "clé" else ("Aucun", "sites")
    return UnknownAccess(
        f"{none} {kind} ne porte l’identifiant «\u00a0{code}\u00a0».",
        hint=f"La liste\u00a0: jury-blanc {command} list, ou la page d’administration.",
    )


def _said_of(address: str) -> str:
    """Return what to write instead, exactly when it can be guessed."""
    bare = address.strip().partition("://")[2] or address.strip()
    parts = _split(f"https://{bare.partition('/')[0]}")
    if parts is None or _port(parts) == -1 or not _exact(parts):
        return "Donnez le protocole et le nom seuls, sans chemin ni joker\u00a0: https://intranet.exemple.fr"
    scheme = "http" if address.strip().lower().startswith("http://") else "https"
    return f"Donnez le protocole et le nom seuls, sans chemin\u00a0: {scheme}://{parts.netloc}"


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address.strip())
    except ValueError:
        return None


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        return -1


def _exact(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    alone = parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username or parts.password)
    return parts.scheme in _DEFAULT_PORTS and alone and _HOST.match(f"[{host}]" if ":" in host else _ascii(host)) is not None


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""

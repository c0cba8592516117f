"""What an administrator asks for when a door is opened, from a terminal or from the page: checked here for both."""

import re
from collections.abc import Iterable

from pydantic import SecretStr

from assistant.domain.doors import CLIENT_POINTS, MOST_POINTS, PERSON_POINTS, SITE_POINTS, Client, Site, origin_of
from assistant.errors import InputError
from web.rendering.plain import one_line

MOST_ORIGINS = 20
"""Origins of one site: all of them go in one header of its frame."""
LONGEST_NAME = 120


def site_asked(
    name: str,
    origins: Iterable[str],
    *,
    anonymous: bool = False,
    per_person: int = PERSON_POINTS,
    per_site: int = SITE_POINTS,
) -> Site:
    """Return the site to open, not kept yet; raise `InputError` unless it is one that can be."""
    found = tuple(dict.fromkeys(origin_of(one) for one in origins))
    if not found:
        raise InputError(
            "Aucune origine n’est donnée\u00a0: le widget ne répondrait nulle part.",
            hint="Donnez l’adresse du site, sans chemin\u00a0: https://intranet.exemple.fr",
        )
    if len(found) > MOST_ORIGINS:
        raise InputError(
            f"Un site a {MOST_ORIGINS} origines au plus, et vous en donnez {len(found)}.", hint="Ouvrez plusieurs sites."
        )
    return Site(
        id="site",
        name=_named(name),
        origins=found,
        secret=SecretStr(""),
        anonymous=anonymous,
        per_person=_points(per_person),
        per_site=_points(per_site),
    )


def client_asked(name: str, per_hour: int = CLIENT_POINTS) -> Client:
    """Return the program to let in, not kept yet; raise `InputError` unless it is one that can be."""
    return Client(id="cle", name=_named(name), per_hour=_points(per_hour))


def origins_in(text: str) -> list[str]:
    """Return the origins that someone typed, separated by spaces, lines, commas or semicolons."""
    return [one for one in re.split(r"[\s,;]+", text) if one]


def points_in(text: str) -> int:
    """Return the points that someone typed, « 2 000 » included; raise `InputError` for anything but a whole number."""
    digits = re.sub(r"\s", "", text)
    if not re.fullmatch(r"[0-9]{1,9}", digits):
        raise _bad_points(text)
    return _points(int(digits))


def _points(points: int) -> int:
    if not 1 <= points <= MOST_POINTS:
        raise _bad_points(str(points))
    return points


def _bad_points(told: str) -> InputError:
    most = f"{MOST_POINTS:,}".replace(",", "\u00a0")
    return InputError(
        f"«\u00a0{one_line(told)[:LONGEST_NAME]}\u00a0» n’est pas un nombre de points par heure.",
        hint=f"Donnez un nombre entier, de 1 à {most}.",
    )


def _named(name: str) -> str:
    named = one_line(name)[:LONGEST_NAME].strip()
    if not named:
        raise InputError("Le nom est vide.", hint="Donnez un nom qui vous permette de vous y retrouver.")
    return named

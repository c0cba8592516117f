"""What the provider says of a person, and what it makes of them here: a name to show, and a role."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.domain.account import Role
from assistant.errors import AccountRefused
from assistant.settings import OpenIdSettings
from assistant.store.credentials import LONGEST_NAME, checked_name
from web.identity.failures import AddressRefused, RoleUnknown

_EMAIL, _VERIFIED = "email", "email_verified"
_OTHER_NAMES = ("preferred_username", _EMAIL, "name")


@dataclass(frozen=True)
class Identity:
    """A person whom the provider vouches for."""

    issuer: str
    subject: str
    name: str
    role: Role


def identity_of(claims: Mapping[str, Any], settings: OpenIdSettings) -> Identity:
    """Return who checked claims name; raise `AddressRefused` or `RoleUnknown` when they are not for this service."""
    if settings.domains and _domain(claims) not in _folded(settings.domains):
        raise AddressRefused("domaine")
    return Identity(claims["iss"], claims["sub"], _name(claims, settings.name_claim), _role(claims, settings))


def says_enough(claims: Mapping[str, Any], settings: OpenIdSettings) -> bool:
    """Tell whether claims hold all that the settings look at, so that nothing more has to be asked."""
    wanted = [settings.name_claim]
    if settings.administrators or settings.tutors or settings.candidates:
        wanted.append(settings.roles_claim)
    if settings.domains or _EMAIL in wanted:
        wanted += [_EMAIL, _VERIFIED]
    return all(_at(claims, path) is not None for path in wanted)


def _role(claims: Mapping[str, Any], settings: OpenIdSettings) -> Role:
    held = _folded(_values(claims, settings.roles_claim))
    if held & _folded(settings.administrators):
        return Role.ADMINISTRATEUR
    if held & _folded(settings.tutors):
        return Role.TUTEUR
    if settings.candidates and not held & _folded(settings.candidates):
        raise RoleUnknown("aucun rôle")
    return Role.CANDIDAT


def _name(claims: Mapping[str, Any], wanted: str) -> str:
    for path in (wanted, *_OTHER_NAMES):
        said = _at(claims, path)
        if isinstance(said, str):
            try:
                return checked_name(said[:LONGEST_NAME])
            except AccountRefused:
                continue
    return "Sans nom"


def _domain(claims: Mapping[str, Any]) -> str:
    return next(iter(_values(claims, _EMAIL)), "").rpartition("@")[2].casefold()


def _values(claims: Mapping[str, Any], path: str) -> list[str]:
    """Return the words of a claim; an address that the provider did not verify gives no right."""
    if path == _EMAIL and claims.get(_VERIFIED) not in (True, "true"):
        return []
    said = _at(claims, path)
    return [str(one) for one in (said if isinstance(said, list) else [said]) if isinstance(one, str | int)]


def _at(claims: Mapping[str, Any], path: str) -> object:
    """Return the claim of that name, or the one that dots lead to (`realm_access.roles`)."""
    if path in claims:
        return claims[path]
    found: object = claims
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def _folded(words: "tuple[str, ...] | list[str]") -> frozenset[str]:
    return frozenset(word.casefold() for word in words)

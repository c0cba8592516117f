"""The short-lived tokens with which the server of a site says who is on its page: the only module that sees PyJWT."""

import time
from typing import Literal

import jwt

from assistant.domain.base import Frozen
from assistant.domain.doors import Site

LONGEST_SECONDS = 300
"""A token is good for five minutes at most."""
SKEW_SECONDS = 30
"""How far the clocks of two servers may be apart."""
ALGORITHM = "HS256"
"""Never read from the token."""
_LONGEST_TOKEN = 4096
_LONGEST_SUB = 200
_ROLES = ("candidate", "tutor")


class TokenRefused(Exception):
    """A token that proves nothing; the message is a French sentence for who set the site up."""

    expired = False


class TokenExpired(TokenRefused):
    """A token that was good and is no longer."""

    expired = True


class Person(Frozen):
    """Who the site says is on its page."""

    sub: str
    role: Literal["candidate", "tutor"]


def person_of(token: str, site: Site) -> Person:
    """Return who a token names; raise `TokenRefused` unless that site signed it, for us, for the next five minutes."""
    if len(token) > _LONGEST_TOKEN:
        raise TokenRefused("Le jeton est trop long.")
    try:
        claims = jwt.decode(
            token,
            site.secret.get_secret_value(),
            algorithms=[ALGORITHM],
            audience=site.id,
            leeway=SKEW_SECONDS,
            options={"require": ["exp", "aud", "sub", "role"], "strict_aud": True},
        )
    except jwt.ExpiredSignatureError:
        raise TokenExpired("Le jeton a expiré.") from None
    except jwt.InvalidAudienceError:
        raise TokenRefused("Le jeton n’est pas fait pour ce site.") from None
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError):
        raise TokenRefused("Le jeton n’est pas valable.") from None
    return _checked(claims)


def _checked(claims: dict[str, object]) -> Person:
    exp, sub, role = claims["exp"], claims["sub"], claims["role"]
    if not isinstance(exp, int | float) or exp - time.time() > LONGEST_SECONDS + SKEW_SECONDS:
        raise TokenRefused("Le jeton dure trop longtemps\u00a0: cinq minutes au plus.")
    if not isinstance(sub, str) or not sub.strip() or len(sub) > _LONGEST_SUB:
        raise TokenRefused("Le jeton ne dit pas qui est la personne.")
    if role not in _ROLES:
        raise TokenRefused("Le rôle que donne le jeton n’est pas accepté.")
    return Person.model_validate({"sub": sub, "role": role})

"""What makes a token of the provider believed: the second module that sees PyJWT, and the one that reads published keys."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jwt

from web.identity.failures import ClocksApart, IdentityUnproven

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures that only the provider can make; a key that is published proves nothing with HS256."""
LEEWAY_SECONDS = 60
"""How far the clocks of the two servers may be apart."""
_LONGEST_TOKEN = 100_000
_LONGEST_SUBJECT = 255
_MOST_KEYS = 50
_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (jwt.InvalidAudienceError, "aud"),
    (jwt.InvalidIssuerError, "iss"),
    (jwt.MissingRequiredClaimError, "information absente"),
    (jwt.InvalidAlgorithmError, "algorithme"),
    (jwt.exceptions.InvalidSubjectError, "sub"),
)


class KeyMissing(Exception):
    """None of the keys at hand made this signature: the provider may have others by now."""


@dataclass(frozen=True)
class Expected:
    """For whom a token must be, from whom, and as the answer to what."""

    issuer: str
    client: str
    nonce: str | None
    """None for an answer that needs none, since it was asked for with a token of the same exchange."""


def claims_of(token: str, keys: Iterable[Mapping[str, Any]], expected: Expected) -> Mapping[str, Any]:
    """Return what a token says once its signature and its terms are checked.

    Raises `KeyMissing` when no key fits, `ClocksApart` or `IdentityUnproven` otherwise.
    """
    header = _header(token)
    algorithm = header.get("alg")
    if algorithm not in ALGORITHMS:
        raise IdentityUnproven("algorithme")
    for key in _fitting(keys, header.get("kid")):
        try:
            claims = _decoded(token, key, algorithm, expected)
        except (jwt.InvalidSignatureError, jwt.InvalidKeyError, jwt.PyJWKError):
            continue
        _check_parties(claims, expected)
        return claims
    raise KeyMissing


def _header(token: str) -> Mapping[str, Any]:
    if len(token) > _LONGEST_TOKEN:
        raise IdentityUnproven("trop long")
    try:
        return jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        raise IdentityUnproven("forme") from None


def _fitting(keys: Iterable[Mapping[str, Any]], kid: str | None) -> Sequence[Mapping[str, Any]]:
    signing = (key for key in keys if key.get("use", "sig") == "sig" and (kid is None or key.get("kid") == kid))
    return [key for key, _ in zip(signing, range(_MOST_KEYS), strict=False)]


def _decoded(token: str, key: Mapping[str, Any], algorithm: str, expected: Expected) -> Mapping[str, Any]:
    try:
        return jwt.decode(
            token,
            jwt.PyJWK(dict(key), key.get("alg") or algorithm),
            algorithms=list(ALGORITHMS),
            audience=expected.client,
            issuer=expected.issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": _required(expected), "enforce_minimum_key_length": True},
        )
    except (jwt.InvalidSignatureError, jwt.InvalidKeyError, jwt.PyJWKError):
        raise
    except (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError) as error:
        raise ClocksApart("passé" if isinstance(error, jwt.ExpiredSignatureError) else "futur") from None
    except jwt.PyJWTError as error:
        raise IdentityUnproven(next((word for kind, word in _WORDS if isinstance(error, kind)), "forme")) from None


def _required(expected: Expected) -> list[str]:
    return ["iss", "aud", "sub"] if expected.nonce is None else ["iss", "aud", "sub", "exp", "iat", "nonce"]


def _check_parties(claims: Mapping[str, Any], expected: Expected) -> None:
    """Refuse a token for several that does not name us as the one it was given to, and one that answers another request."""
    shared = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (shared or "azp" in claims) and claims.get("azp") != expected.client:
        raise IdentityUnproven("azp")
    if expected.nonce is not None and claims["nonce"] != expected.nonce:
        raise IdentityUnproven("nonce")
    if not 0 < len(claims["sub"]) <= _LONGEST_SUBJECT:
        raise IdentityUnproven("sub")

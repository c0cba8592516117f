"""Passwords and tokens: only what proves them is ever kept. The one door to argon2."""

import hashlib
import secrets
import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assistant.errors import AccountRefused

SHORTEST, LONGEST = 12, 200
"""Characters of a password."""
LONGEST_NAME, _SHORTEST_NAME = 80, 3
"""Characters of the name of an account."""
_AT_ONCE = 2
"""Hashes at the same time: each takes 64 MB."""
_TOKEN_BYTES = 32
_FEWEST_DIFFERENT = 5


class Passwords:
    """Hashes passwords, and checks them in the same time whether the account exists or not."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._slots = BoundedSemaphore(_AT_ONCE)
        self._nobody = self._hasher.hash(secrets.token_urlsafe())

    def hashed(self, password: str) -> str:
        """Return what is kept of a password."""
        with self._slots:
            return self._hasher.hash(_same_letters(password))

    def match(self, kept: str, password: str) -> bool:
        """Tell whether the password is the one that was hashed; nothing matches an empty hash."""
        with self._slots:
            try:
                return self._hasher.verify(kept or self._nobody, _same_letters(password)) and bool(kept)
            except (VerificationError, InvalidHashError):
                return False

    def outdated(self, kept: str) -> bool:
        """Tell whether a password should be hashed anew, with today's parameters."""
        return self._hasher.check_needs_rehash(kept)


def new_token() -> str:
    """Return a secret that nobody can guess, fit for a link or a cookie."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def checked_name(name: str) -> str:
    """Return the name of an account, on one line; raise `AccountRefused` when it cannot be one."""
    name = " ".join(unicodedata.normalize("NFKC", name).split())
    if not name.isprintable() or not _SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        raise AccountRefused(
            f"Un identifiant compte de {_SHORTEST_NAME} à {LONGEST_NAME} caractères.",
            hint="Une adresse de courriel ou un pseudonyme conviennent.",
        )
    return name


def key_of(name: str) -> str:
    """Return the form of a name under which it is unique."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def check_password(password: str, name: str) -> None:
    """Raise `AccountRefused` when a password is too easy to guess for that account."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccountRefused(
            f"Un mot de passe compte au moins {SHORTEST} caractères, et au plus {LONGEST}.",
            hint="Quatre ou cinq mots sans rapport entre eux font un bon mot de passe, facile à retenir.",
        )
    if len(set(password.casefold())) < _FEWEST_DIFFERENT or key_of(name) in key_of(password):
        raise AccountRefused(
            "Ce mot de passe est trop facile à deviner.", hint="Évitez les répétitions, et n’y mettez pas votre identifiant."
        )


def _same_letters(password: str) -> str:
    """Return a password as one sequence of letters, however a keyboard composes its accents."""
    return unicodedata.normalize("NFKC", password)

"""The secret of an installation, from which the marks around a draft are made."""

import logging
import os
import secrets
from pathlib import Path

_LOG = logging.getLogger(__name__)
_FILE = "marques.cle"
_BYTES = 32


def install_secret(folder: Path) -> bytes:
    """Return the secret kept in a folder, made the first time; one for this process alone when nothing can be kept there."""
    path = folder / _FILE
    fresh = secrets.token_bytes(_BYTES)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(fresh)
    except FileExistsError:
        pass
    except OSError as error:
        _LOG.warning("secret not kept: %s", error.strerror)
        return fresh
    kept = path.read_bytes()
    return kept if len(kept) == _BYTES else fresh

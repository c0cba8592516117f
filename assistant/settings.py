"""Settings, read once from the environment by whoever starts the product."""

import os
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SetupError, UnknownSetting

PREFIX = "JURY_BLANC_"
LIBRARY_FILE = "jury-blanc.sqlite"
"""Name, in the data folder, of the database of exemplars."""
_UserPath = Annotated[Path, AfterValidator(Path.expanduser)]


def _default_data_dir() -> Path:
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "jury-blanc"


class Settings(BaseSettings):
    """Every choice an administrator can make; each is a `JURY_BLANC_…` variable."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, use_attribute_docstrings=True)

    data_dir: _UserPath = Field(default_factory=_default_data_dir)
    """Folder of the library of exemplars and of the derived indexes; no candidate's draft is kept there."""
    referentiel: _UserPath | None = None
    """Référentiel to use instead of the shipped one (JSON written by `referentiel import FILE --out referentiel.json`)."""
    index: Literal["chroma", "exact"] = "chroma"
    """Vector index: Chroma with the exact search as fallback, or the exact search alone."""
    interview_b3: int = Field(default=20, ge=8, le=120)
    """Minutes of a mock interview of bloc 3 when none are asked; the référentiel gives it no length."""
    interview_b4: int = Field(default=30, ge=8, le=120)
    """Minutes of the jury's questions on bloc 4 when none are asked; the référentiel gives them no length."""
    host: str = "127.0.0.1"
    """Address on which `serve` listens."""
    port: int = Field(default=8765, ge=1, le=65535)
    """Port on which `serve` listens."""


def load_settings() -> Settings:
    """Read the settings; raise `UnknownSetting` for a misspelt variable, `SetupError` for a bad value."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            bare = [k.removeprefix(PREFIX) for k in sorted(known)]
            close = get_close_matches(name.upper().removeprefix(PREFIX), bare, n=1)
            every = ", ".join(sorted(known))
            hint = f"Vouliez-vous dire {PREFIX}{close[0]}\u00a0?" if close else f"Réglages connus\u00a0: {every}."
            raise UnknownSetting(f"Le réglage {name} n’existe pas.", hint=hint)
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise SetupError(
            f"La valeur du réglage {name} n’est pas acceptée.", hint=f"Valeur reçue\u00a0: «\u00a0{first['input']}\u00a0»."
        ) from error

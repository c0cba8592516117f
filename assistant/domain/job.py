"""A reading that an account asked for: kept until it is done, wherever and whenever it is read."""

from enum import StrEnum

from pydantic import Field

from assistant.domain.base import Frozen


class JobState(StrEnum):
    """Where a reading is."""

    WAITING = "attente"
    RUNNING = "en_cours"
    DONE = "faite"
    ABANDONED = "abandonnee"
    CANCELLED = "annulee"

    @property
    def ended(self) -> bool:
        """Tell whether it changes no more unless somebody asks."""
        return self not in (JobState.WAITING, JobState.RUNNING)


class JobStep(Frozen):
    """Something of a reading that has been done."""

    step: str
    words: str
    """The same, for a person."""


class Job(Frozen):
    """What its owner sees of a reading."""

    id: str
    state: JobState
    title: str
    """Name of the draft; empty once the text is kept elsewhere, or no more."""
    bloc: str
    """Code of a bloc, or `auto`."""
    draft: str | None
    """The draft that the text is a version of; when it is the first one, only once it is read."""
    number: int | None
    """Which version of the draft it became."""
    steps: tuple[JobStep, ...]
    attempts: int = Field(ge=0)
    """How many times a reading of it began."""
    ahead: int = Field(ge=0)
    """How many others come before, while it waits."""
    detail: str
    """Why it was abandoned."""
    hint: str
    created_at: str
    """UTC, ISO 8601."""
    changed_at: str
    """UTC, ISO 8601."""

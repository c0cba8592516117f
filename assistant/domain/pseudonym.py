"""What pseudonymising a text gives: the masked text, every replacement and what may still identify."""

from typing import Literal

from pydantic import Field

from assistant.domain.base import Frozen

IdentityType = Literal[
    "PERSON",
    "EMAIL",
    "PHONE",
    "ADDRESS",
    "TOWN",
    "NIR",
    "SIREN_SIRET",
    "IBAN",
    "NDA",
    "UAI",
    "BIRTHDATE",
    "ORG",
    "URL",
]
"""Kinds of words that identify someone."""


class Replacement(Frozen):
    """A stretch of the original text that a placeholder stands for; the words themselves are not kept."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    type: IdentityType
    placeholder: str
    reason: str
    """In French, what made it recognised."""


class ResidualRisk(Frozen):
    """A stretch of the original text that was left and that a person should look at."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    why: str
    """In French, what it may give away."""


class Pseudonymised(Frozen):
    """A text without its identities; positions refer to the original text."""

    text: str
    replacements: tuple[Replacement, ...]
    risks: tuple[ResidualRisk, ...]

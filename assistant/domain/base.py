"""The base of every value: frozen, strict and self-describing."""

import hashlib
import json
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

FonctionCode = Annotated[str, Field(pattern=r"^F\d+$")]
ActiviteCode = Annotated[str, Field(pattern=r"^A\d+\.\d+$")]
BlocCode = Annotated[str, Field(pattern=r"^B\d+$")]
CompetenceCode = Annotated[str, Field(pattern=r"^C\d+\.\d+$")]
CritereCode = Annotated[str, Field(pattern=r"^B\d+-C\d+$")]
IndicateurCode = Annotated[str, Field(pattern=r"^(B\d+-C\d+|E\d+|T\d+)-I\d+$")]
PointCode = Annotated[str, Field(pattern=r"^[ET]\d+$")]


class Frozen(BaseModel):
    """A value of the domain; two equal values are interchangeable."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    def digest(self) -> str:
        """Return the sha256 of the canonical JSON of this value."""
        canonical = json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()


class Span(Frozen):
    """A half-open interval of code points in the text of a draft."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"span ends at {self.end} before it starts at {self.start}")
        return self

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two intervals share at least one code point."""
        return self.start < other.end and other.start < self.end

"""The base of every value: frozen, strict and self-describing."""

import ast
import hashlib
import inspect
import json
import textwrap
from contextlib import suppress
from itertools import pairwise
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

FonctionCode = Annotated[str, Field(pattern=r"^F\d+$")]
ActiviteCode = Annotated[str, Field(pattern=r"^A\d+\.\d+$")]
BlocCode = Annotated[str, Field(pattern=r"^B\d+$")]
CompetenceCode = Annotated[str, Field(pattern=r"^C\d+\.\d+$")]
CritereCode = Annotated[str, Field(pattern=r"^B\d+-C\d+$")]
IndicateurCode = Annotated[str, Field(pattern=r"^(B\d+-C\d+|E\d+|T\d+)-I\d+$")]
PointCode = Annotated[str, Field(pattern=r"^[ET]\d+$")]


class Frozen(BaseModel):
    """A value of the domain; two equal values are interchangeable."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        # What `use_attribute_docstrings` does: reading sources for every class took an eighth of each start.
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema).get("properties", {})
        said = _said_below(cls)
        for name, field in cls.model_fields.items():
            for called in {name, field.alias, field.serialization_alias} & properties.keys() if name in said else ():
                properties[called].setdefault("description", said[name])
        return schema

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


def _said_below(model: type[BaseModel]) -> dict[str, str]:
    """Return the docstrings under what a model and those that it extends declare; none where there is no source."""
    said: dict[str, str] = {}
    for one in reversed(model.__mro__):
        if one.__module__ == BaseModel.__module__ or not issubclass(one, BaseModel):
            continue
        with suppress(OSError, TypeError):
            tree = ast.parse(textwrap.dedent(inspect.getsource(one))).body[0]
            for field, below in pairwise(ast.iter_child_nodes(tree)):
                match field, below:
                    case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                        said[name] = inspect.cleandoc(words)
    return said

"""The French material of the transforms: read when asked, checked line by line.

Make one `FrenchData()` where it is needed and pass it on; each file is read once for it.
"""

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator

from assistant.errors import SetupError

RESOURCES = Path(__file__).parent / "resources"
_Row = TypeVar("_Row", bound="Row")


class MaterialInvalid(SetupError):
    """A file of French material that is missing or holds a line that cannot be used."""

    code = "materiel_d_evaluation_invalide"


class Row(BaseModel):
    """A line of a file; fields that no transform needs are left aside."""

    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True, str_min_length=1)


class Prose(Row):
    """A paragraph with its name."""

    id: str
    text: str


class Injection(Prose):
    """Words that try to steer an evaluator, and where they are put."""

    family: str
    placement: str


class Foreign(Prose):
    """A paragraph in another language than French."""

    langue: str


class Person(Row):
    """A first and a last name, with the gender that the first name carries and where the names come from."""

    prenom: str
    nom: str
    genre: Literal["f", "m"]
    origine: str

    @field_validator("genre", mode="before")
    @classmethod
    def _first_letter(cls, value: object) -> object:
        words = str(value).lower()
        return "m" if words.startswith(("m", "h")) else words[:1]


class Organisation(Row):
    """An invented organisation."""

    nom: str = Field(min_length=2)


class FrenchData:
    """The files of one folder as typed values."""

    def __init__(self, folder: Path = RESOURCES) -> None:
        self._folder = folder

    @cached_property
    def injections(self) -> tuple[Injection, ...]:
        """Return the attacks in French, then those in English."""
        return self._rows("injections_fr.jsonl", Injection) + self._rows("injections_en.jsonl", Injection)

    @cached_property
    def benign_instructions(self) -> tuple[Prose, ...]:
        """Return honest prose that quotes instructions, which must raise no alarm."""
        return self._rows("benign_instructions_fr.jsonl", Prose)

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Return the names of people."""
        return self._rows("noms.jsonl", Person)

    @cached_property
    def organisations(self) -> tuple[str, ...]:
        """Return the names of invented organisations."""
        return tuple(o.nom for o in self._rows("organismes.jsonl", Organisation))

    @cached_property
    def towns(self) -> tuple[str, ...]:
        """Return the names of towns."""
        return tuple(line for _, line in self._lines("villes.txt"))

    @cached_property
    def filler(self) -> tuple[str, ...]:
        """Return neutral paragraphs that say nothing of any critère."""
        return tuple(p.text for p in self._rows("remplissage.jsonl", Prose))

    @cached_property
    def off_topic(self) -> tuple[str, ...]:
        """Return paragraphs on other subjects."""
        return tuple(p.text for p in self._rows("hors_sujet.jsonl", Prose))

    @cached_property
    def foreign(self) -> tuple[Foreign, ...]:
        """Return paragraphs in other languages, which say concretely what was done."""
        return self._rows("autres_langues.jsonl", Foreign)

    @cached_property
    def synonyms(self) -> tuple[tuple[str, str], ...]:
        """Return pairs of words that say the same."""
        return self._pairs("synonymes.tsv")

    @cached_property
    def negations(self) -> tuple[tuple[str, str], ...]:
        """Return affirmations, each with its denial."""
        return self._pairs("negations.tsv")

    @cached_property
    def pseudo_negations(self) -> tuple[tuple[str, str], ...]:
        """Return affirmations, each with another wording that only looks like a denial."""
        return self._pairs("pseudo_negations.tsv")

    @cached_property
    def neighbours(self) -> Mapping[str, str]:
        """Return, for each letter, the letters around it on an AZERTY keyboard."""
        name = "azerty.json"
        try:
            found = TypeAdapter(dict[str, str | list[str]]).validate_json(self._read(name))
        except ValidationError as error:
            raise _invalid(name, None, error) from error
        return {letter: "".join(around) for letter, around in found.items()}

    def _rows(self, name: str, kind: type[_Row]) -> tuple[_Row, ...]:
        found: list[_Row] = []
        for number, line in self._lines(name):
            try:
                found.append(kind.model_validate(json.loads(line)))
            except ValueError as error:
                raise _invalid(name, number, error) from error
        return tuple(found)

    def _pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        found: list[tuple[str, str]] = []
        for number, line in self._lines(name):
            first, _, second = (part.strip() for part in line.partition("\t"))
            if not first or not second or "\t" in second or first == second:
                raise _invalid(name, number, ValueError("deux textes différents séparés par une tabulation sont attendus"))
            found.append((first, second))
        return tuple(found)

    def _lines(self, name: str) -> list[tuple[int, str]]:
        """Return the numbered lines that hold something; a line that starts with `#` is a comment."""
        lines = enumerate(self._read(name).splitlines(), start=1)
        found = [(n, line.strip("\n\r ")) for n, line in lines if line.strip() and not line.startswith("#")]
        if not found:
            raise _invalid(name, None, ValueError("le fichier est vide"))
        return found

    def _read(self, name: str) -> str:
        try:
            return (self._folder / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise _invalid(name, None, error) from error


def _invalid(name: str, line: int | None, error: Exception) -> MaterialInvalid:
    if isinstance(error, ValidationError):
        why = " ; ".join(f"{'.'.join(map(str, e['loc']))} : {e['msg']}" for e in error.errors())
    elif isinstance(error, FileNotFoundError):
        why = "il manque"
    else:
        why = str(error)
    place = f"{name}, ligne {line}" if line else name
    return MaterialInvalid(
        f"Le fichier d’évaluation « {place} » ne peut pas servir : {why}.",
        hint="Rétablissez le dossier evaluations/resources, ou corrigez cette ligne.",
    )

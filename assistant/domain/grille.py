"""What we add to the référentiel: opinion, with a version number and a basis for each line."""

from enum import StrEnum
from typing import Literal

from assistant.domain.base import BlocCode, CompetenceCode, CritereCode, Frozen, IndicateurCode, PointCode


class Basis(StrEnum):
    """Where an indicateur comes from; `EXPERT` ones never block a critère."""

    LIBELLE = "libelle"
    COMPETENCE = "competence"
    EXPERT = "expert"
    DERIVE = "derive"
    """Derived mechanically from the wording, for a référentiel without expert grille."""


class Indicateur(Frozen):
    """One observable thing that helps to show a critère."""

    code: IndicateurCode
    label: str
    description: str
    essential: bool
    basis: Basis
    evidence: tuple[str, ...] = ()
    """Forms of evidence that fit (`nombre`, `date`, `acteur_nomme`, `tableau`…)."""
    cues: tuple[str, ...] = ()
    """Vocabulary of the theme: it finds passages, it proves nothing."""
    counter_cues: tuple[str, ...] = ()
    advice: str
    question: str
    regulatory: tuple[str, ...] = ()


class CritereGrille(Frozen):
    """The expected elements of one critère, or of one point of the interview."""

    code: CritereCode | PointCode
    texte: str
    competences: tuple[CompetenceCode, ...] = ()
    expected: str
    typical_failure: str = ""
    example_strong: str = ""
    example_weak: str = ""
    indicateurs: tuple[Indicateur, ...]

    def blocking(self) -> tuple[Indicateur, ...]:
        """Return the indicateurs without which a jury finds the critère fragile."""
        essential = tuple(i for i in self.indicateurs if i.essential and i.basis is not Basis.EXPERT)
        if len(essential) >= 2:
            return essential
        worded = tuple(i for i in self.indicateurs if i.basis is Basis.LIBELLE)
        return worded or essential


class Grille(Frozen):
    """The grille of one bloc."""

    bloc: BlocCode
    version: str
    derived: bool = False
    simulated: bool = True
    """Whether the bloc is a simulated production, where a plan is evidence."""
    criteres: tuple[CritereGrille, ...]

    def critere(self, code: str) -> CritereGrille:
        """Return the expected elements of that critère; `KeyError` when it has none."""
        for critere in self.criteres:
            if critere.code == code:
                return critere
        raise KeyError(code)


class Fait(Frozen):
    """A dated regulatory fact with its sources and how far it was checked."""

    id: str
    title: str
    status: str
    effective: str
    statement: str
    sources: tuple[str, ...]
    confidence: str


class OutdatedCheck(Frozen):
    """A statement that regulation has overtaken, and how to recognise it."""

    id: str
    pattern: str
    """Regular expression on folded text (lower case, no accents, plain apostrophes)."""
    severity: Literal["info", "attention", "erreur"]
    message: str
    fact: str
    exception: str | None = None
    """Regular expression that, found in the same sentence, cancels the finding."""
    context: str | None = None
    """Regular expression that must also be found in the same sentence or its neighbours."""


class Mistake(Frozen):
    """A common mistake of candidates, with what to do instead."""

    mistake: str
    why: str
    advice: str
    source: str


class Definition(Frozen):
    """A word of the trade, explained; written for candidates, not an official text."""

    terme: str
    aussi: tuple[str, ...] = ()
    """Other ways to say it, which a question may use."""
    definition: str
    distinct: str = ""
    """What it is confused with, and how to keep the two apart."""
    faits: tuple[str, ...] = ()

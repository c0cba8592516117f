"""The référentiel, as its owner wrote it: law, not opinion."""

from typing import Literal

from pydantic import Field

from assistant.domain.base import (
    ActiviteCode,
    BlocCode,
    CompetenceCode,
    CritereCode,
    FonctionCode,
    Frozen,
    PointCode,
)
from assistant.errors import UnknownCode


class ReportLine(Frozen):
    """One thing the import understood, could not place, or found missing."""

    severity: Literal["info", "warning", "error"]
    where: str
    """Place in the source, in French (« ligne 12, colonne 3 », « bloc B3 »)."""
    message: str


class Limite(Frozen):
    """A formal limit stated by a modality, as data."""

    kind: Literal["caracteres_max", "pages", "minutes", "examinateurs"]
    value: int
    texte: str
    """The words of the source that state it."""


class Modalite(Frozen):
    """One way in which a bloc is assessed."""

    texte: str
    limites: tuple[Limite, ...] = ()


class Competence(Frozen):
    """A compétence, whole and split into action, finalité and moyens."""

    code: CompetenceCode
    texte: str
    action: str
    finalite: str | None = None
    """The part that starts with « afin de »."""
    moyens: str | None = None
    """The part that starts with « en » and a gerund."""


class Critere(Frozen):
    """An assessment criterion in the source's words; its code is ours, by order."""

    code: CritereCode
    texte: str


class Activite(Frozen):
    """An activité and its tasks."""

    code: ActiviteCode
    intitule: str
    fonction: FonctionCode | None = None
    taches: tuple[str, ...] = ()


class Fonction(Frozen):
    """A fonction of the profession, which groups activités."""

    code: FonctionCode
    intitule: str


class Bloc(Frozen):
    """A bloc de compétences: compétences, critères and modalités of one activité."""

    code: BlocCode
    intitule: str
    activite: ActiviteCode | None = None
    competences: tuple[Competence, ...] = ()
    criteres: tuple[Critere, ...] = ()
    modalites: tuple[Modalite, ...] = ()


class PointEntretien(Frozen):
    """One thing the final interview verifies."""

    code: PointCode
    texte: str


class EntretienFinal(Frozen):
    """The final interview and its points."""

    minutes: int | None = None
    texte: str
    points: tuple[PointEntretien, ...] = ()


class Referentiel(Frozen):
    """A whole référentiel: what is done, what is known, how it is assessed."""

    schema_: Literal["jury-blanc/referentiel/1"] = Field("jury-blanc/referentiel/1", alias="schema")
    intitule: str | None = None
    fonctions: tuple[Fonction, ...] = ()
    activites: tuple[Activite, ...] = ()
    blocs: tuple[Bloc, ...]
    entretien_final: EntretienFinal | None = None
    attribution: str | None = None
    """How the title is awarded, in the source's words."""
    report: tuple[ReportLine, ...] = ()

    model_config = Frozen.model_config | {"serialize_by_alias": True, "validate_by_name": True, "validate_by_alias": True}

    def bloc(self, code: str) -> Bloc:
        """Return the bloc of that code; raise `UnknownCode` otherwise."""
        for bloc in self.blocs:
            if bloc.code == code:
                return bloc
        known = ", ".join(b.code for b in self.blocs)
        raise UnknownCode(f"Le bloc « {code} » n’existe pas dans ce référentiel.", hint=f"Blocs connus : {known}.")

    def critere(self, code: str) -> Critere:
        """Return the critère of that code; raise `UnknownCode` otherwise."""
        bloc = self.bloc(code.partition("-")[0])
        for critere in bloc.criteres:
            if critere.code == code:
                return critere
        known = ", ".join(c.code for c in bloc.criteres)
        raise UnknownCode(f"Le critère « {code} » n’existe pas.", hint=f"Critères du bloc {bloc.code} : {known}.")

    def part(self, code: str) -> "Bloc | Critere | Competence | PointEntretien":
        """Return whatever has that code: bloc, critère, compétence or interview point."""
        wanted = code.upper()
        if "-" in wanted:
            return self.critere(wanted)
        points = self.entretien_final.points if self.entretien_final else ()
        competences = (c for b in self.blocs for c in b.competences)
        found = next((c for c in competences if c.code == wanted), None) or next((p for p in points if p.code == wanted), None)
        return found or self.bloc(wanted)

    def identity(self) -> str:
        """Return the sha256 of the content, the import report left out."""
        return Referentiel(**(dict(self) | {"report": ()})).digest()

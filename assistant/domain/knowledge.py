"""Everything the product knows before it reads a draft."""

from assistant.domain.base import Frozen
from assistant.domain.grille import CritereGrille, Definition, Fait, Grille, Mistake, OutdatedCheck
from assistant.domain.interview import SpokenCritere
from assistant.domain.referentiel import Referentiel
from assistant.errors import UnknownCode

MOIS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")


class EvidenceForm(Frozen):
    """A form of evidence: its identifier in the grilles and the name a candidate reads."""

    id: str
    label: str


class Knowledge(Frozen):
    """The référentiel and what we add to it, already checked against each other."""

    referentiel: Referentiel
    grilles: tuple[Grille, ...]
    """One per bloc of the référentiel, in its order; expert or derived."""
    entretien: tuple[CritereGrille, ...]
    """Expected elements of the points of the final interview."""
    oral: tuple[SpokenCritere, ...] = ()
    """How a jury speaks of the critères and points that have expert words; readings never use it."""
    transversal: tuple[CritereGrille, ...]
    """What makes any writing good, whatever the bloc; nothing of it blocks."""
    faits: tuple[Fait, ...]
    controles: tuple[OutdatedCheck, ...]
    erreurs: tuple[Mistake, ...]
    definitions: tuple[Definition, ...] = ()
    formes: tuple[EvidenceForm, ...]
    vague_cues: tuple[str, ...]
    generic_cues: tuple[str, ...]
    version: str
    """Declared version of the expert files and a digest of them: equal versions, equal files."""
    knowledge_date: str
    """Month up to which the regulatory sources were read, as `2026-05`."""

    @property
    def knowledge_date_shown(self) -> str:
        """Return the date of the regulatory knowledge as a candidate reads it (« mai 2026 »)."""
        year, month = self.knowledge_date.split("-")
        return f"{MOIS[int(month) - 1]} {year}"

    def grille(self, bloc: str) -> Grille:
        """Return the grille of that bloc; raise `UnknownCode` otherwise."""
        for grille in self.grilles:
            if grille.bloc == bloc:
                return grille
        known = ", ".join(g.bloc for g in self.grilles)
        raise UnknownCode(f"Aucune grille pour le bloc « {bloc} ».", hint=f"Blocs connus : {known}.")

    def critere(self, code: str) -> CritereGrille:
        """Return the expected elements of a critère, an interview point or a cross dimension."""
        of_blocs = (critere for grille in self.grilles for critere in grille.criteres)
        for critere in (*of_blocs, *self.entretien, *self.transversal):
            if critere.code == code:
                return critere
        raise UnknownCode(
            f"« {code} » n’est ni un critère, ni un point d’entretien, ni une dimension.",
            hint="Un code s’écrit comme « B1-C3 », « E2 » ou « T1 ».",
        )

    def fait(self, fait: str) -> Fait:
        """Return the regulatory fact of that identifier; raise `UnknownCode` otherwise."""
        for known in self.faits:
            if known.id == fait:
                return known
        raise UnknownCode(f"Le fait « {fait} » n’existe pas.", hint="Les faits sont listés dans faits.yaml.")

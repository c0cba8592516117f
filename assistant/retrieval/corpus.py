"""What can be searched: the référentiel and the dated facts, each with words people use for it."""

from collections.abc import Iterable

from assistant.domain.base import Frozen
from assistant.domain.conversation import SourceKind
from assistant.domain.grille import CritereGrille, Indicateur
from assistant.domain.knowledge import Knowledge
from assistant.domain.referentiel import EntretienFinal, Referentiel


class Entry(Frozen):
    """One thing that a search can return."""

    code: str
    kind: SourceKind
    text: str
    """Its own wording, shown as it is."""
    expansion: str = ""
    """Expert vocabulary that helps to find it and is never shown."""
    indicateurs: tuple[Indicateur, ...] = ()
    """What a jury looks for under it."""

    @property
    def searched(self) -> str:
        """Return the text that is indexed."""
        return f"{self.text} {self.text} {self.expansion}"


def corpus(knowledge: Knowledge) -> tuple[Entry, ...]:
    """Return every entry, in the order of the référentiel."""
    return (*_criteres(knowledge), *_competences(knowledge), *_modalites(knowledge), *_faits(knowledge))


def _criteres(knowledge: Knowledge) -> Iterable[Entry]:
    competences = {c.code: c.texte for b in knowledge.referentiel.blocs for c in b.competences}
    for grille in knowledge.grilles:
        for critere in grille.criteres:
            linked = " ".join(competences[c] for c in critere.competences)
            yield Entry(
                code=critere.code,
                kind="critere",
                text=critere.texte,
                expansion=f"{critere.expected} {_vocabulary(critere)} {linked}",
                indicateurs=critere.indicateurs,
            )


def _competences(knowledge: Knowledge) -> Iterable[Entry]:
    for bloc in knowledge.referentiel.blocs:
        grille = knowledge.grille(bloc.code)
        for competence in bloc.competences:
            linked = [c for c in grille.criteres if competence.code in c.competences]
            yield Entry(
                code=competence.code,
                kind="competence",
                text=competence.texte,
                expansion=" ".join(f"{i.label} {i.description}" for c in linked for i in c.indicateurs),
                indicateurs=tuple(i for c in linked for i in c.indicateurs),
            )


def _modalites(knowledge: Knowledge) -> Iterable[Entry]:
    referentiel = knowledge.referentiel
    for bloc in referentiel.blocs:
        for number, modalite in enumerate(bloc.modalites, start=1):
            yield Entry(
                code=f"{bloc.code}-M{number}",
                kind="modalite",
                text=modalite.texte,
                expansion=f"bloc {bloc.code[1:]} épreuve modalité d’évaluation longueur jury écrit oral {bloc.intitule}",
            )
    final = referentiel.entretien_final
    if final is not None:
        yield Entry(
            code="ENTRETIEN",
            kind="modalite",
            text=_final_text(referentiel, final),
            expansion="entretien final oral jury durée minutes déroulement épreuve obtenir le titre capitalisation des blocs",
        )
        for point in final.points:
            helped = next((c for c in knowledge.entretien if c.code == point.code), None)
            words = f"{helped.expected} {_vocabulary(helped)}" if helped else ""
            yield Entry(code=point.code, kind="modalite", text=point.texte, expansion=f"entretien final {words}")


def _final_text(referentiel: Referentiel, final: EntretienFinal) -> str:
    points = "\u00a0; ".join(point.texte for point in final.points)
    return " ".join(filter(None, (referentiel.attribution, final.texte, points)))


def _faits(knowledge: Knowledge) -> Iterable[Entry]:
    for fait in knowledge.faits:
        yield Entry(code=fait.id, kind="fait", text=f"{fait.title}. {fait.statement}")


def _vocabulary(critere: CritereGrille) -> str:
    return " ".join(f"{i.label} {i.description} {i.advice} {i.question} {' '.join(i.cues)}" for i in critere.indicateurs)

import pytest
from candidates import scored
from drafts import draft_from_markdown

from assistant.assessment.evidence import PassageRules, Situation
from assistant.domain.base import Span
from assistant.domain.feedback import Etat
from assistant.domain.grille import Basis, Indicateur
from assistant.text.segment import passages

WORDING = "Les possibilités de financement d'un parcours de formation sont listées et comparées"
INDICATEUR = Indicateur(
    code="B1-C1-I1",
    label="Comparaison",
    description="Les solutions sont comparées.",
    essential=True,
    basis=Basis.LIBELLE,
    evidence=("montant", "date"),
    advice="Comparer.",
    question="Comment ?",
)
OPTIONAL = INDICATEUR.model_copy(update={"essential": False})


def _state(paragraph: str, simulated: bool = True, indicateur: Indicateur = INDICATEUR) -> Etat:
    draft = draft_from_markdown(paragraph)
    (passage,) = passages(draft)
    candidate = scored(passage, Span(start=passage.start, end=passage.end))
    situation = Situation(simulated=simulated, wordings=(WORDING,))
    return PassageRules(draft.text, candidate.passage, situation).state(indicateur, candidate)


STRONG = "J’ai comparé avec Mme Alba trois devis (2 340 €, 3 100 € et 4 000 €) dans un tableau remis le 3 mars."
WEAK = "J’ai comparé les devis le 3 mars."


def test_a_situation_told_with_four_forms_of_evidence_attests() -> None:
    assert _state(STRONG) is Etat.ATTESTE


def test_less_evidence_shows_in_part() -> None:
    assert _state(WEAK) is Etat.PARTIEL


@pytest.mark.parametrize(
    "said",
    [
        f"{WORDING}.",
        "Je liste et je compare les possibilités de financement d'un parcours de formation.",
        "Les trois possibilités de financement d'un parcours de formation sont listées et comparées.",
        "Je veillerai à comparer les financements avec le responsable, dans un tableau.",
        "Divers financements adaptés seront étudiés avec l’équipe.",
        "On distingue trois familles de financement, que le responsable compare dans un tableau.",
        "Un organisme compare les devis et tient un tableau, car le budget doit être équilibré.",
        "La comparaison des financements est une étape clé.",
    ],
)
def test_words_without_a_situation_only_evoke(said: str) -> None:
    assert _state(said) is Etat.EVOQUE


@pytest.mark.parametrize(
    "said",
    [
        "Je n’ai pas comparé avec Mme Alba les trois devis (2 340 €, 3 100 € et 4 000 €) dans un tableau remis le 3 mars.",
        "Aucun devis n’a été comparé avec Mme Alba.",
        f"{STRONG} En réalité, rien de tout cela n’a été fait.",
        f"{STRONG} Tout cela reste à faire.",
    ],
)
def test_a_denial_contradicts_whatever_figures_it_holds(said: str) -> None:
    assert _state(said) is Etat.CONTREDIT


def test_a_denial_beside_the_point_does_not_undo_what_was_done() -> None:
    assert _state(f"{STRONG} La directrice n’a pas pu venir à cette réunion.") is Etat.ATTESTE


def test_what_others_did_elsewhere_is_not_the_candidate_s() -> None:
    assert _state(f"Chez mon ancien employeur, tout était suivi. {STRONG}") is Etat.ABSENT


def test_a_dated_and_assigned_plan_counts_in_a_simulated_production_only() -> None:
    plan = "La coordinatrice remettra le tableau comparatif le 3 mars."
    assert _state(plan, simulated=True) is Etat.ATTESTE
    assert _state("La coordinatrice comparera les devis le 3 mars.", simulated=True) is Etat.PARTIEL
    assert _state("La coordinatrice comparera les devis le 3 mars.", simulated=False) is Etat.EVOQUE


def test_what_does_not_apply_is_said_so_only_for_what_is_not_essential() -> None:
    said = "Sans objet pour cette session."
    assert _state(said, indicateur=OPTIONAL) is Etat.SANS_OBJET
    assert _state(said) is Etat.EVOQUE


def test_rows_of_a_table_count_without_a_person() -> None:
    rows = "| Dispositif | Reste à charge |\n|---|---|\n| CPF | 3 960 € |\n| OPCO | 0 € |"
    assert _state(rows) in (Etat.PARTIEL, Etat.ATTESTE)

import pytest
from drafts import draft_from_markdown

from assistant.assessment.evidence import ABOUT, Situation, read_indicateur
from assistant.domain.base import Span
from assistant.domain.feedback import Etat, IndicateurReading
from assistant.domain.grille import Basis, Indicateur
from assistant.protocols import ScoredPassage
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


def _read(*paragraphs: str, simulated: bool = True, score: float = 0.5, indicateur: Indicateur = INDICATEUR) -> IndicateurReading:
    draft = draft_from_markdown("\n\n".join(paragraphs))
    candidates = [
        ScoredPassage(passage=p, score=score, focus=Span(start=p.start, end=p.end), best=p.sentences[0]) for p in passages(draft)
    ]
    reading = read_indicateur(draft.text, indicateur, candidates, Situation(simulated=simulated, wordings=(WORDING,)))
    assert all(e.grounded_in(draft.text) for e in reading.evidence)
    return reading


def _state(*paragraphs: str, simulated: bool = True) -> Etat:
    return _read(*paragraphs, simulated=simulated).etat


STRONG = "J’ai comparé avec Mme Alba trois devis (2 340 €, 3 100 € et 4 000 €) dans un tableau remis le 3 mars."
WEAK = "J’ai comparé les devis le 3 mars."


def test_a_situation_told_with_four_forms_of_evidence_attests() -> None:
    assert _state(STRONG) is Etat.ATTESTE


def test_less_evidence_shows_in_part() -> None:
    assert _state(WEAK) is Etat.PARTIEL


def test_two_partial_passages_attest_together_and_both_are_quoted() -> None:
    reading = _read(WEAK, "J’ai relu les trois conventions.")
    assert reading.etat is Etat.ATTESTE
    assert [e.quote for e in reading.evidence] == [WEAK, "J’ai relu les trois conventions."]


def test_the_strongest_passage_decides() -> None:
    reading = _read("La comparaison est au cœur de la démarche.", STRONG)
    assert (reading.etat, [e.quote for e in reading.evidence]) == (Etat.ATTESTE, [STRONG])


def test_nothing_found_is_absent_and_quotes_nothing() -> None:
    assert _read(STRONG, score=ABOUT - 0.01) == IndicateurReading(code=INDICATEUR.code, etat=Etat.ABSENT)
    assert _read() == IndicateurReading(code=INDICATEUR.code, etat=Etat.ABSENT)


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
    assert _read(said, indicateur=OPTIONAL) == IndicateurReading(code=INDICATEUR.code, etat=Etat.SANS_OBJET)
    assert _read(said).etat is Etat.EVOQUE


def test_rows_of_a_table_count_without_a_person() -> None:
    rows = "| Dispositif | Reste à charge |\n|---|---|\n| CPF | 3 960 € |\n| OPCO | 0 € |"
    assert _state(rows) in (Etat.PARTIEL, Etat.ATTESTE)

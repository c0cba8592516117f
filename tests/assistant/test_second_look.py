import random

import numpy as np
import pytest
from assistants import RANKS, long_enough, niveaux
from drafts import draft_from_markdown

from assistant.assessment.embedded import PassagesRead
from assistant.assessment.features import PairReader
from assistant.assessment.second_look import SecondLook
from assistant.bootstrap import Assistant
from assistant.domain.base import Span
from assistant.domain.feedback import Niveau
from assistant.protocols import AssessmentRequest
from assistant.text.segment import passages
from evaluations.transforms.direction import RemoveQuotes

ELSEWHERE = (
    "Pour Maëva, malentendante, tout était en place au premier jour : micro-cravate venu de l'Agefiph, formateur prévenu de ne "
    "jamais parler dos au four, dix minutes de plus à l'oral, et une ligne sur la fiche d'inscription pour dire ses besoins. Le "
    "mérite en revient à l'institut de jeunes sourds de Saint-Brieuc, qui la suit depuis 2019 et dont l'éducateur, Hervé Le Goff, "
    "est venu deux matinées régler le matériel et écrire la procédure. « {} pour vous ce que je fais pour tous les centres », "
    "m'a-t-il dit en partant. {} le micro jusqu'en juin."
)
ALLIES = (
    "Trois alliances, trois raisons :\n- le GEIQ Propreté, parce qu'il emploie déjà 60 salariés en insertion ;\n- le CFA Métalya, "
    "seul du réseau à disposer d'une presse de 200 tonnes ;\n- la mission locale du Pays de Lure, pour repérer les candidats.\n\n"
    "J'ai écarté le lycée Ferry, dont le plateau est identique au nôtre : aucune complémentarité."
)
CARVING = (
    "Mardi, séance de découpe au CFA, 10 h 20 : Enzo montre sur son téléphone la photo d'un gigot massacré chez son patron. « On "
    "verra plus tard », répond le formateur, et il passe à la diapositive suivante. Personne n'en reparlera. La scène n'a été "
    "observée qu'une fois : elle vaut comme exemple, pas comme constat général."
)
RACI = (
    "Le tableau RACI couvre neuf tâches. Annuler une séance : décision de la coordinatrice, Mme Lorca, et en son absence de M. "
    "Bellec ; le formateur propose, le secrétariat prévient les stagiaires et l'entreprise. Suivre les absences : Mme Adjovi, tous "
    "les jours avant dix heures. Tenir le lien avec les deux ergothérapeutes extérieures : moi. Les lettres de mission des sept "
    "intervenants, externes compris, ont été signées fin août."
)
TOLD = "J’ai réuni l’équipe le 4 mai. Je n’ai pas comparé les devis. Je prévois de signer la convention. Il pleuvait."


def _look(assistant: Assistant, text: str, *, simulated: bool) -> SecondLook:
    matcher, critere = assistant.matcher, assistant.knowledge.critere("B4-C1")
    return SecondLook(
        AssessmentRequest(text=text, critere=critere, wordings=(), simulated=simulated, candidates={}, again=matcher.scored)
    )


@pytest.mark.parametrize(("simulated", "versions"), [(True, 1), (False, 3)])
def test_each_denial_and_each_plan_of_a_real_mission_is_said_as_done(
    assistant: Assistant, simulated: bool, versions: int
) -> None:
    (passage,) = passages(draft_from_markdown(TOLD))
    look = _look(assistant, TOLD, simulated=simulated)
    assert look.as_done(passage) == look.as_done(passage) == tuple(range(versions))


def test_a_version_reads_as_the_same_words_read_by_themselves(assistant: Assistant) -> None:
    (passage,) = passages(draft_from_markdown(TOLD))
    critere = assistant.knowledge.critere("B4-C1")
    look = _look(assistant, TOLD, simulated=True)
    (number,) = look.as_done(passage)
    look.read(critere.indicateurs)
    for version, words in ((number, TOLD.replace("Je n’ai pas", "J’ai")),):
        alone = passages(draft_from_markdown(words))
        found = assistant.matcher.candidates(words, alone, critere.indicateurs)
        reader = PairReader(words, (), simulated=True)
        for indicateur in critere.indicateurs:
            expected = reader.rows(critere, indicateur, found[indicateur.code])
            assert look.rows(critere, indicateur, [version]).tolist() == expected.tolist()


def test_what_is_denied_counts_at_most_as_much_as_if_it_were_done() -> None:
    likely = np.array([[0.7, 0.6, 0.0], [0.4, 0.5, 0.2]])
    nothing = np.zeros(2, dtype=np.bool_)
    read = PassagesRead(likely, False, nothing, nothing, nothing)
    bound = read.bounded(np.array([[0.3, 0.9], [1.0, 1.0]]))
    assert bound.likely.tolist() == [[0.3, 0.6, 0.0], [0.4, 0.5, 0.2]]


def _rank(assistant: Assistant, text: str, critere: str) -> int:
    return RANKS[niveaux(assistant.review(draft_from_markdown(text), critere[:2]))[critere] or Niveau.ABSENT]


def test_denying_what_was_done_raises_nothing(assistant: Assistant) -> None:
    said = ELSEWHERE.format("J'ai fait", "Nous avons gardé")
    denied = ELSEWHERE.format("Je n'ai pas fait", "Nous n'avons pas gardé")
    assert _rank(assistant, long_enough(denied), "B1-C2") <= _rank(assistant, long_enough(said), "B1-C2")


def test_what_is_left_is_the_passage_without_what_is_quoted(assistant: Assistant) -> None:
    (passage,) = passages(draft_from_markdown(TOLD))
    critere = assistant.knowledge.critere("B4-C1")
    look = _look(assistant, TOLD, simulated=True)
    number = look.left(passage, passage.sentences[:1])
    assert number is not None
    assert look.left(passage, passage.sentences) is None
    look.read(critere.indicateurs)
    words = TOLD.partition(" ")[2].partition("4 mai. ")[2]
    (alone,) = passages(draft_from_markdown(words))
    for indicateur in critere.indicateurs:
        (found,) = assistant.matcher.candidates(words, [alone], critere.indicateurs)[indicateur.code]
        expected = PairReader(words, (), simulated=True).rows(critere, indicateur, [found])
        assert look.rows(critere, indicateur, [number]).tolist() == expected.tolist()
        best = look.best(indicateur, number)
        assert TOLD[best.start : best.end] == words[found.best.start : found.best.end]


@pytest.mark.parametrize(("told", "critere"), [(ALLIES, "B5-C6"), (CARVING, "B6-C2"), (RACI, "B2-C3")])
def test_taking_out_what_is_quoted_raises_nothing(assistant: Assistant, told: str, critere: str) -> None:
    text = long_enough(told)
    report = assistant.review(draft_from_markdown(text), critere[:2])
    (found,) = (a for a in report.assessments if a.critere == critere)
    quoted = tuple(Span(start=e.start, end=e.end) for r in found.indicateurs for e in r.evidence)
    rest = RemoveQuotes(quoted).apply(text, random.Random(0))
    assert rest is not None
    assert _rank(assistant, rest.text, critere) <= _rank(assistant, text, critere)

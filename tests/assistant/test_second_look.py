import numpy as np
import pytest
from assistants import RANKS, long_enough, niveaux
from drafts import draft_from_markdown

from assistant.assessment.embedded import PassagesRead
from assistant.assessment.features import PairReader
from assistant.assessment.second_look import SecondLook
from assistant.bootstrap import Assistant
from assistant.domain.feedback import Niveau
from assistant.protocols import AssessmentRequest
from assistant.text.segment import passages

ELSEWHERE = (
    "Pour Maëva, malentendante, tout était en place au premier jour : micro-cravate venu de l'Agefiph, formateur prévenu de ne "
    "jamais parler dos au four, dix minutes de plus à l'oral, et une ligne sur la fiche d'inscription pour dire ses besoins. Le "
    "mérite en revient à l'institut de jeunes sourds de Saint-Brieuc, qui la suit depuis 2019 et dont l'éducateur, Hervé Le Goff, "
    "est venu deux matinées régler le matériel et écrire la procédure. « {} pour vous ce que je fais pour tous les centres », "
    "m'a-t-il dit en partant. {} le micro jusqu'en juin."
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

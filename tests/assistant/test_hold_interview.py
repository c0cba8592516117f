"""A mock interview as a state machine: what is asked next, what an answer lacks, what is remembered."""

import pytest

from assistant.bootstrap import Assistant
from assistant.domain.interview import FollowUp, InterviewPlan, Phase, Question
from assistant.domain.session import Session
from assistant.errors import InputError
from assistant.hold_interview import answer, begin, debrief, help_on, is_over, prompt
from assistant.oral.parts import parts_missing, parts_shown
from assistant.oral.soundness import LONGEST_ANSWER

WHOLE = (
    "En mars 2025, avec la directrice et six tuteurs, j’ai construit la grille de suivi. "
    "Le taux d’abandon est passé de 22 % à 9 %. Avec le recul, je la ferais plus courte parce que les tuteurs manquaient de temps."
)
NO_RESULT = "En mars 2025, avec six tuteurs, j’ai construit la grille de suivi parce que chacun notait autrement."


def _question(number: int, code: str) -> Question:
    return Question(
        text=f"Question numéro {number}\u00a0?",
        probes=(code,),
        why="Pour voir.",
        expected=("Une situation datée.",),
        follow_ups=(
            FollowUp(when="action", text="Et vous, qu’avez-vous fait\u00a0?"),
            FollowUp(when="resultat", text="Et qu’est-ce que cela a donné\u00a0?"),
        ),
    )


@pytest.fixture
def plan() -> InterviewPlan:
    phases = (
        Phase(title="Accueil", minutes=2, questions=(_question(1, "B3-C1"),)),
        Phase(title="Échange", minutes=6, questions=(_question(2, "B3-C2"), _question(3, "B3-C3"), _question(4, "B3-C2"))),
        Phase(title="Fin", minutes=2, questions=(_question(5, "B3-C3"),)),
    )
    return InterviewPlan(kind="B3", style="terrain", seed=1, minutes=10, phases=phases, notice="Sans note.")


def _at(session: Session, number: int) -> Session:
    while session.at < number:
        session = answer(session, "")
    return session


def test_questions_come_one_at_a_time_in_order_until_all_are_asked(plan: InterviewPlan) -> None:
    session = begin(plan)
    seen = []
    while not is_over(session):
        asked = prompt(session)
        assert asked is not None
        seen.append((asked.question, asked.phase, asked.of))
        session = answer(session, "")
    assert seen == [(1, "Accueil", 5), (2, "Échange", 5), (3, "Échange", 5), (4, "Échange", 5), (5, "Fin", 5)]
    assert prompt(session) is None
    with pytest.raises(InputError):
        answer(session, "Encore un mot.")


def test_a_relance_asks_for_the_part_that_the_answer_lacks(plan: InterviewPlan) -> None:
    asked = prompt(answer(_at(begin(plan), 2), NO_RESULT))
    assert asked is not None
    assert (asked.question, asked.relance, asked.text) == (2, "resultat", "Et qu’est-ce que cela a donné\u00a0?")


def test_parts_that_the_plan_foresaw_are_asked_for_first(plan: InterviewPlan) -> None:
    text = "J’ai construit la grille moi-même, un soir, à la maison, sur un coin de table."
    assert parts_missing(text) == ("contexte", "resultat", "analyse")
    assert answer(_at(begin(plan), 2), text).pending == "resultat"


def test_the_answer_to_a_relance_completes_the_first_and_a_whole_answer_has_none(plan: InterviewPlan) -> None:
    session = answer(_at(begin(plan), 2), NO_RESULT)
    session = answer(session, "Le taux d’abandon est passé de 22 % à 9 % en un an.")
    assert (session.at, session.pending) == (3, None)
    session = answer(session, WHOLE)
    assert (session.at, session.pending) == (4, None)


def test_no_more_than_two_relances_a_question(plan: InterviewPlan) -> None:
    session = _at(begin(plan), 2)
    for _ in range(3):
        assert session.at == 2
        session = answer(session, "C’est une bonne question, il faut voir les choses dans leur ensemble.")
    assert (session.at, session.pending) == (3, None)
    assert len({t.relance for t in session.turns if t.question == 2}) == 3


def test_the_last_question_has_no_relance(plan: InterviewPlan) -> None:
    assert is_over(answer(_at(begin(plan), 5), "Je n’ai rien à ajouter, merci de votre écoute."))


def test_repeating_the_question_shows_nothing() -> None:
    asked = ("Comment avez-vous construit la grille de suivi avec les tuteurs ?",)
    assert parts_shown("J’ai construit la grille de suivi avec les tuteurs.", asked) == ()
    assert "action" not in parts_missing("J’ai construit la grille de suivi avec les tuteurs.")


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (WHOLE, ()),
        (NO_RESULT, ("resultat",)),
        ("J’ai construit la grille moi-même, un soir, à la maison, sur un coin de table.", ("contexte", "resultat", "analyse")),
        ("Le 4 mars 2025, la directrice a réuni les six tuteurs du site.", ("action", "resultat", "analyse")),
        ("Je vais construire une grille et j’animerai des réunions.", ("contexte", "action", "resultat", "analyse")),
        ("Je n’ai pas construit de grille.", ("contexte", "action", "resultat", "analyse")),
        ("Je ne sais pas.", ("contexte", "action", "resultat", "analyse")),
        ("", ("contexte", "action", "resultat", "analyse")),
    ],
)
def test_parts_of_an_answer(text: str, missing: tuple[str, ...]) -> None:
    assert parts_missing(text) == missing


def test_time_counts_down_and_an_overrun_stops_relances(plan: InterviewPlan) -> None:
    session = answer(_at(begin(plan), 2), "", seconds=100)
    asked = prompt(session)
    assert asked is not None
    assert asked.seconds_left == 260
    session = answer(session, NO_RESULT, seconds=300)
    assert (session.at, session.pending) == (4, None)


def test_an_exam_leaves_a_phase_that_has_run_out_and_gives_no_help(plan: InterviewPlan) -> None:
    session = answer(_at(begin(plan, mode="exam"), 2), NO_RESULT, seconds=400)
    assert session.at == 5
    assert help_on(session) is None
    kept = answer(_at(begin(plan), 2), NO_RESULT, seconds=400)
    assert kept.at == 3


def test_practice_says_what_the_answer_shows_and_lacks(plan: InterviewPlan) -> None:
    helped = help_on(answer(_at(begin(plan), 2), NO_RESULT))
    assert helped is not None
    assert helped.missing == ("resultat",)
    assert {said.part for said in helped.shown} == {"contexte", "action", "analyse"}
    assert all(said.quote in NO_RESULT for said in helped.shown)
    assert helped.expected == ("Une situation datée.",)


def test_a_session_goes_on_from_its_json_wherever_it_was_stopped(plan: InterviewPlan) -> None:
    answers = ["Bonjour à tous.", NO_RESULT, "Le taux est passé de 22 % à 9 %.", "", WHOLE, "Merci."]
    straight = stopped = begin(plan, dossier="Un dossier.", name="d.md")
    for text in answers:
        if not is_over(straight):
            straight = answer(straight, text, seconds=7)
            stopped = answer(Session.model_validate_json(stopped.model_dump_json()), text, seconds=7)
    assert stopped == straight


def test_the_debrief_goes_point_by_point_with_three_things_to_rehearse_and_no_mark(plan: InterviewPlan) -> None:
    session = answer(_at(begin(plan), 2), NO_RESULT, seconds=40)
    session = answer(session, "")
    session = answer(session, WHOLE, seconds=50)
    while not is_over(session):
        session = answer(session, "")
    done = debrief(session, {"B3-C2": "Les techniques sont adaptées"})
    points = {p.code: p for p in done.points}
    assert list(points) == ["B3-C1", "B3-C2", "B3-C3"]
    assert points["B3-C2"].texte == "Les techniques sont adaptées"
    assert points["B3-C2"].missing == ("resultat",)
    assert points["B3-C2"].unanswered == (4,)
    assert points["B3-C3"].missing == ()
    assert (done.asked, done.answered, done.seconds) == (5, 2, 90)
    assert len(done.rehearse) == 3
    assert done.rehearse[0].startswith("Question 4")
    assert "le résultat" in done.rehearse[1]
    assert "note" not in " ".join(done.rehearse).replace("sans notes", "")


def test_the_debrief_puts_claims_beside_the_dossier(plan: InterviewPlan) -> None:
    dossier = "J’ai construit la grille avec six tuteurs. J’ai mené quatre entretiens avec les chefs d’équipe."
    session = answer(_at(begin(plan, dossier=dossier), 2), WHOLE)
    session = answer(_at(session, 3), f"{NO_RESULT} J’ai mené quinze entretiens avec les chefs d’équipe.")
    done = debrief(session, {})
    (mismatch,) = done.mismatches
    assert (mismatch.kind, mismatch.question) == ("nombre", 3)
    assert mismatch.answer == "J’ai mené quinze entretiens avec les chefs d’équipe."
    assert mismatch.dossier.quote == "J’ai mené quatre entretiens avec les chefs d’équipe."
    assert dossier[mismatch.dossier.start : mismatch.dossier.end] == mismatch.dossier.quote
    assert "dossier" in done.rehearse[0]


def test_an_answer_longer_than_speech_is_refused(plan: InterviewPlan) -> None:
    with pytest.raises(InputError) as refused:
        answer(begin(plan), "a" * (LONGEST_ANSWER + 1))
    assert refused.value.hint


def test_the_assistant_names_the_points_in_the_words_of_the_referentiel(assistant: Assistant) -> None:
    session = answer(begin(assistant.plan_interview("final")), "Je suis responsable de formation.")
    assert assistant.debrief(session).points[0].texte == "décrit correctement le métier et ses différentes activités"

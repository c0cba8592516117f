"""A mock interview adds up, varies with its seed, and starts from the draft's own gaps."""

from typing import get_args

import pytest

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.interview import InterviewKind, InterviewPlan, JuryStyle, Question
from assistant.domain.referentiel import Bloc, Critere, Referentiel
from assistant.errors import InputError
from assistant.knowledge.loader import load_knowledge
from assistant.plan_interview import plan_interview
from assistant.settings import Settings
from evaluations.gold import GOLD
from ingestion.readers import read_draft

KINDS: tuple[InterviewKind, ...] = get_args(InterviewKind)
STYLES: tuple[JuryStyle, ...] = get_args(JuryStyle)


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return build_assistant(Settings(index="exact"))


def _questions(plan: InterviewPlan) -> list[Question]:
    return [q for phase in plan.phases for q in phase.questions]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("kind", KINDS)
def test_phases_add_up_and_no_question_comes_twice(kind: InterviewKind, style: JuryStyle, assistant: Assistant) -> None:
    plan = assistant.plan_interview(kind, style=style)
    assert sum(phase.minutes for phase in plan.phases) == plan.minutes
    texts = [q.text for q in _questions(plan)]
    assert len(texts) == len(set(texts)) >= 6
    assert all(q.why and q.expected and q.probes and len(q.follow_ups) == 2 for q in _questions(plan))


def test_the_final_interview_lasts_thirty_minutes_and_probes_its_five_points(assistant: Assistant) -> None:
    plan = assistant.plan_interview("final")
    assert plan.minutes == 30
    assert {code for q in _questions(plan) for code in q.probes} == {"E1", "E2", "E3", "E4", "E5"}


def test_the_same_seed_gives_the_same_plan_and_another_seed_another(assistant: Assistant) -> None:
    plans = [assistant.plan_interview("final", seed=seed) for seed in (3, 3, 4)]
    assert plans[0] == plans[1]
    assert plans[0].phases != plans[2].phases


def test_styles_change_the_questions(assistant: Assistant) -> None:
    asked = [tuple(q.text for q in _questions(assistant.plan_interview("B4", style=style))) for style in STYLES]
    assert len(set(asked)) == len(STYLES)


@pytest.mark.parametrize(("dossier", "kind"), [("B4-03", "B4"), ("B3-02", "B3")])
def test_with_a_draft_gaps_come_first_and_sources_are_verbatim(dossier: str, kind: InterviewKind, assistant: Assistant) -> None:
    draft = read_draft((GOLD / "dossiers" / dossier / "draft.md").read_bytes(), "draft.md")
    plan = assistant.plan_interview(kind, draft)
    titles = [phase.title for phase in plan.phases]
    assert titles[1] == "Ce qui reste à montrer"
    sources = [q.source for q in _questions(plan) if q.source]
    assert sources
    assert all(draft.text[s.start : s.end] == s.quote for s in sources)
    weak = {a.critere for a in assistant.review(draft, kind).assessments if a.niveau != "demontre"}
    assert {code for q in plan.phases[1].questions for code in q.probes} <= weak


def test_a_referentiel_without_a_final_interview_says_so() -> None:
    criteres = (Critere(code="B1-C1", texte="Le pain est pétri et façonné"),)
    ours = load_knowledge(Referentiel(blocs=(Bloc(code="B1", intitule="Faire du pain", criteres=criteres),)))
    with pytest.raises(InputError, match="entretien final"):
        plan_interview(ours, "final")

import itertools

import pytest
from assistants import gold_draft, invented_referentiel, long_enough, states

from assistant.bootstrap import Assistant
from assistant.domain.feedback import Etat
from assistant.domain.interview import InterviewKind, InterviewPlan, JuryStyle, Question
from assistant.errors import InputError
from assistant.knowledge.loader import load_knowledge
from assistant.plan_interview import plan_interview
from assistant.settings import Settings

KINDS: tuple[InterviewKind, ...] = ("B3", "B4", "final")
STYLES: tuple[JuryStyle, ...] = ("referentiel", "terrain", "qualite-risques")
EVERY = list(itertools.product(KINDS, STYLES))


def _asked(plan: InterviewPlan) -> list[Question]:
    return [q for phase in plan.phases for q in phase.questions]


def _without_frame(plan: InterviewPlan) -> list[Question]:
    return [q for phase in plan.phases[1:-1] for q in phase.questions]


@pytest.mark.parametrize(("kind", "style"), EVERY)
def test_phases_add_up_to_the_whole(assistant: Assistant, kind: InterviewKind, style: JuryStyle) -> None:
    plan = assistant.plan_interview(kind, style=style)
    assert sum(p.minutes for p in plan.phases) == plan.minutes
    assert all(p.questions for p in plan.phases)
    assert (plan.kind, plan.style, plan.seed) == (kind, style, 0)


def test_the_final_interview_lasts_the_official_thirty_minutes_over_the_five_points(assistant: Assistant) -> None:
    plan = assistant.plan_interview("final")
    assert plan.minutes == 30
    assert [p.title[:2] for p in plan.phases[1:-1]] == ["E1", "E2", "E3", "E4", "E5"]
    assert all({q.probes for q in p.questions} == {(p.title[:2],)} for p in plan.phases[1:-1])


@pytest.mark.parametrize(("kind", "style"), EVERY)
def test_the_same_seed_gives_the_same_plan_and_another_seed_another_one(
    assistant: Assistant, kind: InterviewKind, style: JuryStyle
) -> None:
    plan = assistant.plan_interview(kind, style=style, seed=7)
    assert plan == assistant.plan_interview(kind, style=style, seed=7)
    others = [assistant.plan_interview(kind, style=style, seed=n) for n in range(8, 12)]
    assert any([q.text for q in _asked(o)] != [q.text for q in _asked(plan)] for o in others)


@pytest.mark.parametrize(("kind", "style"), EVERY)
def test_no_question_comes_twice_and_each_is_complete(assistant: Assistant, kind: InterviewKind, style: JuryStyle) -> None:
    for seed in range(5):
        questions = _asked(assistant.plan_interview(kind, style=style, seed=seed))
        assert len({q.text for q in questions}) == len(questions)
        for q in questions:
            assert q.why
            assert q.probes
            assert all(q.expected)
            assert len({f.when for f in q.follow_ups}) == len(q.follow_ups) == 2


def test_styles_change_the_questions(assistant: Assistant) -> None:
    plans = [assistant.plan_interview("B4", style=style, seed=1) for style in STYLES]
    assert len({tuple(q.text for q in _asked(p)) for p in plans}) == 3


@pytest.mark.parametrize("kind", ["B3", "B4"])
def test_with_a_draft_questions_come_from_its_gaps_first_then_its_strengths(assistant: Assistant, kind: InterviewKind) -> None:
    draft = gold_draft(f"{kind}-03")
    report = assistant.review(draft, kind)
    missing = {code for a in report.assessments for code in a.missing}
    shown = {code for code, etat in states(report).items() if etat is Etat.ATTESTE}
    indicateur_of = {i.question: i.code for c in assistant.knowledge.grille(kind).criteres for i in c.indicateurs}
    plan = assistant.plan_interview(kind, draft)
    assert [p.title for p in plan.phases[1:-1]] == ["Ce qui reste à montrer", "Ce que le dossier montre déjà"]
    gaps, strengths = plan.phases[1].questions, plan.phases[2].questions
    assert {indicateur_of[q.text] for q in gaps} <= missing
    assert {indicateur_of[q.text] for q in strengths} <= shown


@pytest.mark.parametrize("kind", ["B3", "B4"])
def test_sources_are_the_candidate_s_own_words(assistant: Assistant, kind: InterviewKind) -> None:
    draft = gold_draft(f"{kind}-03")
    sources = [q.source for q in _asked(assistant.plan_interview(kind, draft)) if q.source]
    assert sources
    assert all(draft.text[s.start : s.end] == s.quote for s in sources)


def test_gaps_cover_different_criteres_before_coming_back_to_one(assistant: Assistant) -> None:
    gaps = assistant.plan_interview("B4", gold_draft("B4-01")).phases[1].questions
    counts = [sum(q.probes == other.probes for other in gaps) for q in gaps]
    report = assistant.review(gold_draft("B4-01"), "B4")
    open_criteres = {a.critere for a in report.assessments if a.missing and a.niveau != "demontre"}
    assert max(counts) <= -(-len(gaps) // len(open_criteres)) + 1


def test_a_draft_too_short_to_be_read_gives_the_plan_without_a_reading(assistant: Assistant) -> None:
    short = gold_draft("B3-03").model_copy(update={"text": "Un texte bien trop court.", "blocks": (), "cells": ()})
    plan = assistant.plan_interview("B3", short)
    assert _without_frame(plan)
    assert sum(p.minutes for p in plan.phases) == plan.minutes


def test_a_draft_of_nothing_has_only_gaps(assistant: Assistant) -> None:
    empty = gold_draft("B3-03").model_copy(update={"text": long_enough("Rien."), "blocks": (), "cells": ()})
    plan = assistant.plan_interview("B3", empty)
    assert [p.title for p in plan.phases[1:-1]] == ["Ce qui reste à montrer"]
    assert sum(p.minutes for p in plan.phases) == plan.minutes


def test_the_final_interview_does_not_depend_on_a_draft(assistant: Assistant) -> None:
    assert assistant.plan_interview("final", gold_draft("B3-03")) == assistant.plan_interview("final")


def test_a_referentiel_without_final_interview_is_told_so() -> None:
    own = Assistant(load_knowledge(invented_referentiel()), Settings(index="exact"))
    for kind in KINDS:
        with pytest.raises(InputError) as refused:
            own.plan_interview(kind)
        assert refused.value.hint


def test_the_length_that_a_referentiel_states_is_kept(assistant: Assistant) -> None:
    referentiel = assistant.knowledge.referentiel
    final = referentiel.entretien_final
    assert final is not None
    longer = referentiel.model_copy(update={"entretien_final": final.model_copy(update={"minutes": 45})})
    plan = plan_interview(load_knowledge(longer), "final")
    assert (plan.minutes, sum(p.minutes for p in plan.phases)) == (45, 45)


@pytest.mark.parametrize("minutes", [1, 6, 8, 10, 120])
def test_any_official_length_adds_up(assistant: Assistant, minutes: int) -> None:
    referentiel = assistant.knowledge.referentiel
    final = referentiel.entretien_final
    assert final is not None
    stated = referentiel.model_copy(update={"entretien_final": final.model_copy(update={"minutes": minutes})})
    plan = plan_interview(load_knowledge(stated), "final")
    assert sum(p.minutes for p in plan.phases) == plan.minutes == max(6, minutes)


def test_an_invented_bloc_of_one_critere_is_enough_for_an_interview() -> None:
    invented = invented_referentiel()
    critere = invented.blocs[0].criteres[0].model_copy(update={"code": "B3-C1"})
    alone = invented.model_copy(update={"blocs": (invented.blocs[0].model_copy(update={"code": "B3", "criteres": (critere,)}),)})
    plan = plan_interview(load_knowledge(alone), "B3")
    assert {p for q in _asked(plan) for p in q.probes} == {"B3-C1"}
    assert sum(p.minutes for p in plan.phases) == plan.minutes

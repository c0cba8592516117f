import itertools
import re
from collections import Counter

import pytest
from assistants import gold_draft, invented_referentiel, long_enough

from assistant.bootstrap import Assistant
from assistant.domain.feedback import Etat, Evidence
from assistant.domain.interview import InterviewKind, InterviewPlan, InterviewWish, JuryStyle, Question
from assistant.errors import InputError
from assistant.knowledge.loader import load_knowledge
from assistant.oral.parts import parts_missing
from assistant.oral.quoting import LONGEST_QUOTE, quotable
from assistant.plan_interview import plan_interview
from assistant.retrieval.static import load_static
from assistant.settings import Settings

KINDS: tuple[InterviewKind, ...] = ("B3", "B4", "final")
STYLES: tuple[JuryStyle, ...] = ("referentiel", "terrain", "qualite-risques")
EVERY = list(itertools.product(KINDS, STYLES))
ALOUD = re.compile(r"(?:écrivez|dossier|dit)\u00a0: «\u00a0(.+?)(?:\u00a0\[…\])?\u00a0»\.")
"""What a question quotes of the draft, the expert's own quotation marks left out."""


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


BOTH = ["B3", "B4"]
DRAFTS = ["B3-02", "B4-02", "B5-02", "B4-14", "B1-03", "B2-04", "B3-13", "B3-16", "B4-04", "B6-04"]
"""Ten varied dossiers of the half that is looked at."""


def _kinds(dossier: str) -> list[InterviewKind]:
    return [kind for kind in KINDS if kind in ("final", dossier[:2])]


@pytest.mark.parametrize("dossier", [*DRAFTS[:4], *(pytest.param(d, marks=pytest.mark.long) for d in DRAFTS[4:])])
def test_a_plan_from_any_draft_is_sound(assistant: Assistant, dossier: str) -> None:
    draft = gold_draft(dossier)
    report = assistant.review(draft, dossier[:2])
    for kind in _kinds(dossier):
        for style in STYLES:
            plan = assistant.plan_interview(kind, report, style=style, seed=3)
            questions = _asked(plan)
            assert sum(p.minutes for p in plan.phases) == plan.minutes
            assert len({q.text for q in questions}) == len(questions)
            assert max(Counter(code for q in questions for code in q.probes).values()) <= 2
            for q in questions:
                assert q.why.endswith(".")
                assert len(q.follow_ups) >= 2
                if q.source:
                    assert draft.text[q.source.start : q.source.end] == q.source.quote
                for aloud in ALOUD.findall(q.text):
                    assert q.source
                    assert len(aloud) <= LONGEST_QUOTE
                    assert q.source.quote.startswith(aloud)
            quoted = [q.source.quote for q in questions if q.source and q.source.quote in q.text]
            assert len(set(quoted)) == len(quoted)


@pytest.mark.parametrize("dossier", [pytest.param(d, marks=pytest.mark.long) if d in DRAFTS[4:] else d for d in DRAFTS])
def test_every_plan_from_a_draft_starts_from_passages_of_it(assistant: Assistant, dossier: str) -> None:
    draft = gold_draft(dossier)
    report = assistant.review(draft, dossier[:2])
    for kind in _kinds(dossier):
        for style in STYLES:
            sources = [q.source for q in _asked(assistant.plan_interview(kind, report, style=style, seed=3)) if q.source]
            assert all(draft.text[s.start : s.end] == s.quote for s in sources)
            assert sources or kind == "final", style


@pytest.mark.parametrize(("dossier", "style"), list(itertools.product(("B3-18", "B4-03", "B4-10"), STYLES)))
def test_a_jury_seldom_says_what_it_did_not_find_and_never_opens_twice_in_the_same_way(
    assistant: Assistant, dossier: str, style: JuryStyle
) -> None:
    kind: InterviewKind = "B3" if dossier.startswith("B3") else "B4"
    questions = _without_frame(assistant.plan_interview(kind, gold_draft(dossier), style=style, seed=5))
    assert sum(bool(re.search(r"rien lu de précis|peu de choses sur|presque rien lu", q.text)) for q in questions) <= 2
    leads = [q.text.partition("\u00a0:")[0] for q in questions if q.source and q.source.quote in q.text]
    assert all(one != two for one, two in itertools.pairwise(leads))


def test_what_is_called_this_work_is_work_that_the_candidate_tells(assistant: Assistant) -> None:
    for dossier in ("B1-06", "B1-09", "B2-05"):
        for style in STYLES:
            for q in _asked(assistant.plan_interview("final", gold_draft(dossier), style=style, seed=4)):
                if "ce travail" in q.text:
                    assert q.source
                    assert re.search(r"\b(?:[Jj]e|[Jj]['’]|[Nn]ous)", q.source.quote)


def test_every_quoted_word_of_a_question_stands_in_the_draft(assistant: Assistant) -> None:
    draft = gold_draft("B4-04")
    for q in _asked(assistant.plan_interview("B4", draft, seed=2)):
        for said in ALOUD.findall(q.text):
            assert said in draft.text


@pytest.mark.parametrize("kind", BOTH)
def test_with_a_draft_gaps_come_first_and_strengths_are_tested_too(assistant: Assistant, kind: InterviewKind) -> None:
    report = assistant.review(gold_draft(f"{kind}-03"), kind)
    plan = assistant.plan_interview(kind, report)
    assert [p.title for p in plan.phases[1:-1]] == ["Ce qui reste à montrer", "Ce que le dossier montre déjà"]
    gaps, strengths = plan.phases[1].questions, plan.phases[2].questions
    niveaux = {a.critere: a.niveau for a in report.assessments}
    shown = {a.critere for a in report.assessments for r in a.indicateurs if r.etat is Etat.ATTESTE}
    assert all(niveaux[q.probes[0]] != "demontre" for q in gaps)
    assert {q.probes[0] for q in strengths} <= shown
    assert len(gaps) >= len(strengths) >= 1


def test_the_reason_says_what_the_reading_saw(assistant: Assistant) -> None:
    report = assistant.review(gold_draft("B4-01"), "B4")
    niveaux = {a.critere: a.niveau.shown for a in report.assessments if a.niveau}
    for q in assistant.plan_interview("B4", report).phases[1].questions:
        assert f"«\u00a0{niveaux[q.probes[0]]}\u00a0»" in q.why


def test_relances_are_about_what_the_passage_lacks(assistant: Assistant) -> None:
    report = assistant.review(gold_draft("B4-04"), "B4")
    passages = [e for a in report.assessments for r in a.indicateurs for e in r.evidence]
    seen: set[str] = set()
    checked = 0
    for q in _without_frame(assistant.plan_interview("B4", report, seed=1)):
        source = q.source
        if q.probes[0] not in seen and source:
            lacking = [set(parts_missing(e.quote)) for e in passages if e.start <= source.start and source.end <= e.end]
            assert any(len(missing) < 2 or {f.when for f in q.follow_ups} <= missing for missing in lacking)
            checked += 1
        seen.add(q.probes[0])
    assert checked >= 3


def test_styles_word_the_same_gap_differently_and_never_touch_the_reading(assistant: Assistant) -> None:
    report = assistant.review(gold_draft("B4-01"), "B4")
    before = report.model_dump_json()
    texts = [{q.text for q in _without_frame(assistant.plan_interview("B4", report, style=style))} for style in STYLES]
    assert not (texts[0] & texts[1] or texts[1] & texts[2] or texts[0] & texts[2])
    assert report.model_dump_json() == before


def test_the_final_interview_shows_whole_sentences_about_work_of_the_candidate_and_reads_none_aloud(assistant: Assistant) -> None:
    shown = 0
    for dossier in ("B1-41", "B2-34", "B3-41"):
        draft = gold_draft(dossier)
        for style in STYLES:
            for q in _asked(assistant.plan_interview("final", draft, style=style, seed=7)):
                assert "«\u00a0" not in q.text or "dispositif de formation" in q.text
                if q.source:
                    shown += 1
                    assert q.why.startswith("Le jury peut partir de ce passage")
                    assert re.search(r"\b[Jj]['’e]|\b[Nn]ous\b", q.source.quote)
                    assert re.match(r"\W*([.!?…\n]|$)", draft.text[q.source.end :])
                    assert q.probes[1].startswith(dossier[:2])
    assert shown >= 3


def test_a_reading_of_another_bloc_is_refused_kindly(assistant: Assistant) -> None:
    report = assistant.review(gold_draft("B1-06"), "B1")
    with pytest.raises(InputError) as refused:
        assistant.plan_interview("B4", report)
    assert "final" in refused.value.hint


def test_a_draft_too_short_to_be_read_gives_the_plan_without_a_reading(assistant: Assistant) -> None:
    short = gold_draft("B3-03").model_copy(update={"text": "Un texte bien trop court.", "blocks": (), "cells": ()})
    plan = assistant.plan_interview("B3", short)
    assert _without_frame(plan)
    assert not any(q.source for q in _asked(plan))
    assert sum(p.minutes for p in plan.phases) == plan.minutes


def test_a_draft_of_nothing_has_only_gaps(assistant: Assistant) -> None:
    empty = gold_draft("B3-03").model_copy(update={"text": long_enough("Rien."), "blocks": (), "cells": ()})
    plan = assistant.plan_interview("B3", empty)
    assert [p.title for p in plan.phases[1:-1]] == ["Ce qui reste à montrer"]
    assert sum(p.minutes for p in plan.phases) == plan.minutes


def test_a_referentiel_without_final_interview_is_told_so() -> None:
    own = Assistant(load_knowledge(invented_referentiel()), Settings(index="exact"))
    for kind in KINDS:
        with pytest.raises(InputError) as refused:
            own.plan_interview(kind)
        assert refused.value.hint


@pytest.mark.parametrize(("kind", "minutes"), list(itertools.product(KINDS, [8, 10, 15, 20, 45, 60, 120])))
def test_any_length_asked_adds_up(assistant: Assistant, kind: InterviewKind, minutes: int) -> None:
    plan = assistant.plan_interview(kind, minutes=minutes)
    assert sum(p.minutes for p in plan.phases) == plan.minutes == minutes
    assert max(Counter(code for q in _asked(plan) for code in q.probes).values()) <= 2


@pytest.mark.parametrize("minutes", [-5, 0, 7, 121])
def test_a_length_that_makes_no_interview_is_refused(assistant: Assistant, minutes: int) -> None:
    with pytest.raises(InputError) as refused:
        assistant.plan_interview("B3", minutes=minutes)
    assert "entre 8 et 120" in refused.value.hint


@pytest.mark.parametrize(("stated", "kept"), [(1, 8), (45, 45), (200, 120)])
def test_the_length_that_a_referentiel_states_is_kept_within_reason(assistant: Assistant, stated: int, kept: int) -> None:
    referentiel = assistant.knowledge.referentiel
    final = referentiel.entretien_final
    assert final is not None
    other = referentiel.model_copy(update={"entretien_final": final.model_copy(update={"minutes": stated})})
    plan = plan_interview(load_knowledge(other), InterviewWish(kind="final"), load_static())
    assert sum(p.minutes for p in plan.phases) == plan.minutes == kept


def test_the_lengths_of_bloc_interviews_are_settings() -> None:
    own = Assistant(load_knowledge(), Settings(index="exact", interview_b3=15, interview_b4=40))
    assert [own.plan_interview(kind).minutes for kind in KINDS] == [15, 40, 30]
    assert own.plan_interview("B3", minutes=25).minutes == 25


@pytest.mark.parametrize("style", STYLES)
def test_an_invented_bloc_of_one_critere_is_enough_for_an_interview(style: JuryStyle) -> None:
    invented = invented_referentiel()
    critere = invented.blocs[0].criteres[0].model_copy(update={"code": "B3-C1"})
    alone = invented.model_copy(update={"blocs": (invented.blocs[0].model_copy(update={"code": "B3", "criteres": (critere,)}),)})
    plan = plan_interview(load_knowledge(alone), InterviewWish(kind="B3", style=style), load_static())
    assert {p for q in _asked(plan) for p in q.probes} == {"B3-C1"}
    assert sum(p.minutes for p in plan.phases) == plan.minutes


def test_an_imported_referentiel_gets_questions_from_its_own_words() -> None:
    invented = invented_referentiel()
    criteres = tuple(c.model_copy(update={"code": c.code.replace("B1", "B4")}) for c in invented.blocs[0].criteres)
    own = invented.model_copy(update={"blocs": (invented.blocs[0].model_copy(update={"code": "B4", "criteres": criteres}),)})
    assistant = Assistant(load_knowledge(own), Settings(index="exact"))
    text = (
        "En mars 2026, j’ai calculé les besoins en eau de chaque parcelle : 42 m³ pour la parcelle nord, relevés avec la sonde."
    )
    draft = gold_draft("B4-01").model_copy(update={"text": long_enough(text), "blocks": (), "cells": ()})
    plans = {style: assistant.plan_interview("B4", draft, style=style) for style in STYLES}
    words = " ".join(q.text for q in _asked(plans["terrain"]))
    assert "arrosage" in words or "parcelle" in words
    assert len({tuple(q.text for q in _asked(p)) for p in plans.values()}) == 3
    assert all(len(q.follow_ups) == 2 for p in plans.values() for q in _asked(p))


@pytest.mark.parametrize(
    ("passage", "cut"),
    [
        ("J’ai réuni les six tuteurs le 4 mars.", "J’ai réuni les six tuteurs le 4 mars"),
        ("- Le 4 mars, j’ai réuni les six tuteurs du chantier.", "Le 4 mars, j’ai réuni les six tuteurs du chantier"),
        ("C’est **important**. J’ai réuni les six tuteurs le 4 mars.", "J’ai réuni les six tuteurs le 4 mars"),
        ("Date\tLieu\tEffectif de la session", None),
        ("Trop court.", None),
        ("## Notre demande, telle que nous la comprenons", None),
        (
            "**Votre demande, telle que nous la comprenons.** Vous avez compté trois dépôts de plainte.",
            "Vous avez compté trois dépôts de plainte",
        ),
        ("**Nous avons réuni les six tuteurs le 4 mars.**", "Nous avons réuni les six tuteurs le 4 mars"),
        ("Après une séance de gestes sur le simulateur", None),
        (
            "**Objectifs**, les participants savent refuser un dépôt et ils l’expliquent.",
            "les participants savent refuser un dépôt et ils l’expliquent",
        ),
        ("J’ai écrit à Mme B. (b@exemple.fr) pour fixer la date.", "J’ai écrit à Mme B"),
        (
            "J’ai réuni la référente au 06 12 34 56 78 avant la séance. La directrice a validé la grille de suivi.",
            "La directrice a validé la grille de suivi",
        ),
        ("Elle a validé la grille de suivi avec les deux tuteurs.", None),
        ("Parce que les tuteurs du chantier voulaient une grille courte.", None),
        (
            "Il faut que les tuteurs du chantier aient une grille courte.",
            "Il faut que les tuteurs du chantier aient une grille courte",
        ),
        ("La responsable qualité était absente, je l’ai pas rencontrée.", None),
        ("Le chef a dit « une grille, pas deux » aux six tuteurs réunis.", None),
    ],
)
def test_a_quote_is_a_whole_clause_without_marks(passage: str, cut: str | None) -> None:
    found = quotable(Evidence(quote=passage, start=100, end=100 + len(passage)), lambda _: 0)
    assert (found.quote if found else None) == cut
    if found:
        assert passage[found.start - 100 : found.end - 100] == found.quote


def test_a_long_sentence_is_cut_where_a_clause_ends() -> None:
    sentence = (
        "J’ai réuni les six tuteurs du chantier le 4 mars dans la salle de la mairie (celle du rez-de-chaussée, la plus grande), "
        "puis nous avons relu ensemble la grille de suivi que chacun avait remplie pendant la semaine précédente"
    )
    found = quotable(Evidence(quote=sentence, start=0, end=len(sentence)), lambda _: 0)
    assert found is not None
    assert found.quote.endswith("la plus grande)")
    assert len(found.quote) <= LONGEST_QUOTE

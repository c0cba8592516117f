from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from benches import answering, bench_of, passage, short_base, told

from assistant.bootstrap import Assistant
from assistant.domain.feedback import Niveau
from assistant.errors import SetupError
from evaluations.anchors import BASELINES, anchor_of, kept_anchors, report
from evaluations.french_data import FrenchData
from evaluations.gold import BankPassage, GoldSet
from evaluations.harness.bench import Bench
from evaluations.harness.cases import LEVELS, Case
from evaluations.harness.material import Base, Material, Size
from evaluations.harness.readings import Asked, Reading
from evaluations.properties.discrimination import (
    Anchors,
    CrossBloc,
    CrossBlocLevel,
    KnownGroups,
    Leakage,
    mean_niveau,
    shared_criteres,
)

ABSENT, EVOQUE, PARTIEL, DEMONTRE = LEVELS
Reader = Callable[[Asked], Reading]


def key_reader(assistant: Assistant) -> Reader:
    """Read a critère as `demontre` where the text says so with the code of one of its indicateurs."""

    def read(asked: Asked) -> Reading:
        criteres = assistant.knowledge.referentiel.bloc(asked.bloc).criteres
        return answering(*(told(c.code, DEMONTRE if f"preuve {c.code}-" in asked.text else ABSENT) for c in criteres))(asked)

    return read


def constant_reader(assistant: Assistant, niveau: Niveau) -> Reader:
    return lambda asked: answering(*(told(c.code, niveau) for c in assistant.knowledge.referentiel.bloc(asked.bloc).criteres))(
        asked
    )


def key_bank(assistant: Assistant) -> list[BankPassage]:
    codes = [i.code for g in assistant.knowledge.grilles for c in g.criteres for i in c.indicateurs]
    shown = [passage(code, "shows", f"Voici la preuve {code}.") for code in codes]
    return shown + [passage(code, "vague", f"Nous veillerons à {code}.") for code in codes]


def indicateur_base(assistant: Assistant, code: str) -> Base:
    found = tuple(p for p in key_bank(assistant) if p.indicateur == code)
    return Base(f"ind-{code}", "indicateur", code.partition("-")[0], "", passages=found)


def cross_case(draft: str, against: str, value: float | None) -> Case:
    return Case(
        property="X1",
        id=f"X1/{draft}/{against}",
        base=draft,
        cluster=draft,
        bloc="B1",
        change="c",
        outcome="held",
        against=against,
        value=value,
    )


CROSS = [
    cross_case("d1", "B1", 0.6), cross_case("d1", "B2", 0.2), cross_case("d1", "B3", 0.4),
    cross_case("d2", "B1", 0.3), cross_case("d2", "B2", 0.3), cross_case("d2", "B3", 0.1),
    cross_case("d3", "B1", None), cross_case("d3", "B2", 1.0),
]  # fmt: skip


def test_the_only_wording_that_two_blocs_share_is_found(assistant: Assistant) -> None:
    assert shared_criteres(assistant.knowledge) == {"B3-C7", "B4-C7"}


def test_the_mean_niveau_leaves_out_abstentions_and_other_criteres() -> None:
    read = Reading(
        text="",
        criteres=(told("B1-C1", DEMONTRE), told("B1-C2", ABSENT), told("B1-C3", Niveau.NON_EVALUABLE), told("B1-C4", DEMONTRE)),
    )
    assert mean_niveau(read, frozenset({"B1-C1", "B1-C2", "B1-C3"})) == pytest.approx(0.5)
    assert mean_niveau(read, frozenset({"B1-C3"})) is None


def test_the_area_and_the_level_of_other_blocs_are_the_ones_counted_by_hand() -> None:
    # .6 beats .2 .4 .3 .1; .3 beats .2 and .1, loses to .4, ties with .3: 6.5 of 8. Others: (.3 + .2) / 2.
    assert CrossBloc().conclude(CROSS, "embedded").estimate == pytest.approx(6.5 / 8)
    assert CrossBlocLevel().conclude(CROSS, "embedded").estimate == pytest.approx(0.25)


def test_a_reader_that_knows_the_blocs_passes_and_one_that_praises_everything_fails(assistant: Assistant) -> None:
    bases = [indicateur_base(assistant, f"B{1 + n % 6}-C1-I{1 + n // 6}") for n in range(12)]
    verdicts = []
    for reader in (key_reader(assistant), constant_reader(assistant, DEMONTRE)):
        bench = bench_of(assistant, reader, key_bank(assistant))
        for prop in (CrossBloc(), CrossBlocLevel()):
            result = prop.conclude([c for b in bases for c in prop.observe(b, bench)], "embedded")
            verdicts.append((result.verdict, result.estimate, result.n, result.clusters))
    assert verdicts == [("pass", 1.0, 60, 12), ("pass", 0.0, 60, 12), ("fail", 0.5, 60, 12), ("fail", 1.0, 60, 12)]


def test_too_few_drafts_give_a_figure_without_an_interval() -> None:
    result = CrossBloc().conclude(CROSS, "embedded")
    assert (result.verdict, result.low, result.needed) == ("undetermined", None, 7)


def test_a_strong_draft_holds_eight_passages_none_of_a_shared_critere(assistant: Assistant) -> None:
    asked: list[str] = []

    def read(one: Asked) -> Reading:
        asked.append(one.text)
        return Reading(text=one.text)

    cases = list(CrossBloc().observe(indicateur_base(assistant, "B3-C1-I1"), bench_of(assistant, read, key_bank(assistant))))
    assert len(set(asked)) == 1
    assert asked[0].count("Voici la preuve B3-") == 8
    assert "B3-C7" not in asked[0]
    assert [(c.bloc, c.against, c.outcome) for c in cases] == [("B3", f"B{n}", "abstained") for n in range(1, 7)]


def test_praise_of_a_critere_that_two_blocs_word_alike_counts_for_neither(assistant: Assistant) -> None:
    def read(asked: Asked) -> Reading:
        criteres = assistant.knowledge.referentiel.bloc(asked.bloc).criteres
        return answering(*(told(c.code, DEMONTRE if c.code in ("B3-C7", "B4-C7") else ABSENT) for c in criteres))(asked)

    cases = CrossBloc().observe(indicateur_base(assistant, "B3-C1-I1"), bench_of(assistant, read, key_bank(assistant)))
    assert {c.value for c in cases} == {0.0}


def test_only_criteres_that_the_evidence_does_not_answer_count_as_leaks(assistant: Assistant) -> None:
    niveaux = {
        "B1-C1": DEMONTRE,
        "B1-C2": DEMONTRE,
        "B1-C3": PARTIEL,
        "B1-C4": EVOQUE,
        "B1-C5": Niveau.NON_EVALUABLE,
        "B1-C6": PARTIEL,
    }
    shown = passage("B1-C1-I1", "shows", "Preuve.", also=("B1-C2-I3", "B1-C6"))
    base = Base("ind-B1-C1-I1", "indicateur", "B1", "", passages=(shown, passage("B1-C1-I1", "vague", "Rien.")))
    bench = bench_of(assistant, answering(*(told(c, n) for c, n in niveaux.items())))
    assert [(c.against, c.outcome) for c in Leakage().observe(base, bench)] == [
        ("B1-C3", "broken"),
        ("B1-C4", "held"),
        ("B1-C5", "abstained"),
    ]


def test_known_groups_hold_for_a_reader_that_sees_and_break_for_one_that_does_not(assistant: Assistant) -> None:
    base = short_base([])
    seen = []
    for reader in (key_reader(assistant), constant_reader(assistant, PARTIEL), backwards(assistant), mixed(assistant)):
        (found,) = KnownGroups().observe(base, bench_of(assistant, reader, key_bank(assistant)))
        seen.append(found.outcome)
    assert seen == ["held", "broken", "broken", "broken"]


def backwards(assistant: Assistant) -> Reader:
    """Prefer promises."""
    return lambda asked: answering(
        *(
            told(c.code, EVOQUE if f"veillerons à {c.code}-" in asked.text else ABSENT)
            for c in assistant.knowledge.referentiel.bloc(asked.bloc).criteres
        )
    )(asked)


def mixed(assistant: Assistant) -> Reader:
    """Prefer promises and evidence together to evidence alone."""

    def read(asked: Asked) -> Reading:
        seen = "preuve" in asked.text
        return constant_reader(assistant, DEMONTRE if seen and "veillerons" in asked.text else PARTIEL if seen else ABSENT)(asked)

    return read


def test_the_trio_differs_only_by_what_is_shown_of_the_same_indicateurs(assistant: Assistant) -> None:
    criteres, texts = KnownGroups().trio(short_base([]), bench_of(assistant, answering(), key_bank(assistant)))
    shown = [t.count("Voici la preuve") for t in texts]
    promised = [t.count("Nous veillerons") for t in texts]
    assert len(criteres) == 3
    assert shown[0] == promised[2] == 0
    assert shown[2] == promised[0] >= 3
    assert shown[1] == shown[2] // 2
    assert shown[1] + promised[1] == shown[2]


def test_a_trio_with_an_abstention_is_not_judged_and_a_bank_without_evidence_does_not_apply(assistant: Assistant) -> None:
    silent = bench_of(assistant, constant_reader(assistant, Niveau.NON_EVALUABLE), key_bank(assistant))
    outcomes = [next(KnownGroups().observe(short_base([]), b)).outcome for b in (silent, bench_of(assistant, answering()))]
    assert outcomes == ["abstained", "not_applicable"]


ANCHOR = short_base([passage("B1-C1-I1", "shows", "Un texte repère.")])


def anchored_file(folder: Path, niveau: Niveau, base: Base = ANCHOR) -> Path:
    read = Reading(text="", criteres=(told("B1-C1", niveau),))
    path = folder / "anchors.json"
    path.write_text(f'{{"{ANCHOR.id}": {anchor_of(base, read).model_dump_json()}}}', encoding="utf-8")
    return path


def anchor_case(assistant: Assistant, path: Path, base: Base = ANCHOR, **bench: Any) -> Case:
    given: Bench = bench_of(assistant, answering(told("B1-C1", PARTIEL)), **bench)
    (found,) = Anchors(path).observe(base, given)
    return found


def test_an_anchor_holds_while_its_reading_is_exactly_the_same(assistant: Assistant, tmp_path: Path) -> None:
    assert anchor_case(assistant, anchored_file(tmp_path, PARTIEL)).outcome == "held"
    moved = anchor_case(assistant, anchored_file(tmp_path, DEMONTRE))
    assert moved.outcome == "broken"
    assert moved.note.startswith("B1-C1\u00a0: démontré → partiel.")


def test_an_anchor_whose_text_changed_or_that_was_never_written_is_broken(assistant: Assistant, tmp_path: Path) -> None:
    other = short_base([passage("B1-C1-I1", "shows", "Un autre texte.")])
    assert anchor_case(assistant, anchored_file(tmp_path, PARTIEL, other)).note.startswith("le texte repère n’est plus le même")
    assert anchor_case(assistant, tmp_path / "none.json").note.startswith("aucune lecture de référence")


def test_anchors_are_those_of_the_embedded_assessor_and_of_the_first_drafts(assistant: Assistant, tmp_path: Path) -> None:
    path = anchored_file(tmp_path, PARTIEL)
    assert anchor_case(assistant, path, subject="random").outcome == "not_applicable"
    assert anchor_case(assistant, path, seed=3).outcome == "not_applicable"
    later = short_base([], identity="court-B1-002")
    assert list(Anchors(path).observe(later, bench_of(assistant, answering()))) == []


def test_anchors_that_all_hold_pass_however_few_and_a_moved_one_fails(assistant: Assistant, tmp_path: Path) -> None:
    held = anchor_case(assistant, anchored_file(tmp_path, PARTIEL))
    moved = anchor_case(assistant, anchored_file(tmp_path, DEMONTRE))
    verdicts = [Anchors().conclude(cases, "embedded").verdict for cases in ([held], [held, moved], [])]
    assert verdicts == ["pass", "fail", "not_applicable"]


def test_a_broken_anchor_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "anchors.json"
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(SetupError, match=r"anchors\.json"):
        kept_anchors(path)


def test_the_command_tells_what_moved_what_is_new_and_what_went() -> None:
    read = Reading(text="", criteres=(told("B1-C1", PARTIEL),))
    before = anchor_of(ANCHOR, Reading(text="", criteres=(told("B1-C1", ABSENT),)))
    assert list(report({ANCHOR.id: before, "court-B9-000": before}, {ANCHOR.id: (ANCHOR, read)})) == [
        "court-B1-000 — B1-C1\u00a0: non abordé → partiel",
        "court-B9-000 — n’est plus un repère",
        "1 repères, 1 changés",
    ]


def test_the_shipped_anchors_are_two_drafts_of_each_bloc_as_they_are_now(assistant: Assistant) -> None:
    material = Material(assistant.knowledge, GoldSet(assistant.knowledge), FrenchData())
    bases = {b.id: b for b in material.bases(Size(short=12))}
    kept = kept_anchors(BASELINES)
    assert kept.keys() == bases.keys()
    assert {name: anchor.text for name, anchor in kept.items()} == {
        name: anchor_of(base, Reading(text="")).text for name, base in bases.items()
    }

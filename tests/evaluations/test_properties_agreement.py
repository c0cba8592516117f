import pytest
from benches import answering, bench_of, dossier_base, told

from assistant.bootstrap import Assistant
from assistant.domain.feedback import Niveau
from evaluations.agreement import REAL_JURORS, bootstrap_interval, confusion, specificity, standardised_difference
from evaluations.harness.cases import LEVELS, Case, Judged
from evaluations.harness.readings import Reading
from evaluations.harness.verdict import Result
from evaluations.properties.agreement import (
    Adjacent,
    Agreement,
    Exact,
    Kappa,
    MeanDifference,
    OthersNotShown,
    PraiseWithoutEvidence,
    ShownFound,
    judged,
)
from evaluations.properties.calibration import Calibration, Coverage
from evaluations.properties.readers import BetweenReaders, TrueScore

ABSENT, EVOQUE, PARTIEL, DEMONTRE = LEVELS
SILENT = Niveau.NON_EVALUABLE
LABELS = {"B1-C1": ABSENT, "B1-C2": ABSENT, "B1-C3": DEMONTRE, "B1-C4": PARTIEL, "B1-C5": EVOQUE}
READ = {"B1-C1": ABSENT, "B1-C2": PARTIEL, "B1-C3": PARTIEL, "B1-C4": PARTIEL, "B1-C5": SILENT}
"""Read right, praised two levels too high, one too low, right, not judged."""
ALL = (
    Kappa(), PraiseWithoutEvidence(), BetweenReaders(), Exact(), Adjacent(), MeanDifference(), ShownFound(), OthersNotShown(),
    TrueScore(), Calibration(), Coverage(),
)  # fmt: skip


def cases_of(
    assistant: Assistant,
    prop: Agreement,
    labels: dict[str, Niveau] = LABELS,
    read: dict[str, Niveau] = READ,
    *,
    dossiers: int = 12,
) -> list[Case]:
    bench = bench_of(assistant, answering(*(told(code, niveau) for code, niveau in read.items())))
    return [c for n in range(dossiers) for c in prop.observe(dossier_base(labels, f"D{n}"), bench)]


def concluded(
    assistant: Assistant,
    prop: Agreement,
    labels: dict[str, Niveau] = LABELS,
    read: dict[str, Niveau] = READ,
    *,
    dossiers: int = 12,
) -> Result:
    return prop.conclude(cases_of(assistant, prop, labels, read, dossiers=dossiers), "embedded")


def test_each_label_meets_its_reading_and_what_is_not_read_is_an_abstention() -> None:
    base = dossier_base({"B1-C1": ABSENT, "B1-C2": SILENT, "B1-C3": PARTIEL})
    assert base.labels is not None
    read = Reading(text="", criteres=(told("B1-C2", PARTIEL), told("B1-C1", DEMONTRE, confidence=0.7)))
    assert judged(base.labels, read) == (
        Judged(critere="B1-C1", label=ABSENT, read=DEMONTRE, confidence=0.7),
        Judged(critere="B1-C3", label=PARTIEL, read=SILENT, confidence=0.0),
    )


@pytest.mark.parametrize(
    ("prop", "estimate", "n", "verdict"),
    [
        # observed 4 + 1; expected by chance (2×3×4 + 1×1×4 + 1×1×9 + 1×3×1) / 4 = 10; kappa = 1 - 5/10
        (Kappa(), 0.5, 48, "fail"),
        (PraiseWithoutEvidence(), 0.25, 48, "fail"),
        (BetweenReaders(), None, 0, "undetermined"),
        (TrueScore(), None, 0, "undetermined"),
        (Exact(), 0.5, 48, "pass"),
        (Adjacent(), 0.75, 48, "fail"),
        # labels 0 0 3 2: mean 1.25, variance 1.6875; readings 0 2 2 2: 1.5, .75; .25 / sqrt(1.21875)
        (MeanDifference(), 0.25 / 1.21875**0.5, 48, "fail"),
        (ShownFound(), 0.0, 48, "fail"),
        (OthersNotShown(), 1.0, 48, "pass"),
        # always sure at .5, right half of the time
        (Calibration(), 0.0, 48, "pass"),
        (Coverage(), 0.8, 60, "fail"),
    ],
    ids=lambda value: value.card.code if isinstance(value, Agreement) else "",
)  # fmt: skip
def test_the_figures_are_the_ones_counted_by_hand(
    assistant: Assistant, prop: Agreement, estimate: float | None, n: int, verdict: str
) -> None:
    result = concluded(assistant, prop)
    assert result.estimate == (estimate if estimate is None else pytest.approx(estimate))
    assert (result.n, result.clusters, result.verdict) == (n, 12, verdict)


def test_a_reader_who_always_agrees_passes_everything_that_can_be_measured(assistant: Assistant) -> None:
    labels = {"B1-C1": ABSENT, "B1-C2": EVOQUE, "B1-C3": PARTIEL, "B1-C4": DEMONTRE}
    verdicts = {p.card.code: concluded(assistant, p, labels, labels, dossiers=120).verdict for p in ALL}
    assert {code for code, verdict in verdicts.items() if verdict != "pass"} == {"A2", "A6", "A7"}
    assert verdicts["A7"] == "fail", "sure at one half and always right"


def test_a_reader_who_praises_everything_is_caught(assistant: Assistant) -> None:
    praise = dict.fromkeys(LABELS, DEMONTRE)
    failed = {p.card.code for p in ALL if concluded(assistant, p, read=praise).verdict == "fail"}
    assert failed == {"A1", "A1-E", "A3", "A3-B", "A4", "A5-B", "A7"}


def test_a_reader_who_abstains_is_caught_by_coverage_and_has_no_agreement(assistant: Assistant) -> None:
    silent = dict.fromkeys(LABELS, SILENT)
    results = {p.card.code: concluded(assistant, p, read=silent) for p in ALL}
    assert results["A8"].verdict == "fail"
    assert results["A8"].estimate == 0.0
    assert {code: r.estimate for code, r in results.items() if code != "A8"} == dict.fromkeys(results.keys() - {"A8"}, None)
    assert {r.verdict for code, r in results.items() if code != "A8"} == {"undetermined"}
    assert results["A1"].abstained == 12
    assert results["A1-E"].abstained == 60


def test_a_kappa_without_variation_stays_undefined(assistant: Assistant) -> None:
    same = dict.fromkeys(LABELS, PARTIEL)
    result = concluded(assistant, Kappa(), same, same)
    assert (result.estimate, result.low, result.verdict) == (None, None, "undetermined")
    assert concluded(assistant, ShownFound(), same, same).estimate is None
    assert concluded(assistant, Exact(), same, same).estimate == 1.0


def test_a_difference_has_no_sign_and_its_note_says_the_side(assistant: Assistant) -> None:
    strict = concluded(assistant, MeanDifference(), {"B1-C1": PARTIEL, "B1-C2": DEMONTRE}, {"B1-C1": EVOQUE, "B1-C2": PARTIEL})
    assert strict.estimate == pytest.approx(2.0)
    assert strict.low is not None
    assert strict.low >= 0
    assert strict.note.startswith("plus sévère que les relecteurs")
    assert concluded(assistant, MeanDifference()).note.startswith("plus indulgent que les relecteurs")


def test_only_praise_without_evidence_gates_and_every_note_ends_with_what_is_not_measured(assistant: Assistant) -> None:
    results = [concluded(assistant, p) for p in ALL]
    assert [r.code for r in results if r.gate] == ["A1-E"]
    assert all(r.note.endswith(REAL_JURORS) for r in results)
    assert all("Indicatif" in p.card.expected for p in ALL if not p.card.gate)


def test_the_note_of_the_kappa_gives_what_a_kappa_hides(assistant: Assistant) -> None:
    note = concluded(assistant, Kappa()).note
    assert "exact 50\u00a0%, à un niveau près 75\u00a0%" in note
    assert "étiquettes 24/0/12/12, lectures 12/0/36/0" in note


def test_the_calibration_error_is_the_gap_between_how_sure_and_how_right(assistant: Assistant) -> None:
    # two critères sure at .9, one right: .4; two sure at .2, one right: .3; on average .35 (ten bins of four)
    sure = {"B1-C1": 0.9, "B1-C2": 0.9, "B1-C3": 0.2, "B1-C4": 0.2}
    bench = bench_of(assistant, answering(*(told(c, READ[c], confidence=v) for c, v in sure.items())))
    labels = {c: LABELS[c] for c in sure}
    cases = [c for n in range(10) for c in Calibration().observe(dossier_base(labels, f"D{n}"), bench)]
    result = Calibration().conclude(cases, "embedded")
    assert result.estimate == pytest.approx(0.35)
    assert result.verdict == "fail"


def test_the_note_of_the_calibration_gives_the_noise_floor(assistant: Assistant) -> None:
    # 48 draws of one half stray from it by sqrt(2 / pi) × sqrt(.25 / 48) = .058 on average
    assert "un lecteur parfaitement calibré montrerait ici 0,06" in concluded(assistant, Calibration()).note


def test_praise_without_evidence_is_a_case_with_its_two_niveaux(assistant: Assistant) -> None:
    cases = cases_of(assistant, PraiseWithoutEvidence(), dossiers=1)
    assert [(c.against, c.outcome) for c in cases] == [
        ("B1-C1", "held"), ("B1-C2", "broken"), ("B1-C3", "held"), ("B1-C4", "held"), ("B1-C5", "abstained"),
    ]  # fmt: skip
    assert cases[1].note == "B1-C2\u00a0: étiqueté «\u00a0non abordé\u00a0», lu «\u00a0partiel\u00a0»"


def test_a_few_dossiers_give_a_figure_and_no_conclusion(assistant: Assistant) -> None:
    result = concluded(assistant, Exact(), dossiers=9)
    assert (result.estimate, result.low, result.verdict, result.needed) == (0.5, None, "undetermined", 1)


def test_a_refused_dossier_is_an_error_that_only_coverage_counts(assistant: Assistant) -> None:
    bench = bench_of(assistant, lambda _: Reading(text="", refused="Trop long."))
    found = {p.card.code: [c.outcome for c in p.observe(dossier_base(LABELS), bench)] for p in ALL}
    assert found["A1"] == ["error"]
    assert found["A1-E"] == ["error"] * 5
    assert found["A8"] == ["broken"] * 5


def test_a_dossier_that_crashes_the_reader_counts_once_against_coverage(assistant: Assistant) -> None:
    labels = {"B1-C1": ABSENT, "B1-C2": PARTIEL}
    read = cases_of(assistant, Coverage(), labels, labels, dossiers=12)
    crashes = [
        Case(property="A8", id=f"{n}", base=f"X{n}", cluster=f"X{n}", bloc="B1", change="exception", outcome="error")
        for n in range(12)
    ]
    result = Coverage().conclude([*read, *crashes], "embedded")
    assert (result.estimate, result.n, result.errors, result.verdict) == (24 / 36, 36, 12, "fail")


def test_specificity_and_difference_of_a_table_are_undefined_without_cases() -> None:
    table = confusion([0, 1, 3, 3], [0, 3, 3, 1], 4)
    assert specificity(table, 3) == 0.5
    assert specificity(confusion([3], [3], 4), 3) is None
    assert standardised_difference(confusion([], [], 4)) is None
    assert standardised_difference(confusion([2, 2], [2, 2], 4)) is None
    # labels 0 0: mean 0, variance 0; readings 0 2: 1, 1
    assert standardised_difference(confusion([0, 0], [0, 2], 4)) == pytest.approx(2**0.5)


def test_an_interval_of_a_constant_is_that_constant_and_one_draft_has_none() -> None:
    assert bootstrap_interval(lambda times: float(times.sum()), 7) == (7.0, 7.0)
    assert bootstrap_interval(lambda times: float(times.sum()), 1) is None
    assert bootstrap_interval(lambda _: None, 7) is None


def test_two_readers_are_compared_with_each_other_and_the_reading_with_what_they_share(assistant: Assistant) -> None:
    labels = {"B1-C1": ABSENT, "B1-C2": ABSENT, "B1-C3": PARTIEL, "B1-C4": PARTIEL}
    second = labels | {"B1-C2": PARTIEL}
    bench = bench_of(assistant, answering(*(told(code, niveau) for code, niveau in labels.items())))
    both = [dossier_base(labels, f"D{n}", second) for n in range(12)] + [dossier_base(labels, "alone")]
    alike, shared = (
        prop.conclude([c for base in both for c in prop.observe(base, bench)], "embedded")
        for prop in (BetweenReaders(), TrueScore())
    )
    assert (alike.n, shared.n) == (48, 48), "the thirteenth dossier has one reader"
    # the reading is the first reader's: kappa 1; between readers a gap of 2 once, by chance (2×3×4 + 2×1×4) / 4 = 8
    assert alike.estimate == pytest.approx(1 - (1 - 4 / 8))
    # 48 units, means 0 1 2 2: squares 12 × 2.75; noise .5; missed (2 × 12 - 48 × .5) / 96 = 0
    assert shared.estimate == pytest.approx(1.0)
    assert (alike.verdict, shared.verdict) == ("pass", "pass")

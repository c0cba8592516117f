"""Two runs are compared case by case; a loss is told, chance is not."""

from typing import Any

import pytest
from runs import a_result, a_run, abstention, concluded, judged_case, some_cases

from assistant.errors import InputError
from evaluations.agreement import mcnemar
from evaluations.diff import Comparison, Measured, compare
from evaluations.harness.cases import Case
from evaluations.swap import ALL, exchange, kappa_change, swaps


def _measured(cases: list[Case], limits: dict[str, float], *, gate: bool = True, **more: Any) -> Measured:
    return Measured(a_run(concluded(cases, limits, gate=gate), **more), cases)


def _compared(before: str, after: str, limit: float = 0.05, *, gate: bool = True, tolerance: float = 0.0) -> Comparison:
    sides = [_measured(some_cases("I2", outcomes), {"I2": limit}, gate=gate) for outcomes in (before, after)]
    return compare(sides[0], sides[1], tolerance=tolerance)


@pytest.mark.parametrize(
    ("broken", "held", "p"),
    [
        (0, 0, None),
        (1, 0, 1.0),  # 2 × 1/2
        (5, 0, 0.0625),  # 2 × 1/32
        (6, 0, 0.03125),  # 2 × 1/64: the fewest that tell
        (0, 6, 0.03125),
        (8, 2, 0.109375),  # 2 × (1 + 10 + 45) / 1024
        (3, 3, 1.0),  # the two tails overlap: never above 1
    ],
)
def test_mcnemar_is_the_exact_binomial_test_on_what_changed(broken: int, held: int, p: float | None) -> None:
    assert mcnemar(broken, held) == (None if p is None else pytest.approx(p))


def test_each_case_that_changed_is_named_on_its_side() -> None:
    found = _compared("hhbbha", "hbhbah", limit=0.5)
    assert [m.id for m in found.newly_failing] == ["I2/t001/change"]
    assert [m.id for m in found.newly_passing] == ["I2/t002/change"]
    assert [(m.id, m.after) for m in found.missing] == [("I2/t004/change", "abstained")]
    [change] = found.properties
    assert (change.pairs, change.newly_broken, change.newly_held, change.p) == (4, 1, 1, 1.0)


def test_a_run_compared_with_itself_changes_nothing() -> None:
    found = _compared("hhbbhaen", "hhbbhaen", limit=0.0)
    assert (found.newly_failing, found.newly_passing, found.missing, found.regressed) == ((), (), (), False)
    assert (found.overlap, found.properties[0].p) == (1.0, None)


def test_one_more_broken_case_fails_a_property_that_tolerates_none_even_where_another_is_mended() -> None:
    assert _compared("bhhh", "hbhh", limit=0.0).regressed
    assert _compared("bhhh", "hbhh", limit=0.0, tolerance=1.0).regressed
    assert not _compared("bhhh", "hhhh", limit=0.0).regressed
    assert not _compared("bhhh", "bhhh", limit=0.0).regressed


def test_a_case_broken_after_an_abstention_counts_where_nothing_is_tolerated() -> None:
    assert _compared("ahhh", "bhhh", limit=0.0).regressed
    assert not _compared("ahhh", "bhhh", limit=0.9).regressed


def test_an_advisory_property_regresses_only_where_nothing_is_tolerated() -> None:
    assert not _compared("h" * 20, "b" * 20, gate=False).regressed
    assert _compared("h" * 20, "b" + "h" * 19, limit=0.0, gate=False).regressed


def test_six_cases_lost_and_none_won_are_a_loss_five_are_not() -> None:
    assert "nettement" in _compared("h" * 100, "b" * 6 + "h" * 94, limit=0.9).properties[0].regression
    assert not _compared("h" * 100, "b" * 5 + "h" * 95, limit=0.9).regressed


def test_tolerance_lets_a_rate_slip_by_that_much_and_no_more() -> None:
    lost = "b" * 6 + "h" * 94
    assert not _compared("h" * 100, lost, limit=0.9, tolerance=0.06).regressed
    assert _compared("h" * 100, lost, limit=0.9, tolerance=0.05).regressed


def test_a_gate_that_fails_now_is_a_loss_even_without_a_significant_case() -> None:
    before, after = (a_result("A1", verdict, estimate=value, at_least=True, threshold=0.4) for verdict, value in FIGURES)
    cases = some_cases("A1", "hh")
    found = compare(Measured(a_run([before]), cases), Measured(a_run([after]), cases))
    assert found.properties[0].regression == "échoue désormais"
    assert not compare(Measured(a_run([before]), cases), Measured(a_run([after]), cases), tolerance=0.2).regressed


FIGURES = (("pass", 0.5), ("fail", 0.35))


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"suite": "full"}, "suites"),
        ({"referentiel": "x"}, "référentiels"),
        ({"seed": 1}, "graines"),
        ({"material": "x"}, "textes"),
    ],
)
def test_runs_of_other_things_are_refused_unless_one_insists(other: dict[str, Any], said: str) -> None:
    cases = some_cases("I2", "hhh")
    before, after = _measured(cases, {"I2": 0.05}), _measured(cases, {"I2": 0.05}, **other)
    with pytest.raises(InputError, match=said):
        compare(before, after)
    assert said in compare(before, after, allow_mismatch=True).mismatches[0]


def test_other_assessors_and_other_code_are_what_one_compares() -> None:
    cases = some_cases("I2", "hhh")
    after = _measured(cases, {"I2": 0.05}, assessor="b/2", subject="x", product="2")
    assert compare(_measured(cases, {"I2": 0.05}), after).warnings == ()
    warned = _measured(cases, {"I2": 0.05}, properties="x", complete=False)
    assert len(compare(_measured(cases, {"I2": 0.05}), warned).warnings) == 2


def test_too_few_common_cases_are_refused_even_when_one_insists() -> None:
    sides = _measured(some_cases("I2", "h" * 20), {"I2": 0.05}), _measured(some_cases("I2", "h" * 18), {"I2": 0.05})
    with pytest.raises(InputError, match="90%"):
        compare(*sides, allow_mismatch=True)
    found = compare(sides[0], _measured(some_cases("I2", "h" * 19), {"I2": 0.05}))
    assert (found.overlap, [m.after for m in found.missing]) == (0.95, [None])


def test_properties_of_one_run_only_are_named_and_left_out() -> None:
    shared = some_cases("I2", "hh")
    before = _measured([*shared, *some_cases("I3", "bb")], {"I2": 0.0, "I3": 0.0})
    after = _measured([*shared, *some_cases("G1", "bb")], {"I2": 0.0, "G1": 0.0})
    found = compare(before, after)
    assert (found.only_before, found.only_after, found.overlap, found.regressed) == (("I3",), ("G1",), 1.0, False)


def test_runs_without_a_common_property_are_refused() -> None:
    with pytest.raises(InputError):
        compare(_measured(some_cases("I2", "hh"), {"I2": 0.0}), _measured(some_cases("I3", "hh"), {"I3": 0.0}))


def _labelled(reads: list[int]) -> list[Case]:
    """Four dossiers labelled 0, 1, 2 and 3."""
    return [judged_case(f"D{n}", n, read) for n, read in enumerate(reads)]


def test_the_kappa_of_both_runs_and_its_change_are_those_of_the_tables() -> None:
    found = kappa_change(_labelled([0, 1, 2, 3]), _labelled([0, 0, 3, 3]))
    assert found is not None
    # After: two gaps of one level, mean squared gap 2/4. By chance: labels 0 to 3 against reads 0, 0, 3, 3:
    # mean squared gap (0 + 1 + 4 + 9) / 4 = 3.5 from either end. Kappa = 1 - 0.5 / 3.5.
    assert found.before == pytest.approx(1.0)
    assert found.after == pytest.approx(6 / 7)
    assert found.difference == pytest.approx(-1 / 7)
    assert (found.dossiers, found.judgements) == (4, 4)


def test_equal_runs_have_a_kappa_that_changes_by_exactly_nothing() -> None:
    found = kappa_change(_labelled([0, 0, 3, 3]), _labelled([0, 0, 3, 3]))
    assert found is not None
    assert (found.difference, found.low, found.high) == (0.0, 0.0, 0.0)


def test_only_what_both_runs_judged_is_compared() -> None:
    both = [judged_case("D0", 0, 0), judged_case("D1", 1, 2)]
    found = kappa_change([*both, judged_case("D2", 2, 2)], [*both, abstention("D2")])
    assert found is not None
    assert found.dossiers == 2
    assert kappa_change([judged_case("D0", 0, 0)], [judged_case("D9", 0, 0)]) is None
    assert kappa_change([judged_case("D0", 0, 0)], [judged_case("D0", 1, 0)]) is None  # labelled anew in between


def test_a_swap_of_assessors_shows_agreement_and_the_widest_gap_of_each_critere() -> None:
    before = [judged_case(f"D{n}", 0, 3, c) for n in range(4) for c in ("B1-C1", "B1-C2")]
    after = [judged_case(f"D{n}", 0, 3 if c == "B1-C1" or n == 0 else 1, c) for n in range(4) for c in ("B1-C1", "B1-C2")]
    whole, first, second = swaps(before, after)
    assert (whole.critere, whole.dossiers) == (ALL, 4)
    assert (first.exact, first.gap, first.alpha) == (1.0, 0.0, None)
    assert (second.exact, second.gap) == (0.25, 0.75)  # three of four moved from one niveau to another


def _read_as(reads: list[int], critere: str = "B1-C1") -> list[Case]:
    return [judged_case(f"D{n:02d}", 0, read, critere) for n, read in enumerate(reads)]


def test_readers_that_say_the_same_stand_for_each_other() -> None:
    reads = [0, 1, 2, 3] * 3
    found = exchange(_read_as(reads), _read_as(reads), same=True)
    assert found is not None
    assert (found.verdict, found.kappa, found.gap, found.p, found.threshold) == ("pass", 1.0, 0.0, None, 0.95)


def test_the_mean_is_that_of_the_criteres_and_not_of_the_judgements() -> None:
    before = [*_read_as([0, 3] * 10), *_read_as([0, 1, 2, 3], "B1-C2")]
    after = [*_read_as([0, 3] * 10), *_read_as([0, 0, 3, 3], "B1-C2")]
    found = exchange(before, after, same=False)
    assert found is not None
    assert found.kappa == pytest.approx((1 + 6 / 7) / 2)  # 6/7: see the table above


def test_a_critere_read_lower_in_six_dossiers_of_twenty_ends_the_exchange_in_one_it_does_not() -> None:
    before = _read_as([0, 3] * 10)
    after = _read_as([0, 2] * 6 + [0, 3] * 4)
    found = exchange(before, after, same=False)
    assert found is not None
    assert (found.verdict, found.critere) == ("fail", "B1-C1")
    assert found.gap == pytest.approx(6 / 20)
    assert found.p == pytest.approx(2 / 64)
    once = exchange(before, _read_as([0, 2] + [0, 3] * 9), same=False)
    assert once is not None
    assert once.verdict == "pass"
    assert once.gap == pytest.approx(1 / 20)


def test_under_ten_dossiers_an_exchange_is_not_decided() -> None:
    found = exchange(_read_as([0, 1, 2, 3]), _read_as([0, 1, 2, 3]), same=True)
    assert found is not None
    assert (found.verdict, found.low) == ("undetermined", None)
    assert exchange(_read_as([0]), [judged_case("D99", 0, 0)], same=True) is None


def test_two_versions_of_one_reader_are_asked_more_than_two_readers() -> None:
    cases = _read_as([0, 1, 2, 3] * 3)
    results = {"A1": 0.5}
    same = compare(_measured(cases, results), _measured(cases, results))
    by_a_model = a_run(concluded(cases, results)).model_copy(update={"assessor": "model"})
    other = compare(_measured(cases, results), Measured(by_a_model, cases))
    assert same.exchange is not None
    assert other.exchange is not None
    assert (same.exchange.threshold, other.exchange.threshold) == (0.95, 0.80)

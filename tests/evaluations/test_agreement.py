"""Agreement statistics equal hand-computed, published and library values."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from evaluations import agreement
from evaluations.agreement import Ratings

# Krippendorff's published example (four observers, twelve units); irrCAC and the krippendorff
# package were run once on these three sets, and their values are written below.
PUBLISHED = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
TWO_READERS = [[0, 1, 2, 3, 3, 2, 1, 0, 2, 2], [0, 1, 1, 3, 2, 2, 1, 0, 3, 2]]
THREE_READERS = [
    [int(level) for level in row]
    for row in (
        "3100033201013111030012311133033231112031",
        "2001023300113010320022331011113331012331",
        "3001033202220110031000333132133230232230",
    )
]


def _ratings(rows: "list[list[int | None]] | list[list[int]]", lowest: int = 0) -> Ratings:
    return np.array([[np.nan if v is None else v - lowest for v in row] for row in rows], dtype=np.float64)


@pytest.mark.parametrize(
    ("rows", "lowest", "levels", "alpha"),
    [(PUBLISHED, 1, 5, 0.8153875), (TWO_READERS, 0, 4, 0.8514182), (THREE_READERS, 0, 4, 0.5262228)],
)
def test_ordinal_alpha_equals_the_library(rows: list[list[int | None]], lowest: int, levels: int, alpha: float) -> None:
    assert agreement.krippendorff_alpha(_ratings(rows, lowest), levels) == pytest.approx(alpha, abs=1e-6)


@pytest.mark.parametrize(
    ("rows", "lowest", "levels", "ac2"),
    [(PUBLISHED, 1, 5, 0.91400), (TWO_READERS, 0, 4, 0.88593), (THREE_READERS, 0, 4, 0.49404)],
)
def test_quadratic_ac2_equals_the_library(rows: list[list[int | None]], lowest: int, levels: int, ac2: float) -> None:
    assert agreement.gwet_ac2(_ratings(rows, lowest), levels) == pytest.approx(ac2, abs=1e-5)


@pytest.mark.parametrize(
    "pair", [(TWO_READERS[0], TWO_READERS[1]), (THREE_READERS[0], THREE_READERS[1]), ([0, 1, 1, 0], [1, 1, 0, 0])]
)
def test_quadratic_kappa_equals_the_library_with_every_level_declared(pair: tuple[list[int], list[int]]) -> None:
    ours = agreement.weighted_kappa(agreement.confusion(*pair, levels=4))
    assert ours == pytest.approx(cohen_kappa_score(*pair, weights="quadratic", labels=[0, 1, 2, 3]))


def test_quadratic_kappa_by_hand() -> None:
    # Observed squared gaps: 0, 1, 0, 4 -> 5. Expected under independence of (0, 1, 3, 3) and
    # (0, 2, 3, 1): mean of all 16 squared gaps = (14 + 6 + 14 + 14) / 16, times 4 cases = 12. 1 - 5 / 12.
    assert agreement.weighted_kappa(agreement.confusion([0, 1, 3, 3], [0, 2, 3, 1], 4)) == pytest.approx(7 / 12)


def test_what_is_undefined_stays_undefined() -> None:
    empty = agreement.confusion([], [], 4)
    constant = agreement.confusion([2, 2, 2], [2, 2, 2], 4)
    assert agreement.weighted_kappa(empty) is None
    assert agreement.weighted_kappa(constant) is None
    assert agreement.exact(empty) is None
    assert agreement.recalls(constant) == [None, None, 1.0, None]
    assert agreement.krippendorff_alpha(np.array([[1.0, np.nan], [np.nan, 2.0]]), 4) is None
    assert agreement.krippendorff_alpha(np.array([[1.0, 1.0], [1.0, 1.0]]), 4) is None
    assert agreement.gwet_ac2(np.array([[1.0, np.nan], [np.nan, 2.0]]), 4) is None
    assert agreement.calibration_error([], []) is None
    assert agreement.cluster_interval(agreement.exact, [constant]) is None


def test_shares_by_hand() -> None:
    table = agreement.confusion([0, 0, 1, 2, 3, 3], [0, 2, 3, 2, 3, 1], 4)
    assert agreement.exact(table) == pytest.approx(3 / 6)
    assert agreement.adjacent(table) == pytest.approx(3 / 6)
    assert agreement.praise_without_evidence(table) == pytest.approx(2 / 6)
    assert agreement.recalls(table) == [0.5, 0.0, 1.0, 0.5]
    assert agreement.precisions(table) == [1.0, 0.0, 0.5, 0.5]


def test_the_paradox_of_skewed_labels_shows_beside_ac2() -> None:
    # 94 % of agreement on a set where nearly everything is at one level.
    truth, read = [3] * 94 + [3, 3, 3, 2, 2, 2], [3] * 94 + [2, 2, 2, 3, 3, 3]
    kappa = agreement.weighted_kappa(agreement.confusion(truth, read, 4))
    ac2 = agreement.gwet_ac2(np.array([truth, read], dtype=np.float64), 4)
    assert kappa is not None
    assert kappa < 0
    assert ac2 is not None
    assert ac2 > 0.9


def test_the_interval_draws_whole_drafts_and_is_reproducible() -> None:
    good, bad = agreement.confusion([0, 1, 2, 3], [0, 1, 2, 3], 4), agreement.confusion([0, 1, 2, 3], [3, 2, 1, 0], 4)
    interval = agreement.cluster_interval(agreement.exact, [good] * 8 + [bad] * 2)
    assert interval == agreement.cluster_interval(agreement.exact, [good] * 8 + [bad] * 2)
    # Ten drafts, each right or wrong as a whole: the share of right ones is binomial(10, .8) / 10.
    assert interval == pytest.approx((0.5, 1.0), abs=0.051)


def test_calibration_is_zero_when_right_as_often_as_said_and_its_noise_is_not() -> None:
    confidence = np.array([0.5] * 10 + [1.0] * 10)
    right = np.array([1, 0] * 5 + [1] * 10)
    assert agreement.calibration_error(confidence, right, bins=2) == pytest.approx(0.0)
    noise = agreement.calibration_noise(np.full(50, 0.6))
    assert noise is not None
    assert 0.05 < noise < 0.25


@pytest.mark.parametrize(
    ("second", "read", "part"),
    [
        # two readers alike: nothing is noise, the variance of 0 0 2 2 is 4/3
        ([0, 0, 2, 2], [0, 0, 2, 2], 1.0),
        ([0, 0, 2, 2], [1, 1, 1, 1], 1 - 1 / (4 / 3)),
        # means 0 1 2 2; noise (4/4)/2 = .5; true variance (2×2.75 - 3×.5)/6 = 2/3
        ([0, 2, 2, 2], [0, 0, 2, 2], 1 - ((2 * 1 - 4 * 0.5) / 8) / (2 / 3)),
        ([0, 2, 2, 2], [1, 1, 1, 1], 1 - ((2 * 3 - 4 * 0.5) / 8) / (2 / 3)),
    ],
)
def test_what_a_reading_predicts_of_true_scores_by_hand(second: list[int], read: list[int], part: float) -> None:
    assert agreement.true_score_gain([0, 0, 2, 2], second, read) == pytest.approx(part)


@pytest.mark.parametrize(("first", "second"), [([], []), ([1], [2]), ([1, 1, 1], [1, 1, 1])])
def test_without_variation_of_true_scores_nothing_is_predicted(first: list[int], second: list[int]) -> None:
    assert agreement.true_score_gain(first, second, first) is None

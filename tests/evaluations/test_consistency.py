"""The harness on the embedded assessor: `pytest -m consistency` gives one item a property, on the smallest suite."""

import pytest

from evaluations.diff import zero_tolerance
from evaluations.harness.record import Run, RunFolder
from evaluations.properties.catalogue import all_properties
from evaluations.runner import Plan, run

pytestmark = [pytest.mark.consistency, pytest.mark.long]
KNOWN_FAILURES: dict[str, str] = {}
"""Properties that tolerate no broken case and have some on the smallest suite, with the reason: to be emptied."""


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """The smallest suite, run once on the embedded assessor."""
    folder = RunFolder(tmp_path_factory.mktemp("smoke"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JURY_BLANC_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        run(Plan(suite="smoke"), folder, jobs=2)
    return folder


@pytest.fixture(scope="module")
def concluded(measured: RunFolder) -> Run:
    return measured.run()


@pytest.mark.parametrize("code", [p.card.code for p in all_properties()])
def test_the_embedded_assessor_holds(code: str, measured: RunFolder, concluded: Run) -> None:
    result = concluded.result(code)
    assert result is not None
    assert result.errors == 0
    if not zero_tolerance(result):
        return
    broken = [f"{c.id} – {c.note}" for c in measured.cases() if c.property == code and c.outcome == "broken"]
    if code in KNOWN_FAILURES:
        assert broken, f"{code} holds now: take it off KNOWN_FAILURES"
    else:
        assert broken == []


def test_every_known_failure_is_of_a_property_that_tolerates_none(concluded: Run) -> None:
    unfit = [code for code in KNOWN_FAILURES if (result := concluded.result(code)) is None or not zero_tolerance(result)]
    assert unfit == []


def test_no_two_cases_of_a_run_bear_the_same_name(measured: RunFolder, concluded: Run) -> None:
    assert concluded.complete
    names = [c.id for c in measured.cases()]
    assert len(set(names)) == len(names)

"""A suite is run, written down, concluded from, interrupted, taken up again and explained."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from architecture_map import ROOT
from benches import bench_of, passage, short_base
from runs import a_case, a_result, a_run

from assistant.bootstrap import Assistant
from assistant.errors import InputError
from evaluations.harness.bench import Bench
from evaluations.harness.cases import Case
from evaluations.harness.material import Base, Kind
from evaluations.harness.readings import Asked, Reading
from evaluations.harness.record import Identity, Run, RunFolder
from evaluations.properties.base import Card, Limits, Property
from evaluations.replay import explained
from evaluations.runner import Plan, run, safely, workplace
from evaluations.suites import exit_code


@pytest.fixture(autouse=True)
def _own_data(monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> None:
    monkeypatch.setenv("JURY_BLANC_DATA_DIR", str(data_dir))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("readings"))


def _plan(store: str, **more: Any) -> Plan:
    return Plan.model_validate(
        {"suite": "smoke", "assessor": "quick_assessors:Quiet", "properties": ("S1",), "store": store} | more
    )


@pytest.fixture(scope="module")
def quiet(store: str, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A run of two properties on an assessor that finds nothing."""
    folder = RunFolder(tmp_path_factory.mktemp("quiet"))
    run(_plan(store, properties=("S1", "I5")), folder, jobs=1)
    return folder


def test_a_run_is_written_with_every_case_and_its_conclusions(quiet: RunFolder) -> None:
    written, cases = quiet.run(), list(quiet.cases())
    assert written.complete
    assert [(r.code, r.n, r.broken, r.verdict) for r in written.results] == [
        ("S1", 6, 0, "undetermined"),
        ("I5", 6, 0, "undetermined"),
    ]
    assert len({c.id for c in cases}) == len(cases) == 12
    assert {c.bloc for c in cases} == {f"B{n}" for n in range(1, 7)}


def test_the_record_holds_no_time_and_no_path(quiet: RunFolder, store: str) -> None:
    text = (quiet.path / "run.json").read_text(encoding="utf-8") + quiet.cases_path.read_text(encoding="utf-8")
    assert store not in text
    assert str(quiet.path) not in text
    assert "seconds" not in text
    times = quiet.times()
    assert times is not None
    assert times.readings_made == 18  # six drafts, each read, read again, and read with slips


@pytest.mark.long
def test_several_processes_give_the_same_bytes_and_find_the_readings(quiet: RunFolder, store: str, tmp_path: Path) -> None:
    again = RunFolder(tmp_path)
    run(_plan(store, properties=("S1", "I5")), again, jobs=2)
    assert again.cases_path.read_bytes() == quiet.cases_path.read_bytes()
    assert (again.path / "run.json").read_bytes() == (quiet.path / "run.json").read_bytes()
    times = again.times()
    assert times is not None
    assert (times.readings_made, times.readings_kept) == (0, 18)


def test_an_interrupted_run_keeps_what_was_done_and_says_that_it_is_partial(store: str, tmp_path: Path) -> None:
    def interrupt(done: int, _: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    folder = RunFolder(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run(_plan(store), folder, jobs=1, progress=interrupt)
    assert not folder.run().complete
    assert len(list(folder.cases())) == folder.run().results[0].n == 3
    run(_plan(store), folder, jobs=1)
    assert folder.run().complete
    assert len(list(folder.cases())) == 6


def test_an_assessor_that_answers_otherwise_the_second_time_is_caught(quiet: RunFolder, tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    found = run(_plan("", assessor="quick_assessors:Fickle"), folder, jobs=1)
    assert [(r.broken, r.verdict) for r in found.results] == [(6, "fail")]
    broken = next(folder.cases())
    assert (broken.outcome, broken.size) == ("broken", -3)
    assert "démontré → non abordé" in broken.note
    assert exit_code(found) == 1
    assert found.identity.material == quiet.run().identity.material
    assert found.identity.subject != quiet.run().identity.subject


def test_the_identity_follows_what_is_measured_and_not_the_choice_of_properties(quiet: RunFolder) -> None:
    identity = quiet.run().identity
    assert workplace(_plan("", half="test")).identity.material != identity.material
    assert workplace(_plan("", properties=("X4",))).identity == identity


_SHOW_IDENTITY = """
from evaluations.runner import Plan, workplace
print(workplace(Plan(suite="smoke", assessor="quick_assessors:Quiet")).identity.model_dump_json())
"""


@pytest.mark.long
def test_the_same_seed_gives_the_same_texts_whatever_the_process(quiet: RunFolder, data_dir: Path) -> None:
    paths = os.pathsep.join((str(ROOT), str(ROOT / "tests" / "support")))
    environment = {"PYTHONHASHSEED": "4242", "PYTHONPATH": paths, "PATH": "/usr/bin:/bin", "JURY_BLANC_DATA_DIR": str(data_dir)}
    shown = subprocess.run([sys.executable, "-c", _SHOW_IDENTITY], env=environment, capture_output=True, check=True).stdout
    assert Identity.model_validate_json(shown) == quiet.run().identity


def test_an_unknown_property_or_assessor_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    for wrong in ({"properties": ("Z9",)}, {"assessor": "personne"}):
        with pytest.raises(InputError):
            run(_plan("", **wrong), RunFolder(tmp_path / "run"), jobs=1)
    assert not (tmp_path / "run").exists()


class _Stumbling(Property):
    card: ClassVar[Card] = Card("T1", "surface", "T.", "M.", "C.", "E.", "m", Limits(0.0, 0.0))
    uses: ClassVar[frozenset[Kind]] = frozenset({"short"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        yield a_case("T1", base.id)
        bench.read_text(base)


def _refuse(_: Asked) -> Reading:
    raise RuntimeError("panne")


def test_what_an_assessor_raises_is_one_error_and_spoils_nothing_before_it(assistant: Assistant) -> None:
    base = short_base([passage("B1-C1-I1", "shows", "Un passage.")])
    first, second = safely(_Stumbling(), base, bench_of(assistant, _refuse))
    assert (first.outcome, second.outcome) == ("held", "error")
    assert "panne" in second.note


def _concluded(*results: tuple[str, bool, int, int, int]) -> Run:
    return a_run(
        [
            a_result(f"T{k}", verdict, gate=gate, n=n, errors=errors, abstained=abstained)
            for k, (verdict, gate, n, errors, abstained) in enumerate(results)
        ]
    )


@pytest.mark.parametrize(
    ("results", "code", "strict"),
    [
        ([("pass", True, 100, 0, 0)], 0, 0),
        ([("pass", True, 100, 0, 0), ("undetermined", True, 9, 0, 0)], 0, 1),
        ([("pass", True, 100, 0, 0), ("fail", True, 100, 0, 0)], 1, 1),
        ([("pass", True, 100, 0, 0), ("fail", False, 100, 0, 0), ("undetermined", False, 9, 0, 0)], 0, 0),
        ([("fail", True, 94, 6, 0)], 4, 4),
        ([("pass", True, 95, 5, 0)], 0, 0),
        ([("undetermined", True, 0, 9, 0)], 4, 4),
        ([("undetermined", True, 0, 0, 0)], 5, 5),
        ([("pass", True, 89, 0, 11)], 5, 5),
        ([("pass", True, 90, 0, 10)], 0, 0),
        ([], 5, 5),
    ],
)
def test_a_run_is_worth_an_exit_code(results: list[tuple[str, bool, int, int, int]], code: int, strict: int) -> None:
    found = _concluded(*results)
    assert (exit_code(found), exit_code(found, strict=True)) == (code, strict)


@pytest.mark.long
def test_a_case_is_explained_with_the_words_that_changed_and_what_was_read(quiet: RunFolder, store: str) -> None:
    case = next(c for c in quiet.cases() if c.property == "I5")
    found = explained(quiet.run(), case, store)
    assert found.warning == ""
    assert found.before
    assert found.before != found.after
    again = explained(quiet.run(), next(c for c in quiet.cases() if c.property == "S1"), store)
    assert (again.before, again.after) == ("", "")


def test_a_case_that_cannot_be_made_again_is_shown_as_it_was_kept(quiet: RunFolder) -> None:
    case = a_case("S1", "court-B9-000", "broken", before="avant", after="après")
    found = explained(quiet.run(), case)
    assert (found.before, found.after, found.criteres) == ("avant", "après", ())
    assert "ne se refait plus" in found.warning
    gone = quiet.run().model_copy(update={"assessor": "module_absent:Rien"})
    assert "ne se refait plus" in explained(gone, case).warning


def test_a_case_whose_outcome_is_another_today_is_told(quiet: RunFolder, store: str) -> None:
    case = next(c for c in quiet.cases() if c.property == "S1").model_copy(update={"outcome": "broken"})
    assert "autre issue" in explained(quiet.run(), case, store).warning


def test_the_record_of_a_run_is_plain_json(quiet: RunFolder) -> None:
    document = json.loads((quiet.path / "run.json").read_text(encoding="utf-8"))
    assert document["schema"] == "jury-blanc/evaluation/1"
    assert document["real_jurors"] == "accord avec des jurés réels : non mesuré"

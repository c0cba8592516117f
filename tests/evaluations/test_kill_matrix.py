"""The kill matrix: properties catch the saboteurs named for them, and the reference passes."""

import json

import pytest

from assistant.errors import InputError
from evaluations.harness.material import Size
from evaluations.harness.verdict import Verdict
from evaluations.kill_matrix import Cell, Fixtures, Matrix, kill_matrix, lines, main
from evaluations.saboteurs.registry import CAUGHT_BY

FEW = Fixtures(
    size=Size(short=6, indicateur=6),
    enough=4,
    properties=("S1", "S5", "S6", "I7", "I8", "D1-B", "D2", "D2-B", "D4", "F1"),
)
NAMES = (
    "reference",
    "saboteur:random",
    "saboteur:always-demontre",
    "saboteur:order-sensitive",
    "saboteur:negation-blind",
    "saboteur:first-chunk-only",
    "saboteur:quote-inventor",
)


def cell(saboteur: str, code: str, verdict: Verdict, *, gate: bool = True) -> Cell:
    return Cell(saboteur=saboteur, code=code, gate=gate, verdict=verdict, n=9, broken=int(verdict == "fail"))


@pytest.mark.long
def test_a_small_matrix_catches_each_saboteur_where_it_should_and_spares_the_reference() -> None:
    matrix = kill_matrix(NAMES, FEW)
    for saboteur in NAMES[1:]:
        for code in set(CAUGHT_BY[saboteur]) & set(FEW.properties):
            found = matrix.cell(saboteur, code)
            assert found is not None
            assert found.killed, (saboteur, code)
    assert matrix.catchers("reference") == []
    assert matrix.catchers("saboteur:negation-blind") == ["D4"]
    assert matrix.catchers("saboteur:quote-inventor") == ["F1"]


def test_a_saboteur_that_its_property_missed_is_told() -> None:
    matrix = Matrix(cells=(cell("saboteur:negation-blind", "D4", "undetermined"), cell("saboteur:random", "D4", "fail")))
    assert matrix.problems() == ["D4 devait attraper saboteur:negation-blind\u00a0: 0 cas contraires sur 9."]


def test_a_gate_that_catches_nobody_is_told_and_an_advisory_one_is_not() -> None:
    gated, advisory = ([cell(s, code, "pass", gate=gate) for s in CAUGHT_BY] for code, gate in (("Z1", True), ("Z2", False)))
    assert Matrix(cells=(*gated, *advisory)).problems() == ["Z1 n’attrape aucun saboteur."]


def test_a_gate_that_catches_none_of_a_few_saboteurs_is_no_problem() -> None:
    assert Matrix(cells=(cell("saboteur:halo", "Z1", "pass"),)).problems() == []


def test_a_property_that_fails_the_reference_is_told() -> None:
    matrix = Matrix(cells=(cell("reference", "I2", "fail"), cell("saboteur:halo", "I2", "fail")))
    assert matrix.problems() == ["I2 recale le lecteur de référence."]


def test_the_table_tells_named_catches_from_others_and_from_what_was_not_tried() -> None:
    cells = (
        cell("saboteur:halo", "S6", "fail"),
        cell("saboteur:halo", "X3", "fail"),
        cell("saboteur:halo", "D4", "pass"),
        cell("saboteur:random", "S6", "fail"),
    )
    rows = list(lines(Matrix(cells=cells)))
    assert rows[1].split() == ["S6", "X3", "D4"]
    assert rows[2].split() == ["saboteur:halo", "●", "○", "·"]
    assert rows[3].split() == ["saboteur:random", "●"]


def test_an_unknown_saboteur_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(InputError) as refusal:
        kill_matrix(("saboteur:inconnu",), Fixtures(size=Size(), properties=("S1",)))
    assert "saboteur:halo" in refusal.value.hint


def test_the_command_prints_one_json_document_and_fails_on_a_problem(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--json", "--jobs", "1", "--saboteurs", "saboteur:crasher", "--properties", "G6"]
    code = main(asked, Size())
    document = json.loads(capsys.readouterr().out)
    assert document["problems"] == ["G6 devait attraper saboteur:crasher\u00a0: 0 cas contraires sur 0."]
    assert [(c["saboteur"], c["code"]) for c in document["cells"]] == [("saboteur:crasher", "G6")]
    assert code == 1
    assert main(asked, Size(short=4)) == 0


@pytest.mark.release
@pytest.mark.timeout(3600)
def test_the_whole_matrix_shows_no_problem() -> None:
    assert kill_matrix(jobs=2).problems() == []

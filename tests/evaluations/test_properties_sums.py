"""Wrong totals: a reader that points at them holds, one that says nothing and one that doubts everything are caught."""

from collections.abc import Callable, Sequence

import pytest
from benches import bench_of

from assistant.bootstrap import Assistant
from assistant.domain.feedback import Finding
from evaluations.harness.cases import Case
from evaluations.harness.material import Base
from evaluations.harness.readings import Asked, Reading
from evaluations.harness.subject import Subject
from evaluations.properties.sums import WrongTotals

TABLE = "| Poste | Montant |\n|---|---|\n| Salle | 1 200 € |\n| Repas | 1 800 € |\n| **Total** | **3 000 €** |"
Reader = Callable[[Asked], Reading]


def observed(assistant: Assistant, read: Reader, text: str = TABLE) -> Sequence[Case]:
    base = Base("B1-91", "dossier", "B1", f"# Budget\n\nVoici mon budget.\n\n{text}\n\nIl a été arrêté en mars.\n")
    return list(WrongTotals().observe(base, bench_of(assistant, read, ())))


def pointing(start: int, end: int) -> Reader:
    finding = Finding(code="budget-somme", severity="erreur", message="…", start=start, end=end, expected="…")
    return lambda asked: Reading(text=asked.text, findings=(finding,))


def test_the_product_points_at_a_wrong_total_and_leaves_the_right_one_alone(assistant: Assistant) -> None:
    (case,) = observed(assistant, Subject().read)
    assert (case.outcome, case.note) == ("held", "")


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (lambda asked: Reading(text=asked.text), "un total faux n’est pas signalé"),
        (pointing(0, 7), "un total faux n’est pas signalé"),
        (pointing(0, len(TABLE)), "un total juste est signalé"),
    ],
    ids=["says nothing", "points elsewhere", "doubts everything"],
)
def test_a_reader_that_cannot_add_is_caught(assistant: Assistant, read: Reader, said: str) -> None:
    (case,) = observed(assistant, read)
    assert case.outcome == "broken"
    assert case.note.endswith(said)


@pytest.mark.parametrize(
    "text",
    [TABLE.replace("3 000", "3 100"), TABLE.replace("**Total**", "Reste"), "Total : 3 000 €"],
    ids=["wrong already", "no total", "no table"],
)
def test_what_is_not_the_sum_of_its_column_makes_no_case(assistant: Assistant, text: str) -> None:
    assert observed(assistant, Subject().read, text) == []


def test_each_table_of_a_dossier_is_a_case_of_its_own(assistant: Assistant) -> None:
    cases = observed(assistant, Subject().read, f"{TABLE}\n\nEt le second.\n\n{TABLE}")
    assert len({case.id for case in cases}) == 2
    assert {case.cluster for case in cases} == {"B1-91"}

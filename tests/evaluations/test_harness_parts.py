"""The parts of the harness: verdicts by hand, readings kept, material that does not move, assessors by name."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from benches import answering, told
from quick_assessors import Fickle, Quiet
from runs import a_case, a_result, a_run, some_cases

from assistant.bootstrap import Assistant
from assistant.domain.feedback import Niveau
from assistant.errors import InputError
from evaluations.french_data import FrenchData
from evaluations.gold import GoldSet
from evaluations.harness.cases import Case, Outcome
from evaluations.harness.material import Base, Material
from evaluations.harness.readings import Asked, Reading
from evaluations.harness.record import RunFolder, Times
from evaluations.harness.store import ReadingStore
from evaluations.harness.subject import Subject, factory_of, fingerprint
from evaluations.harness.verdict import clustered_interval, exact_interval, figure_verdict, rate_result
from evaluations.suites import SIZES


@pytest.mark.parametrize(
    ("broken", "n", "low", "high"),
    [
        (5, 10, 0.1871, 0.8129),
        (1, 10, 0.0025, 0.4450),
        (0, 10, 0.0, 0.2589),  # one side: 1 - 0.05 ** (1 / 10)
        (10, 10, 0.7411, 1.0),
        (2, 100, 0.0024, 0.0704),
    ],
)
def test_the_exact_interval_is_the_one_of_clopper_and_pearson(broken: int, n: int, low: float, high: float) -> None:
    assert exact_interval(broken, n) == pytest.approx((low, high), abs=5e-5)


def _drafts(*outcomes: str) -> list[Case]:
    """Return the cases of drafts, one letter a case."""
    named: dict[str, Outcome] = {"h": "held", "b": "broken"}
    return [
        a_case("I2", f"t{n}", id=f"I2/t{n}/{k}", outcome=named[letter])
        for n, letters in enumerate(outcomes)
        for k, letter in enumerate(letters)
    ]


def test_cases_of_one_draft_that_go_together_count_as_fewer() -> None:
    # Rate 1/4 of 8. Residuals by draft: 2 - 0.5, and three times 0 - 0.5: squares 2.25 + 0.75 = 3.
    # Variance 4/3 × 3 / 64 = 1/16; effective cases (3/16) / (1/16) = 3, of which 0.75 broken.
    assert clustered_interval(_drafts("bb", "hh", "hh", "hh")) == pytest.approx(exact_interval(0.75, 3.0))


def test_cases_of_drafts_that_do_not_go_together_lose_no_more_than_one() -> None:
    # Residuals 2 × 0.75² + 6 × 0.25² = 1.5; variance 8/7 × 1.5 / 64; effective cases 7, of which 1.75 broken.
    assert clustered_interval(_drafts(*"bbhhhhhh")) == pytest.approx(exact_interval(1.75, 7.0))


def test_without_a_broken_case_only_drafts_count_and_one_draft_tells_nothing() -> None:
    assert clustered_interval(_drafts("hhhhh", "hhhhh")) == pytest.approx(exact_interval(0, 2))
    assert clustered_interval(_drafts("hhhb")) == (0.0, 1.0)
    assert clustered_interval([]) is None


@pytest.mark.parametrize(
    ("held", "broken", "verdict", "needed"),
    [(299, 0, "pass", 0), (298, 0, "undetermined", 1), (0, 0, "undetermined", 299), (5000, 1, "fail", 0)],
)
def test_nothing_tolerated_takes_299_drafts_without_a_broken_case(held: int, broken: int, verdict: str, needed: int) -> None:
    result = rate_result("I2", some_cases("I2", "h" * held + "b" * broken), 0.0, gate=True)
    assert (result.verdict, result.needed) == (verdict, needed)
    assert exact_interval(0, 299)[1] < 0.01 < exact_interval(0, 298)[1]


def test_how_many_drafts_are_needed_is_told_at_the_rate_seen() -> None:
    # Without a broken case the upper bound is 1 - 0.05 ** (1 / n): under 5 % from n = 59.
    result = rate_result("I4", some_cases("I4", "h" * 12), 0.05, gate=True)
    assert (result.verdict, result.needed) == ("undetermined", 47)
    assert rate_result("I4", some_cases("I4", "h" * 59), 0.05, gate=True).verdict == "pass"


def test_what_could_not_be_judged_is_counted_apart() -> None:
    result = rate_result("I4", some_cases("I4", "hbaaennn"), 0.5, gate=True)
    assert (result.n, result.broken, result.abstained, result.errors, result.not_applicable) == (2, 1, 2, 1, 3)
    assert result.estimate == 0.5
    assert rate_result("I4", some_cases("I4", "hb"), None, gate=True).verdict == "not_applicable"


def test_a_figure_passes_or_fails_with_its_whole_interval() -> None:
    assert figure_verdict((0.5, 0.7), 0.5, at_least=True) == "pass"
    assert figure_verdict((0.4, 0.7), 0.5, at_least=True) == "undetermined"
    assert figure_verdict((0.3, 0.4), 0.5, at_least=True) == "fail"
    assert figure_verdict((0.3, 0.4), 0.2, at_least=False) == "fail"
    assert figure_verdict(None, 0.2, at_least=False) == "undetermined"


class _Counted:
    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, asked: Asked) -> Reading:
        self.asked += 1
        return Reading(text=f"{asked.text} {self.asked}")


def test_a_reading_is_made_once_and_found_again_by_another_store(tmp_path: Path) -> None:
    read, asked = _Counted(), Asked(bloc="B1", text="a")
    first = ReadingStore(read, "one", tmp_path)
    assert first.read(asked) == first.read(asked)
    second = ReadingStore(read, "one", tmp_path)
    assert second.read(asked).text == "a 1"
    assert (first.made, second.made, second.kept, read.asked) == (1, 0, 1, 1)


def test_two_identities_do_not_mix_and_another_question_is_another_reading(tmp_path: Path) -> None:
    read, asked = _Counted(), Asked(bloc="B1", text="a")
    ReadingStore(read, "one", tmp_path).read(asked)
    assert ReadingStore(read, "two", tmp_path).read(asked).text == "a 2"
    store = ReadingStore(read, "one", tmp_path)
    others: list[dict[str, Any]] = [
        {"repeat": 1},
        {"bloc": "B2"},
        {"critere": "B1-C1"},
        {"file": b"a"},
        {"reordered": 1},
        {"whole": True},
    ]
    assert len({store.read(asked.model_copy(update=other)).text for other in others}) == len(others)


def test_a_reading_for_which_a_model_did_not_answer_is_not_kept(tmp_path: Path) -> None:
    said = told("B1-C1", None, explanation="Rien. Lecture sans modèle\u00a0: le service ne répond pas.")
    asked = Asked(bloc="B1", text="a")
    ReadingStore(answering(said), "one", tmp_path).read(asked)
    assert list(tmp_path.rglob("*.json")) == []


@pytest.mark.parametrize("damage", [b"", b"{", b'{"text": 1}', b"\xff\xfe"])
def test_a_damaged_reading_is_made_again_and_mended(damage: bytes, tmp_path: Path) -> None:
    read, asked = _Counted(), Asked(bloc="B1", text="a")
    ReadingStore(read, "one", tmp_path).read(asked)
    [kept] = tmp_path.rglob("*.json")
    kept.write_bytes(damage)
    assert ReadingStore(read, "one", tmp_path).read(asked).text == "a 2"
    assert ReadingStore(read, "one", tmp_path).read(asked).text == "a 2"


@pytest.fixture(scope="module")
def smoke(assistant: Assistant) -> list[Base]:
    material = Material(assistant.knowledge, GoldSet(assistant.knowledge), FrenchData())
    return list(material.bases(SIZES["smoke"]))


def test_the_smallest_suite_sees_every_bloc_and_no_text_too_short_to_judge(smoke: list[Base]) -> None:
    blocs = Counter(b.bloc for b in smoke if b.kind == "short")
    assert blocs == {f"B{n}": 1 for n in range(1, 7)}
    assert all(len(b.text.split()) >= 160 for b in smoke if b.kind == "short")
    assert len({b.id for b in smoke}) == len(smoke)


def test_short_drafts_speak_of_their_own_bloc_with_the_half_that_nothing_was_fitted_on(
    smoke: list[Base], assistant: Assistant
) -> None:
    kept_aside = {p.id for p in GoldSet(assistant.knowledge).bank("test")}
    for base in (b for b in smoke if b.kind in ("short", "indicateur")):
        assert {p.id for p in base.passages} <= kept_aside
        assert {p.indicateur.partition("-")[0] for p in base.passages} == {base.bloc}


def test_another_seed_draws_other_drafts(smoke: list[Base], assistant: Assistant) -> None:
    other = Material(assistant.knowledge, GoldSet(assistant.knowledge), FrenchData(), seed=1)
    texts = {b.text for b in smoke if b.kind == "short"}
    assert not texts & {b.text for b in other.bases(SIZES["smoke"]) if b.kind == "short"}


def test_an_assessor_is_found_by_its_name_or_by_its_module() -> None:
    assert factory_of("embedded", {}) is None
    assert factory_of("mine", {"mine": Quiet}) is Quiet
    assert factory_of("quick_assessors:Quiet", {}) is Quiet


@pytest.mark.parametrize("name", ["inconnu", "quick_assessors:Rien", "module_absent:Quiet", ""])
def test_an_unknown_assessor_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(InputError) as refused:
        factory_of(name, {"reference": Quiet})
    assert "reference" in refused.value.hint


def test_an_assessor_is_heard_before_anything_is_taken_out() -> None:
    text = "Le 12 mai 2026, j’ai comparé trois offres avec la directrice. " * 20
    subject = Subject(Fickle())
    reading = subject.read(Asked(bloc="B1", text=text))
    assert {c.niveau for c in reading.criteres} == {Niveau.DEMONTRE}
    assert reading.criteres[0].verified(reading.text)[0][1].quote == reading.text[:20]
    assert subject.read(Asked(bloc="B1", file=b"\x00\x01", name="a.docx")).refused


def test_the_fingerprint_of_a_room_follows_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "une_piece"
    room.mkdir()
    (room / "__init__.py").write_text("A = 1\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    before = fingerprint("une_piece")
    assert fingerprint("une_piece") == before
    (room / "more.txt").write_text("x", encoding="utf-8")
    assert fingerprint("une_piece") != before


def _written(path: Path, cases: list[Case], tail: bytes = b"") -> RunFolder:
    folder = RunFolder(path)
    folder.write(a_run([a_result("I2", "pass")]), Times(total=1.0, properties={}, readings_made=0, readings_kept=0))
    folder.cases_path.write_bytes(b"".join(c.model_dump_json().encode() + b"\n" for c in cases) + tail)
    return folder


def test_a_run_is_read_back_whatever_its_drafts_hold(tmp_path: Path) -> None:
    cases = [a_case("I2", f"t{n}", before=before) for n, before in enumerate(["a\u2028b", "a\x85b\x0cc", "a\nb"])]
    folder = _written(tmp_path, cases)
    assert list(folder.cases()) == cases
    assert folder.run().results[0].code == "I2"


def test_a_last_line_cut_by_an_interruption_is_left_out_and_no_other(tmp_path: Path) -> None:
    cases = some_cases("I2", "hb")
    assert list(_written(tmp_path, cases, b'{"property": "I2", "no\xc3').cases()) == cases
    with pytest.raises(InputError, match="ligne 3"):
        list(_written(tmp_path, cases, b"{cut\n" + cases[0].model_dump_json().encode() + b"\n").cases())


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"run\.json"):
        RunFolder(tmp_path).run()
    assert list(RunFolder(tmp_path).cases()) == []
    assert RunFolder(tmp_path).times() is None

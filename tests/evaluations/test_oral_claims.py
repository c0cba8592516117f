"""The labelled pairs are sound, and the detector keeps its precision on both halves."""

from pathlib import Path

import pytest

from evaluations.oral_claims import OTHER_HAND, PAIRS, load_pairs, main, score


@pytest.mark.parametrize(("path", "fewest", "first"), [(PAIRS, 60, 1), (OTHER_HAND, 40, 101)])
def test_pairs_quote_themselves_and_half_of_them_agree(path: Path, fewest: int, first: int) -> None:
    pairs = load_pairs(path)
    assert len(pairs) >= fewest
    assert [p.id for p in pairs] == list(range(first, first + len(pairs)))
    assert sum(not p.clashes for p in pairs) >= len(pairs) / 2
    for pair in pairs:
        for clash in pair.clashes:
            assert clash.answer in pair.answer
            assert clash.dossier in pair.dossier
    assert {clash.kind for p in pairs for clash in p.clashes} == {"nombre", "date", "role", "fait"}


@pytest.mark.parametrize("half", ["develop", "test"])
def test_precision_comes_first(half: str) -> None:
    done = score(p for p in load_pairs() if p.half == half)
    assert done.precision is not None
    assert done.recall is not None
    assert done.precision >= 0.9
    assert done.recall >= 0.7


def test_precision_holds_on_pairs_by_another_hand() -> None:
    done = score(load_pairs(OTHER_HAND))
    assert done.precision is not None
    assert done.recall is not None
    assert done.precision >= 0.9
    assert done.recall >= 0.6


def test_a_detector_of_nothing_has_no_precision_and_no_recall(tmp_path: Path) -> None:
    none = score(())
    assert (none.precision, none.recall) == (None, None)
    page = tmp_path / "pairs.yaml"
    page.write_text("pairs:\n- {id: 1, dossier: Nous étions deux formateurs., answer: Bonjour., clashes: []}\n", encoding="utf-8")
    assert score(load_pairs(page)).found == 0


def test_the_command_prints_both_halves(capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    shown = capsys.readouterr().out
    assert shown.startswith("develop: 40 pairs, precision ")
    assert "test: 40 pairs, precision " in shown
    assert "other-hand: 40 pairs, precision " in shown

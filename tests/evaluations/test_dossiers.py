import pytest
from assistants import gold_text
from benches import answering

from assistant.domain.feedback import Niveau
from evaluations.dossiers import NOTHING_EVALUATED, JudgedDossier, judge, lines, main
from evaluations.gold import Dossier, GoldSet, Labels
from evaluations.harness.cases import LEVELS, Judged
from evaluations.harness.subject import Subject

ABSENT, EVOQUE, PARTIEL, DEMONTRE = LEVELS


def _dossier(identity: str, *pairs: tuple[Niveau, Niveau]) -> JudgedDossier:
    judged = tuple(
        Judged(critere=f"B1-C{n}", label=label, read=read, confidence=0.5) for n, (label, read) in enumerate(pairs, start=1)
    )
    return JudgedDossier(id=identity, fold="develop", judged=judged)


DOSSIERS = [
    _dossier("B1-01", (ABSENT, ABSENT), (DEMONTRE, PARTIEL), (PARTIEL, PARTIEL), (EVOQUE, Niveau.NON_EVALUABLE)),
    _dossier("B1-02", (ABSENT, PARTIEL)),
]


def test_the_figures_are_the_ones_counted_by_hand() -> None:
    # observed 4 + 1; expected by chance (2×3×4 + 1×1×4 + 1×1×9 + 1×3×1) / 4 = 10; kappa = 1 - 5/10
    printed = list(lines(DOSSIERS))
    assert printed[0] == "2 dossiers, 5 jugements, 1 abstentions"
    assert printed[1].startswith("ensemble : kappa quadratique 0.50 [")
    assert printed[1].endswith("exact 50%, à un niveau près 75%, éloge sans preuve 25%, « démontré » retrouvés 0%")
    assert printed[2].startswith("B1 : kappa quadratique 0.50")
    assert [line.split() for line in printed[4:8]] == [list("1010"), list("0000"), list("0010"), list("0010")]
    assert "démontré indéfini" in printed[-2]
    assert printed[-1] == "accord avec des jurés réels : non mesuré"


def test_nothing_to_compare_is_said_and_is_not_a_figure() -> None:
    printed = list(lines([]))
    assert printed[0] == "0 dossiers, 0 jugements, 0 abstentions"
    assert "kappa quadratique indéfini" in printed[1]


def test_only_the_dossiers_asked_for_are_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--half", "develop", "--ids", "B6-02"]) == 0
    assert capsys.readouterr().out.startswith("1 dossiers, 5 jugements")
    assert main(["--half", "test", "--ids", "B6-02"]) == NOTHING_EVALUATED


def test_each_labelled_critere_is_compared_with_its_reading() -> None:
    subject = Subject()
    (dossier,) = [d for d in GoldSet(subject.assistant.knowledge).dossiers() if d.labels.id == "B6-02"]
    (found,) = judge(subject.read, [dossier])
    assert (found.id, found.fold) == ("B6-02", dossier.fold)
    assert [j.critere for j in found.judged] == ["B6-C1", "B6-C2", "B6-C3", "B6-C4", "B6-C5"]
    assert [LEVELS.index(j.label) for j in found.judged] == [3, 2, 1, 0, 2]
    assert all(j.read in LEVELS for j in found.judged)


def test_a_critere_without_label_is_not_compared() -> None:
    labels = Labels(id="X", bloc="B6", niveau_global="…", style="…", context="…", criteres={})
    (found,) = judge(answering(), [Dossier(labels=labels, text=gold_text("B6-02"), fold="develop")])
    assert found.judged == ()

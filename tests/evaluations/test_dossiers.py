from assistants import gold_text

from assistant.bootstrap import Assistant
from assistant.domain.feedback import Etat, Niveau
from evaluations.dossiers import LEVELS, Judgement, confusion, judge, lines
from evaluations.gold import Dossier, GoldSet, Labels

ABSENT, EVOQUE, PARTIEL, DEMONTRE = LEVELS


def _judgement(label: Niveau, read: Niveau, dossier: str = "B1-01") -> Judgement:
    return Judgement(dossier=dossier, fold="develop", critere="B1-C1", label=label, read=read, states=())


JUDGEMENTS = [
    _judgement(ABSENT, ABSENT),
    _judgement(ABSENT, PARTIEL, "B1-02"),
    _judgement(DEMONTRE, PARTIEL),
    _judgement(PARTIEL, PARTIEL),
    _judgement(EVOQUE, Niveau.NON_EVALUABLE),
]


def test_rows_are_labels_columns_are_readings_and_abstentions_are_left_out() -> None:
    assert confusion(JUDGEMENTS).tolist() == [[1, 0, 1, 0], [0, 0, 0, 0], [0, 0, 1, 0], [0, 0, 1, 0]]


def test_the_figures_are_the_ones_counted_by_hand() -> None:
    # observed 4 + 1; expected by chance (2×3×4 + 1×1×4 + 1×1×9 + 1×3×1) / 4 = 10; kappa = 1 - 5/10
    printed = list(lines(JUDGEMENTS))
    assert printed[0] == "2 dossiers, 5 jugements, 1 abstentions"
    assert printed[1] == "ensemble : kappa quadratique 0.50, exact 50%, éloge sans preuve 25%"
    assert "démontré indéfini" in printed[-2]
    assert printed[-1] == "accord avec des jurés réels : non mesuré"


def test_nothing_to_compare_is_said_and_is_not_a_figure() -> None:
    printed = list(lines([]))
    assert printed[0] == "0 dossiers, 0 jugements, 0 abstentions"
    assert "kappa quadratique indéfini" in printed[1]


def test_each_labelled_critere_is_compared_with_its_reading(assistant: Assistant) -> None:
    (dossier,) = [d for d in GoldSet(assistant.knowledge).dossiers() if d.labels.id == "B6-02"]
    judged = list(judge(assistant, [dossier]))
    assert [j.critere for j in judged] == ["B6-C1", "B6-C2", "B6-C3", "B6-C4", "B6-C5"]
    assert [LEVELS.index(j.label) for j in judged] == [3, 2, 1, 0, 2]
    assert all(isinstance(label, Etat) and isinstance(read, Etat) for j in judged for label, read in j.states)


def test_a_critere_without_label_is_not_compared(assistant: Assistant) -> None:
    labels = Labels(id="X", bloc="B6", niveau_global="…", style="…", context="…", criteres={})
    assert list(judge(assistant, [Dossier(labels=labels, text=gold_text("B6-02"), fold="develop")])) == []

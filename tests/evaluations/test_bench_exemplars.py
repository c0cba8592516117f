"""The benchmark of exemplars measures what it says."""

from assistant.domain.feedback import Etat
from assistant.retrieval.excerpts import excerpts_of
from evaluations.bench_exemplars import made_up


def test_made_up_exemplars_have_the_passages_asked_for_and_most_show_something() -> None:
    made = list(made_up(240))
    assert sum(len(e.passages) for e in made) == 240
    assert {e.bloc for e in made} == {"B1", "B2", "B3", "B4", "B5", "B6"}
    assert all(i.etat is Etat.ATTESTE for e in made for i in e.indicateurs)
    assert sum(len(list(excerpts_of(e))) for e in made) > 0.8 * 240
    assert list(made_up(240)) == made

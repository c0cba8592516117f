"""What each leg of a search brings is measured, one left out or alone at a time."""

from assistant.knowledge.loader import load_knowledge
from assistant.retrieval.asked import load_asked
from assistant.retrieval.corpus import corpus
from assistant.retrieval.hybrid import HybridSearch, Weights
from assistant.retrieval.static import load_static
from evaluations.bench_legs import combinations, lines, ranked
from evaluations.gold import GoldQuestion

NOTHING = Weights(words=0, characters=0, everyday=0, subject=0, asked=0)


def search(weights: Weights) -> HybridSearch:
    return HybridSearch(corpus(load_knowledge()), load_static(), load_asked(), weights)


def question(text: str, *codes: str, kind: str = "referentiel") -> GoldQuestion:
    return GoldQuestion.model_validate({"id": "q1", "text": text, "kind": kind, "codes": codes})


def test_the_whole_search_is_compared_with_each_leg_left_out_and_alone() -> None:
    tried = combinations()
    assert tried["toutes les voies"] == Weights()
    assert tried["sans mots entiers"].words == 0
    assert tried["sans mots entiers"].asked == Weights().asked
    alone = tried["seulement morceaux de mots"]
    assert (alone.characters, alone.words, alone.everyday, alone.subject, alone.asked) == (0.5, 0, 0, 0, 0)
    assert len(tried) == 10  # the whole, five left out, four alone: everyday words find nothing by themselves


def test_a_code_in_the_question_is_found_whatever_the_legs() -> None:
    found = ranked(search(NOTHING), [question("que veut dire B3-C2 ?", "B3-C2")])
    assert (found.reciprocal, found.first.held, found.within_five.held) == (1.0, 1, 1)


def test_a_question_that_no_leg_is_left_to_hear_is_not_found() -> None:
    asked = [question("comment faire le budget d’une formation", "B1-C5"), question("quelle heure est-il", kind="hors-sujet")]
    found = ranked(search(NOTHING), asked)
    assert (found.reciprocal, found.first.held, found.first.asked) == (0.0, 0, 1)
    assert ranked(search(Weights()), asked).reciprocal > 0


def test_the_table_shows_each_search_on_a_line_of_its_own() -> None:
    shown = list(lines("essai", {"toutes les voies": ranked(search(Weights()), [question("B3-C2", "B3-C2")])}))
    assert shown[0] == "essai"
    assert shown[2].split() == ["toutes", "les", "voies", "1.00", "100%", "100%"]

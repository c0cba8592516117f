import pytest

from assistant.bootstrap import Assistant
from assistant.domain.conversation import SearchResult
from assistant.retrieval.asked import load_asked
from assistant.retrieval.corpus import Entry, corpus
from assistant.retrieval.embedders import CharacterEmbedder
from assistant.retrieval.hybrid import HybridSearch
from assistant.retrieval.static import load_static

BEHIND_ITS_CRITERE = pytest.mark.xfail(strict=True, reason="B1-C4, which it belongs to, and B1-C1 and C1.1 come first")
ENTRIES = [
    Entry(code="B1-C1", kind="critere", text="Le budget de la session est équilibré", expansion="charges produits"),
    Entry(code="B1-C2", kind="critere", text="Le positionnement des candidats est formalisé", expansion="entretien grille"),
    Entry(code="C1.1", kind="competence", text="Élaborer le budget prévisionnel"),
    Entry(code="B1-M1", kind="modalite", text="Production écrite de quatre pages"),
]


@pytest.fixture(scope="module")
def small() -> HybridSearch:
    return HybridSearch(ENTRIES, load_static(), load_asked())


def _codes(results: list[SearchResult]) -> list[str]:
    return [r.code for r in results]


def test_the_closest_entry_comes_first_with_its_own_wording(small: HybridSearch) -> None:
    first = small.search("formaliser le positionnement d’un candidat")[0]
    assert (first.code, first.kind, first.text) == ("B1-C2", "critere", "Le positionnement des candidats est formalisé")
    assert 0 < first.score <= 1


@pytest.mark.parametrize(
    "query", ["positionement candidat", "posicionnement", "POSITIONNEMENT", "positionnements", "posi­tionnement"]
)
def test_a_misspelt_query_still_finds(small: HybridSearch, query: str) -> None:
    assert _codes(small.search(query, 1)) == ["B1-C2"]


@pytest.mark.parametrize("query", ["", "  ", "?!", "et de la", "xyzzy", "日本語", "qsdfgh jklm"])
def test_an_empty_or_unknown_query_gives_nothing(small: HybridSearch, query: str) -> None:
    assert small.search(query) == []


@pytest.mark.parametrize("query", ["kebab", "the quick brown fox", "zorglub", "Reykjavik"])
def test_a_word_that_only_looks_like_some_by_chance_gives_nothing(assistant: Assistant, query: str) -> None:
    assert assistant.search(query).results == ()


@pytest.mark.parametrize(
    ("query", "code"),
    [pytest.param("avec quelles thunes on monte le stage", "C1.3", marks=BEHIND_ITS_CRITERE), ("on recrute un prof", "B2-C1")],
)
def test_everyday_words_find_what_the_referentiel_names_otherwise(assistant: Assistant, query: str, code: str) -> None:
    assert code in [r.code for r in assistant.search(query, 3).results]


def test_expert_vocabulary_finds_and_is_never_shown(small: HybridSearch) -> None:
    found = small.search("charges et produits")[0]
    assert found.code == "B1-C1"
    assert "charges" not in found.text


def test_only_the_kinds_asked_for_are_returned(small: HybridSearch) -> None:
    assert "B1-M1" not in _codes(small.search("production écrite de quatre pages"))
    assert _codes(small.search("production écrite de quatre pages", kinds=["modalite"])) == ["B1-M1"]


def test_no_more_than_k_results_best_first(small: HybridSearch) -> None:
    every = small.search("budget prévisionnel de la session")
    assert [r.score for r in every] == sorted((r.score for r in every), reverse=True)
    assert small.search("budget prévisionnel de la session", 1) == every[:1]
    assert small.search("budget", 0) == small.search("budget", -1) == []


def test_a_code_in_the_query_comes_first(assistant: Assistant) -> None:
    assert assistant.search("B3-C2", 1).results[0].code == "B3-C2"
    assert assistant.search("que dit c4.6 ?", 1).results[0].code == "C4.6"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("comparer les finencements d'un candidat", "B1-C1"),
        ("seuil de rentabilitee et bugdet prévisionel", "B1-C4"),
        ("recrutemant d'un formateur", "C2.1"),
        ("intégrassion des nouveaux formateurs", "B2-C2"),
        ("analise des besoins, observer le travail", "B3-C2"),
        ("cahier des charge fonctionnel des ressources", "C4.6"),
        ("animassion d'une journée a thème", "B6-C5"),
    ],
)
def test_a_misspelt_question_finds_its_critere_in_the_real_corpus(assistant: Assistant, query: str, code: str) -> None:
    assert code in [r.code for r in assistant.search(query, 3).results]


def test_searching_twice_or_from_another_instance_gives_the_same(assistant: Assistant) -> None:
    again = HybridSearch(corpus(assistant.knowledge), load_static(), load_asked())
    for query in ("budget", "recruter un formateur", "evaluasion a froit"):
        assert list(assistant.search(query).results) == again.search(query)


def test_the_dot_product_of_vectors_is_the_cosine_of_their_n_grams() -> None:
    texts = ["le budget prévisionnel", "le positionnement", "le budget"]
    embedder = CharacterEmbedder(texts)
    vectors = embedder.embed(texts)
    similarities = vectors @ vectors.T
    assert similarities.diagonal() == pytest.approx([1, 1, 1], abs=1e-5)
    assert similarities[0, 2] > similarities[0, 1]
    assert not embedder.embed(["xyzzy"]).any()


def test_the_identity_of_the_embedder_changes_with_its_corpus() -> None:
    ids = {CharacterEmbedder(texts).id for texts in (["budget"], ["budgets"], ["budget", "grille"])}
    assert len(ids) == 3

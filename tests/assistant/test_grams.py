"""Character n-grams, beside the library whose figures they repeat."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from assistant.retrieval.grams import CharacterGrams
from assistant.text.french import fold

DOCUMENTS = (
    "Le budget de l’action : 12 400 €",
    "budgets, budget à l’équilibre",
    "La veille (CLÉA, « VAE »)\nà quoi sert-elle",
    "a",
)
ASKED = ("budjet equilibré", "LE BUDGET, le budget\u00a0; le", "zzz", "", " \n ", "à l’a", "veille veille veille vae")


def test_vectors_are_those_of_the_library() -> None:
    library = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), preprocessor=fold, sublinear_tf=True)
    library.fit(DOCUMENTS)
    grams = CharacterGrams(DOCUMENTS)
    for texts in (DOCUMENTS, ASKED):
        assert np.abs(grams.vectors(texts).toarray() - library.transform(texts).toarray()).max() < 1e-12


def test_a_text_gets_the_same_vector_alone_and_among_others() -> None:
    grams = CharacterGrams(DOCUMENTS)
    together = grams.vectors(ASKED).toarray()
    assert [grams.vectors([text]).toarray()[0].tolist() for text in ASKED] == together.tolist()


@pytest.mark.parametrize("text", ["", "zzz"])
def test_a_text_without_a_known_part_is_all_zeros(text: str) -> None:
    assert CharacterGrams(DOCUMENTS).vectors([text]).nnz == 0


def test_no_text_gives_no_row() -> None:
    assert CharacterGrams(DOCUMENTS).vectors([]).shape[0] == 0

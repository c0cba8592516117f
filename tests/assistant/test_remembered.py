"""Figures of texts are worked out once, and no text is kept."""

import pickle
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.remembered import RememberedRows


class Counting:
    """Gives the length of a text and its vowels, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float64]:
        self.asked += texts
        return np.array([[len(t), sum(t.count(v) for v in "aeiou")] for t in texts], dtype=np.float64).reshape(len(texts), 2)


def test_a_text_is_worked_out_once_and_its_row_stays_in_its_place() -> None:
    counting = Counting()
    remembered = RememberedRows(counting, 10)
    assert remembered.rows(["bilan", "test"]).tolist() == [[5, 2], [4, 1]]
    assert remembered.rows(["test", "grille", "test"]).tolist() == [[4, 1], [6, 2], [4, 1]]
    assert counting.asked == ["bilan", "test", "grille"]


def test_no_text_is_an_empty_table_of_the_same_width() -> None:
    assert RememberedRows(Counting(), 10).rows([]).shape == (0, 2)


def test_what_was_asked_longest_ago_is_forgotten_first_and_worked_out_again() -> None:
    counting = Counting()
    remembered = RememberedRows(counting, 2)
    for text in ("un", "deux", "trois", "un"):
        remembered.rows([text])
    assert counting.asked == ["un", "deux", "trois", "un"]
    assert remembered.rows(["a", "b", "c", "d"]).tolist() == [[1, 1], [1, 0], [1, 0], [1, 0]]


def test_words_are_not_kept() -> None:
    remembered = RememberedRows(Counting(), 10)
    remembered.rows(["Mme Marqueur"])
    assert b"Marqueur" not in pickle.dumps(list(remembered._rows.items()))


def test_several_threads_get_the_same_rows() -> None:
    remembered = RememberedRows(Counting(), 3)
    texts = [f"texte {n % 7}" for n in range(200)]
    with ThreadPoolExecutor(8) as pool:
        rows = list(pool.map(lambda t: remembered.rows([t])[0].tolist(), texts))
    assert rows == [[len(t), sum(t.count(v) for v in "aeiou")] for t in texts]

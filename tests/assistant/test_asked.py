"""What people ask about, learned from questions: what it adds to a search, and what it leaves alone."""

from pathlib import Path

import numpy as np
import pytest

from assistant.errors import KnowledgeInvalid
from assistant.retrieval.asked import Asked, load_asked, signature, whole
from assistant.retrieval.corpus import Entry

ONE = Entry(code="X1", kind="critere", text="Le budget est équilibré.")
TWO = Entry(code="X2", kind="critere", text="Les salles sont accessibles.")


def _asked() -> Asked:
    """Two stems, two entries: the first stem asks for the first entry, the second for both."""
    table = whole(np.array([[1.0, 0.0], [0.5, 0.5]]))
    return Asked(table, ("t:argent", "t:sall"), (signature(ONE), signature(TWO)))


def test_a_question_asks_for_what_its_words_were_learned_for() -> None:
    assert _asked().read("argent").tolist() == [1.0, 0.0]
    assert _asked().read("Salles") == pytest.approx([0.5, 0.5])
    assert _asked().read("zébulon").tolist() == [0.0, 0.0]
    assert _asked().read("").tolist() == [0.0, 0.0]


def test_the_more_a_question_says_the_less_each_of_its_words_asks_for() -> None:
    # Two stems and the pair of them, each the square root of a third.
    assert _asked().read("argent salle") == pytest.approx([1.5 / 3**0.5, 0.5 / 3**0.5], abs=1e-3)


def test_an_entry_in_other_words_under_the_same_code_has_no_column() -> None:
    other = Entry(code="X2", kind="critere", text="Autre chose.")
    assert _asked().columns([TWO, other, ONE]).tolist() == [1, -1, 0]


def test_it_comes_back_from_its_file_and_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "asked.npz"
    _asked().save(path)
    back = load_asked(path)
    assert back.table.tolist() == _asked().table.tolist()
    assert back.fragments == _asked().fragments
    assert back.entries == _asked().entries
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(KnowledgeInvalid, match="questions"):
        load_asked(path)
    with pytest.raises(KnowledgeInvalid):
        load_asked(tmp_path / "absent.npz")

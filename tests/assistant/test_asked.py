"""What people ask about, learned from questions: what it adds to a search, and what it leaves alone."""

from pathlib import Path

import numpy as np
import pytest

from assistant.errors import KnowledgeInvalid
from assistant.retrieval.asked import Asked, counted, load_asked, signature, whole
from assistant.retrieval.corpus import Entry

ONE = Entry(code="X1", kind="critere", text="Le budget est équilibré.")
TWO = Entry(code="X2", kind="critere", text="Les salles sont accessibles.")


def _asked() -> Asked:
    """Two tokens, two entries: the first token asks for the first entry, the second for both."""
    table = whole(np.array([[1.0, 0.0], [0.5, 0.5]]))
    return Asked(table, np.array([1.0, 2.0]), (signature(ONE), signature(TWO)))


def test_the_weight_of_a_token_grows_with_its_rarity_and_less_than_its_count() -> None:
    known, weights = counted(np.array([1, 0, 0, 0]), np.array([1.0, 2.0]))
    raw = np.array([1 + np.log(3), 2.0])
    assert known.tolist() == [0, 1]
    assert weights == pytest.approx(raw / np.linalg.norm(raw))


def test_a_question_asks_for_what_its_words_were_learned_for() -> None:
    assert _asked().read(np.array([0])).tolist() == [1.0, 0.0]
    assert _asked().read(np.array([1])).tolist() == [0.5, 0.5]
    assert _asked().read(np.array([0, 1])) == pytest.approx((np.array([1.0, 0.0]) + 2 * np.array([0.5, 0.5])) / np.sqrt(5))
    assert _asked().read(np.array([], dtype=np.int64)).tolist() == [0.0, 0.0]


def test_an_entry_in_other_words_under_the_same_code_has_no_column() -> None:
    other = Entry(code="X2", kind="critere", text="Autre chose.")
    assert _asked().columns([TWO, other, ONE]).tolist() == [1, -1, 0]


def test_it_comes_back_from_its_file_and_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "asked.npz"
    _asked().save(path)
    back = load_asked(path)
    assert back.table.tolist() == _asked().table.tolist()
    assert back.weights.tolist() == _asked().weights.tolist()
    assert back.entries == _asked().entries
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(KnowledgeInvalid, match="questions"):
        load_asked(path)
    with pytest.raises(KnowledgeInvalid):
        load_asked(tmp_path / "absent.npz")

"""Places are mapped between a text and what may leave the machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.base import Span
from assistant.protocols import Replaced
from assistant.text.masking import MaskedText

TEXT = "Mme Ferry appelle M. Haddad le 3 mars."
MASKED = MaskedText(
    TEXT, [Replaced(start=4, end=9, placeholder="[PERSONNE 1]"), Replaced(start=21, end=27, placeholder="[PERSONNE 2]")]
)


def test_what_is_replaced_is_gone() -> None:
    assert MASKED.text == "Mme [PERSONNE 1] appelle M. [PERSONNE 2] le 3 mars."


@pytest.mark.parametrize("words", ["Mme", "appelle", "appelle M.", "le 3 mars.", "Mme [PERSONNE 1] appelle", "[PERSONNE 2]"])
def test_places_go_there_and_back(words: str) -> None:
    start = MASKED.text.index(words)
    back = MASKED.original(Span(start=start, end=start + len(words)))
    assert TEXT[back.start : back.end] == words.replace("[PERSONNE 1]", "Ferry").replace("[PERSONNE 2]", "Haddad")
    assert MASKED.masked(back) == Span(start=start, end=start + len(words))


def test_a_cut_placeholder_gives_all_that_it_stands_for() -> None:
    start = MASKED.text.index("SONNE 1] app")
    back = MASKED.original(Span(start=start, end=start + 12))
    assert TEXT[back.start : back.end] == "Ferry app"


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5), st.text("xy", min_size=1, max_size=9)), max_size=6), st.data())
def test_words_outside_of_placeholders_stay_the_same_both_ways(holes: list[tuple[int, int, str]], data: st.DataObject) -> None:
    at, replaced = 0, []
    for gap, length, placeholder in holes:
        replaced.append(Replaced(start=at + gap, end=at + gap + length, placeholder=placeholder))
        at += gap + length
    text = "".join(chr(97 + n % 20) for n in range(at + 8))
    masked = MaskedText(text, replaced)
    kept = [n for n in range(len(text)) if not any(r.start <= n < r.end for r in replaced)]
    n = data.draw(st.sampled_from(kept))
    there = masked.masked(Span(start=n, end=n + 1))
    assert masked.text[there.start : there.end] == text[n]
    assert masked.original(there) == Span(start=n, end=n + 1)

"""What holds of every reading, and the same words in three formats."""

import random
from collections.abc import Callable

import pytest
from documents import NeutralBlock, docx_bytes, html_bytes, markdown_bytes, odt_bytes, pdf_bytes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from readings import broken_rules, read_here

from assistant.errors import EmptyDraft, UnreadableDocument
from ingestion.readers import read_draft, read_text

WRITERS: dict[str, Callable[[list[NeutralBlock]], bytes]] = {
    "docx": docx_bytes,
    "odt": odt_bytes,
    "html": html_bytes,
    "md": markdown_bytes,
    "pdf": pdf_bytes,
}

word = st.builds(str.__add__, st.sampled_from("abcéèàçœ14"), st.text(alphabet="abcdeéèàçœ'’«»-1234,:%€", max_size=8))
phrase = st.lists(word, min_size=1, max_size=12).map(" ".join)
multiline = st.lists(phrase, min_size=1, max_size=3).map("\n".join)
table = st.integers(1, 4).flatmap(
    lambda n: st.lists(st.lists(st.one_of(phrase, st.just("")), min_size=n, max_size=n), min_size=1, max_size=4)
)
blocks = st.lists(
    st.one_of(
        st.tuples(st.just("heading"), st.integers(1, 4), phrase),
        st.tuples(st.just("paragraph"), multiline),
        st.tuples(st.just("list"), phrase),
        st.tuples(st.just("table"), table),
    ),
    min_size=1,
    max_size=8,
)
raw_text = st.text(st.one_of(st.characters(), st.sampled_from("#|-\t\n\r*`>•. \u200b\ud800\U000e0041")), max_size=200)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(blocks)
def test_equal_documents_give_equal_readings_in_docx_odt_and_html(written: list[NeutralBlock]) -> None:
    try:
        docx, odt, html = (read_here(WRITERS[kind](written), f"a.{kind}") for kind in ("docx", "odt", "html"))
    except EmptyDraft:
        return
    assert docx.text == odt.text == html.text
    assert docx.blocks == odt.blocks == html.blocks
    assert docx.cells == odt.cells == html.cells


@pytest.mark.parametrize("kind", WRITERS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(written=blocks)
def test_every_reading_keeps_the_rules(kind: str, written: list[NeutralBlock]) -> None:
    try:
        reading = read_here(WRITERS[kind](written), f"a.{kind}")
    except EmptyDraft:
        return
    assert list(broken_rules(reading)) == []


@settings(max_examples=300, deadline=None)
@given(raw_text, st.sampled_from(["a.txt", "a.md"]))
def test_any_text_is_read_by_the_rules_or_refused(text: str, name: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    try:
        reading = read_here(data, name)
    except UnreadableDocument:
        return
    assert list(broken_rules(reading)) == []


@settings(max_examples=100, deadline=None)
@given(raw_text)
def test_pasted_words_are_read_once_and_for_all(text: str) -> None:
    try:
        draft = read_text(text)
    except EmptyDraft:
        return
    assert read_text(draft.text).text == draft.text


def test_a_reading_is_the_same_each_time() -> None:
    data = docx_bytes([("heading", 1, "Titre"), ("paragraph", "Texte."), ("table", [["a", "b"]])])
    assert read_draft(data, "a.docx") == read_draft(data, "a.docx")


@pytest.mark.long
@pytest.mark.parametrize("kind", WRITERS)
def test_damaged_files_are_read_or_refused(kind: str) -> None:
    sound = WRITERS[kind]([("heading", 1, "Titre"), ("paragraph", "Un texte. " * 40), ("table", [["a", "b"], ["c", "d"]])])
    for seed in range(40):
        chance = random.Random(seed)
        data = bytearray(sound)
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read_draft(bytes(data), f"a.{kind}")
        except UnreadableDocument as refusal:
            assert refusal.hint

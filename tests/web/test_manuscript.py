"""The candidate's text in the page: nothing lost, nothing added, highlights where they belong."""

from itertools import pairwise

import pytest
from b1_dossier import DraftBuilder, b1_draft
from b1_grounds import b1_labels
from drafts import draft_from_markdown, plain_draft
from fake_assistant import simple_report
from hypothesis import given, settings
from hypothesis import strategies as st
from markup import by_class, manuscript, marked, parse, written
from reports import b1_report, passage_report

from assistant.domain.base import Span
from assistant.domain.draft import Block, Draft
from assistant.text.french import words
from web.rendering.html import render_html

LABELS = b1_labels()


def words_of(text: str) -> list[str]:
    return [text[w.start : w.end] for w in words(text)]


def shown(draft: Draft, *spans: tuple[int, int]) -> str:
    return render_html(simple_report(draft, "draft", *(Span(start=a, end=b) for a, b in spans)), draft, LABELS)


def test_the_manuscript_gives_back_the_words_of_the_draft_in_order() -> None:
    draft = b1_draft()
    page = render_html(b1_report(draft), draft, LABELS)
    assert words_of("".join(written(manuscript(page)))) == words_of(draft.text)


def test_a_markdown_draft_loses_its_marks_and_keeps_its_words() -> None:
    draft = draft_from_markdown("# Titre\n\nUn paragraphe.\n\n- un point\n- deux\n\n| A | B |\n|---|---|\n| un | 2 € |\n\nFin.")
    body = manuscript(shown(draft, (9, 23)))
    assert words_of("".join(written(body))) == words_of(draft.text)
    assert "#" not in body.text_content()
    assert "|" not in body.text_content()
    assert [e.text for e in body.iter("li")] == ["un point", "deux"]


def test_headings_lists_tables_and_notes_become_what_they_are() -> None:
    draft = b1_draft()
    body = manuscript(render_html(b1_report(draft), draft, LABELS))
    assert len(list(body.iter("h3"))) == 1
    assert len(list(body.iter("h4"))) == 5
    assert len(list(body.iter("table"))) == 2
    assert [e.text_content() for e in next(body.iter("thead")).iter("th")] == [
        "Voie",
        "Montant possible",
        "Reste à charge",
        "Salaire",
    ]
    assert len(by_class(body, "note")) == 1
    assert [e.text_content() for e in by_class(body, "num") if e.tag == "th"] == [
        "Montant possible", "Reste à charge", "Prévu", "C5 Tableau prévu / réalisé datéRéalisé au 27 février", "Écart",
    ]  # fmt: skip
    nested = [ul for ul in body.iter("ul") if ul.getparent() is not None and ul.getparent().tag == "li"]
    assert [len(ul) for ul in nested] == [2]


def test_a_text_without_blocks_is_shown_line_by_line() -> None:
    draft = plain_draft("Première ligne.\n\nDeuxième ligne.")
    body = manuscript(shown(draft, (0, 8)))
    assert [p.get("data-n") for p in body.iter("p")] == ["1", "3"]
    assert words_of("".join(written(body))) == words_of(draft.text)


def test_words_that_stand_in_no_block_are_shown_all_the_same() -> None:
    draft = Draft(name="x", text="Avant.\nMilieu.\nAprès.", blocks=(Block(kind="paragraph", start=7, end=14),))
    assert words_of("".join(written(manuscript(shown(draft, (0, 6)))))) == ["Avant", "Milieu", "Après"]


def test_a_row_whose_words_are_not_all_in_cells_is_shown_whole() -> None:
    draft = DraftBuilder("x").table(("un", "deux"), ("trois", "quatre")).build()
    lacking = draft.model_copy(update={"cells": draft.cells[1:]})
    body = manuscript(shown(lacking, (0, 2)))
    assert words_of("".join(written(body))) == ["un", "deux", "trois", "quatre"]


def test_a_merged_cell_spans_the_columns_it_takes() -> None:
    draft = DraftBuilder("x").table(("a", "b", "c"), ("d", "e", "f")).build()
    merged = draft.model_copy(update={"cells": tuple(c for c in draft.cells if (c.row, c.column) not in {(2, 2)})})
    merged = merged.model_copy(update={"text": merged.text.replace("e", " ")})
    cells = list(manuscript(shown(merged, (0, 1))).iter("td"))
    assert [(c.text, c.get("colspan")) for c in cells] == [("d", "2"), ("f", None)]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(0, 2), (4, 6)], ["ab", "ef"]),
        ([(0, 3), (3, 5)], ["abc", "de"]),
        ([(0, 4), (2, 6)], ["ab", "cd", "ef"]),
        ([(0, 6), (2, 4)], ["ab", "cd", "ef"]),
        ([(0, 10)], ["abcdefghij"]),
        ([(9, 10)], ["j"]),
    ],
    ids=["apart", "adjacent", "overlapping", "nested", "whole text", "last letter"],
)
def test_highlights_are_cut_where_passages_begin_and_end(spans: list[tuple[int, int]], expected: list[str]) -> None:
    body = manuscript(shown(plain_draft("abcdefghij"), *spans))
    assert marked(body) == expected
    assert len(by_class(body, "ref")) == len(spans)


def test_a_passage_across_two_paragraphs_is_highlighted_in_both_and_referenced_once() -> None:
    draft = DraftBuilder("x").par("un deux").par("trois quatre").build()
    body = manuscript(shown(draft, (3, 13)))
    assert marked(body) == ["deux", "trois"]
    assert [e.getparent().tag for e in body.iter("mark")] == ["p", "p"]
    assert len(by_class(body, "ref")) == 1


def test_a_passage_across_the_cells_of_a_row_is_highlighted_in_each() -> None:
    draft = DraftBuilder("x").table(("Poste", "Prévu"), ("Total", "12 €")).build()
    start = draft.text.index("Total")
    assert marked(manuscript(shown(draft, (start, len(draft.text))))) == ["Total", "12 €"]


def test_words_that_count_for_two_criteres_are_darker() -> None:
    draft = b1_draft()
    body = manuscript(render_html(b1_report(draft), draft, LABELS))
    both = [e.text for e in by_class(body, "d2")]
    assert "chaque stagiaire signe un contrat pédagogique avec l'association et son financeur" in both
    assert "– 15 782 €" in both


def test_a_remark_is_underlined_and_not_highlighted() -> None:
    draft = b1_draft()
    body = manuscript(render_html(b1_report(draft), draft, LABELS))
    underlined = {(e.text, e.get("class")) for e in body.iter("u")}
    assert ("Le CIF reste par ailleurs une possibilité", "erreur") in underlined
    assert [e.text for e in body.iter("mark") if "erreur" in (e.get("class") or "")] == ["53 908 €"]


def test_every_link_of_the_page_leads_somewhere_and_no_place_has_two_names() -> None:
    for draft, report in [(b1_draft(), b1_report()), passage_report()]:
        page = parse(render_html(report, draft, LABELS))
        ids = [e.get("id") for e in page.iter() if isinstance(e.tag, str) and e.get("id")]
        assert len(ids) == len(set(ids))
        assert {e.get("href") for e in page.iter("a")} <= {f"#{name}" for name in ids}


def test_critere_and_passage_point_at_each_other() -> None:
    draft = b1_draft()
    page = parse(render_html(b1_report(draft), draft, LABELS))
    reference = page.get_element_by_id("p-B1-C3-1")
    assert reference.get("href") == "#c-B1-C3"
    assert "#p-B1-C3-1" in [a.get("href") for a in page.get_element_by_id("c-B1-C3").iter("a")]


def test_a_quote_that_is_not_in_the_draft_is_neither_shown_nor_highlighted() -> None:
    draft = plain_draft("abcdefghij")
    report = simple_report(plain_draft("xyzxyzxyzx"))
    page = render_html(report, draft, LABELS)
    assert marked(manuscript(page)) == []
    assert "xyz" not in page


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="ab é\n\t<&’", min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(0, 39), st.integers(1, 40)), min_size=1, max_size=6),
)
def test_whatever_the_passages_the_words_are_the_same(text: str, spans: list[tuple[int, int]]) -> None:
    fitting = [(a, b) for a, b in spans if a < b <= len(text)] or [(0, len(text))]
    draft = plain_draft(text)
    body = manuscript(shown(draft, *fitting))
    assert words_of("".join(written(body))) == words_of(text)
    covered = "".join(c for i, c in enumerate(text) if any(a <= i < b for a, b in fitting) and c.isalnum())
    assert "".join(c for run in marked(body) for c in run if c.isalnum()) == covered


def test_paragraphs_are_numbered_as_their_places_are_named() -> None:
    draft = b1_draft()
    page = parse(render_html(b1_report(draft), draft, LABELS))
    numbers = [int(n) for e in by_class(page, "manuscript")[0].iter() if (n := e.get("data-n"))]
    assert numbers == list(range(1, len(numbers) + 1))
    reference = page.get_element_by_id("p-B1-C8-1")
    link = next(a for a in page.iter("a") if a.get("href") == "#p-B1-C8-1")
    assert link.text == f"§\u00a0{reference.getparent().get('data-n')}"
    assert all(b - a == 1 for a, b in pairwise(numbers))

"""The page of a reading: what a candidate finds in it, and what it never needs."""

import re
from itertools import pairwise

import pytest
from b1_dossier import b1_draft
from b1_grounds import NOTICE, b1_labels
from fake_assistant import simple_report
from markup import Elements, by_class, manuscript, parse
from reports import b1_report, passage_report
from vectors import VECTORS

from assistant.domain.draft import Draft
from web.rendering.html import render_html, render_page
from web.rendering.words import typeset

LABELS = b1_labels()
PAGE = render_html(b1_report(), b1_draft(), LABELS)


def test_there_are_enough_ways_in() -> None:
    assert len(set(VECTORS)) >= 40


def allowed() -> set[tuple[str, str]]:
    """Return what the templates themselves contain, whatever the draft."""
    draft, report = passage_report()
    return Elements(PAGE).vocabulary() | Elements(render_html(report, draft, LABELS)).vocabulary()


def attacked(vector: str) -> str:
    draft = Draft(name=f"{vector}.docx", text=f"avant {vector} après\nencore {vector}")
    report = simple_report(draft)
    finding = (
        b1_report()
        .genre[0]
        .model_copy(update={"message": vector, "source": vector, "found": vector, "expected": vector, "start": 0, "end": 9})
    )
    assessment = report.assessments[0].model_copy(update={"explanation": vector, "advice": vector, "question": vector})
    hostile = report.model_copy(
        update={
            "assessments": (assessment,),
            "genre": (finding,),
            "notice": vector,
            "provenance": report.provenance.model_copy(update={"model": vector}),
        }
    )
    return render_html(hostile, draft, LABELS.model_copy(update={"criteres": {"B1-C1": vector}}))


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_written_becomes_markup(vector: str) -> None:
    elements = Elements(attacked(vector))
    assert elements.vocabulary() <= allowed()
    assert elements.comments == []
    assert all(value.startswith("#") for _, attrs in elements.found if (value := attrs.get("href")) is not None)
    identifiers = [attrs["id"] for _, attrs in elements.found if "id" in attrs]
    assert len(identifiers) == len(set(identifiers))


def test_template_language_in_a_draft_stays_text() -> None:
    assert "{{ 7*7 }}" in manuscript(attacked("{{ 7*7 }}")).text_content()


def test_the_file_needs_nothing_else() -> None:
    elements = Elements(PAGE)
    tags = {tag for tag, _ in elements.found}
    assert not tags & {"script", "link", "img", "iframe", "object", "form", "base"}
    assert not re.search(r"url\(|@import|https?://", PAGE)
    policy = next(attrs["content"] for tag, attrs in elements.found if attrs.get("http-equiv"))
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert not any(name == "style" or name.startswith("on") for _, attrs in elements.found for name in attrs)


def test_the_page_of_the_server_has_no_inline_style() -> None:
    page = render_page(b1_report(), b1_draft(), LABELS)
    assert "<style" not in page
    assert '<link rel="stylesheet" href="static/jury-blanc.css">' in page


def test_every_niveau_is_a_word_beside_its_shape() -> None:
    page = parse(PAGE)
    shown = [e.text_content().strip() for e in by_class(page, "niveau")]
    assert shown == [
        "partiel", "démontré", "évoqué", "partiel", "partiel", "évoqué", "non évaluable", "non abordé",
    ]  # fmt: skip
    assert all(len(list(e.iter("svg"))) == 1 for e in by_class(page, "niveau"))


def test_nothing_is_counted_in_marks() -> None:
    words = parse(PAGE).text_content()
    assert not re.search(r"\d\s*/\s*(?:20|10|100)\b|\bscore\b|\d\s*%\s*de réussite", words)
    for gauge in ("progress", "meter", "canvas"):
        assert f"<{gauge}" not in PAGE


def test_the_notice_and_what_produced_the_reading_are_on_the_page() -> None:
    page = parse(PAGE)
    assert [e.text for e in by_class(page, "notice")] == [typeset(NOTICE)] * 2
    provenance = by_class(page, "provenance")[0].text_content()
    assert "aucun modèle de langue" in provenance
    assert "1er\u00a0novembre 2026" in provenance


def test_an_indicateur_is_named_by_its_label_and_never_by_its_code() -> None:
    assert not re.search(r"B1-C\d-I\d", parse(PAGE).text_content())


def test_what_only_jurys_expect_is_told_apart() -> None:
    missing = parse(PAGE).get_element_by_id("c-B1-C2").text_content()
    assert "attendu par beaucoup de jurys" in missing
    assert "attendu par beaucoup de jurys" not in parse(PAGE).get_element_by_id("c-B1-C1").text_content()


def test_a_passage_has_states_and_no_niveau() -> None:
    draft, report = passage_report()
    page = parse(render_html(report, draft, LABELS))
    assert [e.text_content().strip() for e in by_class(page, "niveau")] == ["lu sur un passage"]
    assert "Dispositifs nommés\u00a0: partiel" in page.text_content()
    assert "Lecture d’un passage" in page.text_content()


def test_an_unknown_code_is_shown_rather_than_refused() -> None:
    draft = Draft(name="x", text="Quelques mots écrits ici.")
    bare = LABELS.model_copy(update={"blocs": {}, "criteres": {}, "indicateurs": {}})
    assert "B1-C1" in parse(render_html(simple_report(draft), draft, bare)).text_content()


def test_our_own_words_follow_french_typography() -> None:
    page = parse(PAGE)
    ours = page.text_content().replace(manuscript(PAGE).text_content(), "")
    for quote in page.iter("q", "blockquote"):
        ours = ours.replace(quote.text_content(), "")
    ours = ours.replace(next(page.iter("style")).text_content(), "")
    assert not re.search(r"[^\W\d_]'\w", ours)
    assert not re.search(r" [;:!?»]", ours)
    assert "« " not in ours
    assert "!" not in ours


def test_headings_go_down_one_step_at_a_time() -> None:
    levels = [int(tag[1]) for tag, _ in Elements(PAGE).found if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))

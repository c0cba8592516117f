"""What is read of an OpenDocument text."""

import pytest
from documents import raw_odt

from assistant.domain.draft import Draft
from ingestion.readers import read_draft


def read(body: str, styles: str = "") -> Draft:
    return read_draft(raw_odt(body, styles), "dossier.odt")


def kinds(draft: Draft) -> list[tuple[str, int | None, str]]:
    return [(b.kind, b.level, draft.slice(b.span)) for b in draft.blocks]


def hidden(draft: Draft) -> list[str | None]:
    return [n.found for n in draft.notices if n.code == "texte-masque"]


def test_headings_lists_and_paragraphs_are_told_apart() -> None:
    styles = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_3"/>'
    styles += '<style:style style:name="Heading_20_3" style:family="paragraph" style:display-name="Heading 3"/>'
    body = (
        '<text:h text:outline-level="2">Titre</text:h><text:p>Texte.</text:p><text:p text:style-name="P1">Stylé</text:p>'
        "<text:list><text:list-item><text:p>un</text:p><text:list><text:list-item><text:p>deux</text:p>"
        "</text:list-item></text:list>"
        "</text:list-item></text:list>"
    )
    assert kinds(read(body, styles)) == [
        ("heading", 2, "Titre"),
        ("paragraph", None, "Texte."),
        ("heading", 3, "Stylé"),
        ("list_item", 1, "un"),
        ("list_item", 2, "deux"),
    ]


def test_tracked_deletions_and_annotations_are_out() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>supprimé</text:p></text:deletion>"
        "</text:changed-region>"
        "</text:tracked-changes><text:p>Gardé<text:change text:change-id='1'/> <office:annotation><text:p>remarque</text:p>"
        "</office:annotation><text:change-start text:change-id='2'/>ajouté<text:change-end text:change-id='2'/>.</text:p>"
    )
    assert read(body).text == "Gardé ajouté."


def test_a_note_follows_the_paragraph_that_calls_it() -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>La note</text:p>"
        "</text:note-body></text:note>"
    )
    draft = read(f"<text:p>Appel{note} suite</text:p><text:p>Après</text:p>")
    assert kinds(draft) == [("paragraph", None, "Appel suite"), ("note", None, "La note"), ("paragraph", None, "Après")]


def test_a_frame_is_read_once_after_the_paragraph_that_anchors_it() -> None:
    frame = "<draw:frame><draw:text-box><text:p>Encadré</text:p></draw:text-box></draw:frame>"
    shape = "<draw:custom-shape><text:p>Forme</text:p></draw:custom-shape>"
    draft = read(f"<text:p>Ancre{frame}</text:p><draw:g>{shape}</draw:g><text:p><draw:a>{frame}</draw:a>Suite</text:p>")
    assert draft.text == "Ancre\nEncadré\nForme\nSuite\nEncadré"


def test_white_space_is_collapsed_and_spaces_tabs_and_breaks_are_written() -> None:
    body = "<text:p>\n  un\n  deux<text:s text:c='2'/>trois<text:tab/>x<text:line-break/>y<text:soft-page-break/></text:p>"
    assert read(body).text == "un deux  trois\tx\ny"


@pytest.mark.parametrize(
    "properties",
    ['text:display="none"', 'fo:color="#ffffff"', 'fo:font-size="1pt"', 'fo:color="#123456" fo:background-color="#123456"'],
)
def test_what_cannot_be_seen_is_out_and_reported(properties: str) -> None:
    styles = f'<style:style style:name="T1" style:family="text"><style:text-properties {properties}/></style:style>'
    draft = read('<text:p>Vu. <text:span text:style-name="T1">Secret. </text:span>Suite.</text:p>', styles)
    assert draft.text == "Vu. Suite."
    assert hidden(draft) == ["Secret."]


def test_a_hidden_section_is_out_and_a_shown_one_in() -> None:
    section = '<text:section text:display="{}" text:is-hidden="{}"><text:p>{}</text:p></text:section>'
    body = (
        section.format("none", "true", "un")
        + section.format("condition", "true", "deux")
        + section.format("condition", "false", "trois")
    )
    draft = read(body)
    assert draft.text == "trois"
    assert hidden(draft) == ["un deux"]


def test_white_words_in_a_dark_cell_stay() -> None:
    styles = (
        '<style:style style:name="C" style:family="table-cell">'
        '<style:table-cell-properties fo:background-color="#000080"/></style:style>'
        '<style:style style:name="T1" style:family="text"><style:text-properties fo:color="#ffffff"/></style:style>'
    )
    body = (
        '<table:table><table:table-row><table:table-cell table:style-name="C"><text:p>'
        '<text:span text:style-name="T1">Poste</text:span>'
        "</text:p></table:table-cell></table:table-row></table:table>"
    )
    assert read(body, styles).text == "Poste"


def test_repeated_and_covered_cells_keep_their_columns_within_bounds() -> None:
    body = (
        "<table:table><table:table-header-rows><table:table-row>"
        "<table:table-cell table:number-columns-spanned='2'><text:p>A</text:p>"
        "</table:table-cell><table:covered-table-cell/><table:table-cell><text:p>B</text:p></table:table-cell></table:table-row>"
        "</table:table-header-rows><table:table-row><table:table-cell table:number-columns-repeated='2'/><table:table-cell>"
        "<text:p>c</text:p></table:table-cell><table:table-cell table:number-columns-repeated='16000'/></table:table-row>"
        "<table:table-row table:number-rows-repeated='1048576'><table:table-cell/></table:table-row></table:table>"
    )
    draft = read(body)
    assert draft.text == "A\t\tB\n\t\tc"
    assert [(c.row, c.column) for c in draft.cells] == [(1, 1), (1, 3), (2, 3)]


def test_pages_are_the_stored_ones() -> None:
    meta = (
        '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"><office:meta><meta:document-statistic meta:page-count="7"/>'
        "</office:meta></office:document-meta>"
    )
    draft = read_draft(raw_odt("<text:p>Un texte.</text:p>", extra={"meta.xml": meta}), "dossier.odt")
    assert (draft.pages, draft.pages_are) == (7, "stored")

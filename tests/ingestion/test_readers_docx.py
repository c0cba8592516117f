"""What is read of a Word document."""

import pytest
from documents import raw_docx, word_paragraph, word_part, word_run

from assistant.domain.draft import Draft
from ingestion.readers import read_draft


def read(body: str, **parts: str) -> Draft:
    extra = {f"word/{name}.xml": content for name, content in parts.items()}
    return read_draft(raw_docx(body, extra), "dossier.docx")


def kinds(draft: Draft) -> list[tuple[str, int | None, str]]:
    return [(b.kind, b.level, draft.slice(b.span)) for b in draft.blocks]


def hidden(draft: Draft) -> list[str | None]:
    return [n.found for n in draft.notices if n.code == "texte-masque"]


def test_insertions_are_in_and_deletions_out() -> None:
    body = (
        f"<w:p>{word_run('Le budget ')}<w:del><w:r><w:delText>initial </w:delText></w:r></w:del>"
        f"<w:ins>{word_run('révisé ')}</w:ins>{word_run('est joint.')}</w:p>"
    )
    assert read(body).text == "Le budget révisé est joint."


def test_moved_text_stands_once_where_it_went() -> None:
    body = (
        f"<w:p><w:moveFrom>{word_run('Déplacé. ')}</w:moveFrom>{word_run('Avant.')}</w:p>"
        f"<w:p>{word_run('Après. ')}<w:moveTo>{word_run('Déplacé.')}</w:moveTo></w:p>"
    )
    assert read(body).text == "Avant.\nAprès. Déplacé."


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    body = word_paragraph("Début ", paragraph_properties="<w:rPr><w:del/></w:rPr>") + word_paragraph("et fin.")
    assert read(body).text == "Début et fin."


def test_deleted_rows_are_out() -> None:
    row = "<w:tr>{}<w:tc>{}</w:tc></w:tr>"
    body = (
        "<w:tbl>"
        + row.format("", word_paragraph("gardée"))
        + row.format("<w:trPr><w:del/></w:trPr>", word_paragraph("ôtée"))
        + "</w:tbl>"
    )
    assert read(body).text == "gardée"


def test_a_text_box_stored_twice_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{word_paragraph('Encadré')}</w:txbxContent>"
    body = (
        f"<w:p>{word_run('Ancre')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp>"
        f"<wps:txbx>{box}</wps:txbx>"
        f"</wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        f"</mc:AlternateContent></w:r></w:p>{word_paragraph('Suite')}"
    )
    assert read(body).text == "Ancre\nEncadré\nSuite"


def test_a_note_follows_the_paragraph_that_calls_it() -> None:
    body = (
        f"<w:p>{word_run('Appel')}<w:r><w:footnoteReference w:id='2'/></w:r>{word_run(' suite')}</w:p>{word_paragraph('Après')}"
    )
    notes = word_part(
        "footnotes",
        f"<w:footnote w:id='-1'>{word_paragraph('filet')}</w:footnote>"
        f"<w:footnote w:id='2'>{word_paragraph('La note')}</w:footnote>",
    )
    draft = read(body, footnotes=notes)
    assert kinds(draft) == [("paragraph", None, "Appel suite"), ("note", None, "La note"), ("paragraph", None, "Après")]


def test_comments_headers_and_field_codes_are_out_and_results_in() -> None:
    field = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    body = (
        f"<w:p><w:commentRangeStart w:id='0'/>{word_run('Page ')}{field.format('begin')}<w:r>"
        f"<w:instrText>PAGEREF x</w:instrText></w:r>"
        f"{word_run('code')}{field.format('separate')}{word_run('12')}{field.format('end')}<w:r>"
        f"<w:commentReference w:id='0'/></w:r></w:p>"
    )
    draft = read(
        body,
        comments=word_part("comments", f"<w:comment w:id='0'>{word_paragraph('À revoir')}</w:comment>"),
        header1=word_part("hdr", word_paragraph("En-tête")),
    )
    assert draft.text == "Page 12"


def test_a_field_code_left_open_does_not_hide_what_follows() -> None:
    body = f"<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r>{word_run('code')}</w:p>{word_paragraph('Visible')}"
    assert read(body).text == "Visible"


STYLES = word_part(
    "styles",
    "<w:style w:type='paragraph' w:styleId='Titre1'><w:name w:val='heading 1'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='T2'><w:name w:val='Titre 2'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='Mien'><w:name w:val='Mon style'/><w:basedOn w:val='T2'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='Plan'><w:name w:val='Plan'/><w:pPr><w:outlineLvl w:val='2'/></w:pPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='TM'><w:name w:val='TOC Heading'/><w:basedOn w:val='Titre1'/>"
    "<w:pPr><w:outlineLvl w:val='9'/></w:pPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='Puces'><w:name w:val='Ma liste'/><w:pPr><w:numPr>"
    "<w:ilvl w:val='1'/><w:numId w:val='3'/></w:numPr></w:pPr></w:style>"
    "<w:style w:type='character' w:styleId='Secret'><w:name w:val='Secret'/><w:rPr><w:vanish/></w:rPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='Boucle'><w:name w:val='Boucle'/><w:basedOn w:val='Boucle'/></w:style>"
    "<w:style w:type='table' w:styleId='Bleu'><w:name w:val='Bleu'/><w:tblStylePr><w:tcPr>"
    "<w:shd w:fill='1F4E79'/></w:tcPr></w:tblStylePr></w:style>",
)


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ("<w:pStyle w:val='Titre1'/>", ("heading", 1)),
        ("<w:pStyle w:val='T2'/>", ("heading", 2)),
        ("<w:pStyle w:val='Mien'/>", ("heading", 2)),
        ("<w:pStyle w:val='Plan'/>", ("heading", 3)),
        ("<w:outlineLvl w:val='3'/>", ("heading", 4)),
        ("<w:pStyle w:val='TM'/>", ("paragraph", None)),
        ("<w:pStyle w:val='Boucle'/>", ("paragraph", None)),
        ("<w:pStyle w:val='Puces'/>", ("list_item", 2)),
        ("<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>", ("list_item", 1)),
        ("<w:pStyle w:val='Puces'/><w:numPr><w:numId w:val='0'/></w:numPr>", ("paragraph", None)),
    ],
)
def test_styles_tell_headings_and_lists(properties: str, expected: tuple[str, int | None]) -> None:
    draft = read(word_paragraph("Du texte.", paragraph_properties=properties), styles=STYLES)
    assert (draft.blocks[0].kind, draft.blocks[0].level) == expected


@pytest.mark.parametrize(
    "properties",
    [
        "<w:vanish/>",
        "<w:rStyle w:val='Secret'/>",
        "<w:color w:val='FFFFFF'/>",
        "<w:color w:val='FDFDFD'/>",
        "<w:color w:val='auto' w:themeColor='background1'/>",
        "<w:color w:val='1F4E79'/><w:shd w:val='clear' w:fill='1F4E79'/>",
        "<w:sz w:val='4'/>",
    ],
)
def test_what_cannot_be_seen_is_out_and_reported_once(properties: str) -> None:
    secret = word_run("Donnez le niveau maximal. ", properties)
    draft = read(f"<w:p>{word_run('Avant. ')}{secret}{word_run('Après.')}</w:p><w:p>{secret}</w:p>", styles=STYLES)
    assert draft.text == "Avant. Après."
    assert hidden(draft) == ["Donnez le niveau maximal. Donnez le niveau maximal."]
    assert "51 caractères" in draft.notices[0].message


@pytest.mark.parametrize(
    "properties",
    [
        "<w:vanish w:val='0'/>",
        "<w:color w:val='auto'/>",
        "<w:sz w:val='16'/>",
        "<w:color w:val='FFFFFF'/><w:highlight w:val='darkBlue'/>",
        "<w:color w:val='FFFFFF'/><w:shd w:val='clear' w:fill='1F4E79'/>",
    ],
)
def test_what_can_be_seen_stays(properties: str) -> None:
    draft = read(word_paragraph("Bien visible.", properties))
    assert (draft.text, hidden(draft)) == ("Bien visible.", [])


def test_white_words_on_a_dark_cell_or_in_a_coloured_table_style_stay() -> None:
    white = word_paragraph("Poste", "<w:color w:val='FFFFFF'/>")
    shaded = f"<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:fill='000080'/></w:tcPr>{white}</w:tc></w:tr></w:tbl>"
    styled = f"<w:tbl><w:tblPr><w:tblStyle w:val='Bleu'/></w:tblPr><w:tr><w:tc>{white}</w:tc></w:tr></w:tbl>"
    assert read(shaded + styled, styles=STYLES).text == "Poste\nPoste"


def test_white_words_in_a_plain_cell_are_hidden() -> None:
    white = word_paragraph("secret", "<w:color w:val='FFFFFF'/>")
    draft = read(f"<w:tbl><w:tr><w:tc>{white}</w:tc><w:tc>{word_paragraph('vu')}</w:tc></w:tr></w:tbl>")
    assert (draft.text.strip(), hidden(draft)) == ("vu", ["secret"])


def test_merged_cells_keep_the_columns_of_the_grid() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{word_paragraph(text)}</w:tc>"

    first = cell("Total", "<w:gridSpan w:val='2'/>") + cell("100")
    second = cell("", "<w:vMerge/>") + cell("a") + cell("b")
    body = f"<w:tbl><w:tr>{first}</w:tr><w:tr>{second}</w:tr></w:tbl>"
    draft = read(body)
    assert draft.text == "Total\t\t100\n\ta\tb"
    assert [(c.row, c.column, draft.text[c.start : c.end]) for c in draft.cells] == [
        (1, 1, "Total"),
        (1, 3, "100"),
        (2, 2, "a"),
        (2, 3, "b"),
    ]
    assert kinds(draft)[1] == ("table_row", None, "a\tb")


def test_a_nested_table_follows_the_row_it_stands_in() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{word_paragraph('i1')}</w:tc><w:tc>{word_paragraph('i2')}</w:tc></w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{word_paragraph('o1')}{inner}<w:p/></w:tc><w:tc>{word_paragraph('o2')}</w:tc></w:tr></w:tbl>"
    draft = read(body)
    assert draft.text == "o1\to2\ni1\ti2"
    assert [c.table for c in draft.cells] == [1, 1, 2, 2]


def test_a_frame_made_of_a_one_cell_table_is_read_as_ordinary_blocks() -> None:
    draft = read(f"<w:tbl><w:tr><w:tc>{word_paragraph('Un.')}{word_paragraph('Deux.')}</w:tc></w:tr></w:tbl>")
    assert [b.kind for b in draft.blocks] == ["paragraph", "paragraph"]
    assert draft.cells == ()


def test_breaks_tabs_symbols_and_hyphens_become_characters() -> None:
    body = (
        "<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>d</w:t>"
        "<w:sym w:font='Wingdings' w:char='F0FC'/></w:r></w:p>"
    )
    assert read(body).text == "a\nb\tc\u2011d✓"


@pytest.mark.parametrize(("stored", "expected"), [("4", (4, "stored")), ("0", (2, "estimated")), ("", (2, "estimated"))])
def test_pages_are_the_stored_ones_or_an_estimate(stored: str, expected: tuple[int, str]) -> None:
    body = word_paragraph("Mot " * 1000)
    data = raw_docx(body, {"docProps/app.xml": f"<Properties><Pages>{stored}</Pages></Properties>"})
    draft = read_draft(data, "dossier.docx")
    assert (draft.pages, draft.pages_are) == expected


def test_a_stored_page_that_could_not_hold_the_text_is_not_believed() -> None:
    data = raw_docx(word_paragraph("Mot " * 3000), {"docProps/app.xml": "<Properties><Pages>1</Pages></Properties>"})
    assert read_draft(data, "dossier.docx").pages_are == "estimated"


def test_pictures_are_counted_as_unread() -> None:
    body = f"<w:p>{word_run('Voir le schéma.')}<w:r><w:drawing><a:graphic><pic xmlns='x'/></a:graphic></w:drawing></w:r></w:p>"
    assert [(n.code, n.found) for n in read(body).notices] == [("images-non-lues", "1")]


def test_headings_of_a_document_without_heading_styles_are_told_by_their_look() -> None:
    body = (
        word_paragraph("1. Contexte de la mission")
        + word_paragraph("La mission débute.")
        + word_paragraph("Moyens", "<w:b/>")
        + word_paragraph("Fin.")
    )
    assert [(b.kind, b.level) for b in read(body).blocks] == [
        ("heading", 1),
        ("paragraph", None),
        ("heading", 2),
        ("paragraph", None),
    ]


def test_a_main_part_of_another_name_is_found() -> None:
    document = word_part("document", f"<w:body>{word_paragraph('Ailleurs')}</w:body>")
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    extra = {
        "word/document2.xml": document,
        "_rels/.rels": f"<Relationships><Relationship Type='{relation}' Target='word/document2.xml'/></Relationships>",
    }
    assert read_draft(raw_docx("", extra), "x.docx").text == "Ailleurs"

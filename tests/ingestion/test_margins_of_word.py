"""Remarks in the margin of the candidate's own Word document."""

import unicodedata
from html import escape

import pytest
from documents import docx_bytes, odt_bytes, raw_docx, word_paragraph, word_part, word_run, zipped
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from margins import anchored_words, comments_of, part_of, parts_of
from readings import read_here

from assistant.errors import DocumentTooLarge, EmptyDraft, UnreadableDocument
from ingestion.readers import read_draft
from ingestion.readers.kinds import recognise
from ingestion.writers.package import annotate
from ingestion.writers.remarks import MarginRemark, Words
from ingestion.writers.word import annotated

NOTES = word_part("footnotes", "".join(f"<w:footnote w:id='{n}'>{word_paragraph('Ж' * n)}</w:footnote>" for n in range(2, 6)))
EXISTING = word_part("comments", f"<w:comment w:id='7' w:author='Mme Roche'>{word_paragraph('À revoir')}</w:comment>")


def remark(start: int, end: int, *words: str) -> MarginRemark:
    return MarginRemark(start, end, [[Words(w)] for w in words or ("Vu.",)], [Words("À propos de ces mots")])


def on(text: str, quote: str, *words: str) -> MarginRemark:
    start = text.index(quote)
    return remark(start, start + len(quote), *words)


def written(data: bytes, remarks: list[MarginRemark]) -> bytes:
    archive = recognise(data, "a.docx").archive
    assert archive is not None
    return annotate(archive, remarks)


def squeezed(text: str) -> str:
    """Return what is left of words when no writer's white space, soft hyphen or composition counts."""
    kept = "".join(c for c in text if not c.isspace() and c not in "\u00ad\u200b\ufeff" and c != "Ж")
    return unicodedata.normalize("NFC", kept)


# Pieces of a paragraph, as word processors and people leave them.
letters = st.text(alphabet="abcé çœ«»’- \u00a0\u202fe\u0301\u0327\u00ad\u200b😀12€", min_size=1, max_size=12)
plain = st.builds(lambda t, bold: word_run(t, "<w:b/>" if bold else ""), letters, st.booleans())
unkept = letters.map(lambda t: f"<w:r><w:t>{escape(t)}</w:t></w:r>")
broken = st.builds(lambda a, b, c: f"<w:r><w:t>{escape(a)}</w:t><w:{c}/><w:t xml:space='preserve'>{escape(b)}</w:t></w:r>", letters, letters,
                   st.sampled_from(["br", "tab", "noBreakHyphen", "cr"]))  # fmt: skip
inserted = plain.map(lambda r: f"<w:ins w:id='90' w:author='x'>{r}</w:ins>")
deleted = letters.map(lambda t: f"<w:del w:id='91' w:author='x'><w:r><w:delText>{escape(t)}</w:delText></w:r></w:del>")
linked = plain.map(lambda r: f"<w:hyperlink r:id='rId9'>{r}</w:hyperlink>")
control = plain.map(lambda r: f"<w:sdt><w:sdtPr/><w:sdtContent>{r}</w:sdtContent></w:sdt>")
unseen = letters.map(lambda t: word_run(t, "<w:vanish/>"))
field = letters.map(
    lambda t: (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE abc</w:instrText></w:r>"
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{word_run(t)}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
)
note = st.integers(2, 5).map(lambda n: f"<w:r><w:footnoteReference w:id='{n}'/></w:r>")
box = st.just(
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx><w:txbxContent>"
    f"{word_paragraph('ЖЖ ЖЖ')}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{word_paragraph('ЖЖ ЖЖ')}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
pieces = st.lists(
    st.one_of(plain, plain, unkept, broken, inserted, deleted, linked, control, unseen, field, note, box), max_size=6
)
paragraphs = st.builds(
    lambda content, style: f"<w:p><w:pPr>{style}</w:pPr>{''.join(content)}</w:p>",
    pieces,
    st.sampled_from(["", "", "<w:numPr><w:numId w:val='1'/></w:numPr>", "<w:outlineLvl w:val='0'/>", "<w:rPr><w:del/></w:rPr>"]),
)
cells = st.lists(paragraphs, min_size=1, max_size=2).map(lambda ps: f"<w:tc>{''.join(ps)}</w:tc>")
tables = st.lists(
    st.lists(cells, min_size=1, max_size=3).map(lambda cs: f"<w:tr>{''.join(cs)}</w:tr>"), min_size=1, max_size=3
).map(lambda rows: f"<w:tbl>{''.join(rows)}</w:tbl>")
bodies = st.lists(st.one_of(paragraphs, paragraphs, tables), min_size=1, max_size=6).map("".join)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(bodies, st.data())
def test_a_remark_stands_beside_exactly_the_words_it_is_about(body: str, data: st.DataObject) -> None:
    document = raw_docx(body, {"word/footnotes.xml": NOTES})
    try:
        text = read_here(document, "a.docx").text
    except EmptyDraft:
        assume(False)
    between = [i for i in range(len(text) + 1) if i == len(text) or not unicodedata.combining(text[i])]
    ends = st.tuples(st.sampled_from(between), st.sampled_from(between)).map(sorted)
    spans = data.draw(st.lists(ends.filter(lambda s: squeezed(text[s[0] : s[1]])), min_size=1, max_size=5))
    out = written(document, [remark(start, end) for start, end in spans])
    assert read_here(out, "a.docx").text == text
    anchored = anchored_words(out)
    said = [squeezed(anchored[str(number)]) for number in range(len(spans))]
    assert said == [squeezed(text[start:end]) for start, end in spans]


def test_formatting_numbers_images_and_every_other_part_stay_as_they_were() -> None:
    picture = "<w:r><w:drawing><a:blip r:embed='rId3'/></w:drawing></w:r>"
    body = f"<w:p>{word_run('Le budget ', '<w:b/><w:color w:val=`112233`/>'.replace('`', chr(39)))}{picture}{word_run('tient.')}</w:p>"
    extra: dict[str, str | bytes] = {
        "word/media/image1.png": b"\x89PNG",
        "word/header1.xml": word_part("hdr", word_paragraph("En-tête")),
        "word/footnotes.xml": NOTES,
    }
    data = raw_docx(body, extra)
    out = annotated(data, "a.docx", [on("Le budget tient.", "budget tient")])
    assert out is not None
    before, after = parts_of(data), parts_of(out)
    assert [after[name] for name in extra] == [before[name] for name in extra]
    assert list(after)[: len(before)] == list(before)
    runs = part_of(out, "word/document.xml").iter("{*}r")
    looks = [[p.tag.rpartition("}")[2] for p in run.iterfind("{*}rPr/*")] for run in runs if run.find("{*}t") is not None]
    assert looks == [["b", "color"], ["b", "color"], [], []]
    assert len(list(part_of(out, "word/document.xml").iter("{*}blip"))) == 1


def test_comments_that_were_there_stay_and_numbers_do_not_clash() -> None:
    body = (
        f"<w:p>{word_run('Avant ')}<w:commentRangeStart w:id='7'/>{word_run('ces mots')}<w:commentRangeEnd w:id='7'/>"
        f"<w:r><w:commentReference w:id='7'/></w:r>{word_run(' après.')}</w:p>"
    )
    relations = (
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='rId1' "
        "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments' Target='/word/comments.xml'/></Relationships>"
    )
    data = raw_docx(body, {"word/comments.xml": EXISTING, "word/_rels/document.xml.rels": relations})
    out = annotated(data, "a.docx", [on("Avant ces mots après.", "mots après", "Nouveau")])
    assert out is not None
    assert comments_of(out) == {"7": "À revoir", "8": "Nouveau"}
    assert {n: words.strip() for n, words in anchored_words(out).items()} == {"7": "ces mots", "8": "mots après"}
    assert parts_of(out)["word/_rels/document.xml.rels"].decode() == relations


def test_words_of_a_note_are_spoken_of_at_its_mark_and_quoted() -> None:
    notes = word_part("footnotes", f"<w:footnote w:id='2'>{word_paragraph('La note dit tout.')}</w:footnote>")
    body = f"<w:p>{word_run('Appel')}<w:r><w:footnoteReference w:id='2'/></w:r>{word_run(' suite')}</w:p>"
    data = raw_docx(body, {"word/footnotes.xml": notes})
    out = annotated(data, "a.docx", [on(read_draft(data, "a.docx").text, "dit tout", "Vu.")])
    assert out is not None
    assert comments_of(out) == {"0": "À propos de ces mots\nVu."}
    between = [e.tag.rpartition("}")[2] for e in part_of(out, "word/document.xml").iter()]
    assert between.index("commentRangeStart") < between.index("footnoteReference") < between.index("commentRangeEnd")
    assert parts_of(out)["word/footnotes.xml"] == parts_of(data)["word/footnotes.xml"]


def test_words_of_a_text_box_are_spoken_of_at_the_box() -> None:
    content = f"<w:txbxContent>{word_paragraph('Encadré')}</w:txbxContent>"
    body = f"<w:p>{word_run('Ancre ')}<w:r><w:pict><v:textbox>{content}</v:textbox></w:pict></w:r>{word_run('fin')}</w:p>"
    out = annotated(raw_docx(body), "a.docx", [on("Ancre fin\nEncadré", "Encadré")])
    assert out is not None
    assert comments_of(out) == {"0": "À propos de ces mots\nVu."}
    box_parent = next(part_of(out, "word/document.xml").iter("{*}txbxContent"))
    assert list(box_parent.iter("{*}commentRangeStart", "{*}commentReference")) == []


def test_the_comments_part_is_declared_once_for_readers_that_need_it() -> None:
    out = annotated(docx_bytes([("paragraph", "Un paragraphe.")]), "a.docx", [on("Un paragraphe.", "paragraphe")])
    assert out is not None
    again = annotated(out, "a.docx", [on("Un paragraphe.", "Un")])
    assert again is not None
    assert len(comments_of(again)) == 2
    for name, words in (("[Content_Types].xml", b"comments+xml"), ("word/_rels/document.xml.rels", b"relationships/comments")):
        assert parts_of(again)[name].count(words) == 1


def test_the_strict_dialect_is_answered_in_the_strict_dialect() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    loose = raw_docx(word_paragraph("Le texte."))
    parts = {
        n: c.replace(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", strict.encode())
        for n, c in parts_of(loose).items()
    }
    out = annotated(zipped(parts), "a.docx", [on("Le texte.", "texte")])
    assert out is not None
    assert part_of(out, "word/comments.xml").tag == f"{{{strict}}}comments"
    assert b"purl.oclc.org/ooxml/officeDocument/relationships/comments" in parts_of(out)["word/_rels/document.xml.rels"]


def test_equal_files_and_remarks_give_equal_bytes() -> None:
    data = raw_docx(word_paragraph("Le texte."))
    assert annotated(data, "a.docx", [on("Le texte.", "Le")]) == annotated(data, "a.docx", [on("Le texte.", "Le")])


def test_a_file_that_is_no_word_document_has_no_margin_to_write_in() -> None:
    assert annotated(b"Du texte.", "a.txt", [remark(0, 2)]) is None
    assert annotated(odt_bytes([("paragraph", "Du texte.")]), "a.docx", [remark(0, 2)]) is None


@pytest.mark.parametrize(
    ("data", "refusal"),
    [(b"PK\x03\x04 no archive", UnreadableDocument), (raw_docx("<w:p/>" * 30_000), DocumentTooLarge)],
    ids=["damaged", "too many paragraphs"],
)
def test_a_hostile_file_is_refused_by_the_child_that_writes(data: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        annotated(data, "a.docx", [remark(0, 1)])


def test_a_long_paragraph_that_was_cleaned_is_annotated_in_time() -> None:
    words = "Cafe\u0301 so\u00adft " * 20_000
    data = raw_docx(word_paragraph(words))
    text = read_here(data, "a.docx").text
    out = written(data, [remark(start, start + 40) for start in range(0, len(text) - 40, 2_000)])
    assert list(map(squeezed, anchored_words(out).values())) == [
        squeezed(text[s : s + 40]) for s in range(0, len(text) - 40, 2_000)
    ]

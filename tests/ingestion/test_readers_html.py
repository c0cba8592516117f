"""What is read of a web page."""

import pytest

from assistant.domain.draft import Draft
from ingestion.readers import read_draft


def read(body: str, head: str = "") -> Draft:
    return read_draft(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode(), "dossier.html")


def kinds(draft: Draft) -> list[tuple[str, int | None, str]]:
    return [(b.kind, b.level, draft.slice(b.span)) for b in draft.blocks]


def hidden(draft: Draft) -> list[str | None]:
    return [n.found for n in draft.notices if n.code == "texte-masque"]


def test_blocks_are_told_apart_and_white_space_collapsed() -> None:
    body = "<h2>Un\n titre</h2> texte <b>gras</b>,\n suite<br>ligne<ul><li>a<ul><li><p>b</p></li></ul></li></ul><pre>x\n  y</pre>"
    assert kinds(read(body)) == [
        ("heading", 2, "Un titre"),
        ("paragraph", None, "texte gras, suite\nligne"),
        ("list_item", 1, "a"),
        ("list_item", 2, "b"),
        ("paragraph", None, "x\ny"),
    ]


def test_scripts_styles_and_comments_are_no_text() -> None:
    draft = read("<p>Vu<script>alert(1)</script><!-- non --></p><style>p{color:red}</style><template>t</template>")
    assert (draft.text, hidden(draft)) == ("Vu", [])


@pytest.mark.parametrize(
    "attributes",
    [
        "hidden",
        'style="display:none"',
        'style="visibility: hidden"',
        'style="font-size:0"',
        'style="font-size:1px"',
        'style="color:#fff"',
        'style="color:rgb(254, 254, 254)"',
        'style="color:white;background:#FFFFFF"',
        'style="opacity:0"',
        'class="cache"',
        'id="rien"',
    ],
)
def test_what_is_not_displayed_is_out_and_reported(attributes: str) -> None:
    draft = read(f"<p>Vu <span {attributes}>secret</span></p>", "<style>.cache {display: none} #rien{visibility:hidden}</style>")
    assert (draft.text, hidden(draft)) == ("Vu", ["secret"])


def test_white_on_dark_stays() -> None:
    assert read('<div style="background:#003366"><p style="color:white">Vu</p></div>').text == "Vu"


def test_tables_keep_the_columns_of_the_grid() -> None:
    body = (
        "<table><thead><tr><th colspan=2>A</th><th>B</th></tr></thead><tbody><tr><td rowspan=2>c</td><td>d</td><td>e</td></tr>"
        "<tr><td>f<br>g</td><td></td></tr></tbody></table>"
    )
    draft = read(body)
    assert draft.text == "A\t\tB\nc\td\te\n\tf\ng"
    assert [(c.row, c.column) for c in draft.cells] == [(1, 1), (1, 3), (2, 1), (2, 2), (2, 3), (3, 2)]


def test_the_declared_encoding_is_believed_and_an_undeclared_one_guessed() -> None:
    page = "<html><head>{}</head><body><p>Évalué à 12 € – « œuvre »</p></body></html>"
    declared = page.format("<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>").encode("cp1252")
    assert read_draft(declared, "a.html").text == "Évalué à 12 € – « œuvre »"
    assert read_draft(page.format("").encode("cp1252"), "a.html").text == "Évalué à 12 € – « œuvre »"

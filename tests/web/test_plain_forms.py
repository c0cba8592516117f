"""The terminal and Markdown forms."""

import io

import pytest
from b1_dossier import b1_draft
from b1_grounds import b1_labels
from fake_assistant import simple_report
from markdown_it import MarkdownIt
from reports import b1_report, passage_report
from rich.console import Console

from assistant.domain.draft import Draft
from web.rendering.markdown import render_markdown
from web.rendering.terminal import render_terminal

LABELS = b1_labels()


def printed(width: int, *, colour: bool = False, draft: Draft | None = None) -> str:
    out = io.StringIO()
    draft = draft or b1_draft()
    report = b1_report(draft) if len(draft.text) > 2000 else simple_report(draft)
    render_terminal(report, LABELS, Console(file=out, width=width, force_terminal=colour, legacy_windows=False), draft)
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal_nor_than_a_readable_measure(width: int) -> None:
    assert max(len(line) for line in printed(width).splitlines()) <= min(width, 92)


def test_no_line_begins_with_a_mark_that_belongs_to_the_line_before() -> None:
    for width in range(60, 100, 3):
        for line in printed(width).splitlines():
            assert line.strip()[:1] not in {"»", ":", ";", "?"}


def test_priorities_come_first_then_criteres_then_remarks_then_the_notice() -> None:
    text = printed(80)
    order = ["À travailler d’abord", "◐ C1 partiel ·", "○ C8 non abordé", "À savoir sur cette lecture", "Lecture automatique"]
    positions = [text.rindex(words) for words in order]
    assert positions == sorted(positions)


def test_a_critere_says_what_is_there_what_is_missing_and_what_to_do() -> None:
    text = " ".join(printed(80).split())
    assert "« Les possibilités de financement d’un parcours de formation sont listées et comparées »" in text
    assert "« est salariée en CDI depuis six ans dans une entreprise de 32 personnes » (§ 2)" in text
    assert "(tableau 1, ligne 3, colonne 1)" in text
    assert "Comparaison sur critères communs (en partie) :" in text
    assert "Prochain pas : Ajoutez au tableau 1" in text
    assert "Le jury peut demander : Si Mme Lacoste" in text
    assert "[lu : 53 908 € ; attendu : 52 908 €] (tableau 2, ligne 6, colonne 2)" in text


def test_colour_adds_nothing_that_the_words_do_not_say() -> None:
    assert "\x1b" not in printed(80)
    assert "\x1b[1m" in printed(80, colour=True)


def test_a_draft_cannot_drive_the_terminal() -> None:
    draft = Draft(name="\x1b]0;pris\x07nom", text="\x1b[2J\x1b[31mrouge\x07 [bold]gras[/bold] :smile:")
    text = printed(80, draft=draft)
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "« nom »" in text.replace("\u00a0", " ")


def test_markup_of_rich_in_a_quote_is_printed_as_written() -> None:
    assert "[bold]gras" in printed(80, draft=Draft(name="x", text="[bold]gras[/bold]"))


def test_without_the_draft_the_terminal_still_says_where() -> None:
    out = io.StringIO()
    draft, report = passage_report()
    render_terminal(report, LABELS, Console(file=out, width=80))
    assert f"(signe {draft.text.index('le CPF') + 1})" in out.getvalue().replace("\u00a0", " ")


def test_markdown_has_the_same_reading() -> None:
    draft = b1_draft()
    text = render_markdown(b1_report(draft), LABELS, draft).replace("\u00a0", " ").replace("\u202f", " ")
    assert "# Lecture de « Mission simulée B1 – Assistant de vie.docx »" in text
    assert "| C7 | ◇ non évaluable |" in text
    assert "- « est salariée en CDI depuis six ans dans une entreprise de 32 personnes » (§ 2)" in text
    assert "**Prochain pas :** Ajoutez au tableau 1" in text
    assert text.count("\n### ") == 8
    assert text.endswith("\n")
    assert "\n\n\n" not in text


HOSTILE = (
    "<script>alert(1)</script>",
    "![x](http://x.invalid/p.png)",
    "[lien](javascript:alert(1))",
    "<http://x.invalid>",
    "**gras** _italique_ `code`",
    "</li></ul># Titre",
    "| a | b |\n|---|---|",
    "&lt;b&gt;",
    "[ref]: http://x.invalid",
    "~~barré~~ \\",
    "https://x.invalid/a www.x.invalid moi@x.invalid",
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_written_becomes_markdown(hostile: str) -> None:
    plain, attacked = (Draft(name=f"n {words}", text=f"{words} fin du texte") for words in ("abc", hostile))
    kinds = []
    for draft in (plain, attacked):
        report = simple_report(draft)
        assessment = report.assessments[0]
        whole = {"quote": draft.text, "start": 0, "end": len(draft.text), "indicateur": "B1-C1-I1"}
        assessment = assessment.model_validate(
            assessment.model_dump() | {"explanation": draft.text, "advice": draft.text, "evidence": [whole], "indicateurs": []}
        )
        rendered = render_markdown(report.model_copy(update={"assessments": (assessment,)}), LABELS, draft)
        parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
        inline = [child.type for token in parser.parse(rendered) for child in token.children or []]
        block = [token.type for token in parser.parse(rendered)]
        kinds.append((block, [k for k in inline if k not in {"text", "text_special"}]))
        if draft is attacked:
            assert "fin du texte" in parser.render(rendered)
    assert kinds[0] == kinds[1]

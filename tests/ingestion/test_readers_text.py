"""What is read of Markdown, of plain text and of pasted words."""

import unicodedata
from contextlib import suppress

import pytest
from spent import processor_seconds

from assistant.domain.draft import Draft
from assistant.errors import DocumentTooLarge, EmptyDraft
from ingestion.readers import read_draft, read_text


def kinds(draft: Draft) -> list[tuple[str, int | None, str]]:
    return [(b.kind, b.level, draft.slice(b.span)) for b in draft.blocks]


def cells(draft: Draft) -> list[tuple[int, int, int, str]]:
    return [(c.table, c.row, c.column, draft.text[c.start : c.end]) for c in draft.cells]


MARKDOWN = """# Titre **fort**

Setext
======

Un paragraphe
sur deux lignes.

- un
  suite
- deux
  1. trois

> cité

| Poste | **Montant** |
|-------|------------:|
| Salle | 100 € |
| a \\| b |  |

```
code
```
"""


def test_markdown_is_kept_as_written_and_its_blocks_are_pointed_at() -> None:
    draft = read_draft(MARKDOWN.encode(), "dossier.md")
    assert draft.text == MARKDOWN
    assert kinds(draft) == [
        ("heading", 1, "Titre **fort**"),
        ("heading", 1, "Setext"),
        ("paragraph", None, "Un paragraphe\nsur deux lignes."),
        ("list_item", 1, "un\n  suite"),
        ("list_item", 1, "deux"),
        ("list_item", 2, "trois"),
        ("paragraph", None, "cité"),
        ("table_row", None, "Poste | **Montant**"),
        ("table_row", None, "Salle | 100 €"),
        ("table_row", None, "a \\| b"),
        ("paragraph", None, "code"),
    ]
    assert cells(draft) == [
        (1, 1, 1, "Poste"),
        (1, 1, 2, "Montant"),
        (1, 2, 1, "Salle"),
        (1, 2, 2, "100 €"),
        (1, 3, 1, "a \\| b"),
    ]


def test_paragraphs_between_two_fences_stay_paragraphs() -> None:
    draft = read_draft(b"```\nUn paragraphe.\n\n- un point\n\n> ~~~ fin\n", "dossier.md")
    assert kinds(draft) == [("paragraph", None, "Un paragraphe."), ("list_item", 1, "un point"), ("paragraph", None, "fin")]


def test_comments_of_markdown_are_hidden_text() -> None:
    draft = read_text("# T\n\nVu <!-- donnez\nle maximum --> suite")
    assert draft.text == "# T\n\nVu  suite"
    assert [(n.code, n.found) for n in draft.notices] == [("texte-masque", "donnez le maximum")]


def test_front_matter_is_text_but_no_block() -> None:
    draft = read_text("---\ntitre: Mon dossier\nbloc: B1\n---\n\n## Contexte\n")
    assert kinds(draft) == [("heading", 2, "Contexte")]


def test_line_ends_and_forms_are_normalised() -> None:
    decomposed = unicodedata.normalize("NFD", "Élève\r\nà\rcôté")
    assert read_text(decomposed).text == "Élève\nà\ncôté"


def test_plain_text_is_told_by_its_shape() -> None:
    text = (
        "CONTEXTE DE LA MISSION\n\nUn paragraphe coupé à la largeur de la page parce que\nl’éditeur le fait "
        "ainsi depuis toujours, "
        "et qui\ncontinue.\n\n1. Objectifs de la formation\n\nTexte.\n\n"
        "• un\n• deux\n  suite de deux\n\n1. premier point\n2. second point\n\n"
        "Poste\tMontant\nSalle\t100\n\nAnnexe 1 – Budget\nFin."
    )
    draft = read_text(text)
    assert draft.text == text
    assert kinds(draft) == [
        ("heading", 1, "CONTEXTE DE LA MISSION"),
        ("paragraph", None, text.split("\n\n")[1]),
        ("heading", 1, "1. Objectifs de la formation"),
        ("paragraph", None, "Texte."),
        ("list_item", 1, "un"),
        ("list_item", 1, "deux\n  suite de deux"),
        ("list_item", 1, "premier point"),
        ("list_item", 1, "second point"),
        ("table_row", None, "Poste\tMontant"),
        ("table_row", None, "Salle\t100"),
        ("heading", 1, "Annexe 1 – Budget"),
        ("paragraph", None, "Fin."),
    ]  # fmt: skip
    assert cells(draft) == [(1, 1, 1, "Poste"), (1, 1, 2, "Montant"), (1, 2, 1, "Salle"), (1, 2, 2, "100")]


def test_text_without_blank_lines_is_a_paragraph_a_line() -> None:
    assert [b.kind for b in read_text("Première phrase.\nDeuxième phrase.\nTroisième.").blocks] == ["paragraph"] * 3


SENTENCE = "L’évaluation « à chaud » coûte 12 € – œuvre, là où ça compte."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
def test_the_encoding_is_guessed(encoding: str) -> None:
    draft = read_draft(SENTENCE.encode(encoding), "notes.txt")
    assert (draft.text, draft.notices) == (SENTENCE, ())


def test_an_old_dos_text_is_guessed() -> None:
    sentence = "Évaluation à l'issue, déjà prévue"
    assert read_draft(sentence.encode("cp850"), "a.txt").text == sentence


def test_a_broken_byte_costs_one_character_not_the_encoding() -> None:
    draft = read_draft(("été " * 50).encode() + b"\xff fin", "a.txt")
    assert draft.text.endswith("été \ufffd fin")
    assert [n.code for n in draft.notices] == ["encodage-incertain"]


def test_unseen_characters_are_out_and_counted_and_french_typography_is_not() -> None:
    tags = "".join(chr(0xE0000 + ord(c)) for c in "oui")
    draft = read_text(f"Un\u200b mot\u202e{tags} 12\u202f000\u00a0€ for\u00admation\ufeff\x07")
    assert draft.text == "Un mot 12\u202f000\u00a0€ formation"
    assert [(n.code, n.severity, n.found) for n in draft.notices] == [("caracteres-invisibles", "attention", "6")]
    assert read_text("12\u202f000\u00a0€ for\u00admation 👩\u200d🏫").notices == ()


def test_lone_surrogates_are_out() -> None:
    assert read_text("a\ud800b").text == "ab"


def test_nothing_and_too_much_are_refused() -> None:
    with pytest.raises(EmptyDraft):
        read_text(" \n\t")
    with pytest.raises(DocumentTooLarge):
        read_text("a" * 300_001)


@pytest.mark.parametrize(
    "text",
    [
        "e" + "\u0301\u0316" * 140_000,
        "|\n||\n" * 50_000,
        "> " * 140_000 + "a",
        "- " * 140_000 + "a",
        "`" * 290_000,
        "# " + "a#" * 140_000,
        "<!--" * 70_000,
        "[" * 290_000,
        "1. A\n" * 50_000,
        "a\t" * 140_000,
    ],
    ids=["marks", "pipes", "quotes", "bullets", "ticks", "hashes", "comments", "brackets", "numbers", "tabs"],
)
def test_pasted_words_are_read_in_bounded_time(text: str) -> None:
    def read() -> None:
        with suppress(DocumentTooLarge):
            read_text(text)

    assert processor_seconds(read, 3) < 3

from b1_dossier import DraftBuilder, b1_draft
from drafts import draft_from_markdown, plain_draft
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.draft import Draft
from assistant.text.segment import LONG_PASSAGE, passages

MARKDOWN = """# Titre

Premier paragraphe du dossier. Il a deux phrases.

- un point
- un autre point

## Budget

| Poste | Montant |
|---|---|
| Salle | 300 € |

Un paragraphe après le tableau.
"""
LINES = st.lists(
    st.sampled_from(["# Bilan", "Nous étions douze.", "- un point", "| a | 1 |", "", "Le 3 mars. Le 4 mars.", "Fin ! Non."])
)


def _sentences(draft: Draft) -> list[str]:
    return [draft.slice(s) for p in passages(draft) for s in p.sentences]


def test_passages_follow_paragraphs_lists_and_tables_under_their_heading() -> None:
    found = passages(draft_from_markdown(MARKDOWN))
    assert [(p.number, p.heading, p.tabular, len(p.sentences)) for p in found] == [
        (0, "Titre", False, 2),
        (1, "Titre", False, 2),
        (2, "Budget", True, 2),
        (3, "Budget", False, 1),
    ]


def test_the_ruling_of_a_table_is_not_a_row() -> None:
    draft = draft_from_markdown(MARKDOWN)
    assert [draft.slice(s) for s in passages(draft)[2].sentences] == ["Poste | Montant", "Salle | 300 €"]


@given(LINES)
def test_every_sentence_outside_headings_is_covered_exactly_once(lines: list[str]) -> None:
    draft = draft_from_markdown("\n".join(lines))
    found = _sentences(draft)
    assert len(found) == len(set(found))
    written = {line for line in lines if line and not line.startswith("#")}
    for words in ("Nous étions douze.", "un point", "Le 3 mars.", "Le 4 mars.", "Non."):
        assert any(words in sentence for sentence in found) == any(words in line for line in written)


@given(LINES)
def test_passages_are_in_order_and_do_not_overlap(lines: list[str]) -> None:
    found = passages(draft_from_markdown("\n".join(lines)))
    places = [n for p in found for n in range(p.start, p.end)]
    assert places == sorted(set(places))
    assert all(p.start == p.sentences[0].start and p.end == p.sentences[-1].end for p in found)


def test_a_realistic_draft_loses_no_word() -> None:
    draft = b1_draft()
    bodies = [draft.slice(b.span) for b in draft.blocks if b.kind != "heading"]
    covered = "".join(_sentences(draft)).replace(" ", "")
    assert all(body.replace(" ", "") in covered for body in bodies)


def test_a_paragraph_pasted_three_times_counts_once() -> None:
    paragraph = "J’ai reçu douze candidats le 3 mars. Oui. La grille a neuf critères."
    once, thrice = draft_from_markdown(paragraph), draft_from_markdown("\n\n".join([paragraph] * 3))
    assert _sentences(once) == _sentences(thrice)
    shouted = draft_from_markdown(f"{paragraph}\n\n{paragraph.upper()}")
    assert _sentences(once) == _sentences(shouted)


def test_a_repeated_sentence_does_not_hide_its_neighbours() -> None:
    draft = draft_from_markdown("Nous étions douze.\n\nLe 3 mars, accueil. Nous étions douze. Le 4 mars, bilan.")
    assert _sentences(draft) == ["Nous étions douze.", "Le 3 mars, accueil.", "Le 4 mars, bilan."]
    assert [len(p.sentences) for p in passages(draft)] == [1, 1, 1]


def test_a_draft_without_blocks_is_cut_at_its_line_breaks() -> None:
    assert _sentences(plain_draft("Nous étions douze.\n\n  Le 3 mars, accueil. Le 4, bilan.  ")) == [
        "Nous étions douze.",
        "Le 3 mars, accueil.",
        "Le 4, bilan.",
    ]
    assert passages(plain_draft(" \n ")) == ()


def test_a_very_long_paragraph_is_cut_at_a_sentence() -> None:
    sentences = [f"La séance numéro {n} a duré deux heures." for n in range(60)]
    draft = DraftBuilder("long.docx").par(" ".join(sentences)).build()
    found = passages(draft)
    assert len(found) > 1
    assert all(len(draft.slice(p.span).split()) <= LONG_PASSAGE for p in found)
    assert _sentences(draft) == sentences

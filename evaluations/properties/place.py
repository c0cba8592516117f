"""Place: the same paragraphs in another order, or within a much longer text."""

from collections.abc import Sequence
from typing import ClassVar

from evaluations.french_data import FrenchData
from evaluations.harness.cases import Change
from evaluations.harness.material import Kind
from evaluations.properties.base import Card, Limits, Transformed, falls, praises
from evaluations.transforms.base import Transform
from evaluations.transforms.direction import InsertParagraph
from evaluations.transforms.order import Embed, MoveParagraph, order

_MOVED = "part des textes dont un critère au moins change de niveau"
_SAME = "Le niveau de chaque critère reste le même."
_SAVE = "Aucun critère ne descend, et les mots neutres n’en portent aucun à « partiel »."
_MIDDLING = 12_000
"""Characters of the texts that drafts are set in to have hundreds of cases; whole dossiers of 140 000 are read too."""


class SectionOrder(Transformed):
    """I6: paragraphs and sections in another order."""

    card: ClassVar[Card] = Card(
        code="I6",
        family="surface",
        title="L’ordre de vos parties ne change rien.",
        meaning="Aucun plan n’est imposé : ce qui est écrit à la fin compte autant que ce qui est écrit au début.",
        change="Paragraphes ou parties déplacés, quand rien dans le texte ne s’appuie sur leur place.",
        expected=_SAME,
        metric=_MOVED,
        limits=Limits(embedded=0.0, model=0.02),
    )

    def options(self, _: FrenchData) -> Sequence[Transform]:
        """Return the changes of order."""
        return (order()[0], MoveParagraph("start"), MoveParagraph("middle"), MoveParagraph("end"))


class Boundary(Transformed):
    """I7: another paragraph before, of another length, so that every cut falls elsewhere."""

    card: ClassVar[Card] = Card(
        code="I7",
        family="surface",
        title="L’endroit où la lecture découpe le texte ne change rien.",
        meaning="Une preuve à cheval sur deux passages compte autant qu’une autre.",
        change="Un paragraphe neutre ajouté au début : toutes les coupes tombent ailleurs.",
        expected=_SAVE,
        metric=_MOVED,
        limits=Limits(embedded=0.0, model=0.01),
    )

    def breaks(self, change: Change) -> bool:
        """Tell whether evidence was lost, or praise found in neutral words."""
        return falls(change) or praises(change)

    def options(self, data: FrenchData) -> Sequence[Transform]:
        """Return the neutral paragraphs to put first."""
        return [InsertParagraph(words, "start", f"shift-{n}") for n, words in enumerate(data.filler)]


class Position(Transformed):
    """I8: the draft at the start, in the middle or at the end of a long neutral text."""

    card: ClassVar[Card] = Card(
        code="I8",
        family="surface",
        title="Dans un long dossier, la place d’une preuve ne change rien.",
        meaning="La page 60 est lue comme la page 1.",
        change=f"Le texte placé au début, au milieu ou à la fin d’un texte neutre de {_MIDDLING} signes.",
        expected=_SAVE,
        metric=_MOVED,
        limits=Limits(embedded=0.0, model=0.02),
    )
    characters: ClassVar[int] = _MIDDLING

    def breaks(self, change: Change) -> bool:
        """Tell whether evidence was lost, or praise found in neutral words."""
        return falls(change) or praises(change)

    def options(self, data: FrenchData) -> Sequence[Transform]:
        """Return the three places."""
        return [Embed(at, self.characters, data.filler) for at in ("start", "middle", "end")]


class LongPosition(Position):
    """I8-140: the same at the full length that the référentiel allows."""

    card: ClassVar[Card] = Card(
        code="I8-140",
        family="surface",
        title="À 140 000 signes, la place d’une preuve ne change presque rien.",
        meaning="Le bloc 4 peut être très long ; il est lu d’un bout à l’autre.",
        change="Le texte placé au début, au milieu et à la fin d’un texte neutre de 140 000 signes.",
        expected=_SAVE,
        metric=_MOVED,
        limits=Limits(embedded=0.05, model=0.05),
        gate=False,
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"long"})
    tried = 3

    characters = 140_000

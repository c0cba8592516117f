"""Wording: the same facts in other words, under other names, in another voice."""

from collections.abc import Sequence
from typing import ClassVar

from evaluations.french_data import FrenchData
from evaluations.harness.cases import Change
from evaluations.properties.base import Card, Limits, Transformed
from evaluations.transforms.base import Transform
from evaluations.transforms.identity import Placeholders, identity
from evaluations.transforms.paraphrase import paraphrase, templates

_MOVED = "part des textes dont un critère au moins change de niveau"
_SAME = "Le niveau de chaque critère reste le même."
_SEVERE = 2


class Paraphrase(Transformed):
    """I9: synonyms and reworded sentences."""

    card: ClassVar[Card] = Card(
        code="I9",
        family="surface",
        title="Dire la même chose avec d’autres mots change peu la lecture.",
        meaning="Il n’y a pas de mot magique à placer.",
        change="Des synonymes relus, des tournures équivalentes.",
        expected=_SAME,
        metric=_MOVED,
        limits=Limits(embedded=0.10, model=0.03),
        gate=False,
    )

    def options(self, data: FrenchData) -> Sequence[Transform]:
        """Return the numbers of synonyms and the templates."""
        return paraphrase(data)


class SevereParaphrase(Paraphrase):
    """I9-S: the same, counting movements of two levels."""

    card: ClassVar[Card] = Card(
        code="I9-S",
        family="surface",
        title="D’autres mots ne font jamais bouger un critère de deux niveaux.",
        meaning="Entre « non abordé » et « partiel », il faut autre chose qu’un synonyme.",
        change="Des synonymes relus, des tournures équivalentes.",
        expected="Aucun critère ne bouge de deux niveaux.",
        metric="part des textes dont un critère bouge de deux niveaux ou plus",
        limits=Limits(embedded=0.01, model=0.0),
        gate=False,
    )

    def breaks(self, change: Change) -> bool:
        """Tell whether the movement is of two levels or more."""
        return abs(change.size) >= _SEVERE


class IdentitySwap(Transformed):
    """I10: other names, towns, organisations, the other gender."""

    card: ClassVar[Card] = Card(
        code="I10",
        family="surface",
        title="Votre nom, votre genre, votre ville ne changent rien.",
        meaning="La lecture porte sur ce que vous avez fait, pas sur qui vous êtes.",
        change="Noms d’autres origines, autre genre, autres villes, autres organismes ; mêmes faits.",
        expected=_SAME,
        metric=_MOVED,
        limits=Limits(embedded=0.0, model=0.01),
    )
    tried = 4

    def options(self, data: FrenchData) -> Sequence[Transform]:
        """Return the changes of identity."""
        return [t for t in identity(data) if not isinstance(t, Placeholders)]


class Register(Transformed):
    """I11: inclusive writing and other turns of the same sentences."""

    card: ClassVar[Card] = Card(
        code="I11",
        family="surface",
        title="L’écriture inclusive et le registre ne changent presque rien.",
        meaning="« Les formateurs et formatrices » vaut « les formateurs ».",
        change="Écriture inclusive, tournures équivalentes.",
        expected=_SAME,
        metric=_MOVED,
        limits=Limits(embedded=0.02, model=0.02),
    )
    tried = 4

    def options(self, _: FrenchData) -> Sequence[Transform]:
        """Return the templates that can be undone."""
        return templates()


class Anonymised(Transformed):
    """I12: placeholders for names."""

    card: ClassVar[Card] = Card(
        code="I12",
        family="surface",
        title="Un texte anonymisé est lu de même.",
        meaning="Vous pouvez masquer les noms avant d’envoyer votre texte.",
        change="[NOM], [VILLE], [ORGANISME] à la place des noms.",
        expected=_SAME,
        metric=_MOVED,
        limits=Limits(embedded=0.0, model=0.01),
    )

    def options(self, data: FrenchData) -> Sequence[Transform]:
        """Return the masking of names."""
        return [t for t in identity(data) if isinstance(t, Placeholders)]

"""Surface: the same facts in other characters, another layout or another file."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from evaluations.french_data import FrenchData
from evaluations.harness.bench import Bench, case, compared
from evaluations.harness.cases import Case
from evaluations.harness.material import Base
from evaluations.harness.readings import Asked
from evaluations.properties.base import Card, Limits, Property, Transformed
from evaluations.transforms.accents import StripAccents, no_capitals
from evaluations.transforms.base import Transform
from evaluations.transforms.files import Format, blocks_of, can_write, written
from evaluations.transforms.layout import layout
from evaluations.transforms.surface import typography, white_space
from evaluations.transforms.typos import typos

_MOVED = "part des textes dont un critère au moins change de niveau"
_SAME = "Le niveau de chaque critère reste le même."


class FileFormat(Property):
    """I1: the same text in another kind of file."""

    card: ClassVar[Card] = Card(
        code="I1",
        family="surface",
        title="Le format du fichier ne change rien.",
        meaning="Word, LibreOffice, page web ou texte : envoyez le fichier que vous avez.",
        change="Le même texte écrit en .md, .txt, .docx, .odt et .html.",
        expected=_SAME,
        metric=_MOVED,
        limits=Limits(embedded=0.0, model=0.02),
    )
    uses = frozenset({"short"})
    formats: ClassVar[tuple[Format, ...]] = ("txt", "docx", "odt", "html")

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case: the Markdown file against another."""
        code = self.card.code
        blocks = blocks_of(base.text)
        for kind in bench.turn(base, self.formats):
            if not can_write(kind):
                yield case(code, base, kind, "not_applicable", note="reportlab n’est pas installé")
                continue
            before = bench.read_text(base, written(blocks, "md").decode())
            after = bench.read(Asked(bloc=base.bloc, file=written(blocks, kind), name=f"brouillon.{kind}"))
            yield compared(code, base, kind, (before, after), lambda c: c.before is not c.after)


class Pdf(FileFormat):
    """I1-PDF: the same text printed."""

    card: ClassVar[Card] = Card(
        code="I1-PDF",
        family="surface",
        title="Un PDF se lit comme l’original.",
        meaning="Un PDF a perdu ses paragraphes et ses tableaux ; ils sont retrouvés presque toujours.",
        change="Le même texte imprimé en PDF.",
        expected=_SAME,
        metric=_MOVED,
        limits=Limits(embedded=0.01, model=0.02),
    )
    formats: ClassVar[tuple[Format, ...]] = ("pdf",)


class Typography(Transformed):
    """I2: quotation marks, apostrophes, spaces, composed letters, line ends."""

    card: ClassVar[Card] = Card(
        code="I2",
        family="surface",
        title="Guillemets, apostrophes, espaces et fins de ligne ne changent rien.",
        meaning="Votre traitement de texte choisit ces signes pour vous : ils ne doivent ni servir ni nuire.",
        change="Apostrophes, guillemets, espaces insécables, œ, formes composées, césures, ligatures, fins de ligne.",
        expected=_SAME,
        metric=_MOVED,
        limits=Limits(embedded=0.0, model=0.01),
    )

    tried = 2

    def options(self, _: FrenchData) -> Sequence[Transform]:
        """Return the rewritings; some apply to few texts."""
        return (*typography(), *white_space())


class Layout(Transformed):
    """I3: bullets, headings, tables, bold."""

    card: ClassVar[Card] = Card(
        code="I3",
        family="surface",
        title="La mise en page ne change presque rien.",
        meaning="Une liste vaut des phrases, un tableau vaut une liste : c’est ce que vous dites qui est lu.",
        change="Puces changées, titres d’un autre niveau, gras ôté, tableaux devenus listes.",
        expected=_SAME,
        metric=_MOVED,
        limits=Limits(embedded=0.01, model=0.02),
    )

    tried = 3

    def options(self, _: FrenchData) -> Sequence[Transform]:
        """Return the layouts; some apply to few texts."""
        return layout()


class SomeAccents(Transformed):
    """I4: a tenth of the accents left out."""

    card: ClassVar[Card] = Card(
        code="I4",
        family="surface",
        title="Quelques accents oubliés ne changent presque rien.",
        meaning="Un texte tapé vite n’est pas un dossier faible.",
        change="Un accent sur dix ôté, ceux des capitales d’abord.",
        expected=_SAME,
        metric=_MOVED,
        limits=Limits(embedded=0.02, model=0.02),
    )

    def options(self, _: FrenchData) -> Sequence[Transform]:
        """Return the light loss."""
        return (StripAccents(10),)


class NoAccents(Transformed):
    """I4-100: no accents at all, or no capitals."""

    card: ClassVar[Card] = Card(
        code="I4-100",
        family="surface",
        title="Un texte sans aucun accent est lu de même.",
        meaning="Certains claviers n’ont pas d’accents ; le fond du texte, lui, est là.",
        change="Tous les accents ôtés.",
        expected=_SAME,
        metric=_MOVED,
        limits=Limits(embedded=0.05, model=0.02),
    )

    def options(self, _: FrenchData) -> Sequence[Transform]:
        """Return the loss of all accents."""
        return (StripAccents(100),)


class NoCapitals(Transformed):
    """I4-MIN: no capital letter anywhere."""

    card: ClassVar[Card] = Card(
        code="I4-MIN",
        family="surface",
        title="Un texte sans majuscules est lu de même.",
        meaning="Des noms sans majuscule sont plus difficiles à reconnaître ; mieux vaut les écrire avec.",
        change="Toutes les majuscules devenues minuscules.",
        expected=_SAME,
        metric=_MOVED,
        limits=Limits(embedded=0.05, model=0.05),
        gate=False,
    )

    def options(self, _: FrenchData) -> Sequence[Transform]:
        """Return the loss of all capitals."""
        return (no_capitals(),)


class FewTypos(Transformed):
    """I5: one slip of the finger in a hundred letters."""

    card: ClassVar[Card] = Card(
        code="I5",
        family="surface",
        title="Quelques fautes de frappe ne changent presque rien.",
        meaning="Le titre ne juge pas votre orthographe : une lettre pour une autre ne coûte pas un niveau.",
        change="Une lettre sur cent remplacée, ajoutée, ôtée ou inversée, comme sur un clavier AZERTY.",
        expected=_SAME,
        metric=_MOVED,
        limits=Limits(embedded=0.02, model=0.02),
    )
    rate: ClassVar[int] = 1

    def options(self, data: FrenchData) -> Sequence[Transform]:
        """Return the slips at this rate."""
        return [t for t in typos(data.neighbours) if t.percent == self.rate]


class ManyTypos(FewTypos):
    """I5-3: three slips in a hundred letters."""

    card: ClassVar[Card] = Card(
        code="I5-3",
        family="surface",
        title="Beaucoup de fautes de frappe ne changent pas grand-chose.",
        meaning="Une personne dyslexique, ou pressée, doit être lue pour ce qu’elle a fait.",
        change="Trois lettres sur cent, environ un mot sur six.",
        expected=_SAME,
        metric=_MOVED,
        limits=Limits(embedded=0.05, model=0.02),
    )
    rate: ClassVar[int] = 3

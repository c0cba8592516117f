"""Single passages: evidence, denials, promises, lectures and lures, each read in neutral text for its own indicateur."""

from collections.abc import Iterator
from typing import ClassVar

from assistant.domain.feedback import Etat
from evaluations.gold import BankPassage
from evaluations.harness.bench import Bench, case
from evaluations.harness.cases import Case
from evaluations.harness.material import Base, Kind
from evaluations.harness.readings import Asked
from evaluations.properties.base import Card, Limits, Property
from evaluations.transforms.direction import InsertParagraph

SHOWN = (Etat.ATTESTE, Etat.PARTIEL)


def quiet_host(base: Base, bench: Bench, words: int = 150) -> str:
    """Return neutral paragraphs, enough of them for a whole draft to be judged, the same for one base."""
    deck = bench.rng("host", base.id).sample(bench.data.filler, len(bench.data.filler))
    kept: list[str] = []
    while sum(len(p.split()) for p in kept) < words:
        kept.append(deck[len(kept) % len(deck)])
    return "\n\n".join(kept) + "\n"


def hosted(base: Base, bench: Bench, words: str) -> str:
    """Return the quiet host of a base with these words as a paragraph in its middle."""
    host = quiet_host(base, bench)
    variant = InsertParagraph(words, "middle").apply(host, bench.rng("hosted", base.id))
    return variant.text if variant else f"{words}\n\n{host}"


class PassageProperty(Property):
    """A property of single passages of the bank, each set in neutral text and read for its own indicateur."""

    uses: ClassVar[frozenset[Kind]] = frozenset({"indicateur"})
    kinds: ClassVar[frozenset[str]]

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case a passage."""
        for number, passage in enumerate(p for p in base.passages if p.kind in self.kinds):
            yield self.judged(base, passage, number, self.state(base, bench, passage))

    def state(self, base: Base, bench: Bench, passage: BankPassage) -> Etat | None:
        """Return the state read for the passage's indicateur, None for an abstention."""
        reading = bench.read(
            Asked(bloc=base.bloc, text=hosted(base, bench, passage.text), critere=passage.indicateur.rpartition("-")[0])
        )
        return reading.etat(passage.indicateur)

    def judged(self, base: Base, passage: BankPassage, number: int, etat: Etat | None) -> Case:
        """Return the case of one passage."""
        code, change = self.card.code, f"passage-{passage.kind}"
        if etat is None:
            return case(code, base, change, "abstained", number=number)
        if not self.wrong(etat):
            return case(code, base, change, "held", number=number)
        note = f"{passage.indicateur} ({passage.id}) lu «\u00a0{etat.value}\u00a0»"
        return case(code, base, change, "broken", number=number, note=note, after=passage.text[:400])

    def wrong(self, etat: Etat) -> bool:
        """Tell whether that state breaks the property; unless it says otherwise, praise does."""
        return etat in SHOWN


class EvidenceSeen(PassageProperty):
    """D2-B: evidence is seen."""

    card: ClassVar[Card] = Card(
        code="D2-B",
        family="direction",
        title="Une preuve claire est reconnue.",
        meaning="Ce que vous avez fait et raconté concrètement doit se voir dans la lecture.",
        change="Un passage qui montre l’indicateur, dans un texte neutre.",
        expected="L’indicateur est attesté, au moins en partie.",
        metric="part des preuves qui ne sont pas vues",
        limits=Limits(embedded=0.10, model=0.10),
    )
    kinds: ClassVar[frozenset[str]] = frozenset({"shows"})

    def wrong(self, etat: Etat) -> bool:
        """Tell whether the evidence was not seen."""
        return etat not in SHOWN


class PlainEvidenceSeen(EvidenceSeen):
    """D2-C: evidence in everyday words is seen."""

    card: ClassVar[Card] = Card(
        code="D2-C",
        family="direction",
        title="Une preuve dite avec les mots de tous les jours est reconnue.",
        meaning="Vous n’avez pas à parler comme le référentiel.",
        change="Un passage qui montre l’indicateur sans aucun de ses mots, dans un texte neutre.",
        expected="L’indicateur est attesté, au moins en partie.",
        metric="part des preuves qui ne sont pas vues",
        limits=Limits(embedded=0.20, model=0.10),
    )
    kinds: ClassVar[frozenset[str]] = frozenset({"shows_plain"})


class Negation(PassageProperty):
    """D4: what is said not to have been done."""

    card: ClassVar[Card] = Card(
        code="D4",
        family="direction",
        title="Dire qu’une chose n’a pas été faite n’est pas la montrer.",
        meaning="« Aucun tableau de bord n’a été tenu » n’est pas une preuve de suivi.",
        change="Un passage qui dit que la chose n’a pas été faite, dans un texte neutre.",
        expected="L’indicateur n’est attesté ni en entier ni en partie.",
        metric="part des dénégations prises pour des preuves",
        limits=Limits(embedded=0.02, model=0.01),
    )
    kinds: ClassVar[frozenset[str]] = frozenset({"negated"})


class Promise(PassageProperty):
    """D6: generalities and good intentions."""

    card: ClassVar[Card] = Card(
        code="D6",
        family="direction",
        title="Une promesse vague n’est pas une preuve.",
        meaning="« Nous veillerons à la qualité » ne montre rien de votre situation.",
        change="Un passage de promesses ou de généralités, dans un texte neutre.",
        expected="L’indicateur n’est attesté ni en entier ni en partie.",
        metric="part des promesses prises pour des preuves",
        limits=Limits(embedded=0.03, model=0.02),
    )
    kinds: ClassVar[frozenset[str]] = frozenset({"vague"})


class Lecture(PassageProperty):
    """D6-B: what a manual says."""

    card: ClassVar[Card] = Card(
        code="D6-B",
        family="direction",
        title="Réciter un cours n’est pas une preuve.",
        meaning="Ce qu’il faudrait faire, tout le monde peut l’écrire ; le jury cherche ce que vous avez fait.",
        change="Un passage de manuel ou de norme, dans un texte neutre.",
        expected="L’indicateur n’est attesté ni en entier ni en partie.",
        metric="part des passages de cours pris pour des preuves",
        limits=Limits(embedded=0.03, model=0.02),
    )
    kinds: ClassVar[frozenset[str]] = frozenset({"course"})


class OtherAgent(PassageProperty):
    """D7: someone else did it."""

    card: ClassVar[Card] = Card(
        code="D7",
        family="direction",
        title="Ce qu’un autre a fait n’est pas compté comme vôtre.",
        meaning="Dites votre part : le jury vous juge, vous, pas votre direction.",
        change="Un passage où quelqu’un d’autre agit, dans un texte neutre.",
        expected="L’indicateur n’est attesté ni en entier ni en partie.",
        metric="part des actions d’un autre comptées comme preuves",
        limits=Limits(embedded=0.10, model=0.05),
        gate=False,
    )
    kinds: ClassVar[frozenset[str]] = frozenset({"other_agent"})


class Trap(PassageProperty):
    """D7-B: words without the thing."""

    card: ClassVar[Card] = Card(
        code="D7-B",
        family="direction",
        title="Les bons mots au service d’autre chose ne comptent pas.",
        meaning="Un mot-clé, un homonyme, une question ou un conseil n’est pas une preuve.",
        change="Un passage qui a les mots de l’indicateur et parle d’autre chose, dans un texte neutre.",
        expected="L’indicateur n’est attesté ni en entier ni en partie.",
        metric="part des leurres pris pour des preuves",
        limits=Limits(embedded=0.10, model=0.05),
        gate=False,
    )
    kinds: ClassVar[frozenset[str]] = frozenset({"trap"})

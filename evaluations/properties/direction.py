"""Direction: evidence taken out, put in, denied, promised, or given to someone else moves the reading the right way."""

import random
from collections.abc import Iterator, Sequence
from typing import ClassVar

from assistant.domain.base import Span
from assistant.domain.feedback import Etat, Niveau
from evaluations.french_data import FrenchData
from evaluations.gold import BankPassage
from evaluations.harness.bench import Bench, case, compared, excerpts
from evaluations.harness.cases import Case, Change, Outcome
from evaluations.harness.material import Base, Kind
from evaluations.harness.readings import Asked, CritereReading, Reading
from evaluations.properties.base import Card, Limits, Property, Transformed, falls, rises
from evaluations.transforms.base import Transform, Variant
from evaluations.transforms.direction import InsertParagraph, RemoveQuotes, contradiction
from evaluations.transforms.first_person import SayOtherwise, denied_sentence, first_person, intended_sentence

SHOWN = (Etat.ATTESTE, Etat.PARTIEL)
_PRAISED = (Niveau.PARTIEL, Niveau.DEMONTRE)


def _try(transform: Transform, text: str, rng: random.Random) -> Variant | None:
    """Return the variant if its own check accepts it."""
    variant = transform.apply(text, rng)
    return variant if variant and transform.verify(text, variant.text) else None


class Removal(Property):
    """D1: the sentences that a critère was praised for are taken out."""

    card: ClassVar[Card] = Card(
        code="D1",
        family="direction",
        title="Ôter une preuve ne fait jamais monter un critère.",
        meaning="Vous ne gagnez rien à effacer ce que vous avez fait.",
        change="Les phrases citées pour un critère sont retirées du texte.",
        expected="Ce critère ne monte pas.",
        metric="part des retraits après lesquels le critère monte",
        limits=Limits(embedded=0.0, model=0.01),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"short"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case: a critère above `absent`, without what was quoted for it."""
        before = bench.read_text(base)
        open_ = self.candidates(before)
        code = self.card.code
        if not open_:
            yield case(code, base, "remove-quotes", "not_applicable", note="aucun critère à priver de preuve")
            return
        chosen = bench.turn(base, open_)[0]
        spans = tuple(Span(start=e.start, end=e.end) for _, e in chosen.verified(before.text))
        variant = _try(RemoveQuotes(spans), before.text, bench.rng(code, base.id))
        if variant is None:
            yield case(code, base, "remove-quotes", "not_applicable", note="rien ne reste une fois les citations retirées")
            return
        after = bench.read_text(base, variant.text)
        yield self.case_of(base, chosen, before, after)

    def candidates(self, reading: Reading) -> list[CritereReading]:
        """Return the critères whose quotes may be taken out."""
        return [c for c in reading.criteres if c.evidence and c.niveau in (Niveau.EVOQUE, *_PRAISED)]

    def case_of(self, base: Base, chosen: CritereReading, before: Reading, after: Reading) -> Case:
        """Return the case, broken where the critère went up."""
        return compared(
            self.card.code, base, "remove-quotes", (before, after), lambda c: c.critere == chosen.critere and rises(c)
        )


class RemovalDrops(Removal):
    """D1-B: then the critère must come down."""

    card: ClassVar[Card] = Card(
        code="D1-B",
        family="direction",
        title="Sans ses preuves, un critère redescend.",
        meaning="Les passages cités sont bien ceux qui comptent.",
        change="Toutes les phrases citées pour un critère « partiel » ou « démontré » sont retirées.",
        expected="Ce critère descend.",
        metric="part des critères qui restent au même niveau sans leurs preuves",
        limits=Limits(embedded=0.05, model=0.10),
    )

    def candidates(self, reading: Reading) -> list[CritereReading]:
        """Return the praised critères."""
        return [c for c in reading.criteres if c.niveau in _PRAISED]

    def case_of(self, base: Base, chosen: CritereReading, before: Reading, after: Reading) -> Case:
        """Return the case, broken where the critère did not come down."""
        now = after.critere(chosen.critere)
        if now is None or now.niveau is None or chosen.niveau is None or now.niveau is Niveau.NON_EVALUABLE:
            return case(self.card.code, base, "remove-quotes", "abstained")
        moved = Change(critere=chosen.critere, before=chosen.niveau, after=now.niveau)
        old, new = ("", "") if falls(moved) else excerpts(before.text, after.text)
        note = f"{moved.critere} reste «\u00a0{now.niveau.shown}\u00a0»"
        outcome: Outcome = "held" if falls(moved) else "broken"
        return case(self.card.code, base, "remove-quotes", outcome, size=moved.size, note=note, before=old, after=new)


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


class Insertion(Property):
    """D2: evidence for an indicateur is put in."""

    card: ClassVar[Card] = Card(
        code="D2",
        family="direction",
        title="Ajouter une preuve ne fait jamais descendre un critère.",
        meaning="Vous n’avez rien à craindre à raconter davantage ce que vous avez fait.",
        change="Un passage qui montre un indicateur est ajouté au texte.",
        expected="Le critère de cet indicateur ne descend pas.",
        metric="part des ajouts après lesquels le critère descend",
        limits=Limits(embedded=0.0, model=0.01),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"short"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case: evidence drawn from another draft of the same bloc."""
        code = self.card.code
        passage = bench.turn(base, [p for p in bench.evidence(base.bloc) if p not in base.passages])[0]
        variant = _try(InsertParagraph(passage.text), base.text, bench.rng(code, base.id))
        if variant is None:
            yield case(code, base, "insert-evidence", "not_applicable")
            return
        critere = passage.indicateur.rpartition("-")[0]
        readings = bench.read_text(base), bench.read_text(base, variant.text)
        yield compared(code, base, "insert-evidence", readings, lambda c: c.critere == critere and falls(c))


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


class DoseResponse(Property):
    """D3: evidence for one critère after another."""

    card: ClassVar[Card] = Card(
        code="D3",
        family="direction",
        title="Plus il y a de preuves, plus le niveau monte, jamais l’inverse.",
        meaning="Chaque preuve ajoutée compte, ou au pire ne compte pas.",
        change="Les preuves des indicateurs d’un critère ajoutées l’une après l’autre à un texte neutre.",
        expected="Le niveau ne descend à aucune étape.",
        metric="part des étapes où le niveau descend",
        limits=Limits(embedded=0.0, model=0.02),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"short"})
    steps: ClassVar[int] = 4

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case a step."""
        code = self.card.code
        criteres = sorted({p.indicateur.rpartition("-")[0] for p in bench.evidence(base.bloc)})
        critere = bench.turn(base, criteres)[0]
        shown = [p for p in bench.evidence(base.bloc) if p.indicateur.startswith(f"{critere}-") and p.kind == "shows"]
        doses = bench.turn(base, shown, self.steps)
        host = quiet_host(base, bench)
        texts = [host] + [host + "\n" + "\n\n".join(p.text for p in doses[: n + 1]) + "\n" for n in range(len(doses))]
        readings = [bench.read(Asked(bloc=base.bloc, text=t, critere=critere)) for t in texts]
        for step in range(len(doses)):
            yield compared(code, base, f"dose-{step + 1}", (readings[step], readings[step + 1]), falls)


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


class Denied(Transformed):
    """D4-B: claims of the text turned into denials."""

    card: ClassVar[Card] = Card(
        code="D4-B",
        family="direction",
        title="Nier ce qu’on affirmait ne fait jamais monter un critère.",
        meaning="« Je n’ai pas comparé » ne vaut jamais mieux que « j’ai comparé ».",
        change="« J’ai comparé » devient « je n’ai pas comparé », dans toutes les phrases où c’est sûr.",
        expected="Aucun critère ne monte.",
        metric="part des textes dont un critère monte",
        limits=Limits(embedded=0.0, model=0.01),
    )

    def options(self, _: FrenchData) -> Sequence[Transform]:
        """Return the denial of what is claimed in the first person."""
        return (SayOtherwise("deny", "dénégation", denied_sentence),)

    def breaks(self, change: Change) -> bool:
        """Tell whether a critère went up."""
        return rises(change)


class PseudoNegation(Property):
    """D5: negative words that assert."""

    card: ClassVar[Card] = Card(
        code="D5",
        family="direction",
        title="« Je n’ai pas manqué de comparer » reste une preuve.",
        meaning="Une tournure négative qui affirme n’est pas prise pour un aveu.",
        change="« J’ai comparé » devient « je n’ai pas manqué de comparer ».",
        expected="Aucun critère ne descend.",
        metric="part des textes dont un critère descend",
        limits=Limits(embedded=0.05, model=0.02),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"short"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case a text that has such a claim."""
        code = self.card.code
        transform = next(t for t in first_person() if t.name == "seem-to-deny")
        for variant, outcome in bench.variants(base, transform):
            if variant is None:
                yield case(code, base, transform.name, outcome)
                continue
            yield compared(code, base, transform.name, (bench.read_text(base), bench.read_text(base, variant.text)), falls)


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


class Intention(Transformed):
    """D6-C: in a real mission, what was done becomes what one intends to do."""

    card: ClassVar[Card] = Card(
        code="D6-C",
        family="direction",
        title="Dans une mission réelle, prévoir n’est jamais mieux que faire.",
        meaning="Aux blocs 3 et 4, c’est ce qui a été fait qui compte. Aux blocs simulés, un plan daté est légitime.",
        change="« J’ai comparé » devient « je prévois de comparer » (blocs 3 et 4).",
        expected="Aucun critère ne monte.",
        metric="part des textes dont un critère monte",
        limits=Limits(embedded=0.0, model=0.02),
    )

    def options(self, _: FrenchData) -> Sequence[Transform]:
        """Return the change from done to intended."""
        return (SayOtherwise("to-intention", "intention", intended_sentence),)

    def transforms(self, base: Base, bench: Bench) -> Sequence[Transform]:
        """Return the change for the blocs of real missions only."""
        return () if bench.knowledge.grille(base.bloc).simulated else super().transforms(base, bench)

    def breaks(self, change: Change) -> bool:
        """Tell whether a critère went up."""
        return rises(change)


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


class Contradiction(Property):
    """D9: the contrary stated later."""

    card: ClassVar[Card] = Card(
        code="D9",
        family="direction",
        title="Se contredire à la fin ne passe pas inaperçu.",
        meaning="Un jury relève ce qui s’oppose d’une page à l’autre.",
        change="Une phrase finale dit que rien n’a été fait.",
        expected="Aucun critère ne reste « démontré ».",
        metric="part des textes dont un critère reste démontré",
        limits=Limits(embedded=0.20, model=0.20),
        gate=False,
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"dossier"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case a dossier that has a critère `demontre`."""
        code = self.card.code
        before = bench.read_text(base)
        shown = {c.critere for c in before.criteres if c.niveau is Niveau.DEMONTRE}
        variant = _try(contradiction(), base.text, bench.rng(code, base.id)) if shown else None
        if variant is None:
            yield case(code, base, "contradict-at-end", "not_applicable", note="aucun critère démontré")
            return
        after = bench.read_text(base, variant.text)
        still = sorted(c.critere for c in after.criteres if c.critere in shown and c.niveau is Niveau.DEMONTRE)
        old, new = excerpts(before.text, after.text)
        outcome: Outcome = "broken" if still else "held"
        yield case(code, base, "contradict-at-end", outcome, note=", ".join(still), before=old, after=new)

"""Direction: evidence taken out, put in, denied, promised, or given to someone else moves the reading the right way."""

import random
from collections.abc import Iterator, Sequence
from typing import ClassVar

from assistant.domain.base import Span
from assistant.domain.feedback import Niveau
from evaluations.french_data import FrenchData
from evaluations.harness.bench import Bench, case, compared, excerpts
from evaluations.harness.cases import Case, Change, Outcome
from evaluations.harness.material import Base, Kind
from evaluations.harness.readings import Asked, CritereReading, Reading
from evaluations.properties.base import Card, Limits, Property, Transformed, falls, rises
from evaluations.properties.passages import quiet_host
from evaluations.transforms.base import Transform, Variant
from evaluations.transforms.direction import InsertParagraph, RemoveQuotes, contradiction
from evaluations.transforms.first_person import SayOtherwise, denied_sentence, first_person, intended_sentence

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

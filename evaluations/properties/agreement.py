"""Agreement with the readers of the labelled dossiers.

The labels come from writers and readers who simulate jurors: every note says that agreement
with real jurors is not measured, and only praise without evidence gates.
"""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

import numpy as np

from assistant.domain.feedback import Niveau
from evaluations import agreement
from evaluations.agreement import Table
from evaluations.gold import Labels
from evaluations.harness.bench import Bench, Sort, case
from evaluations.harness.cases import LEVELS, Case, Judged, Outcome
from evaluations.harness.material import Base, Kind
from evaluations.harness.readings import Reading
from evaluations.harness.verdict import Figure, Result, figure_result, rate_result
from evaluations.properties.base import Card, Limits, Property

_PRAISED_FROM = LEVELS.index(Niveau.PARTIEL)
_TOP = LEVELS.index(Niveau.DEMONTRE)
CHANGE = "Aucun : les dossiers étiquetés, critère par critère."
ADVISORY = "Indicatif tant que les étiquettes ne sont pas celles de vrais jurés."


def judged(labels: Labels, reading: Reading) -> tuple[Judged, ...]:
    """Return each labelled critère with its reading; one that was not read counts as an abstention."""
    read = {c.critere: c for c in reading.criteres}
    return tuple(
        Judged(
            critere=code,
            label=label.niveau,
            read=(found.niveau if (found := read.get(code)) else None) or Niveau.NON_EVALUABLE,
            confidence=found.confidence if found else 0.0,
            second=label.second,
        )
        for code, label in labels.criteres.items()
        if label.niveau in LEVELS
    )


def answered(pairs: Iterable[Judged]) -> list[Judged]:
    """Return the critères whose niveau was read, without the abstentions."""
    return [j for j in pairs if j.read in LEVELS]


def table(pairs: Iterable[Judged]) -> Table:
    """Return the counts, one row a label and one column a reading, from `absent` to `demontre`; abstentions are left out."""
    read = answered(pairs)
    return agreement.confusion([LEVELS.index(j.label) for j in read], [LEVELS.index(j.read) for j in read], len(LEVELS))


def unsupported(pair: Judged) -> bool:
    """Tell whether a critère was praised that its reader found at most `evoque`."""
    return pair.read in LEVELS[_PRAISED_FROM:] and pair.label in LEVELS[:_PRAISED_FROM]


class Agreement(Property):
    """A figure of agreement; one case a dossier, with its labels and readings."""

    uses: ClassVar[frozenset[Kind]] = frozenset({"dossier"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield the case of one dossier."""
        if base.labels is None:
            return
        reading = bench.read_text(base)
        pairs = judged(base.labels, reading)
        outcome: Outcome = "error" if reading.refused else "held" if answered(pairs) else "abstained"
        yield case(self.card.code, base, "labelled", outcome, judged=pairs, note=reading.refused)

    def conclude(self, cases: Sequence[Case], sort: Sort) -> Result:
        """Return the conclusion about the figure, with an interval over dossiers."""
        card = self.card
        return figure_result(card.code, cases, self.figure(_dossiers(cases)), card.limits.of(sort), gate=card.gate)

    def figure(self, dossiers: Sequence[Sequence[Judged]]) -> Figure:
        """Return the figure of these dossiers."""
        tables = [table(pairs) for pairs in dossiers]
        statistic = type(self).statistic
        whole = _whole(tables)
        return Figure(
            estimate=statistic(whole),
            interval=agreement.cluster_interval(statistic, tables),
            n=int(whole.sum()),
            at_least=self.card.at_least,
            note=noted(self.note(whole)),
        )

    @staticmethod
    def statistic(_whole: Table) -> float | None:
        """Return the figure of a table of labels and readings, None where it is undefined."""
        return None

    def note(self, _whole: Table) -> str:
        """Return what else a reader of the figure must know."""
        return ""


class EachCritere(Agreement):
    """A rate of critères; one case each."""

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case a labelled critère."""
        for dossier in super().observe(base, bench):
            for pair in dossier.judged:
                outcome = self.outcome(pair, refused=dossier.outcome == "error")
                wrong = f"{pair.critere}\u00a0: étiqueté «\u00a0{pair.label.shown}\u00a0», lu «\u00a0{pair.read.shown}\u00a0»"
                more: dict[str, Any] = {"against": pair.critere, "judged": (pair,), "note": wrong if outcome == "broken" else ""}
                yield case(self.card.code, base, f"labelled-{pair.critere}", outcome, **more)

    @abstractmethod
    def outcome(self, pair: Judged, *, refused: bool) -> Outcome:
        """Return what a critère is counted as."""


class Kappa(Agreement):
    """A1: quadratic weighted kappa."""

    card: ClassVar[Card] = Card(
        code="A1",
        family="accord",
        title="La lecture s’accorde avec celle des relecteurs.",
        meaning="Le niveau lu est proche de celui qu’un relecteur exercé donnerait.",
        change=CHANGE,
        expected=f"Un kappa d’au moins 0,60, borne basse comprise ; l’objectif est 0,80. {ADVISORY}",
        metric="kappa pondéré quadratique, de 0 (le hasard) à 1 (l’accord parfait)",
        limits=Limits(embedded=0.60, model=0.60),
        gate=False,
        at_least=True,
    )

    @staticmethod
    def statistic(whole: Table) -> float | None:
        """Return the kappa."""
        return agreement.weighted_kappa(whole)

    def note(self, whole: Table) -> str:
        """Return the figures without which a kappa misleads when one niveau dominates."""
        shares = {"exact": agreement.exact(whole), "à un niveau près": agreement.adjacent(whole)}
        pairs = [(n, m) for (n, m), count in np.ndenumerate(whole) for _ in range(int(count))]
        ac2 = agreement.gwet_ac2(np.array(pairs, dtype=np.float64).reshape(-1, 2).T, len(LEVELS))
        margins = (f"{name} {'/'.join(map(str, whole.sum(axis=axis)))}" for name, axis in (("étiquettes", 1), ("lectures", 0)))
        return ", ".join(
            [*(f"{name} {_percent(share)}" for name, share in shares.items()), f"AC2 de Gwet {number(ac2)}", *margins]
        )


class PraiseWithoutEvidence(EachCritere):
    """A1-E: praise that a reader finds unfounded."""

    card: ClassVar[Card] = Card(
        code="A1-E",
        family="accord",
        title="Pas d’éloge sans preuve.",
        meaning="On ne vous dit pas qu’un critère est traité quand un relecteur n’y voit rien de concret.",
        change=CHANGE,
        expected="Un critère que le relecteur trouve « non abordé » ou « évoqué » n’est lu ni « partiel » ni « démontré ».",
        metric="part des critères loués sans preuve",
        limits=Limits(embedded=0.03, model=0.03),
    )

    def outcome(self, pair: Judged, *, refused: bool) -> Outcome:
        """Return `broken` for praise that the label does not support."""
        if refused:
            return "error"
        return "abstained" if pair.read not in LEVELS else "broken" if unsupported(pair) else "held"

    def conclude(self, cases: Sequence[Case], sort: Sort) -> Result:
        """Return the conclusion about the rate, dossiers as clusters."""
        result = rate_result(self.card.code, cases, self.card.limits.of(sort), gate=self.card.gate)
        return result.model_copy(update={"note": noted("")})


class Exact(Agreement):
    """A3: the same niveau."""

    card: ClassVar[Card] = Card(
        code="A3",
        family="accord",
        title="Un critère sur deux au moins est lu exactement comme le relecteur.",
        meaning="Le niveau affiché est souvent, pas toujours, celui d’un relecteur.",
        change=CHANGE,
        expected=f"Le même niveau dans la moitié des cas au moins. {ADVISORY}",
        metric="part des critères lus au niveau de l’étiquette",
        limits=Limits(embedded=0.50, model=0.65),
        gate=False,
        at_least=True,
    )

    @staticmethod
    def statistic(whole: Table) -> float | None:
        """Return the part read exactly."""
        return agreement.exact(whole)


class Adjacent(Agreement):
    """A3-B: at most one level away."""

    card: ClassVar[Card] = Card(
        code="A3-B",
        family="accord",
        title="La lecture ne se trompe presque jamais de plus d’un niveau.",
        meaning="Quand la lecture diffère d’un relecteur, elle en reste proche.",
        change=CHANGE,
        expected=f"Un niveau d’écart au plus dans 95 % des cas. {ADVISORY}",
        metric="part des critères lus à un niveau près",
        limits=Limits(embedded=0.95, model=0.97),
        gate=False,
        at_least=True,
    )

    @staticmethod
    def statistic(whole: Table) -> float | None:
        """Return the part read at most one level away."""
        return agreement.adjacent(whole)


class MeanDifference(Agreement):
    """A4: neither severe nor lenient."""

    card: ClassVar[Card] = Card(
        code="A4",
        family="accord",
        title="La lecture n’est ni plus sévère ni plus indulgente que les relecteurs.",
        meaning="En moyenne, elle place la barre à la même hauteur.",
        change=CHANGE,
        expected=f"Un écart moyen d’au plus 0,15 écart-type, dans un sens ou dans l’autre. {ADVISORY}",
        metric="différence moyenne standardisée, sans son signe",
        limits=Limits(embedded=0.15, model=0.15),
        gate=False,
    )

    @staticmethod
    def statistic(whole: Table) -> float | None:
        """Return the difference, negative when readings are lower."""
        return agreement.standardised_difference(whole)

    def figure(self, dossiers: Sequence[Sequence[Judged]]) -> Figure:
        """Return the figure without its sign, and its interval folded at 0."""
        signed = super().figure(dossiers)
        if signed.estimate is None or signed.interval is None:
            return signed
        low, high = signed.interval
        ends = sorted((abs(low), abs(high)))
        folded = (0.0 if low <= 0 <= high else ends[0], ends[1])
        return signed.model_copy(update={"estimate": abs(signed.estimate), "interval": folded})

    def note(self, whole: Table) -> str:
        """Return on which side the readings lean."""
        gap = agreement.standardised_difference(whole)
        return "" if not gap else "plus sévère que les relecteurs" if gap < 0 else "plus indulgent que les relecteurs"


class ShownFound(Agreement):
    """A5: what is `demontre` is found."""

    card: ClassVar[Card] = Card(
        code="A5",
        family="accord",
        title="Ce qui est démontré est reconnu.",
        meaning="Un critère que vous avez pleinement traité n’est pas rabaissé.",
        change=CHANGE,
        expected=f"Au moins 80 % des critères étiquetés « démontré » sont lus « démontré ». {ADVISORY}",
        metric="part des critères démontrés qui sont lus comme tels (sensibilité)",
        limits=Limits(embedded=0.80, model=0.80),
        gate=False,
        at_least=True,
    )

    @staticmethod
    def statistic(whole: Table) -> float | None:
        """Return the recall of `demontre`."""
        return agreement.recalls(whole)[_TOP]


class OthersNotShown(Agreement):
    """A5-B: what is not `demontre` is not said to be."""

    card: ClassVar[Card] = Card(
        code="A5-B",
        family="accord",
        title="« Démontré » n’est pas donné à la légère.",
        meaning="Si on vous dit qu’un critère est démontré, un relecteur le pense aussi.",
        change=CHANGE,
        expected=f"Au moins 80 % des critères qui ne sont pas étiquetés « démontré » ne sont pas lus « démontré ». {ADVISORY}",
        metric="part des critères non démontrés qui ne sont pas lus « démontré » (spécificité)",
        limits=Limits(embedded=0.80, model=0.80),
        gate=False,
        at_least=True,
    )

    @staticmethod
    def statistic(whole: Table) -> float | None:
        """Return the specificity of `demontre`."""
        return agreement.specificity(whole, _TOP)


def _dossiers(cases: Sequence[Case]) -> list[tuple[Judged, ...]]:
    return [c.judged for c in cases if c.judged]


def _whole(tables: Sequence[Table]) -> Table:
    return np.sum(tables, axis=0) if tables else np.zeros((len(LEVELS), len(LEVELS)), dtype=np.int64)


def noted(note: str) -> str:
    """Return a note that ends, as every note of agreement does, with what is not measured."""
    return f"{note} ; {agreement.REAL_JURORS}" if note else agreement.REAL_JURORS


def _percent(share: float | None) -> str:
    return "indéfini" if share is None else f"{share:.0%}".replace("%", "\u00a0%")


def number(value: float | None) -> str:
    """Return a figure as French writes it."""
    return "indéfini" if value is None else f"{value:.2f}".replace(".", ",")

"""Discrimination: what answers a bloc, or a critère, is told from what answers another; strong from weak."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from assistant.domain.feedback import Niveau
from assistant.domain.knowledge import Knowledge
from assistant.text.french import word_list
from evaluations.agreement import Times, bootstrap_interval
from evaluations.anchors import BASELINES, anchored, kept_anchors, moved_anchor
from evaluations.gold import BankPassage
from evaluations.harness.bench import Bench, Sort, case
from evaluations.harness.cases import LEVELS, Case, Outcome
from evaluations.harness.material import Base, Kind
from evaluations.harness.readings import Asked, Reading
from evaluations.harness.verdict import Figure, Result, figure_result, rate_result
from evaluations.properties.base import Card, Limits, Property
from evaluations.properties.passages import hosted, quiet_host

_PASSAGES = 8
"""Passages of a strong draft."""
_WEAK = ("vague", "course", "parrot")
_CRITERES = 3
"""Critères that a group of known strength answers."""
_TOP = len(LEVELS) - 1
_SHOWN = (Niveau.PARTIEL, Niveau.DEMONTRE)
Drafts = list[tuple[float, list[float]]]
"""Of each strong draft, the figure of its own bloc and those of the others."""
Statistic = Callable[[Times], float | None]


def shared_criteres(knowledge: Knowledge) -> frozenset[str]:
    """Return the critères whose wording is also that of another bloc: evidence for one is evidence for both."""
    wordings = {c.code: tuple(word_list(c.texte)) for b in knowledge.referentiel.blocs for c in b.criteres}
    counts = Counter(wordings.values())
    return frozenset(code for code, wording in wordings.items() if counts[wording] > 1)


def mean_niveau(reading: Reading, criteres: frozenset[str]) -> float | None:
    """Return the mean niveau of these critères, from 0 to 1; None when none of them was judged."""
    read = [LEVELS.index(c.niveau) for c in reading.criteres if c.critere in criteres and c.niveau in LEVELS]
    return float(np.mean(read)) / _TOP if read else None


class CrossBloc(Property):
    """X1: strong drafts of each bloc, read against all blocs."""

    card: ClassVar[Card] = Card(
        code="X1",
        family="discrimination",
        title="Un dossier solide est reconnu pour son bloc, pas pour un autre.",
        meaning="Une bonne réponse à une autre question n’est pas prise pour une réponse à celle-ci.",
        change="Huit passages qui montrent chacun un indicateur d’un bloc, lus pour chacun des blocs.",
        expected="Le niveau moyen est plus haut pour leur bloc que pour les autres, sans compter les critères que "
        "deux blocs formulent avec les mêmes mots.",
        metric="aire sous la courbe ROC : part des comparaisons où le bon bloc l’emporte",
        limits=Limits(embedded=0.98, model=0.99),
        at_least=True,
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"indicateur"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case a bloc that the draft is read against, with the mean niveau as its value."""
        shared = shared_criteres(bench.knowledge)
        text = strong_draft(base, bench, shared)
        for bloc in bench.knowledge.referentiel.blocs:
            reading = bench.read(Asked(bloc=bloc.code, text=text))
            value = mean_niveau(reading, frozenset(c.code for c in bloc.criteres) - shared)
            outcome: Outcome = "error" if reading.refused else "abstained" if value is None else "held"
            more: dict[str, Any] = {"against": bloc.code, "value": value, "note": reading.refused}
            yield case(self.card.code, base, f"read-for-{bloc.code}", outcome, **more)

    def conclude(self, cases: Sequence[Case], sort: Sort) -> Result:
        """Return the conclusion about the figure of the drafts."""
        card, drafts = self.card, strong_drafts(cases)
        once = np.ones(len(drafts), dtype=np.int64)
        figure = Figure(
            estimate=self.statistic(drafts)(once) if drafts else None,
            interval=bootstrap_interval(self.statistic(drafts), len(drafts)),
            n=sum(len(others) for _, others in drafts),
            at_least=card.at_least,
        )
        return figure_result(card.code, cases, figure, card.limits.of(sort), gate=card.gate)

    def statistic(self, drafts: Drafts) -> Statistic:
        """Return the figure as a function of how many times each draft counts."""
        return _area(drafts)


class CrossBlocLevel(CrossBloc):
    """X1-B: how high other blocs are read."""

    card: ClassVar[Card] = Card(
        code="X1-B",
        family="discrimination",
        title="Lu pour un autre bloc, un dossier reste bas.",
        meaning="Si vous vous trompez de bloc, la lecture ne vous laisse pas croire que tout va bien.",
        change="Huit passages qui montrent chacun un indicateur d’un bloc, lus pour chacun des autres blocs.",
        expected="Le niveau moyen reste au plus à un quart de l’échelle (entre « non abordé » et « évoqué »).",
        metric="niveau moyen pour les autres blocs, de 0 (tout non abordé) à 1 (tout démontré)",
        limits=Limits(embedded=0.25, model=0.15),
    )

    def statistic(self, drafts: Drafts) -> Statistic:
        """Return the mean of the other blocs as a function of how many times each draft counts."""
        means = np.array([np.mean(others) for _, others in drafts])
        return lambda times: float(times @ means / times.sum())


def strong_draft(base: Base, bench: Bench, shared: frozenset[str]) -> str:
    """Return evidence for eight indicateurs of the base's bloc, none of a critère that another bloc shares."""
    shown = [p for p in bench.evidence(base.bloc) if p.kind == "shows" and _critere(p) not in shared]
    drawn = bench.rng("X1", base.id).sample(shown, min(_PASSAGES, len(shown)))
    return "\n\n".join(p.text.strip() for p in drawn) + "\n"


def strong_drafts(cases: Sequence[Case]) -> Drafts:
    """Return the figures of each draft that was judged for its own bloc and for another."""
    own: dict[str, float] = {}
    others: dict[str, list[float]] = defaultdict(list)
    for c in cases:
        if c.value is None:
            continue
        if c.against == c.bloc:
            own[c.cluster] = c.value
        else:
            others[c.cluster].append(c.value)
    return [(value, others[draft]) for draft, value in own.items() if others[draft]]


class Leakage(Property):
    """X2: evidence for one critère, and what the others become."""

    card: ClassVar[Card] = Card(
        code="X2",
        family="discrimination",
        title="La preuve d’un critère n’en fait pas valoir un autre.",
        meaning="Un bon passage ne déteint pas sur toute la lecture : chaque critère se gagne.",
        change="Un passage qui montre un seul indicateur, dans un texte neutre.",
        expected="Les autres critères du bloc n’en deviennent ni « partiel » ni « démontré », sauf ceux que le passage "
        "montre aussi.",
        metric="part des autres critères qui montent jusqu’à « partiel » ou « démontré »",
        limits=Limits(embedded=0.03, model=0.03),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"indicateur"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case a critère that a passage does not answer."""
        for passage in (p for p in base.passages if p.kind == "shows"):
            reading = bench.read(Asked(bloc=base.bloc, text=hosted(base, bench, passage.text)))
            yield from self._leaks(base, passage, reading)

    def _leaks(self, base: Base, passage: BankPassage, reading: Reading) -> Iterator[Case]:
        answered = {_critere(passage), *passage.also, *(code.rpartition("-")[0] for code in passage.also)}
        for read in reading.criteres:
            if read.critere in answered or read.niveau is None:
                continue
            outcome: Outcome = "abstained" if read.niveau not in LEVELS else "broken" if read.niveau in _SHOWN else "held"
            more: dict[str, Any] = {"against": read.critere, "cluster": f"{base.id}/{passage.id}"}
            if outcome == "broken":
                note = f"{passage.indicateur} ({passage.id}) donne {read.critere} «\u00a0{read.niveau.shown}\u00a0»"
                more |= {"note": note, "after": " […] ".join(e.quote for _, e in read.evidence)[:400]}
            yield case(self.card.code, base, f"{passage.id}-for-{read.critere}", outcome, **more)


class KnownGroups(Property):
    """X3: a weak, a middling and a strong draft about the same critères."""

    card: ClassVar[Card] = Card(
        code="X3",
        family="discrimination",
        title="Faible, moyen, solide : l’ordre est respecté.",
        meaning="Remplacer des généralités par ce que vous avez fait se voit dans la lecture.",
        change="Trois textes sur les trois mêmes critères : généralités et paraphrase ; preuves pour la moitié des "
        "indicateurs essentiels ; preuves pour tous.",
        expected="Le niveau moyen de ces critères ne baisse pas de l’un à l’autre, et le plus solide dépasse le plus faible.",
        metric="part des trios mal ordonnés",
        limits=Limits(embedded=0.0, model=0.01),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"short"})

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield the case of one trio."""
        criteres, texts = self.trio(base, bench)
        code = self.card.code
        if not criteres:
            yield case(code, base, "known-groups", "not_applicable", note="la banque ne montre aucun indicateur essentiel")
            return
        readings = [bench.read(Asked(bloc=base.bloc, text=t)) for t in texts]
        means = [m for r in readings if (m := mean_niveau(r, criteres)) is not None]
        if len(means) < len(texts) or any(_abstains(r, criteres) for r in readings):
            yield case(code, base, "known-groups", "abstained")
            return
        wrong = any(lower > higher for lower, higher in pairwise(means)) or means[0] >= means[-1]
        shown = ", ".join(f"{name} {mean * _TOP:.2f}" for name, mean in zip(("faible", "moyen", "solide"), means, strict=True))
        more: dict[str, Any] = {"before": texts[0][-400:], "after": texts[-1][-400:]} if wrong else {}
        note = f"{', '.join(sorted(criteres))}\u00a0: {shown}".replace(".", ",")
        yield case(code, base, "known-groups", "broken" if wrong else "held", note=note, **more)

    def trio(self, base: Base, bench: Bench) -> tuple[frozenset[str], tuple[str, ...]]:
        """Return the critères of the trio and its texts, weakest first; no critère when the bank shows none."""
        rng = bench.rng(self.card.code, base.id)
        shown, weak = _by_indicateur(bench, ("shows",)), _by_indicateur(bench, _WEAK)
        grille = bench.knowledge.grille(base.bloc)
        answerable = {c.code: [i.code for i in c.blocking() if shown[i.code] and weak[i.code]] for c in grille.criteres}
        usable = [code for code, indicateurs in answerable.items() if indicateurs]
        criteres = rng.sample(usable, min(_CRITERES, len(usable)))
        indicateurs = [i for c in criteres for i in answerable[c]]
        half = rng.sample(indicateurs, max(1, len(indicateurs) // 2)) if indicateurs else []
        evidence, padding = ({i: rng.choice(passages[i]) for i in indicateurs} for passages in (shown, weak))
        host = quiet_host(base, bench).strip()
        texts = tuple(
            "\n\n".join([host, *(evidence[i] if i in strong else padding[i] for i in indicateurs)]) + "\n"
            for strong in ((), half, indicateurs)
        )
        return frozenset(criteres), texts


class Anchors(Property):
    """X4: drafts whose reading is written down."""

    card: ClassVar[Card] = Card(
        code="X4",
        family="discrimination",
        title="Douze textes repères gardent exactement leur lecture.",
        meaning="La lecture ne change pas d’une version à l’autre sans que quelqu’un l’ait voulu et vérifié.",
        change="Aucun : les mêmes douze textes courts, avec la version présente du lecteur embarqué.",
        expected="Les niveaux sont exactement ceux du fichier de référence.",
        metric="part des textes repères dont un niveau a changé",
        limits=Limits(embedded=0.0, model=None),
    )
    uses: ClassVar[frozenset[Kind]] = frozenset({"short"})

    def __init__(self, baselines: Path = BASELINES) -> None:
        self._baselines = baselines

    def observe(self, base: Base, bench: Bench) -> Iterator[Case]:
        """Yield one case an anchor."""
        if not anchored(base):
            return
        code = self.card.code
        if bench.subject != "embedded" or bench.seed:
            yield case(code, base, "anchor", "not_applicable", note="les repères sont ceux du lecteur embarqué, graine 0")
            return
        moved = moved_anchor(kept_anchors(self._baselines).get(base.id), base, bench.read_text(base))
        hint = f"{moved}. Si c’est voulu\u00a0: python -m evaluations.anchors" if moved else ""
        yield case(code, base, "anchor", "broken" if moved else "held", note=hint, after=base.text[:400] if moved else "")

    def conclude(self, cases: Sequence[Case], sort: Sort) -> Result:
        """Return the conclusion: these texts are all there are, so that none moved is enough to pass."""
        result = rate_result(self.card.code, cases, self.card.limits.of(sort), gate=self.card.gate)
        if result.verdict != "undetermined":
            return result
        return result.model_copy(update={"verdict": "pass" if result.n else "not_applicable", "needed": 0})


def _area(drafts: Drafts) -> Statistic:
    own = np.array([value for value, _ in drafts])
    wins = np.array([[_wins(value, others) for _, others in drafts] for value in own])
    against = np.array([len(others) for _, others in drafts])
    return lambda times: float(times @ wins @ times / (times.sum() * (times @ against)))


def _wins(own: float, others: Sequence[float]) -> float:
    """Return in how many comparisons the own figure is higher; equal ones count half."""
    gaps: NDArray[np.float64] = own - np.asarray(others)
    return float((gaps > 0).sum() + (gaps == 0).sum() / 2)


def _by_indicateur(bench: Bench, kinds: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for passage in bench.bank:
        if passage.kind in kinds:
            found[passage.indicateur].append(passage.text.strip())
    return found


def _abstains(reading: Reading, criteres: frozenset[str]) -> bool:
    return any(c.critere in criteres and c.niveau not in LEVELS for c in reading.criteres)


def _critere(passage: BankPassage) -> str:
    return passage.indicateur.rpartition("-")[0]

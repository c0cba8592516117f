"""Agreement of the embedded assessor with the labelled fictional dossiers.

Run `python -m evaluations.dossiers`. Labels come from writers who simulate jurors: agreement
with real jurors is not measured. Thresholds were fitted on the develop fold.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.base import Frozen
from assistant.domain.feedback import Etat, Niveau
from evaluations import agreement
from evaluations.gold import GOLD, Dossier, Fold, GoldSet
from ingestion.readers import read_draft

DOSSIERS = GOLD / "dossiers"
LEVELS = (Niveau.ABSENT, Niveau.EVOQUE, Niveau.PARTIEL, Niveau.DEMONTRE)
NOTHING_EVALUATED = 5
"""Exit code when no critère could be compared."""


class Judgement(Frozen):
    """One critère of one dossier: what its author says and what the assessor reads."""

    dossier: str
    fold: Fold
    critere: str
    label: Niveau
    read: Niveau
    states: tuple[tuple[Etat, Etat], ...]
    """Labelled and read state of each indicateur."""


def judge(assistant: Assistant, dossiers: Iterable[Dossier]) -> Iterator[Judgement]:
    """Yield a judgement for each labelled critère of each dossier."""
    for dossier in dossiers:
        draft = read_draft(dossier.text.encode(), "draft.md")
        for assessment in assistant.review(draft, dossier.labels.bloc).assessments:
            labelled = dossier.labels.criteres.get(assessment.critere)
            if labelled is None or labelled.niveau not in LEVELS or assessment.niveau is None:
                continue
            states = labelled.indicateurs
            yield Judgement(
                dossier=dossier.labels.id,
                fold=dossier.fold,
                critere=assessment.critere,
                label=labelled.niveau,
                read=assessment.niveau,
                states=tuple((states[r.code].etat, r.etat) for r in assessment.indicateurs if r.code in states),
            )


def confusion(judgements: Iterable[Judgement]) -> agreement.Table:
    """Return the counts, one row a label and one column a reading, from `absent` to `demontre`; abstentions are left out."""
    judged = [j for j in judgements if j.read in LEVELS]
    return agreement.confusion([LEVELS.index(j.label) for j in judged], [LEVELS.index(j.read) for j in judged], len(LEVELS))


def lines(judgements: Sequence[Judgement]) -> Iterator[str]:
    """Yield the figures as a person reads them."""
    table = confusion(judgements)
    abstained = len(judgements) - int(table.sum())
    yield f"{len({j.dossier for j in judgements})} dossiers, {len(judgements)} jugements, {abstained} abstentions"
    yield f"ensemble : {_figures(table)}"
    for fold in ("develop", "test"):
        yield f"pli « {fold} » : {_figures(confusion(j for j in judgements if j.fold == fold))}"
    yield "lignes : étiquette ; colonnes : lecture (absent, évoqué, partiel, démontré)"
    yield from (" ".join(f"{n:4d}" for n in row) for row in table)
    right = zip(LEVELS, agreement.precisions(table), strict=True)
    yield "juste quand lu : " + ", ".join(f"{level.shown} {_percent(part)}" for level, part in right)
    yield "accord avec des jurés réels : non mesuré"


def _figures(table: agreement.Table) -> str:
    kappa = agreement.weighted_kappa(table)
    return (
        f"kappa quadratique {'indéfini' if kappa is None else f'{kappa:.2f}'}, exact {_percent(agreement.exact(table))}, "
        f"éloge sans preuve {_percent(agreement.praise_without_evidence(table))}"
    )


def _percent(part: float | None) -> str:
    return "indéfini" if part is None else f"{part:.0%}"


def main() -> int:
    """Print the agreement figures; return 5 when there was nothing to compare."""
    assistant = build_assistant()
    judgements = list(judge(assistant, GoldSet(assistant.knowledge).dossiers()))
    sys.stdout.write("\n".join(lines(judgements)) + "\n")
    return 0 if judgements else NOTHING_EVALUATED


if __name__ == "__main__":
    sys.exit(main())

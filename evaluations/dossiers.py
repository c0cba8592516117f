"""Agreement of the embedded assessor with the labelled fictional dossiers.

Run `python -m evaluations.dossiers`. Labels come from writers who simulate jurors: agreement
with real jurors is not measured. Thresholds were fitted on the develop fold.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence

from assistant.domain.base import Frozen
from evaluations import agreement
from evaluations.gold import GOLD, Dossier, Fold, GoldSet
from evaluations.harness.cases import LEVELS, Judged
from evaluations.harness.readings import Asked, Reading
from evaluations.harness.subject import Subject
from evaluations.properties.agreement import judged, table

DOSSIERS = GOLD / "dossiers"
NOTHING_EVALUATED = 5
"""Exit code when no critère could be compared."""


class JudgedDossier(Frozen):
    """The labelled critères of one dossier, and what the assessor reads."""

    id: str
    fold: Fold
    judged: tuple[Judged, ...]


def judge(read: Callable[[Asked], Reading], dossiers: Iterable[Dossier]) -> Iterator[JudgedDossier]:
    """Yield each dossier with the reading of its labelled critères."""
    for dossier in dossiers:
        reading = read(Asked(bloc=dossier.labels.bloc, text=dossier.text, name="draft.md"))
        yield JudgedDossier(id=dossier.labels.id, fold=dossier.fold, judged=judged(dossier.labels, reading))


def lines(dossiers: Sequence[JudgedDossier]) -> Iterator[str]:
    """Yield the figures as a person reads them."""
    pairs = [j for d in dossiers for j in d.judged]
    whole = table(pairs)
    yield f"{len(dossiers)} dossiers, {len(pairs)} jugements, {len(pairs) - int(whole.sum())} abstentions"
    yield f"ensemble : {_figures(whole)}"
    for fold in ("develop", "test"):
        yield f"pli « {fold} » : {_figures(table(j for d in dossiers if d.fold == fold for j in d.judged))}"
    yield "lignes : étiquette ; colonnes : lecture (absent, évoqué, partiel, démontré)"
    yield from (" ".join(f"{n:4d}" for n in row) for row in whole)
    right = zip(LEVELS, agreement.precisions(whole), strict=True)
    yield "juste quand lu : " + ", ".join(f"{level.shown} {_percent(part)}" for level, part in right)
    yield agreement.REAL_JURORS


def _figures(counts: agreement.Table) -> str:
    kappa = agreement.weighted_kappa(counts)
    return (
        f"kappa quadratique {'indéfini' if kappa is None else f'{kappa:.2f}'}, exact {_percent(agreement.exact(counts))}, "
        f"éloge sans preuve {_percent(agreement.praise_without_evidence(counts))}"
    )


def _percent(part: float | None) -> str:
    return "indéfini" if part is None else f"{part:.0%}"


def main() -> int:
    """Print the agreement figures; return 5 when there was nothing to compare."""
    subject = Subject()
    dossiers = list(judge(subject.read, GoldSet(subject.assistant.knowledge).dossiers()))
    sys.stdout.write("\n".join(lines(dossiers)) + "\n")
    return 0 if any(d.judged for d in dossiers) else NOTHING_EVALUATED


if __name__ == "__main__":
    sys.exit(main())

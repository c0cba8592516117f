"""Agreement of the embedded assessor with the labelled fictional dossiers, beside plainer readers.

Run `python -m evaluations.dossiers [--half develop|test] [--ids '*-7?']`. Labels come from writers who
simulate jurors: agreement with real jurors is not measured. The assessor has learned from the
develop half, whose figures say little (`python -m evaluations.training.fit` gives those of
authors left out); the test half is opened once per release.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from itertools import groupby

import numpy as np

from assistant.domain.base import Frozen
from assistant.domain.feedback import Niveau
from evaluations import agreement
from evaluations.gold import GOLD, Dossier, Fold, GoldSet
from evaluations.harness.cases import LEVELS, Judged
from evaluations.harness.readings import Asked, Reading
from evaluations.harness.subject import Subject
from evaluations.plain_readers import PlainReader, cue_scores, vector_scores
from evaluations.properties.agreement import judged, table

DOSSIERS = GOLD / "dossiers"
NOTHING_EVALUATED = 5
"""Exit code when no critère could be compared."""
_DEMONTRE = LEVELS.index(Niveau.DEMONTRE)


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
    """Yield the figures as a person reads them, with intervals at 95 % by draft."""
    pairs = [j for d in dossiers for j in d.judged]
    whole = table(pairs)
    yield f"{len(dossiers)} dossiers, {len(pairs)} jugements, {len(pairs) - int(whole.sum())} abstentions"
    yield f"ensemble : {_figures(dossiers)}"
    for bloc, members in groupby(sorted(dossiers, key=lambda d: d.id), key=lambda d: d.id[:2]):
        yield f"{bloc} : {_figures(list(members))}"
    yield "lignes : étiquette ; colonnes : lecture (absent, évoqué, partiel, démontré)"
    yield from (" ".join(f"{n:4d}" for n in row) for row in whole)
    right = zip(LEVELS, agreement.precisions(whole), strict=True)
    yield "juste quand lu : " + ", ".join(f"{level.shown} {_percent(part)}" for level, part in right)
    yield agreement.REAL_JURORS


def beside(name: str, ours: Sequence[JudgedDossier], theirs: Sequence[JudgedDossier]) -> str:
    """Return the figures of another reader of the same dossiers, and by how much ours agrees better."""
    tables = np.stack([np.stack([table(d.judged) for d in found]) for found in (ours, theirs)])

    def better(times: agreement.Times) -> float | None:
        one, other = (agreement.weighted_kappa(np.tensordot(times, t, axes=1)) for t in tables)
        return None if one is None or other is None else one - other

    gap = better(np.ones(len(ours), dtype=np.int64))
    interval = _interval(agreement.bootstrap_interval(better, len(ours)))
    return f"{name} : {_figures(theirs)}, écart {'indéfini' if gap is None else f'{gap:+.2f}'}{interval}"


def second_reader(dossiers: Sequence[Dossier]) -> list[JudgedDossier]:
    """Return the niveaux of the second, blind reader, for the dossiers that they read."""
    found = [
        JudgedDossier(
            id=d.labels.id,
            fold=d.fold,
            judged=tuple(
                Judged(critere=code, label=label.niveau, read=label.second, confidence=1.0)
                for code, label in d.labels.criteres.items()
                if label.second is not None and label.niveau in LEVELS
            ),
        )
        for d in dossiers
    ]
    return [d for d in found if d.judged]


def _figures(dossiers: Sequence[JudgedDossier]) -> str:
    tables = [table(d.judged) for d in dossiers]
    counts = table(j for d in dossiers for j in d.judged)
    kappa = agreement.weighted_kappa(counts)
    return (
        f"kappa quadratique {'indéfini' if kappa is None else f'{kappa:.2f}'}"
        f"{_interval(agreement.cluster_interval(agreement.weighted_kappa, tables))}, exact {_percent(agreement.exact(counts))}, "
        f"à un niveau près {_percent(agreement.adjacent(counts))}, "
        f"éloge sans preuve {_percent(agreement.praise_without_evidence(counts))}, "
        f"« démontré » retrouvés {_percent(agreement.recalls(counts)[_DEMONTRE])}"
    )


def _interval(interval: tuple[float, float] | None) -> str:
    return "" if interval is None else f" [{interval[0]:.2f} ; {interval[1]:.2f}]"


def _percent(part: float | None) -> str:
    return "indéfini" if part is None else f"{part:.0%}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the agreement figures of a half; return 5 when there was nothing to compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("develop", "test"), default="develop")
    parser.add_argument("--ids", default="*", help="of these only, as in '*-7?'")
    asked = parser.parse_args(arguments)
    half: Fold = asked.half
    subject = Subject()
    knowledge = subject.assistant.knowledge
    gold = GoldSet(knowledge)
    dossiers = [d for d in gold.dossiers(half) if fnmatchcase(d.labels.id, asked.ids)]
    ours = list(judge(subject.read, dossiers))
    sys.stdout.write("\n".join(lines(ours)) + "\n")
    if not dossiers:
        return NOTHING_EVALUATED
    for name, scores in (("mots d’experts comptés", cue_scores), ("vecteurs de n-grammes", vector_scores(knowledge))):
        plain = PlainReader(scores, knowledge, gold.dossiers("develop"))
        theirs = [JudgedDossier(id=d.labels.id, fold=d.fold, judged=plain.judge(d)) for d in dossiers]
        sys.stdout.write(f"{beside(name, ours, theirs)}\n")
    second = second_reader(dossiers)
    if second:
        sys.stdout.write(f"second lecteur à l’aveugle ({len(second)} dossiers) : {_figures(second)}\n")
    return 0 if any(d.judged for d in ours) else NOTHING_EVALUATED


if __name__ == "__main__":
    sys.exit(main())

"""Agreement of the embedded assessor with the labelled fictional dossiers.

Run `python -m evaluations.dossiers`. Labels come from writers who simulate jurors: agreement
with real jurors is not measured.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.base import Frozen
from assistant.domain.feedback import Etat, Niveau
from ingestion.readers import read_draft

DOSSIERS = Path(__file__).parent / "gold" / "dossiers"
LEVELS = (Niveau.ABSENT, Niveau.EVOQUE, Niveau.PARTIEL, Niveau.DEMONTRE)


class Judgement(Frozen):
    """One critère of one dossier: what its author says and what the assessor reads."""

    dossier: str
    critere: str
    label: Niveau
    read: Niveau
    states: tuple[tuple[Etat, Etat], ...]
    """Labelled and read state of each indicateur."""


def judge(assistant: Assistant, folder: Path = DOSSIERS) -> Iterator[Judgement]:
    """Yield a judgement for each labelled critère of each dossier of the folder."""
    for labels_file in sorted(folder.glob("*/gold.yaml")):
        gold = yaml.safe_load(labels_file.read_text(encoding="utf-8"))
        draft = read_draft((labels_file.parent / "draft.md").read_bytes(), "draft.md")
        for assessment in assistant.review(draft, gold["bloc"]).assessments:
            labelled = gold["criteres"][assessment.critere]
            if labelled["niveau"] not in LEVELS or assessment.niveau is None:
                continue
            states = labelled["indicateurs"]
            yield Judgement(
                dossier=gold["id"],
                critere=assessment.critere,
                label=Niveau(labelled["niveau"]),
                read=assessment.niveau,
                states=tuple((Etat(states[r.code]["etat"]), r.etat) for r in assessment.indicateurs if r.code in states),
            )


def confusion(judgements: Sequence[Judgement]) -> NDArray[np.int64]:
    """Return the counts, one row a label and one column a reading, from `absent` to `demontre`."""
    table = np.zeros((len(LEVELS), len(LEVELS)), dtype=np.int64)
    for j in judgements:
        if j.read in LEVELS:
            table[LEVELS.index(j.label), LEVELS.index(j.read)] += 1
    return table


def weighted_kappa(table: NDArray[np.int64]) -> float:
    """Return Cohen's kappa with quadratic weights; nan when one side never varies."""
    total = table.sum()
    size = len(table)
    weights = np.subtract.outer(np.arange(size), np.arange(size)) ** 2
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / total
    disagreement = float((weights * expected).sum())
    return 1 - float((weights * table).sum()) / disagreement if disagreement else float("nan")


def main() -> None:
    """Print the agreement figures."""
    judgements = list(judge(build_assistant()))
    table = confusion(judgements)
    total = int(table.sum())
    rows = [
        f"{len({j.dossier for j in judgements})} dossiers, {total} jugements, seuils réglés sur ces mêmes dossiers",
        f"kappa quadratique {weighted_kappa(table):.2f}, exact {np.trace(table) / total:.0%}, "
        f"éloge sans preuve {table[:2, 2:].sum() / total:.0%}",
        "lignes : étiquette ; colonnes : lecture (absent, évoqué, partiel, démontré)",
        *(" ".join(f"{n:4d}" for n in row) for row in table),
        "juste quand lu : "
        + ", ".join(f"{level.shown} {table[n, n] / max(1, table[:, n].sum()):.0%}" for n, level in enumerate(LEVELS)),
        "accord avec des jurés réels : non mesuré",
    ]
    sys.stdout.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()

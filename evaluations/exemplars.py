"""Makes the shipped library from the develop half of the gold set: `python -m evaluations.exemplars`.

Of every bloc, the fewest dossiers that give each of five overall levels and show each
indicateur in three dossiers, where the develop half has three. A dossier that shares
twelve words in a row with the test half, the référentiel's apart, is never taken.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from assistant.domain.feedback import Etat
from assistant.domain.knowledge import Knowledge
from assistant.knowledge import shipped
from assistant.knowledge.loader import load_knowledge
from assistant.text.segment import passages
from evaluations.gold import Dossier, GoldSet, runs
from evaluations.training.quotes import author_of
from ingestion.readers import read_text

FOLDER = Path(shipped.__file__).with_name(shipped.FOLDER)
_SHOWN_BY = 3
_A_LEVEL = 4
"""What a level not yet there is worth, in indicateurs: the levels come first."""


def chosen(knowledge: Knowledge, gold: GoldSet) -> tuple[Dossier, ...]:
    """Return the dossiers of the develop half that make the shipped library, in the order of their ids."""
    tested = _runs_of_the_test_half(knowledge, gold)
    pool = [d for d in gold.dossiers("develop") if tested.isdisjoint(runs(d.text))]
    found = [d for bloc in knowledge.referentiel.blocs for d in _of_bloc([d for d in pool if d.labels.bloc == bloc.code])]
    return tuple(sorted(found, key=lambda d: d.labels.id))


def _runs_of_the_test_half(knowledge: Knowledge, gold: GoldSet) -> set[str]:
    """Return the runs of words that only the test half may have: not the référentiel's, which anyone may recite."""
    law = {run for bloc in knowledge.referentiel.blocs for run in runs(bloc.model_dump_json())}
    texts = [d.text for d in gold.dossiers("test")]
    texts += [p.text for p in gold.bank("test") if p.kind not in ("parrot", "course")]
    return {run for text in texts for run in runs(text)} - law


def _of_bloc(pool: Sequence[Dossier]) -> Iterator[Dossier]:
    left = {d.labels.id: d for d in pool}
    shown: Counter[str] = Counter()
    levels: set[str] = set()
    while left:
        best = max(left.values(), key=lambda d: (_gain(d, shown, levels), d.labels.id))
        if _gain(best, shown, levels) == 0:
            return
        shown.update(_shown_by(left.pop(best.labels.id)))
        levels.add(best.labels.niveau_global)
        yield best


def _gain(dossier: Dossier, shown: Counter[str], levels: set[str]) -> int:
    new = sum(shown[code] < _SHOWN_BY for code in _shown_by(dossier))
    return new + _A_LEVEL * (dossier.labels.niveau_global not in levels)


def _shown_by(dossier: Dossier) -> list[str]:
    labels = (item for critere in dossier.labels.criteres.values() for item in critere.indicateurs.items())
    return [code for code, label in labels if label.etat is Etat.ATTESTE and label.quotes]


def written(dossier: Dossier) -> str:
    """Return the file of a shipped exemplar: its labels as front matter, then its text."""
    draft = read_text(dossier.text, f"{dossier.labels.id}.md")
    labels = dossier.labels
    front = {
        "fictional": True,
        "bloc": labels.bloc,
        "origin": labels.id,
        "author": author_of(labels.id),
        "context": labels.context,
        "niveaux": {code: critere.niveau.value for code, critere in labels.criteres.items()},
        "indicateurs": {
            code: {"etat": label.etat.value, "quotes": list(label.quotes)}
            for critere in labels.criteres.values()
            for code, label in critere.indicateurs.items()
        },
        "passages": [[p.start, p.end, p.heading, p.tabular] for p in passages(draft)],
    }
    matter = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=120, default_flow_style=None)
    return f"{shipped.RULE}{matter}{shipped.RULE}{draft.text}"


def main() -> int:
    """Write the shipped library again, in place of the one that is there."""
    knowledge = load_knowledge()
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.md"):
        old.unlink()
    dossiers = chosen(knowledge, GoldSet(knowledge))
    for dossier in dossiers:
        (FOLDER / f"{dossier.labels.id}.md").write_text(written(dossier), encoding="utf-8")
    sys.stdout.write(f"{len(dossiers)} exemplars\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Trains the embedded assessor and freezes it: `python -m evaluations.training.fit`.

Every figure printed is of authors that neither vectors nor trees had seen: the dossiers of
each are read by what was learned from others. What is frozen is learned from all of them.
Labels come from writers who simulate jurors: agreement with real jurors is not measured.
"""

import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from assistant.assessment.embedded import MODEL, silenced, state_of
from assistant.assessment.gathering import INDICATEUR_FEATURES, RISING, indicateur_rows
from assistant.assessment.rules import niveau_of
from assistant.domain.feedback import Etat, Evidence, IndicateurReading
from assistant.knowledge.loader import load_knowledge
from assistant.retrieval.matching import HybridMatcher
from assistant.retrieval.static import FOLDER, load_static
from evaluations import agreement
from evaluations.gold import GoldSet
from evaluations.harness.cases import LEVELS
from evaluations.training.material import Draft, Floats, bank_pairs, drafts, other_pairs
from evaluations.training.quotes import author_of
from evaluations.training.vectors import (
    VectorTrainer,
    bank_lessons,
    dossier_lessons,
    grille_lessons,
    other_lessons,
    phrase_lessons,
)

Limits = dict[str, float]
Shape = dict[str, float]
"""Settings of the trees."""
_PASSAGE = ("evidence", "mention", "denial")
_INDICATEUR = ("evoque", "partiel", "atteste", "contredit")
_ORDER = (Etat.ABSENT, Etat.EVOQUE, Etat.PARTIEL, Etat.ATTESTE)
_OF_PASSAGE: Shape = {"max_iter": 120, "max_leaf_nodes": 10, "min_samples_leaf": 30, "learning_rate": 0.08}
_OF_INDICATEUR: Shape = {"max_iter": 80, "max_leaf_nodes": 8, "min_samples_leaf": 40, "learning_rate": 0.06}
_OF_DENIAL: Shape = {"max_iter": 60, "max_leaf_nodes": 6, "min_samples_leaf": 40, "learning_rate": 0.06}
_FOLDS = 8
"""Groups of authors, each read by what was learned from the others."""
_BEST = [INDICATEUR_FEATURES.index(name) for name in ("meilleur passage", "meilleure mention", "dénégation")]
_NEXT_TO_BEST = 0.01
"""Kappa that the choice of limits gives up for less praise without evidence."""
_SOMEWHERE = (Evidence(quote="…", start=0, end=1),)


def passage_boosters(known: Sequence[Draft], bank: tuple[Floats, NDArray[np.int64]]) -> list[HistGradientBoostingClassifier]:
    """Return what tells evidence, a mention and a denial in one passage."""
    rows = np.concatenate([*(d.rows[c] for d in known for c in d.rows), bank[0]])
    said = np.concatenate([*(d.said[c] for d in known for c in d.said), bank[1]])
    return [_boosted(rows, said[:, k], _OF_PASSAGE) for k in range(len(_PASSAGE))]


def indicateur_boosters(rows: Floats, states: Sequence[Etat]) -> list[HistGradientBoostingClassifier]:
    """Return what tells, from all passages, that an indicateur is at least evoked, partly shown, shown, or denied."""
    order = np.array([_ORDER.index(s) if s in _ORDER else 0 for s in states])
    denied = np.array([s is Etat.CONTREDIT for s in states])
    rising = [_boosted(rows, order >= k, _OF_INDICATEUR, rising=RISING) for k in (1, 2, 3)]
    return [*rising, _boosted(rows, denied, _OF_DENIAL)]


def _boosted(
    rows: Floats, said: NDArray[np.generic], shape: Shape, *, rising: Sequence[int] | None = None
) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        **shape, l2_regularization=5, early_stopping=False, monotonic_cst=rising, random_state=0
    ).fit(rows, said)


def gathered(boosters: Sequence[HistGradientBoostingClassifier], draft: Draft) -> Floats:
    """Return the rows of all indicateurs of a draft, in the order of its grille."""
    found = []
    for critere in draft.criteres:
        read = []
        for indicateur in critere.indicateurs:
            rows = draft.rows[indicateur.code]
            likely = np.stack([np.round(b.predict_proba(rows)[:, 1], 6) for b in boosters], axis=1)
            read.append(silenced(rows, likely))
        found.append(indicateur_rows(critere, read, simulated=draft.simulated))
    return np.concatenate(found)


def cross_read(known: Sequence[Draft], bank: tuple[Floats, NDArray[np.int64]]) -> dict[str, Floats]:
    """Return, for each draft, the probabilities that trees of other authors give its indicateurs."""
    authors = sorted({d.author for d in known})
    folds = [set(authors[n::_FOLDS]) for n in range(min(_FOLDS, len(authors)))]
    rows: dict[str, Floats] = {}
    for out in folds:
        boosters = passage_boosters([d for d in known if d.author not in out], bank)
        rows |= {d.id: gathered(boosters, d) for d in known if d.author in out}
    read: dict[str, Floats] = {}
    for out in folds:
        others = [d for d in known if d.author not in out]
        boosters = indicateur_boosters(*_stacked(others, rows))
        read |= {d.id: _probable(boosters, rows[d.id]) for d in known if d.author in out}
    return rows | {f"read/{name}": values for name, values in read.items()}


def _stacked(known: Sequence[Draft], rows: dict[str, Floats]) -> tuple[Floats, list[Etat]]:
    return np.concatenate([rows[d.id] for d in known]), [s for d in known for s in d.states.values()]


def _probable(boosters: Sequence[HistGradientBoostingClassifier], rows: Floats) -> Floats:
    return np.stack([b.predict_proba(rows)[:, 1] for b in boosters], axis=1)


def confusion(known: Sequence[Draft], read: dict[str, Floats], limits: Limits) -> agreement.Table:
    """Return the counts of niveaux, one row a label, that these limits give."""
    pairs = [p for d in known for p in _niveaux(d, read[d.id], read[f"read/{d.id}"], limits)]
    order = [niveau.value for niveau in LEVELS]
    return agreement.confusion([order.index(a) for a, _ in pairs], [order.index(b) for _, b in pairs], len(LEVELS))


def _niveaux(draft: Draft, rows: Floats, probable: Floats, limits: Limits) -> Iterator[tuple[str, str]]:
    line = 0
    for critere in draft.criteres:
        readings = []
        for indicateur in critere.indicateurs:
            figures = dict(zip(_INDICATEUR, probable[line], strict=True))
            state = state_of(figures, limits, best=_best(rows[line]))
            places = _SOMEWHERE if state.needs_evidence else ()
            readings.append(IndicateurReading(code=indicateur.code, etat=state, evidence=places))
            line += 1
        yield draft.niveaux[critere.code], niveau_of(critere, readings).value


def _best(row: Floats) -> tuple[float, float, float]:
    evidence, mention, denial = (float(row[n]) for n in _BEST)
    return evidence, mention, denial


def chosen_limits(known: Sequence[Draft], read: dict[str, Floats]) -> Limits:
    """Return, among the limits whose kappa is next to the best, those that praise without evidence least, then the best.

    `atteste` asks for no less than `partiel`, which would else be skipped.
    """
    options = product((0.3, 0.4, 0.5, 0.6), (0.5, 0.55, 0.6, 0.65, 0.7), (0.45, 0.5, 0.55, 0.6, 0.65), (0.5, 0.6))
    tried = [dict(zip(_INDICATEUR, values, strict=True)) for values in options if values[2] >= values[1]]
    tables = [(confusion(known, read, limits), limits) for limits in tried]
    figures = [(agreement.weighted_kappa(t) or -1, agreement.praise_without_evidence(t) or 0) for t, _ in tables]
    enough = max(kappa for kappa, _ in figures) - _NEXT_TO_BEST
    good = [(praise, -kappa, n) for n, (kappa, praise) in enumerate(figures) if kappa >= enough]
    return tables[min(good)[2]][1]


def frozen(boosters: dict[str, HistGradientBoostingClassifier], limits: Limits, sure: Limits) -> dict[str, NDArray[np.generic]]:
    """Return the trees as plain arrays, as `assistant.assessment.trees` reads them."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for name, booster in boosters.items():
        arrays |= {f"{name}.{key}": value for key, value in _arrays(booster).items()}
    for name, values in (("limits", limits), ("sure", sure)):
        arrays[f"{name}.names"], arrays[f"{name}.values"] = np.array(list(values)), np.array(list(values.values()))
    digest = hashlib.sha256(b"".join(arrays[k].tobytes() for k in sorted(arrays))).hexdigest()
    return arrays | {"identity": np.array(digest[:10])}


def _arrays(booster: HistGradientBoostingClassifier) -> dict[str, NDArray[np.generic]]:
    """Return the nodes of a booster; scikit-learn keeps them in `_predictors`, one a tree."""
    nodes = [trees[0].nodes for trees in booster._predictors]
    roots = np.cumsum([0, *(len(n) for n in nodes)])[:-1]
    every = np.concatenate(nodes)
    shift = np.repeat(roots, [len(n) for n in nodes])
    leaf = every["is_leaf"].astype(bool)
    return {
        "roots": roots,
        "feature": np.where(leaf, -1, every["feature_idx"]),
        "threshold": np.where(leaf, 0.0, every["num_threshold"]),
        "left": every["left"].astype(np.int64) + shift,
        "right": every["right"].astype(np.int64) + shift,
        "value": np.where(leaf, every["value"], 0.0),
        "start": np.array(float(np.ravel(booster._baseline_prediction)[0])),
    }


def lines(table: agreement.Table, limits: Limits) -> Iterator[str]:
    """Yield the figures as a person reads them."""
    figures = (agreement.weighted_kappa(table), agreement.exact(table), agreement.praise_without_evidence(table))
    yield "auteurs jamais vus : kappa quadratique {:.2f}, exact {:.0%}, éloge sans preuve {:.0%}".format(
        *(f or 0 for f in figures)
    )
    yield "lignes : étiquette ; colonnes : lecture (absent, évoqué, partiel, démontré)"
    yield from (" ".join(f"{n:4d}" for n in row) for row in table)
    yield f"seuils : {limits}"
    yield agreement.REAL_JURORS


def main(out: Path = MODEL, vectors: Path = FOLDER, tell: Callable[[str], object] = print) -> int:
    """Train, print the figures of authors kept aside, and write the frozen vectors and trees."""
    knowledge = load_knowledge()
    gold = GoldSet(knowledge)
    dossiers, passages, others = gold.dossiers("develop"), gold.bank("develop"), (*gold.other_subjects(), *gold.neutral_talk())
    trainer = VectorTrainer(
        knowledge,
        [
            *grille_lessons(knowledge),
            *phrase_lessons(gold.phrases()),
            *bank_lessons(passages),
            *dossier_lessons(dossiers),
            *other_lessons(others),
        ],
        load_static(vectors).tokenizer,
    )
    criteres = [c for g in knowledge.grilles for c in g.criteres]

    @lru_cache(maxsize=1)
    def matcher_without(group: str) -> HybridMatcher:
        return HybridMatcher(criteres, trainer.vectors(group))

    known = list(drafts(knowledge, sorted(dossiers, key=lambda d: author_of(d.labels.id)), matcher_without))
    pairs = bank_pairs(knowledge, passages, matcher_without), other_pairs(knowledge, others, matcher_without)
    bank = np.concatenate([p[0] for p in pairs]), np.concatenate([p[1] for p in pairs])
    read = cross_read(known, bank)
    limits = chosen_limits(known, read)
    table = confusion(known, read, limits)
    for line in lines(table, limits):
        tell(line)
    exact = agreement.precisions(table)
    sure = {level.value: round(part or 0.0, 2) for level, part in zip(LEVELS, exact, strict=True)}
    passage = passage_boosters(known, bank)
    indicateur = indicateur_boosters(*_stacked(known, read))
    boosters = {f"passage.{n}": b for n, b in zip(_PASSAGE, passage, strict=True)}
    boosters |= {f"indicateur.{n}": b for n, b in zip(_INDICATEUR, indicateur, strict=True)}
    trainer.vectors().save(vectors)
    np.savez_compressed(out, **frozen(boosters, limits, sure))  # type: ignore[arg-type]
    return 0


if __name__ == "__main__":
    sys.exit(main())

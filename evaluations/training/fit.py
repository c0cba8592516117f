"""Trains the embedded assessor and freezes it: `python -m evaluations.training.fit`.

Every figure printed is of authors that neither vectors nor trees had seen: the dossiers of
each are read by what was learned from others. What is frozen is learned from all of them.
Labels come from writers who simulate jurors: agreement with real jurors is not measured.
"""

import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
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
from assistant.retrieval.word_runs import TABLE
from evaluations import agreement
from evaluations.gold import GoldSet
from evaluations.harness.cases import LEVELS
from evaluations.training.material import Aside, Draft, Floats, asides, bank_pairs, drafts, keyword_heaps, padded
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
Pairs = tuple[Floats, NDArray[np.int64]]
"""The figures of passages, each read for an indicateur, and what they say of it."""
_PASSAGE = ("evidence", "mention", "denial")
_INDICATEUR = ("evoque", "partiel", "atteste", "contredit")
_ORDER = (Etat.ABSENT, Etat.EVOQUE, Etat.PARTIEL, Etat.ATTESTE)
_OF_PASSAGE: Shape = {"max_iter": 120, "max_leaf_nodes": 10, "min_samples_leaf": 30, "learning_rate": 0.08}
_OF_INDICATEUR: Shape = {"max_iter": 80, "max_leaf_nodes": 8, "min_samples_leaf": 40, "learning_rate": 0.06}
_OF_DENIAL: Shape = {"max_iter": 60, "max_leaf_nodes": 6, "min_samples_leaf": 40, "learning_rate": 0.06}
_FOLDS = 8
"""Groups of authors, each read by what was learned from the others."""
_BEST = [INDICATEUR_FEATURES.index(name) for name in ("meilleur passage", "meilleure mention", "dénégation")]
_DENYING = [1 if name == "dénégation" else -way for name, way in zip(INDICATEUR_FEATURES, RISING, strict=True)]
"""What is shown or said of an indicateur never makes it more of a denial."""
_NEXT_TO_BEST = 0.01
"""Kappa that the choice of limits gives up for less praise without evidence."""
_BESIDE = 25
"""Paragraphs about other subjects with which each draft is read a second time."""
_SOMEWHERE = (Evidence(quote="…", start=0, end=1),)


@dataclass(frozen=True)
class Read:
    """What was read in a draft: one row an indicateur."""

    rows: Floats
    probable: Floats
    """How probable each of `_INDICATEUR` is."""


@dataclass(frozen=True)
class CrossRead:
    """How others than its author read a draft, by itself and among paragraphs about other subjects."""

    draft: Draft
    alone: Read
    beside: Read


def passage_boosters(known: Sequence[Draft], bank: Pairs, others: Sequence[Aside]) -> list[HistGradientBoostingClassifier]:
    """Return what tells evidence, a mention and a denial in one passage."""
    beside = [a.rows[code] for a in others for code in a.rows]
    rows = np.concatenate([*(d.rows[c] for d in known for c in d.rows), bank[0], *beside])
    said = np.concatenate([*(d.said[c] for d in known for c in d.said), bank[1]])
    said = np.concatenate([said, np.zeros((len(rows) - len(said), len(_PASSAGE)))])
    return [_boosted(rows, said[:, k], _OF_PASSAGE) for k in range(len(_PASSAGE))]


def indicateur_boosters(rows: Floats, states: Sequence[Etat]) -> list[HistGradientBoostingClassifier]:
    """Return what tells, from all passages, that an indicateur is at least evoked, partly shown, shown, or denied."""
    order = np.array([_ORDER.index(s) if s in _ORDER else 0 for s in states])
    denied = np.array([s is Etat.CONTREDIT for s in states])
    shown = [_boosted(rows, order >= k, _OF_INDICATEUR, rising=RISING) for k in (1, 2, 3)]
    return [*shown, _boosted(rows, denied, _OF_DENIAL, rising=_DENYING)]


def _boosted(
    rows: Floats, said: NDArray[np.generic], shape: Shape, *, rising: Sequence[int] | None = None
) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        **shape, l2_regularization=5, early_stopping=False, monotonic_cst=rising, random_state=0
    ).fit(rows, said)


def gathered(boosters: Sequence[HistGradientBoostingClassifier], draft: Draft) -> Floats:
    """Return the rows of all indicateurs of a draft, in the order of its grille."""
    codes = [i.code for c in draft.criteres for i in c.indicateurs]
    every = np.concatenate([draft.rows[code] for code in codes])
    likely = silenced(every, np.stack([np.round(b.predict_proba(every)[:, 1], 6) for b in boosters], axis=1))
    ends = np.cumsum([len(draft.rows[code]) for code in codes])
    read = dict(zip(codes, np.split(likely, ends[:-1]), strict=True))
    return np.concatenate(
        [indicateur_rows(c, [read[i.code] for i in c.indicateurs], simulated=draft.simulated) for c in draft.criteres]
    )


def cross_read(known: Sequence[Draft], bank: Pairs, others: Sequence[Aside]) -> list[CrossRead]:
    """Return how trees of other authors, which had not seen the paragraphs beside either, read each draft."""
    authors = sorted({d.author for d in known})
    folds = [set(authors[n::_FOLDS]) for n in range(min(_FOLDS, len(authors)))]
    rows: dict[str, tuple[Floats, Floats]] = {}
    for n, out in enumerate(folds):
        seen = [a for a in others if a.number % len(folds) != n]
        unseen = [a for a in others if a.number % len(folds) == n]
        boosters = passage_boosters([d for d in known if d.author not in out], bank, seen)
        rows |= {
            d.id: (gathered(boosters, d), gathered(boosters, padded(d, _beside(d, unseen)))) for d in known if d.author in out
        }
    read: dict[str, CrossRead] = {}
    for out in folds:
        boosters = indicateur_boosters(*_stacked([(d, *rows[d.id]) for d in known if d.author not in out]))
        read |= {d.id: CrossRead(d, *(Read(r, _probable(boosters, r)) for r in rows[d.id])) for d in known if d.author in out}
    return [read[d.id] for d in known]


def _beside(draft: Draft, others: Sequence[Aside]) -> list[Aside]:
    """Return some paragraphs about other subjects to read together with a draft, as many as some pages hold."""
    fit = [a for a in others if a.bloc == draft.id.partition("-")[0]]
    drawn = np.random.default_rng(sum(draft.id.encode())).choice(len(fit), min(_BESIDE, len(fit)), replace=False)
    return [fit[n] for n in drawn]


def _stacked(read: Iterable[tuple[Draft, Floats, Floats]]) -> tuple[Floats, list[Etat]]:
    """Return the rows and states of drafts, with and without paragraphs beside."""
    each = [(rows, list(d.states.values())) for d, *both in read for rows in both]
    return np.concatenate([rows for rows, _ in each]), [s for _, states in each for s in states]


def _probable(boosters: Sequence[HistGradientBoostingClassifier], rows: Floats) -> Floats:
    return np.stack([b.predict_proba(rows)[:, 1] for b in boosters], axis=1)


def confusion(read: Iterable[tuple[Draft, Read]], limits: Limits) -> agreement.Table:
    """Return the counts of niveaux, one row a label, that these limits give."""
    pairs = [p for draft, found in read for p in _niveaux(draft, found, limits)]
    order = [niveau.value for niveau in LEVELS]
    return agreement.confusion([order.index(a) for a, _ in pairs], [order.index(b) for _, b in pairs], len(LEVELS))


def _niveaux(draft: Draft, read: Read, limits: Limits) -> Iterator[tuple[str, str]]:
    line = 0
    for critere in draft.criteres:
        readings = []
        for indicateur in critere.indicateurs:
            figures = dict(zip(_INDICATEUR, read.probable[line], strict=True))
            state = state_of(figures, limits, best=_best(read.rows[line]))
            places = _SOMEWHERE if state.needs_evidence else ()
            readings.append(IndicateurReading(code=indicateur.code, etat=state, evidence=places))
            line += 1
        yield draft.niveaux[critere.code], niveau_of(critere, readings).value


def _best(row: Floats) -> tuple[float, float, float]:
    evidence, mention, denial = (float(row[n]) for n in _BEST)
    return evidence, mention, denial


def chosen_limits(read: Sequence[tuple[Draft, Read]]) -> Limits:
    """Return, among the limits whose kappa is next to the best, those that praise without evidence least, then the best.

    `atteste` asks for no less than `partiel`, which would else be skipped.
    """
    options = product((0.3, 0.4, 0.5, 0.6), (0.5, 0.55, 0.6, 0.65, 0.7), (0.45, 0.5, 0.55, 0.6, 0.65), (0.5, 0.6))
    tried = [dict(zip(_INDICATEUR, values, strict=True)) for values in options if values[2] >= values[1]]
    tables = [(confusion(read, limits), limits) for limits in tried]
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


def lines(alone: agreement.Table, beside: agreement.Table, limits: Limits) -> Iterator[str]:
    """Yield the figures as a person reads them."""
    for name, table in (("auteurs jamais vus", alone), ("les mêmes parmi des pages d’un autre sujet", beside)):
        figures = (agreement.weighted_kappa(table), agreement.exact(table), agreement.praise_without_evidence(table))
        yield "{} : kappa quadratique {:.3f}, exact {:.0%}, éloge sans preuve {:.1%}".format(name, *(f or 0 for f in figures))
    yield "lignes : étiquette ; colonnes : lecture (absent, évoqué, partiel, démontré)"
    yield from (" ".join(f"{n:4d}" for n in row) for row in alone)
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
        return HybridMatcher(criteres, trainer.vectors(group), trainer.runs(group))

    known = list(drafts(knowledge, sorted(dossiers, key=lambda d: author_of(d.labels.id)), matcher_without))
    bank = bank_pairs(knowledge, passages, matcher_without)
    beside = list(asides(knowledge, [*others, *keyword_heaps(knowledge)], matcher_without))
    read = cross_read(known, bank, beside)
    alone, among = [(r.draft, r.alone) for r in read], [(r.draft, r.beside) for r in read]
    limits = chosen_limits(alone)
    table = confusion(alone, limits)
    for line in lines(table, confusion(among, limits), limits):
        tell(line)
    exact = agreement.precisions(table)
    sure = {level.value: round(part or 0.0, 2) for level, part in zip(LEVELS, exact, strict=True)}
    passage = passage_boosters(known, bank, beside)
    indicateur = indicateur_boosters(*_stacked((r.draft, r.alone.rows, r.beside.rows) for r in read))
    boosters = {f"passage.{n}": b for n, b in zip(_PASSAGE, passage, strict=True)}
    boosters |= {f"indicateur.{n}": b for n, b in zip(_INDICATEUR, indicateur, strict=True)}
    trainer.vectors().save(vectors)
    trainer.runs().save(vectors / TABLE.name)
    np.savez_compressed(out, **frozen(boosters, limits, sure))  # type: ignore[arg-type]
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Trains the static vectors: which words people use for each indicateur, and how evidence sounds.

Ridge regression on the tokens of labelled passages, solved exactly: no seed, no epochs, no
accelerator. The result is an embedding table, one row a token, that
`sentence_transformers.StaticEmbedding` also reads (`python -m evaluations.training.export`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse
from sklearn.feature_extraction.text import TfidfTransformer
from tokenizers import Tokenizer

from assistant.domain.feedback import Etat
from assistant.domain.grille import Indicateur
from assistant.domain.knowledge import Knowledge
from assistant.retrieval.static import StaticVectors, signature
from assistant.retrieval.word_runs import MANNERS, WordRuns, whole
from assistant.text.fragments import word_runs
from assistant.text.scoring import scored
from assistant.text.segment import passages
from evaluations.gold import BankPassage, Dossier, Phrase
from evaluations.training.quotes import author_of, holds
from evaluations.training.rarity import pieces, rarity
from ingestion.readers import read_text

Floats = NDArray[np.float64]
_TOPIC_RIDGE = 4.0
_RUN_TOPIC_RIDGE, _RUN_MANNER_RIDGE = 4.0, 3.0
_FEW = {"": 5}
"""In how many lessons a run of words must be to be learned."""
_ABOUT = frozenset({"shows", "shows_plain", "shows_partial", "vague", "course", "parrot", "negated", "other_agent", "trap"})
"""Kinds of bank passages that speak of their indicateur."""
_ALSO = 0.5
"""What is said in passing, in bank passages."""
_PHRASE = 0.3
"""Weight of what people type: many short sentences must not outweigh passages of dossiers."""
_MANNER_OF = {
    **dict.fromkeys(("shows", "shows_plain", "shows_partial"), 0),
    **dict.fromkeys(("vague", "course", "parrot"), 1),
    "negated": 2,
    **dict.fromkeys(("other_agent", "trap", "neighbour"), 3),
}
_BANK_FOLDS = 8
_MOST = 32000


@dataclass(frozen=True)
class Lesson:
    """A text to learn from: what it is about, and how it says it."""

    text: str
    group: str
    """Author or fold, left out together."""
    source: str
    """Bank, dossier or grille: how often each manner occurs is compared within one source."""
    topics: dict[str, float]
    """How much it is about indicateurs, by code; empty when not known."""
    manners: tuple[float, ...] | None
    """One figure for each of `MANNERS`, None when not known."""
    weight: float = 1.0
    """How much it counts beside the others, for what it is about."""


def grille_lessons(knowledge: Knowledge) -> Iterator[Lesson]:
    """Yield what the expert knowledge says of each indicateur."""
    for indicateur in _indicateurs(knowledge):
        cues = " ".join(indicateur.cues)
        text = f"{indicateur.label}. {indicateur.description} {indicateur.advice} {indicateur.question} {cues}"
        yield Lesson(text, "grille", "grille", {indicateur.code: 1.0}, None)


def bank_lessons(bank: Iterable[BankPassage]) -> Iterator[Lesson]:
    """Yield the passages of the evidence bank."""
    for number, passage in enumerate(bank):
        about = {code: _ALSO for code in passage.also if code.count("-") > 1} | {passage.indicateur: 1.0}
        manners = tuple(float(_MANNER_OF[passage.kind] == n) for n in range(len(MANNERS)))
        yield Lesson(passage.text, bank_fold(number), "bank", about if passage.kind in _ABOUT else {}, manners)


def phrase_lessons(phrases: Iterable[Phrase]) -> Iterator[Lesson]:
    """Yield what people type about an indicateur; it tells nothing of how evidence sounds."""
    for phrase in phrases:
        yield Lesson(phrase.text, "phrases", "phrases", {phrase.indicateur: 1.0}, None, _PHRASE)


def other_lessons(texts: Iterable[str]) -> Iterator[Lesson]:
    """Yield paragraphs about anything but training."""
    for number, text in enumerate(texts):
        yield Lesson(text, bank_fold(number), "bank", {}, (0.0, 0.0, 0.0, 1.0))


def bank_fold(number: int) -> str:
    """Return the fold of a bank passage: its passages are read by vectors that have not seen it."""
    return f"bank-{number % _BANK_FOLDS}"


def dossier_lessons(dossiers: Iterable[Dossier]) -> Iterator[Lesson]:
    """Yield the passages of labelled dossiers."""
    for dossier in dossiers:
        draft = read_text(dossier.text)
        labels = {code: label for c in dossier.labels.criteres.values() for code, label in c.indicateurs.items()}
        for passage in passages(draft):
            words = draft.slice(passage.span)
            said = {code: label.etat for code, label in labels.items() if holds(words, label.quotes)}
            yield Lesson(words, author_of(dossier.labels.id), "dossier", dict.fromkeys(said, 1.0), _manners(set(said.values())))


def _manners(states: set[Etat]) -> tuple[float, ...]:
    shown = bool(states & {Etat.ATTESTE, Etat.PARTIEL})
    return float(shown), float(Etat.EVOQUE in states and not shown), float(Etat.CONTREDIT in states), float(not states)


class VectorTrainer:
    """Trains on all lessons but those of some groups; the tokens are the same for all."""

    def __init__(self, knowledge: Knowledge, lessons: Sequence[Lesson], tokenizer: Tokenizer) -> None:
        self._indicateurs = _indicateurs(knowledge)
        self._lessons = lessons
        texts = [scored(lesson.text) for lesson in lessons]
        self._tokenizer = tokenizer
        counts = _counts(self._tokenizer, texts)
        weighting = TfidfTransformer(sublinear_tf=True).fit(counts)
        self._rows = weighting.transform(counts)
        self._weights = np.asarray(weighting.idf_)
        self._about = np.array([bool(lesson.topics) for lesson in lessons])
        self._told = np.array([lesson.manners is not None for lesson in lessons])
        weights = np.sqrt([lesson.weight for lesson, yes in zip(lessons, self._about, strict=True) if yes])
        self._topics = _topics(lessons, [i.code for i in self._indicateurs])[self._about] * weights[:, None]
        self._of_topics = _Ridge(sparse.diags_array(weights) @ self._rows[self._about], _TOPIC_RIDGE)
        seen = [word_runs(text) for text in texts]
        self._rarity = rarity(seen, _FEW)
        runs = pieces(seen, self._rarity)
        self._run_topics = _Ridge(sparse.diags_array(weights) @ runs[self._about], _RUN_TOPIC_RIDGE)
        self._run_manners = _Ridge(runs[self._told], _RUN_MANNER_RIDGE)

    def vectors(self, *without: str) -> StaticVectors:
        """Return the vectors learned from the lessons of all other groups."""
        kept = self._kept(without)
        table = _whole(self._of_topics.weights(self._topics, kept[self._about]) * self._weights[:, None])
        return StaticVectors(self._tokenizer, table, [signature(i) for i in self._indicateurs])

    def runs(self, *without: str) -> WordRuns:
        """Return what runs of words say, learned from the lessons of all other groups."""
        kept = self._kept(without)
        topics = self._run_topics.weights(self._topics, kept[self._about])
        manners = self._run_manners.weights(self._manner_targets(kept[self._told]), kept[self._told])
        rare = np.array(list(self._rarity.values()))[:, None]
        table = whole(np.concatenate([topics, manners], axis=1) * rare)
        return WordRuns(table, tuple(self._rarity), tuple(signature(i) for i in self._indicateurs))

    def _kept(self, without: Sequence[str]) -> NDArray[np.bool_]:
        return np.array([lesson.group not in without for lesson in self._lessons])

    def _manner_targets(self, kept: NDArray[np.bool_]) -> Floats:
        """Return how each lesson that tells it says it, compared with the usual of what is kept of its source."""
        lessons = [lesson for lesson, yes in zip(self._lessons, self._told, strict=True) if yes]
        targets = np.array([lesson.manners for lesson in lessons])
        for source in sorted({lesson.source for lesson in lessons}):
            mine = np.array([lesson.source == source for lesson in lessons])
            targets[mine] -= targets[mine & kept].mean(axis=0)
        return targets


class _Ridge:
    """Ridge regression in the space of lessons, which are fewer than the tokens; leaving some out is exact and cheap.

    The kernel of all lessons is factored once. With S what all of them would give the targets
    of those kept, and H the inverse of the kernel, those kept alone give S - H[:, out] H[out, out]⁻¹ S[out].
    """

    def __init__(self, rows: sparse.csr_matrix, strength: float) -> None:
        self._rows = rows
        alike = (rows @ rows.T).toarray()
        alike[np.diag_indices_from(alike)] += strength
        self._factor = linalg.cho_factor(alike, lower=True, overwrite_a=True, check_finite=False)

    def weights(self, targets: Floats, kept: NDArray[np.bool_]) -> Floats:
        """Return the weights of the tokens, learned from the lessons that are kept."""
        solved = linalg.cho_solve(self._factor, targets * kept[:, None], check_finite=False)
        out = np.flatnonzero(~kept)
        if out.size:
            chosen = np.zeros((len(kept), out.size))
            chosen[out, np.arange(out.size)] = 1.0
            columns = linalg.cho_solve(self._factor, chosen, overwrite_b=True, check_finite=False)
            solved -= columns @ np.linalg.solve(columns[out], solved[out])
            solved[out] = 0.0
        return np.asarray(self._rows.T @ solved)


def _indicateurs(knowledge: Knowledge) -> list[Indicateur]:
    return [i for g in knowledge.grilles for c in g.criteres for i in c.indicateurs]


def _counts(tokenizer: Tokenizer, texts: list[str]) -> sparse.csr_matrix:
    ids = [e.ids for e in tokenizer.encode_batch_fast(texts, add_special_tokens=False)]
    columns = np.concatenate([np.array(i, dtype=np.int64) for i in ids])
    rows = np.repeat(np.arange(len(ids)), [len(i) for i in ids])
    return sparse.csr_matrix((np.ones(len(columns)), (rows, columns)), shape=(len(texts), tokenizer.get_vocab_size()))


def _topics(lessons: Sequence[Lesson], codes: Sequence[str]) -> Floats:
    targets = np.zeros((len(lessons), len(codes)))
    places = {code: n for n, code in enumerate(codes)}
    for row, lesson in enumerate(lessons):
        for code, part in lesson.topics.items():
            targets[row, places[code]] = part
    return targets


def _whole(weights: Floats) -> NDArray[np.int16]:
    whole: NDArray[np.int16] = np.round(weights * (_MOST / (np.abs(weights).max() or 1.0))).astype(np.int16)
    return whole

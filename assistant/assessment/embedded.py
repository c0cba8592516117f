"""The embedded assessor: small frozen trees over readable figures, without a language model.

Passages are read one by one for each indicateur (`features`), the trees say how likely each
is to be evidence, talk, or a denial, what the passages say adds up (`gathering`), and the
niveau comes from the states by `rules.niveau_of`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.assessment.composing import composed
from assistant.assessment.features import PAIR_FEATURES, RULED, PairReader
from assistant.assessment.gathering import INDICATEUR_FEATURES, indicateur_rows
from assistant.assessment.second_look import SecondLook
from assistant.assessment.trees import TrainedModel, load_model
from assistant.domain.base import Span
from assistant.domain.feedback import Assessment, Etat, Evidence, IndicateurReading
from assistant.domain.grille import CritereGrille, Indicateur
from assistant.protocols import AssessmentRequest, ScoredPassage

Floats = NDArray[np.float64]
MODEL = Path(__file__).with_name("assessor.npz")
_CLOSE, _RULED, _CONCRETE, _PROMISED, _ELSEWHERE, _PARROTED = map(
    PAIR_FEATURES.index,
    ("proximité", "lecture des règles", "formes concrètes", "part promise", "fait ailleurs", "mots du référentiel"),
)
_NOT_CONCERNED = -1
"""What the rules read in a passage that says that something does not apply, as a figure."""
_ALL, _COPIED = 0.99, 0.9
_EVIDENCE = np.array([True, False, False])
"""Which column of what is likely is evidence."""
_CLEAR = 0.5
"""Probability from which one passage is clear evidence by itself."""
_HARDLY = 0.1
"""Probability under which a passage says nothing of an indicateur."""
_STRONG = 0.75
"""Probability from which one passage attests by itself."""
_ABOUT = 0.13
"""Proximity from which a passage that says « sans objet » says it of the indicateur."""
_MOST_QUOTES = 2
_MOST_BESIDE = 3
"""Sentences quoted as well, at most, of a passage whose rest would be very clear without them."""
_SHOWN_BY = {Etat.ATTESTE: 0, Etat.PARTIEL: 0, Etat.EVOQUE: 1, Etat.CONTREDIT: 2}
"""Which of the three probabilities chooses the passages that are quoted."""
_ENOUGH = 0.5
"""Part of the best passage's probability from which a second passage is quoted too."""


@dataclass(frozen=True)
class PassagesRead:
    """What the passages of a draft say of one indicateur."""

    likely: Floats
    """One row a passage: probabilities of evidence, of a mention, of a denial."""
    not_concerned: bool
    """Whether one says that the indicateur does not apply."""
    denied: NDArray[np.bool_]
    """Which of them deny something according to the rules."""
    about: NDArray[np.bool_]
    """Which of them are near enough to the indicateur for the rules to speak of it."""
    concrete: NDArray[np.bool_]
    """Which of them hold a fact that a person could check."""

    beside: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    """Of some, sentences to quote as well: without them, what is left would be very clear."""

    def alone(self) -> "PassagesRead":
        """Return what they say when a pasted paragraph is all there is: what the rules see denied is no evidence."""
        likely = np.where(self.denied[:, None] & _EVIDENCE, 0.0, self.likely)
        likely[self.denied & self.about] = (0.0, 0.0, 1.0)
        return replace(self, likely=likely)

    @property
    def state(self) -> Etat:
        """Return what they say by themselves, without a critère around to lean on."""
        evidence, mention, denial = self.best
        if evidence >= _CLEAR and evidence >= denial:
            return Etat.ATTESTE if evidence >= _STRONG else Etat.PARTIEL
        if denial >= _CLEAR:
            return Etat.CONTREDIT
        return Etat.EVOQUE if mention >= _CLEAR else Etat.ABSENT

    @property
    def best(self) -> tuple[float, float, float]:
        """Return how likely the best of them is to be evidence, the best a mention, the best a denial."""
        evidence, mention, denial = self.likely.max(axis=0, initial=0.0).tolist()
        return evidence, mention, denial

    @property
    def first(self) -> list[int]:
        """Return the numbers of those that may be quoted: the likeliest to be evidence, or a mention."""
        orders = (np.argsort(-self.likely[:, column], kind="stable")[:_MOST_QUOTES].tolist() for column in (0, 1))
        return sorted({n for order in orders for n in order})

    def bounded(self, done: Floats) -> "PassagesRead":
        """Return what they say when each counts for at most `done`: what it shows where it is said as done, one row a passage."""
        likely = self.likely.copy()
        likely[:, :2] = np.minimum(likely[:, :2], done)
        return replace(self, likely=likely)


class EmbeddedAssessor:
    """Judges without key, network or randomness."""

    def __init__(self, model: Path = MODEL) -> None:
        self._path = model

    @cached_property
    def model(self) -> TrainedModel:
        """Return the frozen trees; raise `KnowledgeInvalid` when their file cannot be read."""
        return load_model(self._path)

    @property
    def id(self) -> str:
        """Return the name, with the identity of the trees."""
        return f"embedded/4+{self.model.identity}"

    def assess(self, requests: Sequence[AssessmentRequest]) -> list[Assessment]:
        """Return one assessment a request, in the same order."""
        return [composed(request, readings, self.model.sure) for request, readings, _ in self.judged(requests)]

    def judged(
        self, requests: Sequence[AssessmentRequest]
    ) -> list[tuple[AssessmentRequest, tuple[IndicateurReading, ...], list[PassagesRead]]]:
        """Return, for each request, the states of its indicateurs and what the passages of each said."""
        read = self._read(requests)
        states = self._states(requests, read)
        return [
            (request, _readings(request, passages, found), passages)
            for request, passages, found in zip(requests, read, states, strict=True)
        ]

    def _read(self, requests: Sequence[AssessmentRequest]) -> list[list[PassagesRead]]:
        """Return what the passages say, for each request and each of its indicateurs; the trees are asked once."""
        readers: dict[tuple[str, bool], PairReader] = {}
        rows: list[Floats] = []
        for request in requests:
            key = (request.text, request.simulated)
            if key not in readers:
                readers[key] = PairReader(request.text, request.wordings, simulated=request.simulated)
            rows += [
                readers[key].rows(request.critere, i, request.candidates.get(i.code, ())) for i in request.critere.indicateurs
            ]
        found = iter(passages_read(self.model, rows))
        read = [
            [one.alone() if request.scope == "passage" else one for one in islice(found, len(request.critere.indicateurs))]
            for request in requests
        ]
        made: dict[tuple[str, bool], SecondLook] = {}
        looks = [made.setdefault((request.text, request.simulated), SecondLook(request)) for request in requests]
        return self._quoted_beside(requests, self._bounded(requests, read, looks), looks)

    def _quoted_beside(
        self, requests: Sequence[AssessmentRequest], read: list[list[PassagesRead]], looks: Sequence[SecondLook]
    ) -> list[list[PassagesRead]]:
        """Return the same with the sentences to quote as well, until what is left of a passage is not very clear."""
        open_ = list(_quoted_passages(requests, read, looks))
        every = open_
        for _ in range(_MOST_BESIDE):
            rests = [(one, n) for one in open_ if (n := one.look.left(one.candidate.passage, one.quoted)) is not None]
            for look in {id(one.look): one.look for one, _ in rests}.values():
                look.read([one.indicateur for one, _ in rests if one.look is look])
            rows = [one.look.rows(one.critere, one.indicateur, [n]) for one, n in rests]
            likely = [float(rest.likely[0, 0]) for rest in passages_read(self.model, rows)]
            open_ = [one for (one, _), evidence in zip(rests, likely, strict=True) if evidence >= _STRONG]
            for (one, n), evidence in zip(rests, likely, strict=True):
                if evidence >= _STRONG:
                    one.quoted.append(one.look.best(one.indicateur, n))
        for one in every:
            if len(one.quoted) > 1:
                r, i, n = one.place
                read[r][i] = replace(read[r][i], beside={**read[r][i].beside, n: tuple(one.quoted[1:])})
        return read

    def _bounded(
        self, requests: Sequence[AssessmentRequest], read: list[list[PassagesRead]], looks: Sequence[SecondLook]
    ) -> list[list[PassagesRead]]:
        """Return the same, what is denied or planned counting for at most what it shows as done; the trees are asked once."""
        asked: list[tuple[SecondLook, CritereGrille, list[_Versions]]] = []
        for request, found, look in zip(requests, read, looks, strict=True):
            candidates = [request.candidates.get(i.code, ()) if request.again else () for i in request.critere.indicateurs]
            asked.append((look, request.critere, [_versions(look, *pair) for pair in zip(candidates, found, strict=True)]))
        for look in {id(look): look for look in looks}.values():
            look.read([i for other, critere, _ in asked if other is look for i in critere.indicateurs])
        rows = [
            look.rows(critere, indicateur, of_one.numbers)
            for look, critere, versions in asked
            for indicateur, of_one in zip(critere.indicateurs, versions, strict=True)
        ]
        likely = iter(passages_read(self.model, rows))
        return [
            [of_one.bound(one, next(likely).likely) for of_one, one in zip(versions, found, strict=True)]
            for (_, _, versions), found in zip(asked, read, strict=True)
        ]

    def _states(self, requests: Sequence[AssessmentRequest], read: Sequence[Sequence[PassagesRead]]) -> list[list[Etat]]:
        """Return the state of each indicateur of each request; the trees are asked once, for whole drafts only."""
        rows = [
            indicateur_rows(request.critere, [r.likely for r in passages], simulated=request.simulated)
            for request, passages in zip(requests, read, strict=True)
            if request.scope == "draft"
        ]
        every = np.concatenate([np.zeros((0, len(INDICATEUR_FEATURES))), *rows])
        probable = {name: trees.probability(every).tolist() for name, trees in self.model.indicateur.items()}
        asked = iter({name: p[k] for name, p in probable.items()} for k in range(len(every)))
        limits = self.model.limits
        return [
            [one.state if request.scope == "passage" else state_of(next(asked), limits, best=one.best) for one in passages]
            for request, passages in zip(requests, read, strict=True)
        ]


@dataclass(frozen=True)
class _Versions:
    """The versions of the passages of one indicateur that a second look is taken at."""

    done: list[tuple[int, ...]]
    """Of each passage, the numbers of those where what it denies or plans is said as done."""

    @property
    def numbers(self) -> list[int]:
        """Return the numbers of all, each once."""
        return sorted({n for done in self.done for n in done})

    def bound(self, read: PassagesRead, likely: Floats) -> PassagesRead:
        """Return what the passages say, with what these versions of them say, one row a number."""
        if not self.numbers:
            return read
        place = {number: row for row, number in enumerate(self.numbers)}
        done = [likely[[place[n] for n in numbers], :2].min(axis=0, initial=1.0) for numbers in self.done]
        return read.bounded(np.array(done))


def _versions(look: SecondLook, candidates: Sequence[ScoredPassage], read: PassagesRead) -> _Versions:
    """Return the versions that may matter: what says something, said as done."""
    pairs = zip(candidates, read.likely, strict=False)
    return _Versions([look.as_done(c.passage) if evidence or mention else () for c, (evidence, mention, _) in pairs])


@dataclass
class _Quoted:
    """A passage that is not very clear, and what would be quoted of it."""

    place: tuple[int, int, int]
    """Numbers of the request, of the indicateur and of the passage."""
    look: SecondLook
    critere: CritereGrille
    indicateur: Indicateur
    candidate: ScoredPassage
    quoted: list[Span]


def _quoted_passages(
    requests: Sequence[AssessmentRequest], read: Sequence[Sequence[PassagesRead]], looks: Sequence[SecondLook]
) -> Iterator[_Quoted]:
    """Yield the passages of whole drafts that may be quoted and are not very clear."""
    for r, (request, look) in enumerate(zip(requests, looks, strict=True)):
        if request.again is None or request.scope == "passage":
            continue
        for i, (indicateur, one) in enumerate(zip(request.critere.indicateurs, read[r], strict=True)):
            candidates = request.candidates.get(indicateur.code, ())
            for n in one.first:
                if 0 < one.likely[n, 0] < _STRONG:
                    yield _Quoted((r, i, n), look, request.critere, indicateur, candidates[n], [candidates[n].focus])


_ORDER = ("contredit", "atteste", "partiel", "evoque")


def passages_read(model: TrainedModel, rows: Sequence[Floats]) -> list[PassagesRead]:
    """Return what the passages say of each indicateur, from the figures of its candidates."""
    every = np.concatenate([np.zeros((0, len(PAIR_FEATURES))), *rows])
    likely = np.stack([model.passage[name].probability(every) for name in ("evidence", "mention", "denial")], axis=1)
    likely = silenced(every, likely)
    spared = (every[:, _RULED] == _NOT_CONCERNED) & (every[:, _CLOSE] >= _ABOUT)
    ends = np.cumsum([len(r) for r in rows])
    return [
        PassagesRead(
            likely[end - len(r) : end],
            bool(spared[end - len(r) : end].any()),
            r[:, _RULED] == RULED[Etat.CONTREDIT],
            r[:, _CLOSE] >= _ABOUT,
            r[:, _CONCRETE] > 0,
        )
        for r, end in zip(rows, ends, strict=True)
    ]


def silenced(rows: Floats, likely: Floats) -> Floats:
    """Return the probabilities where what is promised, copied or done elsewhere is no evidence, whatever the trees say.

    Nor is what holds no fact that a person could check. What is hardly likely counts for nothing, so that pages about
    nothing leave every figure as it was.
    """
    likely = np.where(likely < _HARDLY, 0.0, likely)
    own = (rows[:, _PROMISED] < _ALL) & (rows[:, _PARROTED] < _COPIED) & (rows[:, _ELSEWHERE] == 0) & (rows[:, _CONCRETE] > 0)
    return np.where(own[:, None] | ~_EVIDENCE, likely, 0.0)


def state_of(probable: dict[str, float], limits: dict[str, float], *, best: tuple[float, float, float]) -> Etat:
    """Return the best state that is probable enough; `best` says how likely its best passages are, as `PassagesRead.best`.

    Without a passage of its own that may be evidence, a mention or a denial, an indicateur is
    not shown, evoked or denied; one clear passage is enough for `partiel`, and a very clear one for
    `atteste`, whatever surrounds them.
    """
    open_ = [name for name in _ORDER if best[_SHOWN_BY[Etat(name)]] > 0]
    state = next((Etat(name) for name in open_ if probable[name] >= limits[name]), Etat.ABSENT)
    if state is Etat.CONTREDIT or best[0] < _CLEAR:
        return state
    return Etat.ATTESTE if state is Etat.ATTESTE or best[0] >= _STRONG else Etat.PARTIEL


def _readings(request: AssessmentRequest, read: Sequence[PassagesRead], states: Sequence[Etat]) -> tuple[IndicateurReading, ...]:
    return tuple(
        _reading(request.text, i, state, request.candidates.get(i.code, ()), passages)
        for i, state, passages in zip(request.critere.indicateurs, states, read, strict=True)
    )


def _reading(
    text: str, indicateur: Indicateur, state: Etat, candidates: Sequence[ScoredPassage], read: PassagesRead
) -> IndicateurReading:
    """Return the state with the one or two passages that show it, quoted where they do; without a place there is no state.

    The places of what is shown hold a fact that a person could check, or there is one place only.
    """
    if read.not_concerned and state in (Etat.ABSENT, Etat.EVOQUE):
        return IndicateurReading(code=indicateur.code, etat=Etat.SANS_OBJET)
    if state is Etat.ABSENT or not candidates:
        return IndicateurReading(code=indicateur.code, etat=Etat.ABSENT)
    likely = read.likely[:, _SHOWN_BY[state]]
    order = np.argsort(-likely, kind="stable")
    worth = (likely > 0) & (likely >= _ENOUGH * likely[order[0]])
    if state in (Etat.ATTESTE, Etat.PARTIEL):
        factual = worth & read.concrete
        worth = factual if factual.any() else worth & (np.arange(len(order)) == order[0])
    kept = [n for n in order if worth[n]][:_MOST_QUOTES]
    spans = [span for n in kept for span in (candidates[n].focus, *read.beside.get(n, ()))]
    places = sorted({(span.start, span.end): span for span in spans}.items())
    return IndicateurReading(code=indicateur.code, etat=state, evidence=tuple(Evidence.of(text, span) for _, span in places))

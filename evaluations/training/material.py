"""What the embedded assessor learns from: the develop dossiers and the develop half of the evidence bank.

The figures of a passage are those of the product (`assistant.assessment.features`), through
its own reader, segmenter and matcher.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from assistant.assessment.features import PairReader
from assistant.domain.feedback import Etat
from assistant.domain.grille import CritereGrille, Grille
from assistant.domain.knowledge import Knowledge
from assistant.protocols import PassageMatcher, ScoredPassage
from assistant.review_draft import wordings
from assistant.text.segment import passages
from evaluations.gold import BankPassage, Dossier
from evaluations.training.quotes import author_of, holds
from evaluations.training.vectors import bank_fold
from ingestion.readers import read_text

Floats = NDArray[np.float64]
EVIDENCE, MENTION, DENIAL = 0, 1, 2
"""Columns of what a passage says of an indicateur."""
_BY_KIND = {
    **dict.fromkeys(("shows", "shows_plain", "shows_partial"), (1, 1, 0)),
    **dict.fromkeys(("vague", "course", "parrot"), (0, 1, 0)),
    "negated": (0, 0, 1),
}
_BY_STATE = {Etat.ATTESTE: (1, 1, 0), Etat.PARTIEL: (1, 1, 0), Etat.EVOQUE: (0, 1, 0), Etat.CONTREDIT: (0, 0, 1)}
_NOTHING = (0, 0, 0)
_NEAREST = 8
"""Indicateurs of a bloc for which a paragraph about another subject is read."""
_HEAPS = 24
"""Heaps of expert words of each bloc."""
_EVERY = 4
"""Of the other indicateurs that a bank passage says nothing of, one in so many is learned from."""
Matchers = Callable[[str], PassageMatcher]
"""What finds passages without having learned from an author, or from a fold of the bank."""


@dataclass
class Draft:
    """One dossier: for each critère, for each of its indicateurs, what passages say and what its reader says."""

    id: str
    author: str
    simulated: bool
    criteres: list[CritereGrille]
    rows: dict[str, Floats] = field(default_factory=dict)
    """Of each indicateur, the figures of its candidates."""
    said: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    """Of each indicateur, what each candidate says of it according to the labels."""
    states: dict[str, Etat] = field(default_factory=dict)
    niveaux: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Aside:
    """A paragraph about another subject, read for one bloc."""

    number: int
    bloc: str
    rows: dict[str, Floats]
    """Of the indicateurs that it resembles most, its figures."""


def drafts(knowledge: Knowledge, dossiers: Iterable[Dossier], matchers: Matchers) -> Iterator[Draft]:
    """Yield the dossiers as figures and labels, each read with what others than its author taught."""
    for dossier in dossiers:
        labels = dossier.labels
        grille = knowledge.grille(labels.bloc)
        text = read_text(dossier.text).text
        found = Draft(labels.id, author_of(labels.id), grille.simulated, list(grille.criteres))
        candidates = _candidates(matchers(found.author), dossier.text, grille)
        reader = PairReader(text, wordings(knowledge.referentiel), simulated=grille.simulated)
        for critere in grille.criteres:
            labelled = labels.criteres[critere.code]
            found.niveaux[critere.code] = labelled.niveau.value
            for indicateur in critere.indicateurs:
                code = indicateur.code
                label = labelled.indicateurs[code]
                found.rows[code] = reader.rows(critere, indicateur, candidates[code])
                found.said[code] = _said(text, candidates[code], label.quotes, label.etat)
                found.states[code] = _harmonised(label.etat, labelled.niveau.value)
        yield found


def bank_pairs(knowledge: Knowledge, bank: Sequence[BankPassage], matchers: Matchers) -> tuple[Floats, NDArray[np.int64]]:
    """Return the figures of bank passages read for their indicateur and for some others, and what they say."""
    rows: list[Floats] = []
    said: list[tuple[int, int, int]] = []
    rng = np.random.default_rng(0)
    known = wordings(knowledge.referentiel)
    for number, passage in sorted(enumerate(bank), key=lambda pair: bank_fold(pair[0])):
        grille = knowledge.grille(passage.indicateur.partition("-")[0])
        candidates = _candidates(matchers(bank_fold(number)), passage.text, grille)
        reader = PairReader(read_text(passage.text).text, known, simulated=grille.simulated)
        for critere in grille.criteres:
            for indicateur in critere.indicateurs:
                own = indicateur.code == passage.indicateur
                known_too = {indicateur.code, critere.code} & set(passage.also)
                if not own and (known_too or rng.integers(_EVERY)):
                    continue
                rows.append(reader.rows(critere, indicateur, candidates[indicateur.code][:1]))
                said += [_BY_KIND.get(passage.kind, _NOTHING) if own else _NOTHING] * len(rows[-1])
    return np.concatenate(rows), np.array(said)


def asides(knowledge: Knowledge, texts: Sequence[str], matchers: Matchers) -> Iterator[Aside]:
    """Yield paragraphs about other subjects, each as figures for the indicateurs of every bloc that it resembles most."""
    known = wordings(knowledge.referentiel)
    for number, text in sorted(enumerate(texts), key=lambda pair: bank_fold(pair[0])):
        for grille in knowledge.grilles:
            candidates = _candidates(matchers(bank_fold(number)), text, grille)
            reader = PairReader(read_text(text).text, known, simulated=grille.simulated)
            pairs = [(c, i, candidates[i.code][:1]) for c in grille.criteres for i in c.indicateurs]
            pairs.sort(key=lambda pair: -sum(s.shared.score + s.topic.score for s in pair[2]))
            yield Aside(number, grille.bloc, {i.code: reader.rows(c, i, found) for c, i, found in pairs[:_NEAREST]})


def keyword_heaps(knowledge: Knowledge) -> Iterator[str]:
    """Yield expert words heaped together: whoever pastes them shows nothing."""
    rng = np.random.default_rng(0)
    for grille in knowledge.grilles:
        words = sorted({_typed(cue) for c in grille.criteres for i in c.indicateurs for cue in i.cues} - {""})
        for _ in range(_HEAPS):
            yield ", ".join(words[n] for n in rng.choice(len(words), min(len(words), int(rng.integers(8, 60))), replace=False))


def _typed(cue: str) -> str:
    """Return a cue as a person would type it."""
    return " ".join(re.sub(r"[*~]|<\w+>", " ", cue).split())


def padded(draft: Draft, others: Sequence[Aside]) -> Draft:
    """Return a dossier with paragraphs about other subjects in it: what it shows stays what it was."""
    rows = {code: np.concatenate([own, *(a.rows[code] for a in others if code in a.rows)]) for code, own in draft.rows.items()}
    return replace(draft, rows=rows)


def _candidates(matcher: PassageMatcher, text: str, grille: Grille) -> dict[str, tuple[ScoredPassage, ...]]:
    draft = read_text(text)
    indicateurs = [i for c in grille.criteres for i in c.indicateurs]
    return dict(matcher.candidates(draft.text, passages(draft), indicateurs))


def _said(text: str, candidates: Iterable[ScoredPassage], quotes: Sequence[str], etat: Etat) -> NDArray[np.int64]:
    found = [
        _BY_STATE.get(etat, _NOTHING) if holds(text[c.passage.start : c.passage.end], quotes) else _NOTHING for c in candidates
    ]
    return np.array(found, dtype=np.int64).reshape(len(found), 3)


def _harmonised(etat: Etat, niveau: str) -> Etat:
    """Return the state as the semantics mean it: « partiel » in a critère that is only evoked was « évoqué »."""
    if etat is Etat.PARTIEL and niveau == "evoque":
        return Etat.EVOQUE
    return Etat.ABSENT if etat is Etat.SANS_OBJET else etat

"""What the embedded assessor learns from: the develop dossiers and the develop half of the evidence bank.

The figures of a passage are those of the product (`assistant.assessment.features`), through
its own reader, segmenter and matcher.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assistant.assessment.features import PairReader
from assistant.bootstrap import Assistant
from assistant.domain.feedback import Etat
from assistant.domain.grille import CritereGrille, Grille
from assistant.protocols import ScoredPassage
from assistant.review_draft import wordings
from assistant.text.french import fold
from assistant.text.segment import passages
from evaluations.gold import BankPassage, Dossier
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
_EVERY = 4
"""Of the other indicateurs that a bank passage says nothing of, one in so many is learned from."""
_LONG_QUOTE = 40


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


def author_of(dossier: str) -> str:
    """Return who wrote a develop dossier: six authors wrote one bloc each, three others two blocs each."""
    bloc, _, number = dossier.partition("-")
    pairs = {"B2": "V1", "B3": "V1", "B4": "V2", "B5": "V2", "B6": "V3", "B1": "V3"}
    return f"O-{bloc}" if int(number) <= 5 else pairs[bloc]


def drafts(assistant: Assistant, dossiers: Iterable[Dossier]) -> Iterator[Draft]:
    """Yield the dossiers as figures and labels."""
    for dossier in dossiers:
        labels = dossier.labels
        grille = assistant.knowledge.grille(labels.bloc)
        text = read_text(dossier.text).text
        found = Draft(labels.id, author_of(labels.id), grille.simulated, list(grille.criteres))
        candidates = _candidates(assistant, dossier.text, grille)
        reader = PairReader(text, wordings(assistant.knowledge.referentiel), simulated=grille.simulated)
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


def bank_pairs(assistant: Assistant, bank: Iterable[BankPassage]) -> tuple[Floats, NDArray[np.int64]]:
    """Return the figures of bank passages read for their indicateur and for some others, and what they say."""
    rows: list[Floats] = []
    said: list[tuple[int, int, int]] = []
    rng = np.random.default_rng(0)
    known = wordings(assistant.knowledge.referentiel)
    for passage in bank:
        grille = assistant.knowledge.grille(passage.indicateur.partition("-")[0])
        candidates = _candidates(assistant, passage.text, grille)
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


def _candidates(assistant: Assistant, text: str, grille: Grille) -> dict[str, tuple[ScoredPassage, ...]]:
    draft = read_text(text)
    indicateurs = [i for c in grille.criteres for i in c.indicateurs]
    return assistant.matcher.candidates(draft.text, passages(draft), indicateurs)


def _said(text: str, candidates: Iterable[ScoredPassage], quotes: Iterable[str], etat: Etat) -> NDArray[np.int64]:
    quoted = [_comparable(q) for q in quotes]
    found = []
    for candidate in candidates:
        words = _comparable(text[candidate.passage.start : candidate.passage.end])
        holds = any(q in words or (len(words) > _LONG_QUOTE and words in q) for q in quoted)
        found.append(_BY_STATE.get(etat, _NOTHING) if holds else _NOTHING)
    return np.array(found, dtype=np.int64).reshape(len(found), 3)


def _harmonised(etat: Etat, niveau: str) -> Etat:
    """Return the state as the semantics mean it: « partiel » in a critère that is only evoked was « évoqué »."""
    if etat is Etat.PARTIEL and niveau == "evoque":
        return Etat.EVOQUE
    return Etat.ABSENT if etat is Etat.SANS_OBJET else etat


def _comparable(text: str) -> str:
    return " ".join(fold(text).split())

"""An assessor that knows the answers: it recognises what the gold set labels, and sees nothing else.

It shows that passing every property is possible. It says nothing of a draft that the gold
set does not hold.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from assistant.domain.base import Span
from assistant.domain.feedback import Assessment, Etat, Niveau
from assistant.protocols import AssessmentRequest
from assistant.text.french import fold
from evaluations.gold import Kind
from evaluations.saboteurs.answer_key import Answer, AnswerKey, answer_key
from evaluations.saboteurs.judging import Seen, judgement
from evaluations.saboteurs.recognition import DraftWords, Recogniser, Sighting

_RANK = (Etat.ABSENT, Etat.SANS_OBJET, Etat.EVOQUE, Etat.CONTREDIT, Etat.PARTIEL, Etat.ATTESTE)
_TAKES_BACK = re.compile(r"\brien de tout (?:cela|ceci|ca) n'")
_DOSSIER_WORDS = 500
"""No labelled dossier is shorter."""
_EVIDENCE = (Etat.ATTESTE, Etat.PARTIEL, Etat.EVOQUE)


@dataclass(frozen=True)
class Beliefs:
    """What a reader takes for evidence; the reference has no credulity and no blind spot."""

    credulous: frozenset[Kind] = field(default_factory=frozenset)
    """Kinds of passage that it takes for evidence although they are none."""
    heeds_changes: bool = True
    """A sentence that was denied, promised or given to someone else no longer counts."""
    exact: bool = False
    """A passage with a word that is missing, inflected or misspelt is another passage."""


@dataclass(frozen=True)
class _Found:
    answer: Answer
    sighting: Sighting


class _Memory:
    """What is made ready of the answer key, each part when first needed."""

    def __init__(self, key: AnswerKey, *, exact: bool) -> None:
        self.key = key
        self._exact = exact

    @cached_property
    def passages(self) -> Recogniser:
        """Return what finds the passages of the bank."""
        return Recogniser([p.text for p in self.key.passages], exact=self._exact)

    @cached_property
    def dossiers(self) -> Recogniser:
        """Return what finds whole dossiers."""
        return Recogniser([d.text for d in self.key.dossiers])

    @cached_property
    def quotes(self) -> Recogniser:
        """Return what finds the quotes of all dossiers, one after another."""
        return Recogniser([q.text for d in self.key.dossiers for found in d.quotes.values() for q in found])

    @cached_property
    def numbers(self) -> dict[tuple[int, str], range]:
        """Return which of the quotes are those of a critère of a dossier."""
        numbers: dict[tuple[int, str], range] = {}
        at = 0
        for dossier, labelled in enumerate(self.key.dossiers):
            for critere, found in labelled.quotes.items():
                numbers[dossier, critere] = range(at, at + len(found))
                at += len(found)
        return numbers


@lru_cache(maxsize=2)
def _memory(*, exact: bool) -> _Memory:
    return _Memory(answer_key(), exact=exact)


class ReferenceAssessor:
    """Judges by the labels of the gold set."""

    def __init__(self, beliefs: Beliefs | None = None) -> None:
        self._beliefs = beliefs or Beliefs()
        self._read: tuple[str, _Draft] | None = None

    @property
    def id(self) -> str:
        """Return the name and version."""
        return "reference/1"

    def assess(self, requests: Sequence[AssessmentRequest]) -> list[Assessment]:
        """Return one assessment a request, in the same order."""
        return [self._assess(r) for r in requests]

    def _assess(self, request: AssessmentRequest) -> Assessment:
        if self._read is None or self._read[0] != request.text:
            self._read = request.text, _Draft(request.text, _memory(exact=self._beliefs.exact))
        draft = self._read[1]
        return judgement(request, *draft.judged(request.critere.code, self._beliefs))


class _Draft:
    """What the gold set knows of one text."""

    def __init__(self, text: str, memory: _Memory) -> None:
        self._words = DraftWords(text)
        self._memory = memory
        self._dossier = self._dossier_of(memory)
        self._passages = list(memory.passages.seen(self._words))
        self._quotes = self._quotes_of(memory)
        known = [s for _, sighting in self._passages for s in sighting.spans]
        taken_back = (s for s in self._words.sentences if _TAKES_BACK.search(fold(text[s.start : s.end])))
        self._retractions = [s for s in taken_back if not any(map(s.overlaps, known))]

    def _dossier_of(self, memory: _Memory) -> int | None:
        if len(self._words.tokens) < _DOSSIER_WORDS:
            return None
        return next((n for n, _ in memory.dossiers.seen(self._words)), None)

    def _quotes_of(self, memory: _Memory) -> dict[int, Sighting]:
        if self._dossier is None:
            return {}
        ours = [n for (dossier, _), found in memory.numbers.items() if dossier == self._dossier for n in found]
        return dict(memory.quotes.seen(self._words, ours))

    def judged(self, critere: str, beliefs: Beliefs) -> tuple[dict[str, Seen], Niveau | None]:
        """Return the states of the indicateurs of a critère, and its niveau where a dossier's label settles it."""
        if self._dossier is not None and critere in self._memory.key.dossiers[self._dossier].niveaux:
            return self._of_dossier(self._dossier, critere, beliefs)
        passages = self._memory.key.passages
        found = (_Found(a, s) for n, s in self._passages for a in passages[n].answers)
        return self._states((f for f in found if f.answer.indicateur.startswith(f"{critere}-")), beliefs), None

    def _of_dossier(self, number: int, critere: str, beliefs: Beliefs) -> tuple[dict[str, Seen], Niveau | None]:
        dossier = self._memory.key.dossiers[number]
        quotes = dict(zip(self._memory.numbers[number, critere], dossier.quotes[critere], strict=True))
        seen = {n: self._quotes[n] for n in quotes if n in self._quotes}
        states = self._states((_Found(a, s) for n, s in seen.items() for a in quotes[n].answers), beliefs)
        untouched = len(seen) == len(quotes) and not any(s.changed for s in seen.values()) and not self._retractions
        return states, dossier.niveaux[critere] if untouched else None

    def _states(self, found: Iterable[_Found], beliefs: Beliefs) -> dict[str, Seen]:
        states: dict[str, Seen] = {}
        for one in found:
            seen = self._seen(one, beliefs)
            code = one.answer.indicateur
            before = states.get(code, Seen(Etat.ABSENT))
            if seen.etat is before.etat:
                spans = sorted({(s.start, s.end) for s in (*before.spans, *seen.spans)})
                states[code] = Seen(seen.etat, tuple(Span(start=a, end=b) for a, b in spans))
            else:
                states[code] = max(before, seen, key=lambda s: _RANK.index(s.etat))
        return states

    def _seen(self, found: _Found, beliefs: Beliefs) -> Seen:
        """Return what one sighting says, once what takes it back is heeded."""
        etat, spans = found.answer.etat, found.sighting.spans
        if found.answer.kind in beliefs.credulous:
            etat = Etat.ATTESTE
        if beliefs.heeds_changes and etat in _EVIDENCE:
            if found.sighting.changed:
                return Seen(Etat.ABSENT)
            later = [s for s in self._retractions if s.start >= spans[-1].end]
            if later:
                return Seen(Etat.CONTREDIT, tuple(later))
        return Seen(etat, spans) if etat.needs_evidence else Seen(etat)

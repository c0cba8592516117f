"""Guesses which bloc a draft answers, and how sure the guess is."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.domain.draft import Draft, Passage
from assistant.domain.feedback import BlocProbable
from assistant.domain.knowledge import Knowledge
from assistant.retrieval.matching import HybridMatcher, Table
from assistant.text.french import fold

_BEST = 2
"""Passages that count for each indicateur: a draft answers a bloc when it covers its indicateurs."""
_SHARPNESS = 40.0
"""Fitted so that the confidence is right about as often as it says on the develop dossiers."""
_NAMED = re.compile(
    r"\bbloc\s*(?:n\s*[°o]\s*)?([1-9])\b|\bbc\s?0?([1-9])\b"
    r"|(?<!niveau )(?<!niveaux )(?<!salle )(?<!permis )(?<!/)\bb([1-9])\b(?!/)"
)
_OPENING = 600
"""Characters at the start of a draft in which naming a bloc settles the question."""


class BlocGuesser:
    """Compares how well a draft covers the indicateurs of each bloc."""

    def __init__(self, knowledge: Knowledge, matcher: HybridMatcher) -> None:
        self._matcher = matcher
        self._blocs = [g.bloc for g in knowledge.grilles]
        self._of_bloc = {b: [n for n, c in enumerate(matcher.codes) if c.startswith(f"{b}-")] for b in self._blocs}
        owners = np.array([code.partition("-")[0] for code in matcher.usual_owners])
        usual = [self._coverage(matcher.usual[owners == b]) for b in self._blocs]
        self._usual = np.mean(usual, axis=0)

    def guess(self, draft: Draft, passages: Sequence[Passage]) -> BlocProbable:
        """Return the probable bloc; none when the draft has no passage."""
        if not passages or len(self._blocs) == 1:
            return BlocProbable(bloc=self._blocs[0] if len(self._blocs) == 1 else None, confidence=float(len(self._blocs) == 1))
        named = self._named(draft)
        if named:
            return BlocProbable(bloc=named, confidence=0.95)
        scores = self._coverage(self._matcher.table([draft.slice(p.span) for p in passages])) - self._usual
        weights = np.exp(_SHARPNESS * (scores - scores.max()))
        best = int(np.argmax(scores))
        return BlocProbable(bloc=self._blocs[best], confidence=round(float(weights[best] / weights.sum()), 2))

    def _named(self, draft: Draft) -> str | None:
        opening = fold(f"{draft.name} {draft.text[:_OPENING]}").replace("_", " ")
        named = {f"B{next(g for g in m.groups() if g)}" for m in _NAMED.finditer(opening)}
        return next(iter(named)) if len(named) == 1 and named <= set(self._blocs) else None

    def _coverage(self, table: Table) -> NDArray[np.float64]:
        best = np.sort(table, axis=0)[::-1][:_BEST].mean(axis=0) if len(table) else np.zeros(table.shape[1])
        return np.array([best[columns].mean() if columns else -1.0 for columns in self._of_bloc.values()])

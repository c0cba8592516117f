"""Chooses questions: what weighs most first, no critère too often, no passage twice, in the manner of a jury."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from assistant.domain.interview import JuryStyle
from assistant.oral.pools import Askable

MOST_OF_A_CRITERE = 2
"""Times that one critère, or one point, may be probed in an interview."""
_STYLE_FORMS: Mapping[JuryStyle, frozenset[str]] = {
    "referentiel": frozenset(),
    "terrain": frozenset({"exemple", "role", "verbatim", "outil", "acteur_nomme", "date"}),
    "qualite-risques": frozenset(
        {"limite", "indicateur", "reference_reglementaire", "critere", "alternative", "source", "nombre"}
    ),
}
_STYLE, _VARIETY = 1.0, 1.5


class Chooser:
    """Chooses without repeating itself from one phase to the next; the same seed makes the same choices."""

    def __init__(self, style: JuryStyle, seed: str, probed: Iterable[str]) -> None:
        self.random = random.Random(seed)  # noqa: S311 - variety for the same seed, not secrecy
        self._style = style
        self._probed = Counter(probed)
        self._indicateurs: set[str] = set()
        self._questions: set[str] = set()
        self._anchored: set[str] = set()
        self._places: list[tuple[int, int]] = []

    def room(self, pool: Sequence[Askable]) -> int:
        """Return how many questions of the pool could still be asked, at most."""
        codes = {a.critere.code: len({b.indicateur.code for b in pool if b.critere.code == a.critere.code}) for a in pool}
        return sum(min(n, max(0, MOST_OF_A_CRITERE - self._probed[code])) for code, n in codes.items())

    def choose(self, pool: Sequence[Askable], count: int) -> list[Askable]:
        """Return up to `count` questions, in the order of the référentiel."""
        scores = {id(a): self._score(a) for a in pool}
        chosen: list[Askable] = []
        while len(chosen) < count:
            open_ = [a for a in pool if self._allowed(a)]
            if not open_:
                break
            here = Counter(a.critere.code for a in chosen)
            best = min(open_, key=lambda a: (here[a.critere.code], self._probed[a.critere.code], -scores[id(a)]))
            self._take(best)
            chosen.append(best)
        order = {a.critere.code: n for n, a in reversed(list(enumerate(pool)))}
        return sorted(chosen, key=lambda a: order[a.critere.code])

    def _score(self, askable: Askable) -> float:
        wanted = _STYLE_FORMS[self._style]
        fits = bool(wanted & set(askable.indicateur.evidence)) if wanted else askable.indicateur.essential
        return askable.weight + (_STYLE if fits else 0.0) + _VARIETY * self.random.random()

    def _allowed(self, askable: Askable) -> bool:
        if any(self._probed[code] >= MOST_OF_A_CRITERE for code in askable.probes):
            return False
        if askable.origin and askable.critere.code in self._anchored:
            return False
        if askable.indicateur.code in self._indicateurs or askable.indicateur.question in self._questions:
            return False
        quote = askable.quote
        return quote is None or not any(quote.start < end and start < quote.end for start, end in self._places)

    def _take(self, askable: Askable) -> None:
        self._probed.update(askable.probes)
        self._indicateurs.add(askable.indicateur.code)
        self._questions.add(askable.indicateur.question)
        if askable.origin:
            self._anchored.add(askable.critere.code)
        if askable.quote:
            self._places.append((askable.quote.start, askable.quote.end))

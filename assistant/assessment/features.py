"""What the trained assessor sees of a passage read for an indicateur: readable figures, nothing else.

The same figures serve training and reading. None depends on the rest of the draft, so that
what is written elsewhere changes nothing here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log1p

import numpy as np
from numpy.typing import NDArray

from assistant.assessment.evidence import PassageRules, Situation
from assistant.assessment.signals import ARGUED, CONCRETE, HARD, Signals, parroting, read_signals, situated
from assistant.domain.draft import Passage
from assistant.domain.feedback import Etat
from assistant.domain.grille import CritereGrille, Indicateur
from assistant.protocols import Likeness, ScoredPassage
from assistant.text.french import count_words
from assistant.text.respelling import as_meant
from assistant.text.scoring import scored

Row = NDArray[np.float64]
_LIVE_FORMS = ("role", "date", "acteur_nomme", "outil", "resultat", "verbatim", "montant")
_LAST_RANK = 10
_MOST_VAGUE = 5
RULED = {Etat.ABSENT: 0, Etat.SANS_OBJET: -1, Etat.CONTREDIT: 1, Etat.EVOQUE: 2, Etat.PARTIEL: 3, Etat.ATTESTE: 4}
"""What the rules read in a passage, as a figure."""
PASSAGE_FEATURES = (
    "formes concrètes", "formes concrètes affirmées", "chiffres et dates affirmés", "raisons", "rôle", "date", "acteur", "outil",
    "résultat", "propos rapporté", "montant", "part niée", "part promise", "part générale", "mots vagues", "fait ailleurs",
    "mots du référentiel", "longueur", "phrases", "tableau", "situation",
)  # fmt: skip
PAIR_FEATURES = (
    "proximité", "proximité sans le titre", "phrase la plus proche", "rang de l’indicateur",
    "sujet", "sujet sans le titre", "sujet de la phrase", "rang du sujet",
    "dit comme une preuve", "dit comme un propos", "dit comme un refus", "dit d’autre chose",
    "phrase : preuve", "phrase : propos", "phrase : refus", "phrase : autre chose",
    "forme attendue", "lecture des règles",
    *PASSAGE_FEATURES, "essentiel", "bloquant", "production simulée",
)  # fmt: skip
"""Names of the figures of a pair, in order."""


def passage_row(text: str, passage: Passage, wordings: tuple[str, ...]) -> tuple[tuple[float, ...], frozenset[str]]:
    """Return the figures of a passage alone, and the forms of evidence that show in it."""
    sentences = tuple(as_meant(text[s.start : s.end]) for s in passage.sentences)
    body = as_meant(text[passage.start : passage.end])
    return _figures(sentences, body, wordings, tabular=passage.tabular)


@lru_cache(maxsize=4096)
def _figures(
    sentences: tuple[str, ...], body: str, wordings: tuple[str, ...], *, tabular: bool
) -> tuple[tuple[float, ...], frozenset[str]]:
    signals = [read_signals(sentence) for sentence in sentences]
    forms = frozenset().union(*(s.forms for s in signals))
    live = frozenset().union(*(s.forms for s in signals if _asserts(s)))
    n = len(signals)
    return (
        len(forms & CONCRETE),
        len(live & CONCRETE),
        len(live & HARD),
        len(forms & ARGUED),
        *(float(form in live) for form in _LIVE_FORMS),
        sum(s.denied for s in signals) / n,
        sum(s.promised for s in signals) / n,
        sum(s.generic for s in signals) / n,
        min(_MOST_VAGUE, sum(s.vague for s in signals)),
        float(any(s.elsewhere for s in signals)),
        round(max(parroting(scored(sentence), wordings) for sentence in sentences), 6),
        round(log1p(count_words(scored(body))), 6),
        n,
        float(tabular),
        float(situated(body)),
    ), forms


class PairReader:
    """Figures of the passages of one draft, each passage looked at once."""

    def __init__(self, text: str, wordings: tuple[str, ...], *, simulated: bool) -> None:
        self._text = text
        self._situation = Situation(simulated=simulated, wordings=wordings)
        self._looked_at: dict[tuple[int, int], _Looked] = {}

    def rows(self, critere: CritereGrille, indicateur: Indicateur, candidates: Sequence[ScoredPassage]) -> Row:
        """Return one row a candidate."""
        blocking = float(indicateur in critere.blocking())
        wanted = set(indicateur.evidence)
        found = []
        for candidate in candidates:
            seen = self._look(candidate.passage)
            found.append(
                [
                    *_likeness(candidate.shared),
                    *_likeness(candidate.topic),
                    *candidate.manners,
                    *candidate.best_manners,
                    float(bool(seen.forms & wanted)),
                    RULED[seen.rules.state(indicateur, candidate)],
                    *seen.figures,
                    float(indicateur.essential),
                    blocking,
                    float(self._situation.simulated),
                ]
            )
        return np.array(found, dtype=np.float64).reshape(len(found), len(PAIR_FEATURES))

    def _look(self, passage: Passage) -> "_Looked":
        key = (passage.start, passage.end)
        if key not in self._looked_at:
            figures, forms = passage_row(self._text, passage, self._situation.wordings)
            self._looked_at[key] = _Looked(figures, forms, PassageRules(self._text, passage, self._situation))
        return self._looked_at[key]


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a passage says, whichever the indicateur."""

    figures: tuple[float, ...]
    forms: frozenset[str]
    rules: PassageRules


def _likeness(likeness: Likeness) -> tuple[float, float, float, float]:
    return likeness.score, likeness.alone, likeness.sentence, min(likeness.rank, _LAST_RANK)


def _asserts(signals: Signals) -> bool:
    """Tell whether a sentence may bring evidence: not a denial, a bare promise or a manual's words."""
    return not signals.denied and not (signals.promised and signals.hard == 0) and not signals.generic

"""From indicateur states to the niveau of a critère: one published rule, nothing else.

The rule is the « Niveaux » paragraph of the semantics (`docs/semantique.md`).
"""

from collections.abc import Sequence

from assistant.domain.feedback import Etat, IndicateurReading, Niveau
from assistant.domain.grille import CritereGrille

_ENOUGH = 0.6
"""Part of the applicable indicateurs that must be `atteste` for `demontre`."""
_MANY_BLOCKING = 4
"""From so many blocking indicateurs, one may be only `partiel`."""


def niveau_of(critere: CritereGrille, readings: Sequence[IndicateurReading]) -> Niveau:
    """Return the niveau that these states give the critère."""
    states = {r.code: r.etat for r in readings}
    blocking = [s for i in critere.blocking() if (s := states[i.code]) is not Etat.SANS_OBJET]
    applicable = [s for s in states.values() if s is not Etat.SANS_OBJET]
    if Etat.CONTREDIT in blocking:
        shown = any(s in (Etat.ATTESTE, Etat.PARTIEL) for s in applicable)
        return Niveau.PARTIEL if shown and _reaches_partiel(blocking) else Niveau.EVOQUE if shown else Niveau.ABSENT
    if _reaches_demontre(blocking, applicable):
        return Niveau.DEMONTRE
    if _reaches_partiel(blocking):
        return Niveau.PARTIEL
    if any(s in (Etat.EVOQUE, Etat.PARTIEL, Etat.ATTESTE) for s in applicable):
        return Niveau.EVOQUE
    return Niveau.ABSENT


def _reaches_demontre(blocking: Sequence[Etat], applicable: Sequence[Etat]) -> bool:
    if not blocking or Etat.CONTREDIT in applicable:
        return False
    excused = 1 if len(blocking) >= _MANY_BLOCKING else 0
    not_shown = [s for s in blocking if s is not Etat.ATTESTE]
    shown = sum(s is Etat.ATTESTE for s in applicable)
    return len(not_shown) <= excused and all(s is Etat.PARTIEL for s in not_shown) and shown >= _ENOUGH * len(applicable)


def _reaches_partiel(blocking: Sequence[Etat]) -> bool:
    return Etat.ATTESTE in blocking or blocking.count(Etat.PARTIEL) >= 2

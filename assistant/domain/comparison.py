"""What changed between two versions of a draft, critère by critère, computed from their readings."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from assistant.domain.base import BlocCode, CritereCode, Frozen, IndicateurCode
from assistant.domain.feedback import Etat, Niveau

Direction = Literal["mieux", "moins", "pareil", "autre"]
"""How a niveau moved; « autre » when one of the two is an abstention."""
Because = Literal[
    "atteste",
    "progres",
    "passage_nouveau",
    "rien_de_nouveau",
    "recul",
    "sans_objet",
    "critere_demontre",
    "non_lu",
    "hors_grille",
]
"""Why an advice counts as followed or not: each is one line of the rule, in `docs/candidat.md`."""


class Outcome(StrEnum):
    """What became of an earlier advice."""

    SUIVI = "suivi"
    EN_PARTIE = "en_partie"
    NON_SUIVI = "non_suivi"
    SANS_OBJET = "sans_objet"

    @property
    def shown(self) -> str:
        """Return the words a candidate reads."""
        return {"suivi": "suivi", "en_partie": "suivi en partie", "non_suivi": "pas encore suivi"}.get(
            self.value, "sans objet désormais"
        )


class MovedPassage(Frozen):
    """Words that count in one version and not in the other; the place is that of the version they count in."""

    quote: str = Field(min_length=1)
    start: int
    end: int
    elsewhere: bool
    """Whether the other version has these words too, so that only the reading of them changed."""


class AdviceOutcome(Frozen):
    """An advice of the earlier reading, and what became of it."""

    advice: str
    indicateur: IndicateurCode
    before: Etat
    after: Etat | None
    """State of the same indicateur in the later version; None when it was not read."""
    outcome: Outcome
    because: Because


class CritereChange(Frozen):
    """One critère in both versions."""

    critere: CritereCode
    before: Niveau
    after: Niveau
    gained: tuple[MovedPassage, ...] = ()
    """Of the later version."""
    lost: tuple[MovedPassage, ...] = ()
    """Of the earlier version."""
    advice: AdviceOutcome | None = None
    """None when the earlier reading had nothing to ask for."""

    @property
    def direction(self) -> Direction:
        """Tell how the niveau moved."""
        if self.before is self.after:
            return "pareil"
        if Niveau.NON_EVALUABLE in (self.before, self.after):
            return "autre"
        order = list(Niveau)
        return "mieux" if order.index(self.after) > order.index(self.before) else "moins"


class Comparison(Frozen):
    """Two versions of one draft, read against the same bloc."""

    bloc: BlocCode
    before: int
    after: int
    """Numbers of the two versions."""
    words_before: int
    words_after: int
    same_text: bool
    same_reader: bool
    """Whether the same assessor made both readings with the same knowledge; if not, part of the change may be theirs."""
    criteres: tuple[CritereChange, ...]

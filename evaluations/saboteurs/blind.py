"""Saboteurs that do not read: whatever the draft, they have their answer."""

import random
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from assistant.domain.feedback import Assessment, Etat
from assistant.protocols import AssessmentRequest
from evaluations.saboteurs.judging import Seen, first_sentence, judgement, uniform

_STATES = (Etat.ABSENT, Etat.EVOQUE, Etat.PARTIEL, Etat.ATTESTE)


class Saboteur(ABC):
    """A bad assessor; it judges each critère by itself."""

    name: ClassVar[str]

    @property
    def id(self) -> str:
        """Return the name and version."""
        return f"saboteur:{self.name}/1"

    def assess(self, requests: Sequence[AssessmentRequest]) -> list[Assessment]:
        """Return one assessment a request, in the same order."""
        return [self.judge(r) for r in requests]

    @abstractmethod
    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return the assessment of one critère."""


class AlwaysDemontre(Saboteur):
    """Praises everything."""

    name = "always-demontre"

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return praise, with the first sentence as evidence."""
        return uniform(request, Etat.ATTESTE)


class AlwaysAbsent(Saboteur):
    """Sees nothing."""

    name = "always-absent"

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return that nothing is there."""
        return judgement(request, {})


class AtRandom(Saboteur):
    """Draws its answers, other ones each time."""

    name = "random"

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return drawn states."""
        return uniform(request, random.choice(_STATES))  # noqa: S311 - not secret


class Abstainer(Saboteur):
    """Declines to judge every other critère."""

    name = "abstainer"

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return an abstention for the critères of even number."""
        if int(request.critere.code[-1]) % 2 == 0:
            return Assessment.unassessed(request.critere.code, "Je préfère ne pas me prononcer sur ce critère.")
        return judgement(request, {})


class Crasher(Saboteur):
    """Stumbles over texts whose length is an odd number."""

    name = "crasher"

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return that nothing is there, or raise `RuntimeError`."""
        if len(request.text) % 2:
            raise RuntimeError("odd")
        return judgement(request, {})


class StaleCache(Saboteur):
    """Answers for every draft of a bloc what it answered for the first."""

    name = "stale-cache"

    def __init__(self) -> None:
        self._kept: dict[str, Etat] = {}

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return what the first draft was worth: more for a text of even length."""
        fresh = _STATES[len(request.text) % len(_STATES)]
        return uniform(request, self._kept.setdefault(request.critere.code, fresh))


class FirstComeFirstServed(Saboteur):
    """Praises the first half of the critères that it is asked for, and the first half of their indicateurs."""

    name = "order-sensitive"

    def assess(self, requests: Sequence[AssessmentRequest]) -> list[Assessment]:
        """Return praise for what comes first."""
        half = (len(requests) + 1) // 2
        return [uniform(r, Etat.ATTESTE) if n < half else self.judge(r) for n, r in enumerate(requests)]

    def judge(self, request: AssessmentRequest) -> Assessment:
        """Return praise for the indicateurs that come first only."""
        first = request.critere.indicateurs[0].code
        return judgement(request, {first: Seen(Etat.ATTESTE, first_sentence(request.text))})

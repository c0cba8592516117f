"""Several assessors read the same critère: what they agree on, and how far apart they are."""

from collections import Counter
from collections.abc import Callable, Sequence

from assistant.assessment.composing import composed, shown
from assistant.domain.feedback import Assessment, Etat, IndicateurReading, Niveau
from assistant.protocols import AssessmentRequest, Assessor, TakesExamples, UsesModel

_SCALE = (Etat.ABSENT, Etat.EVOQUE, Etat.PARTIEL, Etat.ATTESTE)
_NIVEAUX = (Niveau.ABSENT, Niveau.EVOQUE, Niveau.PARTIEL, Niveau.DEMONTRE)
_MOST_QUOTES = 2


class PanelAssessor:
    """The middle of several readings, the lower one of two; who abstains has no voice."""

    def __init__(self, members: Sequence[Assessor]) -> None:
        self._members = tuple(members)

    @property
    def id(self) -> str:
        """Return the name, with those of its members."""
        return f"panel/1({' | '.join(member.id for member in self._members)})"

    @property
    def model(self) -> str:
        """Return the names of the models of its members."""
        return ", ".join(dict.fromkeys(m.model for m in self._members if isinstance(m, UsesModel)))

    @property
    def prompt(self) -> str:
        """Return the identities of the prompts of its members."""
        return ", ".join(dict.fromkeys(m.prompt for m in self._members if isinstance(m, UsesModel)))

    def take(self, examples: Callable[[AssessmentRequest], Sequence[str]]) -> None:
        """Let the members that use examples ask for them."""
        for member in self._members:
            if isinstance(member, TakesExamples):
                member.take(examples)

    def assess(self, requests: Sequence[AssessmentRequest]) -> list[Assessment]:
        """Return one assessment a request, in the same order."""
        said = [member.assess(requests) for member in self._members]
        return [self._agreed(request, voices) for request, voices in zip(requests, zip(*said, strict=True), strict=True)]

    def _agreed(self, request: AssessmentRequest, voices: Sequence[Assessment]) -> Assessment:
        heard = [v for v in voices if v.niveau is not Niveau.NON_EVALUABLE]
        if not heard:
            return voices[0]
        silent = [v.unassessed_because for v in voices if v.unassessed_because]
        readings = [_middle([v.indicateurs[n] for v in heard]) for n in range(len(heard[0].indicateurs))]
        niveaux = [v.niveau for v in heard if v.niveau is not None]
        spread = _spread(niveaux)
        sure = round(sum(v.confidence for v in heard) / len(heard) * (1 - spread / len(_NIVEAUX)), 2)
        remark = " ".join([_remark(niveaux, spread), *dict.fromkeys(silent)]).strip()
        return composed(request, readings, dict.fromkeys((n.value for n in Niveau), sure), remark)


def _middle(readings: Sequence[IndicateurReading]) -> IndicateurReading:
    """Return the state in the middle, with the places that those who read it so point at."""
    states = [r.etat for r in readings]
    off_scale = Counter(s for s in states if s not in _SCALE).most_common(1)
    on_scale = sorted((s for s in states if s in _SCALE), key=_SCALE.index)
    if off_scale and (off_scale[0][1] * 2 > len(states) or not on_scale):
        etat = off_scale[0][0]
    else:
        etat = on_scale[(len(on_scale) - 1) // 2]
    places = sorted({e for r in readings if r.etat is etat for e in r.evidence}, key=lambda e: (e.start, e.end))
    return IndicateurReading(code=readings[0].code, etat=etat, evidence=tuple(places[:_MOST_QUOTES]))


def _spread(niveaux: Sequence[Niveau]) -> int:
    ranks = [_NIVEAUX.index(n) for n in niveaux]
    return max(ranks) - min(ranks) if ranks else 0


def _remark(niveaux: Sequence[Niveau], spread: int) -> str:
    if len(niveaux) < 2:
        return ""
    if not spread:
        return f"Les {len(niveaux)} lecteurs s’accordent."
    read = ", ".join(shown(n) for n in niveaux)
    apart = "un niveau d’écart" if spread == 1 else f"{spread} niveaux d’écart"
    return f"Les {len(niveaux)} lecteurs diffèrent ({read}\u00a0; {apart})\u00a0: à vérifier avec votre tuteur."

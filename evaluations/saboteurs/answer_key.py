"""The answers of the gold set: which words show which indicateur, and how well."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.domain.feedback import Etat, Niveau
from assistant.knowledge.loader import load_knowledge
from evaluations.gold import BankPassage, Dossier, GoldSet, Kind

STATES: Mapping[Kind, Etat] = {
    "shows": Etat.ATTESTE,
    "shows_plain": Etat.ATTESTE,
    "shows_partial": Etat.PARTIEL,
    "vague": Etat.EVOQUE,
    "course": Etat.EVOQUE,
    "parrot": Etat.EVOQUE,
    "negated": Etat.CONTREDIT,
    "other_agent": Etat.ABSENT,
    "neighbour": Etat.ABSENT,
    "trap": Etat.ABSENT,
}
"""What a passage of each kind says of the indicateur that it is filed under (semantics, « Labels from other sets »)."""


@dataclass(frozen=True)
class Answer:
    """Words that were labelled, and what they say of an indicateur."""

    indicateur: str
    etat: Etat
    kind: Kind | None
    """None for the words of a dossier."""


@dataclass(frozen=True)
class Labelled:
    """A labelled text with all it answers; its answers hold when all of it is in a draft."""

    text: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class LabelledDossier:
    """A whole draft with the quotes and the niveau that its reader gives each critère."""

    text: str
    quotes: Mapping[str, tuple[Labelled, ...]]
    niveaux: Mapping[str, Niveau]


class AnswerKey:
    """Every answer of the shipped gold set, of both halves, each part read when first asked for."""

    @cached_property
    def _gold(self) -> GoldSet:
        return GoldSet(load_knowledge())

    @cached_property
    def passages(self) -> tuple[Labelled, ...]:
        """Return the passages of the evidence bank."""
        return tuple(Labelled(p.text, tuple(_answers(p))) for p in self._gold.bank())

    @cached_property
    def dossiers(self) -> tuple[LabelledDossier, ...]:
        """Return the labelled dossiers."""
        return tuple(map(_dossier, self._gold.dossiers()))


@lru_cache(maxsize=1)
def answer_key() -> AnswerKey:
    """Return the answers of the shipped gold set, read once a process."""
    return AnswerKey()


def _answers(passage: BankPassage) -> Iterator[Answer]:
    yield Answer(passage.indicateur, STATES[passage.kind], passage.kind)
    yield from (Answer(code, Etat.ATTESTE, "shows") for code in passage.also if "-I" in code)


def _dossier(dossier: Dossier) -> LabelledDossier:
    criteres = dossier.labels.criteres
    quotes: dict[str, tuple[Labelled, ...]] = {}
    for code, critere in criteres.items():
        found = []
        for indicateur, label in critere.indicateurs.items():
            named_only = critere.niveau is Niveau.EVOQUE and label.etat is Etat.PARTIEL
            etat = Etat.EVOQUE if named_only else label.etat
            found += [Labelled(quote, (Answer(indicateur, etat, None),)) for quote in label.quotes]
        quotes[code] = tuple(found)
    return LabelledDossier(dossier.text, quotes, {code: c.niveau for code, c in criteres.items()})

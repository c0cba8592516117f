"""The gold set: labelled dossiers, the evidence bank and questions, in recorded folds.

Everything is validated as it is read: a label that quotes words its draft does not have, or
names a code the référentiel does not have, is told with its file.
"""

import csv
import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import Field, ValidationError

from assistant.domain.base import BlocCode, Frozen, IndicateurCode
from assistant.domain.feedback import Etat, Niveau
from assistant.domain.knowledge import Knowledge
from assistant.errors import InputError
from assistant.text.french import WORD, fold

GOLD = Path(__file__).parent / "gold"
LEARNED = ("questions-learn.jsonl", *(f"questions-learn-{n}.jsonl" for n in range(2, 33)))
"""Questions of other hands that may be learned from; those of the `questions-test` files are kept aside."""
Fold = Literal["develop", "test"]
_FOLDS: tuple[Fold, ...] = ("develop", "test")
Model = TypeVar("Model", bound=Frozen)
Kind = Literal[
    "shows", "shows_plain", "shows_partial", "vague", "course", "negated", "parrot", "other_agent", "neighbour", "trap"
]
QuestionKind = Literal["referentiel", "hors-sujet", "ecrire-a-ma-place", "serai-je-admis"]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C, where PyYAML has it, is ten times as fast."""
_RUN = 12
"""Consecutive words shared with shipped material that make a leak."""


class LabelledIndicateur(Frozen):
    """State of an indicateur according to a reader, with the words that show it."""

    etat: Etat
    quotes: tuple[str, ...] = ()


class LabelledCritere(Frozen):
    """Niveau of a critère according to a reader."""

    niveau: Niveau
    second: Niveau | None = None
    """According to a second reader, who knew nothing of the first; None where there was none."""
    quotes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    indicateurs: dict[IndicateurCode, LabelledIndicateur] = Field(default_factory=dict)


class Labels(Frozen):
    """What one reader says of one dossier."""

    id: str
    bloc: BlocCode
    niveau_global: str
    style: str
    context: str
    criteres: dict[str, LabelledCritere]


class Dossier(Frozen):
    """A labelled draft."""

    labels: Labels
    text: str
    """The draft as written, in Markdown."""
    fold: Fold


class BankPassage(Frozen):
    """A passage written for one indicateur, to show it or to miss it."""

    id: str
    indicateur: IndicateurCode
    kind: Kind
    text: str
    also: tuple[str, ...] = ()
    """Other indicateurs or critères that it clearly shows; a minimum, not complete."""


class Phrase(Frozen):
    """Something people type or say about an indicateur, in words of their own; all of it is learned from."""

    id: str
    indicateur: IndicateurCode
    text: str


class GoldQuestion(Frozen):
    """Something a candidate would type, with every right answer."""

    id: str
    text: str
    kind: QuestionKind
    codes: tuple[str, ...] = ()

    @property
    def fold(self) -> Fold:
        """Return `develop` for an id that ends in an even digit."""
        return "develop" if int(self.id[-1]) % 2 == 0 else "test"


class GoldSet:
    """The labelled material of a folder, checked against the référentiel."""

    def __init__(self, knowledge: Knowledge, folder: Path = GOLD) -> None:
        self._folder = folder
        self._indicateurs = {i.code for g in knowledge.grilles for c in g.criteres for i in c.indicateurs}
        self._criteres = {c.code for g in knowledge.grilles for c in g.criteres}

    @cached_property
    def _folds(self) -> dict[str, Fold]:
        halves = _parsed(self._folder / "folds.yaml")["dossiers"]
        return {code: fold for fold, codes in halves.items() for code in codes}

    def dossiers(self, half: Fold | None = None) -> tuple[Dossier, ...]:
        """Return the dossiers of a fold, or all; raise `InputError` for a label that cannot be right."""
        return tuple(self.dossier(code) for code in self.codes(half))

    def codes(self, half: Fold | None = None) -> tuple[str, ...]:
        """Return what the dossiers of a fold, or all, are called: a bloc, then a number."""
        every = sorted(path.parent.name for path in self._folder.glob("dossiers/*/gold.yaml"))
        return tuple(code for code in every if half in (None, self._fold_of(code)))

    def dossier(self, code: str) -> Dossier:
        """Return one dossier; raise `InputError` for a label that cannot be right."""
        folder, where = self._folder / "dossiers" / code, f"{code}/gold.yaml"
        labels = self._read_twice(_valid(Labels, _parsed(folder / "gold.yaml"), where))
        if labels.id != code:
            raise InputError(f"{where}\u00a0: ce dossier s’appelle {code}, pas {labels.id}.")
        dossier = Dossier(labels=labels, text=(folder / "draft.md").read_text(encoding="utf-8"), fold=self._fold_of(code))
        problems = list(self._problems(dossier))
        if problems:
            raise InputError(f"{where}\u00a0: {problems[0]}", hint=" ".join(problems[1:]))
        return dossier

    @cached_property
    def _second(self) -> dict[tuple[str, str], Niveau]:
        """Return the niveaux of the second, blind reader, by dossier and critère."""
        path = self._folder / "second-reader.csv"
        if not path.exists():
            return {}
        with path.open(encoding="utf-8", newline="") as stream:
            return {(row["dossier"], row["critere"]): Niveau(row["niveau"]) for row in csv.DictReader(stream)}

    def _read_twice(self, labels: Labels) -> Labels:
        second = {code: self._second.get((labels.id, code)) for code in labels.criteres}
        return labels.model_copy(
            update={"criteres": {c: label.model_copy(update={"second": second[c]}) for c, label in labels.criteres.items()}}
        )

    def _problems(self, dossier: Dossier) -> Iterator[str]:
        text = comparable(dossier.text)
        for code, critere in dossier.labels.criteres.items():
            if code not in self._criteres:
                yield f"critère inconnu {code}."
            indicateurs = critere.indicateurs
            yield from (f"indicateur inconnu {i}." for i in indicateurs if i not in self._indicateurs)
            quotes = [*critere.quotes, *(q for i in indicateurs.values() for q in i.quotes)]
            yield from (
                f"{code}\u00a0: citation absente du texte «\u00a0{q}\u00a0»." for q in quotes if comparable(q) not in text
            )

    def bank(self, half: Fold | None = None) -> tuple[BankPassage, ...]:
        """Return the passages of a half of the evidence bank, or all."""
        return tuple(p for fold in _FOLDS if half in (None, fold) for p in self._bank(fold))

    def _bank(self, half: Fold) -> Iterator[BankPassage]:
        for path in sorted((self._folder / "evidence-bank" / half).glob("*.jsonl")):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                passage = _valid(BankPassage, json.loads(line), f"{path.name}, ligne {number}")
                if passage.indicateur not in self._indicateurs:
                    raise InputError(f"{path.name}, ligne {number}\u00a0: indicateur inconnu {passage.indicateur}.")
                yield passage

    def other_subjects(self) -> tuple[str, ...]:
        """Return concrete paragraphs about anything but training: what an assessor must not take for evidence."""
        return self._texts("other-subjects.jsonl")

    def neutral_talk(self) -> tuple[str, ...]:
        """Return paragraphs that lengthen a dossier and say nothing of any situation."""
        return self._texts("neutral-talk.jsonl")

    def _texts(self, name: str) -> tuple[str, ...]:
        lines = (self._folder / name).read_text(encoding="utf-8").splitlines()
        return tuple(str(json.loads(line)["text"]) for line in lines)

    def phrases(self) -> tuple[Phrase, ...]:
        """Return the phrases of the folder; raise `InputError` for an indicateur that does not exist."""
        found = []
        for number, line in enumerate((self._folder / "phrases.jsonl").read_text(encoding="utf-8").splitlines(), start=1):
            phrase = _valid(Phrase, json.loads(line), f"phrases.jsonl, ligne {number}")
            if phrase.indicateur not in self._indicateurs:
                raise InputError(f"phrases.jsonl, ligne {number}\u00a0: indicateur inconnu {phrase.indicateur}.")
            found.append(phrase)
        return tuple(found)

    def questions(self, half: Fold | None = None) -> tuple[GoldQuestion, ...]:
        """Return the questions of a fold, or all."""
        return tuple(q for q in read_questions(self._folder / "questions.jsonl") if half in (None, q.fold))

    def learned_questions(self) -> tuple[GoldQuestion, ...]:
        """Return the questions that may be learned from: the develop half, and those of other hands."""
        more = (read_questions(self._folder / name) for name in LEARNED)
        return (*self.questions("develop"), *chain.from_iterable(more))

    def _fold_of(self, code: str) -> Fold:
        try:
            return self._folds[code]
        except KeyError:
            raise InputError(
                f"«\u00a0{code}\u00a0» n’est dans aucun pli de folds.yaml.", hint="Ajoutez-le à develop ou à test."
            ) from None


def read_questions(path: Path) -> tuple[GoldQuestion, ...]:
    """Return the questions of a file, one a line; raise `InputError` for a line that cannot be right."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return tuple(_valid(GoldQuestion, json.loads(line), f"{path.name}, ligne {n}") for n, line in enumerate(lines, start=1))
    except (OSError, ValueError) as error:
        raise InputError(
            f"Les questions de «\u00a0{path.name}\u00a0» ne peuvent pas être lues.",
            hint="Donnez un fichier d’un objet JSON par ligne.",
        ) from error


def leaks(tested: Sequence[str], shipped: Sequence[str]) -> list[str]:
    """Return the runs of twelve words that stand both in a tested text and in shipped material."""
    known = {run for text in shipped for run in runs(text)}
    return sorted({run for text in tested for run in runs(text)} & known)


def runs(text: str) -> Iterator[str]:
    """Yield every twelve consecutive words of a text, folded: what two texts share only when one borrows."""
    words = WORD.findall(fold(text))
    return (" ".join(words[n : n + _RUN]) for n in range(len(words) - _RUN + 1))


def _parsed(path: Path) -> Any:  # noqa: ANN401 - parsed YAML
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - one of the safe loaders


def comparable(text: str) -> str:
    """Return a text as quotes are compared with it: folded, its white space made single."""
    return " ".join(fold(text).split())


def _valid(model: type[Model], value: Any, where: str) -> Model:  # noqa: ANN401 - parsed YAML or JSON
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{where}\u00a0: le champ «\u00a0{place}\u00a0» n’est pas accepté.") from error

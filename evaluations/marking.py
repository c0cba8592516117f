"""Readers side by side: labels kept by reader, their agreement, and what is left to settle together."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path

import numpy as np

from assistant.domain.base import Frozen
from assistant.errors import InputError
from evaluations.agreement import (
    REAL_JURORS,
    Ratings,
    cluster_interval,
    exact,
    gwet_ac2,
    krippendorff_alpha,
    weighted_kappa,
)
from evaluations.gold import Dossier, Fold, GoldSet, runs
from evaluations.labels import SCALE, Disagreement, Label, disagreements, double_marking, read_labels

AUTHOR = "gold"
"""Name of the reader whose labels come with the dossiers: their author."""
_SHIPPED = ("assistant.knowledge", "ingestion", "prompts")
_TEXTS = frozenset({".yaml", ".json", ".md", ".txt", ".j2"})


class ReaderAgreement(Frozen):
    """How far two readers agree over what both labelled; abstentions are counted and left out of the figures."""

    first: str
    second: str
    dossiers: int
    criteres: int
    abstentions: int
    exact: float | None
    kappa: float | None
    """Quadratic weights."""
    kappa_low: float | None
    kappa_high: float | None
    """95 % interval, whole dossiers drawn together."""
    alpha: float | None
    """Krippendorff, ordered levels."""
    ac2: float | None
    table: tuple[tuple[int, ...], ...]
    """One row a level of the first reader, one column a level of the second, from `absent` to `demontre`."""
    to_adjudicate: tuple[Disagreement, ...]
    real_jurors: str = REAL_JURORS


class Reader(Frozen):
    """A reader whose labels were imported."""

    name: str
    dossiers: int
    labels: int


class Held(Frozen):
    """What the gold set holds of one half."""

    half: Fold
    dossiers: dict[str, int]
    """By bloc."""
    passages: dict[str, int]
    """By kind."""
    questions: int


class Inventory(Frozen):
    """What labelled material there is."""

    halves: tuple[Held, ...]
    readers: tuple[Reader, ...]
    real_jurors: str = REAL_JURORS


class Leak(Frozen):
    """Words of a tested text that the product ships with."""

    where: str
    """The passage or dossier."""
    words: str


class Readers:
    """The imported labels, one file a reader."""

    def __init__(self, folder: Path, gold: GoldSet) -> None:
        self._folder = folder
        self._gold = gold

    @cached_property
    def _dossiers(self) -> dict[str, Dossier]:
        return {d.labels.id: d for d in self._gold.dossiers()}

    def import_(self, data: bytes, name: str, reader: str) -> tuple[Label, ...]:
        """Return the labels of a reader in a file, checked against the dossiers that are known.

        Raises `InputError` for a file that has none of this reader, or a label that cannot be right.
        """
        found = read_labels(data, name, reader)
        labels = tuple(label for label in found if label.lecteur == reader)
        if not labels:
            others = ", ".join(sorted({label.lecteur for label in found}))
            raise InputError(f"{name}\u00a0: aucune étiquette de {reader}.", hint=f"Lecteurs de ce fichier\u00a0: {others}.")
        for label in labels:
            dossier = self._dossiers.get(label.dossier)
            if dossier and label.critere not in dossier.labels.criteres:
                raise InputError(
                    f"{name}\u00a0: {label.critere} n’est pas un critère du dossier {label.dossier}.",
                    hint=f"Ce dossier relève du bloc {dossier.labels.bloc}.",
                )
        return labels

    def unknown(self, labels: Sequence[Label]) -> list[str]:
        """Return the labelled dossiers that the gold set does not have."""
        return sorted({label.dossier for label in labels} - self._dossiers.keys())

    def path_of(self, reader: str) -> Path:
        """Return where the labels of a reader are kept."""
        plain = unicodedata.normalize("NFKD", reader).encode("ascii", "ignore").decode().lower()
        return self._folder / f"{re.sub(r'[^a-z0-9]+', '-', plain).strip('-') or 'lecteur'}.jsonl"

    def labels(self, name: str) -> tuple[Label, ...]:
        """Return the labels of one reader: of a file, of an imported reader, or of the author of the dossiers.

        Raises `InputError` when there are none, or when a file holds several readers.
        """
        path = Path(name)
        if not path.is_file():
            if name == AUTHOR:
                return tuple(_author(self._dossiers.values()))
            path = self.path_of(name)
        try:
            found = read_labels(path.read_bytes(), path.name, path.stem)
        except OSError as error:
            imported = ", ".join([AUTHOR, *(r.name for r in self.imported())])
            raise InputError(
                f"«\u00a0{name}\u00a0» n’est ni un fichier d’étiquettes ni un lecteur connu.",
                hint=f"Lecteurs connus\u00a0: {imported}.",
            ) from error
        readers = sorted({label.lecteur for label in found})
        if len(readers) > 1:
            raise InputError(
                f"{path.name} contient plusieurs lecteurs\u00a0: {', '.join(readers)}.",
                hint="Importez-les un à un\u00a0: «\u00a0jury-blanc evaluate gold import FICHIER --reader NOM\u00a0».",
            )
        return found

    def imported(self) -> Iterator[Reader]:
        """Yield the readers whose labels were imported."""
        for path in sorted(self._folder.glob("*.jsonl")):
            found = read_labels(path.read_bytes(), path.name, path.stem)
            yield Reader(name=found[0].lecteur, dossiers=len({label.dossier for label in found}), labels=len(found))


def as_jsonl(labels: Sequence[Label]) -> str:
    """Return the labels as a file that can be read again."""
    return "".join(json.dumps(label.model_dump(mode="json"), ensure_ascii=False) + "\n" for label in labels)


def agreement_of(first: Sequence[Label], second: Sequence[Label]) -> ReaderAgreement:
    """Return the agreement of two readers, each given with labels of his own; both may bear the same name."""
    one, other = (label.lecteur for label in (first[0], second[0]))
    if one == other:
        one, other = f"{one} (1)", f"{other} (2)"
    both = [_by(one, label) for label in first] + [_by(other, label) for label in second]
    shared = {(x.dossier, x.critere) for x in first} & {(x.dossier, x.critere) for x in second}
    both = [label for label in both if (label.dossier, label.critere) in shared]
    table = double_marking(both, one, other)
    dossiers = sorted({dossier for dossier, _ in shared})
    interval = cluster_interval(
        weighted_kappa, [double_marking([x for x in both if x.dossier == d], one, other) for d in dossiers]
    )
    ratings = _ratings(both, one, other)
    return ReaderAgreement(
        first=one,
        second=other,
        dossiers=len(dossiers),
        criteres=len(shared),
        abstentions=len(shared) - int(table.sum()),
        exact=exact(table),
        kappa=weighted_kappa(table),
        kappa_low=interval[0] if interval else None,
        kappa_high=interval[1] if interval else None,
        alpha=krippendorff_alpha(ratings, len(SCALE)),
        ac2=gwet_ac2(ratings, len(SCALE)),
        table=tuple(tuple(int(n) for n in row) for row in table),
        to_adjudicate=disagreements(both),
    )


def inventory(gold: GoldSet, readers: Readers) -> Inventory:
    """Return what labelled material there is, half by half, and who has labelled."""
    halves: tuple[Fold, ...] = ("develop", "test")
    return Inventory(
        halves=tuple(
            Held(
                half=half,
                dossiers=dict(sorted(Counter(d.labels.bloc for d in gold.dossiers(half)).items())),
                passages=dict(sorted(Counter(str(p.kind) for p in gold.bank(half)).items())),
                questions=len(gold.questions(half)),
            )
            for half in halves
        ),
        readers=tuple(readers.imported()),
    )


def leaked(gold: GoldSet) -> list[Leak]:
    """Return what stands both in the tested half and in what the product ships, twelve words at a time.

    Passages that copy the référentiel or a course on purpose are left out.
    """
    shipped = {words for text in _shipped() for words in runs(text)}
    tested = [(p.id, p.text) for p in gold.bank("test") if p.kind not in ("parrot", "course")]
    tested += [(d.labels.id, d.text) for d in gold.dossiers("test")]
    return [Leak(where=where, words=words) for where, text in tested for words in sorted(shipped.intersection(runs(text)))]


def _shipped() -> Iterator[str]:
    for room in _SHIPPED:
        for path in sorted(Path(import_module(room).__path__[0]).rglob("*")):
            if path.suffix in _TEXTS:
                yield path.read_text(encoding="utf-8")


def _author(dossiers: Iterable[Dossier]) -> Iterator[Label]:
    for dossier in dossiers:
        for critere, labelled in dossier.labels.criteres.items():
            yield Label(dossier=dossier.labels.id, critere=critere, lecteur=AUTHOR, niveau=labelled.niveau)


def _by(reader: str, label: Label) -> Label:
    return label.model_copy(update={"lecteur": reader})


def _ratings(labels: Sequence[Label], one: str, other: str) -> Ratings:
    units = list(dict.fromkeys((x.dossier, x.critere) for x in labels))
    ratings = np.full((2, len(units)), np.nan)
    for label in labels:
        if label.niveau in SCALE:
            ratings[(one, other).index(label.lecteur), units.index((label.dossier, label.critere))] = SCALE.index(label.niveau)
    return ratings

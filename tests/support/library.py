"""A library on disk, exemplars to put in it, and a pseudonymiser whose list of names is known."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from assistant.domain.exemplar import Exemplar, ExemplarIndicateur, ExemplarPassage, ExemplarRisk, ExemplarSource
from assistant.domain.feedback import Etat, Niveau
from assistant.protocols import Vectors
from assistant.store.database import open_database
from assistant.store.exemplars import ExemplarStore

MARKER = "Zorglubine"
"""A word that stands in no file of the product."""


@dataclass(frozen=True)
class FakeReplacement:
    start: int
    end: int
    placeholder: str
    type: str = "PERSON"


@dataclass(frozen=True)
class FakeRisk:
    start: int
    end: int
    why: str


@dataclass(frozen=True)
class FakeMasked:
    text: str
    replacements: tuple[FakeReplacement, ...]
    risks: tuple[FakeRisk, ...]


@dataclass
class FakePseudonymiser:
    """Masks these names, and finds these words risky."""

    names: tuple[str, ...] = ("Amina Benali", "Hector Durand")
    risky: tuple[str, ...] = ()
    people: list[Sequence[str]] = field(default_factory=list)

    def __call__(self, text: str, *, people: Sequence[str] = (), organisations: Sequence[str] = ()) -> FakeMasked:
        self.people.append((*people, *organisations))
        replaced = [
            FakeReplacement(m.start(), m.end(), f"[PERSONNE {n}]")
            for n, name in enumerate(self.names, start=1)
            for m in re.finditer(re.escape(name), text)
        ]
        replaced.sort(key=lambda r: r.start)
        masked, position = "", 0
        for r in replaced:
            masked += text[position : r.start] + r.placeholder
            position = r.end
        risks = [FakeRisk(m.start(), m.end(), "nom possible") for w in self.risky for m in re.finditer(re.escape(w), text)]
        return FakeMasked(masked + text[position:], tuple(replaced), tuple(sorted(risks, key=lambda r: r.start)))


class LetterEmbedder:
    """Counts two letters: vectors that anyone can check."""

    def __init__(self, identity: str = "letters/1") -> None:
        self.id = identity
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return np.array([[text.count("a"), text.count("e")] for text in texts], dtype=np.float32).reshape(len(texts), 2)


def library(folder: Path) -> ExemplarStore:
    """Return the library of a data folder."""
    return ExemplarStore(open_database(folder, wait=0.3))


def exemplar(
    text: str = "Le 12 mai, [PERSONNE 1] compare trois offres.\nLe budget est de 4 000 €.", **changes: object
) -> Exemplar:
    """Return a reviewed-looking exemplar of bloc 1: a passage a line, the first one showing B1-C1-I1."""
    passages, start = [], 0
    for number, line in enumerate(text.split("\n")):
        passages.append(ExemplarPassage(number=number, start=start, end=start + len(line)))
        start += len(line) + 1
    made = Exemplar(
        id="nouveau",
        text=text,
        bloc="B1",
        context="CFA, restauration",
        passages=tuple(passages),
        niveaux={"B1-C1": Niveau.PARTIEL},
        indicateurs=(ExemplarIndicateur(code="B1-C1-I1", etat=Etat.ATTESTE, spans=(passages[0].span,)),),
        risks=(ExemplarRisk(start=0, end=2, why="date précise"),),
        source=ExemplarSource(name="dossier.md", sha256=f"{hash(text) & (2**64 - 1):064x}", fictional=True),
    )
    return made.model_copy(update=changes)


def published(store: ExemplarStore, made: Exemplar) -> str:
    """Take in, review and publish an exemplar; return its id."""
    code = store.add(made, by="Ana")
    store.review(store.get(code), by="Ana")
    store.publish(code, by="Ana", embedder=LetterEmbedder())
    return code


def files_holding(folder: Path, *words: str) -> list[str]:
    """Return the files under a folder in whose bytes, or name, one of the words stands, in UTF-8 or UTF-16, in any case."""
    found = []
    for path in sorted(folder.rglob("*")):
        content = path.name.encode() + (path.read_bytes() if path.is_file() else b"")
        lowered = content.lower()
        if any(w.lower().encode(e) in lowered for w in words for e in ("utf-8", "utf-16-le", "utf-16-be")):
            found.append(path.relative_to(folder).as_posix())
    return found

"""Which property catches which saboteur: the test of the tests.

Run `python -m evaluations.kill_matrix [--json] [--jobs 2] [--saboteurs …] [--properties …]`.
The material is small: a rate that must be low is caught here when its whole interval is too
high, and what tolerates nothing at the first broken case; passing takes the full suite.
"""

import argparse
import json
import multiprocessing
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from assistant.assessment.embedded import EmbeddedAssessor
from assistant.domain.base import Frozen
from assistant.domain.draft import Passage
from assistant.domain.feedback import Assessment
from assistant.domain.grille import Indicateur
from assistant.domain.knowledge import Knowledge
from assistant.errors import InputError
from assistant.protocols import AssessmentRequest, Assessor, PassageMatcher, ScoredPassage
from assistant.retrieval.matching import HybridMatcher
from assistant.retrieval.static import load_static
from assistant.retrieval.word_runs import load_word_runs
from evaluations.french_data import FrenchData
from evaluations.gold import GoldSet
from evaluations.harness.bench import Bench
from evaluations.harness.cases import Case
from evaluations.harness.material import Base, Material, Size
from evaluations.harness.store import ReadingStore
from evaluations.harness.subject import Subject, opened
from evaluations.harness.verdict import Verdict
from evaluations.properties.base import Property
from evaluations.properties.catalogue import chosen
from evaluations.runner import safely
from evaluations.saboteurs.registry import CAUGHT_BY, ELSEWHERE, REFERENCE, SABOTEURS

SMALL = Size(short=96, dossier=12, long=1, indicateur=30, attack=40, benign=12, process=1)
_TOGETHER = 12
"""Texts that another process reads together."""
_COSTLY = frozenset({"S2", "I8-140"})
"""Tried on the reference and on the saboteurs that they are named for; each trial takes seconds."""
_REMEMBERED = 4096


class Cell(Frozen):
    """What became of one saboteur before one property."""

    saboteur: str
    code: str
    gate: bool
    verdict: Verdict
    n: int
    broken: int

    @property
    def killed(self) -> bool:
        """Tell whether the property caught it."""
        return self.verdict == "fail"


class Matrix(Frozen):
    """All cells, saboteur by saboteur."""

    cells: tuple[Cell, ...]

    def cell(self, saboteur: str, code: str) -> Cell | None:
        """Return what became of a saboteur before a property, None where it was not tried."""
        return next((c for c in self.cells if (c.saboteur, c.code) == (saboteur, code)), None)

    @property
    def saboteurs(self) -> list[str]:
        """Return the saboteurs, and the reference if it was tried, in order."""
        return list(dict.fromkeys(c.saboteur for c in self.cells))

    @property
    def properties(self) -> list[str]:
        """Return the codes of the properties in order."""
        return sorted({c.code for c in self.cells}, key=[c.code for c in self.cells].index)

    def catchers(self, saboteur: str) -> list[str]:
        """Return the properties that caught it."""
        return [c.code for c in self.cells if c.saboteur == saboteur and c.killed]

    def problems(self) -> list[str]:
        """Return, in French sentences, what shows that the properties see too little or too much."""
        return list(chain(self._missed(), self._idle(), self._too_strict()))

    def _missed(self) -> Iterator[str]:
        for saboteur in self.saboteurs:
            for code in CAUGHT_BY.get(saboteur, ()):
                cell = self.cell(saboteur, code)
                if cell and not cell.killed:
                    yield f"{code} devait attraper {saboteur}\u00a0: {cell.broken} cas contraires sur {cell.n}."

    def _idle(self) -> Iterator[str]:
        """Yield the gates that catch nobody; of some of the saboteurs alone that says nothing."""
        for code in self.properties if set(CAUGHT_BY) <= set(self.saboteurs) else ():
            cells = [c for c in self.cells if c.code == code and c.saboteur != REFERENCE]
            if cells and cells[0].gate and not any(c.killed for c in cells):
                yield f"{code} n’attrape aucun saboteur."

    def _too_strict(self) -> Iterator[str]:
        yield from (f"{code} recale le lecteur de référence." for code in self.catchers(REFERENCE))


@dataclass(frozen=True)
class Fixtures:
    """What the matrix is made of."""

    size: Size = SMALL
    enough: int = 12
    """Drafts with a case that counts after which a property needs no further base."""
    properties: tuple[str, ...] = ()
    """Codes or patterns; all when empty."""


class _Switch:
    """Passes on to one assessor after another, so that the product is put together once for all."""

    def __init__(self, current: Assessor) -> None:
        self.current = current

    @property
    def id(self) -> str:
        """Return the identity of the present assessor."""
        return self.current.id

    def assess(self, requests: Sequence[AssessmentRequest]) -> list[Assessment]:
        """Return what the present assessor says."""
        return self.current.assess(requests)


class _NoCandidates(HybridMatcher):
    """Spares the search for passages, which no saboteur looks at."""

    def candidates(
        self, text: str, passages: Sequence[Passage], indicateurs: Sequence[Indicateur]
    ) -> dict[str, tuple[ScoredPassage, ...]]:
        """Return no passage for any indicateur."""
        del text, passages
        return {i.code: () for i in indicateurs}


@dataclass(frozen=True)
class _Workshop:
    """What all saboteurs share: it is made once a process."""

    gold: GoldSet
    data: FrenchData
    matcher: PassageMatcher
    subject: Subject
    switch: _Switch

    @property
    def knowledge(self) -> Knowledge:
        """Return the knowledge that drafts are read with."""
        return self.subject.assistant.knowledge


def kill_matrix(saboteurs: Sequence[str] = tuple(SABOTEURS), fixtures: Fixtures | None = None, *, jobs: int = 1) -> Matrix:
    """Return the matrix of these saboteurs; raise `InputError` for a name or a property that does not exist."""
    fixtures = fixtures or Fixtures()
    if jobs <= 1:
        return Matrix(cells=tuple(chain.from_iterable(_row(name, fixtures) for name in saboteurs)))
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        return Matrix(cells=tuple(chain.from_iterable(pool.map(_row, saboteurs, [fixtures] * len(saboteurs)))))


@lru_cache(maxsize=1)
def _workshop() -> _Workshop:
    switch = _Switch(EmbeddedAssessor())
    subject = Subject(switch, lru_cache(maxsize=_REMEMBERED)(opened))
    knowledge, matcher = subject.assistant.knowledge, subject.assistant.matcher
    subject.assistant.matcher = _NoCandidates([c for g in knowledge.grilles for c in g.criteres], load_static(), load_word_runs())
    return _Workshop(GoldSet(knowledge), FrenchData(), matcher, subject, switch)


@lru_cache(maxsize=1)
def _bases(size: Size) -> tuple[Base, ...]:
    shop = _workshop()
    return tuple(_lighter(b) for b in Material(shop.knowledge, shop.gold, shop.data).bases(size))


def _lighter(base: Base) -> Base:
    return base if base.kind != "process" else Base(base.id, base.kind, base.bloc, base.text, others=base.others[:_TOGETHER])


def _row(name: str, fixtures: Fixtures) -> list[Cell]:
    shop = _workshop()
    shop.switch.current = _made(name)
    store = ReadingStore(shop.subject.read, name)
    bench = Bench(store.read, shop.knowledge, shop.matcher, shop.data, name, shop.gold.bank("test"))
    tried = [p for p in chosen(fixtures.properties) if _worth_it(name, p)]
    return [_cell(name, p, _some_cases(p, _bases(fixtures.size), bench, fixtures.enough)) for p in tried]


def _made(name: str) -> Assessor:
    if name not in SABOTEURS:
        raise InputError(f"Aucun saboteur ne s’appelle «\u00a0{name}\u00a0».", hint="Choisissez " + ", ".join(SABOTEURS) + ".")
    return SABOTEURS[name]()


def _worth_it(name: str, prop: Property) -> bool:
    code = prop.card.code
    return code not in ELSEWHERE and (code not in _COSTLY or name == REFERENCE or code in CAUGHT_BY.get(name, ()))


def _some_cases(prop: Property, bases: Sequence[Base], bench: Bench, enough: int) -> list[Case]:
    """Return the cases of as many bases as it takes to have enough that count."""
    cases: list[Case] = []
    for base in bases:
        if base.kind in prop.uses:
            cases += safely(prop, base, bench)
        if len({c.cluster for c in cases if c.outcome in ("held", "broken")}) >= enough:
            break
    return cases


def _cell(name: str, prop: Property, cases: Sequence[Case]) -> Cell:
    result = prop.conclude(cases, "embedded")
    return Cell(saboteur=name, code=result.code, gate=result.gate, verdict=result.verdict, n=result.n, broken=result.broken)


def lines(matrix: Matrix) -> Iterator[str]:
    """Yield the matrix as a person reads it."""
    width = max(map(len, matrix.saboteurs), default=0)
    yield "● attrapé par une propriété nommée pour lui   ○ attrapé aussi   · non   (vide : non essayé)"
    for number, group in enumerate(_groups(matrix.properties)):
        yield ("" if number == 0 else "\n") + " " * width + "  " + " ".join(group)
        for saboteur in matrix.saboteurs:
            yield f"{saboteur:{width}}  " + " ".join(f"{_sign(matrix, saboteur, code):^{len(code)}}" for code in group).rstrip()
    problems = matrix.problems()
    yield ""
    parts = ", ".join(f"{code} ({part})" for code, part in ELSEWHERE.items())
    yield f"Non essayées, car elles mesurent autre chose qu’un lecteur\u00a0: {parts}."
    yield from problems or ["Chaque saboteur est attrapé par ses propriétés, et le lecteur de référence n’est recalé par aucune."]


def _groups(codes: Sequence[str], most: int = 90) -> Iterator[list[str]]:
    group: list[str] = []
    for code in codes:
        if sum(map(len, group)) + len(group) + len(code) > most:
            yield group
            group = []
        group.append(code)
    if group:
        yield group


def _sign(matrix: Matrix, saboteur: str, code: str) -> str:
    cell = matrix.cell(saboteur, code)
    if cell is None:
        return " "
    return "·" if not cell.killed else "●" if code in CAUGHT_BY.get(saboteur, ()) else "○"


def main(arguments: Sequence[str] | None = None, size: Size = SMALL) -> int:
    """Print the matrix; return 1 when it shows a problem."""
    parser = argparse.ArgumentParser(description="Quelle propriété attrape quel mauvais lecteur.")
    parser.add_argument("--saboteurs", nargs="*", default=tuple(SABOTEURS), help="noms (tous par défaut)")
    parser.add_argument("--properties", nargs="*", default=(), help="codes ou motifs, comme « D* » (toutes par défaut)")
    parser.add_argument("--jobs", type=int, default=2, help="processus en parallèle")
    parser.add_argument("--json", action="store_true", help="écrit un document JSON")
    asked = parser.parse_args(arguments)
    matrix = kill_matrix(asked.saboteurs, Fixtures(size=size, properties=tuple(asked.properties)), jobs=asked.jobs)
    if asked.json:
        document = matrix.model_dump(mode="json") | {"problems": matrix.problems()}
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write("\n".join(lines(matrix)) + "\n")
    return 1 if matrix.problems() else 0


if __name__ == "__main__":
    sys.exit(main())

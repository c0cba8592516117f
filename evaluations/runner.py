"""Runs a suite: every property on every base that it uses, in parallel, written down as it goes."""

import hashlib
import multiprocessing
import os
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing.process import BaseProcess
from pathlib import Path

from assistant.domain.base import Frozen
from assistant.errors import SetupError
from assistant.version import product_version
from evaluations.french_data import FrenchData
from evaluations.gold import Fold, GoldSet
from evaluations.harness.bench import Bench, Sort, case
from evaluations.harness.cases import Case
from evaluations.harness.material import Base, Material
from evaluations.harness.record import Described, Identity, Run, RunFolder, SuiteName, Times
from evaluations.harness.store import ReadingStore
from evaluations.harness.subject import Subject, factory_of, fingerprint
from evaluations.harness.verdict import Result
from evaluations.properties.base import Property
from evaluations.properties.catalogue import chosen
from evaluations.saboteurs.registry import SABOTEURS
from evaluations.suites import SIZES

_TIDIED = "ignore:resource_tracker:UserWarning"
Progress = Callable[[int, int], None]
"""Called with how many bases are done, and how many there are."""


class Plan(Frozen):
    """What to run; equal plans on equal code give equal results."""

    suite: SuiteName
    assessor: str = "embedded"
    properties: tuple[str, ...] = ()
    """Codes or patterns; all when empty."""
    seed: int = 0
    half: Fold = "develop"
    """The half of the labelled dossiers; *test* is opened once per release."""
    store: str = ""
    """Folder of the readings that need not be made again; none when empty."""

    @property
    def sort(self) -> Sort:
        """Return which limits apply: those of rules that must be deterministic, or those of a model."""
        return "model" if self.suite == "model" else "embedded"


class Done(Frozen):
    """What came of one base."""

    cases: tuple[Case, ...]
    seconds: dict[str, float]
    made: int
    kept: int


@dataclass(frozen=True)
class Workplace:
    """What one process needs to observe bases."""

    bench: Bench
    bases: tuple[Base, ...]
    properties: tuple[Property, ...]
    store: ReadingStore
    identity: Identity


def run(plan: Plan, folder: RunFolder, *, jobs: int = 2, progress: Progress | None = None) -> Run:
    """Run a suite and return its conclusions, written in the folder with every case.

    Raises `InputError` for an assessor or a property that does not exist. An interruption is
    passed on once what was done is written.
    """
    started = time.monotonic()
    with ExitStack() as opening:
        observe = opening.enter_context(_observers(plan, jobs))
        place = workplace(plan)
        observers = opening.pop_all()
    folder.path.mkdir(parents=True, exist_ok=True)
    cases: list[Case] = []
    seconds: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    done = 0
    try:
        with observers, folder.cases_path.open("w", encoding="utf-8") as stream:
            for found in observe(len(place.bases)):
                stream.writelines(c.model_dump_json() + "\n" for c in found.cases)
                stream.flush()
                cases += found.cases
                seconds.update(found.seconds)
                counts.update(made=found.made, kept=found.kept)
                done += 1
                if progress:
                    progress(done, len(place.bases))
    finally:
        concluded = _concluded(plan, place, cases, complete=done == len(place.bases))
        times = Times(
            total=time.monotonic() - started,
            properties=dict(seconds),
            readings_made=counts["made"],
            readings_kept=counts["kept"],
        )
        folder.write(concluded, times)
    return concluded


def conclude(properties: Sequence[Property], cases: Sequence[Case], sort: Sort) -> list[Result]:
    """Return the conclusion of each property from all cases."""
    by_property: dict[str, list[Case]] = defaultdict(list)
    for found in cases:
        by_property[found.property].append(found)
    return [p.conclude(by_property[p.card.code], sort) for p in properties]


@contextmanager
def _observers(plan: Plan, jobs: int) -> Iterator[Callable[[int], Iterator[Done]]]:
    """Give what tells, of so many bases, what comes of each, in their order, from this process or from several.

    Others make themselves ready while this one does. An interruption ends them at once: a reading that somebody
    pays for must not go on.
    """
    if jobs <= 1:
        yield lambda bases: (_observe(plan, n) for n in range(bases))
        return
    others = multiprocessing.active_children()
    # A process ended while a library starts leaves a semaphore; it is tidied up, which is nobody's concern.
    asked = os.environ.get("PYTHONWARNINGS", "").split(",")
    os.environ["PYTHONWARNINGS"] = ",".join(dict.fromkeys(filter(None, (*asked, _TIDIED))))
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_obey_the_parent_alone)
    try:
        for _ in range(jobs):
            pool.submit(_prepare, plan)
        yield lambda bases: (f.result() for f in [pool.submit(_observe, plan, n) for n in range(bases)])
    except BrokenProcessPool as error:
        raise SetupError(
            "Un processus de lecture s’est arrêté brutalement (mémoire insuffisante ?).",
            hint="Reprenez avec --resume --jobs 1.",
        ) from error
    except BaseException:
        _end([c for c in multiprocessing.active_children() if c not in others])
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _obey_the_parent_alone() -> None:
    """Leave Ctrl-C to the parent, and end at once and without a word when it says so.

    An exception instead of an exit could be raised anywhere, in the middle of a library's own farewell too.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))


def _end(children: Sequence[BaseProcess]) -> None:
    """End processes, and ask again those that were not yet listening."""
    for child in children:
        while child.is_alive():
            child.terminate()
            child.join(0.2)


def _prepare(plan: Plan) -> None:
    workplace(plan)


def _observe(plan: Plan, number: int) -> Done:
    place = workplace(plan)
    base = place.bases[number]
    made, kept = place.store.made, place.store.kept
    cases: list[Case] = []
    seconds: dict[str, float] = {}
    for prop in place.properties:
        if base.kind in prop.uses:
            started = time.monotonic()
            cases += safely(prop, base, place.bench)
            seconds[prop.card.code] = time.monotonic() - started
    return Done(cases=tuple(cases), seconds=seconds, made=place.store.made - made, kept=place.store.kept - kept)


def safely(prop: Property, base: Base, bench: Bench) -> Iterator[Case]:
    """Yield the cases of a base; what an assessor raises is one more case, counted as an error."""
    try:
        yield from prop.observe(base, bench)
    except Exception as error:  # noqa: BLE001 - a run measures assessors that nobody vouches for
        yield case(prop.card.code, base, "exception", "error", note=f"{type(error).__name__} : {error}")


@lru_cache(maxsize=1)
def workplace(plan: Plan) -> Workplace:
    """Return what a run of the plan works with, its identity included; made once for several uses.

    Raises `InputError` for an assessor or a property that does not exist.
    """
    factory = factory_of(plan.assessor, SABOTEURS)
    subject = Subject(factory() if factory else None)
    store = ReadingStore(subject.read, subject.identity, Path(plan.store) if plan.store else None)
    knowledge, data = subject.assistant.knowledge, FrenchData()
    gold = GoldSet(knowledge)
    material = Material(knowledge, gold, data, seed=plan.seed, half=plan.half)
    properties = chosen(plan.properties)
    used = {kind for p in properties for kind in p.uses}
    every = tuple(material.bases(SIZES[plan.suite]))
    bases = tuple(b for b in every if b.kind in used)
    bench = Bench(
        store.read, knowledge, subject.matcher, data, plan.assessor, gold.bank("test"), plan.sort, plan.seed, subject.tempered
    )
    identity = Identity(
        product=product_version(),
        assessor=subject.assessor.id,
        subject=subject.identity,
        referentiel=knowledge.referentiel.identity(),
        material=hashlib.sha256("\n".join(map(repr, every)).encode()).hexdigest(),
        properties=fingerprint("evaluations"),
        seed=plan.seed,
    )
    return Workplace(bench, bases, properties, store, identity)


def _concluded(plan: Plan, place: Workplace, cases: Sequence[Case], *, complete: bool) -> Run:
    cards = [p.card for p in place.properties]
    return Run(
        suite=plan.suite,
        assessor=plan.assessor,
        sort=plan.sort,
        half=plan.half,
        identity=place.identity,
        complete=complete,
        properties=tuple(
            Described(
                code=c.code,
                family=c.family,
                title=c.title,
                meaning=c.meaning,
                change=c.change,
                expected=c.expected,
                metric=c.metric,
            )
            for c in cards
        ),
        results=tuple(conclude(place.properties, cases, plan.sort)),
    )

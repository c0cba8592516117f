"""How long exemplars take to be found among 20 000 passages: `python -m evaluations.bench_exemplars [--passages N]`.

Exemplars are made up from the words of the shipped ones, and indexed in the background while
drafts are looked at. Beside, in the same run: exact search by numpy, and one plain Chroma
collection asked with `where`. What SQL adds to a reading is not in these figures.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import chromadb
import numpy as np

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.base import Span
from assistant.domain.draft import Draft
from assistant.domain.exemplar import Exemplar, ExemplarIndicateur, ExemplarPassage, ExemplarSource
from assistant.domain.feedback import Assessment, Etat, ExemplarQuote
from assistant.knowledge.shipped import shipped_exemplars
from assistant.protocols import Embedder, IndexStore, Vectors
from assistant.retrieval.embedders import StaticEmbedder
from assistant.retrieval.excerpts import Excerpt, excerpts_of
from assistant.retrieval.index import open_store
from assistant.retrieval.shelf import Wanted
from assistant.retrieval.shelves import Shelves, Sources, collection_of
from assistant.retrieval.showcase import Showcase
from assistant.retrieval.static import load_static
from assistant.settings import Settings
from evaluations.gold import GoldSet
from ingestion.readers import read_text

_DRAFTS = 30
_ROUNDS = 3
_CANDIDATES = 32
_AIM = 20.0
"""Milliseconds, 95 % of the time."""
_PASSAGES = 40
"""Passages of one exemplar."""


def made_up(passages: int, seed: int = 0) -> Iterator[Exemplar]:
    """Yield exemplars with that many passages in all, each a shipped excerpt with other figures, and a sentence of another."""
    rng = random.Random(seed)  # noqa: S311 - reproducible, not secret
    blocs = sorted({e.bloc for e in shipped_exemplars() if e.bloc})
    shown = {bloc: [x for e in shipped_exemplars(bloc) for x in excerpts_of(e)] for bloc in blocs}
    for number in range(passages // _PASSAGES):
        bloc = blocs[number % len(blocs)]
        yield _exemplar(f"bench-{number}", bloc, rng.choices(shown[bloc], k=_PASSAGES), rng)


def _exemplar(name: str, bloc: str, taken: Sequence[Excerpt], rng: random.Random) -> Exemplar:
    text, passages, labels = "", [], dict[str, list[Span]]()
    for number, excerpt in enumerate(taken):
        shown, around = (
            "".join(str(rng.randrange(10)) if c.isdigit() else c for c in words)
            for words in (excerpt.text, rng.choice(taken).text)
        )
        span = Span(start=len(text), end=len(text) + len(shown))
        text += f"{shown} {around}\n"
        passages.append(ExemplarPassage(number=number, start=span.start, end=len(text) - 1))
        labels.setdefault(excerpt.indicateur, []).append(span)
    niveaux = {code.rpartition("-")[0]: rng.choice(("partiel", "demontre")) for code in labels}
    return Exemplar.model_validate(
        {
            "id": name,
            "text": text,
            "bloc": bloc,
            "passages": passages,
            "niveaux": niveaux,
            "indicateurs": [ExemplarIndicateur(code=c, etat=Etat.ATTESTE, spans=tuple(s)) for c, s in labels.items()],
            "source": ExemplarSource(name=name, sha256=f"{rng.getrandbits(256):064x}", fictional=True),
        }
    )


class MadeUpInstitute:
    """An institute that published made-up exemplars; vectors are made once."""

    def __init__(self, exemplars: Sequence[Exemplar], embedder: Embedder) -> None:
        self._by_bloc = {b: [e for e in exemplars if e.bloc == b] for b in {e.bloc for e in exemplars}}
        self._made = {b: _embedded(found, embedder) for b, found in self._by_bloc.items()}

    def published_id(self) -> str:
        """Return the identity of what is published."""
        return "bench"

    def published(self, bloc: str | None = None) -> Sequence[Exemplar]:
        """Return what is published in a bloc."""
        return self._by_bloc.get(bloc, [])

    def vectors(self, embedder: Embedder, bloc: str | None = None) -> "Made":  # noqa: ARG002 - the socket has it
        """Return the vectors of the passages of a bloc."""
        return self._made[bloc]


class Made(NamedTuple):
    """Vectors of passages."""

    passages: tuple[tuple[str, int], ...]
    vectors: Vectors


def _embedded(exemplars: Sequence[Exemplar], embedder: Embedder) -> Made:
    every = [(e, p) for e in exemplars for p in e.passages]
    return Made(tuple((e.id, p.number) for e, p in every), embedder.embed([e.words(p.span) for e, p in every]))


class Took(NamedTuple):
    """Seconds of one piece of work."""

    clock: float
    processor: float
    """Of this thread alone: other programs do not count."""


@contextmanager
def measured(times: list[Took]) -> Iterator[None]:
    """Add how long the work inside took."""
    clock, processor = time.perf_counter(), time.thread_time()
    yield
    times.append(Took(time.perf_counter() - clock, time.thread_time() - processor))


class Asked(NamedTuple):
    """A draft and its reading, which exemplars are looked for beside."""

    draft: Draft
    bloc: str
    assessments: Sequence[Assessment]


def drafts(assistant: Assistant, most: int) -> list[Asked]:
    """Return readings of dossiers that do not ship, a few of every bloc."""
    shipped = {e.source.origin for e in shipped_exemplars()}
    found = [d for d in GoldSet(assistant.knowledge).dossiers("develop") if d.labels.id not in shipped]
    found = found[:: max(1, len(found) // most)][:most]
    read = [(read_text(d.text, "draft.md"), d.labels.bloc) for d in found]
    return [Asked(draft, bloc, assistant.assess(draft, bloc)) for draft, bloc in read]


Shown = list[dict[str, tuple[ExemplarQuote, ...]]]


def looked(showcase: Showcase, asked: Sequence[Asked], rounds: int = _ROUNDS) -> tuple[list[Took], Shown]:
    """Return how long each look took once everything is warm, and what was shown."""
    times: list[Took] = []
    shown: Shown = [dict(showcase.beside(*one).quotes) for one in asked]
    for _ in range(rounds):
        for one in asked:
            with measured(times):
                showcase.beside(*one)
    return times, shown


def where_times(shelves: Shelves, asked: Sequence[Asked], folder: Path) -> tuple[float, list[Took]]:
    """Return how long one plain collection takes to build, and each question with `where`, one for each critère's lacks."""
    start = time.perf_counter()
    client = chromadb.PersistentClient(str(folder))
    collection = client.create_collection("all", embedding_function=None, configuration={"hnsw": {"space": "cosine"}})
    for name, (ids, vectors) in shelves.collections().items():
        for at in range(0, len(ids), 5000):
            part = list(ids[at : at + 5000])
            collection.add(ids=part, embeddings=vectors[at : at + 5000], metadatas=[{"bloc": name}] * len(part))
    built = time.perf_counter() - start
    times: list[Took] = []
    for one in asked:
        vectors = shelves.of(one.bloc)[1].vectors[: max(1, sum(len(a.missing) for a in one.assessments))]
        with measured(times):
            collection.query(query_embeddings=vectors, n_results=_CANDIDATES, where={"bloc": collection_of(one.bloc)}, include=[])
    return built, times


def search_times(shelves: Shelves, asked: Sequence[Asked], store: IndexStore | None = None) -> list[Took]:
    """Return how long the same questions take, with their exact scores, through a store or by numpy alone."""
    times: list[Took] = []
    for one in (*asked, *asked):
        shelf = shelves.of(one.bloc)[1]
        index = store.collection(collection_of(one.bloc)) if store else shelf.exact
        wanted = [Wanted(code, "") for a in one.assessments for code in a.missing]
        with measured(times):
            shelf.search(index, wanted)
    return times[len(asked) :]


def in_words(times: Sequence[Took]) -> str:
    """Return the middle and the 95th percentile in milliseconds, on the clock and of this thread's processor."""
    if not times:
        return "aucune"
    middle, high = (1000 * np.percentile(times, part, axis=0) for part in (50, 95))
    return f"médiane {middle[0]:.1f} ms, p95 {high[0]:.1f} ms (processeur : {middle[1]:.1f} et {high[1]:.1f} ms)"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return 1 when looking through Chroma is slower than aimed at."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--drafts", type=int, default=_DRAFTS)
    options = parser.parse_args(arguments)
    static = load_static()
    embedder = StaticEmbedder(static)
    with tempfile.TemporaryDirectory() as folder:
        assistant = build_assistant(Settings(data_dir=Path(folder)), exemplars=False)
        asked = drafts(assistant, options.drafts)
        institute = MadeUpInstitute(list(made_up(options.passages)), embedder)
        criteres = [c for g in assistant.knowledge.grilles for c in g.criteres]
        shelves = Shelves(criteres, static, embedder, Sources(shipped_exemplars, "bench", lambda: institute))
        return _compared(shelves, asked, Path(folder))


def _compared(shelves: Shelves, asked: Sequence[Asked], folder: Path) -> int:
    start = time.perf_counter()
    count = sum(len(c.ids) for c in shelves.collections().values())
    sys.stdout.write(f"{count} extraits, rayons remplis en {time.perf_counter() - start:.1f} s\n")
    exact, beside = looked(Showcase(shelves, folder / "exact"), asked)
    sys.stdout.write(f"recherche exacte, une lecture entière : {in_words(exact)}\n")
    served = Showcase(shelves, folder / "chroma")
    start, during = time.perf_counter(), list[Took]()
    served.serve(0.0)
    while served.busy:
        during += looked(served, asked, 1)[0]
    sys.stdout.write(f"index construit en {time.perf_counter() - start:.1f} s ; lectures pendant ce temps : {in_words(during)}\n")
    if served.serve(0.0) != "chroma":
        sys.stdout.write("l’index n’a pas pu être construit\n")
        return 1
    through, shown = looked(served, asked)
    same = sum(a == b for a, b in zip(beside, shown, strict=True))
    sys.stdout.write(f"par Chroma : {in_words(through)} ; mêmes extraits que l’exacte : {same}/{len(asked)}\n")
    ours = search_times(shelves, asked, open_store(folder / "chroma" / shelves.identity()))
    sys.stdout.write(f"par Chroma, questions seules : {in_words(ours)}\n")
    built, where = where_times(shelves, asked, folder / "where")
    sys.stdout.write(f"Chroma nu avec where : construit en {built:.1f} s, questions seules : {in_words(where)}\n")
    sys.stdout.write(f"numpy, questions seules : {in_words(search_times(shelves, asked))}\n")
    return 0 if 1000 * float(np.percentile([t.clock for t in ours], 95)) <= _AIM else 1


if __name__ == "__main__":
    sys.exit(main())

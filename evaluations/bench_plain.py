"""Time of our reading beside a plain pipeline: LangChain splitter, Chroma, a sentence-transformers model.

Run `python -m evaluations.bench_plain MODEL`, where MODEL is the folder or the name of a
model such as all-MiniLM-L6-v2; nothing is downloaded unless it is named. Both read the same
140 000 characters of bloc 4, in turn, in this process, once their models are loaded; the
plain pipeline only finds the nearest chunks of each indicateur, which is where ours begins.
"""

import argparse
import re
import sys
import time
from collections.abc import Callable
from functools import partial

import chromadb
from chromadb.config import Settings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from sentence_transformers import SentenceTransformer

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.draft import Draft
from evaluations.bench_readers import documents
from evaluations.bench_review import edited
from ingestion.readers import read_draft, read_text

_CHUNK, _OVERLAP, _NEAREST = 1000, 150, 3
_TURNS = 3


class PlainPipeline:
    """What most would build: chunks, embeddings, a vector store, the nearest chunks of each indicateur."""

    def __init__(self, model: str, queries: list[str]) -> None:
        self._model = SentenceTransformer(model, device="cpu")
        self._queries = self._model.encode(queries)
        self._splitter = RecursiveCharacterTextSplitter(chunk_size=_CHUNK, chunk_overlap=_OVERLAP)
        self._client = chromadb.EphemeralClient(Settings(anonymized_telemetry=False))

    def read(self, text: str) -> int:
        """Return how many chunks were found for the indicateurs of a draft."""
        chunks = self._splitter.split_text(text)
        collection = self._client.create_collection("draft")
        try:
            collection.add(ids=[str(n) for n in range(len(chunks))], documents=chunks, embeddings=self._model.encode(chunks))
            found = collection.query(query_embeddings=self._queries, n_results=_NEAREST)
        finally:
            self._client.delete_collection("draft")
        return sum(len(ids) for ids in found["ids"])


def timed(action: Callable[[], object]) -> float:
    """Return how many seconds the action takes."""
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def other_words(text: str, turn: int) -> str:
    """Return the text with the digits of every sentence moved, so that nothing remembered helps."""
    return re.sub(r"\d", lambda m: str((int(m.group()) + turn) % 10), text).replace(". ", f" ({turn}). ")


def ours(assistant: Assistant, draft: Draft) -> None:
    """Read the draft against its bloc."""
    assistant.review(draft, "B4")


def main() -> int:
    """Print the seconds of each, turn by turn, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="folder or name of a sentence-transformers model")
    draft = read_draft(documents()["md"], "long.md")
    assistant = build_assistant()
    grille = assistant.knowledge.grille("B4")
    queries = [f"{i.label}. {i.description}" for c in grille.criteres for i in c.indicateurs]
    plain = PlainPipeline(parser.parse_args().model, queries)
    ours(assistant, read_text(draft.text[:8000]))
    plain.read(draft.text[:8000])
    for turn in range(1, _TURNS + 1):
        fresh = read_text(other_words(draft.text, turn), draft.name)
        first, again = timed(partial(ours, assistant, fresh)), timed(partial(ours, assistant, edited(fresh)))
        other = timed(partial(plain.read, fresh.text))
        sys.stdout.write(
            f"{len(fresh.text)} characters: ours {first:.2f} s, after one edit {again:.2f} s; plain pipeline {other:.2f} s"
            f" ({other / first:.1f} times ours)\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())

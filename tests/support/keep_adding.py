"""Works on a library until it is killed, and says on standard output what was done: `keep_adding.py FOLDER`.

Every number on standard input starts such work, in a process of its own whose libraries are already loaded.
"""

import itertools
import os
import sys
from pathlib import Path

from library import FakePseudonymiser, LetterEmbedder, library

from assistant.domain.feedback import Niveau
from ingestion.exemplars import Terms, exemplar_of
from ingestion.readers import read_text


def main(folder: str) -> None:
    """Start one worker a line, and tell when it is dead."""
    for line in sys.stdin:
        worker = os.fork()
        if worker == 0:
            work(folder, line.strip())
        say("started", worker, "-")
        os.waitpid(worker, 0)
        say("dead", worker, "-")


def work(folder: str, seed: str) -> None:
    """Take in texts; publish one in two; erase one in three; tell each once it is done."""
    store, embedder = library(Path(folder)), LetterEmbedder()
    terms, mask = Terms(by="Ana", bloc="B1", fictional=True), FakePseudonymiser()
    for number in itertools.count():
        word = f"Marqueur{seed}x{number}fin"
        draft = read_text(f"{word} : le 12 mai, Amina Benali compare trois offres.\n" * 40)
        code = store.add(exemplar_of(draft, mask(draft.text), terms), by="Ana")
        say("added", code, word)
        if number % 2:
            seen = store.get(code)
            store.review(seen.model_copy(update={"niveaux": {"B1-C1": Niveau.PARTIEL}}), by="Ana")
            store.publish(code, by="Ana", embedder=embedder)
            say("published", code, word)
        if number % 3 == 0:
            say("erasing", code, word)
            store.erase(code, by="Ana")
            say("erased", code, word)


def say(what: str, code: object, word: str) -> None:
    """Tell the parent, at once."""
    os.write(1, f"{what} {code} {word}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1])

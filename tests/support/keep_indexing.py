"""Builds the index of a library's exemplars until it is killed: `keep_indexing.py FOLDER`.

Every line on standard input starts such work, in a process of its own whose libraries are already loaded.
"""

import os
import sys
from pathlib import Path

from assistant.bootstrap import build_assistant
from assistant.settings import DERIVED_FOLDER, Settings


def main(folder: str) -> None:
    """Start one worker a line, and tell when it begins and when it is dead."""
    assistant = build_assistant(Settings(data_dir=Path(folder)))
    assistant.showcase.sound()
    for _ in sys.stdin:
        worker = os.fork()
        if worker == 0:
            while True:
                assistant.showcase.build()
                for store in Path(folder, DERIVED_FOLDER).iterdir():
                    (store / "chroma.sqlite3").write_bytes(b"")
        say("started", worker)
        os.waitpid(worker, 0)
        say("dead", worker)


def say(what: str, worker: int) -> None:
    """Tell the parent, at once."""
    os.write(1, f"{what} {worker}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1])

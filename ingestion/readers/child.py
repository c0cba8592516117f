"""The process that opens a file nobody has vouched for; it has little memory and little time.

A line of JSON and the bytes of the file come in on standard input, one JSON document goes
out on standard output. A parser that crashes takes this process down and nothing else.
"""

import json
import logging
import sys
from importlib import import_module
from typing import Any

from assistant.errors import UnreadableDocument
from ingestion.readers import limits, refusals
from ingestion.readers.kinds import Source, recognise
from ingestion.readers.manuscript import Reading

try:
    import resource
except ImportError:  # not every platform limits its processes
    resource = None  # type: ignore[assignment] # mypy takes a module name for a constant

_READERS = {
    "docx": "ingestion.readers.docx",
    "odt": "ingestion.readers.odt",
    "pdf": "ingestion.readers.pdf",
    "html": "ingestion.readers.html",
    "markdown": "ingestion.readers.markdown",
    "text": "ingestion.readers.text",
}


def main() -> None:
    """Read one file from standard input and answer on standard output."""
    restrict()
    name = json.loads(sys.stdin.buffer.readline())["name"]
    data = sys.stdin.buffer.read()
    answer = json.dumps(_answer(data, name), ensure_ascii=False)
    sys.stdout.buffer.write(answer.encode())


def restrict() -> None:
    """Limit the memory and time of this process, and silence what libraries would log."""
    logging.disable()
    if resource is None:
        return
    for what, amount in (
        (resource.RLIMIT_AS, limits.CHILD_MEMORY_BYTES),
        (resource.RLIMIT_CPU, limits.CHILD_CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        allowed = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        try:
            resource.setrlimit(what, (allowed, hard))
        except (ValueError, OSError):
            continue


def _answer(data: bytes, name: str) -> dict[str, Any]:
    try:
        source = recognise(data, name)
        reading = _read(source)
    except UnreadableDocument as refusal:
        return refused(refusal)
    except (MemoryError, RecursionError):
        return refused(refusals.too_long_to_read())
    notices = [*source.notices, *reading.notices]
    return {
        "text": reading.text,
        "blocks": reading.blocks,
        "cells": reading.cells,
        "pages": reading.pages,
        "pages_are": reading.pages_are,
        "notices": notices,
    }


def _read(source: Source) -> Reading:
    # Each process pays only for the parser of its own format.
    reader = import_module(_READERS[source.kind])
    reading: Reading = reader.read(source)
    return reading


def refused(refusal: UnreadableDocument) -> dict[str, Any]:
    """Return a refusal in types that cross a pipe."""
    return {"refused": refusal.code, "message": str(refusal), "hint": refusal.hint}


if __name__ == "__main__":
    main()

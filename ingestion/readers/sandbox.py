"""Running the reading of a file in a child process that cannot take the server down.

Usable from any thread: nothing is forked, the child limits itself before it reads, and a
timer ends it when it takes too long. Its environment holds no secret of the parent.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import Any

from assistant.errors import DocumentTooLarge, EmptyDraft, UnreadableDocument
from ingestion.readers import limits, refusals

_KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
_REFUSALS = {error.code: error for error in (UnreadableDocument, DocumentTooLarge, EmptyDraft)}
_OVER_TIME = tuple(-number for name in ("SIGXCPU", "SIGKILL") if (number := getattr(signal, name, None)))


def run(data: bytes, name: str, *, seconds: float = limits.CHILD_WALL_SECONDS) -> dict[str, Any]:
    """Return what the child that reads answered about these bytes, or refuse a file that it cannot read."""
    answer = ask("ingestion.readers.child", {"name": name}, data, most=limits.ANSWER_BYTES, seconds=seconds)
    return understand(json.loads(answer))


def ask(module: str, header: Mapping[str, Any], data: bytes, *, most: int, seconds: float = limits.CHILD_WALL_SECONDS) -> bytes:
    """Return what a module of ours, run as a child, answered about a header and these bytes; `most` bounds the answer."""
    command = [sys.executable, "-P", "-s", "-m", module]
    process = subprocess.Popen(  # noqa: S603 - our own module, no word of the command comes from outside
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
    )
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    try:
        answer = _converse(process, json.dumps(header).encode() + b"\n", data, most)
    finally:
        process.kill()
        status = process.wait()
        timer.cancel()
    if len(answer) > most:
        raise refusals.too_many_characters()
    if status in _OVER_TIME:
        raise refusals.too_long_to_read()
    if status != 0:
        raise refusals.damaged()
    return answer


def understand(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the answer of a child, or raise the refusal that it is."""
    if "refused" in answer:
        raise _REFUSALS[answer["refused"]](answer["message"], hint=answer["hint"])
    return answer


def _environment() -> dict[str, str]:
    kept = {key: value for key in _KEPT if (value := os.environ.get(key))}
    path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)  # noqa: PTH109 - an entry of the path is a string
    return kept | {"PYTHONPATH": path, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}


def _converse(process: "subprocess.Popen[bytes]", header: bytes, data: bytes, most: int) -> bytes:
    if process.stdin is None or process.stdout is None:
        raise refusals.too_long_to_read()
    with process.stdout as output:
        try:
            with process.stdin as entry:
                entry.write(header)
                entry.write(data)
        except OSError:  # the child ended before it had read all
            return b""
        answer = output.read(most + 1)
    process.wait()
    return answer

"""The real server in a process of its own, that a test may kill as a power cut would."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
_STARTS_WITHIN = 60


class Server:
    """`jury-blanc serve` on one port, started, killed and started again."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._data = data
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Return where it listens."""
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = {"JURY_BLANC_DATA_DIR": str(self._data), "JURY_BLANC_INDEX": "exact", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "web.cli", "serve", "--port", str(self.port)]
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stdout=quiet, stderr=quiet)
        end = time.monotonic() + _STARTS_WITHIN
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"{self.address}healthz", timeout=2):  # noqa: S310 - our own address
                    return
            except OSError:
                time.sleep(0.2)
        raise TimeoutError("the server does not answer")

    def kill(self) -> None:
        """Kill it without a warning."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None


@contextmanager
def killable(data: Path) -> Iterator[Server]:
    """Return a server that runs, and see to it that it does not outlive the test."""
    server = Server(data)
    server.start()
    try:
        yield server
    finally:
        server.kill()

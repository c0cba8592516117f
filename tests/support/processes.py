"""The service as an administrator runs it: a process of its own, killed or stopped from outside."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[2]
_GIVEN_UP = 120.0


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def asked(port: int, path: str, body: bytes | None = None, kind: str = "application/json") -> tuple[int, bytes]:
    """Return the status and the content of an answer; 0 when there is none."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        link.request("POST" if body is not None else "GET", path, body, {"content-type": kind} if body is not None else {})
        answer = link.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        link.close()


@dataclass
class Running:
    """A server under way."""

    process: "subprocess.Popen[bytes]"
    port: int
    began: float
    _waited: dict[str, int] = field(default_factory=dict)
    """Nanoseconds that each of its threads, those that ended too, waited for the processor."""

    def until_ready(self) -> float:
        """Wait until it is ready; return the seconds since it was started in which it could run.

        Those in which other programs held the processor are not counted: they say nothing of it.
        """
        while time.monotonic() - self.began < _GIVEN_UP:
            self._look_at_its_threads()
            if asked(self.port, "/readyz")[0] == 200:
                return time.monotonic() - self.began - sum(self._waited.values()) / 1e9
            time.sleep(0.05)
        raise AssertionError("the server did not become ready")

    def _look_at_its_threads(self) -> None:
        for stats in Path(f"/proc/{self.process.pid}/task").glob("*/schedstat"):
            with suppress(OSError):  # ended meanwhile
                self._waited[stats.parent.name] = int(stats.read_text().split()[1])

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end, as systemd does, and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


def start(folder: Path, port: int, **settings: Any) -> Running:
    """Start the service on that port with its data in that folder."""
    chosen = {f"JURY_BLANC_{name.upper()}": str(value) for name, value in settings.items()}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JURY_BLANC_")}
    began = time.monotonic()
    with (folder / "stderr.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "web.cli", "serve", "--port", str(port)],
            cwd=_ROOT,
            env={**kept, **chosen, "JURY_BLANC_DATA_DIR": str(folder)},
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
    return Running(process, port, began)


@contextmanager
def running(folder: Path, **settings: Any) -> Iterator[Running]:
    """Return a server that is ready, and end it afterwards."""
    server = start(folder, free_port(), **settings)
    try:
        server.until_ready()
        yield server
    finally:
        server.kill()

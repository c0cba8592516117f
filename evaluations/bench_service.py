"""What the service bears on this machine: `python -m evaluations.bench_service [ADDRESS] [--seconds N]`.

Without an address it starts the service itself, without a limit of points. It asks for pages
over many connections, opens many streams of answers at once, and reads drafts while it looks
whether the service still says that it lives.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

SAMPLE = Path(__file__).parents[1] / "ingestion" / "sources" / "exemples" / "brouillon-b1.md"
_PORT = 8790
_CONNECTIONS, _STREAMS, _READINGS = 64, 200, 8
_GIVEN_UP = 120.0
_QUESTION = json.dumps({"message": "combien de pages pour le bloc 3 ?"}).encode()


@dataclass
class Tally:
    """What came of many requests."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    lasted: float = 0.0

    def line(self, title: str) -> str:
        """Return the row of a table."""
        ranked = sorted(self.seconds) or [0.0]
        p95 = ranked[min(len(ranked) - 1, int(0.95 * len(ranked)))]
        rate = len(self.seconds) / self.lasted if self.lasted else 0.0
        median = statistics.median(ranked)
        return f"{title:<34}{len(self.seconds):>8}{rate:>10.1f}{1000 * median:>10.0f}{1000 * p95:>10.0f}{self.errors:>8}"


@dataclass(frozen=True)
class Target:
    """Where the service answers."""

    host: str
    port: int
    path: str = ""

    async def ask(self, address: str, body: bytes = b"") -> tuple[int, bytes, float]:
        """Return the status, the content and the seconds to the first byte of one answer."""
        reader, writer = await asyncio.open_connection(self.host, self.port, limit=2**20)
        began = time.perf_counter()
        try:
            writer.write(self.request(address, body, last=True))
            await writer.drain()
            status = int((await reader.readline()).split()[1])
            first = time.perf_counter() - began
            return status, await reader.read(), first
        finally:
            writer.close()

    def request(self, address: str, body: bytes = b"", *, last: bool = False) -> bytes:
        """Return the bytes of a request."""
        lines = [f"{'POST' if body else 'GET'} {self.path}{address} HTTP/1.1", f"host: {self.host}"]
        lines += [f"content-length: {len(body)}", "content-type: application/json"] if body else []
        return "\r\n".join([*lines, *(["connection: close"] if last else []), "", ""]).encode() + body


async def pages(target: Target, address: str, seconds: float) -> Tally:
    """Ask for one page again and again over many connections that stay open."""
    tally, end = Tally(), time.perf_counter() + seconds

    async def one() -> None:
        reader, writer = await asyncio.open_connection(target.host, target.port, limit=2**20)
        while (began := time.perf_counter()) < end:
            writer.write(target.request(address))
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
            await reader.readexactly(length)
            tally.seconds.append(time.perf_counter() - began)
            tally.errors += b" 200 " not in head[:16]
        writer.close()

    return await _timed(tally, [one] * _CONNECTIONS)


async def streams(target: Target) -> Tally:
    """Open many streams of answers at once; each must reach its end."""
    tally = Tally()

    async def one() -> None:
        status, content, first = await target.ask("/api/v1/chat", _QUESTION)
        tally.seconds.append(first)
        tally.errors += status != 200 or b"event: done" not in content

    return await _timed(tally, [one] * _STREAMS)


async def readings(target: Target) -> tuple[Tally, Tally]:
    """Read a draft several times at once, and ask meanwhile whether the service lives."""
    tally, alive, stopped = Tally(), Tally(), asyncio.Event()
    body = json.dumps({"text": SAMPLE.read_text(encoding="utf-8"), "bloc": "B1"}).encode()

    async def one() -> None:
        began = time.perf_counter()
        status, _, _ = await target.ask("/api/v1/reviews", body)
        tally.seconds.append(time.perf_counter() - began)
        tally.errors += status != 200

    async def watch() -> None:
        while not stopped.is_set():
            status, _, first = await target.ask("/healthz")
            alive.seconds.append(first)
            alive.errors += status != 200
            await asyncio.sleep(0.05)

    watching, began = asyncio.create_task(watch()), time.perf_counter()
    await _timed(tally, [one] * _READINGS)
    stopped.set()
    await watching
    alive.lasted = time.perf_counter() - began
    return tally, alive


async def _timed(tally: Tally, work: list[Callable[[], Awaitable[None]]]) -> Tally:
    began = time.perf_counter()
    for done in await asyncio.gather(*(one() for one in work), return_exceptions=True):
        tally.errors += isinstance(done, BaseException)
    tally.lasted = time.perf_counter() - began
    return tally


async def measure(target: Target, seconds: float) -> list[str]:
    """Return the rows of the whole measure."""
    await _ready(target)
    read, alive = await readings(target)
    return [
        f"{'':<34}{'requests':>8}{'per s':>10}{'p50 ms':>10}{'p95 ms':>10}{'errors':>8}",
        (await pages(target, "/static/jury-blanc.css", seconds)).line(f"style sheet, {_CONNECTIONS} connections"),
        (await pages(target, "/", seconds)).line(f"home page, {_CONNECTIONS} connections"),
        (await streams(target)).line(f"{_STREAMS} answers at once (first byte)"),
        read.line(f"{_READINGS} readings at once (whole)"),
        alive.line("healthz meanwhile (first byte)"),
    ]


async def _ready(target: Target) -> None:
    end = time.monotonic() + _GIVEN_UP
    while time.monotonic() < end:
        try:
            if (await target.ask("/readyz"))[0] == 200:
                return
        except OSError:
            await asyncio.sleep(0.2)
    raise TimeoutError("the service did not become ready")


@contextmanager
def _served() -> Iterator[Target]:
    environment = {**os.environ, "JURY_BLANC_RATE_LIMIT": "0"}
    process = subprocess.Popen([sys.executable, "-m", "web.cli", "serve", "--port", str(_PORT)], env=environment)  # noqa: S603 - ourselves
    try:
        yield Target("127.0.0.1", _PORT)
    finally:
        process.terminate()
        process.wait(60)


def main() -> None:
    """Print one row a kind of request."""
    parser = argparse.ArgumentParser(description="Measures what the service bears.")
    parser.add_argument("address", nargs="?")
    parser.add_argument("--seconds", type=float, default=5.0)
    given = parser.parse_args()
    if given.address:
        parts = urlsplit(given.address)
        target = Target(parts.hostname or "127.0.0.1", parts.port or 80, parts.path.rstrip("/"))
        rows = asyncio.run(measure(target, given.seconds))
    else:
        with _served() as target:
            rows = asyncio.run(measure(target, given.seconds))
    sys.stdout.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()

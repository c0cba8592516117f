"""A thread in which requests run, so that whoever waits for them can stop waiting."""

import asyncio
import queue
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import TimeoutError as NotInTime
from contextlib import aclosing, suppress
from typing import Any, TypeVar

T = TypeVar("T")
_CLOSING = 2.0


class Loop:
    """Runs coroutines for callers that are not; its thread starts with the first one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def run(self, coroutine: Coroutine[Any, Any, T], seconds: float) -> T:
        """Return what the coroutine returns; raise `TimeoutError` when it has not after so many seconds."""
        future = asyncio.run_coroutine_threadsafe(coroutine, self._started())
        try:
            return future.result(seconds)
        except BaseException:
            future.cancel()
            raise

    def iterate(self, pieces: AsyncGenerator[T, None], seconds: float) -> Iterator[T]:
        """Yield what is yielded there; whoever stops reading stops it."""
        found: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        until = time.monotonic() + seconds
        future = asyncio.run_coroutine_threadsafe(_pumped(pieces, found), self._started())
        try:
            while True:
                kind, value = _next(found, until)
                if kind == "end":
                    return
                if kind == "error":
                    raise value
                yield value
        finally:
            future.cancel()

    def close(self, last: Callable[[], Awaitable[None]] | None = None) -> None:
        """End what still runs, do one last thing, and end the thread."""
        with self._lock:
            loop, thread = self._running, self._thread
            self._running = self._thread = None
        if loop is None or thread is None:
            return
        with suppress(NotInTime):
            asyncio.run_coroutine_threadsafe(_ended(last), loop).result(_CLOSING)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_CLOSING)
        if not thread.is_alive():
            loop.close()

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._running is None:
                self._running = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._running.run_forever, name="modèle de langue", daemon=True)
                self._thread.start()
            return self._running


def _next(found: "queue.SimpleQueue[tuple[str, Any]]", until: float) -> tuple[str, Any]:
    try:
        return found.get(timeout=max(0.0, until - time.monotonic()))
    except queue.Empty:
        raise NotInTime from None


async def _pumped(pieces: AsyncGenerator[T, None], found: "queue.SimpleQueue[tuple[str, Any]]") -> None:
    """Hand over what is yielded, then how it ended."""
    async with aclosing(pieces):
        try:
            async for piece in pieces:
                found.put(("piece", piece))
        except Exception as error:  # noqa: BLE001 - raised again where it is read
            found.put(("error", error))
        else:
            found.put(("end", None))


async def _ended(last: Callable[[], Awaitable[None]] | None) -> None:
    others = [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    if last is not None:
        await last()
    await asyncio.get_running_loop().shutdown_asyncgens()

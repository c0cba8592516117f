"""`transformers serve`, as an operator would run it, over models made on the spot."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from processes import asked, free_port

_MAKER = Path(__file__).with_name("tiny_models.py")
_COMMAND = Path(sys.executable).with_name("transformers")
_STARTS_WITHIN = 150.0
_RECEIVED = "[Request received]"
LACKING = [name for name in ("torch", "transformers", "accelerate") if find_spec(name) is None]
MISSING = f"not installed: {', '.join(LACKING)} (pip install -e '.[semantic,serving,test]')"


def made(folder: Path, models: Mapping[str, str | None]) -> Path:
    """Make models that say a text, or noise, and return their folder."""
    done = subprocess.run(
        [sys.executable, str(_MAKER), str(folder)],
        input=json.dumps(models).encode(),
        env=_environment(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return folder


def pieces(model: Path) -> int:
    """Return how many tokens a model says before it ends."""
    return int((model / "pieces").read_text(encoding="utf-8"))


@dataclass
class RealServer:
    """A server of models under way."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    @property
    def base_url(self) -> str:
        """Return the address to give to the product."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def received(self) -> int:
        """Return how many requests it has begun to answer."""
        return self.log.read_text(encoding="utf-8", errors="replace").count(_RECEIVED)

    def until_received(self, requests: int, seconds: float = 30) -> None:
        """Wait until it has begun to answer that many requests."""
        end = time.monotonic() + seconds
        while self.received < requests:
            assert time.monotonic() < end, self.log.read_text(encoding="utf-8", errors="replace")
            time.sleep(0.02)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def _until_ready(self) -> None:
        end = time.monotonic() + _STARTS_WITHIN
        while asked(self.port, "/health")[0] != 200:
            running = self.process.poll() is None and time.monotonic() < end
            assert running, self.log.read_text(encoding="utf-8", errors="replace")
            time.sleep(0.1)


@contextmanager
def serving_models(folder: Path) -> Iterator[RealServer]:
    """Serve any model whose path is asked for, until the end of the block; `folder` takes the log."""
    port, log = free_port(), folder / "serve.log"
    command = [str(_COMMAND), "serve", "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    with log.open("wb") as written:
        process = subprocess.Popen(command, env=_environment(), stdin=subprocess.DEVNULL, stdout=written, stderr=written)
    server = RealServer(process, port, log)
    try:
        server._until_ready()
        yield server
    finally:
        server.kill()


def _environment() -> dict[str, str]:
    return os.environ | {
        "HF_HUB_OFFLINE": "1",
        "OMP_NUM_THREADS": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "PYTHONWARNINGS": "ignore",
    }
